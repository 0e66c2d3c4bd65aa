use std::{collections::BTreeSet, sync::Arc};

use jiff::{civil::Date, tz::TimeZone};
use relais_kernel::{Id, Localised, PublicRef, Referral, Timestamp};
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{
    Deed, Query, Sight,
    accounts::{self, OrganisationFace},
    journal::{CaseAccesses, Line},
};
use uuid::Uuid;

use super::identity::{confided, may_read};
use crate::{
    case::Case,
    code::{Code, Codes},
    journey::{MILESTONES, Milestone, milestone},
    room::Standing,
    store::case_by_ref,
};

/// How many moments are shown, the latest.
const SHOWN: u64 = 300;

/// The person's way from before the return to the closure (B8, B9). The road there stands with what identifies her:
/// opening this page is a reading of it (DP-19).
pub struct ReadJourney {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct JourneyView {
    pub case: Case,
    pub definition: Arc<Definition>,
    /// Before she was identified.
    pub road: Road,
    /// Oldest first.
    pub moments: Vec<Moment>,
    /// There are older ones.
    pub more: bool,
    pub may_refer: bool,
}

/// The road to the place where she was identified.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Road {
    pub countries: BTreeSet<Code>,
    pub from: Option<Code>,
    pub on: Option<Date>,
    /// As whoever is not named on the annexes may know it.
    pub status: Option<Code>,
}

impl Road {
    pub fn is_unknown(&self) -> bool {
        self.countries.is_empty() && self.from.is_none() && self.on.is_none()
    }
}

/// Something that happened; the same thing several times on one day is one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    pub at: Timestamp,
    pub what: &'static Milestone,
    pub times: u32,
    /// Who did it, if it was not the organisation that owns the case.
    pub by: Option<Localised>,
    /// Whom it was asked of.
    pub to: Option<Localised>,
    /// The purpose of a consent.
    pub purpose: Option<String>,
    pub referral: Option<Id<Referral>>,
}

impl Query for ReadJourney {
    type View = JourneyView;

    async fn look(&self, sight: &Sight<'_>) -> Result<JourneyView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let permit = may_read(sight, &standing, &row)?;
        let confided = confided(sight, &row, &permit).await?;
        let acts: Vec<&str> = MILESTONES.iter().map(|milestone| milestone.act).collect();
        let read = CaseAccesses::of_acts(sight, &permit, row.case.id, &acts, SHOWN).await?;
        let organisations = accounts::organisations(sight.rows()).await?;
        let definition = standing.definition.clone();
        let zone = TimeZone::get(&definition.calendar.time_zone).unwrap_or(TimeZone::UTC);
        let told = read.lines.iter().rev();
        let told = told.filter_map(|line| moment(line, &row.case, &organisations));
        let draft = relais_mechanism::role_codes(
            definition
                .referral
                .workflow
                .who_may(relais_mechanism::ReferralStep::Draft),
        );
        Ok(JourneyView {
            road: Road {
                countries: confided.countries_of_route,
                from: confided.return_from,
                on: confided.return_date,
                status: confided
                    .status
                    .map(|status| definition.shown("status", &status).0),
            },
            moments: together(told, &zone),
            more: read.more,
            may_refer: sight.may(Deed::PrepareReferral, &draft, &row.protected()),
            case: row.case,
            definition,
        })
    }
}

fn moment(line: &Line, case: &Case, organisations: &[OrganisationFace]) -> Option<Moment> {
    let body = &line.body;
    let name = |id: Uuid| {
        let found = organisations.iter().find(|o| o.id.uuid() == id);
        found.map(|organisation| organisation.name.clone())
    };
    let others = body.organisation.filter(|by| *by != case.owner.uuid());
    let to = body.facts.get("to").and_then(|id| id.parse().ok());
    Some(Moment {
        at: line.at,
        what: milestone(&body.act)?,
        times: 1,
        by: others.and_then(name),
        to: to.and_then(name),
        purpose: body.purpose.clone().filter(|_| body.consent.is_some()),
        referral: body
            .subject
            .as_ref()
            .filter(|(kind, _)| kind == "referral")
            .map(|(_, id)| Id::from_uuid(*id)),
    })
}

/// What happened several times in a row on one day, as one moment: the first of them.
fn together(all: impl Iterator<Item = Moment>, zone: &TimeZone) -> Vec<Moment> {
    let mut told: Vec<Moment> = Vec::new();
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    for next in all {
        match told.last_mut() {
            Some(last)
                if next.referral.is_none()
                    && (last.what, &last.by, &last.to, &last.purpose, last.referral)
                        == (next.what, &next.by, &next.to, &next.purpose, None)
                    && day(last.at) == day(next.at) =>
            {
                last.times += 1;
            }
            _ => told.push(next),
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64, act: &str) -> Moment {
        Moment {
            at: Timestamp::from_second(hour * 3600).unwrap(),
            what: milestone(act).unwrap(),
            times: 1,
            by: None,
            to: None,
            purpose: None,
            referral: None,
        }
    }

    #[test]
    fn the_same_thing_on_one_day_is_one_moment_and_on_two_days_two() {
        let all = [
            at(1, "NeedRecorded"),
            at(2, "NeedRecorded"),
            at(3, "CaseRegistered"),
            at(4, "NeedRecorded"),
            at(30, "NeedRecorded"),
        ];
        let told = together(all.into_iter(), &TimeZone::UTC);
        let times: Vec<u32> = told.iter().map(|moment| moment.times).collect();
        assert_eq!(times, [2, 1, 1, 1]);
    }

    #[test]
    fn what_belongs_to_a_referral_is_told_each_time() {
        let referral = Some(Id::from_uuid(Uuid::from_u128(1)));
        let sent = || Moment {
            referral,
            ..at(1, "ReferralSent")
        };
        assert_eq!(together([sent(), sent()].into_iter(), &TimeZone::UTC).len(), 2);
    }
}
