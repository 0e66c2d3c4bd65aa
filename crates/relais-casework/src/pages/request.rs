use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{PublicRef, Refusal};
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{
    holders::{holder_facts, holder_state},
    request_words::{asker_key, check_key, ground_key, kind_key, way_key},
    words::{home, reference},
};
use crate::{
    actions::{DecideRequest, DecisionForm, FollowRequest, FollowUpOfRequest, RecordRequest, RequestForm},
    queries::{
        ListRequests, ReadRequest, RequestLine, RequestList, RequestView, RequestsOfCase, RequestsView,
    },
    request::{AskedBy, Asker, IdentityCheck, RefusalGround, RequestKind, RequestState},
    room::{Casework, ToldHolder},
};

/// How far a request is, in words.
fn state(frame: &Frame, line: &RequestLine) -> (Tone, String) {
    let (tone, key) = match line.request.state {
        RequestState::Open | RequestState::Granted { .. } if line.late => (Tone::Late, "request-late"),
        RequestState::Open => (Tone::Wait, "request-open"),
        RequestState::Granted { .. } => (Tone::Info, "request-granted"),
        RequestState::Refused { .. } => (Tone::Stop, "request-refused"),
        RequestState::Done { .. } => (Tone::Good, "request-done"),
        RequestState::TakenBack { .. } => (Tone::Quiet, "request-taken-back"),
    };
    (tone, frame.t(key))
}

/// Which case it is about, by its code, or that it is no more.
fn about(frame: &Frame, line: &RequestLine) -> String {
    match line.code {
        Some(code) => frame.t1("request-case", "code", code.to_string()),
        None => frame.t("request-case-erased"),
    }
}

fn due(frame: &Frame, line: &RequestLine) -> String {
    frame.t1("request-due", "day", frame.date(line.request.due))
}

#[derive(Template)]
#[template(path = "request/list.html")]
struct ListPage {
    frame: Frame,
    view: RequestList,
}

impl ListPage {
    fn about(&self, line: &RequestLine) -> String {
        about(&self.frame, line)
    }

    fn kind(&self, line: &RequestLine) -> String {
        self.frame.t(kind_key(line.request.asked.kind))
    }

    fn state(&self, line: &RequestLine) -> (Tone, String) {
        state(&self.frame, line)
    }

    fn due(&self, line: &RequestLine) -> String {
        due(&self.frame, line)
    }
}

/// The requests that wait, late ones first.
pub async fn list(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = ListRequests {
        definitions: room.desk.definitions.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    page(&ListPage { frame, view })
}

#[derive(Template)]
#[template(path = "request/case.html")]
struct CasePage {
    frame: Frame,
    form: Form,
    view: RequestsView,
}

impl CasePage {
    fn home(&self) -> String {
        home(&self.view.case)
    }

    fn kind(&self, line: &RequestLine) -> String {
        self.frame.t(kind_key(line.request.asked.kind))
    }

    fn state(&self, line: &RequestLine) -> (Tone, String) {
        state(&self.frame, line)
    }

    fn due(&self, line: &RequestLine) -> String {
        due(&self.frame, line)
    }

    fn today(&self) -> String {
        self.view.today.to_string()
    }

    fn kinds(&self) -> Vec<Choice> {
        let hint = |kind: &RequestKind| match kind {
            RequestKind::Access => "request-access-hint",
            RequestKind::Rectification => "request-rectification-hint",
            RequestKind::Erasure => "request-erasure-hint",
            RequestKind::Portability => "request-portability-hint",
            RequestKind::Objection => "request-objection-hint",
        };
        let choice = |kind: &RequestKind| {
            Choice::new(kind.code(), self.frame.t(kind_key(*kind))).hint(self.frame.t(hint(kind)))
        };
        RequestKind::ALL.iter().map(choice).collect()
    }

    fn askers(&self) -> Vec<Choice> {
        let choice = |asker: &Asker| Choice::new(asker.code(), self.frame.t(asker_key(*asker)));
        Asker::ALL.iter().map(choice).collect()
    }

    fn ways(&self) -> Vec<Choice> {
        let choice = |way: &AskedBy| Choice::new(way.code(), self.frame.t(way_key(*way)));
        AskedBy::ALL.iter().map(choice).collect()
    }

    fn checks(&self) -> Vec<Choice> {
        let choice = |check: &IdentityCheck| Choice::new(check.code(), self.frame.t(check_key(*check)));
        IdentityCheck::ALL.iter().map(choice).collect()
    }
}

async fn look_at_case(room: &Casework, actor: &Actor, case: PublicRef) -> Result<RequestsView, Trouble> {
    let query = RequestsOfCase {
        definitions: room.desk.definitions.clone(),
        case,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// What was asked about a case, and the form for one more.
pub async fn of_case(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look_at_case(&room, &actor, reference(&case)?).await?;
    let form = frame.form(Typed::nothing().with("on", view.today).with("asker", "person"));
    page(&CasePage { frame, form, view })
}

/// Records a request.
pub async fn record(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let case = reference(&case)?;
    let form: RequestForm = sent.typed.to()?;
    let command = RecordRequest {
        desk: room.desk.clone(),
        case,
        form,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(request) => Ok(frame.done("request-recorded", &format!("/demandes/{request}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look_at_case(&room, &actor, case).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&CasePage { frame, form, view })
        }
        Err(failure) => Err(failure.into()),
    }
}

#[derive(Template)]
#[template(path = "request/show.html")]
struct RequestPage {
    frame: Frame,
    form: Form,
    view: RequestView,
    /// Of an erased case: who was told to erase too.
    told: Vec<ToldHolder>,
}

impl RequestPage {
    fn about(&self) -> String {
        about(&self.frame, &self.view.line)
    }

    fn home(&self) -> String {
        format!("/demandes/{}", self.view.line.public_ref)
    }

    fn kind(&self) -> String {
        self.frame.t(kind_key(self.view.line.request.asked.kind))
    }

    fn state(&self) -> (Tone, String) {
        state(&self.frame, &self.view.line)
    }

    fn due(&self) -> String {
        self.frame.date(self.view.line.request.due)
    }

    fn asked_on(&self) -> String {
        self.frame.date(self.view.line.request.asked.on)
    }

    fn asker(&self) -> String {
        self.frame.t(asker_key(self.view.line.request.asked.asker))
    }

    fn way(&self) -> String {
        self.frame.t(way_key(self.view.line.request.asked.way))
    }

    fn check(&self) -> String {
        self.frame.t(check_key(self.view.line.request.asked.check))
    }

    fn decided(&self) -> Option<String> {
        let act = self.view.line.request.state.decided()?;
        Some(self.frame.moment(act.at))
    }

    fn done(&self) -> Option<String> {
        match self.view.line.request.state {
            RequestState::Done { done, .. } => Some(self.frame.moment(done.at)),
            _ => None,
        }
    }

    fn ground(&self) -> Option<String> {
        match self.view.line.request.state {
            RequestState::Refused { ground, .. } => Some(self.frame.t(ground_key(ground))),
            _ => None,
        }
    }

    fn review(&self) -> Option<String> {
        match self.view.line.request.state {
            RequestState::Refused { review, .. } => review.map(|on| self.frame.date(on)),
            _ => None,
        }
    }

    /// The person's data are gone here; others were told.
    fn was_erased(&self) -> bool {
        self.is_erasure() && self.view.line.code.is_none()
    }

    fn told_state(&self, told: &ToldHolder) -> (Tone, String) {
        holder_state(&self.frame, told)
    }

    fn told_facts(&self, told: &ToldHolder) -> Vec<String> {
        holder_facts(&self.frame, told)
    }

    /// How many have confirmed, and how many are late.
    fn told_count(&self) -> String {
        let confirmed = self.told.iter().filter(|told| told.word.is_some()).count();
        let late = self.told.iter().filter(|told| told.late).count();
        let count = (self.told.len(), confirmed);
        let said = self
            .frame
            .t2("request-told-count", "confirmed", count.1, "all", count.0);
        match late {
            0 => said,
            _ => format!("{said} {}", self.frame.t1("request-told-late", "n", late)),
        }
    }

    fn is_erasure(&self) -> bool {
        self.view.line.request.asked.kind == RequestKind::Erasure
    }

    /// What was granted waits to be done.
    fn is_granted(&self) -> bool {
        matches!(self.view.line.request.state, RequestState::Granted { .. })
    }

    /// The address of the copy that can be handed to the person.
    fn copy(&self) -> Option<String> {
        let request = &self.view.line.request;
        let copied = matches!(request.asked.kind, RequestKind::Access | RequestKind::Portability);
        let case = self.view.case.filter(|_| copied && request.state.is_granted())?;
        Some(format!("/dossiers/{case}/copie"))
    }

    fn decisions(&self) -> Vec<Choice> {
        let hint = match self.view.line.request.asked.kind {
            RequestKind::Erasure => "request-grant-erasure-hint",
            _ => "request-grant-hint",
        };
        vec![
            Choice::new("grant", self.frame.t("request-grant")).hint(self.frame.t(hint)),
            Choice::new("refuse", self.frame.t("request-refuse")).hint(self.frame.t("request-refuse-hint")),
        ]
    }

    fn grounds(&self) -> Vec<Choice> {
        let choice = |ground: &RefusalGround| Choice::new(ground.code(), self.frame.t(ground_key(*ground)));
        RefusalGround::ALL.iter().map(choice).collect()
    }

    fn shows_decision(&self) -> bool {
        self.view.may_decide
    }
}

async fn look(
    room: &Casework,
    actor: &Actor,
    request: PublicRef,
) -> Result<(RequestView, Vec<ToldHolder>), Trouble> {
    let query = ReadRequest {
        definitions: room.desk.definitions.clone(),
        request,
    };
    let view = room.house.look(actor, &query).await?;
    let told = holders_told(room, &view).await?;
    Ok((view, told))
}

/// Who was told to erase what they hold, once the reader was shown the request; nobody while the case is there.
pub(crate) async fn holders_told(room: &Casework, view: &RequestView) -> Result<Vec<ToldHolder>, Trouble> {
    let request = &view.line.request;
    if view.line.code.is_some() || request.asked.kind != RequestKind::Erasure {
        return Ok(Vec::new());
    }
    let trust = room.house.trust();
    let rows = trust.database().reader();
    Ok(room.desk.referrals.told(rows, request.case, trust.now()).await?)
}

/// One request.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(request): Path<String>,
    frame: Frame,
) -> Answer {
    let (view, told) = look(&room, &actor, reference(&request)?).await?;
    let form = frame.form(Typed::nothing());
    page(&RequestPage {
        frame,
        form,
        view,
        told,
    })
}

/// Answers a request.
pub async fn decide(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(request): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let request = reference(&request)?;
    let form: DecisionForm = sent.typed.to()?;
    let command = DecideRequest {
        desk: room.desk.clone(),
        request,
        expected: version(&sent.typed)?,
        form,
    };
    let outcome = room.house.perform(&actor, Some(&sent.once), command).await;
    told(&room, (&actor, request), frame, sent, outcome, "request-answered").await
}

/// Says that what was granted was done, or that the person took it back.
pub async fn follow(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(request): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let request = reference(&request)?;
    let verb = FollowUpOfRequest::of(sent.typed.get("verb")).ok_or(Trouble::Unreadable)?;
    let command = FollowRequest {
        desk: room.desk.clone(),
        request,
        expected: version(&sent.typed)?,
        verb,
        words: sent.typed.get("done").to_owned(),
    };
    let outcome = room.house.perform(&actor, Some(&sent.once), command).await;
    told(&room, (&actor, request), frame, sent, outcome, "request-followed").await
}

/// What came of it: the request again with a notice, or with what was refused and everything that was typed.
async fn told(
    room: &Casework,
    (actor, request): (&Actor, PublicRef),
    frame: Frame,
    sent: Submission,
    outcome: Result<PublicRef, Failure>,
    notice: &str,
) -> Answer {
    let refusals = match outcome {
        Ok(_) => return Ok(frame.done(notice, &format!("/demandes/{request}"))),
        Err(Failure::Refused(refusals)) => refusals,
        // Somebody else answered meanwhile: the page shows what stands now.
        Err(Failure::Stale { .. }) => overtaken().into(),
        Err(failure) => return Err(failure.into()),
    };
    let (view, told) = look(room, actor, request).await?;
    let form = frame.refused(sent.typed, refusals);
    refused_page(&RequestPage {
        frame,
        form,
        view,
        told,
    })
}

pub(crate) fn version(typed: &Typed) -> Result<u64, Trouble> {
    typed.get("version").parse().map_err(|_| Trouble::Unreadable)
}

fn overtaken() -> Refusal {
    Refusal::new(
        "RequestChanged",
        "Quelqu’un d’autre a répondu à cette demande entre-temps. Voici où elle en est.",
        "Somebody else answered this request meanwhile. This is where it stands.",
    )
}
