use std::{cell::RefCell, fmt};

use relais_kernel::{Lang, Localised};
use serde::Serialize;

/// Where something stands in a pack. Sorts as one reads: by file, then by line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Spot {
    /// Pack and file, for instance `cameroun-demo/deadlines.toml`.
    pub file: String,
    /// From 1; `None` when the whole file is meant.
    pub line: Option<usize>,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// One reason why a pack is refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PackError {
    #[serde(flatten)]
    pub spot: Spot,
    /// Stable, in the shape `UnknownRole`.
    pub code: &'static str,
    pub reason: Localised,
}

impl PackError {
    /// `file:line: reason`, in the reader's language.
    pub fn text(&self, lang: Lang) -> String {
        let colon = if lang == Lang::Fr { " :" } else { ":" };
        format!("{}{colon} {}", self.spot, self.reason.get(lang))
    }
}

/// Everything that is wrong with a pack, in reading order; never empty. The pack is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PackErrors(pub Vec<PackError>);

impl PackErrors {
    /// One error per line, in the reader's language.
    pub fn text(&self, lang: Lang) -> String {
        self.0
            .iter()
            .map(|error| error.text(lang))
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl fmt::Display for PackErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for PackErrors {}

/// Collects errors while a pack is read, so that a person sees all of them at once.
#[derive(Debug, Default)]
pub(super) struct Report(RefCell<Vec<PackError>>);

impl Report {
    pub fn say(&self, spot: &Spot, code: &'static str, fr: impl Into<String>, en: impl Into<String>) {
        let error = PackError {
            spot: spot.clone(),
            code,
            reason: Localised::new(fr, en),
        };
        let mut errors = self.0.borrow_mut();
        if !errors.contains(&error) {
            errors.push(error);
        }
    }

    pub fn has(&self, code: &str) -> bool {
        self.0.borrow().iter().any(|error| error.code == code)
    }

    /// The value if nothing was said and it is there.
    pub fn or<T>(self, value: Option<T>, pack: &str) -> Result<T, PackErrors> {
        let mut errors = self.0.into_inner();
        errors.sort();
        match value {
            Some(value) if errors.is_empty() => Ok(value),
            None if errors.is_empty() => Err(PackErrors(vec![PackError {
                spot: Spot {
                    file: pack.to_owned(),
                    line: None,
                },
                code: "Incomplete",
                reason: Localised::new("Le paquet est incomplet.", "The pack is incomplete."),
            }])),
            _ => Err(PackErrors(errors)),
        }
    }
}
