use askama::Template;
use axum::extract::{Path, State};
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure, accounts::OrganisationFace};

use super::words::{home, reference};
use crate::{
    actions::NarrowConsent,
    consent::NarrowingForm,
    queries::{ConsentView, ReadConsent},
    room::Casework,
};

/// One consent, and what can be taken back of it.
#[derive(Template)]
#[template(path = "consent/narrow.html")]
struct NarrowPage {
    frame: Frame,
    form: Form,
    view: ConsentView,
}

impl NarrowPage {
    fn home(&self) -> String {
        home(&self.view.case)
    }

    fn address(&self) -> String {
        format!("{}/consentements/{}", self.home(), self.view.public_ref)
    }

    fn purpose(&self) -> String {
        let mut rules = self.view.definition.consent.purposes.iter();
        let found = rules.find(|rule| rule.code == *self.view.consent.purpose());
        found.map_or_else(String::new, |rule| rule.name.get(self.frame.lang).to_owned())
    }

    fn categories(&self) -> Vec<Choice> {
        let open = |code| self.view.consent.categories().any(|c| c == code);
        let rules = self.view.definition.consent.categories.iter();
        rules
            .filter(|rule| open(&rule.code))
            .map(|rule| Choice::new(rule.code.as_str(), rule.name.get(self.frame.lang)))
            .collect()
    }

    fn choices(&self, of: &[OrganisationFace]) -> Vec<Choice> {
        let choice = |o: &OrganisationFace| Choice::new(o.public_ref.to_string(), o.name(self.frame.lang));
        of.iter().map(choice).collect()
    }

    fn until(&self) -> String {
        let until = self.frame.date(self.view.consent.expires());
        self.frame.t1("consent-narrow-expires-hint", "day", until)
    }
}

async fn look(room: &Casework, actor: &Actor, case: &str, consent: &str) -> Result<ConsentView, Trouble> {
    let query = ReadConsent {
        definitions: room.desk.definitions.clone(),
        case: reference(case)?,
        consent: reference(consent)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// What the person no longer wants.
pub async fn ask(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, consent)): Path<(String, String)>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &case, &consent).await?;
    page(&NarrowPage {
        form: frame.form(Typed::nothing()),
        frame,
        view,
    })
}

/// Takes it down; what the rest no longer covers is recalled at once.
pub async fn narrow(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, consent)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let form: NarrowingForm = sent.typed.to()?;
    let command = NarrowConsent {
        desk: room.desk.clone(),
        case: reference(&case)?,
        consent: reference(&consent)?,
        form,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(case) => Ok(frame.done("consent-narrowed", &format!("/dossiers/{case}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &case, &consent).await?;
            refused_page(&NarrowPage {
                form: frame.refused(sent.typed, refusals),
                frame,
                view,
            })
        }
        Err(failure) => Err(failure.into()),
    }
}
