//! What follows here when a case is erased (requirement 44): those who were given something are told to erase it too,
//! in the same transaction, and what stood in clear about the person goes.

use std::sync::Arc;

use futures::future::BoxFuture;
use relais_casework::store::case_of;
use relais_platform::Failure;
use relais_trust::{Listener, Note, Scene};

use super::announce::announce_erasure;
use crate::{
    referral::{Decision, Referral},
    store::{leave_residue, referrals_of_case},
};

/// Hears that a case was destroyed; the program registers it ([`relais_trust::Trust::listen`]).
pub fn listener() -> Arc<dyn Listener> {
    Arc::new(Erasure)
}

struct Erasure;

impl Listener for Erasure {
    fn hear<'a>(&'a self, scene: &'a Scene<'a>, note: &'a Note) -> BoxFuture<'a, Result<(), Failure>> {
        let case = note.case.filter(|_| note.act == "CaseDestroyed");
        Box::pin(async move {
            let Some(case) = case else { return Ok(()) };
            for row in referrals_of_case(scene.rows(), case).await? {
                if was_given(&row.referral) {
                    announce_erasure(scene, &row).await?;
                    scene.note(
                        Note::new("HolderToldToErase")
                            .on("referral", row.referral.id.uuid())
                            .case(case)
                            .fact("to", row.referral.to_org),
                    );
                }
            }
            let residue = case_of(scene.rows(), case).await?.case;
            leave_residue(scene.rows(), case, residue.code).await
        })
    }
}

/// The receiver accepted, and with that could open what was consented; or it had the contact of an emergency.
fn was_given(referral: &Referral) -> bool {
    let contact = referral
        .clearance
        .as_ref()
        .is_some_and(|clearance| crate::packages::carries_contact(referral.priority, clearance));
    let sent = referral.milestones.sent_at.is_some();
    sent && (contact || referral.milestones.decision == Some(Decision::Accepted))
}
