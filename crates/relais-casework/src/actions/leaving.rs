//! An organisation leaves in order (DP-42): the people in its care are in somebody's hands first.

use std::sync::Arc;

use futures::future::BoxFuture;
use relais_kernel::{Id, Refusal};
use relais_platform::Failure;
use relais_trust::{Listener, Note, Scene};

use crate::store::has_open_cases;

/// Hears that an organisation is closed and refuses it while cases are open there, unless it has to happen at once; the
/// program registers it ([`relais_trust::Trust::listen`]).
pub fn listener() -> Arc<dyn Listener> {
    Arc::new(Leaving)
}

struct Leaving;

impl Listener for Leaving {
    fn hear<'a>(&'a self, scene: &'a Scene<'a>, note: &'a Note) -> BoxFuture<'a, Result<(), Failure>> {
        let leaves = note.act == "OrganisationClosed" && !note.facts.contains_key("at_once");
        let organisation = note.subject.as_ref().filter(|_| leaves).map(|(_, id)| *id);
        Box::pin(async move {
            let Some(organisation) = organisation else {
                return Ok(());
            };
            match has_open_cases(scene.rows(), Id::from_uuid(organisation)).await? {
                true => Err(people_in_its_care().into()),
                false => Ok(()),
            }
        })
    }
}

/// Whoever administers learns that there are some, and not how many.
fn people_in_its_care() -> Refusal {
    Refusal::new(
        "PeopleInItsCare",
        "Cette structure suit encore des personnes : elle transfère ou clôt d’abord ses dossiers. Si elle doit perdre l’accès tout de suite, cochez la case.",
        "This organisation still has people in its care: it transfers or closes its cases first. If it has to lose access at once, tick the box.",
    )
    .at("at_once")
}
