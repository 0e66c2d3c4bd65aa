//! The mapping sheet as the directory would fill it in: what comes back unchanged changes nothing.

use relais_kernel::{Lang, Weekday};

use super::{
    sheet::{Column, Sheet},
    spellings::{self, Spellings},
};
use crate::{Capacity, Code, Fee, OpenHours, Opening, Organisation, PCode, Service};

const DAYS: [(&str, &str); 7] = [
    ("lun", "mon"),
    ("mar", "tue"),
    ("mer", "wed"),
    ("jeu", "thu"),
    ("ven", "fri"),
    ("sam", "sat"),
    ("dim", "sun"),
];

impl Sheet {
    /// The sheet of these services, each with its organisation. Where a hidden service is and how it is reached does not
    /// leave (DP-35): these cells stay empty, and an empty cell changes nothing.
    pub fn of_services(all: &[(Service, Organisation)], lang: Lang) -> Self {
        let headers = Column::ALL
            .iter()
            .map(|column| column.heading().get(lang).to_owned());
        let row = |(service, organisation): &(Service, Organisation)| {
            let row = Row {
                service,
                organisation,
                lang,
            };
            Column::ALL
                .iter()
                .map(|column| row.cell(*column).unwrap_or_default())
                .collect()
        };
        Self {
            headers: headers.collect(),
            rows: all.iter().map(row).collect(),
            ..Self::default()
        }
    }
}

struct Row<'r> {
    service: &'r Service,
    organisation: &'r Organisation,
    lang: Lang,
}

impl Row<'_> {
    fn cell(&self, column: Column) -> Option<String> {
        let (service, eligibility) = (self.service, &self.service.eligibility);
        match column {
            Column::ServiceKey => Some(service.public_ref.uuid().to_string()),
            Column::Service => Some(service.name.fr.clone()),
            Column::ServiceEn => Some(service.name.en.clone()),
            Column::Needs => codes(&service.needs),
            Column::Dimension => Some(service.dimension.to_string()),
            Column::Sex => self.word(spellings::ADMITS, Some(&eligibility.admits)),
            Column::MinAge => eligibility.min_age.map(|age| age.to_string()),
            Column::MaxAge => eligibility.max_age.map(|age| age.to_string()),
            Column::Groups => codes(&eligibility.target_groups),
            Column::Foreigners => self.yes_no(eligibility.foreigners),
            Column::IrregularStatus => self.yes_no(eligibility.irregular_status),
            Column::Documents => codes(&eligibility.required_documents),
            Column::Conditions => eligibility.conditions.as_ref().map(|words| words.fr.clone()),
            Column::ConditionsEn => eligibility.conditions.as_ref().map(|words| words.en.clone()),
            Column::Access => self.word(spellings::ACCESS, service.access.as_ref()),
            Column::Fee => service.fee.as_ref().map(|fee| self.fee(fee)),
            Column::WaitDays => service.wait_days.map(|days| days.to_string()),
            Column::Languages => codes(&service.languages),
            Column::Interpreter => self.yes_no(service.interpreter),
            Column::Remote => self.yes_no(service.remote),
            Column::Hours => service.hours.as_ref().map(|opening| self.hours(opening)),
            Column::Emergency => self.yes_no(service.emergency),
            Column::Visibility => self.word(spellings::VISIBILITIES, Some(&service.visibility)),
            Column::AssuredOn => service.assured_on().map(|day| day.to_string()),
            Column::Monthly | Column::Available | Column::NextDate | Column::State => service
                .capacity
                .as_ref()
                .and_then(|capacity| self.capacity(column, capacity)),
            Column::Region => service.place.spot.region.as_ref().map(ToString::to_string),
            Column::Department
            | Column::Town
            | Column::Address
            | Column::Latitude
            | Column::Longitude
            | Column::Coverage
            | Column::Phone
            | Column::Email
            | Column::Channel => (!service.is_hidden()).then(|| self.reach(column)).flatten(),
            _ => self.of_organisation(column),
        }
    }

    fn of_organisation(&self, column: Column) -> Option<String> {
        let (of, mapping) = (self.organisation, &self.organisation.mapping);
        match column {
            Column::Key => Some(of.code.to_string()),
            Column::Organisation => Some(of.name.fr.clone()),
            Column::OrganisationEn => Some(of.name.en.clone()),
            Column::Acronym => of.acronym.clone(),
            Column::Type => Some(of.kind.code().to_string()),
            Column::Mandate => of.mandate.clone(),
            Column::PseaCode => self.yes_no(of.psea_code),
            Column::DataMeasures => self.yes_no(of.data_measures),
            Column::Funder => mapping.funder.clone(),
            Column::FundedUntil => mapping.funded_until.map(|day| day.to_string()),
            Column::Agreement => self.word(spellings::AGREEMENTS, mapping.agreement.as_ref()),
            Column::Validation => self.word(spellings::VALIDATIONS, mapping.validation.as_ref()),
            Column::Workshop => mapping.workshop.clone(),
            _ => None,
        }
    }

    fn reach(&self, column: Column) -> Option<String> {
        let (place, contact) = (&self.service.place, &self.service.contact);
        let point = place.spot.point;
        match column {
            Column::Department => place.spot.department.as_ref().map(ToString::to_string),
            Column::Town => place.spot.town.clone(),
            Column::Address => place.address.clone(),
            Column::Latitude => point.map(|point| point.lat.to_string()),
            Column::Longitude => point.map(|point| point.lon.to_string()),
            Column::Coverage => {
                let areas: Vec<&str> = self.service.coverage.iter().map(PCode::as_str).collect();
                (!areas.is_empty()).then(|| areas.join("; "))
            }
            Column::Phone => contact.phone.clone(),
            Column::Email => contact.email.clone(),
            Column::Channel => self.word(spellings::CHANNELS, contact.channel.as_ref()),
            _ => None,
        }
    }

    fn capacity(&self, column: Column, capacity: &Capacity) -> Option<String> {
        match column {
            Column::Monthly => capacity.monthly.map(|places| places.to_string()),
            Column::Available => capacity.available_now.map(|places| places.to_string()),
            Column::NextDate => capacity.next_date.map(|day| day.to_string()),
            _ => self.word(spellings::STATES, Some(&capacity.state)),
        }
    }

    fn word<T: PartialEq>(&self, words: Spellings<T>, value: Option<&T>) -> Option<String> {
        spellings::word(words, value?, self.lang)
    }

    fn yes_no(&self, answer: Option<bool>) -> Option<String> {
        let word = match (answer?, self.lang) {
            (true, Lang::Fr) => "oui",
            (false, Lang::Fr) => "non",
            (true, Lang::En) => "yes",
            (false, Lang::En) => "no",
        };
        Some(word.to_owned())
    }

    fn fee(&self, fee: &Fee) -> String {
        match (fee, self.lang) {
            (Fee::Free, Lang::Fr) => "gratuit".to_owned(),
            (Fee::Free, Lang::En) => "free".to_owned(),
            (Fee::Amount { amount, .. }, _) => amount.to_string(),
        }
    }

    fn hours(&self, opening: &Opening) -> String {
        let Opening::Weekly(stretches) = opening else {
            return "24h/24".to_owned();
        };
        let of_day = |day: Weekday| {
            let hours: Vec<String> = stretches.iter().filter(|one| one.day == day).map(clock).collect();
            let at = Weekday::ALL
                .iter()
                .position(|one| *one == day)
                .unwrap_or_default();
            let name = if self.lang == Lang::Fr {
                DAYS[at].0
            } else {
                DAYS[at].1
            };
            (!hours.is_empty()).then(|| format!("{name} {}", hours.join(" ")))
        };
        Weekday::ALL
            .into_iter()
            .filter_map(of_day)
            .collect::<Vec<_>>()
            .join("; ")
    }
}

fn clock(one: &OpenHours) -> String {
    let minutes = |at: u16| format!("{:02}:{:02}", at / 60, at % 60);
    format!("{}-{}", minutes(one.from), minutes(one.to))
}

fn codes(all: &std::collections::BTreeSet<Code>) -> Option<String> {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    (!all.is_empty()).then(|| all.join("; "))
}
