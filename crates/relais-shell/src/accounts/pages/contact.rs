use askama::Template;
use axum::extract::State;
use relais_kernel::Lang;
use relais_trust::{
    Failure,
    accounts::{Administer, Contact, OrganisationFace, SetContact},
};

use super::{
    super::{Accounts, queries::OneContact},
    reference::Ref,
};
use crate::{Answer, Choice, Form, Frame, JustProved, SignedIn, Submission, Typed, page, refused_page};

#[derive(Template)]
#[template(path = "people/contact.html")]
struct ContactPage {
    held: OrganisationFace,
    ways: Vec<Choice>,
    languages: Vec<Choice>,
    frame: Frame,
    form: Form,
}

impl ContactPage {
    fn new(frame: Frame, form: Form, held: OrganisationFace) -> Self {
        let ways = ["mail", "sms"].map(|way| Choice::new(way, frame.t(&format!("people-contact-{way}"))));
        Self {
            ways: ways.into(),
            languages: vec![Choice::new("fr", "Français"), Choice::new("en", "English")],
            held,
            frame,
            form,
        }
    }

    fn address(&self) -> String {
        address(&self.held)
    }
}

fn address(face: &OrganisationFace) -> String {
    format!("/administration/structures/{}/contact", face.public_ref)
}

pub(super) async fn show(
    State(room): State<Accounts>,
    JustProved(actor): JustProved,
    Ref(organisation): Ref,
    frame: Frame,
) -> Answer {
    let (held, contact) = room.house.look(&actor, &OneContact(organisation)).await?;
    let known = Typed::nothing()
        .with_some("email", contact.email)
        .with_some("phone", contact.phone)
        .with_some("prefers", contact.prefers)
        .with("lang", contact.lang);
    page(&ContactPage::new(frame.clone(), frame.form(known), held))
}

pub(super) async fn change(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(organisation): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let (held, _) = room.house.look(&actor, &OneContact(organisation)).await?;
    let changed = match wish(&sent.typed) {
        Ok(contact) => {
            let command = Administer(SetContact {
                organisation: held.id,
                contact,
            });
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        Err(failure) => Err(failure),
    };
    match changed {
        Ok(()) => Ok(frame.done("people-contact-changed", &address(&held))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&ContactPage::new(frame, form, held))
        }
        Err(other) => Err(other.into()),
    }
}

fn wish(typed: &Typed) -> Result<Contact, Failure> {
    let mut read = typed.read();
    let lang = read.needed::<Lang>("lang");
    let (email, phone) = (read.words_or_none("email"), read.words_or_none("phone"));
    let prefers = read.words_or_none("prefers");
    read.done()?;
    Ok(Contact {
        email,
        phone,
        prefers,
        lang: lang.unwrap_or_default(),
    })
}
