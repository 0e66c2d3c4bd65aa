use askama::Template;
use axum::extract::State;
use relais_kernel::Localised;
use relais_trust::{
    Actor, Failure,
    accounts::{AddOrganisation, Administer, ChangeOrganisation, OpenOrganisation, OrganisationFace},
};

use super::{
    super::{
        Accounts, KindName,
        front_desk::kind_word,
        queries::{ListOrganisations, OneOrganisation, OrganisationsView},
    },
    people::mechanism,
    reference::Ref,
};
use crate::{
    Answer, Choice, Form, Frame, JustProved, SignedIn, Submission, Trouble, Typed, page, refused_page,
};

#[derive(Template)]
#[template(path = "people/organisations.html")]
struct OrganisationsPage {
    frame: Frame,
    view: OrganisationsView,
    kinds: Vec<KindName>,
}

impl OrganisationsPage {
    fn kind(&self, organisation: &OrganisationFace) -> String {
        kind_word(&self.kinds, &organisation.kind, self.frame.lang)
    }
}

pub(super) async fn list(State(room): State<Accounts>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    page(&OrganisationsPage {
        view: room.house.look(&actor, &ListOrganisations).await?,
        kinds: room.desk.kinds(mechanism(&actor)?).await?,
        frame,
    })
}

/// The form of an organisation, new or changed.
#[derive(Template)]
#[template(path = "people/organisation.html")]
struct OrganisationPage {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
    held: Option<OrganisationFace>,
    own: bool,
    /// The form with which it is closed.
    closing: Form,
}

impl OrganisationPage {
    async fn new(
        room: &Accounts,
        actor: &Actor,
        frame: Frame,
        form: Form,
        held: Option<OrganisationFace>,
    ) -> Result<Self, Trouble> {
        let kinds = room.desk.kinds(mechanism(actor)?).await?;
        Ok(Self {
            kinds: kinds
                .into_iter()
                .map(|kind| {
                    let hint = if kind.firewall {
                        frame.t("people-firewall")
                    } else {
                        String::new()
                    };
                    Choice::new(kind.code, kind.name.get(frame.lang)).hint(hint)
                })
                .collect(),
            own: held
                .as_ref()
                .is_some_and(|held| actor.organisation == Some(held.id)),
            closing: frame.form(Typed::nothing()),
            form,
            frame,
            held,
        })
    }

    fn address(&self) -> String {
        match &self.held {
            Some(held) => home(held),
            None => "/administration/structures".to_owned(),
        }
    }
}

fn home(face: &OrganisationFace) -> String {
    format!("/administration/structures/{}", face.public_ref)
}

pub(super) async fn new(State(room): State<Accounts>, JustProved(actor): JustProved, frame: Frame) -> Answer {
    room.house.look(&actor, &ListOrganisations).await?;
    let form = frame.form(Typed::nothing());
    page(&OrganisationPage::new(&room, &actor, frame, form, None).await?)
}

pub(super) async fn add(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let wish = wish(&room, &actor, &sent.typed, None).await;
    let added = match wish {
        Ok(wish) => {
            room.house
                .perform(&actor, Some(&sent.once), Administer(wish))
                .await
        }
        Err(failure) => Err(failure),
    };
    match added {
        Ok(_) => Ok(frame.done("people-organisation-added", "/administration/structures")),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&OrganisationPage::new(&room, &actor, frame, form, None).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// What the form says; the type decides whether the body stands behind the firewall (decisions §15).
async fn wish(
    room: &Accounts,
    actor: &Actor,
    typed: &Typed,
    held: Option<&OrganisationFace>,
) -> Result<AddOrganisation, Failure> {
    let mut read = typed.read();
    let code = match held {
        Some(held) => held.code.clone(),
        None => read.words("code").to_uppercase(),
    };
    let fr = read.words("name_fr");
    let en = read.words_or_none("name_en").unwrap_or_else(|| fr.clone());
    let kind = read.words("kind");
    read.done()?;
    kind_of(room, actor, code, Localised::new(fr, en), &kind).await
}

/// An organisation of a type of the mechanism's list; another type is refused, never guessed.
pub(in super::super) async fn kind_of(
    room: &Accounts,
    actor: &Actor,
    code: String,
    name: Localised,
    kind: &str,
) -> Result<AddOrganisation, Failure> {
    let kinds = room.desk.kinds(actor.mechanism.ok_or(Failure::Missing)?).await?;
    let known = kinds.into_iter().find(|known| known.code == kind);
    let known = known.ok_or_else(|| {
        relais_kernel::Refusal::new(
            "UnknownCode",
            "Ce type ne figure pas dans la liste du mécanisme.",
            "This type is not in the mechanism's list.",
        )
        .at("kind")
    })?;
    Ok(AddOrganisation {
        code,
        name,
        firewall: known.firewall,
        kind: known.code,
    })
}

pub(super) async fn show(
    State(room): State<Accounts>,
    JustProved(actor): JustProved,
    Ref(organisation): Ref,
    frame: Frame,
) -> Answer {
    let held = room.house.look(&actor, &OneOrganisation(organisation)).await?;
    let form = frame.form(known(&held));
    page(&OrganisationPage::new(&room, &actor, frame, form, Some(held)).await?)
}

/// An organisation as its form shows it.
fn known(held: &OrganisationFace) -> Typed {
    Typed::nothing()
        .with("version", held.version)
        .with("name_fr", &held.name.fr)
        .with("name_en", &held.name.en)
        .with("kind", &held.kind)
}

/// The form again over what somebody else saved.
fn overtaken(frame: &Frame, typed: Typed, held: &OrganisationFace, kinds: &[Choice]) -> Form {
    let fields = [
        ("name_fr", "account-set-up-name-fr"),
        ("name_en", "account-set-up-name-en"),
        ("kind", "people-kind"),
    ];
    let fields = fields.map(|(name, label)| (name.to_owned(), frame.t(label)));
    let words = |field: &str, value: &str| {
        let kind = kinds.iter().find(|kind| field == "kind" && kind.value == value);
        kind.map_or_else(|| value.to_owned(), |kind| kind.label.clone())
    };
    let said = frame.t("people-organisation-overtaken");
    frame.overtaken(typed, &known(held), said, fields, words)
}

pub(super) async fn change(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(organisation): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let held = room.house.look(&actor, &OneOrganisation(organisation)).await?;
    let version = sent
        .typed
        .get("version")
        .parse()
        .map_err(|_| Trouble::Unreadable)?;
    let changed = match wish(&room, &actor, &sent.typed, Some(&held)).await {
        Ok(wish) => {
            let change = ChangeOrganisation {
                organisation: held.id,
                name: wish.name,
                kind: wish.kind,
                firewall: wish.firewall,
                version,
            };
            room.house
                .perform(&actor, Some(&sent.once), Administer(change))
                .await
        }
        Err(failure) => Err(failure),
    };
    match changed {
        Ok(()) => Ok(frame.done("people-organisation-changed", "/administration/structures")),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&OrganisationPage::new(&room, &actor, frame, form, Some(held)).await?)
        }
        Err(Failure::Stale { .. }) => {
            let held = room.house.look(&actor, &OneOrganisation(organisation)).await?;
            let blank = frame.form(Typed::nothing());
            let mut shown = OrganisationPage::new(&room, &actor, frame, blank, Some(held.clone())).await?;
            shown.form = overtaken(&shown.frame, sent.typed, &held, &shown.kinds);
            refused_page(&shown)
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn open(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(organisation): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let held = room.house.look(&actor, &OneOrganisation(organisation)).await?;
    let open = sent.typed.get("open") == "yes";
    let command = OpenOrganisation {
        organisation: held.id,
        open,
        at_once: sent.typed.get("at_once") == "yes",
    };
    match room
        .house
        .perform(&actor, Some(&sent.once), Administer(command))
        .await
    {
        Err(Failure::Refused(refusals)) => {
            let form = frame.form(known(&held));
            let mut shown = OrganisationPage::new(&room, &actor, frame, form, Some(held)).await?;
            shown.closing = shown.frame.refused(sent.typed, refusals);
            return refused_page(&shown);
        }
        done => done?,
    }
    let said = if open {
        "people-organisation-opened"
    } else {
        "people-organisation-closed"
    };
    Ok(frame.done(said, "/administration/structures"))
}
