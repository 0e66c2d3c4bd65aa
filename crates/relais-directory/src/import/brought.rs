//! Services that a package brought, as rows of the mapping sheet: filled in is what the package says; what only a person
//! can say (the type of organisation, the needs, the dimension) stays empty, and nothing is guessed.

use std::collections::BTreeMap;

use relais_geography::folded;
use relais_hsds::Record;
use relais_kernel::Lang;
use uuid::Uuid;

use super::{
    sheet::{Column, Sheet},
    spellings,
};
use crate::{Code, Organisation, Visibility};

/// A service of a package with what stands around it there.
#[derive(Debug, Clone)]
pub struct Brought {
    pub organisation: Record,
    pub service: Record,
    pub location: Option<Record>,
    pub address: Option<Record>,
    pub phone: Option<Record>,
}

impl Sheet {
    /// The sheet of what packages brought. An organisation of the same name keeps its key. Each service keeps its id: the
    /// entry that comes of its row is known again, and until it is public itself, the public reads what the package says.
    pub fn of_brought(all: &[Brought], known: &[Organisation], lang: Lang) -> Self {
        let names: [fn(&Organisation) -> &str; 2] = [|of| &of.name.fr, |of| &of.name.en];
        let keys: BTreeMap<String, Code> = names
            .iter()
            .flat_map(|name| known.iter().map(|of| (folded(name(of)), of.code.clone())))
            .collect();
        let row = |one: &Brought| {
            Column::ALL
                .iter()
                .map(|column| cell(one, *column, &keys, lang).unwrap_or_default())
                .collect()
        };
        Self {
            headers: Column::ALL
                .iter()
                .map(|column| column.heading().get(lang).to_owned())
                .collect(),
            rows: all.iter().map(row).collect(),
            ..Self::default()
        }
    }
}

fn cell(one: &Brought, column: Column, keys: &BTreeMap<String, Code>, lang: Lang) -> Option<String> {
    let words = |record: &Record, field: &str| record.text(field).map(|text| text.trim().to_owned());
    let location = |field: &str| {
        let number = one.location.as_ref()?.number(field)?;
        Some(number.to_string())
    };
    let address = |field: &str| words(one.address.as_ref()?, field);
    let (organisation, service) = (&one.organisation, &one.service);
    match column {
        Column::Key => Some(key(organisation, keys)),
        Column::Organisation => words(organisation, "name"),
        Column::ServiceKey => Some(service.id.to_string()),
        Column::Service => words(service, "name"),
        Column::MinAge => age(service, "minimum_age"),
        Column::MaxAge => age(service, "maximum_age"),
        Column::Conditions => words(service, "eligibility_description"),
        Column::Region => address("state_province").or_else(|| address("region")),
        Column::Town => address("city"),
        Column::Address => address("address_1"),
        Column::Latitude => location("latitude"),
        Column::Longitude => location("longitude"),
        Column::Phone => words(one.phone.as_ref()?, "number"),
        Column::Email => words(service, "email").or_else(|| words(organisation, "email")),
        // The public has it from the package already.
        Column::Visibility => spellings::word(spellings::VISIBILITIES, &Visibility::Members, lang),
        Column::AssuredOn => words(service, "assured_date"),
        _ => None,
    }
}

fn age(service: &Record, field: &str) -> Option<String> {
    let years = service.number(field)?;
    (years.fract() == 0.0 && (0.0..=120.0).contains(&years)).then(|| years.to_string())
}

/// The key of the organisation of that name, else one of its id.
fn key(organisation: &Record, keys: &BTreeMap<String, Code>) -> String {
    let known = organisation.text("name").and_then(|name| keys.get(&folded(name)));
    known.map_or_else(|| of_id(organisation.id), ToString::to_string)
}

fn of_id(id: Uuid) -> String {
    format!("H-{}", id.simple())
}
