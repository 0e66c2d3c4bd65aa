use relais_kernel::Localised;
use relais_shell::{Choice, Frame};

use crate::{
    queries::ReferralView,
    referral::{Channel, DeclineReason, Next, NotReason, OutcomeKind, PersonCheck, StateKind, Verb},
};

/// One field that a step asks for.
pub(super) enum Field {
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
    pub(super) fn is_required(&self) -> bool {
        match self {
            Self::Radios { name, .. } => *name != "not_reason",
            Self::Moment { .. } | Self::Line { .. } => true,
            Self::Date { name, .. } => *name == "expected",
            Self::Note { label } => *label == "referral-question",
        }
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

/// What a step asks for.
pub(super) fn fields(frame: &Frame, view: &ReferralView, verb: Verb) -> Vec<Field> {
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
