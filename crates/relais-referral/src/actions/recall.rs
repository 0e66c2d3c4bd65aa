//! What was sent on a consent is recalled with it, in the same transaction (DP-07, DP-08, decisions §20).

use std::sync::Arc;

use futures::future::BoxFuture;
use relais_casework::{
    consent::{Asked, Ledger, Receiver as Recipient},
    store::ledger_of,
};
use relais_kernel::{Case, Consent, Id};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Listener, Note, Scene};

use super::{Carried, carry, transfer::revoke_uncovered};
use crate::{
    referral::{By, Command, Side, WithdrawalCause},
    room::{by, ruling},
    store::{ReferralRow, referrals_of_case},
};

/// Hears a consent end; the program registers it ([`relais_trust::Trust::listen`]).
pub fn listener(definitions: Definitions) -> Arc<dyn Listener> {
    Arc::new(Recall { definitions })
}

struct Recall {
    definitions: Definitions,
}

impl Listener for Recall {
    fn hear<'a>(&'a self, scene: &'a Scene<'a>, note: &'a Note) -> BoxFuture<'a, Result<(), Failure>> {
        let ended = ended(note);
        Box::pin(async move {
            match ended {
                Some(ended) => self.recall(scene, ended).await,
                None => Ok(()),
            }
        })
    }
}

/// A consent that has ended, wholly or in part.
#[derive(Clone, Copy)]
struct Ended {
    case: Id<Case>,
    consent: Id<Consent>,
    cause: WithdrawalCause,
    whole: bool,
}

fn ended(note: &Note) -> Option<Ended> {
    let (cause, whole) = match note.act.as_str() {
        "ConsentWithdrawn" => (
            WithdrawalCause::ConsentWithdrawn,
            note.facts.get("whole").is_none_or(|whole| whole == "true"),
        ),
        "ConsentAmended" => (WithdrawalCause::ConsentWithdrawn, false),
        // A consent that was asked for again in time goes on.
        "ConsentExpired" => (WithdrawalCause::ConsentExpired, false),
        _ => return None,
    };
    Some(Ended {
        case: note.case?,
        consent: note.consent?,
        cause,
        whole,
    })
}

impl Recall {
    async fn recall(&self, scene: &Scene<'_>, ended: Ended) -> Result<(), Failure> {
        let mut ledger = None;
        for row in referrals_of_case(scene.rows(), ended.case).await? {
            let Some(clearance) = row.referral.clearance.as_ref() else {
                continue;
            };
            if !row.referral.kind().is_underway() || !clearance.rests_on_consent() {
                continue;
            }
            if !(ended.whole && clearance.rests_on(ended.consent)) {
                let ledger = match &ledger {
                    Some(ledger) => ledger,
                    None => ledger.insert(ledger_of(scene.rows(), ended.case).await?),
                };
                if self.still_covered(scene, ledger, &row).await? {
                    continue;
                }
            }
            self.withdraw(scene, row, ended.cause).await?;
        }
        let ledger = match ledger {
            Some(ledger) => ledger,
            None => ledger_of(scene.rows(), ended.case).await?,
        };
        revoke_uncovered(scene, &self.definitions, ended.case, &ledger).await
    }

    /// What is left of the person's consents still covers what was sent. This also finds what rests on a consent
    /// that a later one took the place of.
    async fn still_covered(
        &self,
        scene: &Scene<'_>,
        ledger: &Ledger,
        row: &ReferralRow,
    ) -> Result<bool, Failure> {
        let r = &row.referral;
        let Some(clearance) = r.clearance.as_ref() else {
            return Ok(true);
        };
        let definition = ruling(scene.rows(), &self.definitions, r).await?;
        let asked = Asked {
            receiver: Recipient::organisation(r.to_org).for_need(r.need),
            purpose: r.purpose.clone(),
            categories: clearance.categories().clone(),
        };
        let today = definition.calendar.date_of(scene.now());
        Ok(ledger.cover(&asked, today).is_covered())
    }

    async fn withdraw(
        &self,
        scene: &Scene<'_>,
        row: ReferralRow,
        cause: WithdrawalCause,
    ) -> Result<(), Failure> {
        let definition = ruling(scene.rows(), &self.definitions, &row.referral).await?;
        let by = by(scene.actor());
        let side = match by {
            By::User { organisation, .. } if organisation == row.referral.from_org => Side::Sender,
            _ => Side::Clockwork,
        };
        let it = Carried {
            row,
            by,
            side,
            definition: &definition,
        };
        carry(scene, it, Command::Withdraw { cause }).await?;
        Ok(())
    }
}
