use std::{collections::BTreeSet, sync::Arc};

use relais_kernel::PublicRef;
use relais_mechanism::{CaseStep, Definition, Definitions, PurposeRule, role_codes};
use relais_platform::Failure;
use relais_trust::{Deed, KeyClass, Query, RoleCode, Sight};

use super::of_age::to_ask_again;
use crate::{
    actions::{drawer, opened},
    case::Case,
    code::{Code, Codes},
    need::{Need, NeedWords},
    room::Standing,
    store::{CaseRow, case_by_ref, ledger_of, needs_of},
};

/// The needs of a case with what was said of them, opened for the owner's case workers.
pub struct ReadNeeds {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// One need as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedLine {
    pub public_ref: PublicRef,
    pub need: Need,
    /// `None` when its words are reserved for those named on the annexes.
    pub words: Option<NeedWords>,
}

impl NeedLine {
    /// What the need is, as exactly as the reader knows it.
    pub fn known(&self) -> &Code {
        self.words
            .as_ref()
            .map_or(&self.need.shown, |words| &words.need_code)
    }
}

/// The list with its case.
#[derive(Debug, Clone)]
pub struct NeedList {
    pub case: Case,
    pub definition: Arc<Definition>,
    pub lines: Vec<NeedLine>,
    /// What others consented to for a person who decides by now (DP-11).
    pub to_ask_again: Vec<PurposeRule>,
}

/// What a need is, as exactly as the reader may know it: most codes stand in clear, those that would betray the
/// person stand behind another (decisions §10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownNeed {
    Exactly(Code),
    /// The code in clear, with those that it may stand for.
    Behind(Code, BTreeSet<Code>),
}

/// Opens the code of one need for a reader who may read what the case says of the person, and only where the code
/// in clear stands for others.
///
/// # Errors
/// [`Failure`] of the store or the vault.
pub async fn known_need(
    sight: &Sight<'_>,
    definition: &Definition,
    row: &CaseRow,
    need: &Need,
) -> Result<KnownNeed, Failure> {
    let behind = hidden_behind(definition, &need.shown);
    if behind.is_empty() {
        return Ok(KnownNeed::Exactly(need.shown.clone()));
    }
    let roles = readers(definition);
    if !sight.may(Deed::ReadIdentity, &roles, &row.protected()) {
        return Ok(KnownNeed::Behind(need.shown.clone(), behind));
    }
    let permit = sight.permit(Deed::ReadIdentity, &roles, &row.protected())?;
    let place = drawer("case_need", row.case.id, need.id.uuid(), KeyClass::Record);
    let fields = sight.unseal(&permit, place).await?;
    let words = NeedWords::open(&opened(fields)).ok();
    Ok(words.map_or_else(
        || KnownNeed::Behind(need.shown.clone(), behind),
        |words| KnownNeed::Exactly(words.need_code),
    ))
}

/// Who reads the words of needs: those who take them down, and those who approve them.
fn readers(definition: &Definition) -> Vec<RoleCode> {
    [CaseStep::RecordNeeds, CaseStep::ApproveAssessment]
        .into_iter()
        .flat_map(|step| role_codes(definition.case.workflow.who_may(step)))
        .collect()
}

fn hidden_behind(definition: &Definition, shown: &Code) -> BTreeSet<Code> {
    let list = definition.list("need").ok();
    let codes = list.iter().flat_map(|list| list.active());
    codes
        .filter_map(|item| item.code.parse().ok())
        .filter(|code| definition.shown("need", code) == (shown.clone(), true))
        .collect()
}

impl Query for ReadNeeds {
    type View = NeedList;

    async fn look(&self, sight: &Sight<'_>) -> Result<NeedList, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let roles = readers(&standing.definition);
        let permit = sight.permit(Deed::ReadIdentity, &roles, &row.protected())?;
        let held = row.is_held_by(sight.actor().user);
        let mut lines = Vec::new();
        for need in needs_of(sight.rows(), row.case.id).await? {
            let place = |class| drawer("case_need", row.case.id, need.need.id.uuid(), class);
            let mut fields = sight.unseal(&permit, place(KeyClass::Record)).await?;
            if held {
                let annex = sight.permit(Deed::ReadAnnex, &[], &row.protected())?;
                fields.extend(sight.unseal(&annex, place(KeyClass::Annex)).await?);
            }
            let words = NeedWords::open(&opened(fields)).ok();
            lines.push(NeedLine {
                public_ref: need.public_ref,
                need: need.need,
                words,
            });
        }
        let ledger = ledger_of(sight.rows(), row.case.id).await?;
        Ok(NeedList {
            to_ask_again: to_ask_again(sight, &standing, (&row, &permit), &ledger).await?,
            case: row.case,
            definition: standing.definition,
            lines,
        })
    }
}
