use std::{collections::HashMap, sync::Arc};

use relais_hsds::{Kind, Record};
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Note, Query, Sight};
use uuid::Uuid;

use crate::{
    Organisation,
    import::Brought,
    room::Standing,
    store::{
        directory_organisations,
        hsds::{all_records, any_unlisted, unlisted},
    },
};

/// The services that packages brought and that have no entry, for whoever keeps the directory: nobody is referred to them
/// before somebody says which needs they answer. That the list left is in the journal.
pub struct ExportBrought {
    pub definitions: Definitions,
    /// `brought-csv` or `brought-xlsx`, for the journal.
    pub form: &'static str,
}

/// The services, and the organisations that the directory has already.
pub struct BroughtLines {
    pub definition: Arc<Definition>,
    pub lines: Vec<Brought>,
    pub known: Vec<Organisation>,
}

impl Query for ExportBrought {
    type View = BroughtLines;

    async fn look(&self, sight: &Sight<'_>) -> Result<BroughtLines, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        if !standing.keeps(sight.trust().guard(), sight.actor()) {
            return Err(Failure::Missing);
        }
        let wanted = unlisted(sight.rows()).await?;
        let all = all_records(sight.rows()).await?.into_iter();
        let package = Package::of(all.map(|held| held.record));
        let lines: Vec<Brought> = wanted.iter().filter_map(|id| package.brought(*id)).collect();
        sight.note(
            Note::new("DirectoryExported")
                .on("mechanism", standing.mechanism.uuid())
                .under(&standing.definition.version.hash)
                .fact("services", lines.len())
                .fact("form", self.form),
        );
        Ok(BroughtLines {
            definition: standing.definition,
            lines,
            known: directory_organisations(sight.rows()).await?,
        })
    }
}

/// Whether packages brought a service that has no entry.
pub struct AnyBrought {
    pub definitions: Definitions,
}

impl Query for AnyBrought {
    type View = bool;

    async fn look(&self, sight: &Sight<'_>) -> Result<bool, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        if !standing.keeps(sight.trust().guard(), sight.actor()) {
            return Err(Failure::Missing);
        }
        any_unlisted(sight.rows()).await
    }
}

/// Records, by what they hang on.
struct Package {
    organisations: HashMap<Uuid, Record>,
    services: HashMap<Uuid, Record>,
    locations: HashMap<Uuid, Record>,
    /// The first location of each service.
    places: HashMap<Uuid, Uuid>,
    /// The first of each location.
    addresses: HashMap<Uuid, Record>,
    /// The first of each service, location or organisation.
    phones: HashMap<Uuid, Record>,
}

impl Package {
    fn of(records: impl Iterator<Item = Record>) -> Self {
        let mut package = Self {
            organisations: HashMap::new(),
            services: HashMap::new(),
            locations: HashMap::new(),
            places: HashMap::new(),
            addresses: HashMap::new(),
            phones: HashMap::new(),
        };
        records.for_each(|record| package.take(record));
        package
    }

    fn take(&mut self, record: Record) {
        let (id, link) = (record.id, |field| record.link(field));
        match record.kind {
            Kind::Organization => drop(self.organisations.insert(id, record)),
            Kind::Service => drop(self.services.insert(id, record)),
            Kind::Location => drop(self.locations.insert(id, record)),
            Kind::ServiceAtLocation => {
                if let (Some(service), Some(location)) = (link("service_id"), link("location_id")) {
                    self.places.entry(service).or_insert(location);
                }
            }
            Kind::Address => {
                if let Some(location) = link("location_id") {
                    self.addresses.entry(location).or_insert(record);
                }
            }
            Kind::Phone => {
                let owners = ["service_id", "location_id", "organization_id"];
                if let Some(owner) = owners.into_iter().find_map(link) {
                    self.phones.entry(owner).or_insert(record);
                }
            }
            _ => {}
        }
    }

    /// A service whose organisation nobody brought cannot become an entry.
    fn brought(&self, service: Uuid) -> Option<Brought> {
        let service = self.services.get(&service)?.clone();
        let organisation = self.organisations.get(&service.link("organization_id")?)?.clone();
        let location = self.places.get(&service.id).copied();
        let owners = [Some(service.id), location, Some(organisation.id)];
        Some(Brought {
            location: location.and_then(|id| self.locations.get(&id).cloned()),
            address: location.and_then(|id| self.addresses.get(&id).cloned()),
            phone: owners
                .iter()
                .flatten()
                .find_map(|id| self.phones.get(id).cloned()),
            organisation,
            service,
        })
    }
}
