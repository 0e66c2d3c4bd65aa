use jiff::civil::Date;
use relais_kernel::{Refusal, Refusals};
use relais_mechanism::{ConsentRules, DataCategory};

use super::{Party, Person, Terms};

impl Terms {
    /// Whether these terms make a consent: who may give it, what was explained, to whom, what, until when.
    ///
    /// # Errors
    /// All faults at once: `UnknownPurpose`, `RecipientsMissing`, `CategoriesMissing`, `UnknownDataCategory`,
    /// `TermReversed`, `TermPast`, `NotExplained`, `WithheldFromRecipient`, and those of [`super::Giver::check`].
    pub fn check(&self, person: Person, rules: &ConsentRules, day: Date) -> Result<(), Refusals> {
        let mut refusals = self
            .giver
            .check(self.assent, person, &rules.ages)
            .err()
            .unwrap_or_default();
        match rules
            .purposes
            .iter()
            .find(|rule| rule.code == self.purpose && !rule.retired)
        {
            None => refusals.push(unknown_purpose()),
            Some(rule) if rule.needs_recipients => self.check_reach(&mut refusals),
            Some(_) => {}
        }
        let known = |c: &DataCategory| {
            rules
                .categories
                .iter()
                .any(|rule| rule.code == *c && !rule.retired)
        };
        if !self.categories.iter().all(known) {
            refusals.push(unknown_category());
        }
        if self.term.expires < self.term.starts {
            refusals.push(term_reversed());
        } else if self.term.expires < day {
            refusals.push(term_past());
        }
        let explained = |code: &str| self.explained.iter().any(|e| e.as_str() == code);
        if !rules
            .explained
            .iter()
            .filter(|e| !e.retired)
            .all(|e| explained(&e.code))
        {
            refusals.push(not_explained());
        }
        refusals.or(())
    }

    fn check_reach(&self, refusals: &mut Refusals) {
        if self.recipients.is_empty() {
            refusals.push(recipients_missing());
        }
        if self.categories.is_empty() {
            refusals.push(categories_missing());
        }
        let kept = |o| self.withheld_from.contains(&Party::Organisation(o));
        if self.recipients.organisations.iter().any(|o| kept(*o)) {
            refusals.push(withheld_from_recipient());
        }
    }
}

fn unknown_purpose() -> Refusal {
    Refusal::new(
        "UnknownPurpose",
        "Ce mécanisme ne connaît pas cette finalité.",
        "This mechanism does not know this purpose.",
    )
    .at("purpose")
}

fn unknown_category() -> Refusal {
    Refusal::new(
        "UnknownDataCategory",
        "Ce mécanisme ne connaît pas l’une de ces catégories d’informations.",
        "This mechanism does not know one of these categories of data.",
    )
    .at("data_categories")
}

fn recipients_missing() -> Refusal {
    Refusal::new(
        "RecipientsMissing",
        "Indiquez à quelles structures la personne accepte que ses informations soient transmises.",
        "State to which organisations the person agrees that the information goes.",
    )
    .at("recipients")
}

fn categories_missing() -> Refusal {
    Refusal::new(
        "CategoriesMissing",
        "Indiquez quelles informations la personne accepte de transmettre.",
        "State which information the person agrees to share.",
    )
    .at("data_categories")
}

fn term_reversed() -> Refusal {
    Refusal::new(
        "TermReversed",
        "La date de fin précède la date de début.",
        "The last day comes before the first.",
    )
    .at("expires")
}

fn term_past() -> Refusal {
    Refusal::new(
        "TermPast",
        "La date de fin est déjà passée.",
        "The last day is already past.",
    )
    .at("expires")
}

fn not_explained() -> Refusal {
    Refusal::new(
        "NotExplained",
        "Expliquez chaque point à la personne avant de recueillir son consentement.",
        "Explain every point to the person before taking consent.",
    )
    .at("explained")
}

fn withheld_from_recipient() -> Refusal {
    Refusal::new(
        "WithheldFromRecipient",
        "Une même structure ne peut pas être à la fois destinataire et tenue à l’écart.",
        "The same organisation cannot both receive the information and be kept from it.",
    )
    .at("withheld_from")
}
