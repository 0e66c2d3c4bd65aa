use std::collections::{BTreeMap, HashMap};

use relais_kernel::{Id, Localised, Organisation, PublicRef, User};
use relais_trust::{
    Failure, Query, Sight,
    accounts::{AccountFace, accounts_of, organisation_names},
    reading::ReadingAlert,
};

/// Who read more than is usual, for the protection officer.
pub(in super::super) struct ListReadings;

/// With the names of people and organisations.
pub(in super::super) struct ReadingsView {
    pub alerts: Vec<ReadingAlert>,
    people: BTreeMap<Id<User>, AccountFace>,
    places: HashMap<Id<Organisation>, Localised>,
}

impl ReadingsView {
    pub fn name(&self, user: Id<User>) -> Option<&str> {
        self.people.get(&user).map(|face| face.name.as_str())
    }

    pub fn public_ref(&self, user: Id<User>) -> Option<PublicRef> {
        self.people.get(&user).map(|face| face.public_ref)
    }

    pub fn place(&self, organisation: Id<Organisation>) -> Option<&Localised> {
        self.places.get(&organisation)
    }
}

impl Query for ListReadings {
    type View = ReadingsView;

    async fn look(&self, sight: &Sight<'_>) -> Result<ReadingsView, Failure> {
        let alerts = sight.reading_alerts().await?;
        let places = alerts.iter().map(|alert| alert.organisation).collect();
        let people = match alerts.is_empty() {
            true => Vec::new(),
            false => accounts_of(sight.rows(), None).await?,
        };
        Ok(ReadingsView {
            places: organisation_names(sight.rows(), &places).await?,
            people: people.into_iter().map(|face| (face.id, face)).collect(),
            alerts,
        })
    }
}
