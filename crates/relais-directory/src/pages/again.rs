//! A form that was not taken, again.

use relais_shell::{Form, Frame, Tone, Trouble, Typed};
use relais_trust::Failure;

/// The form again, with what is wrong in it; or, where somebody was quicker, with `overtaken` said above the page.
///
/// # Errors
/// Every other failure, which no form can mend.
pub(super) fn again(
    frame: Frame,
    typed: Typed,
    failure: Failure,
    overtaken: &str,
) -> Result<(Frame, Form), Trouble> {
    match failure {
        Failure::Refused(refusals) => {
            let form = frame.refused(typed, refusals);
            Ok((frame, form))
        }
        Failure::Stale { .. } => {
            let said = frame.t(overtaken);
            let frame = frame.noting(Tone::Late, said);
            let form = frame.form(typed);
            Ok((frame, form))
        }
        failure => Err(failure.into()),
    }
}
