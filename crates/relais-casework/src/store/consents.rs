use std::collections::BTreeMap;

use relais_kernel::PublicRef;
use relais_platform::{Corrupt, Failure};
use relais_trust::{KeyClass, Note, Scene};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use serde_json::Value;

use super::tables::consent as row;
use crate::{
    CaseId,
    actions::drawer,
    case::Case,
    consent::{Consent, ConsentEvent, Ledger, Written},
};

/// A consent with the address under which it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRow {
    pub public_ref: PublicRef,
    pub consent: Consent,
}

/// The records of a case's ledger with their addresses, oldest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn consent_rows<C: ConnectionTrait>(rows: &C, case: CaseId) -> Result<Vec<ConsentRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.uuid()))
        .order_by_asc(row::Column::Id)
        .all(rows)
        .await?;
    found
        .into_iter()
        .map(|row| {
            let consent =
                serde_json::from_str(&row.body).map_err(|_| Corrupt::at("case_consent", "body", row.id))?;
            Ok(ConsentRow {
                public_ref: PublicRef::from_uuid(row.public_ref),
                consent,
            })
        })
        .collect()
}

/// The ledger of a case.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn ledger_of<C: ConnectionTrait>(rows: &C, case: CaseId) -> Result<Ledger, Failure> {
    let records = consent_rows(rows, case).await?;
    Ok(Ledger::new(
        case,
        records.into_iter().map(|row| row.consent).collect(),
    ))
}

/// Saves what an act wrote into the ledger, and notes it: who withdrew what is never erased.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn save_written(scene: &Scene<'_>, case: &Case, written: &Written) -> Result<(), Failure> {
    for consent in &written.records {
        let found = row::Entity::find_by_id(consent.id().uuid())
            .one(scene.rows())
            .await?;
        let public_ref = found
            .as_ref()
            .map_or_else(|| PublicRef::new(scene.chance()).uuid(), |row| row.public_ref);
        let model = row::ActiveModel {
            id: Set(consent.id().uuid()),
            public_ref: Set(public_ref),
            case_id: Set(case.id.uuid()),
            mechanism_id: Set(case.mechanism.uuid()),
            purpose: Set(consent.purpose().as_str().to_owned()),
            state: Set(consent.state().code().to_owned()),
            expires: Set(consent.expires().to_string()),
            body: Set(clear(scene, case, consent).await?),
        };
        if found.is_some() {
            row::Entity::update(model).exec(scene.rows()).await?;
        } else {
            row::Entity::insert(model)
                .exec_without_returning(scene.rows())
                .await?;
        }
    }
    for event in &written.events {
        scene.note(note(case, event));
    }
    Ok(())
}

/// Stands in clear for a language that is sealed.
const SEALED: &str = "sealed";

/// The record without what no rule asks of it: in which language it was given, and why something is withheld. They
/// are sealed when they are first written, and stay so whatever becomes of the record.
async fn clear(scene: &Scene<'_>, case: &Case, consent: &Consent) -> Result<String, Failure> {
    let fault = |e: serde_json::Error| Failure::Fault(e.to_string());
    let mut body = serde_json::to_value(consent).map_err(fault)?;
    let mut kept = BTreeMap::new();
    let apart = [
        ("F2.language", "/terms/taken/language", Value::from(SEALED)),
        ("F2.withheld_reason", "/terms/withheld_reason", Value::Null),
    ];
    for (key, at, instead) in apart {
        if let Some(value) = body.pointer_mut(at).filter(|value| **value != instead) {
            kept.insert(key.to_owned(), std::mem::replace(value, instead).to_string());
        }
    }
    if !kept.is_empty() {
        let place = drawer("case_consent", case.id, consent.id().uuid(), KeyClass::Record);
        scene.seal(place, case.owner, &kept).await?;
    }
    serde_json::to_string(&body).map_err(fault)
}

fn note(case: &Case, event: &ConsentEvent) -> Note {
    let (act, consent) = match event {
        ConsentEvent::ConsentGiven { consent, .. } => ("ConsentGiven", consent),
        ConsentEvent::ConsentRefused { consent, .. } => ("ConsentRefused", consent),
        ConsentEvent::ConsentAmended { consent } => ("ConsentAmended", consent),
        ConsentEvent::ConsentWithdrawn { consent, .. } => ("ConsentWithdrawn", consent),
        ConsentEvent::ConsentExpired { consent } => ("ConsentExpired", consent),
        ConsentEvent::ConsentSuperseded { consent, .. } => ("ConsentSuperseded", consent),
    };
    let note = Note::new(act)
        .on("consent", consent.uuid())
        .case(case.id)
        .consent(*consent);
    match event {
        ConsentEvent::ConsentGiven { purpose, .. } | ConsentEvent::ConsentRefused { purpose, .. } => {
            note.purpose(purpose.as_str())
        }
        ConsentEvent::ConsentWithdrawn { whole, .. } => note.fact("whole", whole),
        _ => note,
    }
}

/// Cases with a consent in force whose last day lies before `day`.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn cases_with_consents_past<C: ConnectionTrait>(
    rows: &C,
    day: jiff::civil::Date,
    limit: u64,
) -> Result<Vec<CaseId>, Failure> {
    let found: Vec<uuid::Uuid> = row::Entity::find()
        .select_only()
        .column(row::Column::CaseId)
        .distinct()
        .filter(row::Column::State.is_in(["given", "amended"]))
        .filter(row::Column::Expires.lt(day.to_string()))
        .limit(limit)
        .into_tuple()
        .all(rows)
        .await?;
    Ok(found.into_iter().map(CaseId::from_uuid).collect())
}
