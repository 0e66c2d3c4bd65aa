use std::collections::BTreeMap;

use relais_kernel::{Refusal, Sensitivity};
use relais_platform::Failure;
use relais_trust::{Drawer, KeyClass, Scene};
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tables::holder;
use crate::{
    CaseId, OrganisationId, UserId,
    annex::Annexes,
    sealed::{SealedField, SealedFields},
};

/// The single field under which all annexes of a case lie.
const FIELD: &str = "F4";

/// Sealed texts are filled up to a multiple of this, in bytes: their length tells nothing.
const BLOCK: usize = 4096;

/// The annexes of a case with their own version, which stands in clear nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnnexRecord {
    pub annexes: Annexes,
    /// Grows by one with every writing.
    pub version: u64,
}

#[derive(Serialize, Deserialize)]
struct Text {
    version: u64,
    fields: BTreeMap<String, String>,
}

/// Where the annexes of a case lie. Every case has this drawer from its first day, written or not, so that its
/// existence gives nobody away (DP-12).
pub(crate) fn annex_drawer(case: CaseId) -> Drawer {
    Drawer {
        table: "case_annex",
        case,
        record: beside(case, 1),
        class: KeyClass::Annex,
    }
}

/// The key of a record of which a case has exactly one, beside its own: drawers of one record share their fields.
pub(crate) fn beside(case: CaseId, place: u128) -> Uuid {
    Uuid::from_u128(case.uuid().as_u128() ^ place)
}

/// The annexes from their opened drawer; empty ones for a case that has none yet.
pub(crate) fn read_annexes(fields: &BTreeMap<String, String>) -> Result<AnnexRecord, Failure> {
    let Some(text) = fields.get(FIELD) else {
        return Ok(AnnexRecord::default());
    };
    let text: Text = serde_json::from_str(text).map_err(|_| unreadable())?;
    let fields = text.fields.into_iter().map(|(key, text)| SealedField {
        key,
        sensitivity: Sensitivity::S4,
        text,
    });
    Ok(AnnexRecord {
        annexes: Annexes::open(&SealedFields(fields.collect()))?,
        version: text.version,
    })
}

/// The annexes of a case for an act that asked for its permit.
pub(crate) async fn annexes_of(
    scene: &Scene<'_>,
    case: CaseId,
    holder: OrganisationId,
) -> Result<AnnexRecord, Failure> {
    read_annexes(&scene.unseal(annex_drawer(case), holder).await?)
}

/// Seals the annexes as one text of a length that tells nothing.
pub(crate) async fn keep_annexes(
    scene: &Scene<'_>,
    case: CaseId,
    holder: OrganisationId,
    record: &AnnexRecord,
) -> Result<(), Failure> {
    let text = Text {
        version: record.version,
        fields: record
            .annexes
            .seal()?
            .0
            .into_iter()
            .map(|field| (field.key, field.text))
            .collect(),
    };
    let mut text = serde_json::to_string(&text).map_err(|e| Failure::Fault(e.to_string()))?;
    let whole = text.len().div_ceil(BLOCK) * BLOCK;
    text.extend(std::iter::repeat_n(' ', whole - text.len()));
    let fields = BTreeMap::from([(FIELD.to_owned(), text)]);
    scene.seal(annex_drawer(case), holder, &fields).await
}

/// Strikes somebody off the annexes of a case.
pub(crate) async fn remove_holder(scene: &Scene<'_>, case: CaseId, user: UserId) -> Result<(), Failure> {
    holder::Entity::delete_by_id((case.uuid(), user.uuid()))
        .exec(scene.rows())
        .await?;
    Ok(())
}

fn unreadable() -> Refusal {
    Refusal::new(
        "SealedFieldUnreadable",
        "Une information protégée de ce dossier est illisible. Prévenez l’administrateur.",
        "A protected piece of information in this case cannot be read. Tell the administrator.",
    )
}
