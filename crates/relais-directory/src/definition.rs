//! What the directory takes from the mechanism's definition.

use relais_kernel::Span;
use relais_mechanism::{CodeItem, Definition, DirectoryRules};

use crate::{FreshnessRules, List, Term, Vocabulary};

impl List {
    const ALL: [Self; 6] = [
        Self::Need,
        Self::Dimension,
        Self::Language,
        Self::TargetGroup,
        Self::Document,
        Self::OrganisationType,
    ];

    /// The code of the list in a pack.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Dimension => "dimension",
            Self::Language => "language",
            Self::TargetGroup => "target_group",
            Self::Document => "document",
            Self::OrganisationType => "organisation_type",
        }
    }
}

impl From<&CodeItem> for Term {
    fn from(item: &CodeItem) -> Self {
        Self {
            label: item.label.clone(),
            retired: item.retired,
            firewall: item.firewall,
        }
    }
}

impl From<&Definition> for Vocabulary {
    /// A list that the mechanism does not have stays empty: its codes are then unknown, and put aside.
    fn from(definition: &Definition) -> Self {
        let mut words = Self::default();
        for list in List::ALL {
            let items = definition
                .list(list.code())
                .map(|l| l.items.as_slice())
                .unwrap_or_default();
            for item in items {
                if let Ok(code) = item.code.parse() {
                    words.add(list, code, item.into());
                }
            }
        }
        words
    }
}

impl From<DirectoryRules> for FreshnessRules {
    fn from(rules: DirectoryRules) -> Self {
        Self {
            emergency_days: days(rules.verify_emergency_every),
            days: days(rules.verify_every),
        }
    }
}

/// Whole days. Five working days are a week: an entry is verified by a calendar on a wall, not to the hour.
fn days(span: Span) -> u16 {
    let days = match span {
        Span::Hours(hours) => hours.div_ceil(24),
        Span::Days(days) => days,
        Span::WorkingDays(days) => days.saturating_mul(7).div_ceil(5),
    };
    u16::try_from(days).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use relais_kernel::Lang;

    #[test]
    fn the_demonstration_mechanism_fills_every_list() {
        let definition = relais_mechanism::builtin("cameroun-demo").unwrap();
        let words = Vocabulary::from(&definition);
        for (list, text) in [
            (List::Need, "Aide juridique"),
            (List::Dimension, "health"),
            (List::Language, "Fulfulde"),
            (List::TargetGroup, "women"),
            (List::Document, "Carte nationale d’identité"),
            (List::OrganisationType, "ngo"),
        ] {
            let code = words
                .code_of(list, text)
                .unwrap_or_else(|| panic!("{list:?} {text}"));
            assert_ne!(words.label(list, code).get(Lang::Fr), code.as_str());
        }
        assert!(words.kind("police_border").unwrap().is_firewalled());
        assert!(!words.kind("ngo").unwrap().is_firewalled());
    }

    #[test]
    fn the_pack_says_how_long_an_entry_is_fresh() {
        let definition = relais_mechanism::builtin("cameroun-demo").unwrap();
        let rules = FreshnessRules::from(definition.directory);
        assert_eq!(
            rules,
            FreshnessRules {
                emergency_days: 90,
                days: 180
            }
        );
        let odd = DirectoryRules {
            verify_emergency_every: Span::Hours(25),
            verify_every: Span::WorkingDays(6),
        };
        assert_eq!(
            FreshnessRules::from(odd),
            FreshnessRules {
                emergency_days: 2,
                days: 9
            }
        );
    }
}
