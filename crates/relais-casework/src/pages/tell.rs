//! Telling something without a name. Nothing of these pages goes into the log (security requirement 23).

use askama::Template;
use axum::extract::State;
use relais_kernel::{Localised, Refusal};
use relais_shell::{Answer, Choice, Form, Frame, Submission, Tone, Typed, page, refused_page};
use relais_trust::{Actor, Door};

use super::reports::kind_key;
use crate::{
    actions::{Confidant, LeaveReport, LeftReport, OpenThread, OpenedThread, Thread},
    queries::ReportDoor,
    report::{Letter, ReportCode, ReportForm, ReportKind, ReportState, Side, words_of},
    room::Casework,
};

fn nobody() -> Actor {
    Actor::installation(Door::Link)
}

#[derive(Template)]
#[template(path = "report/new.html")]
struct NewPage {
    frame: Frame,
    form: Form,
    kinds: Vec<Choice>,
    houses: Vec<Choice>,
}

impl NewPage {
    fn new(frame: Frame, form: Form, reading: &[Confidant]) -> Self {
        let offered = |kind: &ReportKind| reading.iter().any(|house| house.kinds.contains(kind));
        let choice = |kind: ReportKind| {
            Choice::new(kind.code(), frame.t(kind_key(kind))).hint(frame.t(kind_hint(kind)))
        };
        let house = |house: &Confidant| Choice::new(house.public_ref.to_string(), frame.l(&house.name));
        Self {
            kinds: ReportKind::ALL.into_iter().filter(offered).map(choice).collect(),
            houses: reading.iter().map(house).collect(),
            frame,
            form,
        }
    }
}

const fn kind_hint(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Danger => "report-danger-hint",
        ReportKind::Abuse => "report-abuse-hint",
    }
}

async fn door(room: &Casework) -> Result<Vec<Confidant>, relais_shell::Trouble> {
    let query = ReportDoor {
        definitions: room.desk.definitions.clone(),
    };
    Ok(room.house.look(&nobody(), &query).await?)
}

/// What can be told, and to whom.
pub async fn new(State(room): State<Casework>, frame: Frame) -> Answer {
    let reading = door(&room).await?;
    let form = frame.form(Typed::nothing());
    page(&NewPage::new(frame, form, &reading))
}

#[derive(Template)]
#[template(path = "report/left.html")]
struct LeftPage {
    frame: Frame,
    code: ReportCode,
}

/// Keeps what was told, and shows the code, once: it stands in no address.
pub async fn leave(State(room): State<Casework>, frame: Frame, sent: Submission) -> Answer {
    let reading = door(&room).await?;
    let form: ReportForm = sent.typed.to()?;
    let wish = match form.read() {
        Ok(wish) => wish,
        Err(refusals) => {
            let form = frame.refused(sent.typed, refusals);
            return refused_page(&NewPage::new(frame, form, &reading));
        }
    };
    let command = LeaveReport {
        desk: room.desk.clone(),
        wish,
        form: sent.once.as_str().to_owned(),
    };
    let refusal = match room.house.perform(&nobody(), None, command).await? {
        LeftReport::Kept(code) => return page(&LeftPage { frame, code }),
        LeftReport::NobodyThere => nobody_there(),
        LeftReport::Flooded => flooded(),
    };
    let form = frame.refused(sent.typed, refusal.into());
    refused_page(&NewPage::new(frame, form, &reading))
}

#[derive(Template)]
#[template(path = "report/code.html")]
struct CodePage {
    frame: Frame,
    form: Form,
}

/// Asks for the code.
pub async fn ask(frame: Frame) -> Answer {
    let form = frame.form(Typed::nothing());
    page(&CodePage { frame, form })
}

#[derive(Template)]
#[template(path = "report/thread.html")]
struct ThreadPage {
    frame: Frame,
    form: Form,
    code: ReportCode,
    thread: Thread,
    added: bool,
}

impl ThreadPage {
    fn state(&self) -> (Tone, String) {
        match self.thread.state {
            ReportState::Waiting => (Tone::Wait, self.frame.t("report-you-wait")),
            ReportState::Answered => (Tone::Good, self.frame.t("report-you-were-answered")),
            ReportState::Closed => (Tone::Good, self.frame.t("report-state-closed")),
        }
    }

    fn to(&self) -> String {
        self.frame
            .t1("report-told-to", "organisation", self.frame.l(&self.thread.to))
    }

    fn from(&self, letter: &Letter) -> String {
        match letter.from {
            Side::Teller => self.frame.t("report-you"),
            Side::House => self.frame.l(&self.thread.to).to_owned(),
        }
    }

    fn is_open(&self) -> bool {
        self.thread.state != ReportState::Closed
    }
}

/// Opens the report that the code leads to; what was written is added first.
pub async fn follow(State(room): State<Casework>, frame: Frame, sent: Submission) -> Answer {
    let Ok(code) = sent.typed.get("code").parse::<ReportCode>() else {
        return wrong_code(frame, sent.typed);
    };
    let asked = !sent.typed.get("add").is_empty();
    let words = match asked {
        true => words_of(sent.typed.get("words")).map(Some),
        false => Ok(None),
    };
    let (letter, fault) = match words {
        Ok(words) => (words.map(|words| (words, sent.once.as_str().to_owned())), None),
        Err(why) => (None, Some(why)),
    };
    let added = letter.is_some();
    let command = OpenThread {
        code,
        letter,
        desk: room.desk.clone(),
    };
    let (thread, fault) = match room.house.perform(&nobody(), None, command).await? {
        OpenedThread::Open(thread) => (thread, fault),
        OpenedThread::Refused(thread, why) => (thread, Some(not_added(why))),
        OpenedThread::Unknown => return wrong_code(frame, sent.typed),
    };
    let Some(fault) = fault else {
        let form = frame.form(Typed::nothing());
        return page(&ThreadPage {
            frame,
            form,
            code,
            thread,
            added,
        });
    };
    let form = frame.refused(sent.typed, fault.into());
    refused_page(&ThreadPage {
        frame,
        form,
        code,
        thread,
        added: false,
    })
}

fn wrong_code(frame: Frame, typed: Typed) -> Answer {
    let why = Refusal::new(
        "NoReportForCode",
        "Aucun signalement ne s’ouvre avec ce code. Vérifiez chaque signe.",
        "No report opens with this code. Check every character.",
    );
    let form = frame.refused(typed, why.at("code").into());
    refused_page(&CodePage { frame, form })
}

fn not_added(why: Localised) -> Refusal {
    Refusal::new("LetterNotAdded", why.fr, why.en).at("words")
}

fn nobody_there() -> Refusal {
    Refusal::new(
        "NobodyReads",
        "Cette structure ne reçoit pas ce genre de signalement. Choisissez-en une autre.",
        "This organisation takes no reports of this kind. Choose another one.",
    )
    .at("to")
}

fn flooded() -> Refusal {
    Refusal::new(
        "TooManyReports",
        "Trop de signalements sont arrivés aujourd’hui. Appelez la structure, ou revenez demain : rien n’a été gardé.",
        "Too many reports came in today. Call the organisation, or come back tomorrow: nothing was kept.",
    )
}
