//! Those who answer for a case are told in the transaction that opens it in an emergency (security requirement 27).

use std::{collections::BTreeMap, sync::Arc};

use futures::future::BoxFuture;
use relais_casework::{OpeningId, store::case_of};
use relais_kernel::{Case, Id};
use relais_mechanism::Role;
use relais_platform::{
    Failure,
    courier::{self, Order},
};
use relais_trust::{
    Listener, Note, RoleCode, Scene,
    accounts::{organisations, organisations_holding},
};

use super::announce::slug;
use crate::messages::MessageKind;

/// Hears a case being opened; the program registers it ([`relais_trust::Trust::listen`]).
pub fn listener() -> Arc<dyn Listener> {
    Arc::new(Alarm)
}

struct Alarm;

impl Listener for Alarm {
    fn hear<'a>(&'a self, scene: &'a Scene<'a>, note: &'a Note) -> BoxFuture<'a, Result<(), Failure>> {
        let opened = (note.act == "CaseOpenedInEmergency")
            .then(|| Some((note.case?, Id::from_uuid(note.subject.as_ref()?.1))))
            .flatten();
        Box::pin(async move {
            match opened {
                Some((case, opening)) => tell(scene, case, opening).await,
                None => Ok(()),
            }
        })
    }
}

/// The owner and every organisation with a protection officer; never a body behind the firewall.
async fn tell(scene: &Scene<'_>, case: Id<Case>, opening: OpeningId) -> Result<(), Failure> {
    let case = case_of(scene.rows(), case).await?.case;
    let officer = RoleCode(Role::DATA_PROTECTION_OFFICER.to_string());
    let mut told = organisations_holding(scene.rows(), case.mechanism, &officer).await?;
    told.insert(case.owner);
    for organisation in organisations(scene.rows()).await? {
        if organisation.firewall || !told.contains(&organisation.id) {
            continue;
        }
        let kind = slug(MessageKind::EmergencyOpened.code().to_owned())?;
        let order = Order {
            stage: kind.clone(),
            kind,
            subject: opening.uuid(),
            recipient: organisation.id.uuid(),
            owner: case.owner.uuid(),
            scope: case.mechanism.uuid(),
            ids: BTreeMap::new(),
        };
        courier::order(scene.rows(), &order, scene.now(), scene.chance()).await?;
    }
    Ok(())
}
