use std::collections::HashMap;

use relais_hsds::Kind;
use serde_json::json;
use uuid::Uuid;

use super::{Catalogue, Listed};

/// How much of each record a list or an answer gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Its own columns, and the single objects that it names.
    Short,
    /// With its lists, and documents nested in it; of an organisation, its services by their own columns.
    Full,
    /// Of an organisation, its services whole.
    WithServices,
    /// Of a service, what a harvester needs to see whether it changed.
    Minimal,
}

/// A document as it is written: its own members, and those of its lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub flat: String,
    pub lists: String,
}

pub type Pieces = HashMap<(Kind, Uuid), Piece>;

/// Which documents it takes to answer with one.
pub fn needed(catalogue: &Catalogue, listed: Listed, id: Uuid, form: Form, into: &mut Vec<Uuid>) {
    if form == Form::Minimal {
        return;
    }
    into.push(id);
    let Some(facets) = catalogue.facets(listed, id) else {
        return;
    };
    match listed {
        Listed::Services => {
            into.extend([facets.organization, facets.program].into_iter().flatten());
            if form != Form::Short {
                for place in catalogue.belonging(Kind::Service, id, Kind::ServiceAtLocation) {
                    into.push(place);
                    let at = catalogue.facets(Listed::ServiceAtLocations, place);
                    into.extend(at.and_then(|at| at.location));
                }
            }
        }
        Listed::ServiceAtLocations => {
            into.extend(facets.location);
            if let Some(service) = facets.service {
                into.push(service);
                let service = catalogue.facets(Listed::Services, service);
                into.extend(service.and_then(|service| service.organization));
                into.extend(service.and_then(|service| service.program));
            }
        }
        Listed::Organizations if form != Form::Short => {
            into.extend(catalogue.belonging(Kind::Organization, id, Kind::Location));
            for service in catalogue.belonging(Kind::Organization, id, Kind::Service) {
                match form {
                    Form::WithServices => needed(catalogue, Listed::Services, service, Form::Full, into),
                    _ => into.push(service),
                }
            }
        }
        _ => {}
    }
}

/// A document joined with those that stand in it, which were read in a language; `None` when it has gone meanwhile.
pub fn join(
    catalogue: &Catalogue,
    (pieces, lang): (&Pieces, &str),
    listed: Listed,
    id: Uuid,
    form: Form,
) -> Option<String> {
    let joiner = Joiner { catalogue, pieces };
    match (listed, form) {
        (Listed::Services, Form::Minimal) => joiner.minimal(id, lang),
        (Listed::Services, _) => joiner.service(id, form != Form::Short, true, true),
        (Listed::Organizations, _) => joiner.organization(id, form),
        (Listed::ServiceAtLocations, _) => joiner.at_location(id, form != Form::Short),
        (Listed::Taxonomies, _) => joiner.alone(Kind::Taxonomy, id, true),
        (Listed::TaxonomyTerms, _) => joiner.alone(Kind::TaxonomyTerm, id, true),
    }
}

struct Joiner<'a> {
    catalogue: &'a Catalogue,
    pieces: &'a Pieces,
}

impl Joiner<'_> {
    fn minimal(&self, id: Uuid, lang: &str) -> Option<String> {
        let facets = self.catalogue.facets(Listed::Services, id)?;
        let name = facets.names.get(lang).unwrap_or(&facets.name);
        let mut object = json!({ "id": id, "name": name, "status": facets.status });
        if let Some(modified) = facets.modified {
            object["last_modified"] = json!(format!("{modified:.3}"));
        }
        Some(object.to_string())
    }

    fn members(&self, kind: Kind, id: Uuid, whole: bool) -> Option<String> {
        let piece = self.pieces.get(&(kind, id))?;
        let mut members = piece.flat.clone();
        if whole && !piece.lists.is_empty() {
            members.push(',');
            members.push_str(&piece.lists);
        }
        Some(members)
    }

    fn alone(&self, kind: Kind, id: Uuid, whole: bool) -> Option<String> {
        Some(braced(&self.members(kind, id, whole)?))
    }

    /// A service; at a location its own list of places would lead back, and in an organisation its organisation.
    fn service(&self, id: Uuid, whole: bool, places: bool, owner: bool) -> Option<String> {
        let mut object = self.members(Kind::Service, id, whole)?;
        let facets = self.catalogue.facets(Listed::Services, id)?;
        let single = |kind, id: Option<Uuid>| self.alone(kind, id?, whole);
        if owner {
            put(
                &mut object,
                "organization",
                single(Kind::Organization, facets.organization),
            );
        }
        put(&mut object, "program", single(Kind::Program, facets.program));
        if whole && places {
            let all = self
                .catalogue
                .belonging(Kind::Service, id, Kind::ServiceAtLocation);
            let all = all.filter_map(|place| self.place(place));
            put(&mut object, "service_at_locations", array(all));
        }
        Some(braced(&object))
    }

    fn place(&self, id: Uuid) -> Option<String> {
        let mut object = self.members(Kind::ServiceAtLocation, id, true)?;
        let location = self.catalogue.facets(Listed::ServiceAtLocations, id)?.location;
        put(
            &mut object,
            "location",
            location.and_then(|id| self.alone(Kind::Location, id, true)),
        );
        Some(braced(&object))
    }

    fn at_location(&self, id: Uuid, whole: bool) -> Option<String> {
        let mut object = self.members(Kind::ServiceAtLocation, id, whole)?;
        let facets = self.catalogue.facets(Listed::ServiceAtLocations, id)?;
        let location = facets
            .location
            .and_then(|id| self.alone(Kind::Location, id, whole));
        put(&mut object, "location", location);
        let service = facets.service.and_then(|id| self.service(id, whole, false, true));
        put(&mut object, "service", service);
        Some(braced(&object))
    }

    fn organization(&self, id: Uuid, form: Form) -> Option<String> {
        let whole = form != Form::Short;
        let mut object = self.members(Kind::Organization, id, whole)?;
        if whole {
            let all = self.catalogue.belonging(Kind::Organization, id, Kind::Location);
            let all = all.filter_map(|id| self.alone(Kind::Location, id, true));
            put(&mut object, "locations", array(all));
            let all = self.catalogue.belonging(Kind::Organization, id, Kind::Service);
            let all = all.filter_map(|id| match form {
                Form::WithServices => self.service(id, true, true, false),
                _ => self.alone(Kind::Service, id, false),
            });
            put(&mut object, "services", array(all));
        }
        Some(braced(&object))
    }
}

fn braced(members: &str) -> String {
    format!("{{{members}}}")
}

fn put(object: &mut String, name: &str, value: Option<String>) {
    if let Some(value) = value {
        object.push_str(",\"");
        object.push_str(name);
        object.push_str("\":");
        object.push_str(&value);
    }
}

/// `None` without any: an empty list is left out, as everywhere.
fn array(all: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<String> = all.collect();
    (!all.is_empty()).then(|| format!("[{}]", all.join(",")))
}
