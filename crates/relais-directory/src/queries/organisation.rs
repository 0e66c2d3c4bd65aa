use std::sync::Arc;

use relais_kernel::PublicRef;
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Query, Sight};

use super::ServiceFace;
use crate::{
    Entry, Organisation,
    room::Standing,
    store::{directory_organisations, services_of},
};

/// One organisation of the directory with its services, for every member; what the mapping asks of it (funding, memorandum,
/// validation) for those who see to it that mandates fit together, and for itself.
pub struct ReadOrganisation {
    pub definitions: Definitions,
    pub organisation: PublicRef,
}

/// An organisation as a reader may see it.
pub struct OrganisationView {
    pub definition: Arc<Definition>,
    pub organisation: Organisation,
    /// Of an organisation that is not the reader's, those that are shown to members.
    pub services: Vec<ServiceFace>,
    /// The reader sees what the mapping asks of it.
    pub charted: bool,
}

impl Query for ReadOrganisation {
    type View = OrganisationView;

    async fn look(&self, sight: &Sight<'_>) -> Result<OrganisationView, Failure> {
        let (guard, actor) = (sight.trust().guard(), sight.actor());
        let standing = Standing::of(sight.rows(), actor, &self.definitions, sight.now()).await?;
        standing.may_read(guard, actor)?;
        let all = directory_organisations(sight.rows()).await?;
        let found = all.into_iter().find(|of| of.public_ref == self.organisation);
        let organisation = found.ok_or(Failure::Missing)?;
        let own = organisation.id == standing.organisation;
        let every_state = own || standing.keeps(guard, actor);
        let look = standing.look(sight.now());
        let mut services = services_of(sight.rows(), organisation.id).await?;
        services.retain(|row| every_state || is_shown(&row.service.entry));
        let faces = services
            .iter()
            .map(|row| ServiceFace::of(row, &organisation, look.rules, look.today));
        Ok(OrganisationView {
            services: faces.collect(),
            charted: own || standing.oversees(guard, actor),
            definition: standing.definition,
            organisation,
        })
    }
}

const fn is_shown(entry: &Entry) -> bool {
    matches!(entry, Entry::Active { .. } | Entry::TemporarilyClosed { .. })
}
