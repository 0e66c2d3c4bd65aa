use std::{collections::BTreeSet, str::FromStr};

use relais_kernel::Localised;
use serde::{Deserialize, Serialize};

use crate::Code;

/// Whom a service takes (domain §3 F13). What nobody filled in is `None` or an empty set: it excludes nobody and
/// is shown as not filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eligibility {
    pub admits: Admits,
    /// Youngest age in completed years.
    pub min_age: Option<u8>,
    /// Oldest age in completed years: "under 18" is 17.
    pub max_age: Option<u8>,
    /// Only people of one of these groups; empty: no group is asked for.
    pub target_groups: BTreeSet<Code>,
    /// Takes people of another nationality.
    pub foreigners: Option<bool>,
    /// Takes people without a right of residence.
    pub irregular_status: Option<bool>,
    /// All of these are to be shown.
    pub required_documents: BTreeSet<Code>,
    /// Other conditions, in the provider's words.
    pub conditions: Option<Localised>,
}

/// Which sexes a service takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Admits {
    #[default]
    #[serde(rename = "all")]
    Everyone,
    Women,
    Men,
    /// Women of any age, and everybody under 18.
    WomenAndChildren,
}

impl Admits {
    pub const ALL: [Self; 4] = [Self::Everyone, Self::Women, Self::Men, Self::WomenAndChildren];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Everyone => "all",
            Self::Women => "women",
            Self::Men => "men",
            Self::WomenAndChildren => "women_and_children",
        }
    }

    pub fn label(self) -> Localised {
        match self {
            Self::Everyone => Localised::new("tous", "everyone"),
            Self::Women => Localised::new("femmes", "women"),
            Self::Men => Localised::new("hommes", "men"),
            Self::WomenAndChildren => Localised::new("femmes et enfants", "women and children"),
        }
    }
}

impl FromStr for Admits {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|a| a.code() == text).ok_or(())
    }
}
