use askama::Template;
use axum::extract::{Path, State};
use relais_shell::{Answer, Frame, SignedIn, Submission, page};

use super::choose::reference;
use crate::{actions::TellPin, queries::AskSlip, room::Referrals, store::links};

#[derive(Template)]
#[template(path = "referral/pin.html")]
struct PinPage {
    frame: Frame,
    home: String,
    case_code: String,
    pin: String,
}

/// Shows the sender's focal point the PIN of the partner's link, to be told by telephone.
pub async fn tell(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let referral = reference(&referral)?;
    let definitions = room.definitions.clone();
    let asked = AskSlip {
        definitions: definitions.clone(),
        referral,
    };
    let case_code = room.house.look(&actor, &asked).await?.case_code;
    let tell = TellPin {
        definitions,
        referral,
    };
    let link = room.house.perform(&actor, Some(&sent.once), tell).await?;
    page(&PinPage {
        pin: links::pin(room.house.trust(), link),
        home: format!("/referencements/{referral}"),
        case_code,
        frame,
    })
}
