use jiff::civil::Date;
use relais_shell::{Frame, Tone};
use serde::Deserialize;

/// A service as the public page shows it: read from the document that everybody may read, so that nothing else can be
/// shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Shown {
    pub id: String,
    pub name: String,
    pub status: String,
    pub description: Option<String>,
    pub alert: Option<String>,
    pub eligibility_description: Option<String>,
    pub application_process: Option<String>,
    pub fees_description: Option<String>,
    pub wait_time: Option<String>,
    pub interpretation_services: Option<String>,
    pub email: Option<String>,
    pub url: Option<String>,
    pub assured_date: Option<Date>,
    pub minimum_age: Option<f64>,
    pub maximum_age: Option<f64>,
    pub organization: Named,
    pub phones: Vec<Phone>,
    pub schedules: Vec<Schedule>,
    pub languages: Vec<Named>,
    pub service_areas: Vec<Named>,
    pub service_at_locations: Vec<Place>,
    pub attributes: Vec<Attribute>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    pub name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Phone {
    pub number: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Schedule {
    pub byday: String,
    pub opens_at: String,
    pub closes_at: String,
    pub description: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    pub location: Location,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Location {
    pub name: String,
    pub addresses: Vec<Address>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Address {
    pub address_1: String,
    pub city: String,
    pub state_province: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Attribute {
    pub taxonomy_term: Term,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Term {
    pub name: String,
    pub taxonomy_id: String,
}

impl Shown {
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Where it is given: the address, else the name of the place.
    pub fn places(&self) -> Vec<String> {
        let mut all: Vec<String> = self
            .service_at_locations
            .iter()
            .flat_map(|at| at.location.lines())
            .collect();
        all.dedup();
        all
    }

    pub fn place(&self) -> String {
        self.places().into_iter().next().unwrap_or_default()
    }

    /// The town it is in, or the name of the place where no town is said.
    pub fn town(&self) -> &str {
        let first = self.service_at_locations.first().map(|at| &at.location);
        let city = first
            .and_then(|location| location.addresses.first())
            .map(|at| at.city.trim());
        let named = first.map(|location| location.name.trim());
        city.filter(|city| !city.is_empty()).or(named).unwrap_or_default()
    }

    /// Where, when and for whom, in as few words as will do.
    pub fn brief(&self, frame: &Frame) -> Vec<String> {
        let hours = self.hours(frame).join(" · ");
        let conditions = self.conditions().join(", ");
        let all = [self.place(), hours, conditions];
        all.into_iter().filter(|words| !words.is_empty()).collect()
    }

    /// What one needs to know before one goes there, with its names.
    pub fn facts(&self, frame: &Frame) -> Vec<(String, String)> {
        let numbers: Vec<&str> = self.phones.iter().map(|phone| phone.number.as_str()).collect();
        let asked = |text: &Option<String>| text.clone().unwrap_or_default();
        let all = [
            ("directory-phone", numbers.join(", ")),
            ("directory-place", self.places().join(" · ")),
            ("directory-hours", self.hours(frame).join(" · ")),
            ("directory-what", asked(&self.description)),
            ("directory-access", asked(&self.application_process)),
            ("directory-fee", asked(&self.fees_description)),
            ("directory-ages", self.ages(frame).unwrap_or_default()),
            ("directory-languages", self.tongues()),
            ("directory-conditions", asked(&self.eligibility_description)),
        ];
        let said = all.into_iter().filter(|(_, words)| !words.is_empty());
        said.map(|(key, words)| (frame.t(key), words)).collect()
    }

    pub fn areas(&self) -> String {
        joined(self.service_areas.iter().map(|area| area.name.as_str()))
    }

    pub fn tongues(&self) -> String {
        joined(self.languages.iter().map(|language| language.name.as_str()))
    }

    /// What it is found under but its needs, which its description says.
    pub fn conditions(&self) -> Vec<&str> {
        let list = crate::hsds::Condition::list().to_string();
        let held = self.attributes.iter().map(|attribute| &attribute.taxonomy_term);
        held.filter(|term| term.taxonomy_id == list)
            .map(|term| term.name.as_str())
            .collect()
    }

    /// A web address that a page may lead to.
    pub fn site(&self) -> Option<&str> {
        self.url
            .as_deref()
            .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
    }

    /// Its hours, a line for all days with the same: the days as words in the reader's language.
    pub fn hours(&self, frame: &Frame) -> Vec<String> {
        let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
        for schedule in &self.schedules {
            let hours = schedule.hours();
            match lines.iter_mut().find(|(known, _)| *known == hours) {
                Some((_, days)) => days.extend(schedule.days()),
                None => lines.push((hours, schedule.days().collect())),
            }
        }
        let line = |(hours, days): (String, Vec<&str>)| {
            if days.len() == DAYS.len() && matches!(hours.as_str(), "00:00–23:59" | "00:00–24:00") {
                return frame.t("directory-always");
            }
            joined([in_runs(frame, &days).as_str(), &hours].into_iter())
        };
        lines
            .into_iter()
            .map(line)
            .filter(|line| !line.is_empty())
            .collect()
    }

    pub fn ages(&self, frame: &Frame) -> Option<String> {
        let whole = |age: f64| format!("{age:.0}");
        match (self.minimum_age, self.maximum_age) {
            (Some(from), Some(to)) => Some(format!("{}–{}", whole(from), whole(to))),
            (Some(from), None) => Some(frame.t1("directory-find-from-age", "age", whole(from))),
            (None, Some(to)) => Some(frame.t1("directory-find-to-age", "age", whole(to))),
            (None, None) => None,
        }
    }
}

impl Location {
    fn lines(&self) -> Vec<String> {
        let address = |address: &Address| {
            joined(
                [&address.address_1, &address.city, &address.state_province]
                    .into_iter()
                    .map(String::as_str),
            )
        };
        let all: Vec<String> = self
            .addresses
            .iter()
            .map(address)
            .filter(|line| !line.is_empty())
            .collect();
        if all.is_empty() && !self.name.is_empty() {
            return vec![self.name.clone()];
        }
        all
    }
}

impl Schedule {
    fn days(&self) -> impl Iterator<Item = &str> {
        self.byday.split(',').map(str::trim).filter(|day| !day.is_empty())
    }

    fn hours(&self) -> String {
        let time = |text: &str| text.get(..5).unwrap_or_default().to_owned();
        let (from, to) = (time(&self.opens_at), time(&self.closes_at));
        let hours = if from.is_empty() && to.is_empty() {
            String::new()
        } else {
            format!("{from}–{to}")
        };
        joined([hours.as_str(), self.description.as_str()].into_iter())
    }
}

/// The days of the standard (RFC 5545), in their order.
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Days in words, three or more in a row as the first and the last.
fn in_runs(frame: &Frame, days: &[&str]) -> String {
    let at = |day: &str| DAYS.iter().position(|known| *known == day);
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for day in days {
        let follows = |run: &Vec<&str>| {
            let (last, this) = (run.last().and_then(|last| at(last)), at(day));
            last.zip(this).is_some_and(|(last, this)| this == last + 1)
        };
        match runs.last_mut().filter(|run| follows(run)) {
            Some(run) => run.push(day),
            None => runs.push(vec![day]),
        }
    }
    let said = |run: &Vec<&str>| match run.as_slice() {
        [first, _, .., last] => format!("{}–{}", day_word(frame, first), day_word(frame, last)),
        days => days
            .iter()
            .map(|day| day_word(frame, day))
            .collect::<Vec<_>>()
            .join(" "),
    };
    runs.iter().map(said).collect::<Vec<_>>().join(" ")
}

fn day_word(frame: &Frame, day: &str) -> String {
    let french = frame.lang == relais_kernel::Lang::Fr;
    let word = match day {
        "MO" => ("lun.", "Mon"),
        "TU" => ("mar.", "Tue"),
        "WE" => ("mer.", "Wed"),
        "TH" => ("jeu.", "Thu"),
        "FR" => ("ven.", "Fri"),
        "SA" => ("sam.", "Sat"),
        "SU" => ("dim.", "Sun"),
        other => return other.to_owned(),
    };
    if french { word.0 } else { word.1 }.to_owned()
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// How it stands with a service: open to people, closed for a while, or when somebody last vouched for it.
pub fn standing(frame: &Frame, one: &Shown) -> (Tone, String) {
    match (one.status.as_str(), one.assured_date) {
        ("temporarily closed", _) => (Tone::Late, frame.t("directory-state-closed")),
        ("defunct", _) => (Tone::Stop, frame.t("directory-state-defunct")),
        ("inactive", _) => (Tone::Stop, frame.t("directory-state-suspended")),
        (_, Some(day)) => (
            Tone::Good,
            frame.t1("directory-verified-on", "day", frame.date(day)),
        ),
        (_, None) => (Tone::Quiet, frame.t("directory-never-verified")),
    }
}
