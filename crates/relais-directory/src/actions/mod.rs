//! What people ask of the directory: one file per command. Each loads, asks for a permit, calls the entry, saves and
//! notes, in one transaction.

mod capacity;
mod dispute;
mod entry;
mod import;
mod offers;
mod package;
mod places_by_code;
mod publish;
mod seclude;
mod verification;

pub use capacity::ChangeCapacity;
pub use dispute::SettleDispute;
pub(crate) use dispute::settled_meanwhile;
pub use entry::{ChangeEntry, EntryVerb};
pub use import::{ImportCounts, ImportProviders, read_sheet};
pub use offers::{
    BeginPartnership, CandidacyVerb, OfferForm, ProposeProfile, PutOffer, SettleCandidacy, StepPartnership,
    TurnOffer,
};
pub use package::{ImportPackage, PackageCounts};
pub use places_by_code::{ChangePlacesByCode, PlacesNow, RenewServiceCode};
pub use publish::PublishEntries;
pub(crate) use publish::publish_due;
pub use seclude::SealWhereabouts;
pub use verification::{OpenRound, Opened, RemindOfRounds, ReplyToRound, SettleReply, Whom};

use relais_kernel::PublicRef;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Deed, Protected, Scene};

use crate::{
    room::{Standing, keepers, providers},
    store::{ServiceRow, service_by_ref},
};

/// Who changes an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Changer {
    /// The directory manager.
    Keeper,
    /// The provider itself, for its own service.
    Provider,
}

/// The entry that somebody may change, and as whom; for all others it does not exist.
async fn to_change(
    scene: &Scene<'_>,
    definitions: &Definitions,
    service: PublicRef,
) -> Result<(Standing, ServiceRow, Changer), Failure> {
    let standing = Standing::of(scene.rows(), scene.actor(), definitions, scene.now()).await?;
    let row = service_by_ref(scene.rows(), service).await?;
    let whole = Protected::mechanism(standing.mechanism);
    if scene.permit(Deed::ChangeDirectory, &keepers(), &whole).is_ok() {
        return Ok((standing, row, Changer::Keeper));
    }
    let desk = Protected::desk(row.service.id.uuid(), row.service.organisation);
    scene.permit(Deed::ChangeOwnService, &providers(), &desk)?;
    Ok((standing, row, Changer::Provider))
}
