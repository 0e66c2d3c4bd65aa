use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{PublicRef, Refusal};
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{
    mission_words::{decline_key, failure_key, kind_key, state, times},
    request::version,
    words::{label, reference},
};
use crate::{
    actions::{AnswerMission, MissionAnswerForm},
    mission::{DeclineReason, FailureReason, MissionDuty, MissionKind, MissionState},
    queries::{OwnMission, OwnMissionList, OwnMissionView, OwnMissions, ReadMission},
    room::Casework,
};

#[derive(Template)]
#[template(path = "mission/list.html")]
struct ListPage {
    frame: Frame,
    view: OwnMissionList,
}

impl ListPage {
    fn to(&self, line: &OwnMission) -> String {
        format!("/missions/{}", line.public_ref)
    }

    fn title(&self, line: &OwnMission) -> String {
        self.frame.t(kind_key(line.kind))
    }

    fn number(&self, line: &OwnMission) -> String {
        self.frame.t1("mission-number", "number", line.number.to_string())
    }

    fn times(&self, line: &OwnMission) -> String {
        times(&self.frame, line.begins, line.ends)
    }

    fn state(&self, line: &OwnMission) -> (Tone, String) {
        own_state(&self.frame, line)
    }
}

/// The state, or what is asked of whoever was asked.
fn own_state(frame: &Frame, line: &OwnMission) -> (Tone, String) {
    match line.duty {
        Some(MissionDuty::Answer) => (Tone::Wait, frame.t("mission-to-answer")),
        Some(MissionDuty::Tell) => (Tone::Late, frame.t("mission-to-tell")),
        _ => state(frame, line.state),
    }
}

/// The missions of the reader.
pub async fn list(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = OwnMissions {
        definitions: room.desk.definitions.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    page(&ListPage { frame, view })
}

#[derive(Template)]
#[template(path = "mission/show.html")]
struct ShowPage {
    frame: Frame,
    form: Form,
    view: OwnMissionView,
}

impl ShowPage {
    fn title(&self) -> String {
        self.frame.t(kind_key(self.view.line.kind))
    }

    fn number(&self) -> String {
        self.frame
            .t1("mission-number", "number", self.view.line.number.to_string())
    }

    fn home(&self) -> String {
        format!("/missions/{}", self.view.line.public_ref)
    }

    fn state(&self) -> (Tone, String) {
        own_state(&self.frame, &self.view.line)
    }

    fn times(&self) -> String {
        times(&self.frame, self.view.line.begins, self.view.line.ends)
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

    fn may_take(&self) -> bool {
        self.view.line.state == MissionState::Ordered && !self.view.over
    }

    fn may_decline(&self) -> bool {
        self.view.line.state.is_open() && !self.view.over
    }

    fn may_tell(&self) -> bool {
        self.view.line.state.is_open() && self.view.begun
    }

    fn declines(&self) -> Vec<Choice> {
        let choice = |reason: &DeclineReason| Choice::new(reason.code(), self.frame.t(decline_key(*reason)));
        let fits = |reason: &&DeclineReason| {
            **reason != DeclineReason::NoVehicle || self.view.line.kind == MissionKind::Driver
        };
        DeclineReason::ALL.iter().filter(fits).map(choice).collect()
    }

    fn failures(&self) -> Vec<Choice> {
        let choice = |reason: &FailureReason| Choice::new(reason.code(), self.frame.t(failure_key(*reason)));
        FailureReason::ALL.iter().map(choice).collect()
    }
}

async fn look(room: &Casework, actor: &Actor, mission: PublicRef) -> Result<OwnMissionView, Trouble> {
    let query = ReadMission {
        definitions: room.desk.definitions.clone(),
        mission,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// One mission, for whoever was asked.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(mission): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, reference(&mission)?).await?;
    let form = frame.form(Typed::nothing());
    page(&ShowPage { frame, form, view })
}

/// Takes it, declines it, or says how it went.
pub async fn answer(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(mission): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let mission = reference(&mission)?;
    let form: MissionAnswerForm = sent.typed.to()?;
    let command = AnswerMission {
        desk: room.desk.clone(),
        mission,
        expected: version(&sent.typed)?,
        form,
    };
    let refusals = match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(_) => return Ok(frame.done("mission-answered", &format!("/missions/{mission}"))),
        Err(Failure::Refused(refusals)) => refusals,
        // Its time was changed or it was cancelled meanwhile: the page shows what stands now.
        Err(Failure::Stale { .. }) => overtaken().into(),
        Err(failure) => return Err(failure.into()),
    };
    let view = look(&room, &actor, mission).await?;
    let form = frame.refused(sent.typed, refusals);
    refused_page(&ShowPage { frame, form, view })
}

pub(super) fn overtaken() -> Refusal {
    Refusal::new(
        "MissionChanged",
        "Cette mission a changé entre-temps. Voici où elle en est.",
        "This mission has changed meanwhile. This is where it stands.",
    )
}
