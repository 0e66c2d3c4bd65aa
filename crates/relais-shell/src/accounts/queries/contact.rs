use relais_kernel::PublicRef;
use relais_trust::{
    Failure, Query, Sight,
    accounts::{Contact, OrganisationFace, contact_of, organisation_by_ref},
};

/// Where an organisation is written to, for its supervisor and for the installation's administrator.
pub(in super::super) struct OneContact(pub PublicRef);

impl Query for OneContact {
    type View = (OrganisationFace, Contact);

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        let reach = sight.reach()?;
        let face = organisation_by_ref(sight.rows(), self.0).await?;
        reach.covers(face.id)?;
        let held = contact_of(sight.rows(), face.id).await?;
        Ok((face, held.unwrap_or_default()))
    }
}
