use askama::Template;
use axum::extract::State;
use http::HeaderMap;
use relais_kernel::{Localised, Refusal};
use relais_trust::{
    Failure,
    accounts::{FirstAdministrator, Installation},
};

use super::{
    super::Accounts,
    at_the_door::Perhaps,
    entry::{enter, refused_or_waiting},
    invitation::undertaking,
    password::chosen,
};
use crate::{Answer, Choice, Form, Frame, Submission, Trouble, Typed, page, page_with};

#[derive(Template)]
#[template(path = "account/set_up.html")]
struct SetUpPage {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
    /// A mechanism is loaded; without one nothing can be set up.
    loaded: bool,
}

impl SetUpPage {
    async fn new(room: &Accounts, frame: Frame, form: Form) -> Result<Self, Failure> {
        let mechanism = room.desk.mechanism().await?;
        let kinds = match mechanism {
            Some(mechanism) => room.desk.kinds(mechanism).await?,
            None => Vec::new(),
        };
        Ok(Self {
            kinds: kinds
                .into_iter()
                .filter(|kind| !kind.firewall)
                .map(|kind| Choice::new(kind.code, kind.name.get(frame.lang)))
                .collect(),
            loaded: mechanism.is_some(),
            form,
            frame,
        })
    }
}

/// The set-up of an empty installation (security requirement 58); afterwards there is no such page.
pub(super) async fn ask(State(room): State<Accounts>, frame: Frame) -> Answer {
    let rows = room.house.trust().database().reader();
    let empty = Installation::read(rows).await?.is_some_and(|held| !held.ready);
    if !empty {
        return Err(Trouble::Missing);
    }
    let form = frame.form(Typed::nothing());
    page(&SetUpPage::new(&room, frame, form).await?)
}

pub(super) async fn do_it(
    State(room): State<Accounts>,
    Perhaps(before): Perhaps,
    headers: HeaderMap,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let failure = match set_up(&room, &frame, &sent).await {
        Ok(key) => {
            let key = (key.0.as_str(), key.1);
            return Ok(enter(&room.house, &headers, before.as_ref(), key, "/").await?);
        }
        Err(failure) => failure,
    };
    let form = |refusals| frame.refused(sent.typed.clone(), refusals);
    let mut shown = SetUpPage::new(&room, frame.clone(), form(Default::default())).await?;
    refused_or_waiting(failure, |status, refusals| {
        shown.form = form(refusals);
        page_with(status, &shown)
    })
}

/// The login and the password of the first administrator.
async fn set_up(room: &Accounts, frame: &Frame, sent: &Submission) -> Result<(String, String), Failure> {
    let mechanism = room.desk.mechanism().await?.ok_or_else(nothing_loaded)?;
    let mut read = sent.typed.read();
    let code = read.words("code");
    let name_fr = read.words("organisation_name_fr");
    let first = FirstAdministrator {
        mechanism,
        organisation_code: read.words("organisation_code").to_uppercase(),
        organisation_name: Localised::new(
            name_fr.clone(),
            read.words_or_none("organisation_name_en").unwrap_or(name_fr),
        ),
        organisation_kind: read.words("organisation_kind"),
        name: read.words("name"),
        login: read.words("login"),
        lang: frame.lang,
        undertaking: undertaking(&sent.typed),
    };
    read.done()?;
    let password = chosen(&sent.typed)?;
    let login = first.login.clone();
    let once = Some(sent.once.clone().into());
    let trust = room.house.trust();
    trust.set_up(once, &code, first, password.clone()).await?;
    Ok((login, password))
}

fn nothing_loaded() -> Failure {
    Refusal::new(
        "MechanismMissing",
        "Aucun mécanisme n’est encore chargé sur ce serveur : chargez d’abord sa définition.",
        "No mechanism is loaded on this server yet: load its definition first.",
    )
    .into()
}
