use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::PublicRef;
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Trouble, Typed, page, refused_page};
use relais_trust::{Actor, Failure};

use super::choose::{choice, disclosures, reference};
use crate::{
    actions::RedirectReferral,
    queries::{Elsewhere, FindElsewhere},
    referral::Side,
    room::Referrals,
};

#[derive(Template)]
#[template(path = "referral/redirect.html")]
struct RedirectPage {
    frame: Frame,
    form: Form,
    view: Elsewhere,
    services: Vec<Choice>,
    disclosures: Vec<Choice>,
}

impl RedirectPage {
    fn new(frame: Frame, form: Form, view: Elsewhere) -> Self {
        let services = view.choice.fits.iter().map(|fit| choice(&frame, fit)).collect();
        let disclosures = disclosures(&frame);
        Self {
            frame,
            form,
            view,
            services,
            disclosures,
        }
    }

    fn home(&self) -> String {
        format!("/referencements/{}", self.view.row.referral.public_ref)
    }

    /// « Structure X : n’a pas accepté, capacité épuisée. »
    fn said(&self) -> String {
        let (who, said) = (self.frame.l(&self.view.receiver), self.frame.l(&self.view.said));
        self.frame.t2("referral-pair", "what", who, "which", said)
    }

    fn is_coordinator(&self) -> bool {
        self.view.side == Side::Coordinator
    }
}

async fn look(room: &Referrals, actor: &Actor, referral: &str) -> Result<Elsewhere, Trouble> {
    let query = FindElsewhere {
        definitions: room.definitions.clone(),
        referral: reference(referral)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// Who else could take the person.
pub async fn ask(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &referral).await?;
    let before = view.row.referral.disclosure.code();
    let form = frame.form(Typed::nothing().with("disclosure", before));
    page(&RedirectPage::new(frame, form, view))
}

/// Prepares the referral that takes the place of this one.
pub async fn redirect(
    State(room): State<Referrals>,
    SignedIn(actor): SignedIn,
    Path(referral): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = look(&room, &actor, &referral).await;
    // The same form sent twice: the first time closed the referral, and the outcome is told again.
    let side = view.as_ref().map_or(Side::Sender, |view| view.side);
    let mut read = sent.typed.read();
    let service = read.needed::<PublicRef>("service");
    let disclosure = sent.typed.some("disclosure").map(str::parse).transpose();
    let disclosure = disclosure.map_err(|_| Trouble::Unreadable)?;
    let outcome = match (read.done(), service) {
        (Ok(()), Some(service)) => {
            let command = RedirectReferral {
                definitions: room.definitions.clone(),
                referral: reference(&referral)?,
                side,
                service,
                disclosure,
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        (Err(refusals), _) => Err(Failure::Refused(refusals)),
        (Ok(()), None) => Err(Failure::Missing),
    };
    match outcome {
        Ok(_) if side == Side::Coordinator => Ok(frame.done("referral-redirected-for", "/")),
        Ok(new) => Ok(frame.done("referral-redirected", &format!("/referencements/{new}"))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&RedirectPage::new(frame, form, view?))
        }
        Err(failure) => Err(failure.into()),
    }
}
