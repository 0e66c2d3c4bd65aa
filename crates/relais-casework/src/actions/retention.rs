//! Retention runs by itself (requirement 47): the clock counts, lists and erases; the protection officer may hold a case
//! back.

use relais_kernel::{Refusal, ShortCode};
use relais_mechanism::{Definition, Definitions, mechanisms};
use relais_platform::Failure;
use relais_trust::{Actor, Command, Deed, Door, Note, Scene, Trust};
use serde::{Deserialize, Serialize};

use super::{erase::erase_case, request::officers};
use crate::{
    CaseId,
    actor::Act,
    case::{CaseState, ErasureBasis},
    retention::{Due, HoldBasis, Keeping, LegalHold, keep_until},
    room::{Desk, Standing},
    store::{CaseRow, case_by_any_code, case_of, cases_to_tend, keeping_of, ledger_of, save_keeping},
};

/// What a round of the clock did.
#[derive(Debug, Default)]
pub struct Tended {
    pub warned: usize,
    pub erased: usize,
    /// With why it could not be done; the others went on.
    pub failed: Vec<(CaseId, Failure)>,
}

/// Looks at the cases that are due, at most `limit` of each mechanism: lists those whose time ends soon, and erases
/// those whose time is over and that nobody holds.
///
/// # Errors
/// [`Failure`] of the store when not even the list can be read.
pub async fn tend_retention(trust: &Trust, desk: &Desk, limit: u64) -> Result<Tended, Failure> {
    let rows = trust.database().reader();
    let mut tended = Tended::default();
    for mechanism in mechanisms(rows).await? {
        let definition = desk.definitions.current(rows, mechanism.id).await?;
        let today = definition.calendar.date_of(trust.now());
        let scope = (mechanism.id, definition.version.hash.as_str());
        for case in cases_to_tend(rows, scope, today, limit).await? {
            let tend = TendCase {
                desk: desk.clone(),
                case,
            };
            match trust.perform(&Actor::installation(Door::Clock), None, tend).await {
                Ok(Done::Warned) => tended.warned += 1,
                Ok(Done::Erased) => tended.erased += 1,
                Ok(Done::Nothing) => {}
                Err(failure) => tended.failed.push((case, failure)),
            }
        }
    }
    Ok(tended)
}

#[derive(Clone)]
struct TendCase {
    desk: Desk,
    case: CaseId,
}

/// What was done about one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Done {
    Nothing,
    Warned,
    Erased,
}

impl Command for TendCase {
    type Outcome = Done;
    const NAME: &'static str = "TendCase";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Done, Failure> {
        let row = case_of(scene.rows(), self.case).await?;
        let definition = current(scene, &self.desk.definitions, &row).await?;
        let mut keeping = counted(scene, &row, &definition).await?;
        let done = match keeping.due(definition.calendar.date_of(scene.now()), &definition) {
            Due::Nothing => Done::Nothing,
            Due::Warn => {
                keeping.warned = true;
                scene.note(note("RetentionWarned", &row));
                Done::Warned
            }
            Due::Erase => match erase_case(scene, &self.desk, &row, ErasureBasis::Retention).await {
                Ok(()) => return Ok(Done::Erased),
                // Something is still under way with others: it is tried again tomorrow.
                Err(Failure::Refused(_)) => {
                    let tomorrow = definition.calendar.date_of(scene.now()).tomorrow().ok();
                    scene.note(note("RetentionDelayed", &row));
                    save_keeping(scene, &keeping, tomorrow).await?;
                    return Ok(Done::Nothing);
                }
                Err(failure) => return Err(failure),
            },
        };
        save_keeping(scene, &keeping, keeping.look_on(&definition)).await?;
        Ok(done)
    }
}

async fn current(
    scene: &Scene<'_>,
    definitions: &Definitions,
    row: &CaseRow,
) -> Result<std::sync::Arc<Definition>, Failure> {
    definitions.current(scene.rows(), row.case.mechanism).await
}

/// How long a case is kept as things stand now: it may have been opened again, or the definition changed.
async fn counted(scene: &Scene<'_>, row: &CaseRow, definition: &Definition) -> Result<Keeping, Failure> {
    let held = keeping_of(scene.rows(), row.case.id).await?;
    let mut keeping = held.unwrap_or_else(|| Keeping::of(&row.case));
    let ledger = ledger_of(scene.rows(), row.case.id).await?;
    let purposes: Vec<_> = ledger
        .records()
        .iter()
        .map(|consent| consent.purpose().clone())
        .collect();
    let until = keep_until(&row.case, &purposes, definition);
    // Another end is a new time: it is listed anew.
    keeping.warned &= keeping.until == until;
    keeping.until = until;
    keeping.definition.clone_from(&definition.version.hash);
    Ok(keeping)
}

/// The officer keeps a case from being erased, by clock or by request, until a day on which that is looked at again.
#[derive(Clone)]
pub struct HoldCase {
    pub desk: Desk,
    pub code: ShortCode,
    pub form: HoldForm,
}

/// A hold as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct HoldForm {
    /// The code of the case.
    pub code: String,
    /// `legal_claim`, `investigation`, `legal_duty` or `audit`.
    pub basis: String,
    pub review: String,
}

impl Command for HoldCase {
    type Outcome = ();
    const NAME: &'static str = "HoldCase";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let (standing, row) = found(scene, &self.desk, self.code).await?;
        let mut reader = crate::form::Reader::new(&*standing.definition);
        let basis = reader.known("basis", &self.form.basis, HoldBasis::of);
        let basis = reader.required("basis", basis);
        let review = reader.date("review", &self.form.review);
        let review = reader.required("review", review);
        let (basis, review) = reader.finish(basis.zip(review))?;
        let act = Act {
            by: standing.user,
            at: scene.now(),
        };
        let mut keeping = counted(scene, &row, &standing.definition).await?;
        keeping.hold = Some(LegalHold::new(basis, review, act, standing.today)?);
        save_keeping(scene, &keeping, None).await?;
        let set = note("LegalHoldSet", &row).fact("basis", basis.code());
        scene.note(set.fact("review", review));
        Ok(())
    }
}

/// The officer lifts a hold: from now on the case's own time counts again.
#[derive(Clone)]
pub struct LiftHold {
    pub desk: Desk,
    pub code: ShortCode,
}

impl Command for LiftHold {
    type Outcome = ();
    const NAME: &'static str = "LiftHold";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let (standing, row) = found(scene, &self.desk, self.code).await?;
        let mut keeping = counted(scene, &row, &standing.definition).await?;
        if keeping.hold.take().is_none() {
            return Err(not_held().into());
        }
        // Whoever waited for it learns that its time runs.
        keeping.warned = false;
        save_keeping(scene, &keeping, keeping.look_on(&standing.definition)).await?;
        scene.note(note("LegalHoldLifted", &row));
        Ok(())
    }
}

async fn found(scene: &Scene<'_>, desk: &Desk, code: ShortCode) -> Result<(Standing, CaseRow), Failure> {
    let standing = Standing::of(scene.rows(), scene.actor(), &desk.definitions, scene.now()).await?;
    if !scene.actor().has_any(&officers()) {
        return Err(Failure::Missing);
    }
    let row = case_by_any_code(scene.rows(), code).await?;
    scene.permit(Deed::DecideRequest, &officers(), &row.protected())?;
    if matches!(row.case.state, CaseState::Erased { .. }) {
        return Err(Failure::Missing);
    }
    Ok((standing, row))
}

fn note(act: &str, row: &CaseRow) -> Note {
    Note::new(act).on("case", row.case.id.uuid()).case(row.case.id)
}

fn not_held() -> Refusal {
    Refusal::new(
        "NotHeld",
        "Ce dossier n’est pas retenu.",
        "This case is not held.",
    )
}
