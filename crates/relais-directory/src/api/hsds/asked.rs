use jiff::{Timestamp, civil::Date, tz::TimeZone};
use relais_geography::Point;
use uuid::Uuid;

use super::malformed::Malformed;
use crate::hsds::{Form, Listed, Near, Wanted};

/// Records on a page unless another number is asked for, and at most.
const PER_PAGE: usize = 20;
pub const LARGEST_PAGE: usize = 1_000;

/// Words of a question by name, as they came in.
pub type Pairs = Vec<(String, String)>;

/// A question to a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub wanted: Wanted,
    pub form: Form,
    pub page: usize,
    /// `None`: everything on one page.
    pub per_page: Option<usize>,
    pub streamed: bool,
    pub lang: Option<String>,
}

/// The parameters of every list.
const COMMON: &[&str] = &["search", "page", "per_page", "format", "lang"];
const HOURS: &[&str] = &["minimum_age", "maximum_age", "day", "start_time", "end_time"];

const fn own(listed: Listed) -> &'static [&'static str] {
    match listed {
        Listed::Services => &[
            "taxonomy_term_id",
            "taxonomy_id",
            "organization_id",
            "modified_after",
            "minimal",
            "full",
        ],
        Listed::Organizations => &["full_service", "full", "taxonomy_term_id", "taxonomy_id"],
        Listed::ServiceAtLocations => &[
            "taxonomy_term_id",
            "taxonomy_id",
            "organization_id",
            "modified_after",
            "full",
            "postcode",
            "proximity",
            "latitude",
            "longitude",
        ],
        Listed::Taxonomies => &[],
        Listed::TaxonomyTerms => &["taxonomy_id", "top_only", "parent_id"],
    }
}

const fn has_hours(listed: Listed) -> bool {
    matches!(listed, Listed::Services | Listed::ServiceAtLocations)
}

/// A parameter of this list.
pub fn knows(listed: Listed, name: &str) -> bool {
    COMMON.contains(&name) || own(listed).contains(&name) || (has_hours(listed) && HOURS.contains(&name))
}

impl Asked {
    /// Reads a question. Names that this list does not know are passed over: other lists have them, and so may clients.
    ///
    /// # Errors
    /// The first parameter that cannot be meant.
    pub fn read(listed: Listed, pairs: &Pairs) -> Result<Self, Malformed> {
        Self::of(listed, pairs, |given| given.near())
    }

    /// Each parameter of an address by itself: what goes with it may stand in the body.
    ///
    /// # Errors
    /// The first parameter that cannot be meant.
    pub fn check(listed: Listed, pairs: &Pairs) -> Result<(), Malformed> {
        Self::of(listed, pairs, |given| given.near_apart()).map(drop)
    }

    fn of(
        listed: Listed,
        pairs: &Pairs,
        near: fn(&Given<'_>) -> Result<Option<Near>, Malformed>,
    ) -> Result<Self, Malformed> {
        let given = Given(
            pairs
                .iter()
                .filter(|(name, value)| knows(listed, name) && !value.trim().is_empty())
                .collect(),
        );
        let flag = |name| given.flag(name);
        let minimal = flag("minimal")?;
        let form = match (flag("full")?, flag("full_service")?) {
            _ if minimal => Form::Minimal,
            (_, true) => Form::WithServices,
            (true, false) => Form::Full,
            (false, false) => Form::Short,
        };
        let per_page = given
            .whole("per_page")?
            .map(|per_page| per_page.min(LARGEST_PAGE));
        Ok(Self {
            wanted: given.wanted(near(&given)?)?,
            form,
            page: given.whole("page")?.unwrap_or(1),
            per_page: per_page.or((!minimal).then_some(PER_PAGE)),
            streamed: given.streamed()?,
            lang: given.one("lang")?.map(str::to_owned),
        })
    }
}

struct Given<'a>(Vec<&'a (String, String)>);

impl<'a> Given<'a> {
    fn all(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let name = name.to_owned();
        self.0
            .iter()
            .filter(move |(held, _)| *held == name)
            .map(|(_, value)| value.trim())
    }

    fn one(&self, name: &str) -> Result<Option<&'a str>, Malformed> {
        let mut all = self.all(name);
        let first = all.next();
        if all.any(|other| Some(other) != first) {
            return Err(Malformed::new(
                name,
                format!("« {name} » est donné deux fois, avec deux valeurs."),
                format!("“{name}” is given twice, with two values."),
            ));
        }
        Ok(first)
    }

    fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Option<T>,
        wanted: (&str, &str),
    ) -> Result<Option<T>, Malformed> {
        let Some(text) = self.one(name)? else {
            return Ok(None);
        };
        let value = read(text).ok_or_else(|| {
            Malformed::new(
                name,
                format!("« {name} » doit être {}.", wanted.0),
                format!("“{name}” has to be {}.", wanted.1),
            )
        })?;
        Ok(Some(value))
    }

    fn flag(&self, name: &str) -> Result<bool, Malformed> {
        let read = |text: &str| match text.to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        };
        let words = ("true ou false", "true or false");
        Ok(self.read(name, read, words)?.unwrap_or(false))
    }

    /// A number from 1; a larger one than anybody needs is the largest.
    fn whole(&self, name: &str) -> Result<Option<usize>, Malformed> {
        let read = |text: &str| {
            let digits = text.strip_prefix('+').unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let most = 1_000_000_000;
            Some(digits.parse().unwrap_or(most).min(most)).filter(|number| *number > 0)
        };
        self.read(
            name,
            read,
            ("un nombre entier à partir de 1", "a whole number from 1"),
        )
    }

    fn number(&self, name: &str) -> Result<Option<f64>, Malformed> {
        let read = |text: &str| {
            text.parse::<f64>()
                .ok()
                .filter(|number| number.is_finite() && *number >= 0.0)
        };
        self.read(name, read, ("un nombre à partir de 0", "a number from 0"))
    }

    fn id(&self, name: &str) -> Result<Option<Uuid>, Malformed> {
        self.read(name, |text| Uuid::parse_str(text).ok(), ("un UUID", "a UUID"))
    }

    fn ids(&self, name: &str) -> Result<Vec<Uuid>, Malformed> {
        let malformed = || {
            Malformed::new(
                name,
                format!("« {name} » doit être un UUID."),
                format!("“{name}” has to be a UUID."),
            )
        };
        self.all(name)
            .map(|text| Uuid::parse_str(text).map_err(|_| malformed()))
            .collect()
    }

    fn moment(&self, name: &str) -> Result<Option<Timestamp>, Malformed> {
        // A plus of an offset that was not escaped arrives as a space; others write one between the day and the time.
        let read = |text: &str| moment_of(text).or_else(|| moment_of(&text.replace(' ', "+")));
        self.read(
            name,
            read,
            (
                "une date (2026-11-27) ou un instant (2026-11-27T08:00:00Z)",
                "a date (2026-11-27) or a moment (2026-11-27T08:00:00Z)",
            ),
        )
    }

    fn clock(&self, name: &str) -> Result<Option<String>, Malformed> {
        let read = |text: &str| {
            let (hours, minutes) = (text.get(..2)?, text.get(3..5)?);
            let fits = hours.parse::<u8>().ok()? < 24 && minutes.parse::<u8>().ok()? < 60;
            (fits && text.get(2..3) == Some(":")).then(|| format!("{hours}:{minutes}"))
        };
        self.read(name, read, ("une heure (HH:MM)", "a time (HH:MM)"))
    }

    fn streamed(&self) -> Result<bool, Malformed> {
        let read = |text: &str| match text {
            "json" => Some(false),
            "ndjson" => Some(true),
            _ => None,
        };
        Ok(self
            .read("format", read, ("json ou ndjson", "json or ndjson"))?
            .unwrap_or(false))
    }

    fn degrees(&self, name: &str) -> Result<Option<f64>, Malformed> {
        let most = if name == "latitude" { 90.0 } else { 180.0 };
        let read = |text: &str| text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
        self.read(name, read, ("un nombre de degrés", "a number of degrees"))
    }

    fn near_apart(&self) -> Result<Option<Near>, Malformed> {
        self.one("postcode")?;
        self.number("proximity")?;
        self.degrees("latitude")?;
        self.degrees("longitude")?;
        Ok(None)
    }

    fn near(&self) -> Result<Option<Near>, Malformed> {
        let postcode = self.one("postcode")?;
        let metres = self.number("proximity")?;
        let point = match (self.degrees("latitude")?, self.degrees("longitude")?) {
            (None, None) => None,
            (Some(lat), Some(lon)) => Some(Point::new(lat, lon).ok_or_else(|| {
                Malformed::new(
                    "latitude",
                    "Ce point n’est pas sur la Terre.",
                    "This point is not on the Earth.",
                )
            })?),
            (Some(_), None) => return Err(together("longitude")),
            (None, Some(_)) => return Err(together("latitude")),
        };
        match (point, postcode, metres) {
            (Some(point), _, Some(metres)) => Ok(Some(Near::AroundPoint(point, metres))),
            (Some(_), _, None) => Err(together("proximity")),
            (None, Some(code), Some(metres)) => Ok(Some(Near::AroundPostcode(code.to_owned(), metres))),
            (None, Some(code), None) => Ok(Some(Near::Postcode(code.to_owned()))),
            (None, None, Some(_)) => Err(Malformed::new(
                "proximity",
                "« proximity » demande aussi « postcode », ou « latitude » et « longitude » : autour de quoi ?",
                "“proximity” needs “postcode” as well, or “latitude” and “longitude”: around what?",
            )),
            (None, None, None) => Ok(None),
        }
    }

    fn wanted(&self, near: Option<Near>) -> Result<Wanted, Malformed> {
        let day = |text: &str| {
            let day = text.to_ascii_uppercase();
            ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
                .contains(&day.as_str())
                .then_some(day)
        };
        Ok(Wanted {
            search: self.one("search")?.map(str::to_owned),
            terms: self.ids("taxonomy_term_id")?,
            taxonomies: self.ids("taxonomy_id")?,
            organization: self.id("organization_id")?,
            modified_after: self.moment("modified_after")?,
            near,
            region: None,
            language: None,
            in_use: false,
            top_only: self.flag("top_only")?,
            parent: self.id("parent_id")?,
            minimum_age: self.number("minimum_age")?,
            maximum_age: self.number("maximum_age")?,
            day: self.read("day", day, ("un jour, de MO à SU", "a day, MO to SU"))?,
            start_time: self.clock("start_time")?,
            end_time: self.clock("end_time")?,
        })
    }
}

/// A day begins, and a time without an offset is, in UTC. Beyond the last moment that can be told nothing ever changed.
fn moment_of(text: &str) -> Option<Timestamp> {
    let utc = |at: jiff::civil::DateTime| {
        let zoned = at.to_zoned(TimeZone::UTC);
        zoned.map_or(Timestamp::MAX, |at| at.timestamp())
    };
    if text.len() == 10 {
        let day: Date = text.parse().ok()?;
        return Some(utc(day.at(0, 0, 0, 0)));
    }
    let whole = text.parse::<Timestamp>().ok();
    let last = || {
        let written: jiff::civil::DateTime = text.get(..19)?.parse().ok()?;
        (written.year() == 9999).then_some(Timestamp::MAX)
    };
    whole.or_else(|| text.parse().ok().map(utc)).or_else(last)
}

fn together(missing: &str) -> Malformed {
    Malformed::new(
        missing,
        format!("« latitude », « longitude » et « proximity » vont ensemble : il manque « {missing} »."),
        format!("“latitude”, “longitude” and “proximity” go together: “{missing}” is missing."),
    )
}
