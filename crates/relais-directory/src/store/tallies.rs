//! How services answered referrals, counted by day: no referral and no person is named.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date, tz::TimeZone};
use relais_kernel::Timestamp;
use relais_platform::{Failure, table};
use relais_trust::Scene;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use crate::{
    ServiceId,
    reliability::{Heard, Tally, WINDOW_DAYS},
};

pub(super) const TALLIES: &str = "
CREATE TABLE IF NOT EXISTS service_tally (
  service_id {id} NOT NULL, day TEXT NOT NULL, accepted {int} NOT NULL, declined {int} NOT NULL, wrong {int} NOT NULL,
  silent {int} NOT NULL, PRIMARY KEY (service_id, day));
CREATE INDEX IF NOT EXISTS service_tally_by_day ON service_tally (day);
";

table!(tally, "service_tally", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub service_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: String,
    pub accepted: i64,
    pub declined: i64,
    pub wrong: i64,
    pub silent: i64,
});

const fn column(heard: Heard) -> tally::Column {
    match heard {
        Heard::Accepted => tally::Column::Accepted,
        Heard::Declined => tally::Column::Declined,
        Heard::Wrong => tally::Column::Wrong,
        Heard::Silent => tally::Column::Silent,
    }
}

/// A service answered a referral, or let it run out.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn note_heard(scene: &Scene<'_>, service: ServiceId, heard: Heard) -> Result<(), Failure> {
    let one = |of| Set(i64::from(of == heard));
    let model = tally::ActiveModel {
        service_id: Set(service.uuid()),
        day: Set(scene.now().to_zoned(TimeZone::UTC).date().to_string()),
        accepted: one(Heard::Accepted),
        declined: one(Heard::Declined),
        wrong: one(Heard::Wrong),
        silent: one(Heard::Silent),
    };
    let column = column(heard);
    let more = OnConflict::columns([tally::Column::ServiceId, tally::Column::Day])
        .value(column, Expr::col((tally::Entity, column)).add(1))
        .to_owned();
    tally::Entity::insert(model)
        .on_conflict(more)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// What was counted within the window.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    all: BTreeMap<ServiceId, Tally>,
    wrong: Vec<(ServiceId, Date, u32)>,
}

impl Tallies {
    pub fn of(&self, service: ServiceId) -> Tally {
        self.all.get(&service).copied().unwrap_or_default()
    }

    /// Answers that an entry led there in vain, on the days after one.
    pub fn wrong_since(&self, service: ServiceId, day: Option<Date>) -> u32 {
        let after = |at: Date| day.is_none_or(|day| at > day);
        let counted = self
            .wrong
            .iter()
            .filter(|(of, at, _)| *of == service && after(*at));
        counted.map(|(_, _, times)| times).sum()
    }

    /// The services that something speaks against.
    pub fn burdened(&self) -> impl Iterator<Item = ServiceId> {
        let bad = |tally: &Tally| tally.silent > 0 || tally.wrong > 0;
        self.all
            .iter()
            .filter(move |(_, tally)| bad(tally))
            .map(|(id, _)| *id)
    }
}

/// What was counted of services within the window: of these, or of all.
///
/// # Errors
/// [`Failure`] of the store.
pub(crate) async fn tallies<C: ConnectionTrait>(
    rows: &C,
    of: Option<&[ServiceId]>,
    now: Timestamp,
) -> Result<Tallies, Failure> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let since = today
        .checked_sub(i64::from(WINDOW_DAYS).days())
        .unwrap_or(Date::MIN);
    let mut asked = tally::Entity::find().filter(tally::Column::Day.gte(since.to_string()));
    if let Some(of) = of {
        asked = asked.filter(tally::Column::ServiceId.is_in(of.iter().map(|id| id.uuid())));
    }
    let sum = |column: tally::Column| column.sum().cast_as("BIGINT");
    let summed: Vec<(Uuid, i64, i64, i64, i64)> = asked
        .clone()
        .select_only()
        .column(tally::Column::ServiceId)
        .column_as(sum(tally::Column::Accepted), "accepted")
        .column_as(sum(tally::Column::Declined), "declined")
        .column_as(sum(tally::Column::Wrong), "wrong")
        .column_as(sum(tally::Column::Silent), "silent")
        .group_by(tally::Column::ServiceId)
        .into_tuple()
        .all(rows)
        .await?;
    let count = |n: i64| u32::try_from(n).unwrap_or_default();
    let all = summed.into_iter().map(|(id, accepted, declined, wrong, silent)| {
        let tally = Tally {
            accepted: count(accepted),
            declined: count(declined),
            wrong: count(wrong),
            silent: count(silent),
        };
        (ServiceId::from_uuid(id), tally)
    });
    let wrong = asked.filter(tally::Column::Wrong.gt(0)).all(rows).await?;
    let dated = wrong.into_iter().filter_map(|row| {
        let day = row.day.parse().ok()?;
        Some((ServiceId::from_uuid(row.service_id), day, count(row.wrong)))
    });
    Ok(Tallies {
        all: all.collect(),
        wrong: dated.collect(),
    })
}
