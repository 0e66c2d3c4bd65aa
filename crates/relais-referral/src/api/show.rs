use std::{collections::BTreeMap, fmt};

use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::Localised;
use relais_shell::{SignedIn, Trouble};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::reference;
use crate::{
    packages::{FieldSet, Minimum},
    queries::{PackageView, ReferralPage, ReferralView},
    room::Referrals,
};

/// A referral, as far as this reader may see it now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralSheet {
    pub id: String,
    pub case_code: String,
    /// The id of the case, for its owner.
    pub case: Option<String>,
    pub state: String,
    pub priority: String,
    /// The need, or what stands in clear for it when it is reserved.
    pub need: String,
    #[schema(value_type = Object)]
    pub sender: Localised,
    #[schema(value_type = Object)]
    pub receiver: Localised,
    #[schema(value_type = Object)]
    pub service: Localised,
    /// Where a hidden service is: for the sender, once it has accepted.
    pub shelter: Option<ShelterPlace>,
    /// `identified` or `pseudonymous`.
    pub disclosure: String,
    pub escalated: bool,
    /// What is owed next, if anything.
    pub awaited: Option<String>,
    pub due_at: Option<String>,
    /// The definition that rules it.
    pub definition: String,
    /// For which side the reader acts: `sender`, `receiver` or `coordinator`.
    pub side: String,
    /// It can be sent now.
    pub may_send: bool,
    /// The steps that can be taken now.
    pub steps: Vec<String>,
    /// What a receiver may know now; nothing for anybody else.
    pub person: Option<PersonMinimum>,
    /// The fields released, by their name in the definition (`F1.name`): consented, and only after acceptance.
    #[schema(value_type = Object)]
    pub released: BTreeMap<String, Value>,
    pub notes: Vec<NoteLeft>,
    /// What happened when, by name.
    #[schema(value_type = Object)]
    pub moments: BTreeMap<&'static str, String>,
}

/// What a receiver needs to decide, and nothing that says who the person is.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonMinimum {
    pub age_band: Option<String>,
    pub sex: Option<String>,
    /// P-code of the region or department, never nearer.
    pub area: Option<String>,
    pub special_needs: Vec<String>,
}

/// Where a hidden service is and how it is reached.
#[derive(Serialize, ToSchema)]
pub struct ShelterPlace {
    pub town: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
}

impl fmt::Debug for ShelterPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShelterPlace (not shown)")
    }
}

/// A note of one side or the other.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteLeft {
    pub about: String,
    pub at: String,
    pub words: String,
}

impl From<&Minimum> for PersonMinimum {
    fn from(minimum: &Minimum) -> Self {
        Self {
            age_band: minimum.age_band.map(|band| band.code().to_owned()),
            sex: minimum.sex.map(|sex| sex.code().to_owned()),
            area: minimum.area.clone(),
            special_needs: minimum.special_needs.iter().cloned().collect(),
        }
    }
}

/// Sealed texts are JSON where they are more than words.
fn released(fields: &FieldSet) -> BTreeMap<String, Value> {
    let read = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
    fields
        .0
        .iter()
        .map(|(key, field)| (key.clone(), read(field.value.reveal())))
        .collect()
}

fn package(view: &PackageView) -> (Option<PersonMinimum>, BTreeMap<String, Value>) {
    match view {
        PackageView::Nothing => (None, BTreeMap::new()),
        PackageView::Decision(package) => (Some((&package.minimum).into()), released(&package.contact)),
        PackageView::Release(package) => (Some((&package.minimum).into()), released(&package.fields)),
    }
}

impl From<ReferralView> for ReferralSheet {
    fn from(view: ReferralView) -> Self {
        let (person, released) = package(&view.package);
        let referral = &view.row.referral;
        let moments = referral.milestones.moments().into_iter();
        let notes = view.notes.iter().map(|note| NoteLeft {
            about: note.about.code().to_owned(),
            at: note.at.to_string(),
            words: note.words.reveal().to_owned(),
        });
        Self {
            id: referral.public_ref.to_string(),
            case_code: view.row.case_code.clone(),
            case: view.rights.case.map(|case| case.to_string()),
            state: referral.kind().code().to_owned(),
            priority: referral.priority.letter().to_owned(),
            need: view.row.need_shown.clone(),
            disclosure: referral.disclosure.code().to_owned(),
            escalated: referral.escalation.is_some(),
            awaited: view.deadline.map(|owed| owed.awaited.code().to_owned()),
            due_at: view.deadline.map(|owed| owed.due.to_string()),
            definition: referral.definition.label.clone(),
            side: view.rights.side.code().to_owned(),
            may_send: view.rights.send,
            steps: view
                .rights
                .verbs
                .iter()
                .map(|verb| verb.code().to_owned())
                .collect(),
            person,
            released,
            notes: notes.collect(),
            moments: moments
                .filter_map(|(name, at)| Some((name, at?.to_string())))
                .collect(),
            sender: view.from,
            receiver: view.to,
            service: view.service,
            shelter: view.shelter.map(|held| ShelterPlace {
                town: held.town,
                address: held.address,
                phone: held.phone,
            }),
        }
    }
}

/// A referral, for its sender, its receiver, or the coordinator once it was escalated.
#[utoipa::path(get, path = "/api/v1/referrals/{referral}", tag = "referrals", params(("referral" = String, Path)),
    responses((status = 200, body = ReferralSheet)))]
pub(super) async fn show(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
) -> Result<Json<ReferralSheet>, Trouble> {
    let query = ReferralPage {
        definitions: room.definitions.clone(),
        referral: reference(&referral)?,
    };
    Ok(Json(room.house.look(&actor, &query).await?.into()))
}
