use std::collections::BTreeMap;

use relais_kernel::PublicRef;

use crate::{Code, Organisation, Service};

/// What the directory has before an import.
#[derive(Debug, Clone, Default)]
pub struct Known {
    organisations: BTreeMap<Code, Organisation>,
    services: BTreeMap<PublicRef, Service>,
}

impl Known {
    pub fn new(
        organisations: impl IntoIterator<Item = Organisation>,
        services: impl IntoIterator<Item = Service>,
    ) -> Self {
        Self {
            organisations: organisations.into_iter().map(|o| (o.code.clone(), o)).collect(),
            services: services.into_iter().map(|s| (s.public_ref, s)).collect(),
        }
    }

    pub(super) fn organisation(&self, code: &Code) -> Option<&Organisation> {
        self.organisations.get(code)
    }

    pub(super) fn organisations(&self) -> impl Iterator<Item = &Organisation> {
        self.organisations.values()
    }

    pub(super) fn service(&self, public_ref: PublicRef) -> Option<&Service> {
        self.services.get(&public_ref)
    }
}
