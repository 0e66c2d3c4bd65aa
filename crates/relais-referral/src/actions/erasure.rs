//! What follows here when a case is erased (requirement 44): those who were given something are told to erase it too,
//! in the same transaction, and what stood in clear about the person goes. Each of them then confirms.

use std::sync::Arc;

use futures::future::BoxFuture;
use relais_casework::store::case_of;
use relais_kernel::{Case, Id};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Listener, Note, Scene};

use super::announce::announce_erasure;
use crate::{
    notice::was_given,
    room::ruling,
    store::{ReferralRow, leave_residue, links, notices, of_nobody, referrals_of_case},
};

/// Hears that a case was destroyed; the program registers it ([`relais_trust::Trust::listen`]).
pub fn listener(definitions: Definitions) -> Arc<dyn Listener> {
    Arc::new(Erasure { definitions })
}

struct Erasure {
    definitions: Definitions,
}

impl Listener for Erasure {
    fn hear<'a>(&'a self, scene: &'a Scene<'a>, note: &'a Note) -> BoxFuture<'a, Result<(), Failure>> {
        let case = note.case.filter(|_| note.act == "CaseDestroyed");
        Box::pin(async move {
            match case {
                Some(case) => self.tell_holders(scene, case).await,
                None => Ok(()),
            }
        })
    }
}

impl Erasure {
    async fn tell_holders(&self, scene: &Scene<'_>, case: Id<Case>) -> Result<(), Failure> {
        let residue = case_of(scene.rows(), case).await?.case;
        for row in referrals_of_case(scene.rows(), case).await? {
            if !was_given(&row.referral) {
                continue;
            }
            let definition = ruling(scene.rows(), &self.definitions, &row.referral).await?;
            let moment = (scene.now(), scene.chance());
            notices::tell(scene.rows(), &row, residue.owner, &definition, moment).await?;
            keep_a_way_back(scene, &row).await?;
            announce_erasure(scene, &row).await?;
            scene.note(
                Note::new("HolderToldToErase")
                    .on("referral", row.referral.id.uuid())
                    .case(case)
                    .fact("to", row.referral.to_org),
            );
        }
        leave_residue(scene.rows(), case, residue.code).await
    }
}

/// A partner without an account confirms by its link: one whose link has ended is given another, which shows nobody.
async fn keep_a_way_back(scene: &Scene<'_>, row: &ReferralRow) -> Result<(), Failure> {
    let held = links::links_of(scene.rows(), row.referral.id).await?;
    let is_live = |held: &links::LinkRow| !held.link.slip && held.link.check(scene.now()).is_ok();
    if !held.iter().any(is_live) {
        links::open(scene, row, &of_nobody(row.need_shown.clone())).await?;
    }
    Ok(())
}
