use askama::Template;
use axum::extract::{Query, State};
use http::{HeaderMap, header};
use relais_kernel::{Id, Lang, Mechanism, Timestamp};
use relais_trust::{
    Actor, Failure, RoleCode,
    accounts::{AccountFace, Administer, InviteUser, Reach, RecoveryFace, held_together},
};
use serde::Deserialize;

use super::{
    super::{
        Accounts, RoleName,
        front_desk::role_words,
        queries::{ListPeople, PeopleView},
    },
    recovery,
};
use crate::{
    Answer, Choice, Form, Frame, House, JustProved, SignedIn, Submission, Tone, Trouble, Typed, page,
    refused_page,
};

#[derive(Debug, Deserialize)]
pub(super) struct Narrowed {
    #[serde(default)]
    structure: String,
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct PeoplePage {
    frame: Frame,
    view: PeopleView,
    names: Vec<RoleName>,
    now: Timestamp,
    /// The organisations to choose among, if there are several.
    narrow: Option<(Form, Vec<Choice>)>,
}

impl PeoplePage {
    fn roles(&self, face: &AccountFace) -> String {
        role_words(&self.names, &face.roles, self.frame.lang).join(", ")
    }

    fn recovery_state(&self, face: &RecoveryFace) -> (Tone, String) {
        recovery::state(&self.frame, &face.recovery, self.now)
    }

    /// How many wait for the reader.
    fn waiting(&self) -> usize {
        self.view.recoveries.iter().filter(|face| face.waits).count()
    }

    /// Roles that count only once a second person has confirmed them.
    fn roles_waiting(&self, face: &AccountFace) -> String {
        role_words(&self.names, &face.waiting, self.frame.lang).join(", ")
    }

    fn apart(&self, face: &AccountFace) -> bool {
        held_together(&face.roles)
    }

    fn state(&self, face: &AccountFace) -> (Tone, String) {
        state(&self.frame, face)
    }
}

/// What can be said of an account in a word.
pub(super) fn state(frame: &Frame, face: &AccountFace) -> (Tone, String) {
    match (face.active, face.has_password) {
        (true, _) if face.travel.is_some() => (Tone::Wait, frame.t("people-travelling")),
        (false, _) => (Tone::Quiet, frame.t("people-ended")),
        (true, false) => (Tone::Wait, frame.t("people-invited")),
        (true, true) => (Tone::Good, frame.t("people-active")),
    }
}

/// The mechanism in which somebody acts.
pub(super) fn mechanism(actor: &Actor) -> Result<Id<Mechanism>, Trouble> {
    actor.mechanism.ok_or(Trouble::Missing)
}

pub(super) async fn list(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Query(narrowed): Query<Narrowed>,
    frame: Frame,
) -> Answer {
    let organisation = match narrowed.structure.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| Trouble::Missing)?),
    };
    let view = room.house.look(&actor, &ListPeople { organisation }).await?;
    let narrow = (view.reach == Reach::Everyone).then(|| {
        let choices = view.organisations.iter().map(|one| {
            let label = format!("{} · {}", one.code, one.name(frame.lang));
            Choice::new(one.public_ref.to_string(), label)
        });
        let known = Typed::nothing().with("structure", &narrowed.structure);
        (frame.form(known), choices.collect())
    });
    page(&PeoplePage {
        names: room.desk.roles(mechanism(&actor)?).await?,
        now: room.house.trust().now(),
        narrow,
        view,
        frame,
    })
}

#[derive(Template)]
#[template(path = "people/new.html")]
struct NewPersonPage {
    frame: Frame,
    form: Form,
    organisations: Vec<Choice>,
    roles: Vec<Choice>,
    languages: Vec<Choice>,
}

impl NewPersonPage {
    async fn new(room: &Accounts, actor: &Actor, frame: Frame, form: Form) -> Result<Self, Trouble> {
        let view = room.house.look(actor, &ListPeople { organisation: None }).await?;
        let names = room.desk.roles(mechanism(actor)?).await?;
        Ok(Self {
            organisations: view
                .organisations
                .iter()
                .filter(|one| one.active)
                .map(|one| Choice::new(one.public_ref.to_string(), one.name(frame.lang)))
                .collect(),
            roles: role_choices(&names, view.reach, frame.lang),
            languages: vec![Choice::new("fr", "Français"), Choice::new("en", "English")],
            form,
            frame,
        })
    }
}

/// The roles that may be given from here, each with what it does.
pub(super) fn role_choices(names: &[RoleName], reach: Reach, lang: Lang) -> Vec<Choice> {
    names
        .iter()
        .filter(|name| reach.covers_roles([&name.code]))
        .map(|name| Choice::new(&name.code.0, name.name.get(lang)).hint(name.does.get(lang)))
        .collect()
}

pub(super) async fn new(
    State(room): State<Accounts>,
    JustProved(actor): JustProved,
    Query(narrowed): Query<Narrowed>,
    frame: Frame,
) -> Answer {
    let known = Typed::nothing()
        .with("structure", narrowed.structure)
        .with("lang", frame.lang);
    let form = frame.form(known);
    page(&NewPersonPage::new(&room, &actor, frame, form).await?)
}

/// A link that is shown once: whoever has it chooses the password.
#[derive(Template)]
#[template(path = "people/link.html")]
pub(super) struct LinkPage {
    pub frame: Frame,
    pub link: String,
}

pub(super) async fn invite(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let invited = match wish(&room, &actor, &sent.typed).await {
        Ok(wish) => {
            room.house
                .perform(&actor, Some(&sent.once), Administer(wish))
                .await
        }
        Err(failure) => Err(failure),
    };
    match invited {
        Ok(invited) => {
            let path = room.house.trust().invitation_path(&invited);
            let link = link(&room.house, &headers, &path);
            page(&LinkPage { frame, link })
        }
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&NewPersonPage::new(&room, &actor, frame, form).await?)
        }
        Err(other) => Err(other.into()),
    }
}

async fn wish(room: &Accounts, actor: &Actor, typed: &Typed) -> Result<InviteUser, Failure> {
    let mut read = typed.read();
    let structure: Option<relais_kernel::PublicRef> = read.needed("structure");
    let name = read.words("name");
    let login = read.words("login");
    let lang: Lang = read.must("lang");
    read.done()?;
    let view = room.house.look(actor, &ListPeople { organisation: None }).await?;
    let organisation = view
        .organisations
        .iter()
        .find(|one| Some(one.public_ref) == structure);
    Ok(InviteUser {
        organisation: organisation.ok_or(Failure::Missing)?.id,
        mechanism: actor.mechanism.ok_or(Failure::Missing)?,
        name,
        login,
        roles: typed.all("roles").map(RoleCode::from).collect(),
        lang,
    })
}

/// A whole address of ours, under the name by which this reader reached us; the gate let no other name in.
pub(in super::super) fn link(house: &House, headers: &HeaderMap, path: &str) -> String {
    let scheme = if house.shell().setting().tls {
        "https"
    } else {
        "http"
    };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    format!("{scheme}://{}{path}", host.unwrap_or("localhost"))
}
