use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Query, State},
};
use relais_kernel::{Case, Id, Localised, PublicRef, ShortCode, Timestamp};
use relais_trust::{Failure, accounts::AccountFace, journal::Witnessed};
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
    /// What a witness elsewhere saw of the journal; nothing where none was ever asked.
    pub witness: Option<WitnessSeen>,
    pub lines: Vec<JournalEntry>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What the witness outside the host said last, for a program that watches over it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WitnessSeen {
    /// `vouches`, `silent`, or `contradicts`: an older copy of the journal was put back, or its past was written anew.
    pub state: &'static str,
    /// Since when it is silent or contradicts.
    pub since: Option<String>,
    /// Entries that it vouched for last, and when.
    pub entries: Option<u64>,
    pub at: Option<String>,
}

impl From<&Witnessed> for WitnessSeen {
    fn from(known: &Witnessed) -> Self {
        let (state, since) = match (known.contradiction, known.silent_since, known.last) {
            (Some(found), _, _) => ("contradicts", Some(found.since)),
            (None, Some(since), _) => ("silent", Some(since)),
            (None, None, None) => ("silent", None),
            (None, None, Some(_)) => ("vouches", None),
        };
        Self {
            state,
            since: since.map(|at| at.to_string()),
            entries: known.last.map(|(entries, _)| entries),
            at: known.last.map(|(_, at)| at.to_string()),
        }
    }
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
        witness: view.state.witness.as_ref().map(WitnessSeen::from),
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

#[cfg(test)]
mod tests {
    use relais_trust::journal::Contradiction;

    use super::*;

    #[test]
    fn a_program_reads_whether_the_witness_vouches_is_silent_or_contradicts() {
        let at: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let later: Timestamp = "2026-03-03T08:00:00Z".parse().unwrap();
        let new = Witnessed {
            witness: String::new(),
            last: None,
            contradiction: None,
            silent_since: None,
        };
        let vouching = Witnessed {
            last: Some((12, at)),
            ..new.clone()
        };
        let silent = Witnessed {
            silent_since: Some(later),
            ..vouching.clone()
        };
        let contradicting = Witnessed {
            contradiction: Some(Contradiction {
                seen: 40,
                since: later,
            }),
            ..silent.clone()
        };
        let told = |known: &Witnessed| {
            let seen = WitnessSeen::from(known);
            (seen.state, seen.since, seen.entries)
        };
        assert_eq!(told(&new), ("silent", None, None));
        assert_eq!(told(&vouching), ("vouches", None, Some(12)));
        assert_eq!(told(&silent), ("silent", Some(later.to_string()), Some(12)));
        assert_eq!(
            told(&contradicting),
            ("contradicts", Some(later.to_string()), Some(12))
        );
    }
}
