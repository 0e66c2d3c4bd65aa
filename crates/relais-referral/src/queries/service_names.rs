use relais_directory::store::service_by_ref;
use relais_kernel::{Localised, PublicRef};
use relais_platform::Failure;
use relais_trust::{Query, Sight, accounts};

/// The names of services, in the order asked.
pub struct NameServices {
    pub services: Vec<PublicRef>,
}

/// A service as lists name it; a dash for one that is no longer there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceName {
    pub name: Localised,
    pub organisation: Localised,
}

impl Query for NameServices {
    type View = Vec<ServiceName>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Vec<ServiceName>, Failure> {
        let organisations = accounts::organisations(sight.rows()).await?;
        let dash = || Localised::new("—", "—");
        let mut all = Vec::with_capacity(self.services.len());
        for service in &self.services {
            let held = match service_by_ref(sight.rows(), *service).await {
                Ok(row) => Some(row.service),
                Err(Failure::Missing) => None,
                Err(failure) => return Err(failure),
            };
            let of = |id| organisations.iter().find(|o| o.id == id).map(|o| o.name.clone());
            let organisation = held.as_ref().and_then(|service| of(service.organisation));
            all.push(ServiceName {
                name: held.map_or_else(dash, |service| service.name),
                organisation: organisation.unwrap_or_else(dash),
            });
        }
        Ok(all)
    }
}
