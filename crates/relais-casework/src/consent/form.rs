use std::{collections::BTreeSet, fmt};

use jiff::{Timestamp, civil::Date};
use relais_kernel::{Refusal, Refusals};
use relais_mechanism::{ConsentRules, Purpose, Role};
use serde::{Deserialize, Serialize};

use super::{
    Assent, ConsentWords, Decider, Giver, Mode, Party, Person, Recipients, Taken, Term, Terms, TextVersion,
};
use crate::{
    NeedId, OrganisationId, UserId,
    code::{Codes, unknown_code},
    form::Reader,
};

/// Form F2 as it was typed. Organisations, needs and users are named by what stands in addresses, never by keys.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct ConsentForm {
    pub purpose: String,
    /// `given` or `refused`: a refused purpose is recorded as such (DP-09).
    pub answer: String,
    pub recipients: Vec<String>,
    /// Needs for which whoever can help may receive.
    pub receivers_of: Vec<String>,
    pub data_categories: Vec<String>,
    /// `self`, `caregiver`, `guardian`, `authority` or `best_interests`.
    pub given_by: String,
    pub relation: String,
    /// `yes` when the caregiver is suspected of harm, contests the child or is absent; asked when a caregiver
    /// consents (DP-10), kept nowhere.
    pub caregiver_in_doubt: String,
    /// Two users, each with the role in which they decide (`best_interests` only).
    pub deciders: Vec<String>,
    pub decider_roles: Vec<String>,
    pub assent: String,
    pub mode: String,
    pub witness: String,
    pub language: String,
    pub interpreter: String,
    pub explained: Vec<String>,
    pub withheld: String,
    pub withheld_from: Vec<String>,
    pub withheld_reason: String,
    pub contact_restrictions: String,
    pub starts: String,
    pub expires: String,
    /// `yes` when a signed sheet or a recording is kept.
    pub proof: String,
    pub copy_given: String,
}

impl fmt::Debug for ConsentForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConsentForm (not shown)")
    }
}

/// Who the names on a form are.
pub trait Named: Send + Sync {
    fn organisation(&self, text: &str) -> Option<OrganisationId>;
    fn need(&self, text: &str) -> Option<NeedId>;
    fn user(&self, text: &str) -> Option<UserId>;
}

/// Under which circumstances a consent is taken down.
#[derive(Clone, Copy)]
pub struct Taking<'a> {
    pub codes: &'a dyn Codes,
    pub named: &'a dyn Named,
    pub rules: &'a ConsentRules,
    pub person: Person,
    pub by: UserId,
    pub now: Timestamp,
    pub today: Date,
}

/// A form read: what the person answered, and the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRead {
    /// `false`: the person said no.
    pub given: bool,
    pub terms: Terms,
    pub words: ConsentWords,
}

impl ConsentForm {
    /// Reads the form and checks the consent it makes.
    ///
    /// # Errors
    /// Everything that is wrong with it, each fault beside its field: those of [`Reader`], and for a consent given
    /// those of [`Terms::check`].
    pub fn read(&self, taking: &Taking<'_>) -> Result<ConsentRead, Refusals> {
        let mut reader = Reader::new(taking.codes);
        let given = reader.known("answer", &self.answer, |text| match text {
            "given" => Some(true),
            "refused" => Some(false),
            _ => None,
        });
        let given = reader.required("answer", given);
        let words = self.words(&mut reader);
        let terms = self.terms(&mut reader, taking, &words);
        let person = self.person(&mut reader, taking);
        if given == Some(true)
            && let Some(terms) = &terms
            && let Err(refusals) = terms.check(person, taking.rules, taking.today)
        {
            reader.refuse_all(refusals);
        }
        reader.finish(
            given
                .zip(terms)
                .map(|(given, terms)| ConsentRead { given, terms, words }),
        )
    }

    /// The person, with what whoever takes the consent says of the caregiver.
    fn person(&self, reader: &mut Reader<'_>, taking: &Taking<'_>) -> Person {
        let doubt = reader.decided("caregiver_in_doubt", &self.caregiver_in_doubt);
        if self.given_by.trim() == "caregiver" {
            reader.required("caregiver_in_doubt", doubt);
        }
        let caregiver_in_doubt = taking.person.caregiver_in_doubt || doubt == Some(true);
        Person {
            caregiver_in_doubt,
            ..taking.person
        }
    }

    fn words(&self, reader: &mut Reader<'_>) -> ConsentWords {
        ConsentWords {
            relation: reader.line("relation", &self.relation),
            interpreter: reader.line("interpreter", &self.interpreter),
            witness: reader.line("witness", &self.witness),
            withheld: reader.narrative("withheld", &self.withheld),
            contact_restrictions: reader.narrative("contact_restrictions", &self.contact_restrictions),
        }
    }

    fn terms(&self, reader: &mut Reader<'_>, taking: &Taking<'_>, words: &ConsentWords) -> Option<Terms> {
        let (rules, named) = (taking.rules, taking.named);
        let purpose = reader.known("purpose", &self.purpose, |text| {
            let mut known = rules
                .purposes
                .iter()
                .filter(|rule| !rule.retired)
                .map(|rule| &rule.code);
            known.find(|code| code.as_str() == text).cloned()
        });
        let purpose: Option<Purpose> = reader.required("purpose", purpose);
        let categories = each(reader, "data_categories", &self.data_categories, |text| {
            let mut known = rules
                .categories
                .iter()
                .filter(|rule| !rule.retired)
                .map(|rule| &rule.code);
            known.find(|code| code.as_str() == text).cloned()
        });
        let recipients = self.recipients(reader, named);
        let withheld_from = each(reader, "withheld_from", &self.withheld_from, |text| {
            let organisation = named.organisation(text).map(Party::Organisation);
            organisation.or_else(|| named.user(text).map(Party::User))
        });
        let giver = self.giver(reader, named);
        let taken = self.taken(reader, taking, words);
        let assent = reader.known("assent", &self.assent, Assent::of);
        let term = self.term(reader);
        let explained = each(reader, "explained", &self.explained, |text| text.parse().ok());
        let withheld_reason = reader.code("withheld_reason", "withheld_reason", &self.withheld_reason);
        Some(Terms {
            purpose: purpose?,
            recipients,
            categories,
            giver: giver?,
            assent: assent.unwrap_or(Assent::NotApplicable),
            taken: taken?,
            explained,
            withheld_from,
            withheld_reason,
            contact_restrictions: words.contact_restrictions.is_some(),
            term: term?,
            proof: self.proof.trim() == "yes",
            copy_given: self.copy_given.trim() == "yes",
        })
    }

    fn recipients(&self, reader: &mut Reader<'_>, named: &dyn Named) -> Recipients {
        Recipients {
            organisations: each(reader, "recipients", &self.recipients, |text| {
                named.organisation(text)
            }),
            receivers_of: each(reader, "recipients", &self.receivers_of, |text| named.need(text)),
        }
    }

    fn giver(&self, reader: &mut Reader<'_>, named: &dyn Named) -> Option<Giver> {
        let text = self.given_by.trim();
        if text == "best_interests" {
            let deciders: Vec<Decider> = self
                .deciders
                .iter()
                .zip(&self.decider_roles)
                .filter_map(|(user, role)| {
                    Some(Decider {
                        user: named.user(user)?,
                        role: role.parse::<Role>().ok()?,
                    })
                })
                .collect();
            let deciders = <[Decider; 2]>::try_from(deciders).ok();
            return reader
                .required("deciders", deciders)
                .map(|deciders| Giver::BestInterests { deciders });
        }
        let giver = reader.known("given_by", text, |text| match text {
            "self" => Some(Giver::Person),
            "caregiver" => Some(Giver::Caregiver),
            "guardian" => Some(Giver::Guardian),
            "authority" => Some(Giver::Authority),
            _ => None,
        });
        reader.required("given_by", giver)
    }

    fn taken(&self, reader: &mut Reader<'_>, taking: &Taking<'_>, words: &ConsentWords) -> Option<Taken> {
        let language = reader.code("language", "language", &self.language);
        let language = reader.required("language", language);
        let mode = reader.known("mode", &self.mode, Mode::of);
        let mode = reader.required("mode", mode);
        if mode == Some(Mode::OralWithWitness) && words.witness.is_none() {
            reader.refuse("witness", witness_missing());
        }
        let text_version = match TextVersion::new(&taking.rules.text_version) {
            Ok(version) => Some(version),
            Err(refusal) => {
                reader.refuse("text_version", refusal);
                None
            }
        };
        Some(Taken {
            by: taking.by,
            at: taking.now,
            language: language?,
            interpreter: words.interpreter.is_some(),
            mode: mode?,
            text_version: text_version?,
        })
    }

    fn term(&self, reader: &mut Reader<'_>) -> Option<Term> {
        let starts = reader.date("starts", &self.starts);
        let starts = reader.required("starts", starts);
        let expires = reader.date("expires", &self.expires);
        let expires = reader.required("expires", expires);
        Some(Term {
            starts: starts?,
            expires: expires?,
        })
    }
}

/// Every value of a field with several, unknown ones refused.
pub(super) fn each<T: Ord>(
    reader: &mut Reader<'_>,
    field: &str,
    texts: &[String],
    of: impl Fn(&str) -> Option<T>,
) -> BTreeSet<T> {
    let given = texts
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty());
    let mut all = BTreeSet::new();
    for text in given {
        match of(text) {
            Some(value) => _ = all.insert(value),
            None => reader.refuse(field, unknown_code()),
        }
    }
    all
}

fn witness_missing() -> Refusal {
    Refusal::new(
        "WitnessMissing",
        "Un consentement oral se donne devant un témoin : notez qui était présent.",
        "An oral consent is given before a witness: record who was present.",
    )
}
