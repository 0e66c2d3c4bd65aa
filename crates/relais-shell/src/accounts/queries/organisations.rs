use std::collections::HashMap;

use relais_kernel::PublicRef;
use relais_trust::{
    Failure, Query, Sight,
    accounts::{OrganisationFace, Reach, accounts_of, organisation_by_ref, organisations},
};

/// Every organisation of the installation, for its administrator.
pub(in super::super) struct ListOrganisations;

/// Organisations, each with the number of people who can sign in.
pub(in super::super) struct OrganisationsView {
    pub lines: Vec<(OrganisationFace, usize)>,
}

impl Query for ListOrganisations {
    type View = OrganisationsView;

    async fn look(&self, sight: &Sight<'_>) -> Result<OrganisationsView, Failure> {
        whole(sight)?;
        let mut count: HashMap<_, usize> = HashMap::new();
        for face in accounts_of(sight.rows(), None).await? {
            *count.entry(face.organisation).or_default() += usize::from(face.active);
        }
        let all = organisations(sight.rows()).await?;
        let lines = all
            .into_iter()
            .map(|one| {
                let people = count.get(&one.id).copied().unwrap_or(0);
                (one, people)
            })
            .collect();
        Ok(OrganisationsView { lines })
    }
}

/// One organisation, for the installation's administrator.
pub(in super::super) struct OneOrganisation(pub PublicRef);

impl Query for OneOrganisation {
    type View = OrganisationFace;

    async fn look(&self, sight: &Sight<'_>) -> Result<OrganisationFace, Failure> {
        whole(sight)?;
        organisation_by_ref(sight.rows(), self.0).await
    }
}

fn whole(sight: &Sight<'_>) -> Result<(), Failure> {
    match sight.reach()? {
        Reach::Everyone => Ok(()),
        Reach::Own(_) => Err(Failure::Missing),
    }
}
