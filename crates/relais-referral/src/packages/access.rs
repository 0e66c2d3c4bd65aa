use relais_kernel::{Timestamp, WorkCalendar};
use relais_mechanism::Deadlines;

use crate::coded::coded;
use crate::referral::{Closing, Referral, ReferralState};

coded! {
    /// Which package the receiver may open.
    PackageAccess {
        None = "none", "aucun accès", "no access";
        Decision = "decision", "minimum pour décider", "minimum to decide";
        Release = "release", "données consenties", "consented data";
    }
}

/// What the receiver may open at an instant. Access ends at once on decline, withdrawal, cancellation and expiry,
/// and 30 days (a setting) after a referral that was served is closed (DP-04).
pub fn access(
    referral: &Referral,
    now: Timestamp,
    deadlines: &Deadlines,
    calendar: &WorkCalendar,
) -> PackageAccess {
    use ReferralState as State;
    match referral.state {
        State::Draft | State::Ready { .. } => PackageAccess::None,
        State::Sent { .. }
        | State::Acknowledged { .. }
        | State::InfoRequested { .. }
        | State::Waitlisted { .. } => PackageAccess::Decision,
        State::Accepted { .. }
        | State::NoShow { .. }
        | State::InService { .. }
        | State::Provided { .. }
        | State::PartlyProvided { .. }
        | State::NotProvided { .. }
        | State::FeedbackGiven { .. } => PackageAccess::Release,
        State::Closed {
            at,
            how: Closing::Answered { .. },
        } if now < deadlines.access_after_closing.after(at, calendar) => PackageAccess::Release,
        State::Closed { .. }
        | State::Declined { .. }
        | State::Expired { .. }
        | State::Withdrawn { .. }
        | State::Cancelled { .. } => PackageAccess::None,
    }
}
