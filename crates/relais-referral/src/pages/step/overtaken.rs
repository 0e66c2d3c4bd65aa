use relais_kernel::Localised;
use relais_shell::{Form, Frame, Typed};

use crate::{
    queries::ReferralView,
    referral::{By, ReferralState},
};

/// What a form of a step starts with.
pub(super) fn version(view: &ReferralView) -> Typed {
    Typed::nothing().with("version", view.row.version)
}

/// The form again after the referral moved on while it was open: where it stands now and which organisation brought
/// it there.
pub(super) fn overtaken(frame: &Frame, typed: Typed, view: &ReferralView) -> Form {
    let referral = &view.row.referral;
    let state = referral.kind().label();
    let when = frame.moment(referral.changed_at);
    let mut said = frame.t2(
        "referral-overtaken",
        "state",
        frame.l(&state).to_owned(),
        "when",
        when,
    );
    if let Some(who) = answered_by(view) {
        said.push(' ');
        said.push_str(&frame.t1("referral-overtaken-by", "who", frame.l(who).to_owned()));
    }
    said.push(' ');
    said.push_str(&frame.t("referral-overtaken-kept"));
    frame.overtaken(typed, &version(view), said, [], |_, _| String::new())
}

/// The organisation whose answer led to the state, where the state is an answer.
fn answered_by(view: &ReferralView) -> Option<&Localised> {
    match &view.row.referral.state {
        ReferralState::Acknowledged {
            by: By::User { organisation, .. },
            ..
        } if *organisation == view.row.referral.from_org => Some(&view.from),
        ReferralState::Acknowledged { .. }
        | ReferralState::InfoRequested { .. }
        | ReferralState::Waitlisted { .. }
        | ReferralState::Accepted { .. }
        | ReferralState::NoShow { .. }
        | ReferralState::InService { .. }
        | ReferralState::Provided { .. }
        | ReferralState::PartlyProvided { .. }
        | ReferralState::NotProvided { .. }
        | ReferralState::FeedbackGiven { .. }
        | ReferralState::Declined { .. } => Some(&view.to),
        _ => None,
    }
}
