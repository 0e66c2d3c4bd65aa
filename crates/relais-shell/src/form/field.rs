use std::{borrow::Borrow, fmt::Display};

use askama::{Template, filters::HtmlSafe};
use relais_kernel::Lang;

use super::{Choice, Form};

/// One widget: label, hint, the value typed, and the refusals beside it. Rendered by `widgets.html`; its own
/// template escapes everything, which is why it may stand in a page as it is.
#[derive(Debug, Clone, Template)]
#[template(path = "shell/field.html")]
pub struct Field<'a> {
    form: &'a Form,
    name: String,
    label: String,
    hint: String,
    required: bool,
    kind: Kind,
}

impl HtmlSafe for Field<'_> {}

#[derive(Debug, Clone)]
enum Kind {
    Line {
        kind: String,
        autocomplete: String,
        max: String,
        min: String,
        step: String,
    },
    Area {
        rows: String,
    },
    Select {
        choices: Vec<Choice>,
        empty: String,
    },
    Radios {
        choices: Vec<Choice>,
    },
    Checks {
        choices: Vec<Choice>,
    },
    Tick {
        value: String,
    },
}

impl Form {
    /// The widget behind `widgets.html`; rooms call the macros there.
    fn field(
        &self,
        name: impl AsRef<str>,
        label: impl AsRef<str>,
        hint: impl AsRef<str>,
        required: impl Borrow<bool>,
        kind: Kind,
    ) -> Field<'_> {
        Field {
            form: self,
            name: name.as_ref().to_owned(),
            label: label.as_ref().to_owned(),
            hint: hint.as_ref().to_owned(),
            required: *required.borrow(),
            kind,
        }
    }

    /// A line of text; `kind` is the `type` of the input.
    #[expect(
        clippy::too_many_arguments,
        reason = "called by one macro, which names and defaults them"
    )]
    pub fn line(
        &self,
        kind: impl AsRef<str>,
        name: impl AsRef<str>,
        label: impl AsRef<str>,
        hint: impl AsRef<str>,
        required: impl Borrow<bool>,
        autocomplete: impl AsRef<str>,
        min: impl AsRef<str>,
        max: impl AsRef<str>,
        step: impl AsRef<str>,
    ) -> Field<'_> {
        let kind = Kind::Line {
            kind: kind.as_ref().to_owned(),
            autocomplete: autocomplete.as_ref().to_owned(),
            max: max.as_ref().to_owned(),
            min: min.as_ref().to_owned(),
            step: step.as_ref().to_owned(),
        };
        self.field(name, label, hint, required, kind)
    }

    pub fn area(
        &self,
        name: impl AsRef<str>,
        label: impl AsRef<str>,
        hint: impl AsRef<str>,
        required: impl Borrow<bool>,
        rows: impl Display,
    ) -> Field<'_> {
        self.field(
            name,
            label,
            hint,
            required,
            Kind::Area {
                rows: rows.to_string(),
            },
        )
    }

    pub fn select(
        &self,
        name: impl AsRef<str>,
        label: impl AsRef<str>,
        choices: &[Choice],
        hint: impl AsRef<str>,
        required: impl Borrow<bool>,
        empty: impl AsRef<str>,
    ) -> Field<'_> {
        let kind = Kind::Select {
            choices: choices.to_vec(),
            empty: empty.as_ref().to_owned(),
        };
        self.field(name, label, hint, required, kind)
    }

    pub fn radios(
        &self,
        name: impl AsRef<str>,
        label: impl AsRef<str>,
        choices: &[Choice],
        hint: impl AsRef<str>,
        required: impl Borrow<bool>,
    ) -> Field<'_> {
        self.field(
            name,
            label,
            hint,
            required,
            Kind::Radios {
                choices: choices.to_vec(),
            },
        )
    }

    pub fn checks(
        &self,
        name: impl AsRef<str>,
        label: impl AsRef<str>,
        choices: &[Choice],
        hint: impl AsRef<str>,
        required: impl Borrow<bool>,
    ) -> Field<'_> {
        self.field(
            name,
            label,
            hint,
            required,
            Kind::Checks {
                choices: choices.to_vec(),
            },
        )
    }

    pub fn tick(
        &self,
        name: impl AsRef<str>,
        label: impl AsRef<str>,
        hint: impl AsRef<str>,
        required: impl Borrow<bool>,
        value: impl AsRef<str>,
    ) -> Field<'_> {
        self.field(
            name,
            label,
            hint,
            required,
            Kind::Tick {
                value: value.as_ref().to_owned(),
            },
        )
    }

    /// The list of everything refused, on top of the form, with a link to each field.
    pub fn summary(&self) -> Summary<'_> {
        Summary { form: self }
    }
}

impl Field<'_> {
    fn id(&self) -> String {
        format!("f-{}", self.name)
    }

    /// How options stand: short ones in two columns, many in a box of their own.
    const fn many(choices: &[Choice]) -> bool {
        choices.len() > 14
    }

    fn arrangement(choices: &[Choice]) -> &'static str {
        let short = |choice: &Choice| choice.hint.is_empty() && choice.label.chars().count() <= 20;
        if Self::many(choices) {
            " is-long"
        } else if choices.len() > 2 && choices.iter().all(short) {
            " in-pairs"
        } else {
            ""
        }
    }

    fn faults(&self) -> Vec<&str> {
        self.form.faults(&self.name)
    }

    fn value(&self) -> &str {
        self.form.value(&self.name)
    }

    fn recorded(&self) -> Option<String> {
        self.form.recorded(&self.name)
    }

    /// The ids of what explains the field: its hint, its faults, and what somebody else wrote there.
    fn described(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id()));
        let faults = (!self.faults().is_empty()).then(|| format!("{}-fault", self.id()));
        let now = self.recorded().map(|_| format!("{}-now", self.id()));
        [hint, faults, now]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// The refusals of a whole form.
#[derive(Debug, Clone, Template)]
#[template(path = "shell/summary.html")]
pub struct Summary<'a> {
    form: &'a Form,
}

impl HtmlSafe for Summary<'_> {}

impl Summary<'_> {
    fn lang(&self) -> Lang {
        self.form.lang
    }
}
