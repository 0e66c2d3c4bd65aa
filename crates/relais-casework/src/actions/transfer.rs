//! What a transfer does to the case itself (domain §2.3). The room of transfers stands above this one: it has asked
//! for the permit, or acts for a deadline.

use std::collections::{BTreeMap, BTreeSet};

use relais_mechanism::{DataCategory, Definition};
use relais_platform::Failure;
use relais_trust::{Drawer, KeyClass, Note, Permit, Scene, SharedWords};

use super::{drawer, notes::note, opened, request::hand_on};
use crate::{
    CaseId, OrganisationId, UserId,
    actor::By,
    annex::Annexes,
    case::{Case, CaseEvent, Command, Setting, Surroundings, Transfer, TransferEnd, basis_for},
    identification::{Birth, Confided},
    sealed::SealedFields,
    store::{
        AnnexRecord, CaseRow, add_holder, annexes_of, beside, consent_rows, exceptions_of, follow_ups_of,
        keep_annexes, keep_case, ledger_of, needs_of, remove_holders, save_case,
    },
};

/// What stays with the former owner fills up to a multiple of this, in bytes: its length tells nothing.
const BLOCK: usize = 4096;

/// Freezes closure until the transfer is answered.
///
/// # Errors
/// `TransferPending` and the other refusals of the case; [`Failure::Stale`].
pub async fn hold_for_transfer(
    scene: &Scene<'_>,
    permit: &Permit,
    definition: &Definition,
    row: &CaseRow,
    to: OrganisationId,
) -> Result<(), Failure> {
    let transfer = Transfer {
        to,
        since: scene.now(),
    };
    let (case, events) = applied(scene, definition, row, &Command::HoldForTransfer { transfer }).await?;
    let due = case.due(&definition.case.deadlines, &definition.calendar);
    save_case(scene, permit, &case, due).await?;
    tell(scene, definition, &case, &events);
    Ok(())
}

/// Takes the flag off. On acceptance the case has another owner, whose case manager the acceptance names.
///
/// # Errors
/// `NoTransfer`; [`Failure::Stale`].
pub async fn end_transfer(
    scene: &Scene<'_>,
    definition: &Definition,
    row: &CaseRow,
    end: TransferEnd,
    manager: Option<UserId>,
) -> Result<(), Failure> {
    let (mut case, mut events) = applied(scene, definition, row, &Command::EndTransfer { end }).await?;
    if end == TransferEnd::Accepted {
        hand_on(scene, row.case.owner, &case).await?;
    }
    if let (TransferEnd::Accepted, Some(to)) = (end, manager) {
        case.manager = Some(to);
        events.push(CaseEvent::CaseAssigned { to });
    }
    let due = case.due(&definition.case.deadlines, &definition.calendar);
    keep_case(scene, &case, due).await?;
    tell(scene, definition, &case, &events);
    Ok(())
}

async fn applied(
    scene: &Scene<'_>,
    definition: &Definition,
    row: &CaseRow,
    command: &Command,
) -> Result<(Case, Vec<CaseEvent>), Failure> {
    let today = definition.calendar.date_of(scene.now());
    let ledger = ledger_of(scene.rows(), row.case.id).await?;
    let exceptions = exceptions_of(scene.rows(), row.case.id).await?;
    // Open referrals are no obstacle: they go along.
    let around = Surroundings {
        open_referrals: 0,
        basis: basis_for(row.case.owner, &ledger, &exceptions, today),
    };
    let setting = Setting {
        by: &By::Clock,
        steps: &definition.case,
        calendar: &definition.calendar,
        around: &around,
        now: scene.now(),
    };
    let change = row.case.apply(command, &setting)?;
    Ok((change.case, change.events))
}

fn tell(scene: &Scene<'_>, definition: &Definition, case: &Case, events: &[CaseEvent]) {
    for event in events {
        scene.note(note(case, event, &definition.version.hash));
    }
}

/// The categories of data that a case holds apart from its annexes: consent to its transfer has to open them all.
/// Whether annexes were written does not show here, nor anywhere (DP-12).
///
/// # Errors
/// [`Failure::Missing`] when the owner holds no key.
pub async fn categories_held(
    scene: &Scene<'_>,
    definition: &Definition,
    row: &CaseRow,
) -> Result<BTreeSet<DataCategory>, Failure> {
    let place = drawer("case_file", row.case.id, row.case.id.uuid(), KeyClass::Record);
    let fields = scene.unseal(place, row.case.owner).await?;
    let mut held: BTreeSet<DataCategory> = fields
        .keys()
        .filter_map(|key| category(definition, key))
        .collect();
    held.insert(DataCategory::IDENTITY);
    held.insert(DataCategory::NEED_SERVICE);
    Ok(held)
}

fn category(definition: &Definition, key: &str) -> Option<DataCategory> {
    let (form, field) = key.split_once('.')?;
    definition.fields.get(form, field)?.category.clone()
}

/// The keys of the case go to the new owner, and the former owner's end. What is survivor-critical goes along only
/// as far as `open` says; the rest stays sealed with the former owner, for nobody to read on a page. The new case
/// manager is the first to be named on the annexes.
///
/// # Errors
/// [`Failure::Missing`] when the former owner holds no key.
pub async fn move_keys(
    scene: &Scene<'_>,
    definition: &Definition,
    row: &CaseRow,
    (to, manager): (OrganisationId, UserId),
    open: &BTreeSet<DataCategory>,
) -> Result<(), Failure> {
    let (case, from) = (row.case.id, row.case.owner);
    let mut left = BTreeMap::new();
    for place in critical_drawers(scene, case).await? {
        left.extend(taken_out(scene, definition, from, place, open).await?);
    }
    let (kept, left_annexes) = parted(&annexes_of(scene, case, from).await?, definition, open)?;
    left.extend(left_annexes);
    for class in KeyClass::ALL {
        scene.grant_case(case, class, from, to, None).await?;
        scene.end_case_grant(case, class, from).await?;
    }
    keep_annexes(scene, case, to, &kept).await?;
    leave(scene, case, from, &left).await?;
    remove_holders(scene, case).await?;
    // Somebody has to be named on the annexes, to name others.
    add_holder(scene, case, manager).await?;
    scene.forget_person(case, from).await?;
    find_again(scene, case, to).await
}

/// The new owner finds the person by name, as the former one did.
async fn find_again(scene: &Scene<'_>, case: CaseId, to: OrganisationId) -> Result<(), Failure> {
    let fields = scene
        .unseal(drawer("case_file", case, case.uuid(), KeyClass::Record), to)
        .await?;
    let confided = Confided::open(&opened(fields))?;
    let names: Vec<&str> = [&confided.name, &confided.alias]
        .into_iter()
        .filter_map(|name| name.as_deref())
        .collect();
    scene
        .index_person_for(to, case, &names, confided.birth().map(Birth::year))
        .await?;
    scene.note(
        Note::new("IdentityUsed")
            .on("case", case.uuid())
            .case(case)
            .fact("for", "transfer"),
    );
    Ok(())
}

/// Every drawer of the case that may hold something survivor-critical beside the annexes.
async fn critical_drawers(scene: &Scene<'_>, case: CaseId) -> Result<Vec<Drawer>, Failure> {
    let place = |table, record| drawer(table, case, record, KeyClass::Annex);
    let mut all = vec![place("case_file", case.uuid())];
    let needs = needs_of(scene.rows(), case).await?;
    all.extend(needs.iter().map(|row| place("case_need", row.need.id.uuid())));
    let consents = consent_rows(scene.rows(), case).await?;
    all.extend(
        consents
            .iter()
            .map(|row| place("case_consent", row.consent.id().uuid())),
    );
    let follow_ups = follow_ups_of(scene.rows(), case).await?;
    all.extend(
        follow_ups
            .iter()
            .map(|row| place("case_follow_up", row.id.uuid())),
    );
    Ok(all)
}

/// Takes out of a drawer what does not go along.
async fn taken_out(
    scene: &Scene<'_>,
    definition: &Definition,
    from: OrganisationId,
    place: Drawer,
    open: &BTreeSet<DataCategory>,
) -> Result<BTreeMap<String, String>, Failure> {
    let held = scene.unseal(place, from).await?;
    let closed = held
        .into_iter()
        .filter(|(key, _)| !goes_along(definition, key, open));
    let left: BTreeMap<String, String> = closed.collect();
    let emptied = left.keys().map(|key| (key.clone(), String::new())).collect();
    scene.seal(place, from, &emptied).await?;
    Ok(left
        .into_iter()
        .map(|(key, text)| (format!("{}.{key}", place.record), text))
        .collect())
}

/// A field of an open category; one that names no protection category (a need's exact code) only where all are open.
fn goes_along(definition: &Definition, key: &str, open: &BTreeSet<DataCategory>) -> bool {
    let protection = [
        DataCategory::PROTECTION,
        DataCategory::GBV,
        DataCategory::TRAFFICKING,
    ];
    match category(definition, key) {
        Some(category) if protection.contains(&category) => open.contains(&category),
        _ => protection.iter().all(|category| open.contains(category)),
    }
}

/// The annexes that go along, and the fields that do not.
fn parted(
    record: &AnnexRecord,
    definition: &Definition,
    open: &BTreeSet<DataCategory>,
) -> Result<(AnnexRecord, BTreeMap<String, String>), Failure> {
    let (along, left): (Vec<_>, Vec<_>) = record
        .annexes
        .seal()?
        .0
        .into_iter()
        .partition(|field| goes_along(definition, &field.key, open));
    let kept = AnnexRecord {
        annexes: Annexes::open(&SealedFields(along))?,
        version: record.version,
    };
    Ok((
        kept,
        left.into_iter().map(|field| (field.key, field.text)).collect(),
    ))
}

/// Written whether something stays or not, and always of a length that tells nothing.
async fn leave(
    scene: &Scene<'_>,
    case: CaseId,
    with: OrganisationId,
    left: &BTreeMap<String, String>,
) -> Result<(), Failure> {
    let mut text = serde_json::to_string(left).map_err(|e| Failure::Fault(e.to_string()))?;
    let whole = text.len().div_ceil(BLOCK) * BLOCK;
    text.extend(std::iter::repeat_n(' ', whole - text.len()));
    let place = SharedWords {
        table: "case_left",
        record: beside(case, 3),
        case: Some(case),
    };
    scene.share_words(place, &[with], &text).await
}
