use std::fmt;

use jiff::civil::Date;
use relais_kernel::{Refusal, Refusals};
use serde::{Deserialize, Serialize};

use super::{Consent, Named, Narrowing, Party, form::each};
use crate::{actor::Act, code::Codes, form::Reader};

/// What a person takes back of one consent, as it was typed: all of it is less than she gave.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct NarrowingForm {
    /// Organisations that receive nothing more on it.
    pub recipients: Vec<String>,
    /// What is no longer shared.
    pub data_categories: Vec<String>,
    /// Organisations from which it is kept, whatever another rule allows (DP-14).
    pub withheld_from: Vec<String>,
    /// A last day before the one that holds.
    pub expires: String,
}

impl fmt::Debug for NarrowingForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NarrowingForm (not shown)")
    }
}

/// Under which circumstances it is taken down.
#[derive(Clone, Copy)]
pub struct Restricting<'a> {
    pub codes: &'a dyn Codes,
    pub named: &'a dyn Named,
    pub consent: &'a Consent,
    pub act: Act,
    pub today: Date,
}

impl NarrowingForm {
    /// Reads what is taken back of a consent.
    ///
    /// # Errors
    /// Each fault beside its field: `UnknownCode` for a receiver or a category that the consent does not open,
    /// `NotNarrower` for a day that is not before the last one, `TermPast`, `NothingNarrowed`.
    pub fn read(&self, asked: &Restricting<'_>) -> Result<Narrowing, Refusals> {
        let consent = asked.consent;
        let mut reader = Reader::new(asked.codes);
        let reached = |text: &str| {
            let organisation = asked.named.organisation(text)?;
            consent
                .still_named()
                .any(|o| *o == organisation)
                .then_some(organisation)
        };
        let recipients = each(&mut reader, "recipients", &self.recipients, reached);
        let open = |text: &str| consent.categories().find(|c| c.as_str() == text).cloned();
        let categories = each(&mut reader, "data_categories", &self.data_categories, open);
        let party = |text: &str| asked.named.organisation(text).map(Party::Organisation);
        let withheld_from = each(&mut reader, "withheld_from", &self.withheld_from, party);
        let expires = reader.date("expires", &self.expires);
        match expires {
            Some(day) if day < asked.today => reader.refuse("expires", already_past()),
            Some(day) if day >= consent.expires() => reader.refuse("expires", not_narrower()),
            _ => {}
        }
        let nothing = recipients.is_empty() && categories.is_empty() && withheld_from.is_empty();
        if nothing && self.expires.trim().is_empty() && !reader.has_refused() {
            reader.refuse("data_categories", nothing_narrowed());
        }
        reader.finish(Some(Narrowing {
            act: asked.act,
            recipients,
            categories,
            withheld_from,
            expires,
        }))
    }
}

fn nothing_narrowed() -> Refusal {
    Refusal::new(
        "NothingNarrowed",
        "Cochez au moins une chose que la personne ne veut plus.",
        "Tick at least one thing that the person no longer wants.",
    )
}

fn not_narrower() -> Refusal {
    Refusal::new(
        "NotNarrower",
        "Une restriction avance la date de fin. Pour la repousser, redemandez à la personne.",
        "A restriction brings the last day forward. To put it off, ask the person again.",
    )
}

fn already_past() -> Refusal {
    Refusal::new(
        "TermPast",
        "Cette date est déjà passée. Pour tout arrêter dès aujourd’hui, enregistrez un retrait.",
        "This date is already past. To stop everything today, record a withdrawal.",
    )
}
