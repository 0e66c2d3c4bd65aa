//! Unusual reading, as the protection officer sees it.

use askama::Template;
use axum::extract::State;
use relais_trust::{
    Failure,
    reading::{ReadingAlert, SeeReadingAlert},
};

use super::{
    super::{
        Accounts,
        queries::{ListReadings, ReadingsView},
    },
    reference::Ref,
};
use crate::{Answer, Form, Frame, SignedIn, Submission, Tone, Typed, page, refused_page};

#[derive(Template)]
#[template(path = "journal/readings.html")]
struct ReadingsPage {
    frame: Frame,
    form: Form,
    view: ReadingsView,
}

impl ReadingsPage {
    fn who(&self, alert: &ReadingAlert) -> String {
        let name = self.view.name(alert.user);
        name.map_or_else(|| self.frame.t("journal-who-gone"), str::to_owned)
    }

    fn place(&self, alert: &ReadingAlert) -> String {
        let name = self.view.place(alert.organisation);
        name.map_or_else(String::new, |name| self.frame.l(name).to_owned())
    }

    fn state(&self, alert: &ReadingAlert) -> (Tone, String) {
        match alert.seen {
            None => (Tone::Late, self.frame.t("reading-open")),
            Some(_) => (Tone::Good, self.frame.t("reading-seen")),
        }
    }

    /// By whom it was looked into, and when.
    fn seen(&self, alert: &ReadingAlert) -> Option<String> {
        let (by, at) = alert.seen?;
        let who = self.view.name(by).unwrap_or("—").to_owned();
        let when = self.frame.moment(at);
        Some(self.frame.t2("reading-seen-by", "who", who, "when", when))
    }

    fn count(&self, alert: &ReadingAlert) -> String {
        self.frame.t1("reading-cases", "n", alert.cases)
    }

    /// What the person opened, in the journal.
    fn journal(&self, alert: &ReadingAlert) -> Option<String> {
        let person = self.view.public_ref(alert.user)?;
        Some(format!("/journal?personne={person}&acte=IdentityRead"))
    }
}

pub(super) async fn list(State(room): State<Accounts>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let view = room.house.look(&actor, &ListReadings).await?;
    let form = frame.form(Typed::nothing());
    page(&ReadingsPage { frame, form, view })
}

pub(super) async fn see(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(alert): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = SeeReadingAlert { alert };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(()) => Ok(frame.done("reading-done", "/lectures")),
        Err(Failure::Refused(refusals)) => {
            let view = room.house.look(&actor, &ListReadings).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&ReadingsPage { frame, form, view })
        }
        Err(other) => Err(other.into()),
    }
}
