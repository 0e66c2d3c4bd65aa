//! Codes of the mechanism's lists, and what a pack says about them.

use std::collections::BTreeSet;

pub use relais_directory::{Code, PCode};
use relais_kernel::{Priority, Refusal, Sensitivity};
use relais_mechanism::{Behaviour, CodeItem, Definition};
/// What a pack says about one code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traits {
    /// The code that stands in clear in its place (decisions §10).
    pub shown_as: Option<String>,
    pub sensitivity: Option<Sensitivity>,
    /// "None": excludes every other choice.
    pub alone: bool,
    pub priority: Option<Priority>,
}

/// The code lists and the field table as forms need them; a [`Definition`] is one.
pub trait Codes: Send + Sync {
    /// What the pack says about a code that may be recorded today; `None` when it does not know it, or has
    /// retired it.
    fn traits(&self, list: &str, code: &str) -> Option<Traits>;

    /// The sensitivity of a form's field; unknown fields are survivor-critical.
    fn field_sensitivity(&self, form: &str, field: &str) -> Sensitivity;

    fn knows(&self, list: &str, code: &str) -> bool {
        self.traits(list, code).is_some()
    }

    /// Reads a code of a list.
    ///
    /// # Errors
    /// `UnknownCode`: never replaced by a default (design §1.7).
    fn read(&self, list: &str, text: &str) -> Result<Code, Refusal> {
        text.parse::<Code>()
            .ok()
            .filter(|code| self.knows(list, code.as_str()))
            .ok_or_else(unknown_code)
    }

    /// What stands in clear for a code: itself when it gives nothing away, the code the pack names for it, else
    /// [`PROTECTION`] (decisions §10). The second value says whether the code itself has to be sealed.
    fn shown(&self, list: &str, code: &Code) -> (Code, bool) {
        let traits = self.traits(list, code.as_str());
        let named = traits
            .as_ref()
            .and_then(|t| t.shown_as.as_deref())
            .and_then(|text| text.parse().ok());
        let hidden = traits.is_none_or(|t| t.sensitivity.is_some_and(|s| s > Sensitivity::S1));
        match named {
            Some(shown) => {
                let differs = shown != *code;
                (shown, differs)
            }
            None if hidden => (PROTECTION.parse().unwrap_or_else(|_| code.clone()), true),
            None => (code.clone(), false),
        }
    }

    /// What stands in clear for a code of a field that the table seals: the code the pack names for it, itself where the
    /// pack rates the code as harmless, else [`PROTECTION`].
    fn neutral(&self, (form, field, list): Answered, code: &Code) -> Code {
        let rated = self
            .traits(list, code.as_str())
            .and_then(|traits| traits.sensitivity)
            .unwrap_or_else(|| self.field_sensitivity(form, field));
        match self.shown(list, code) {
            (shown, true) => shown,
            (shown, false) if rated <= Sensitivity::S1 => shown,
            (shown, false) => PROTECTION.parse().unwrap_or(shown),
        }
    }

    /// The same for several codes.
    fn neutral_all(&self, of: Answered, codes: &BTreeSet<Code>) -> BTreeSet<Code> {
        codes.iter().map(|code| self.neutral(of, code)).collect()
    }

    /// The codes of a list, those no longer chosen too.
    fn all(&self, list: &str) -> Vec<Code>;

    /// The codes that may stand behind these neutral ones.
    fn behind(&self, of: Answered, neutral: &BTreeSet<Code>) -> BTreeSet<Code> {
        let (_, _, list) = of;
        let hidden = |code: &Code| {
            let shown = self.neutral(of, code);
            shown != *code && neutral.contains(&shown)
        };
        self.all(list).into_iter().filter(hidden).collect()
    }

    /// What stands in clear for several codes, and whether any of them has to be sealed.
    fn shown_all(&self, list: &str, codes: &BTreeSet<Code>) -> (BTreeSet<Code>, bool) {
        codes
            .iter()
            .fold((BTreeSet::new(), false), |(mut all, sealed), code| {
                let (shown, hide) = self.shown(list, code);
                all.insert(shown);
                (all, sealed || hide)
            })
    }
}

/// A form, one of its fields, and the list from which it is answered.
pub type Answered = (&'static str, &'static str, &'static str);

pub const FLAGS: Answered = ("F1", "vulnerability_flags", "vulnerability_flag");
pub const GROUPS: Answered = ("F1", "target_groups", "target_group");

/// The code that hides what would reveal survivor-critical facts (decisions §10).
pub const PROTECTION: &str = "protection";

pub(crate) fn unknown_code() -> Refusal {
    Refusal::new(
        "UnknownCode",
        "Cette réponse ne figure pas dans la liste du mécanisme. Choisissez-en une de la liste.",
        "This answer is not in the mechanism's list. Choose one from the list.",
    )
}

impl Codes for Definition {
    fn traits(&self, list: &str, code: &str) -> Option<Traits> {
        self.choose(list, code).ok().map(|item: &CodeItem| Traits {
            shown_as: item.shown_as.clone(),
            sensitivity: item.sensitivity,
            alone: item.behaviour == Some(Behaviour::Alone),
            priority: item.priority,
        })
    }

    fn all(&self, list: &str) -> Vec<Code> {
        let held = self.list(list).map(|list| list.items.iter());
        let codes = held
            .into_iter()
            .flatten()
            .filter_map(|item| item.code.parse().ok());
        codes.collect()
    }

    fn field_sensitivity(&self, form: &str, field: &str) -> Sensitivity {
        self.fields.sensitivity(form, field)
    }
}
