use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Case, Id};
use relais_trust::{Failure, Note, Query, Sight, journal::OwnAccesses};

use super::{
    super::{CaseDoor, CaseFace},
    Told,
    export_journal::may_export,
    telling::tell,
};

const PAGE: u64 = 50;
const LIST: &str = "own accesses";

/// The acts by which somebody comes to see something of a case. Whoever adds one of the kind adds it here.
pub(in super::super) const OPENINGS: &[&str] = &[
    "CaseRead",
    "IdentityRead",
    "IdentityUsed",
    "AnnexRead",
    "ReferralRead",
    "PackageRead",
    "FeedbackRead",
    "TransferRead",
    "HandOverRead",
    "OrderRead",
    "RequestRead",
    "EnquiryRead",
    "MissionRead",
    "AccessesRead",
    "AnswerLinkOpened",
    "AnswerPinTold",
    "SlipPrinted",
    "CaseOpenedInEmergency",
    "EmergencyOpeningRead",
];

/// Who opened what, by which door, over all cases that the reader's organisation has (security requirement 36). The
/// look is itself in the journal.
pub(in super::super) struct ReadOwnAccesses<'d> {
    pub door: &'d dyn CaseDoor,
    /// Only the cases that the reader manages.
    pub mine: bool,
    /// Only what others than the reader's organisation opened.
    pub others: bool,
    /// Where an earlier page ended.
    pub after: Option<String>,
}

/// A page of accesses, newest first.
pub(in super::super) struct OwnAccessesView {
    pub lines: Vec<Told>,
    /// The cases that the lines concern.
    pub cases: BTreeMap<Id<Case>, CaseFace>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// The journal of the organisation may be taken away.
    pub may_export: bool,
}

impl Query for ReadOwnAccesses<'_> {
    type View = OwnAccessesView;

    async fn look(&self, sight: &Sight<'_>) -> Result<OwnAccessesView, Failure> {
        let own = self.door.own(sight, self.mine).await?;
        let trust = sight.trust();
        let before = match &self.after {
            Some(text) => Some(trust.open_position(LIST, text).ok_or(Failure::Missing)?),
            None => None,
        };
        let accesses = OwnAccesses {
            cases: own.cases,
            acts: OPENINGS,
            but: self.others.then_some(own.organisation),
        };
        let (lines, more) = accesses.read(sight, &own.permit, before, PAGE).await?;
        let next = lines.last().filter(|_| more);
        let next = next.map(|line| trust.seal_position(LIST, line.position));
        sight.note(Note::new("OwnAccessesRead").on("organisation", own.organisation.uuid()));
        let ids: BTreeSet<Id<Case>> = lines
            .iter()
            .filter_map(|line| line.body.case)
            .map(Id::from_uuid)
            .collect();
        let ids: Vec<Id<Case>> = ids.into_iter().collect();
        Ok(OwnAccessesView {
            cases: self.door.faces(sight, &ids).await?,
            lines: tell(sight, lines).await?,
            next,
            may_export: may_export(sight).is_ok(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_36_every_act_that_is_called_a_reading_counts_as_one() {
        let texts = include_str!("../../../locales/en/journal.ftl");
        let acts = texts.lines().filter_map(|line| {
            let (act, _) = line.strip_prefix("journal-act-")?.split_once(" =")?;
            act.ends_with("Read").then_some(act)
        });
        // This list itself opens no case, and neither does an incident or what was told without a name.
        let other = ["OwnAccessesRead", "IncidentRead", "ReportRead"];
        let missing: Vec<&str> = acts
            .filter(|act| !other.contains(act) && !OPENINGS.contains(act))
            .collect();
        assert_eq!(missing, Vec::<&str>::new());
    }
}
