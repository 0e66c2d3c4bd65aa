//! The part of a record that never stands in clear: the vault seals each field apart (design §3).

use std::fmt;

use relais_kernel::{Refusal, Sensitivity};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::code::Codes;

/// One field to seal: its key (`F1.name`), how much harm it can do, and its value as JSON text. Its text never
/// shows in a log: `Debug` leaves it out.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedField {
    pub key: String,
    pub sensitivity: Sensitivity,
    pub text: String,
}

impl fmt::Debug for SealedField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?}, sealed)", self.key, self.sensitivity)
    }
}

/// The fields of a record that have to be sealed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SealedFields(pub Vec<SealedField>);

impl SealedFields {
    /// Every answered field of `record`, keyed `form.field`, with the sensitivity the pack gives it and never
    /// less than S2: what comes here is sealed whatever a pack says.
    ///
    /// # Errors
    /// `NotSealable` when the record is not a set of named fields (a fault of the program).
    pub fn of(form: &str, record: &impl Serialize, codes: &dyn Codes) -> Result<Self, Refusal> {
        Self::rated(form, record, |field| {
            codes.field_sensitivity(form, field).max(Sensitivity::S2)
        })
    }

    /// The same with one sensitivity for all fields: the annexes are S4 whatever a pack says (domain §3, F4).
    ///
    /// # Errors
    /// `NotSealable`, as above.
    pub fn all_at(sensitivity: Sensitivity, form: &str, record: &impl Serialize) -> Result<Self, Refusal> {
        Self::rated(form, record, |_| sensitivity)
    }

    fn rated(
        form: &str,
        record: &impl Serialize,
        rate: impl Fn(&str) -> Sensitivity,
    ) -> Result<Self, Refusal> {
        let Ok(Value::Object(fields)) = serde_json::to_value(record) else {
            return Err(not_sealable());
        };
        let answered = fields.into_iter().filter(|(_, value)| !is_empty(value));
        let sealed = answered.map(|(field, value)| SealedField {
            key: format!("{form}.{field}"),
            sensitivity: rate(&field),
            text: value.to_string(),
        });
        Ok(Self(sealed.collect()))
    }

    /// The record again, from its opened fields; those of other forms are passed over, missing ones are empty.
    ///
    /// # Errors
    /// `SealedFieldUnreadable` when a field does not have the form it was written in.
    pub fn open<T: DeserializeOwned>(&self, form: &str) -> Result<T, Refusal> {
        open(
            form,
            self.0
                .iter()
                .map(|field| (field.key.as_str(), field.text.as_str())),
        )
    }

    /// The same fields and more.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    pub fn get(&self, key: &str) -> Option<&SealedField> {
        self.0.iter().find(|field| field.key == key)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A record from the keys and texts that the vault has opened.
///
/// # Errors
/// `SealedFieldUnreadable` when a field does not have the form it was written in.
pub fn open<'a, T: DeserializeOwned>(
    form: &str,
    opened: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<T, Refusal> {
    let mut fields = Map::new();
    for (key, text) in opened {
        let Some(field) = key.strip_prefix(form).and_then(|rest| rest.strip_prefix('.')) else {
            continue;
        };
        fields.insert(
            field.to_owned(),
            serde_json::from_str(text).map_err(|_| unreadable())?,
        );
    }
    serde_json::from_value(Value::Object(fields)).map_err(|_| unreadable())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn not_sealable() -> Refusal {
    Refusal::new(
        "NotSealable",
        "Ces informations n’ont pas pu être mises sous protection. Rien n’a été enregistré.",
        "This information could not be protected. Nothing was recorded.",
    )
}

fn unreadable() -> Refusal {
    Refusal::new(
        "SealedFieldUnreadable",
        "Une information protégée de ce dossier est illisible. Prévenez l’administrateur.",
        "A protected piece of information in this case cannot be read. Tell the administrator.",
    )
}
