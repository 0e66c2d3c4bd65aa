use std::collections::BTreeMap;

use relais_kernel::PublicRef;
use relais_mechanism::{CaseStep, Definitions};
use relais_platform::Failure;
use relais_trust::{Deed, KeyClass, Permit, Query, Sight};

use crate::{
    actions::{drawer, opened},
    case::Case,
    identification::Confided,
    room::Standing,
    sealed::SealedFields,
    store::{CaseRow, case_by_ref},
};

/// Opens what identifies the person; the reading is in the journal before the page leaves (DP-19).
pub struct ReadIdentity {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// The opened identification, with the case it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub case: Case,
    pub confided: Confided,
    /// The survivor-critical answers are in it: the reader is named on the annexes.
    pub whole: bool,
}

impl Query for ReadIdentity {
    type View = Identity;

    async fn look(&self, sight: &Sight<'_>) -> Result<Identity, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let permit = may_read(sight, &standing, &row)?;
        let (case, id) = (row.case.id, row.case.id.uuid());
        let mut fields = record(sight, &row, &permit).await?;
        let whole = row.is_held_by(sight.actor().user);
        if whole {
            let annex = sight.permit(Deed::ReadAnnex, &[], &row.protected())?;
            fields.extend(
                sight
                    .unseal(&annex, drawer("case_file", case, id, KeyClass::Annex))
                    .await?,
            );
        }
        let fields: SealedFields = opened(fields);
        Ok(Identity {
            confided: Confided::open(&fields)?,
            case: row.case,
            whole,
        })
    }
}

/// Those who manage the case or approve its assessment read who the person is.
///
/// # Errors
/// [`Failure::Missing`] for everybody else.
pub(super) fn may_read(sight: &Sight<'_>, standing: &Standing, row: &CaseRow) -> Result<Permit, Failure> {
    let mut roles = standing.roles_for(CaseStep::EditIdentification);
    roles.extend(standing.roles_for(CaseStep::ApproveAssessment));
    sight.permit(Deed::ReadIdentity, &roles, &row.protected())
}

/// What was confided at identification, without what is reserved for those named on the annexes.
pub(super) async fn confided(sight: &Sight<'_>, row: &CaseRow, permit: &Permit) -> Result<Confided, Failure> {
    Ok(Confided::open(&opened(record(sight, row, permit).await?))?)
}

async fn record(
    sight: &Sight<'_>,
    row: &CaseRow,
    permit: &Permit,
) -> Result<BTreeMap<String, String>, Failure> {
    let (case, id) = (row.case.id, row.case.id.uuid());
    sight
        .unseal(permit, drawer("case_file", case, id, KeyClass::Record))
        .await
}
