use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use relais_kernel::Refusal;
use relais_mechanism::{DataCategory, Purpose};

use super::{Consent, ConsentState, Ledger};
use crate::{ConsentId, NeedId, OrganisationId, UserId};

/// Who would receive the data, for which need, and who would read it if that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receiver {
    pub organisation: OrganisationId,
    pub need: Option<NeedId>,
    pub user: Option<UserId>,
}

impl Receiver {
    pub const fn organisation(organisation: OrganisationId) -> Self {
        Self {
            organisation,
            need: None,
            user: None,
        }
    }

    #[must_use]
    pub const fn for_need(mut self, need: NeedId) -> Self {
        self.need = Some(need);
        self
    }
}

/// What someone wants to do with the data (DP-05).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub receiver: Receiver,
    pub purpose: Purpose,
    pub categories: BTreeSet<DataCategory>,
}

/// A consent in force that reaches a receiver for a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub consent: ConsentId,
    /// The last day on which it holds.
    pub expires: Date,
    pub categories: BTreeSet<DataCategory>,
}

/// Why a category of data is not covered; the nearest the person came to allowing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// Never asked for this purpose.
    PurposeNotAsked,
    /// A consent to the purpose stands, but not for this receiver.
    ReceiverNotListed,
    /// A consent to the purpose and the receiver stands, but not for this category.
    CategoryNotListed,
    /// The person said no.
    Refused,
    /// It begins later.
    NotYet,
    Expired,
    Withdrawn,
}

/// Whether consent covers what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    Covered {
        consents: BTreeSet<ConsentId>,
    },
    /// Nothing of it may go out until these gaps are closed. Empty when no category was asked and the purpose or
    /// the receiver is not covered.
    Missing {
        gaps: BTreeMap<DataCategory, Gap>,
    },
    /// The receiver is on a "withheld from" list: blocked whatever else allows it (DP-14).
    Withheld {
        consents: BTreeSet<ConsentId>,
    },
    /// It was covered until its last day (DP-07).
    Expired {
        consents: BTreeSet<ConsentId>,
    },
    /// It was covered until the person took it back (DP-07).
    Withdrawn {
        consents: BTreeSet<ConsentId>,
    },
}

impl Cover {
    pub const fn is_covered(&self) -> bool {
        matches!(self, Self::Covered { .. })
    }

    /// The consents that cover it.
    ///
    /// # Errors
    /// `ConsentMissing`, `ConsentWithheld`, `ConsentExpired`, `ConsentWithdrawn`.
    pub fn consents(self) -> Result<BTreeSet<ConsentId>, Refusal> {
        Err(match self {
            Self::Covered { consents } => return Ok(consents),
            Self::Missing { .. } => Refusal::new(
                "ConsentMissing",
                "La personne n’a pas consenti à ce que ces informations soient transmises à cette structure pour cette finalité.",
                "The person has not consented to this information going to this organisation for this purpose.",
            ),
            Self::Withheld { .. } => Refusal::new(
                "ConsentWithheld",
                "La personne a demandé que rien ne soit transmis à cette structure.",
                "The person has asked that nothing goes to this organisation.",
            ),
            Self::Expired { .. } => Refusal::new(
                "ConsentExpired",
                "Le consentement a expiré : demandez-le à nouveau à la personne.",
                "The consent has expired: ask the person again.",
            ),
            Self::Withdrawn { .. } => Refusal::new(
                "ConsentWithdrawn",
                "La personne a retiré son consentement.",
                "The person has withdrawn consent.",
            ),
        })
    }
}

impl Ledger {
    /// Whether consent covers receiver × purpose × categories on a day of the mechanism's calendar (DP-05). A
    /// category is covered by one consent in force that names the purpose, the receiver and the category; several
    /// consents may share the categories. Nothing waits for a job: an expired consent covers nothing from the day
    /// after its last (DP-07).
    pub fn cover(&self, asked: &Asked, day: Date) -> Cover {
        let withheld = self.withheld(&asked.receiver);
        if !withheld.is_empty() {
            return Cover::Withheld { consents: withheld };
        }
        if asked.categories.is_empty() {
            let consents =
                self.ids(|c| *c.purpose() == asked.purpose && c.in_force(day) && c.reaches(&asked.receiver));
            return if consents.is_empty() {
                Cover::Missing {
                    gaps: BTreeMap::new(),
                }
            } else {
                Cover::Covered { consents }
            };
        }
        let mut consents = BTreeSet::new();
        let mut gaps = BTreeMap::new();
        let mut lapsed = BTreeSet::new();
        for category in &asked.categories {
            match self.cover_one(asked, category, day) {
                Ok(consent) => _ = consents.insert(consent),
                Err((gap, nearest)) => {
                    gaps.insert(category.clone(), gap);
                    lapsed.extend(nearest);
                }
            }
        }
        if gaps.is_empty() {
            Cover::Covered { consents }
        } else if gaps.values().all(|gap| *gap == Gap::Withdrawn) {
            Cover::Withdrawn { consents: lapsed }
        } else if gaps.values().all(|gap| *gap == Gap::Expired) {
            Cover::Expired { consents: lapsed }
        } else {
            Cover::Missing { gaps }
        }
    }

    fn cover_one(
        &self,
        asked: &Asked,
        category: &DataCategory,
        day: Date,
    ) -> Result<ConsentId, (Gap, Option<ConsentId>)> {
        let mut nearest = (Gap::PurposeNotAsked, None);
        for consent in self
            .records()
            .iter()
            .filter(|c| *c.purpose() == asked.purpose && !superseded(c))
        {
            match gap(consent, asked, category, day) {
                None => return Ok(consent.id()),
                Some(gap) if gap > nearest.0 => nearest = (gap, Some(consent.id())),
                Some(_) => {}
            }
        }
        Err(nearest)
    }

    /// The records that keep everything from this receiver (DP-14): those withdrawn or expired too, for taking
    /// consent back opens nothing; not those replaced, whose list the person has been asked again.
    pub fn withheld(&self, receiver: &Receiver) -> BTreeSet<ConsentId> {
        self.ids(|c| c.is_withheld_from(receiver) && !superseded(c))
    }

    fn ids(&self, which: impl Fn(&Consent) -> bool) -> BTreeSet<ConsentId> {
        self.records()
            .iter()
            .filter(|c| which(c))
            .map(Consent::id)
            .collect()
    }
}

/// What keeps one consent to the right purpose from covering one category; `None` when it covers it.
fn gap(consent: &Consent, asked: &Asked, category: &DataCategory, day: Date) -> Option<Gap> {
    let terms = consent.terms();
    if !terms.recipients.lists(&asked.receiver) {
        return Some(Gap::ReceiverNotListed);
    }
    if !terms.categories.contains(category) {
        return Some(Gap::CategoryNotListed);
    }
    let kept = consent.reaches(&asked.receiver) && consent.categories().any(|c| c == category);
    match consent.state() {
        ConsentState::Refused => Some(Gap::Refused),
        ConsentState::Withdrawn { .. } => Some(Gap::Withdrawn),
        _ if !kept => Some(Gap::Withdrawn),
        ConsentState::Expired { .. } => Some(Gap::Expired),
        _ if day > consent.expires() => Some(Gap::Expired),
        _ if day < terms.term.starts => Some(Gap::NotYet),
        _ => None,
    }
}

fn superseded(consent: &Consent) -> bool {
    matches!(consent.state(), ConsentState::Superseded { .. })
}
