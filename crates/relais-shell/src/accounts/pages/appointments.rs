//! Roles that a second person confirms: what waits, what stood at once, and the page where somebody vouches.

use askama::Template;
use axum::extract::State;
use relais_trust::{
    Actor, Failure, RoleCode,
    accounts::{AppointmentFace, AppointmentState, ConfirmAppointment, RefuseAppointment},
};

use super::{
    super::{
        Accounts, RoleName,
        front_desk::role_words,
        queries::{AppointmentView, AppointmentsView, ListAppointments, OneAppointment},
    },
    people::mechanism,
    reference::Ref,
};
use crate::{Answer, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page};

/// Where it stands, in a word.
fn state(frame: &Frame, face: &AppointmentFace) -> (Tone, String) {
    match face.appointment.state {
        AppointmentState::Waiting => (Tone::Wait, frame.t("appointment-waiting")),
        AppointmentState::AtOnce { checked: None } => (Tone::Late, frame.t("appointment-at-once")),
        AppointmentState::AtOnce { checked: Some(_) } => (Tone::Info, frame.t("appointment-checked")),
        AppointmentState::Confirmed { .. } => (Tone::Good, frame.t("appointment-confirmed")),
        AppointmentState::Refused { .. } => (Tone::Stop, frame.t("appointment-refused")),
        AppointmentState::Withdrawn { .. } => (Tone::Quiet, frame.t("appointment-withdrawn")),
    }
}

#[derive(Template)]
#[template(path = "people/appointments.html")]
struct ListPage {
    frame: Frame,
    view: AppointmentsView,
    names: Vec<RoleName>,
}

impl ListPage {
    /// Those that wait for the reader, those that wait for others, and what is over.
    fn lists(&self) -> Vec<(&'static str, String, Vec<&AppointmentFace>)> {
        let waits = |face: &AppointmentFace| face.waits_for_reader;
        let open = |face: &AppointmentFace| face.appointment.is_open();
        let of = |id, key: &str, which: &dyn Fn(&AppointmentFace) -> bool| {
            let all: Vec<_> = self.view.all.iter().filter(|face| which(face)).collect();
            (id, self.frame.t(key), all)
        };
        let mut lists = vec![
            of("mine", "appointment-for-you", &waits),
            of("open", "appointment-for-others", &|face| {
                !waits(face) && open(face)
            }),
            of("past", "appointment-over", &|face| !open(face)),
        ];
        lists.retain(|(_, _, all)| !all.is_empty());
        lists
    }

    fn state(&self, face: &AppointmentFace) -> (Tone, String) {
        state(&self.frame, face)
    }

    fn roles(&self, face: &AppointmentFace) -> String {
        role_words(&self.names, &face.appointment.roles, self.frame.lang).join(", ")
    }

    fn organisation(&self, face: &AppointmentFace) -> String {
        let name = self.view.names.get(&face.appointment.organisation);
        name.map_or_else(String::new, |name| self.frame.l(name).to_owned())
    }
}

pub(super) async fn list(State(room): State<Accounts>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let view = room.house.look(&actor, &ListAppointments).await?;
    page(&ListPage {
        names: room.desk.roles(mechanism(&actor)?).await?,
        view,
        frame,
    })
}

#[derive(Template)]
#[template(path = "people/appointment.html")]
struct OnePage {
    frame: Frame,
    form: Form,
    view: AppointmentView,
    names: Vec<RoleName>,
}

impl OnePage {
    async fn new(
        room: &Accounts,
        actor: &Actor,
        frame: Frame,
        view: AppointmentView,
    ) -> Result<Self, Trouble> {
        Ok(Self {
            names: room.desk.roles(mechanism(actor)?).await?,
            form: frame.form(Typed::nothing()),
            view,
            frame,
        })
    }

    fn state(&self) -> (Tone, String) {
        state(&self.frame, &self.view.face)
    }

    fn roles(&self, roles: &[RoleCode]) -> String {
        role_words(&self.names, roles, self.frame.lang).join(", ")
    }

    fn given(&self) -> String {
        let face = &self.view.face;
        let when = self.frame.moment(face.appointment.given);
        self.frame
            .t2("appointment-given", "who", face.giver.as_str(), "when", when)
    }

    fn witnesses(&self) -> String {
        match self.view.face.witnesses.as_slice() {
            [] => self.frame.t("appointment-nobody"),
            names => names.join(", "),
        }
    }

    /// The roles do not count yet.
    fn waits(&self) -> bool {
        self.view.face.appointment.state == AppointmentState::Waiting
    }

    fn home(&self) -> String {
        format!("/nominations/{}", self.view.face.appointment.public_ref)
    }
}

pub(super) async fn show(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(appointment): Ref,
    frame: Frame,
) -> Answer {
    let view = room.house.look(&actor, &OneAppointment(appointment)).await?;
    page(&OnePage::new(&room, &actor, frame, view).await?)
}

pub(super) async fn confirm(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(appointment): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = ConfirmAppointment {
        appointment,
        code: sent.typed.get("code").to_owned(),
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(()) => Ok(frame.done("appointment-done", "/nominations")),
        Err(Failure::Refused(refusals)) => {
            let view = room.house.look(&actor, &OneAppointment(appointment)).await?;
            let form = frame.refused(sent.typed, refusals);
            let shown = OnePage::new(&room, &actor, frame, view).await?;
            refused_page(&OnePage { form, ..shown })
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn refuse(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(appointment): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = RefuseAppointment { appointment };
    room.house.perform(&actor, Some(&sent.once), command).await?;
    Ok(frame.done("appointment-stopped", "/nominations"))
}
