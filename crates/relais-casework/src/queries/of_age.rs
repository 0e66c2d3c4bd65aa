use relais_mechanism::PurposeRule;
use relais_platform::Failure;
use relais_trust::{Permit, Sight};

use super::identity::confided;
use crate::{consent::Ledger, room::Standing, store::CaseRow};

/// The purposes to which others consented for a person who has come of age since: they are asked of her again (DP-11).
/// Her date of birth is opened only where somebody did consent for her.
pub(super) async fn to_ask_again(
    sight: &Sight<'_>,
    standing: &Standing,
    (row, permit): (&CaseRow, &Permit),
    ledger: &Ledger,
) -> Result<Vec<PurposeRule>, Failure> {
    let rules = &standing.definition.consent;
    if ledger.to_renew(Some(u8::MAX), &rules.ages).is_empty() {
        return Ok(Vec::new());
    }
    let confided = confided(sight, row, permit).await?;
    let age = confided.birth().and_then(|birth| birth.age_on(standing.today));
    let due = ledger.to_renew(age, &rules.ages);
    let asked = rules.purposes.iter().filter(|purpose| {
        let consents = due.iter().filter_map(|id| ledger.get(*id));
        consents
            .into_iter()
            .any(|consent| *consent.purpose() == purpose.code)
    });
    Ok(asked.cloned().collect())
}
