use std::{collections::HashMap, sync::Arc};

use jiff::civil::Date;
use relais_kernel::{Id, Mechanism, Organisation, Timestamp};
use relais_mechanism::{Definition, Definitions, Thresholds};
use relais_platform::Failure;
use relais_referral::store::figures::{Place, Sent};
use relais_trust::{
    Query, Sight,
    accounts::{OrganisationFace, organisations},
};

use crate::{
    figures::{Figures, figures},
    kept::Kept,
    period::{Grain, Period},
    room::Reach,
    store::{Published, published_months},
};

/// Who answers and who does not, for referrals sent in a period (decisions §1, §4).
pub struct WhoAnswers {
    pub definitions: Definitions,
    pub asked: Asked,
    pub kept: Kept,
}

/// Which period is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The last one that the reader finds something in.
    Usual,
    One(Period),
}

/// The lines of the reader's own organisation, where it is one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    pub received: Option<Figures>,
    pub sent: Option<Figures>,
}

/// The figures of everybody: masked, published once, the same for each of their readers.
#[derive(Debug, Clone, PartialEq)]
pub enum Publication {
    Out(Box<Figures>),
    /// The period runs, or its deadlines do.
    From(Date),
    /// Nothing was counted so early.
    Never,
}

/// The page.
#[derive(Clone)]
pub struct WhoAnswersView {
    pub definition: Arc<Definition>,
    pub reach: Reach,
    pub period: Period,
    pub today: Date,
    /// For the coordination and the monitoring officer.
    pub everything: Option<Publication>,
    pub own: Own,
    /// When the oldest of the own figures was counted.
    pub counted_at: Timestamp,
    pub organisations: HashMap<Id<Organisation>, OrganisationFace>,
}

impl Query for WhoAnswers {
    type View = WhoAnswersView;

    async fn look(&self, sight: &Sight<'_>) -> Result<WhoAnswersView, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let definition = self.definitions.current(sight.rows(), mechanism).await?;
        let reach = Reach::of(sight.trust().guard(), sight.actor(), &definition)?;
        let (rows, now) = (sight.rows(), sight.now());
        let today = now.to_zoned(definition.calendar.zone()).date();
        let months = published_months(rows, mechanism).await?;
        let period = self.asked.period(today, months.filter(|_| reach.everything));
        let everything = if reach.everything {
            let year = Period::of(Grain::Year, period.since());
            let all = self.kept.published(rows, mechanism, year).await?;
            let found = all.iter().find(|(known, _)| *known == period);
            Some(match found {
                Some((_, figures)) => Publication::Out(Box::new(figures.clone())),
                None if months.is_some_and(|months| period.until() < months.first.since()) => {
                    Publication::Never
                }
                None => Publication::From(period.appears_on()),
            })
        } else {
            None
        };
        let mut counted_at = now;
        let mut own = Own {
            received: None,
            sent: None,
        };
        let all = everything_in(period, &definition, mechanism);
        if let Some(organisation) = reach.received {
            let to = Sent {
                to: Some(organisation),
                ..all.clone()
            };
            let told = self.kept.counts(rows, &to, now).await?;
            counted_at = counted_at.min(told.at);
            own.received = Some(figures(&told.counts, UNMASKED));
        }
        if let Some(organisation) = reach.sent {
            let from = Sent {
                from: Some(organisation),
                ..all
            };
            let told = self.kept.counts(rows, &from, now).await?;
            counted_at = counted_at.min(told.at);
            own.sent = Some(figures(&told.counts, UNMASKED));
        }
        let organisations = organisations(rows).await?;
        Ok(WhoAnswersView {
            organisations: organisations.into_iter().map(|face| (face.id, face)).collect(),
            definition,
            reach,
            period,
            today,
            everything,
            own,
            counted_at,
        })
    }
}

impl Asked {
    fn period(self, today: Date, months: Option<Published>) -> Period {
        match (self, months) {
            (Self::One(period), _) => period,
            (Self::Usual, Some(months)) => months.last,
            (Self::Usual, None) => Period::of(Grain::Month, today),
        }
    }
}

/// Each of these referrals may be opened by the reader: its number hides nothing from them (ADR 22).
const UNMASKED: Thresholds = Thresholds {
    operational: 1,
    survivor: 1,
    public: 1,
};

/// All that was sent in a period in a mechanism.
pub(crate) fn everything_in(period: Period, definition: &Definition, mechanism: Id<Mechanism>) -> Sent {
    let (since, until) = period.bounds(&definition.calendar);
    Sent {
        mechanism,
        since,
        until,
        from: None,
        to: None,
        place: Place::Anywhere,
    }
}
