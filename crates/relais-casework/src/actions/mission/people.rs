use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Id, Localised, Mechanism, PublicRef, Refusal};
use relais_mechanism::{Definition, role_codes};
use relais_platform::Failure;
use relais_trust::accounts::{holders_of, organisations};
use sea_orm::ConnectionTrait;

use crate::{OrganisationId, UserId, mission::MissionKind};

/// Somebody who can be asked for a mission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissionReceiver {
    pub id: UserId,
    pub public_ref: PublicRef,
    pub name: String,
    pub organisation: OrganisationId,
    pub organisation_name: Localised,
    pub kinds: BTreeSet<MissionKind>,
}

/// The interpreters and drivers of a mechanism, of every organisation but bodies behind the firewall: one's own first, then
/// by name.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn mission_receivers<C: ConnectionTrait>(
    rows: &C,
    (mechanism, definition): (Id<Mechanism>, &Definition),
    own: OrganisationId,
) -> Result<Vec<MissionReceiver>, Failure> {
    let open: BTreeMap<_, _> = organisations(rows)
        .await?
        .into_iter()
        .filter(|face| face.active && !face.firewall)
        .map(|face| (face.id, face.name))
        .collect();
    let mut found: BTreeMap<UserId, MissionReceiver> = BTreeMap::new();
    for kind in MissionKind::ALL {
        for role in role_codes(definition.case.workflow.who_may(kind.step())) {
            for holder in holders_of(rows, mechanism, &role).await? {
                let Some(name) = open.get(&holder.organisation) else {
                    continue;
                };
                let receiver = found.entry(holder.id).or_insert_with(|| MissionReceiver {
                    id: holder.id,
                    public_ref: holder.public_ref,
                    name: holder.name,
                    organisation: holder.organisation,
                    organisation_name: name.clone(),
                    kinds: BTreeSet::new(),
                });
                receiver.kinds.insert(*kind);
            }
        }
    }
    let mut all: Vec<_> = found.into_values().collect();
    all.sort_by(|a, b| {
        let place = |it: &MissionReceiver| (it.organisation != own, it.organisation_name.fr.clone());
        (place(a), &a.name).cmp(&(place(b), &b.name))
    });
    Ok(all)
}

pub(super) fn nobody_for_it() -> Refusal {
    Refusal::new(
        "NobodyForMission",
        "Choisissez une personne de la liste qui fait ce genre de mission.",
        "Choose somebody of the list who does missions of this kind.",
    )
    .at("receiver")
}
