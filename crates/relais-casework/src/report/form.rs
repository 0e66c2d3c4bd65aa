use std::fmt;

use relais_kernel::{PublicRef, Refusal, Refusals};
use serde::{Deserialize, Serialize};

use super::ReportKind;

/// The shortest report that says anything, in characters.
const SHORTEST: usize = 10;
/// The longest, in characters.
const LONGEST: usize = 4_000;

/// The form as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    pub kind: String,
    pub to: String,
    pub words: String,
}

impl fmt::Debug for ReportForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReportForm (not shown)")
    }
}

/// What is told, once it can be read.
#[derive(Clone, PartialEq, Eq)]
pub struct ReportWish {
    pub kind: ReportKind,
    pub to: PublicRef,
    pub words: String,
}

impl ReportForm {
    /// # Errors
    /// Everything that is wrong with it, each fault beside its field.
    pub fn read(&self) -> Result<ReportWish, Refusals> {
        let mut refusals = Refusals::default();
        let kind = ReportKind::of(self.kind.trim());
        if kind.is_none() {
            refusals.push(choose("kind"));
        }
        let to: Option<PublicRef> = self.to.trim().parse().ok();
        if to.is_none() {
            refusals.push(choose("to"));
        }
        let words = words_of(&self.words).map_err(|why| refusals.push(why)).ok();
        match (kind, to, words) {
            (Some(kind), Some(to), Some(words)) => Ok(ReportWish { kind, to, words }),
            _ => Err(refusals),
        }
    }
}

/// The words of a letter.
///
/// # Errors
/// `WordsMissing` when they are too few or too many.
pub fn words_of(text: &str) -> Result<String, Refusal> {
    let words = text.trim();
    if (SHORTEST..=LONGEST).contains(&words.chars().count()) {
        return Ok(words.to_owned());
    }
    Err(Refusal::new(
        "WordsMissing",
        "Écrivez au moins une phrase (10 à 4 000 caractères).",
        "Write at least a sentence (10 to 4,000 characters).",
    )
    .at("words"))
}

fn choose(field: &'static str) -> Refusal {
    Refusal::new("ChoiceMissing", "Choisissez une réponse.", "Choose an answer.").at(field)
}
