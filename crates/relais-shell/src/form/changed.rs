use std::collections::BTreeSet;

use relais_kernel::Refusals;

use super::{Form, Typed};
use crate::Frame;

/// What somebody else changed while a form was open: what happened, and what the record says now in the fields where
/// it differs from what was typed.
#[derive(Debug, Clone)]
pub struct Overtaken {
    /// What happened, in the reader's language.
    pub said: String,
    pub recorded: Vec<Recorded>,
}

/// One field where the record differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub field: String,
    pub label: String,
    pub words: String,
}

impl Frame {
    /// The form again because somebody else changed the record while it was open: everything typed stays, and beside
    /// each of `fields` (name and label, in the order of the page) that differs stands what `current` says, each value
    /// put into words. The form carries the version of `current`, so that sending it again is meant.
    pub fn overtaken(
        &self,
        typed: Typed,
        current: &Typed,
        said: String,
        fields: impl IntoIterator<Item = (String, String)>,
        words: impl Fn(&str, &str) -> String,
    ) -> Form {
        let differs = |name: &str| values(current, name) != values(&typed, name);
        let recorded = fields.into_iter().filter(|(name, _)| differs(name));
        let recorded = recorded.map(|(field, label)| {
            let now: Vec<String> = current_words(current, &field, &words);
            let words = if now.is_empty() {
                self.t("shell-recorded-nothing")
            } else {
                now.join(", ")
            };
            Recorded { field, label, words }
        });
        let recorded = recorded.collect();
        let typed = typed.at_version(current);
        let mut form = self.refused(typed, Refusals::default());
        form.overtaken = Some(Overtaken { said, recorded });
        form
    }
}

impl Form {
    /// What the record says now in a field, where it differs from what was typed.
    pub fn recorded(&self, name: &str) -> Option<String> {
        let all = self.overtaken.as_ref()?.recorded.iter();
        let found = all.into_iter().find(|recorded| recorded.field == name)?;
        Some(self.said_now(found))
    }

    pub(super) fn said_now(&self, recorded: &Recorded) -> String {
        let args = [("words", recorded.words.as_str().into())];
        self.texts.say(self.lang, "shell-recorded", &args)
    }
}

fn current_words(current: &Typed, name: &str, words: impl Fn(&str, &str) -> String) -> Vec<String> {
    let filled = current.all(name).filter(|value| !value.trim().is_empty());
    filled.map(|value| words(name, value)).collect()
}

/// The values of a field without their order; empty ones are none.
fn values<'a>(typed: &'a Typed, name: &str) -> BTreeSet<&'a str> {
    typed.all(name).map(str::trim).filter(|v| !v.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use relais_kernel::Lang;

    use super::*;
    use crate::Shell;

    #[test]
    fn the_second_of_two_sees_what_differs_and_loses_nothing() {
        let frame = Frame::new(&Shell::rehearsal(&[]).unwrap(), Lang::Fr, "/");
        let typed = Typed::nothing()
            .with("once", "o")
            .with("version", 1)
            .with("goal", "But-Test A")
            .with("kind", "x")
            .with("language", "fra")
            .with("language", "eng")
            .with("note", " ")
            .with("place", "Lieu-Test");
        let current = Typed::nothing()
            .with("version", 2)
            .with("goal", "But-Test B")
            .with("kind", "x")
            .with("language", "eng")
            .with("language", "fra")
            .with("due", "d");
        let fields = ["due", "goal", "kind", "language", "note", "place"];
        let fields = fields.map(|name| (name.to_owned(), format!("L {name}")));
        let said = "Entre-temps…".to_owned();
        let form = frame.overtaken(typed, &current, said, fields, |_, value| value.to_uppercase());
        assert_eq!((form.value("goal"), form.value("version")), ("But-Test A", "2"));
        assert_eq!(form.once(), "o");
        assert_eq!(
            form.recorded("goal").unwrap(),
            "Enregistré à présent : BUT-TEST B"
        );
        assert_eq!(form.recorded("place").unwrap(), "Enregistré à présent : rien");
        let told: Vec<_> = form.overtaken.iter().flat_map(|o| &o.recorded).collect();
        let names: Vec<_> = told.iter().map(|r| r.field.as_str()).collect();
        assert_eq!(names, ["due", "goal", "place"]);
        assert!(form.opens("x due") && !form.opens("nothing"));
        let page = form.summary().to_string()
            + &form
                .line("text", "goal", "But", "", true, "off", "", "", "")
                .to_string();
        assert!(
            page.contains("Entre-temps…") && page.contains("href=\"#f-place\""),
            "{page}"
        );
        assert!(page.contains("aria-describedby=\"f-goal-now\"") && page.contains("value=\"But-Test A\""));
        assert!(!page.contains("aria-invalid"));
    }
}
