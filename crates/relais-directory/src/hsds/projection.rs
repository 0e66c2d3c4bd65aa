use jiff::Timestamp;
use relais_geography::Gazetteer;
use relais_hsds::{Kind, Record};
use relais_kernel::Localised;
use uuid::Uuid;

use super::Condition;
use crate::{
    Access, Code, Entry, Fee, List, OpenHours, Opening, Organisation, PCode, Service, Unit, Visibility,
    Vocabulary,
};

/// Ids of records that stand beside an entry follow from the entry's own.
pub(super) const NAMESPACE: Uuid = Uuid::from_u128(0x6f1b_8a7e_53c4_4d0e_9a62_0d5b_7c1e_4f28);

/// An entry with what it takes to say it to strangers.
pub struct Said<'a> {
    pub words: &'a Vocabulary,
    /// Whose lists its codes are from.
    pub mechanism: &'a str,
    pub organisation: &'a Organisation,
    pub service: &'a Service,
    pub modified: Timestamp,
}

/// Whether anybody may read an entry: it is public, and somebody vouched for it and put it in use. One that was suspended
/// or wound up stays readable with its status, so that whoever copied it sees that it is no more.
pub fn is_public(service: &Service) -> bool {
    let in_use = !matches!(service.entry, Entry::Draft | Entry::Verified { .. });
    service.visibility == Visibility::Public && in_use
}

/// The id of a record that belongs to another, the same at every writing.
pub fn beside(owner: Uuid, what: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{owner}/{what}").as_bytes())
}

fn list_id(mechanism: &str, list: List) -> Uuid {
    beside(NAMESPACE, &format!("taxonomy/{mechanism}/{list:?}"))
}

/// The term of a need of a mechanism.
pub fn need_term(mechanism: &str, need: &str) -> Uuid {
    beside(list_id(mechanism, List::Need), need)
}

/// What the standard has of an entry, its organisation first; nothing of one that is not public.
pub fn records_of(said: &Said<'_>) -> Vec<Record> {
    if !is_public(said.service) {
        return Vec::new();
    }
    let mut all = vec![
        said.organization(),
        said.service(),
        said.location(),
        said.at_location(),
    ];
    all.extend(said.address());
    all.extend(said.phone());
    all.extend(said.schedules());
    all.extend(said.areas());
    all.extend(said.languages());
    all.extend(said.cost());
    all.extend(said.capacity());
    all.extend(said.terms());
    all.extend(said.conditions());
    all
}

impl Said<'_> {
    fn id(&self) -> Uuid {
        self.service.public_ref.uuid()
    }

    fn beside(&self, what: &str) -> Uuid {
        beside(self.id(), what)
    }

    fn organization(&self) -> Record {
        let of = self.organisation;
        let record = Record::new(Kind::Organization, of.public_ref.uuid());
        let record = both(record, "name", &of.name).with("alternate_name", of.acronym.clone());
        match &of.mandate {
            Some(mandate) => record.with("description", mandate.clone()),
            // The standard asks for a description: what kind of body it is says more than its name again.
            None => both(
                record,
                "description",
                &self.words.label(List::OrganisationType, of.kind.code()),
            ),
        }
    }

    fn service(&self) -> Record {
        let (service, who) = (self.service, &self.service.eligibility);
        let record = Record::new(Kind::Service, self.id())
            .of("organization_id", self.organisation.public_ref.uuid())
            .with("status", service.entry.hsds_status())
            .with("email", service.contact.email.clone())
            .with("minimum_age", who.min_age)
            .with("maximum_age", who.max_age)
            .with("assured_date", service.assured_on().map(|day| day.to_string()))
            .with("last_modified", format!("{:.3}", self.modified));
        let record = both(record, "name", &service.name);
        let record = both(record, "description", &self.description());
        let record = said(record, "eligibility_description", who.conditions.as_ref());
        let record = said(record, "application_process", service.access.map(access).as_ref());
        let record = said(record, "fees_description", service.fee.as_ref().map(fee).as_ref());
        let record = said(record, "wait_time", service.waiting_days().map(days).as_ref());
        let interpreter = service
            .interpreter
            .unwrap_or(false)
            .then(|| Localised::new("Un interprète peut être trouvé.", "An interpreter can be found."));
        said(record, "interpretation_services", interpreter.as_ref())
    }

    /// The standard has the needs as terms; a reader of plain text finds them here.
    fn description(&self) -> Localised {
        let labels: Vec<Localised> = self
            .service
            .needs
            .iter()
            .map(|need| self.words.label(List::Need, need))
            .collect();
        let join = |of: fn(&Localised) -> &str| labels.iter().map(of).collect::<Vec<_>>().join(", ");
        Localised::new(join(|label| &label.fr), join(|label| &label.en))
    }

    fn location(&self) -> Record {
        let place = &self.service.place;
        let point = place.spot.point;
        Record::new(Kind::Location, self.beside("location"))
            .of("organization_id", self.organisation.public_ref.uuid())
            .with("location_type", "physical")
            .with("name", place.spot.town.clone().or_else(|| self.region()))
            .with("latitude", point.map(|point| point.lat))
            .with("longitude", point.map(|point| point.lon))
    }

    fn at_location(&self) -> Record {
        Record::new(Kind::ServiceAtLocation, self.beside("service_at_location"))
            .of("service_id", self.id())
            .of("location_id", self.beside("location"))
    }

    fn region(&self) -> Option<String> {
        self.service.place.spot.region.as_ref().map(area_name)
    }

    fn address(&self) -> Option<Record> {
        let place = &self.service.place;
        let text = |value: Option<String>| serde_json::Value::String(value.unwrap_or_default());
        let mut record =
            Record::new(Kind::Address, self.beside("address")).of("location_id", self.beside("location"));
        let department = place.spot.department.as_ref().map(area_name);
        let country = place.spot.region.as_ref().and_then(country);
        // All of these have to be there; Cameroon has no postcodes (decisions §25).
        for (field, value) in [
            ("address_1", place.address.clone()),
            ("city", place.spot.town.clone()),
            ("region", department),
            ("state_province", self.region()),
            ("postal_code", None),
            ("country", country),
        ] {
            record.body.insert(field.to_owned(), text(value));
        }
        (place.address.is_some() || place.spot.town.is_some())
            .then(|| record.with("address_type", "physical"))
    }

    fn phone(&self) -> Option<Record> {
        let number = self.service.contact.phone.clone()?;
        Some(
            Record::new(Kind::Phone, self.beside("phone"))
                .of("service_id", self.id())
                .with("number", number),
        )
    }

    fn schedules(&self) -> Vec<Record> {
        let weekly = |what: &str, byday: &str, from: u16, to: u16| {
            Record::new(Kind::Schedule, self.beside(&format!("schedule/{what}")))
                .of("service_id", self.id())
                .with("freq", "WEEKLY")
                .with("interval", 1)
                .with("byday", byday)
                .with("opens_at", time(from))
                .with("closes_at", time(to))
        };
        match &self.service.hours {
            None => Vec::new(),
            Some(Opening::Always) => vec![weekly("always", "MO,TU,WE,TH,FR,SA,SU", 0, 24 * 60 - 1)],
            Some(Opening::Weekly(hours)) => hours
                .iter()
                .map(|OpenHours { day, from, to }| {
                    let day = DAYS[*day as usize];
                    weekly(&format!("{day}/{from}"), day, *from, *to)
                })
                .collect(),
        }
    }

    fn areas(&self) -> Vec<Record> {
        let area = |code: &PCode| {
            Record::new(Kind::ServiceArea, self.beside(&format!("area/{}", code.as_str())))
                .of("service_id", self.id())
                .with("name", area_name(code))
                .with("extent", code.as_str())
                .with("extent_type", "P-code")
        };
        self.service.coverage.iter().map(area).collect()
    }

    fn languages(&self) -> Vec<Record> {
        let language = |code: &Code| {
            let record = Record::new(
                Kind::Language,
                self.beside(&format!("language/{}", code.as_str())),
            )
            .of("service_id", self.id())
            .with("code", code.as_str());
            both(record, "name", &self.words.label(List::Language, code))
        };
        self.service.languages.iter().map(language).collect()
    }

    fn cost(&self) -> Option<Record> {
        let (amount, currency) = match self.service.fee.as_ref()? {
            Fee::Free => return None,
            Fee::Amount { amount, currency } => (*amount, currency.clone()),
        };
        Some(
            Record::new(Kind::CostOption, self.beside("cost"))
                .of("service_id", self.id())
                .with("amount", amount)
                .with("currency", currency),
        )
    }

    fn capacity(&self) -> Vec<Record> {
        let Some(capacity) = &self.service.capacity else {
            return Vec::new();
        };
        let Some(available) = capacity.available_now else {
            return Vec::new();
        };
        let (code, name) = unit(capacity.unit);
        let unit = beside(NAMESPACE, &format!("unit/{code}"));
        vec![
            both(Record::new(Kind::Unit, unit), "name", &name),
            Record::new(Kind::ServiceCapacity, self.beside("capacity"))
                .of("service_id", self.id())
                .of("unit_id", unit)
                .with("available", available)
                .with("maximum", capacity.monthly)
                .with("updated", format!("{:.3}", capacity.as_of)),
        ]
    }

    /// Its needs, and the groups that it is for, as terms of the mechanism's lists.
    fn terms(&self) -> Vec<Record> {
        let needs = self.service.needs.iter().map(|code| (List::Need, code));
        let groups = self
            .service
            .eligibility
            .target_groups
            .iter()
            .map(|code| (List::TargetGroup, code));
        let all: Vec<(List, &Code)> = needs.chain(groups).collect();
        let mut records = Vec::new();
        for list in [List::Need, List::TargetGroup] {
            if all.iter().any(|(of, _)| *of == list) {
                records.push(self.taxonomy(list));
            }
        }
        for (list, code) in all {
            let term = self.term_id(list, code);
            records.push(self.term(list, code));
            records.push(self.attribute(term));
        }
        records
    }

    fn taxonomy_id(&self, list: List) -> Uuid {
        list_id(self.mechanism, list)
    }

    fn term_id(&self, list: List, code: &Code) -> Uuid {
        beside(self.taxonomy_id(list), code.as_str())
    }

    /// What it says of getting in, as terms of our own list.
    fn conditions(&self) -> Vec<Record> {
        let held: Vec<Condition> = Condition::ALL
            .into_iter()
            .filter(|condition| condition.holds(self.service))
            .collect();
        if held.is_empty() {
            return Vec::new();
        }
        let name = Localised::new("Conditions d’accès", "Conditions of access");
        let about = Localised::new(
            "Ce que l’on demande d’abord : coût, rendez-vous, pour qui.",
            "What people ask first: cost, appointment, for whom.",
        );
        let list = Record::new(Kind::Taxonomy, Condition::list());
        let mut records = vec![both(both(list, "name", &name), "description", &about)];
        for condition in held {
            let term = Record::new(Kind::TaxonomyTerm, condition.term())
                .with("code", condition.code())
                .with("language", "fra")
                .of("taxonomy_id", Condition::list());
            let label = condition.label();
            records.push(both(both(term, "name", &label), "description", &label));
            records.push(self.attribute(condition.term()));
        }
        records
    }

    fn attribute(&self, term: Uuid) -> Record {
        Record::new(Kind::Attribute, self.beside(&format!("attribute/{term}")))
            .of("link_id", self.id())
            .with("link_entity", "service")
            .of("taxonomy_term_id", term)
    }

    fn taxonomy(&self, list: List) -> Record {
        let (name, description) = match list {
            List::Need => (
                Localised::new("Besoins", "Needs"),
                Localised::new(
                    "Les besoins auxquels un service répond.",
                    "The needs that a service answers.",
                ),
            ),
            _ => (
                Localised::new("Publics", "Groups"),
                Localised::new(
                    "Les publics auxquels un service s’adresse.",
                    "The groups that a service is for.",
                ),
            ),
        };
        let record = Record::new(Kind::Taxonomy, self.taxonomy_id(list)).with("version", self.mechanism);
        both(both(record, "name", &name), "description", &description)
    }

    fn term(&self, list: List, code: &Code) -> Record {
        let label = self.words.label(list, code);
        let record = Record::new(Kind::TaxonomyTerm, self.term_id(list, code))
            .with("code", code.as_str())
            .with("language", "fra")
            .of("taxonomy_id", self.taxonomy_id(list));
        both(both(record, "name", &label), "description", &label)
    }
}

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// French is the language in which the directory is written; English stands beside it.
fn both(record: Record, field: &str, text: &Localised) -> Record {
    let record = record.with(field, text.fr.clone());
    if text.en == text.fr || text.en.is_empty() {
        record
    } else {
        record.in_language("en", field, text.en.clone())
    }
}

fn said(record: Record, field: &str, text: Option<&Localised>) -> Record {
    match text {
        Some(text) => both(record, field, text),
        None => record,
    }
}

fn area_name(code: &PCode) -> String {
    let places = Gazetteer::embedded();
    let department = places
        .department(code.as_str())
        .map(|found| found.name.fr.clone());
    let region = || places.region(code.as_str()).map(|found| found.name.fr.clone());
    department
        .or_else(region)
        .unwrap_or_else(|| code.as_str().to_owned())
}

/// ISO 3166-1, two letters: what a P-code begins with.
fn country(region: &PCode) -> Option<String> {
    region.as_str().get(..2).map(str::to_owned)
}

/// `HH:MM:SSZ`; the end of the day is its last minute (24:00 is no time of the standard).
fn time(minutes: u16) -> String {
    let minutes = minutes.min(24 * 60 - 1);
    format!("{:02}:{:02}:00Z", minutes / 60, minutes % 60)
}

fn access(access: Access) -> Localised {
    access.label()
}

fn fee(fee: &Fee) -> Localised {
    match fee {
        Fee::Free => Localised::new("Gratuit", "Free"),
        Fee::Amount { amount, currency } => {
            Localised::new(format!("{amount} {currency}"), format!("{currency} {amount}"))
        }
    }
}

fn days(days: u16) -> Localised {
    Localised::new(format!("{days} jours"), format!("{days} days"))
}

fn unit(unit: Unit) -> (&'static str, Localised) {
    match unit {
        Unit::Places => ("place", Localised::new("places", "places")),
        Unit::Beds => ("bed", Localised::new("lits", "beds")),
        Unit::Appointments => ("appointment", Localised::new("rendez-vous", "appointments")),
    }
}
