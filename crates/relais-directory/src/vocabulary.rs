use std::collections::BTreeMap;

use relais_geography::folded;
use relais_kernel::Localised;

use crate::{Code, OrganisationKind};

/// The lists of the mechanism that the directory speaks with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    Need,
    Dimension,
    Language,
    TargetGroup,
    Document,
    OrganisationType,
}

/// One value of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub label: Localised,
    /// Kept for the records that carry it, accepted in no new one.
    pub retired: bool,
    /// An organisation type that hands over and never searches (decisions §15).
    pub firewall: bool,
}

/// The words for the codes, filled from the mechanism's definition.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary(BTreeMap<List, BTreeMap<Code, Term>>);

impl Vocabulary {
    pub fn add(&mut self, list: List, code: Code, term: Term) {
        self.0.entry(list).or_default().insert(code, term);
    }

    /// The word for a code; the code itself when the list does not have it, so that nothing is hidden.
    pub fn label(&self, list: List, code: &Code) -> Localised {
        let known = self
            .0
            .get(&list)
            .and_then(|l| l.get(code))
            .map(|t| t.label.clone());
        known.unwrap_or_else(|| Localised::new(code.as_str(), code.as_str()))
    }

    /// The code that a text means: the code itself or its word in either language, without regard to case, accents
    /// and spaces around. `None` when it is unknown or retired, or when two codes have that word.
    pub fn code_of(&self, list: List, text: &str) -> Option<&Code> {
        let wanted = folded(text);
        let current = || {
            self.0
                .get(&list)
                .into_iter()
                .flatten()
                .filter(|(_, term)| !term.retired)
        };
        if let Some((code, _)) = current().find(|(code, _)| folded(code.as_str()) == wanted) {
            return Some(code);
        }
        let mut meant = current()
            .filter(|(_, term)| folded(&term.label.fr) == wanted || folded(&term.label.en) == wanted)
            .map(|(code, _)| code);
        match (meant.next(), meant.next()) {
            (Some(code), None) => Some(code),
            _ => None,
        }
    }

    /// The organisation type that a text means, with its firewall.
    pub fn kind(&self, text: &str) -> Option<OrganisationKind> {
        let code = self.code_of(List::OrganisationType, text)?;
        let firewalled = self.0.get(&List::OrganisationType)?.get(code)?.firewall;
        Some(OrganisationKind::recorded(code.clone(), firewalled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Vocabulary {
        pub(crate) fn with(mut self, list: List, code: &str, fr: &str, en: &str) -> Self {
            let term = Term {
                label: Localised::new(fr, en),
                retired: false,
                firewall: false,
            };
            self.add(list, code.parse().unwrap(), term);
            self
        }
    }

    fn code(text: &str) -> Option<Code> {
        text.parse().ok()
    }

    fn words() -> Vocabulary {
        Vocabulary::default()
            .with(List::Need, "legal_aid", "aide juridique", "legal aid")
            .with(List::Need, "health", "santé", "health")
            .with(List::OrganisationType, "ngo", "ONG nationale", "national NGO")
    }

    #[test]
    fn a_word_is_known_by_its_code_and_in_both_languages() {
        for text in ["legal_aid", "Legal Aid", " AIDE  JURIDIQUE "] {
            assert_eq!(
                words().code_of(List::Need, text),
                code("legal_aid").as_ref(),
                "{text}"
            );
        }
        assert_eq!(
            words().code_of(List::Need, "sante\u{301}"),
            code("health").as_ref()
        );
    }

    #[test]
    fn an_unknown_word_means_nothing() {
        assert_eq!(words().code_of(List::Need, "santé mentale"), None);
        assert_eq!(words().code_of(List::Language, "health"), None);
    }

    #[test]
    fn a_word_of_two_codes_means_neither() {
        let words = words().with(List::Need, "clinic", "soins", "health");
        assert_eq!(words.code_of(List::Need, "Health"), code("health").as_ref());
        let words = words.with(List::Need, "ward", "soins", "ward");
        assert_eq!(words.code_of(List::Need, "soins"), None);
    }

    #[test]
    fn a_code_without_a_word_is_shown_as_it_is() {
        assert_eq!(
            words().label(List::Need, &"tracing".parse().unwrap()).fr,
            "tracing"
        );
    }

    #[test]
    fn a_retired_code_keeps_its_word_and_is_accepted_no_more() {
        let mut words = words();
        let gone: Code = "cash".parse().unwrap();
        let label = Localised::new("aide monétaire", "cash");
        words.add(
            List::Need,
            gone.clone(),
            Term {
                label,
                retired: true,
                firewall: false,
            },
        );
        assert_eq!(words.code_of(List::Need, "cash"), None);
        assert_eq!(words.label(List::Need, &gone).fr, "aide monétaire");
    }

    #[test]
    fn a_firewalled_type_of_organisation_is_never_written_without_its_firewall() {
        let mut words = words();
        let label = Localised::new("Police", "Police");
        words.add(
            List::OrganisationType,
            "police".parse().unwrap(),
            Term {
                label,
                retired: false,
                firewall: true,
            },
        );
        assert!(words.kind("POLICE").unwrap().is_firewalled());
        assert!(!words.kind("ONG nationale").unwrap().is_firewalled());
        assert_eq!(words.kind("gendarmerie"), None);
    }
}
