//! What was told without a name, for those who read and answer it.

use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::PublicRef;
use relais_shell::{Answer, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure};

use super::words::reference;
use crate::{
    actions::AnswerReport,
    queries::{ListReports, ReadReport, ReportView},
    report::{AnonymousReport, Letter, ReportKind, ReportState, Side},
    room::Casework,
};

pub(super) const fn kind_key(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Danger => "report-danger",
        ReportKind::Abuse => "report-abuse",
    }
}

/// How far a report is, for those who answer it.
fn state(frame: &Frame, state: ReportState) -> (Tone, String) {
    match state {
        ReportState::Waiting => (Tone::Late, frame.t("report-state-waiting")),
        ReportState::Answered => (Tone::Wait, frame.t("report-state-answered")),
        ReportState::Closed => (Tone::Good, frame.t("report-state-closed")),
    }
}

#[derive(Template)]
#[template(path = "report/list.html")]
struct ListPage {
    frame: Frame,
    reports: Vec<AnonymousReport>,
}

impl ListPage {
    fn to(&self, report: &AnonymousReport) -> String {
        format!("/signalements/{}", report.public_ref)
    }

    fn kind(&self, report: &AnonymousReport) -> String {
        self.frame.t(kind_key(report.kind))
    }

    fn state(&self, report: &AnonymousReport) -> (Tone, String) {
        state(&self.frame, report.state)
    }

    fn on(&self, report: &AnonymousReport) -> String {
        report
            .told_on()
            .map(|day| self.frame.date(day))
            .unwrap_or_default()
    }
}

/// The reports to the reader's organisation, those that wait first.
pub async fn list(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = ListReports {
        definitions: room.desk.definitions.clone(),
    };
    let reports = room.house.look(&actor, &query).await?;
    page(&ListPage { frame, reports })
}

#[derive(Template)]
#[template(path = "report/show.html")]
struct ReportPage {
    frame: Frame,
    form: Form,
    view: ReportView,
}

impl ReportPage {
    fn home(&self) -> String {
        format!("/signalements/{}", self.view.report.public_ref)
    }

    fn kind(&self) -> String {
        self.frame.t(kind_key(self.view.report.kind))
    }

    fn state(&self) -> (Tone, String) {
        state(&self.frame, self.view.report.state)
    }

    fn from(&self, letter: &Letter) -> String {
        self.frame.t(match letter.from {
            Side::Teller => "report-teller",
            Side::House => "report-us",
        })
    }
}

async fn look(room: &Casework, actor: &Actor, report: PublicRef) -> Result<ReportView, Trouble> {
    let query = ReadReport {
        definitions: room.desk.definitions.clone(),
        report,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// One report, its letters and the form of the answer.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(report): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, reference(&report)?).await?;
    let form = frame.form(Typed::nothing());
    page(&ReportPage { frame, form, view })
}

/// The answer.
pub async fn answer(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(report): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let report = reference(&report)?;
    let command = AnswerReport {
        desk: room.desk.clone(),
        report,
        words: sent.typed.get("words").to_owned(),
        close: sent.typed.get("close") == "yes",
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(report) => Ok(frame.done("report-answered", &format!("/signalements/{report}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, report).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&ReportPage { frame, form, view })
        }
        Err(failure) => Err(failure.into()),
    }
}
