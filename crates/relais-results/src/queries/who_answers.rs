use std::{collections::HashMap, sync::Arc};

use relais_kernel::{Id, Organisation, Timestamp};
use relais_mechanism::{Definition, Definitions, Thresholds};
use relais_platform::Failure;
use relais_referral::store::figures::{Place, Sent};
use relais_trust::{
    Query, Sight,
    accounts::{OrganisationFace, organisations},
};

use super::Period;
use crate::{
    figures::{Figures, figures},
    kept::Kept,
    room::Reach,
};

/// Who answers and who does not, for referrals sent in a period (decisions §1, §4).
pub struct WhoAnswers {
    pub definitions: Definitions,
    pub period: Period,
    pub kept: Kept,
}

/// The lines of the reader's own organisation, where it is one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    pub received: Option<Figures>,
    pub sent: Option<Figures>,
}

/// The page.
#[derive(Clone)]
pub struct WhoAnswersView {
    pub definition: Arc<Definition>,
    pub reach: Reach,
    /// For the coordination and the monitoring officer.
    pub everything: Option<Figures>,
    pub own: Own,
    /// When the oldest of these figures was counted.
    pub counted_at: Timestamp,
    pub organisations: HashMap<Id<Organisation>, OrganisationFace>,
}

impl Query for WhoAnswers {
    type View = WhoAnswersView;

    async fn look(&self, sight: &Sight<'_>) -> Result<WhoAnswersView, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let definition = self.definitions.current(sight.rows(), mechanism).await?;
        let reach = Reach::of(sight.trust().guard(), sight.actor(), &definition)?;
        let all = sent_in(self.period, &definition, reach);
        let (rows, now) = (sight.rows(), sight.now());
        let mut counted_at = now;
        let everything = if reach.everything {
            let told = self.kept.counts(rows, &all, now).await?;
            counted_at = counted_at.min(told.at);
            Some(figures(&told.counts, definition.thresholds))
        } else {
            None
        };
        let mut own = Own {
            received: None,
            sent: None,
        };
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
            everything,
            own,
            counted_at,
        })
    }
}

/// Each of these referrals may be opened by the reader: its number hides nothing from them (ADR 22).
const UNMASKED: Thresholds = Thresholds {
    operational: 1,
    survivor: 1,
    public: 1,
};

/// All that was sent in a period in the reader's mechanism.
pub(super) fn sent_in(period: Period, definition: &Definition, reach: Reach) -> Sent {
    let (since, until) = period.bounds(&definition.calendar);
    Sent {
        mechanism: reach.mechanism,
        since,
        until,
        from: None,
        to: None,
        place: Place::Anywhere,
    }
}
