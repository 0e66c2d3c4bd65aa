use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Query, State},
};
use relais_kernel::{Case, Id, Localised, PublicRef, ShortCode, Timestamp};
use relais_trust::{Failure, accounts::AccountFace};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    Accounts, CaseFace,
    queries::{FindCase, FindStaff, ReadOwnAccesses, SearchJournal, Told},
};
use crate::{Payload, SignedIn, Trouble};

/// Which entries.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Of one person.
    person: Option<String>,
    /// One act alone, such as `ReferralSent`.
    act: Option<String>,
    /// Instants, RFC 3339.
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    /// `next` of the page before.
    after: Option<String>,
}

/// One entry: who did what, by which door. Codes and names of staff, never what a record says.
#[derive(Debug, Serialize, ToSchema)]
pub struct JournalEntry {
    pub at: String,
    /// What was done, in the past tense, for instance `ReferralSent`.
    pub act: String,
    /// Nothing for partners without an account, the clock and the console.
    pub who: Option<String>,
    #[schema(value_type = Option<Object>)]
    pub organisation: Option<Localised>,
    /// `session`, `token`, `link`, `clock` or `console`.
    pub door: &'static str,
    /// The kind of record that it concerns.
    pub subject: Option<String>,
    /// The case that it concerns.
    pub case: Option<CaseNamed>,
    /// The organisation towards which it was done.
    #[schema(value_type = Option<Object>)]
    pub towards: Option<Localised>,
    pub purpose: Option<String>,
    /// The command that was refused, and the code of why.
    pub refused: Option<Refused>,
}

/// A case by its code.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseNamed {
    pub id: String,
    pub code: String,
}

/// A command that was refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct Refused {
    pub command: String,
    pub code: String,
}

/// A page of the journal, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct JournalPage {
    /// How many entries there are in all.
    pub entries: u64,
    pub lines: Vec<JournalEntry>,
    /// Where the next page begins.
    pub next: Option<String>,
}

fn entry(cases: &BTreeMap<Id<Case>, CaseFace>, told: &Told) -> JournalEntry {
    let case = told.line.body.case.and_then(|id| cases.get(&Id::from_uuid(id)));
    JournalEntry {
        at: told.at.to_string(),
        act: told.act.clone(),
        who: told.who.name.clone(),
        organisation: told.who.organisation.clone(),
        door: told.door.code(),
        subject: told.subject.clone(),
        case: case.map(|case| CaseNamed {
            id: case.public_ref.to_string(),
            code: case.code.to_string(),
        }),
        towards: told.towards.clone(),
        purpose: told.purpose.clone(),
        refused: told
            .refused
            .clone()
            .map(|(command, code)| Refused { command, code }),
    }
}

/// The journal of the mechanism, for its protection officer: fifty entries a page.
#[utoipa::path(get, path = "/api/v1/journal", tag = "journal",
    params(("person" = Option<String>, Query), ("act" = Option<String>, Query), ("from" = Option<String>, Query), ("until" = Option<String>, Query),
        ("after" = Option<String>, Query)),
    responses((status = 200, body = JournalPage)))]
pub(super) async fn list(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Json<JournalPage>, Trouble> {
    let person: Option<PublicRef> = match asked.person {
        Some(text) => Some(text.parse().map_err(|_| Trouble::Missing)?),
        None => None,
    };
    let search = SearchJournal {
        door: &*room.cases,
        person,
        act: asked.act,
        from: asked.from,
        until: asked.until,
        after: asked.after,
    };
    let view = room.house.look(&actor, &search).await?;
    Ok(Json(JournalPage {
        entries: view.state.entries,
        lines: view.lines.iter().map(|told| entry(&view.cases, told)).collect(),
        next: view.next,
    }))
}

/// Whose accesses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OwnAsked {
    /// Only cases that the owner of the token manages.
    mine: bool,
    /// Only what other organisations opened.
    others: bool,
    /// `next` of the page before.
    after: Option<String>,
}

/// A page of accesses, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessPage {
    pub lines: Vec<JournalEntry>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Who opened the cases of one's organisation: fifty accesses a page.
#[utoipa::path(get, path = "/api/v1/accesses", tag = "journal",
    params(("mine" = Option<bool>, Query), ("others" = Option<bool>, Query), ("after" = Option<String>, Query)),
    responses((status = 200, body = AccessPage)))]
pub(super) async fn own(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Query(asked): Query<OwnAsked>,
) -> Result<Json<AccessPage>, Trouble> {
    let read = ReadOwnAccesses {
        door: &*room.cases,
        mine: asked.mine,
        others: asked.others,
        after: asked.after,
    };
    let view = room.house.look(&actor, &read).await?;
    Ok(Json(AccessPage {
        lines: view.lines.iter().map(|told| entry(&view.cases, told)).collect(),
        next: view.next,
    }))
}

/// What is looked for: the code of a case, or part of a name. It stands in no address.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Sought {
    pub words: String,
}

/// What has this code or this name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    /// The id of the case with this code.
    pub case: Option<String>,
    /// Staff with this name, to narrow the journal to.
    pub people: Vec<StaffNamed>,
}

/// Somebody with an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffNamed {
    pub id: String,
    pub name: String,
}

impl From<AccountFace> for StaffNamed {
    fn from(face: AccountFace) -> Self {
        Self {
            id: face.public_ref.to_string(),
            name: face.name,
        }
    }
}

/// Finds a case by its code or staff by name, for the protection officer.
#[utoipa::path(post, path = "/api/v1/journal/search", tag = "journal", request_body = Sought,
    responses((status = 200, body = Found)))]
pub(super) async fn search(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Payload(sought): Payload<Sought>,
) -> Result<Json<Found>, Trouble> {
    let words = sought.words.trim();
    let case = match words.parse::<ShortCode>() {
        Ok(code) => {
            let find = FindCase {
                door: &*room.cases,
                code,
            };
            match room.house.look(&actor, &find).await {
                Ok(case) => Some(case),
                Err(Failure::Missing) => None,
                Err(other) => return Err(other.into()),
            }
        }
        Err(_) => None,
    };
    // An empty search asks the guard all the same, and finds nobody.
    let mut people = room.house.look(&actor, &FindStaff(words.to_owned())).await?;
    if words.is_empty() || case.is_some() {
        people.clear();
    }
    Ok(Json(Found {
        case: case.map(|case| case.to_string()),
        people: people.into_iter().map(Into::into).collect(),
    }))
}
