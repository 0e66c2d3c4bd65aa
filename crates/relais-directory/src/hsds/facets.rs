use std::collections::BTreeMap;

use jiff::Timestamp;
use relais_geography::Point;
use relais_hsds::{Kind, Record, Shelf};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::area::{Area, fold};

/// What a document is found by, kept beside it so that the catalogue need not read the document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facets {
    pub name: String,
    /// Of a service: its name in other languages.
    pub names: BTreeMap<String, String>,
    pub status: Option<String>,
    pub modified: Option<Timestamp>,
    /// The records that it names: organisation, program, service, location; of a term its taxonomy and its parent.
    pub organization: Option<Uuid>,
    pub program: Option<Uuid>,
    pub service: Option<Uuid>,
    pub location: Option<Uuid>,
    pub taxonomy: Option<Uuid>,
    pub parent: Option<Uuid>,
    /// Its terms, each with its taxonomy.
    pub terms: Vec<(Uuid, Option<Uuid>)>,
    pub areas: Vec<Area>,
    /// Of its addresses: the postcode, folded.
    pub postcodes: Vec<String>,
    /// Of its addresses: towns, regions, countries, folded.
    pub places: Vec<String>,
    pub point: Option<Point>,
    pub minimum_age: Option<f64>,
    pub maximum_age: Option<f64>,
    pub hours: Vec<Hours>,
    /// Codes and names of the languages spoken, folded.
    pub languages: Vec<String>,
    /// Words with the weight of the column they stand in.
    pub text: Vec<(u8, String)>,
    /// Where it stood in what brought it.
    pub position: i64,
}

/// Weekly hours: days as `MO`…`SU`, from and to as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    pub days: Vec<String>,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// Weights of columns in the search.
const NAME: u8 = 12;
pub(super) const OTHER_NAME: u8 = 8;
const TERM: u8 = 6;
const PLACE: u8 = 4;
const PROSE: u8 = 2;

impl Facets {
    pub fn of(record: &Record, shelf: &Shelf, position: i64) -> Self {
        let links = |field| record.link(field);
        let own = record.kind == Kind::Organization;
        let mut facets = Self {
            name: record.text("name").unwrap_or_default().to_owned(),
            status: record.text("status").map(str::to_owned),
            modified: record.text("last_modified").and_then(|text| text.parse().ok()),
            organization: if own {
                Some(record.id)
            } else {
                links("organization_id")
            },
            program: links("program_id"),
            service: links("service_id"),
            location: links("location_id"),
            taxonomy: links("taxonomy_id"),
            parent: links("parent_id"),
            point: point(record),
            minimum_age: record.number("minimum_age"),
            maximum_age: record.number("maximum_age"),
            position,
            ..Self::default()
        };
        if record.kind == Kind::Service {
            let named = |(lang, words): (&String, &Map<String, Value>)| {
                Some((lang.clone(), words.get("name")?.as_str()?.to_owned()))
            };
            facets.names = record.words.iter().filter_map(named).collect();
        }
        facets.take_terms(record, shelf);
        facets.take_areas(record, shelf);
        facets.take_addresses(record, shelf);
        facets.take_hours(record, shelf);
        facets.take_languages(record, shelf);
        facets.take_words(record);
        facets.take_words_around(record, shelf);
        facets
    }

    fn take_terms(&mut self, record: &Record, shelf: &Shelf) {
        for attribute in shelf.about(Kind::Attribute, record) {
            let Some(id) = attribute.link("taxonomy_term_id") else {
                continue;
            };
            let term = shelf.get(Kind::TaxonomyTerm, id);
            self.terms
                .push((id, term.and_then(|term| term.link("taxonomy_id"))));
            if let Some(term) = term {
                self.say(TERM, term, &["name"]);
            }
        }
    }

    fn take_areas(&mut self, record: &Record, shelf: &Shelf) {
        let field = match record.kind {
            Kind::Service => "service_id",
            Kind::ServiceAtLocation => "service_at_location_id",
            _ => return,
        };
        for area in shelf.naming(Kind::ServiceArea, field, record.id) {
            let words: Vec<&str> = ["name", "description"]
                .iter()
                .filter_map(|f| area.text(f))
                .collect();
            self.areas.push(Area::read(area.text("extent"), &words));
            self.say(PLACE, area, &["name"]);
        }
    }

    fn take_addresses(&mut self, record: &Record, shelf: &Shelf) {
        if record.kind != Kind::Location {
            return;
        }
        for address in shelf.naming(Kind::Address, "location_id", record.id) {
            self.postcodes.extend(
                address
                    .text("postal_code")
                    .map(fold)
                    .filter(|code| !code.is_empty()),
            );
            let places = ["city", "region", "state_province", "country"];
            self.places
                .extend(places.iter().filter_map(|f| address.text(f)).map(fold));
            self.say(PLACE, address, &["city", "region", "address_1"]);
        }
    }

    fn take_hours(&mut self, record: &Record, shelf: &Shelf) {
        let field = match record.kind {
            Kind::Service => "service_id",
            Kind::ServiceAtLocation => "service_at_location_id",
            Kind::Location => "location_id",
            _ => return,
        };
        for schedule in shelf.naming(Kind::Schedule, field, record.id) {
            let days = schedule.text("byday").unwrap_or_default().split(',');
            let days = days.map(|day| {
                day.trim()
                    .trim_start_matches(|c: char| !c.is_alphabetic())
                    .to_owned()
            });
            self.hours.push(Hours {
                days: days.filter(|day| !day.is_empty()).collect(),
                from: schedule.text("opens_at").map(str::to_owned),
                to: schedule.text("closes_at").map(str::to_owned),
            });
        }
    }

    fn take_languages(&mut self, record: &Record, shelf: &Shelf) {
        if record.kind != Kind::Service {
            return;
        }
        for language in shelf.naming(Kind::Language, "service_id", record.id) {
            let said = ["code", "name"];
            self.languages
                .extend(said.iter().filter_map(|field| language.text(field)).map(fold));
        }
    }

    fn take_words(&mut self, record: &Record) {
        self.say(NAME, record, &["name"]);
        self.say(OTHER_NAME, record, &["alternate_name", "code"]);
        self.say(
            PROSE,
            record,
            &[
                "description",
                "eligibility_description",
                "alert",
                "application_process",
                "fees_description",
                "interpretation_services",
                "wait_time",
                "accreditations",
                "licenses",
                "email",
                "url",
            ],
        );
    }

    /// Of a service: its program, and the towns and regions in which it is given.
    fn take_words_around(&mut self, record: &Record, shelf: &Shelf) {
        if record.kind != Kind::Service {
            return;
        }
        let program = self.program.and_then(|id| shelf.get(Kind::Program, id));
        if let Some(program) = program {
            self.say(OTHER_NAME, program, &["name", "alternate_name"]);
        }
        for place in shelf.naming(Kind::ServiceAtLocation, "service_id", record.id) {
            let Some(location) = place.link("location_id") else {
                continue;
            };
            for address in shelf.naming(Kind::Address, "location_id", location) {
                self.say(PLACE, address, &["city", "region", "state_province"]);
            }
        }
    }

    fn say(&mut self, weight: u8, record: &Record, fields: &[&str]) {
        for field in fields {
            let other = record
                .words
                .values()
                .filter_map(|words| words.get(*field)?.as_str());
            let all = record.text(field).into_iter().chain(other);
            self.text.extend(all.map(|text| (weight, text.to_owned())));
        }
    }
}

fn point(record: &Record) -> Option<Point> {
    Point::new(record.number("latitude")?, record.number("longitude")?)
}
