use relais_kernel::{Id, Mechanism, Timestamp};
use relais_mechanism::{Definition, Definitions, mechanisms};
use relais_platform::Failure;
use relais_referral::store::figures::{Measured, cases_behind, first_sent, tallies, times};
use relais_trust::{Actor, Command, Door, Note, Scene, Trust};
use sea_orm::ConnectionTrait;

use crate::{
    figures::{Counts, Grouping, Release, grouped},
    period::{Grain, Period},
    queries::everything_in,
    store,
};

/// Publishes the figures of every month whose day has come, in every mechanism, the oldest first. Doing it again does
/// nothing. Answers how many were published.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn release_due(trust: &Trust, definitions: &Definitions) -> Result<usize, Failure> {
    let rows = trust.database().reader();
    let mut done = 0;
    for mechanism in mechanisms(rows).await? {
        let definition = definitions.current(rows, mechanism.id).await?;
        while let Some(month) = next(rows, mechanism.id, &definition, trust.now()).await? {
            let release = ReleaseFigures {
                definitions: definitions.clone(),
                mechanism: mechanism.id,
                month,
            };
            let clock = Actor::installation(Door::Clock);
            trust.perform(&clock, None, release).await?;
            done += 1;
        }
    }
    Ok(done)
}

/// The first month that is not published and whose day has come: after the last one, or the January of the year in which
/// the first referral was sent, so that each quarter and year is whole.
async fn next<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
    definition: &Definition,
    now: Timestamp,
) -> Result<Option<Period>, Failure> {
    let day = |at: Timestamp| at.to_zoned(definition.calendar.zone()).date();
    let month = match store::published_months(rows, mechanism).await? {
        Some(published) => published.last.after(),
        None => match first_sent(rows, mechanism).await? {
            Some(at) => Period::of(Grain::Month, Period::of(Grain::Year, day(at)).since()),
            None => return Ok(None),
        },
    };
    Ok((month.appears_on() <= day(now)).then_some(month))
}

/// Counts a month, and what ends with it, and keeps what was counted: its figures are published, once and as they are.
#[derive(Clone)]
pub struct ReleaseFigures {
    pub definitions: Definitions,
    pub mechanism: Id<Mechanism>,
    pub month: Period,
}

impl Command for ReleaseFigures {
    /// False when it was published already, or its turn has not come.
    type Outcome = bool;
    const NAME: &'static str = "ReleaseFigures";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<bool, Failure> {
        let (rows, now) = (scene.rows(), scene.now());
        let definition = self.definitions.current(rows, self.mechanism).await?;
        if next(rows, self.mechanism, &definition, now).await? != Some(self.month) {
            return Ok(false);
        }
        let sent = everything_in(self.month, &definition, self.mechanism);
        let counts = Counts {
            tallies: tallies(rows, &sent, now).await?,
            acknowledged: times(rows, &sent, Measured::Acknowledgement).await?,
            decided: times(rows, &sent, Measured::Decision).await?,
        };
        let groupings = self.groupings(scene, &definition, &counts).await?;
        let release = Release {
            counts,
            thresholds: definition.thresholds,
            groupings,
        };
        let kept = (self.mechanism, self.month);
        store::keep(rows, kept, (now, &definition.version.hash), &release).await?;
        let note = Note::new("FiguresReleased").on("mechanism", self.mechanism.uuid());
        scene.note(note.under(&definition.version.hash).fact("month", self.month));
        Ok(true)
    }
}

impl ReleaseFigures {
    /// Which lines are printed as one, of the month and of the quarter and the year that end with it.
    async fn groupings(
        &self,
        scene: &Scene<'_>,
        definition: &Definition,
        counts: &Counts,
    ) -> Result<Vec<Grouping>, Failure> {
        let year = Period::of(Grain::Year, self.month.since());
        let before = store::releases_in(scene.rows(), self.mechanism, year).await?;
        let mut all = Vec::new();
        for period in Period::ending_with(self.month) {
            let sent = everything_in(period, definition, self.mechanism);
            let people = cases_behind(scene.rows(), &sent).await?;
            let earlier = period.months().count() - 1;
            let counted = before.iter().rev().take(earlier).map(|release| &release.counts);
            all.push(grouped(counted.chain([counts]), &people, definition.thresholds));
        }
        Ok(all)
    }
}
