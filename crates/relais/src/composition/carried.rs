use relais_casework::{actions::CarryFactsOver, store::facts_left_in_clear};
use relais_directory::{actions::SealWhereabouts, store::whereabouts_left_in_clear};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Actor, Door, Trust};

/// Whether rows stand as an earlier version wrote them, with words in clear that are sealed now.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn left_in_clear(trust: &Trust) -> Result<bool, Failure> {
    let rows = trust.database().reader();
    Ok(whereabouts_left_in_clear(rows).await? || facts_left_in_clear(rows).await?)
}

/// Carries them over, some at a time, and wipes what was overwritten (ADR 42). Cut short, it goes on at the next start.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn carry_over(trust: &Trust) -> Result<usize, Failure> {
    let console = Actor::installation(Door::Console);
    let facts = CarryFactsOver {
        definitions: Definitions::default(),
    };
    let mut carried = 0;
    loop {
        let services = trust.perform(&console, None, SealWhereabouts).await?;
        let cases = trust.perform(&console, None, facts.clone()).await?;
        if services + cases == 0 {
            break;
        }
        carried += services + cases;
    }
    trust
        .database()
        .wipe_overwritten(&["service", "case_file"])
        .await?;
    Ok(carried)
}
