//! Forms: what was typed, what was refused, and the widgets that show both.

mod changed;
mod choice;
mod field;
mod multipart;
mod once;
mod reading;
mod typed;

pub use changed::{Overtaken, Recorded};
pub use choice::Choice;
pub use field::{Field, Summary};
pub use multipart::{Parts, parts};
pub use once::{Once, Seal};
pub use reading::Reading;
pub use typed::{NotAForm, Typed};

use relais_kernel::{Lang, Refusals};

use crate::{Frame, Texts};

/// One rendering of a form: the values typed or already known, the refusals beside their fields, and the once
/// token. Made by [`Frame::form`] and [`Frame::refused`].
#[derive(Debug, Clone)]
pub struct Form {
    pub typed: Typed,
    pub refusals: Refusals,
    /// Set when somebody else changed the record while the form was open.
    pub overtaken: Option<Overtaken>,
    lang: Lang,
    texts: Texts,
    once: String,
}

impl Form {
    pub(crate) fn new(frame: &Frame, typed: Typed, refusals: Refusals, once: String) -> Self {
        Self {
            typed,
            refusals,
            overtaken: None,
            lang: frame.lang,
            texts: frame.shell().texts().clone(),
            once,
        }
    }

    /// The value to show in a field of one value.
    pub fn value(&self, name: &str) -> &str {
        self.typed.get(name)
    }

    /// Whether this value of a choice is ticked.
    pub fn ticked(&self, name: &str, value: &str) -> bool {
        self.typed.all(name).any(|typed| typed == value)
    }

    /// The sentences that stand beside a field.
    pub fn faults(&self, name: &str) -> Vec<&str> {
        self.refusals
            .at(name)
            .map(|refusal| refusal.sentence(self.lang))
            .collect()
    }

    /// Whether a folded group with these fields (names with spaces between) has to stand open: something was
    /// refused, filled in, or changed by somebody else there.
    pub fn opens(&self, names: impl AsRef<str>) -> bool {
        let mut names = names.as_ref().split_whitespace();
        let asks = |name: &str| self.refusals.at(name).next().is_some() || self.recorded(name).is_some();
        names.any(|name| asks(name) || !self.value(name).is_empty())
    }

    /// The token that makes a double submission count once.
    pub fn once(&self) -> &str {
        &self.once
    }

    fn say(&self, key: &str) -> String {
        self.texts.say(self.lang, key, &[])
    }
}
