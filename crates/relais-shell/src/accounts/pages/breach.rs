use askama::Template;
use axum::extract::State;
use relais_kernel::{PublicRef, Refusal, Refusals, Timestamp};
use relais_trust::{
    Actor, Failure,
    breach::{
        CloseIncident, Duty, Exposed, Exposure, IncidentRow, JudgeIncident, Notice, OpenIncident,
        SettleNotice, Severity, WaiverReason, Window,
    },
};

use super::{
    super::{
        Accounts, CaseFace,
        queries::{AccountOfLogin, IncidentView, ListIncidents, ReadIncident},
    },
    reference::Ref,
};
use crate::{Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page};

/// Where an incident stands, by its clock.
fn state(frame: &Frame, row: &IncidentRow) -> (Tone, String) {
    let incident = &row.incident;
    if incident.closed.is_some() {
        return (Tone::Good, frame.t("breach-closed"));
    }
    match incident.authority {
        Duty::Owed if incident.is_late(frame.now) => (Tone::Late, frame.t("breach-late")),
        Duty::Owed => (Tone::Wait, frame.t("breach-owed")),
        Duty::Told { .. } | Duty::Waived { .. } => (Tone::Info, frame.t("breach-running")),
    }
}

const fn kind_key(kind: Exposed) -> &'static str {
    match kind {
        Exposed::Clear => "breach-kind-clear",
        Exposed::Identity => "breach-kind-identity",
        Exposed::Needs => "breach-kind-needs",
        Exposed::Plan => "breach-kind-plan",
        Exposed::FollowUps => "breach-kind-follow-ups",
        Exposed::Closure => "breach-kind-closure",
        Exposed::Annexes => "breach-kind-annexes",
        Exposed::Package => "breach-kind-package",
        Exposed::Copy => "breach-kind-copy",
        Exposed::Words => "breach-kind-words",
    }
}

const fn reason_key(reason: WaiverReason) -> &'static str {
    match reason {
        WaiverReason::NoRisk => "breach-no-risk",
        WaiverReason::Unreadable => "breach-unreadable",
        WaiverReason::Danger => "breach-danger",
    }
}

const fn notice_key(notice: Notice) -> &'static str {
    match notice {
        Notice::Authority => "breach-authority",
        Notice::Persons => "breach-persons",
        Notice::Organisations => "breach-partners",
        Notice::SafetyPlans => "breach-safety-plans",
    }
}

const fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "breach-severity-high",
        Severity::Medium => "breach-severity-medium",
        Severity::Low => "breach-severity-low",
    }
}

#[derive(Template)]
#[template(path = "journal/incidents.html")]
struct ListPage {
    frame: Frame,
    form: Form,
    rows: Vec<IncidentRow>,
}

impl ListPage {
    fn state(&self, row: &IncidentRow) -> (Tone, String) {
        state(&self.frame, row)
    }

    fn due(&self, row: &IncidentRow) -> String {
        self.frame
            .t1("breach-due", "when", self.frame.moment(row.incident.due()))
    }

    fn known(&self, row: &IncidentRow) -> String {
        self.frame
            .t1("breach-known", "when", self.frame.moment(row.incident.known))
    }
}

async fn listed(room: &Accounts, actor: &Actor, frame: Frame, form: Form) -> Result<ListPage, Trouble> {
    let rows = room.house.look(actor, &ListIncidents).await?;
    Ok(ListPage { frame, form, rows })
}

/// The incidents, and the form that opens one.
pub(super) async fn list(State(room): State<Accounts>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let form = frame.form(Typed::nothing());
    page(&listed(&room, &actor, frame, form).await?)
}

/// Opens an incident from what is known: an account, a session, a time.
pub(super) async fn open(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let window = match read(&room, &actor, &frame, &sent.typed).await {
        Ok(window) => window,
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            return refused_page(&listed(&room, &actor, frame, form).await?);
        }
        Err(failure) => return Err(failure.into()),
    };
    let command = OpenIncident {
        mechanism: actor.mechanism.ok_or(Trouble::Missing)?,
        window,
        known: frame.now,
    };
    let incident = room.house.perform(&actor, Some(&sent.once), command).await?;
    Ok(frame.done("breach-opened", &format!("/violations/{incident}")))
}

async fn read(room: &Accounts, actor: &Actor, frame: &Frame, typed: &Typed) -> Result<Window, Failure> {
    let zone = &frame.shell().setting().zone;
    let mut fields = typed.read();
    let (from, last) = (fields.date("from"), fields.date("until"));
    let mut refusals = fields.done().err().unwrap_or_default();
    let midnight = |day: jiff::civil::Date| day.to_zoned(zone.clone()).ok().map(|at| at.timestamp());
    let from = from.and_then(midnight);
    let until = last.and_then(|day| day.tomorrow().ok()).and_then(midnight);
    let login = typed.get("account").trim().to_owned();
    let user = match login.is_empty() {
        true => None,
        false => {
            let found = room.house.look(actor, &AccountOfLogin(login)).await?;
            if found.is_none() {
                refusals.push(no_account());
            }
            found.map(|face| face.id)
        }
    };
    let session = typed.get("session").trim();
    let session = match session.is_empty() {
        true => None,
        false => session.parse().map_err(|_| refusals.push(no_session())).ok(),
    };
    window(user, session, (from, until), frame.now, refusals).map_err(Failure::Refused)
}

/// What is asked for, when it is enough to look for.
fn window(
    user: Option<relais_kernel::Id<relais_kernel::User>>,
    session: Option<uuid::Uuid>,
    (from, until): (Option<Timestamp>, Option<Timestamp>),
    now: Timestamp,
    mut refusals: Refusals,
) -> Result<Window, Refusals> {
    if user.is_none() && session.is_none() && from.is_none() && refusals.is_empty() {
        refusals.push(nothing_named());
    }
    refusals.or(Window {
        user,
        session,
        from: from.unwrap_or(Timestamp::UNIX_EPOCH),
        until: until.unwrap_or(now).max(from.unwrap_or(Timestamp::UNIX_EPOCH)),
    })
}

#[derive(Template)]
#[template(path = "journal/incident.html")]
struct IncidentPage {
    frame: Frame,
    form: Form,
    view: IncidentView,
}

impl IncidentPage {
    fn home(&self) -> String {
        format!("/violations/{}", self.view.row.public_ref)
    }

    fn state(&self) -> (Tone, String) {
        state(&self.frame, &self.view.row)
    }

    fn when(&self, at: Timestamp) -> String {
        self.frame.moment(at)
    }

    fn due(&self) -> String {
        self.when(self.view.row.incident.due())
    }

    fn known(&self) -> String {
        self.when(self.view.row.incident.known)
    }

    fn since(&self) -> Option<String> {
        let from = self.view.row.incident.window.from;
        (from != Timestamp::UNIX_EPOCH).then(|| self.when(from))
    }

    fn until(&self) -> String {
        self.when(self.view.row.incident.window.until)
    }

    fn count(&self) -> String {
        let count = u32::try_from(self.view.exposures.len()).unwrap_or(u32::MAX);
        self.frame.t1("breach-cases", "n", count)
    }

    fn face(&self, exposure: &Exposure) -> Option<&CaseFace> {
        self.view.cases.get(&exposure.case)
    }

    fn kinds(&self, exposure: &Exposure) -> String {
        let names = exposure.kinds.iter().map(|kind| self.frame.t(kind_key(*kind)));
        names.collect::<Vec<_>>().join(", ")
    }

    fn duty(&self, notice: Notice) -> String {
        match self.view.row.incident.duty(notice) {
            Duty::Owed => self.frame.t("breach-not-told"),
            Duty::Told { at, .. } => self.frame.t1("breach-told", "when", self.when(at)),
            Duty::Waived { reason, .. } => {
                let why = self.frame.t(reason_key(reason));
                self.frame.t1("breach-waived", "why", why)
            }
        }
    }

    fn judge_at(&self) -> String {
        format!("{}/gravite", self.home())
    }

    /// Whom, and whether they were told.
    fn duties(&self) -> Vec<(String, String)> {
        let words = |notice| (self.frame.t(notice_key(notice)), self.duty(notice));
        Notice::ALL.into_iter().map(words).collect()
    }

    fn severity(&self) -> String {
        let judged = self.view.row.incident.severity;
        self.frame
            .t(judged.map_or("breach-severity-unjudged", severity_key))
    }

    fn severities(&self) -> Vec<Choice> {
        Severity::ALL
            .into_iter()
            .map(|severity| Choice::new(severity.code(), self.frame.t(severity_key(severity))))
            .collect()
    }

    fn owed(&self) -> Vec<Choice> {
        let incident = &self.view.row.incident;
        let owed = Notice::ALL
            .into_iter()
            .filter(|notice| incident.duty(*notice) == Duty::Owed);
        owed.map(|notice| Choice::new(notice.code(), self.frame.t(notice_key(notice))))
            .collect()
    }

    fn ways(&self) -> Vec<Choice> {
        let mut all = vec![Choice::new("told", self.frame.t("breach-was-told"))];
        all.extend(
            WaiverReason::ALL
                .into_iter()
                .map(|reason| Choice::new(reason.code(), self.frame.t(reason_key(reason)))),
        );
        all
    }

    fn is_open(&self) -> bool {
        self.view.row.incident.closed.is_none()
    }
}

async fn look(room: &Accounts, actor: &Actor, incident: PublicRef) -> Result<IncidentView, Trouble> {
    let query = ReadIncident {
        door: &*room.cases,
        incident,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// One incident: which cases, which kinds of fields, whom to tell.
pub(super) async fn show(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(incident): Ref,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, incident).await?;
    let form = frame.form(Typed::nothing());
    page(&IncidentPage { frame, form, view })
}

/// Says that somebody was told, or why not.
pub(super) async fn settle(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(incident): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let outcome = match read_settlement(&sent.typed, incident) {
        Ok(command) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    told(&room, (&actor, incident), frame, sent, outcome, "breach-noted").await
}

/// Reads whom was told, typed into a form or sent by a program.
///
/// # Errors
/// A refusal beside the field that was not chosen.
pub(in super::super) fn read_settlement(
    typed: &Typed,
    incident: PublicRef,
) -> Result<SettleNotice, Refusals> {
    let notice = Notice::of(typed.get("notice")).ok_or_else(|| choose("notice"))?;
    let waived = match typed.get("how") {
        "told" => None,
        code => Some(WaiverReason::of(code).ok_or_else(|| choose("how"))?),
    };
    Ok(SettleNotice {
        incident,
        notice,
        waived,
    })
}

/// Says how grave it is.
pub(super) async fn judge(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(incident): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let outcome = match read_severity(sent.typed.get("severity")) {
        Ok(severity) => {
            let command = JudgeIncident { incident, severity };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    told(&room, (&actor, incident), frame, sent, outcome, "breach-noted").await
}

/// # Errors
/// A refusal beside the field when nothing was chosen.
pub(in super::super) fn read_severity(code: &str) -> Result<Severity, Refusals> {
    Severity::of(code).ok_or_else(|| choose("severity").into())
}

/// Closes an incident.
pub(super) async fn close(
    State(room): State<Accounts>,
    SignedIn(actor): SignedIn,
    Ref(incident): Ref,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = CloseIncident { incident };
    let outcome = room.house.perform(&actor, Some(&sent.once), command).await;
    told(&room, (&actor, incident), frame, sent, outcome, "breach-noted").await
}

async fn told(
    room: &Accounts,
    (actor, incident): (&Actor, PublicRef),
    frame: Frame,
    sent: Submission,
    outcome: Result<PublicRef, Failure>,
    notice: &str,
) -> Answer {
    match outcome {
        Ok(_) => Ok(frame.done(notice, &format!("/violations/{incident}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(room, actor, incident).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&IncidentPage { frame, form, view })
        }
        Err(failure) => Err(failure.into()),
    }
}

fn choose(field: &str) -> Refusal {
    Refusal::new("ChoiceMissing", "Choisissez une réponse.", "Choose an answer.").at(field)
}

fn no_account() -> Refusal {
    Refusal::new(
        "AccountUnknown",
        "Aucun compte n’a cette adresse.",
        "No account has this address.",
    )
    .at("account")
}

fn no_session() -> Refusal {
    Refusal::new(
        "SessionUnknown",
        "Ce n’est pas un numéro de session, comme le journal les donne.",
        "This is no number of a session as the journal gives it.",
    )
    .at("session")
}

fn nothing_named() -> Refusal {
    Refusal::new(
        "NothingNamed",
        "Indiquez au moins un compte, une session ou un premier jour.",
        "Name at least an account, a session or a first day.",
    )
}
