use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use relais_kernel::{Refusal, Refusals};
use relais_mechanism::{ConsentAges, ConsentRules, Purpose};

use super::{
    Consent, ConsentEvent, ConsentState, Giving, Narrowing, Opening, Person, Receiver, Recipients, Scope,
    Terms, Written,
};
use crate::{CaseId, ConsentId, OrganisationId, actor::Act};

/// Everything a person was asked and answered, for one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    case: CaseId,
    records: Vec<Consent>,
}

impl Ledger {
    pub fn new(case: CaseId, records: Vec<Consent>) -> Self {
        Self { case, records }
    }

    pub fn case(&self) -> CaseId {
        self.case
    }

    pub fn records(&self) -> &[Consent] {
        &self.records
    }

    pub fn get(&self, id: ConsentId) -> Option<&Consent> {
        self.records.iter().find(|c| c.id() == id)
    }

    /// The ledger after an act.
    #[must_use]
    pub fn with(&self, written: &Written) -> Self {
        let mut next = self.clone();
        for record in &written.records {
            match next.records.iter_mut().find(|c| c.id() == record.id()) {
                Some(old) => *old = record.clone(),
                None => next.records.push(record.clone()),
            }
        }
        next
    }

    /// Records a consent. A purpose that stays inside the organisation has the organisation as its recipient.
    /// What it replaces, if anything, is superseded.
    ///
    /// # Errors
    /// All faults at once, each beside its field: see [`Terms::check`]; `ConsentNotStanding` when what it should
    /// replace is not in force.
    pub fn give(
        &self,
        giving: Giving,
        person: Person,
        rules: &ConsentRules,
        day: Date,
    ) -> Result<Written, Refusals> {
        let Giving {
            id,
            mut terms,
            organisation,
            replaces,
        } = giving;
        terms.check(person, rules, day)?;
        if terms.recipients.is_empty() {
            terms.recipients = Recipients::organisation(organisation);
        }
        let (at, purpose) = (terms.taken.at, terms.purpose.clone());
        let mut written = Written::default();
        if let Some(old) = replaces {
            let old = self.standing(old)?;
            let superseded = old.with_state(ConsentState::Superseded { at, by: id });
            written.push(
                superseded,
                ConsentEvent::ConsentSuperseded {
                    consent: old.id(),
                    by: id,
                },
            );
        }
        let record = Consent::new(id, self.case, terms, ConsentState::Given);
        written.push(record, ConsentEvent::ConsentGiven { consent: id, purpose });
        Ok(written)
    }

    /// Records that the person was asked and said no (DP-09): who asked, when, how, under which text stand as for
    /// a consent (security requirement 21). Nothing else follows from it.
    ///
    /// # Errors
    /// `ConsentStands` while a consent to the same purpose and receiver is in force: that one is withdrawn.
    pub fn refuse(&self, id: ConsentId, terms: Terms) -> Result<Written, Refusals> {
        let purpose = terms.purpose.clone();
        let overlaps = |c: &&Consent| {
            let (asked, stands) = (&terms.recipients, &c.terms().recipients);
            c.stands()
                && *c.purpose() == purpose
                && (asked.is_empty()
                    || asked
                        .organisations
                        .iter()
                        .any(|o| c.reaches(&Receiver::organisation(*o)))
                    || !asked.receivers_of.is_disjoint(&stands.receivers_of))
        };
        if self.records.iter().any(|c| overlaps(&c)) {
            return Err(consent_stands().into());
        }
        let mut written = Written::default();
        let record = Consent::new(id, self.case, terms, ConsentState::Refused);
        written.push(record, ConsentEvent::ConsentRefused { consent: id, purpose });
        Ok(written)
    }

    /// Takes consent back, as far as the person says (DP-08).
    ///
    /// # Errors
    /// `NothingToWithdraw` when no consent stands within that scope.
    pub fn withdraw(&self, scope: &Scope, act: Act) -> Result<Written, Refusal> {
        let mut written = Written::default();
        for consent in self.records.iter().filter(|c| c.stands()) {
            let Some(next) = withdrawn(consent, scope, act) else {
                continue;
            };
            let whole = matches!(next.state(), ConsentState::Withdrawn { .. });
            let event = ConsentEvent::ConsentWithdrawn {
                consent: next.id(),
                scope: scope.clone(),
                whole,
            };
            written.push(next, event);
        }
        if written.records.is_empty() {
            Err(nothing_to_withdraw())
        } else {
            Ok(written)
        }
    }

    /// Narrows a consent: fewer recipients or categories, someone more to keep it from, a nearer last day. To
    /// widen, the person is asked again.
    ///
    /// # Errors
    /// `ConsentNotStanding`.
    pub fn amend(&self, id: ConsentId, narrowing: Narrowing) -> Result<Written, Refusal> {
        let act = narrowing.act;
        let narrowed = self.standing(id)?.narrowed(narrowing);
        let mut written = Written::default();
        if narrowed.is_spent() {
            let event = ConsentEvent::ConsentWithdrawn {
                consent: id,
                scope: Scope::All,
                whole: true,
            };
            written.push(
                narrowed.with_state(ConsentState::Withdrawn {
                    at: act.at,
                    by: act.by,
                }),
                event,
            );
        } else {
            written.push(narrowed, ConsentEvent::ConsentAmended { consent: id });
        }
        Ok(written)
    }

    /// Marks what has passed its last day; [`Self::cover`] does not wait for it.
    pub fn expire(&self, day: Date, at: Timestamp) -> Written {
        let mut written = Written::default();
        for consent in self.records.iter().filter(|c| c.stands() && day > c.expires()) {
            let event = ConsentEvent::ConsentExpired {
                consent: consent.id(),
            };
            written.push(consent.with_state(ConsentState::Expired { at }), event);
        }
        written
    }

    /// Consents that someone else gave for a person who is now old enough to decide: to be asked again (DP-11).
    /// They hold meanwhile, and nothing is asked for a purpose to which the person has consented herself.
    pub fn to_renew(&self, age: Option<u8>, ages: &ConsentAges) -> BTreeSet<ConsentId> {
        let decides = age.is_some_and(|age| age >= ages.consent.min(ages.majority));
        let standing = || self.records.iter().filter(|c| c.stands());
        let own =
            |purpose: &Purpose| standing().any(|c| c.purpose() == purpose && !c.terms().giver.is_other());
        let given_for = standing().filter(|c| decides && c.terms().giver.is_other() && !own(c.purpose()));
        given_for.map(Consent::id).collect()
    }

    /// The consents that open something to a receiver for a purpose on a day, each with what it opens; none when
    /// the receiver is on a "withheld from" list (DP-14).
    pub fn openings(&self, receiver: &Receiver, purpose: &Purpose, day: Date) -> Vec<Opening> {
        if !self.withheld(receiver).is_empty() {
            return Vec::new();
        }
        let open = self
            .records
            .iter()
            .filter(|c| c.purpose() == purpose && c.in_force(day) && c.reaches(receiver));
        open.map(|c| Opening {
            consent: c.id(),
            expires: c.expires(),
            categories: c.categories().cloned().collect(),
        })
        .collect()
    }

    fn standing(&self, id: ConsentId) -> Result<&Consent, Refusal> {
        self.get(id).filter(|c| c.stands()).ok_or_else(|| {
            Refusal::new(
                "ConsentNotStanding",
                "Ce consentement n’est plus en vigueur.",
                "This consent is no longer in force.",
            )
        })
    }
}

/// The consent after a withdrawal of that scope; `None` when it is not concerned.
fn withdrawn(consent: &Consent, scope: &Scope, act: Act) -> Option<Consent> {
    let whole = consent.with_state(ConsentState::Withdrawn {
        at: act.at,
        by: act.by,
    });
    match scope {
        Scope::All => Some(whole),
        Scope::Purpose(purpose) => (consent.purpose() == purpose).then_some(whole),
        Scope::Recipient(organisation) => {
            let narrowed = without(consent, *organisation, act)?;
            Some(if narrowed.is_spent() { whole } else { narrowed })
        }
    }
}

/// The consent without one recipient; `None` when that organisation could receive nothing on it anyway.
fn without(consent: &Consent, organisation: OrganisationId, act: Act) -> Option<Consent> {
    let recipients = &consent.terms().recipients;
    let named = recipients.organisations.contains(&organisation) || !recipients.receivers_of.is_empty();
    let already = consent
        .narrowings()
        .iter()
        .any(|n| n.recipients.contains(&organisation));
    (named && !already).then(|| {
        consent.narrowed(Narrowing {
            act,
            recipients: [organisation].into(),
            categories: BTreeSet::new(),
            withheld_from: BTreeSet::new(),
            expires: None,
        })
    })
}

fn consent_stands() -> Refusal {
    Refusal::new(
        "ConsentStands",
        "Un consentement à cette finalité est en vigueur : enregistrez son retrait.",
        "A consent to this purpose is in force: record its withdrawal.",
    )
    .at("purpose")
}

fn nothing_to_withdraw() -> Refusal {
    Refusal::new(
        "NothingToWithdraw",
        "Aucun consentement en vigueur ne correspond à ce retrait.",
        "No consent in force matches this withdrawal.",
    )
}
