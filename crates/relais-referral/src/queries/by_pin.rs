use std::sync::Arc;

use relais_directory::store::service_of;
use relais_kernel::{AnswerLink as LinkKind, Id};
use relais_mechanism::{Definition, Definitions};
use relais_platform::{Corrupt, Failure};
use relais_trust::{Bearer, Deed, PackageKind, Query, Sight, accounts};

use super::outside::identity_may_leave;
use crate::{
    actions::is_pin,
    packages::{FieldSet, ReleasePackage},
    room::ruling,
    store::{links, referral_of},
};

/// Who the person is, for a partner without an account who gives the PIN agreed with its focal point: the consented
/// fields, after acceptance, never after the end, never of a hidden place, and only while the person's consent covers it
/// (decisions §13). The reading is in the journal, under the
/// receiving organisation, by the door of links.
pub struct ReadByPin {
    pub definitions: Definitions,
    pub link: Id<LinkKind>,
    /// As typed; wrong ones are counted by [`crate::actions::TryPin`] before.
    pub pin: String,
}

/// What was released.
#[derive(Debug, Clone)]
pub struct Released {
    pub fields: FieldSet,
    pub definition: Arc<Definition>,
}

impl Query for ReadByPin {
    type View = Released;

    async fn look(&self, sight: &Sight<'_>) -> Result<Released, Failure> {
        let link = links::link_of(sight.rows(), self.link).await?.link;
        link.check(sight.now())?;
        let row = referral_of(sight.rows(), link.referral).await?;
        let definition = ruling(sight.rows(), &self.definitions, &row.referral).await?;
        let service = service_of(sight.rows(), row.referral.service).await?.service;
        if !identity_may_leave(sight.rows(), sight.now(), &row, &service, &definition).await? {
            return Err(Failure::Missing);
        }
        let organisations = accounts::organisations(sight.rows()).await?;
        let receiver = organisations
            .iter()
            .find(|o| o.id == link.organisation)
            .filter(|o| o.active)
            .ok_or(Failure::Missing)?;
        let bearer = Bearer {
            link: link.id,
            organisation: link.organisation,
            mechanism: row.referral.mechanism,
            pin: is_pin(sight.trust(), link.id, &self.pin),
            firewall: receiver.firewall,
        };
        let protected = row.protected(&definition, sight.now());
        let guard = sight.trust().guard();
        let permit = guard.permit_bearer(&bearer, Deed::ReadReleaseByPin, &protected)?;
        let id = row.referral.id;
        let opened = sight.open_package(&permit, id, PackageKind::Release).await?;
        let package: ReleasePackage =
            serde_json::from_value(opened.content).map_err(|_| Corrupt::at("package", "content", id))?;
        Ok(Released {
            fields: package.fields,
            definition,
        })
    }
}
