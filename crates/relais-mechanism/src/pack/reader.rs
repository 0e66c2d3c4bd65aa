use std::{cell::RefCell, collections::BTreeSet};

use relais_kernel::{Date, Localised};
use serde::de::{DeserializeOwned, IntoDeserializer, value};

use super::{
    error::{Report, Spot},
    node::{Entry, Node, Value},
};

/// Reads a table key by key and remembers which keys were asked for, so that a misspelt one is reported
/// and never quietly ignored.
pub(super) struct Fields<'n> {
    node: &'n Node,
    report: &'n Report,
    asked: RefCell<BTreeSet<&'n str>>,
}

impl<'n> Fields<'n> {
    /// `None`, and said so, when the node is no table.
    pub fn of(node: &'n Node, report: &'n Report) -> Option<Self> {
        if !matches!(node.value, Value::Table(_)) {
            return wrong_type(&node.spot, "une table", "a table", report);
        }
        Some(Self {
            node,
            report,
            asked: RefCell::default(),
        })
    }

    pub const fn spot(&self) -> &'n Spot {
        &self.node.spot
    }

    pub fn optional(&self, key: &'n str) -> Option<&'n Node> {
        self.asked.borrow_mut().insert(key);
        self.node.get(key)
    }

    pub fn required(&self, key: &'n str) -> Option<&'n Node> {
        let found = self.optional(key);
        if found.is_none() {
            self.report.say(
                self.spot(),
                "MissingKey",
                format!("Il manque « {key} »."),
                format!("\"{key}\" is missing."),
            );
        }
        found
    }

    pub fn text(&self, key: &'n str) -> Option<String> {
        text(self.required(key)?, self.report)
    }

    pub fn flag(&self, key: &'n str) -> Option<bool> {
        let Some(node) = self.optional(key) else {
            return Some(false);
        };
        match node.value {
            Value::Flag(flag) => Some(flag),
            _ => wrong_type(&node.spot, "true ou false", "true or false", self.report),
        }
    }

    pub fn number<N: TryFrom<i64>>(&self, key: &'n str) -> Option<N> {
        number(self.required(key)?, self.report)
    }

    /// A value written as text that has a form of its own: a role, a span, one of a few words.
    pub fn coded<T: DeserializeOwned>(&self, key: &'n str, what: Form) -> Option<T> {
        coded(self.required(key)?, what, self.report)
    }

    pub fn optional_coded<T: DeserializeOwned>(&self, key: &'n str, what: Form) -> Option<Option<T>> {
        self.optional(key)
            .map_or(Some(None), |node| coded(node, what, self.report).map(Some))
    }

    /// A list of texts with their spots; an absent key is an empty list.
    pub fn texts(&self, key: &'n str) -> Option<Vec<(String, &'n Spot)>> {
        let Some(node) = self.optional(key) else {
            return Some(Vec::new());
        };
        all(list(node, self.report)?
            .iter()
            .map(|item| Some((text(item, self.report)?, &item.spot))))
    }

    /// A text in both languages under a key.
    pub fn localised(&self, key: &'n str) -> Option<Localised> {
        localised(self.required(key)?, self.report)
    }

    pub fn optional_localised(&self, key: &'n str) -> Option<Option<Localised>> {
        self.optional(key)
            .map_or(Some(None), |node| localised(node, self.report).map(Some))
    }

    /// The `fr` and `en` of this very table.
    pub fn own_label(&self) -> Option<Localised> {
        let [fr, en] = ["fr", "en"].map(|language| self.language(language));
        Some(Localised::new(fr?, en?))
    }

    fn language(&self, language: &'n str) -> Option<String> {
        let Some(node) = self.optional(language) else {
            missing_language(self.spot(), language, self.report);
            return None;
        };
        let words = text(node, self.report)?;
        if words.trim().is_empty() {
            missing_language(&node.spot, language, self.report);
            return None;
        }
        Some(words)
    }

    /// Every key that nobody asked for is an error.
    pub fn finish(self) {
        let asked = self.asked.into_inner();
        for entry in self
            .node
            .entries()
            .iter()
            .filter(|entry| !asked.contains(entry.key.as_str()))
        {
            unknown_key(entry, self.report);
        }
    }
}

/// A text that is a label in both languages.
pub(super) fn localised(node: &Node, report: &Report) -> Option<Localised> {
    let fields = Fields::of(node, report)?;
    let label = fields.own_label();
    fields.finish();
    label
}

pub(super) fn text(node: &Node, report: &Report) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        _ => wrong_type(&node.spot, "un texte", "a text", report),
    }
}

pub(super) fn number<N: TryFrom<i64>>(node: &Node, report: &Report) -> Option<N> {
    let found = match node.value {
        Value::Whole(number) => N::try_from(number).ok(),
        _ => None,
    };
    found.or_else(|| {
        wrong_type(
            &node.spot,
            "un nombre entier convenable",
            "a suitable whole number",
            report,
        )
    })
}

pub(super) fn list<'n>(node: &'n Node, report: &Report) -> Option<&'n [Node]> {
    match &node.value {
        Value::List(items) => Some(items),
        _ => wrong_type(&node.spot, "une liste [ … ]", "a list [ … ]", report),
    }
}

/// A day, as text or as a date of TOML.
pub(super) fn day(node: &Node, report: &Report) -> Option<Date> {
    match &node.value {
        Value::Day(date) => Some(*date),
        Value::Text(text) if text.parse::<Date>().is_ok() => text.parse().ok(),
        _ => wrong_type(
            &node.spot,
            "une date comme 2027-12-31",
            "a date such as 2027-12-31",
            report,
        ),
    }
}

/// What a text has to look like, in both languages, to end "is not …".
pub(super) type Form = (&'static str, &'static str);

pub(super) const ROLE: Form = ("un rôle comme R04", "a role such as R04");
pub(super) const SPAN: Form = (
    "un délai comme « 2 h », « 14 d » ou « 5 wd »",
    "a span such as \"2 h\", \"14 d\" or \"5 wd\"",
);
pub(super) const CODE: Form = (
    "un code (lettres, chiffres, « _ », « - », « + »)",
    "a code (letters, digits, \"_\", \"-\", \"+\")",
);
pub(super) const SENSITIVITY: Form = (
    "une sensibilité : S0, S1, S2, S3 ou S4",
    "a sensitivity: S0, S1, S2, S3 or S4",
);

pub(super) fn coded<T: DeserializeOwned>(node: &Node, what: Form, report: &Report) -> Option<T> {
    let text = text(node, report)?;
    coded_text(&text, &node.spot, what, report)
}

/// The same for a text whose spot is known, such as a key.
pub(super) fn coded_text<T: DeserializeOwned>(
    text: &str,
    spot: &Spot,
    what: Form,
    report: &Report,
) -> Option<T> {
    let read: Result<T, value::Error> = T::deserialize(text.into_deserializer());
    let (fr, en) = what;
    read.map_err(|_| {
        report.say(
            spot,
            "WrongForm",
            format!("« {text} » n’est pas {fr}."),
            format!("\"{text}\" is not {en}."),
        );
    })
    .ok()
}

/// Everything, or `None` when one is missing; every one is looked at all the same.
pub(super) fn all<T>(items: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let mut complete = true;
    let mut found = Vec::new();
    for item in items {
        match item {
            Some(item) => found.push(item),
            None => complete = false,
        }
    }
    complete.then_some(found)
}

pub(super) fn unknown_key(entry: &Entry, report: &Report) {
    let key = &entry.key;
    report.say(
        &entry.spot,
        "UnknownKey",
        format!("La clé « {key} » n’est pas connue ici."),
        format!("The key \"{key}\" is not known here."),
    );
}

pub(super) fn wrong_type<T>(spot: &Spot, fr: &str, en: &str, report: &Report) -> Option<T> {
    report.say(
        spot,
        "WrongType",
        format!("On attend {fr}."),
        format!("Expected {en}."),
    );
    None
}

fn missing_language(spot: &Spot, language: &str, report: &Report) {
    let (fr, en) = if language == "fr" {
        ("français", "French")
    } else {
        ("anglais", "English")
    };
    report.say(
        spot,
        "MissingLanguage",
        format!("Il manque le texte en {fr} (« {language} »)."),
        format!("The {en} text (\"{language}\") is missing."),
    );
}
