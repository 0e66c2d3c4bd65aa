use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::PublicRef;
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{
    mission::overtaken,
    mission_words::{kind_key, reason, state, times},
    request::version,
    words::{choices, home, label, reference},
};
use crate::{
    actions::{CancelMission, ChangeMission, MissionForm, MissionReceiver, MissionTimeForm, OrderMission},
    mission::{MissionDuty, MissionKind},
    queries::{MissionLine, MissionsOfCase, MissionsView, OrderedMission, OrderedMissionView},
    room::Casework,
};

#[derive(Template)]
#[template(path = "mission/case.html")]
struct CasePage {
    frame: Frame,
    form: Form,
    view: MissionsView,
}

impl CasePage {
    fn home(&self) -> String {
        home(&self.view.case)
    }

    fn at(&self, line: &MissionLine) -> String {
        format!("{}/missions/{}", self.home(), line.public_ref)
    }

    fn title(&self, line: &MissionLine) -> String {
        title(&self.frame, line)
    }

    fn times(&self, line: &MissionLine) -> String {
        times(&self.frame, line.mission.begins, line.mission.ends)
    }

    fn state(&self, line: &MissionLine) -> (Tone, String) {
        orderers_state(&self.frame, line)
    }

    fn reason(&self, line: &MissionLine) -> Option<String> {
        reason(&self.frame, line.mission.state)
    }

    fn receiver(&self, line: &MissionLine) -> String {
        receiver(&self.frame, line)
    }

    fn kinds(&self) -> Vec<Choice> {
        let choice = |kind: &MissionKind| Choice::new(kind.code(), self.frame.t(kind_key(*kind)));
        MissionKind::ALL.iter().map(choice).collect()
    }

    fn languages(&self) -> Vec<Choice> {
        choices(&self.view.definition, "language", self.frame.lang)
    }

    fn receivers(&self) -> Vec<Choice> {
        let choice = |it: &MissionReceiver| {
            let kinds: Vec<String> = it.kinds.iter().map(|kind| self.does(*kind)).collect();
            let of = self.frame.l(&it.organisation_name);
            let words = format!("{} — {of} ({})", it.name, kinds.join(", "));
            Choice::new(it.public_ref.to_string(), words)
        };
        self.view.receivers.iter().map(choice).collect()
    }

    fn does(&self, kind: MissionKind) -> String {
        self.frame.t(match kind {
            MissionKind::Interpreter => "mission-does-interpret",
            MissionKind::Driver => "mission-does-drive",
        })
    }
}

#[derive(Template)]
#[template(path = "mission/one.html")]
struct OnePage {
    frame: Frame,
    form: Form,
    view: OrderedMissionView,
}

impl OnePage {
    fn home(&self) -> String {
        home(&self.view.case)
    }

    fn at(&self) -> String {
        format!("{}/missions/{}", self.home(), self.view.line.public_ref)
    }

    fn title(&self) -> String {
        title(&self.frame, &self.view.line)
    }

    fn times(&self) -> String {
        times(
            &self.frame,
            self.view.line.mission.begins,
            self.view.line.mission.ends,
        )
    }

    fn state(&self) -> (Tone, String) {
        orderers_state(&self.frame, &self.view.line)
    }

    fn reason(&self) -> Option<String> {
        reason(&self.frame, self.view.line.mission.state)
    }

    fn receiver(&self) -> String {
        receiver(&self.frame, &self.view.line)
    }

    fn language(&self) -> Option<String> {
        let code = self.view.words.as_ref()?.language.as_ref()?;
        Some(label(
            &self.view.definition,
            "language",
            code.as_str(),
            self.frame.lang,
        ))
    }

    fn destination(&self) -> Option<&str> {
        self.view.words.as_ref()?.destination.as_deref()
    }

    fn may_change(&self) -> bool {
        self.view.line.mission.is_the_orderers()
    }

    /// What was typed was refused for a reason that no form on the page shows any more.
    fn overtaken(&self) -> bool {
        !self.form.refusals.is_empty() && !self.may_change()
    }
}

fn receiver(frame: &Frame, line: &MissionLine) -> String {
    let of = frame.l(&line.receiver_of).to_owned();
    frame.t2(
        "mission-receiver-of",
        "name",
        line.receiver.clone(),
        "organisation",
        of,
    )
}

/// What it is and by which number those involved speak of it.
pub(super) fn title(frame: &Frame, line: &MissionLine) -> String {
    let kind = frame.t(kind_key(line.mission.kind));
    let number = line.mission.number.to_string();
    frame.t2("mission-title", "kind", kind, "number", number)
}

/// The state, or what is asked of whoever ordered it.
pub(super) fn orderers_state(frame: &Frame, line: &MissionLine) -> (Tone, String) {
    match line.duty {
        Some(MissionDuty::Unanswered) => (Tone::Late, frame.t("mission-unanswered")),
        _ => state(frame, line.mission.state),
    }
}

async fn look(room: &Casework, actor: &Actor, case: PublicRef) -> Result<MissionsView, Trouble> {
    let query = MissionsOfCase {
        definitions: room.desk.definitions.clone(),
        case,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// The missions of a case, and the form for another.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, reference(&case)?).await?;
    let form = frame.form(Typed::nothing());
    page(&CasePage { frame, form, view })
}

/// Asks somebody for a mission.
pub async fn order(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let case = reference(&case)?;
    let form: MissionForm = sent.typed.to()?;
    let command = OrderMission {
        desk: room.desk.clone(),
        case,
        form,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(_) => Ok(frame.done("mission-sent", &format!("/dossiers/{case}/missions"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, case).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&CasePage { frame, form, view })
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn look_at_one(
    room: &Casework,
    actor: &Actor,
    (case, mission): (PublicRef, PublicRef),
) -> Result<OrderedMissionView, Trouble> {
    let query = OrderedMission {
        definitions: room.desk.definitions.clone(),
        case,
        mission,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// One mission of a case.
pub async fn one(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, mission)): Path<(String, String)>,
    frame: Frame,
) -> Answer {
    let view = look_at_one(&room, &actor, (reference(&case)?, reference(&mission)?)).await?;
    let begins = frame.local(view.line.mission.begins);
    let ends = frame.local(view.line.mission.ends);
    let form = frame.form(Typed::nothing().with("begins", begins).with("ends", ends));
    page(&OnePage { frame, form, view })
}

/// Another time for a mission.
pub async fn change(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, mission)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let (case, mission) = (reference(&case)?, reference(&mission)?);
    let form: MissionTimeForm = sent.typed.to()?;
    let command = ChangeMission {
        desk: room.desk.clone(),
        case,
        mission,
        expected: version(&sent.typed)?,
        form,
    };
    let outcome = room.house.perform(&actor, Some(&sent.once), command).await;
    told(
        &room,
        &actor,
        (case, mission),
        frame,
        sent,
        outcome,
        "mission-changed",
    )
    .await
}

/// A mission is no longer needed.
pub async fn cancel(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, mission)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let (case, mission) = (reference(&case)?, reference(&mission)?);
    let command = CancelMission {
        desk: room.desk.clone(),
        case,
        mission,
    };
    let outcome = room.house.perform(&actor, Some(&sent.once), command).await;
    told(
        &room,
        &actor,
        (case, mission),
        frame,
        sent,
        outcome,
        "mission-cancelled-done",
    )
    .await
}

/// What came of it: the mission with a notice, or with what was refused and everything that was typed.
async fn told(
    room: &Casework,
    actor: &Actor,
    (case, mission): (PublicRef, PublicRef),
    frame: Frame,
    sent: Submission,
    outcome: Result<PublicRef, Failure>,
    notice: &str,
) -> Answer {
    let refusals = match outcome {
        Ok(_) => return Ok(frame.done(notice, &format!("/dossiers/{case}/missions/{mission}"))),
        Err(Failure::Refused(refusals)) => refusals,
        // Whoever was asked answered meanwhile: the page shows what stands now.
        Err(Failure::Stale { .. }) => overtaken().into(),
        Err(failure) => return Err(failure.into()),
    };
    let view = look_at_one(room, actor, (case, mission)).await?;
    let form = frame.refused(sent.typed, refusals);
    refused_page(&OnePage { frame, form, view })
}
