use std::fmt;

use relais_kernel::{Refusal, Refusals, ShortCode};
use serde::{Deserialize, Serialize};

use super::OpeningReason;

/// The shortest explanation that says anything, in characters.
const SHORTEST: usize = 20;
/// The longest, in characters.
const LONGEST: usize = 1_000;

/// The form as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OpeningForm {
    pub code: String,
    pub reason: String,
    pub words: String,
    pub sure: String,
}

impl fmt::Debug for OpeningForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningForm (not shown)")
    }
}

/// What was asked, once it can be read.
#[derive(Clone, PartialEq, Eq)]
pub struct OpeningWish {
    /// The code that people read, as the person carries it.
    pub code: ShortCode,
    pub reason: OpeningReason,
    pub words: String,
}

impl OpeningForm {
    /// # Errors
    /// Everything that is wrong with it, each fault beside its field.
    pub fn read(&self) -> Result<OpeningWish, Refusals> {
        let mut refusals = Refusals::default();
        let code: Option<ShortCode> = self.code.trim().parse().ok();
        if code.is_none() {
            refusals.push(no_code());
        }
        let reason = OpeningReason::of(self.reason.trim());
        if reason.is_none() {
            refusals.push(choose());
        }
        let words = self.words.trim();
        if !(SHORTEST..=LONGEST).contains(&words.chars().count()) {
            refusals.push(explain());
        }
        if self.sure != "yes" {
            refusals.push(not_sure());
        }
        match (code, reason) {
            (Some(code), Some(reason)) if refusals.is_empty() => Ok(OpeningWish {
                code,
                reason,
                words: words.to_owned(),
            }),
            _ => Err(refusals),
        }
    }
}

fn no_code() -> Refusal {
    Refusal::new(
        "CodeNotRead",
        "Recopiez le code du dossier tel qu’il est écrit, par exemple sur la carte de la personne.",
        "Copy the code of the case as it is written, for instance on the person’s card.",
    )
    .at("code")
}

fn choose() -> Refusal {
    Refusal::new(
        "ChoiceMissing",
        "Dites pourquoi cela ne peut pas attendre.",
        "Say why it cannot wait.",
    )
    .at("reason")
}

fn explain() -> Refusal {
    Refusal::new(
        "ReasonMissing",
        "Expliquez en une ou deux phrases (20 à 1 000 caractères) ce qui se passe.",
        "Explain in a sentence or two (20 to 1,000 characters) what is happening.",
    )
    .at("words")
}

fn not_sure() -> Refusal {
    Refusal::new(
        "NotConfirmed",
        "Confirmez que vous avez compris : la structure du dossier et le délégué sont prévenus tout de suite.",
        "Confirm that you have understood: the organisation of the case and the officer are told at once.",
    )
    .at("sure")
}
