use relais_kernel::Timestamp;
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Deed, Sight, accounts, journal::CaseAccesses};

use crate::{room::Standing, store::CaseRow};

/// How many openings the page of a case shows; the journal shows them all.
const SHOWN: u64 = 10;

/// One opening of the protection annexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexReading {
    pub who: String,
    pub at: Timestamp,
}

/// Who opened the annexes, newest first: told to those who manage the case or supervise it, whether or not they may
/// open them (DP-12). It does not say whether anything stands there.
pub(super) async fn annex_readings(
    sight: &Sight<'_>,
    standing: &Standing,
    row: &CaseRow,
) -> Result<Vec<AnnexReading>, Failure> {
    let mut roles = standing.roles_for(CaseStep::EditIdentification);
    roles.extend(standing.roles_for(CaseStep::ApproveAssessment));
    let Ok(permit) = sight.permit(Deed::ReadAccesses, &roles, &row.protected()) else {
        return Ok(Vec::new());
    };
    let lines = CaseAccesses::annexes_opened(sight, &permit, row.case.id, SHOWN).await?;
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let colleagues = accounts::accounts_of(sight.rows(), Some(row.case.owner)).await?;
    let name = |user| colleagues.iter().find(|colleague| colleague.id.uuid() == user);
    let mut readings: Vec<AnnexReading> = lines
        .iter()
        .map(|line| AnnexReading {
            who: line
                .body
                .user
                .and_then(name)
                .map_or_else(|| "—".into(), |found| found.name.clone()),
            at: line.at,
        })
        .collect();
    // A page opens several drawers at the same instant.
    readings.dedup();
    Ok(readings)
}
