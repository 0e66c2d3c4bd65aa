use askama::Template;
use axum::extract::State;
use relais_kernel::PublicRef;
use relais_trust::{
    Actor, Failure,
    accounts::{EndProgramToken, MakeProgramToken, ProgramToken, ProgramTokenFace},
};

use super::{
    super::{Accounts, RoleName, front_desk::role_words},
    reference::Ref,
};
use crate::{
    Answer, Choice, Form, Frame, JustProved, SignedIn, Submission, Trouble, Typed, page, refused_page,
};

#[derive(Template)]
#[template(path = "account/tokens.html")]
struct TokensPage {
    frame: Frame,
    tokens: Vec<ProgramTokenFace>,
    /// Made just now: the only time that it is shown (security requirement 59).
    made: Option<ProgramToken>,
    names: Vec<RoleName>,
}

impl TokensPage {
    fn roles(&self, token: &ProgramTokenFace) -> String {
        role_words(&self.names, &token.roles, self.frame.lang).join(", ")
    }
}

async fn names(room: &Accounts, actor: &Actor) -> Result<Vec<RoleName>, Failure> {
    match actor.mechanism {
        Some(mechanism) => room.desk.roles(mechanism).await,
        None => Ok(Vec::new()),
    }
}

async fn show(room: &Accounts, actor: &Actor, frame: Frame, made: Option<ProgramToken>) -> Answer {
    page(&TokensPage {
        tokens: room.house.trust().program_tokens(actor).await?,
        names: names(room, actor).await?,
        made,
        frame,
    })
}

pub(super) async fn list(State(room): State<Accounts>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    show(&room, &actor, frame, None).await
}

#[derive(Template)]
#[template(path = "account/new_token.html")]
struct NewTokenPage {
    frame: Frame,
    form: Form,
    roles: Vec<Choice>,
    writes: Vec<Choice>,
}

impl NewTokenPage {
    async fn new(room: &Accounts, actor: &Actor, frame: Frame, form: Form) -> Result<Self, Failure> {
        let names = names(room, actor).await?;
        let words = role_words(&names, &actor.roles, frame.lang);
        Ok(Self {
            roles: actor
                .roles
                .iter()
                .zip(words)
                .map(|(role, words)| Choice::new(&role.0, words))
                .collect(),
            writes: vec![
                Choice::new("no", frame.t("account-token-reads")),
                Choice::new("yes", frame.t("account-token-writes")),
            ],
            form,
            frame,
        })
    }
}

pub(super) async fn new(State(room): State<Accounts>, JustProved(actor): JustProved, frame: Frame) -> Answer {
    let only = actor.roles.first().filter(|_| actor.roles.len() == 1);
    let known = Typed::nothing()
        .with("days", 90)
        .with("writes", "no")
        .with_some("roles", only.map(|role| &role.0));
    let form = frame.form(known);
    page(&NewTokenPage::new(&room, &actor, frame, form).await?)
}

pub(super) async fn make(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let made = match wish(&sent.typed) {
        Ok(wish) => {
            let once = Some(sent.once.into());
            room.house.trust().make_program_token(&actor, once, wish).await
        }
        Err(failure) => Err(failure),
    };
    match made {
        Ok(token) => show(&room, &actor, frame, Some(token)).await,
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&NewTokenPage::new(&room, &actor, frame, form).await?)
        }
        Err(other) => Err(other.into()),
    }
}

fn wish(typed: &Typed) -> Result<MakeProgramToken, Failure> {
    let mut read = typed.read();
    let name = read.words("name");
    let days = read.must("days");
    read.done()?;
    Ok(MakeProgramToken {
        name,
        days,
        roles: typed.all("roles").map(Into::into).collect(),
        writes: typed.get("writes") == "yes",
    })
}

pub(super) async fn end(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(token): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let id = own_token(&room, &actor, token).await?;
    room.house
        .perform(&actor, Some(&sent.once), EndProgramToken { id })
        .await?;
    Ok(frame.done("account-token-ended", "/compte/jetons"))
}

/// A token of this person's own, by what stands in addresses.
pub(in super::super) async fn own_token(
    room: &Accounts,
    actor: &Actor,
    token: PublicRef,
) -> Result<uuid::Uuid, Trouble> {
    let tokens = room.house.trust().program_tokens(actor).await?;
    let found = tokens.iter().find(|face| face.public_ref == token);
    found.map(|face| face.id).ok_or(Trouble::Missing)
}
