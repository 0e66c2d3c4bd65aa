use askama::Template;
use axum::extract::{Path, State};
use jiff::tz::TimeZone;
use relais_kernel::{Localised, Refusal, Refusals};
use relais_mechanism::{Definition, Definitions};
use relais_shell::{
    Answer, Choice, Form, Frame, Reading, SignedIn, Submission, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{choose::reference, show::held};
use crate::{
    actions::{NoteTelephoneAnswer, SendReferral, StepReferral},
    queries::{ReferralPage, ReferralView},
    referral::{
        Channel, Command, ContactPlan, DeclineReason, Feedback, Next, NotReason, Outcome, OutcomeKind,
        PersonCheck, Settlement, StateKind, Terms, Verb, WithdrawalCause, Words, Work,
    },
    room::Referrals,
};

/// One field that a step asks for.
enum Field {
    Radios {
        name: &'static str,
        label: &'static str,
        choices: Vec<Choice>,
    },
    Moment {
        name: &'static str,
        label: &'static str,
    },
    Date {
        name: &'static str,
        label: &'static str,
    },
    Note {
        label: &'static str,
    },
    Line {
        name: &'static str,
        label: &'static str,
    },
}

impl Field {
    /// What the step cannot be taken without.
    fn is_required(&self) -> bool {
        match self {
            Self::Radios { name, .. } => *name != "not_reason",
            Self::Moment { .. } | Self::Line { .. } => true,
            Self::Date { name, .. } => *name == "expected",
            Self::Note { label } => *label == "referral-question",
        }
    }
}

#[derive(Template)]
#[template(path = "referral/step.html")]
struct StepPage {
    frame: Frame,
    form: Form,
    code: String,
    home: String,
    to: String,
    name: Localised,
    guard: Option<Localised>,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "referral/telephone.html")]
struct TelephonePage {
    frame: Frame,
    code: String,
    home: String,
    receiver: Localised,
    answers: Vec<(String, Localised)>,
}

async fn look(room: &Referrals, actor: &Actor, referral: &str) -> Result<ReferralView, Trouble> {
    let query = ReferralPage {
        definitions: room.definitions.clone(),
        referral: reference(referral)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// Sends: what holds it is said, all at once.
pub async fn send(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let channel = sent
        .typed
        .get("channel")
        .parse::<Channel>()
        .map_err(|_| Trouble::Unreadable)?;
    let referral = reference(&referral)?;
    let command = SendReferral {
        definitions: room.definitions.clone(),
        referral,
        channel,
    };
    match room.house.perform(&actor, Some(&sent.once), command).await {
        Ok(_) => Ok(frame.done("referral-sent", &format!("/referencements/{referral}"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, &referral.to_string()).await?;
            held(frame, sent.typed, refusals, view)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// What the step asks before it is taken.
pub async fn ask(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((referral, verb)): Path<(String, String)>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    let verb = verb
        .parse::<Verb>()
        .ok()
        .filter(|v| view.rights.verbs.contains(v))
        .ok_or(Trouble::Missing)?;
    page(&step_page(
        frame.clone(),
        frame.form(Typed::nothing()),
        &view,
        verb,
    ))
}

/// What the receiver said by telephone: which answer it was.
pub async fn telephone(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    if view.rights.told.is_empty() {
        return Err(Trouble::Missing);
    }
    let home = format!("/referencements/{}", view.row.referral.public_ref);
    let named = |verb: &Verb| {
        let rule = view.definition.referral.workflow.steps.get(&verb.step());
        let name = rule.map_or_else(|| verb.label(), |rule| rule.name.clone());
        (format!("{home}/telephone/{}", verb.code()), name)
    };
    page(&TelephonePage {
        frame,
        code: view.row.case_code.clone(),
        receiver: view.to.clone(),
        answers: view.rights.told.iter().map(named).collect(),
        home,
    })
}

/// What that answer has to say.
pub async fn ask_told(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((referral, verb)): Path<(String, String)>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    let verb = told_verb(&view, &verb)?;
    let form = frame.form(Typed::nothing());
    page(&told_page(frame, form, &view, verb))
}

/// Writes the answer down for the receiver.
pub async fn write_told(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((referral, verb)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    let verb = verb.parse::<Verb>().map_err(|_| Trouble::Missing)?;
    let outcome = match read_told(&sent.typed, verb, &view, &room.definitions) {
        Ok(written) => room.house.perform(&actor, Some(&sent.once), written).await,
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match outcome {
        Ok(referral) => Ok(frame.done("referral-told-written", &format!("/referencements/{referral}"))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&told_page(frame, form, &view, verb))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Reads what the receiver said by telephone, typed into a form or sent by a program.
///
/// # Errors
/// Everything that is wrong with it, each fault beside its field.
pub(crate) fn read_told(
    typed: &Typed,
    verb: Verb,
    view: &ReferralView,
    definitions: &Definitions,
) -> Result<NoteTelephoneAnswer, Refusals> {
    Ok(NoteTelephoneAnswer {
        definitions: definitions.clone(),
        referral: view.row.referral.public_ref,
        command: read_step(typed, verb, view)?,
        who: Words::new(typed.get("who")).map_err(|refusal| refusal.at("who"))?,
    })
}

fn told_verb(view: &ReferralView, verb: &str) -> Result<Verb, Trouble> {
    let verb = verb.parse::<Verb>().ok();
    verb.filter(|v| view.rights.told.contains(v))
        .ok_or(Trouble::Missing)
}

fn told_page(frame: Frame, form: Form, view: &ReferralView, verb: Verb) -> StepPage {
    let mut page = step_page(frame, form, view, verb);
    page.to = format!("{}/telephone/{}", page.home, verb.code());
    page.fields.insert(
        0,
        Field::Line {
            name: "who",
            label: "referral-who-answered",
        },
    );
    page
}

/// Takes the step.
pub async fn take(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path((referral, verb)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    let verb = verb.parse::<Verb>().map_err(|_| Trouble::Missing)?;
    let outcome = match read_step(&sent.typed, verb, &view) {
        Ok(command) => {
            let (definitions, side) = (room.definitions.clone(), view.rights.side);
            let step = StepReferral {
                definitions,
                referral: view.row.referral.public_ref,
                side,
                command,
            };
            room.house.perform(&actor, Some(&sent.once), step).await
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match outcome {
        Ok(referral) => Ok(frame.done("referral-step-taken", &format!("/referencements/{referral}"))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&step_page(frame, form, &view, verb))
        }
        Err(failure) => Err(failure.into()),
    }
}

fn step_page(frame: Frame, form: Form, view: &ReferralView, verb: Verb) -> StepPage {
    let rule = view.definition.referral.workflow.steps.get(&verb.step());
    let home = format!("/referencements/{}", view.row.referral.public_ref);
    StepPage {
        to: format!("{home}/etapes/{}", verb.code()),
        home,
        code: view.row.case_code.clone(),
        name: rule.map_or_else(|| verb.label(), |rule| rule.name.clone()),
        guard: rule.and_then(|rule| rule.guard.clone()),
        fields: fields(&frame, view, verb),
        frame,
        form,
    }
}

fn listed<T: Copy>(
    frame: &Frame,
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(T) -> Localised,
) -> Vec<Choice> {
    all.iter()
        .map(|v| Choice::new(code(*v), label(*v).get(frame.lang)))
        .collect()
}

fn fields(frame: &Frame, view: &ReferralView, verb: Verb) -> Vec<Field> {
    let note = |label| Field::Note { label };
    match verb {
        Verb::Accept | Verb::Rebook => vec![
            Field::Radios {
                name: "plan",
                label: "referral-plan",
                choices: plans(frame),
            },
            Field::Moment {
                name: "at",
                label: "referral-plan-at",
            },
            note("referral-note"),
        ],
        Verb::Waitlist | Verb::ReviewWaitlist => vec![Field::Date {
            name: "expected",
            label: "referral-expected",
        }],
        Verb::RequestInformation => vec![note("referral-question")],
        Verb::AnswerInformation => vec![note("referral-reply")],
        Verb::Decline => vec![
            Field::Radios {
                name: "reason",
                label: "referral-reason",
                choices: listed(
                    frame,
                    DeclineReason::ALL,
                    DeclineReason::code,
                    DeclineReason::label,
                ),
            },
            note("referral-note"),
        ],
        Verb::RecordNoShow | Verb::ReportProgress | Verb::Dispute => vec![note("referral-note")],
        Verb::StartService => vec![Field::Date {
            name: "expected_end",
            label: "referral-expected-end",
        }],
        Verb::RecordOutcome => vec![
            Field::Radios {
                name: "outcome",
                label: "referral-outcome",
                choices: listed(frame, OutcomeKind::ALL, OutcomeKind::code, OutcomeKind::label),
            },
            Field::Radios {
                name: "not_reason",
                label: "referral-not-reason",
                choices: listed(frame, NotReason::ALL, NotReason::code, NotReason::label),
            },
            note("referral-note"),
        ],
        Verb::GiveFeedback => vec![
            Field::Radios {
                name: "next",
                label: "referral-next",
                choices: listed(frame, Next::ALL, Next::code, Next::label),
            },
            note("referral-note"),
        ],
        Verb::Close => vec![Field::Radios {
            name: "settlement",
            label: "referral-settlement",
            choices: settlements(frame, view),
        }],
        Verb::ConfirmInWriting => vec![Field::Radios {
            name: "channel",
            label: "referral-channel",
            choices: listed(frame, Channel::ALL, Channel::code, Channel::label),
        }],
        _ => Vec::new(),
    }
}

fn plans(frame: &Frame) -> Vec<Choice> {
    vec![
        Choice::new("appointment", frame.t("referral-plan-appointment")),
        Choice::new("contact_by", frame.t("referral-plan-contact")),
    ]
}

fn settlements(frame: &Frame, view: &ReferralView) -> Vec<Choice> {
    match view.row.referral.kind() {
        StateKind::FeedbackGiven => listed(frame, PersonCheck::ALL, PersonCheck::code, PersonCheck::label),
        StateKind::Declined | StateKind::Expired => vec![Choice::new("unmet", frame.t("referral-unmet"))],
        _ => vec![Choice::new("none", frame.t("referral-just-close"))],
    }
}

/// Reads what a step was taken with, typed into a form or sent by a program.
///
/// # Errors
/// Everything that is wrong with it, each fault beside its field.
pub(crate) fn read_step(typed: &Typed, verb: Verb, view: &ReferralView) -> Result<Command, Refusals> {
    let mut read = typed.read();
    let wish = wish(&mut read, typed, verb, &view.definition, view.row.referral.kind());
    read.done()?;
    wish.ok_or_else(|| {
        Refusal::new(
            "StepElsewhere",
            "Cette étape a sa propre page.",
            "This step has a page of its own.",
        )
        .into()
    })
}

fn wish(
    read: &mut Reading<'_>,
    typed: &Typed,
    verb: Verb,
    definition: &Definition,
    kind: StateKind,
) -> Option<Command> {
    let zone = definition.calendar.zone();
    Some(match verb {
        Verb::MakeReady => Command::MakeReady,
        Verb::ReturnToDraft => Command::ReturnToDraft,
        Verb::ConfirmInWriting => Command::ConfirmInWriting {
            channel: read.needed("channel")?,
        },
        Verb::Acknowledge => Command::Acknowledge,
        Verb::RequestInformation => Command::RequestInformation {
            question: said(read, typed)?,
        },
        Verb::AnswerInformation => Command::AnswerInformation {
            answer: note(read, typed),
        },
        Verb::Waitlist => Command::Waitlist {
            expected: read.needed("expected")?,
        },
        Verb::ReviewWaitlist => Command::ReviewWaitlist {
            expected: read.needed("expected")?,
        },
        Verb::Accept => Command::Accept {
            plan: plan(read, typed, &zone)?,
            terms: Terms::default(),
            note: note(read, typed),
        },
        Verb::Rebook => Command::Rebook {
            plan: plan(read, typed, &zone)?,
            note: note(read, typed),
        },
        Verb::Decline => Command::Decline {
            reason: read.needed::<DeclineReason>("reason")?,
            note: note(read, typed),
        },
        Verb::RecordContact => Command::RecordContact,
        Verb::RecordNoShow => Command::RecordNoShow {
            note: note(read, typed),
        },
        Verb::StartService => Command::StartService {
            expected_end: read.date("expected_end"),
        },
        Verb::ReportProgress => Command::ReportProgress {
            expected_end: None,
            note: note(read, typed),
        },
        Verb::RecordOutcome => Command::RecordOutcome {
            outcome: outcome(read)?,
            note: note(read, typed),
        },
        Verb::GiveFeedback => {
            let feedback = Feedback {
                next: read.needed::<Next>("next")?,
                satisfaction: None,
            };
            Command::GiveFeedback {
                feedback,
                note: note(read, typed),
            }
        }
        Verb::ReadFeedback => Command::ReadFeedback,
        Verb::Dispute => Command::Dispute {
            note: said(read, typed)?,
        },
        Verb::Close => Command::Close {
            settlement: settlement(read, kind)?,
        },
        Verb::Withdraw => Command::Withdraw {
            cause: WithdrawalCause::PersonsWish,
        },
        Verb::Cancel => Command::Cancel,
        Verb::ConfirmRecall => Command::ConfirmRecall,
        Verb::Send | Verb::Redirect | Verb::Expire | Verb::Fire => return None,
    })
}

fn plan(read: &mut Reading<'_>, typed: &Typed, zone: &TimeZone) -> Option<ContactPlan> {
    let at = read.moment("at", zone);
    if at.is_none() && typed.some("at").is_none() {
        let (fr, en) = ("Indiquez le jour et l’heure.", "Give the day and the time.");
        read.refuse(Refusal::new("MomentMissing", fr, en).at("at"));
    }
    let at = at?;
    match typed.get("plan") {
        "appointment" => Some(ContactPlan::Appointment { at }),
        "contact_by" => Some(ContactPlan::ContactBy { by: at }),
        _ => {
            let (fr, en) = (
                "Choisissez un rendez-vous ou un appel.",
                "Choose an appointment or a call.",
            );
            read.refuse(Refusal::new("PlanMissing", fr, en).at("plan"));
            None
        }
    }
}

fn outcome(read: &mut Reading<'_>) -> Option<Outcome> {
    Some(match read.needed::<OutcomeKind>("outcome")? {
        OutcomeKind::Fully => Outcome::Fully {
            work: Work::default(),
        },
        OutcomeKind::Partly => Outcome::Partly {
            work: Work::default(),
        },
        OutcomeKind::Not => Outcome::Not {
            reason: read.needed::<NotReason>("not_reason")?,
        },
    })
}

/// The outer `None` is a fault that was noted; the inner one a closing that settles nothing.
#[expect(
    clippy::option_option,
    reason = "a fault and nothing to settle are two things"
)]
fn settlement(read: &mut Reading<'_>, kind: StateKind) -> Option<Option<Settlement>> {
    match kind {
        StateKind::FeedbackGiven => Some(Some(Settlement::Person(
            read.needed::<PersonCheck>("settlement")?,
        ))),
        StateKind::Declined | StateKind::Expired => Some(Some(Settlement::NeedUnmet)),
        _ => Some(None),
    }
}

fn note(read: &mut Reading<'_>, typed: &Typed) -> Option<Words> {
    match Words::new(typed.get("note")) {
        Ok(words) => words,
        Err(refusal) => {
            read.refuse(refusal.at("note"));
            None
        }
    }
}

fn said(read: &mut Reading<'_>, typed: &Typed) -> Option<Words> {
    let words = note(read, typed);
    if words.is_none() {
        read.refuse(Refusal::new("WordsMissing", "Écrivez quelques mots.", "Write a few words.").at("note"));
    }
    words
}
