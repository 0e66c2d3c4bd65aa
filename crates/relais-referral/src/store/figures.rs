//! Figures over the clear columns of referrals, counted by the database from one covering index: no record is
//! opened. The database groups by what a class follows from, and the pure rule names the class.

use relais_kernel::{Id, Mechanism, Organisation, Timestamp};
use relais_platform::{Corrupt, Failure, stamp};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement, Value, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tables::referral as row;
use crate::{
    partition::{Facts, PartitionClass},
    referral::{Decision, DeclineReason},
};

/// The code under which needs stand that would reveal a survivor (decisions §10).
pub const SURVIVOR_NEED: &str = "protection";
/// Within how long an emergency is to be reached.
const DAY_MS: i64 = 24 * 3_600_000;

/// Referrals of a mechanism that were sent in a period.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sent {
    pub mechanism: Id<Mechanism>,
    pub since: Timestamp,
    /// The first instant that no longer belongs to it.
    pub until: Timestamp,
    /// Only those of this sender.
    pub from: Option<Id<Organisation>>,
    /// Only those to this receiver.
    pub to: Option<Id<Organisation>>,
    pub place: Place,
}

/// Where the persons are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Place {
    #[default]
    Anywhere,
    Region(String),
    /// No region was written down.
    Unknown,
}

/// How an emergency went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// The person was reached within 24 hours of sending.
    InTime,
    /// Not within 24 hours.
    Late,
    /// The 24 hours are not over.
    Open,
}

/// So many referrals that have all of this in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub to: Id<Organisation>,
    pub region: Option<String>,
    /// `None`: outside the cohort.
    pub class: Option<PartitionClass>,
    pub survivor: bool,
    pub emergency: Option<Reached>,
    pub count: u64,
}

/// Which time is measured, from sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    Acknowledgement,
    Decision,
}

/// So many referrals that took so long: minutes up to an hour, then whole hours, from two days on whole days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Took {
    pub to: Id<Organisation>,
    pub region: Option<String>,
    pub minutes: u64,
    pub count: u64,
}

#[derive(FromQueryResult)]
struct TallyRow {
    to_org: Uuid,
    region: Option<String>,
    decision: Option<String>,
    decline_reason: Option<String>,
    acknowledged: bool,
    overdue: bool,
    expired: bool,
    removed: bool,
    survivor: bool,
    emergency: Option<String>,
    n: i64,
}

#[derive(FromQueryResult)]
struct TookRow {
    to_org: Uuid,
    region: Option<String>,
    minutes: i64,
    n: i64,
}

#[derive(FromQueryResult)]
struct CaseRow {
    case_id: Uuid,
    to_org: Uuid,
    region: Option<String>,
}

/// Counts what became of them at an instant.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn tallies<C: ConnectionTrait>(
    rows: &C,
    sent: &Sent,
    now: Timestamp,
) -> Result<Vec<Tally>, Failure> {
    let (mut which, mut values) = bounds(sent);
    let now = stamp::to_column(now);
    values.extend([now.into(), (now - DAY_MS).into()]);
    let (at, day_ago) = (values.len() - 1, values.len());
    which.insert_str(
        0,
        &format!(
            "SELECT to_org, region, decision, decline_reason, expired, removed, \
             CASE WHEN acknowledged_at IS NULL THEN FALSE ELSE TRUE END AS acknowledged, \
             CASE WHEN acknowledge_due < ${at} THEN TRUE ELSE FALSE END AS overdue, \
             CASE WHEN need_shown = '{SURVIVOR_NEED}' THEN TRUE ELSE FALSE END AS survivor, \
             CASE WHEN priority <> 'E' THEN NULL WHEN contacted_at - sent_at <= {DAY_MS} THEN 'in_time' \
             WHEN sent_at <= ${day_ago} THEN 'late' ELSE 'open' END AS emergency FROM referral "
        ),
    );
    let keys = "to_org, region, decision, decline_reason, acknowledged, overdue, expired, removed, survivor, emergency";
    let sql = format!("SELECT {keys}, COUNT(*) AS n FROM ({which}) AS cohort GROUP BY {keys}");
    let found = rows
        .query_all_raw(Statement::from_sql_and_values(
            rows.get_database_backend(),
            sql,
            values,
        ))
        .await?;
    found
        .iter()
        .map(|row| TallyRow::from_query_result(row, "")?.read())
        .collect()
}

impl TallyRow {
    fn read(self) -> Result<Tally, Failure> {
        let corrupt = |column| Corrupt::at("referral", column, "group");
        let decision = match (self.decision.as_deref(), self.decline_reason) {
            (None, _) => None,
            (Some("accepted"), _) => Some(Decision::Accepted),
            (Some("declined"), Some(reason)) => {
                let reason: DeclineReason = reason.parse().map_err(|_| corrupt("decline_reason"))?;
                Some(Decision::Declined(reason))
            }
            _ => return Err(corrupt("decision").into()),
        };
        let facts = Facts {
            sent: true,
            decision,
            acknowledged: self.acknowledged,
            overdue: self.overdue,
            expired: self.expired,
            removed: self.removed,
        };
        Ok(Tally {
            to: Id::from_uuid(self.to_org),
            region: self.region,
            class: facts.class(),
            survivor: self.survivor,
            emergency: match self.emergency.as_deref() {
                None => None,
                Some("in_time") => Some(Reached::InTime),
                Some("late") => Some(Reached::Late),
                Some(_) => Some(Reached::Open),
            },
            count: count(self.n),
        })
    }
}

/// Counts how long those of the cohort took that came so far.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn times<C: ConnectionTrait>(
    rows: &C,
    sent: &Sent,
    measured: Measured,
) -> Result<Vec<Took>, Failure> {
    let end = match measured {
        Measured::Acknowledgement => "acknowledged_at",
        Measured::Decision => "decided_at",
    };
    let (which, values) = bounds(sent);
    let sql = format!(
        "SELECT to_org, region, minutes, COUNT(*) AS n FROM (SELECT to_org, region, \
         CASE WHEN took < 3600000 THEN took / 60000 WHEN took < 172800000 THEN took / 3600000 * 60 \
         ELSE took / 86400000 * 1440 END AS minutes FROM (SELECT to_org, region, {end} - sent_at AS took FROM referral \
         {which} AND {end} IS NOT NULL AND NOT (removed AND decision IS NULL)) AS cohort) AS shown \
         GROUP BY to_org, region, minutes"
    );
    let found = rows
        .query_all_raw(Statement::from_sql_and_values(
            rows.get_database_backend(),
            sql,
            values,
        ))
        .await?;
    let read = |row| {
        let row = TookRow::from_query_result(row, "")?;
        Ok(Took {
            to: Id::from_uuid(row.to_org),
            region: row.region,
            minutes: count(row.minutes),
            count: count(row.n),
        })
    };
    found.iter().map(read).collect()
}

/// The cases behind the cohort, each with whom it was referred to and where; each once, however often it was referred.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn cases_behind<C: ConnectionTrait>(
    rows: &C,
    sent: &Sent,
) -> Result<Vec<(Uuid, Id<Organisation>, Option<String>)>, Failure> {
    let (which, values) = bounds(sent);
    let sql = format!(
        "SELECT DISTINCT case_id, to_org, region FROM referral {which} AND NOT (removed AND decision IS NULL)"
    );
    let asked = Statement::from_sql_and_values(rows.get_database_backend(), sql, values);
    let found = rows.query_all_raw(asked).await?;
    let read = |row| {
        let row = CaseRow::from_query_result(row, "")?;
        Ok((row.case_id, Id::from_uuid(row.to_org), row.region))
    };
    found.iter().map(read).collect()
}

/// When the first referral of a mechanism was sent.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn first_sent<C: ConnectionTrait>(
    rows: &C,
    mechanism: Id<Mechanism>,
) -> Result<Option<Timestamp>, Failure> {
    use row::Column as C;
    let found: Option<(Uuid, Option<i64>)> = row::Entity::find()
        .select_only()
        .columns([C::Id, C::SentAt])
        .filter(C::MechanismId.eq(mechanism.uuid()))
        .filter(C::SentAt.is_not_null())
        .order_by_asc(C::SentAt)
        .into_tuple()
        .one(rows)
        .await?;
    let Some((id, Some(at))) = found else {
        return Ok(None);
    };
    Ok(Some(stamp::from_column(at, "referral", "sent_at", id)?))
}

fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

/// The period and what narrows it, as a clause with its values.
fn bounds(sent: &Sent) -> (String, Vec<Value>) {
    let mut clause = "WHERE mechanism_id = $1 AND sent_at >= $2 AND sent_at < $3".to_owned();
    let mut values: Vec<Value> = vec![
        sent.mechanism.uuid().into(),
        stamp::to_column(sent.since).into(),
        stamp::to_column(sent.until).into(),
    ];
    let sides = [("from_org", sent.from), ("to_org", sent.to)];
    for (column, organisation) in sides {
        if let Some(organisation) = organisation {
            values.push(organisation.uuid().into());
            clause.push_str(&format!(" AND {column} = ${}", values.len()));
        }
    }
    match &sent.place {
        Place::Anywhere => {}
        Place::Unknown => clause.push_str(" AND region IS NULL"),
        Place::Region(code) => {
            values.push(code.clone().into());
            clause.push_str(&format!(" AND region = ${}", values.len()));
        }
    }
    (clause, values)
}

/// What a figure counts, so that the records behind it can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The whole cohort.
    Cohort,
    Class(PartitionClass),
    /// Declined, whatever the reason.
    Declined,
    /// Withdrawn or cancelled before a decision.
    Outside,
    /// Emergencies, by how they went.
    Emergency(Reached),
}

/// The records behind a figure, as a condition; it says the same as [`Facts::class`].
pub(crate) fn behind(sent: &Sent, counted: Counted, now: Timestamp) -> Condition {
    use row::Column as C;
    let now = stamp::to_column(now);
    let mut all = Condition::all()
        .add(C::MechanismId.eq(sent.mechanism.uuid()))
        .add(C::SentAt.gte(stamp::to_column(sent.since)))
        .add(C::SentAt.lt(stamp::to_column(sent.until)))
        .add_option(sent.from.map(|o| C::FromOrg.eq(o.uuid())))
        .add_option(sent.to.map(|o| C::ToOrg.eq(o.uuid())));
    all = match &sent.place {
        Place::Anywhere => all,
        Place::Unknown => all.add(C::Region.is_null()),
        Place::Region(code) => all.add(C::Region.eq(code.clone())),
    };
    let cohort = || {
        Condition::any()
            .add(C::Removed.eq(false))
            .add(C::Decision.is_not_null())
    };
    let undecided = || {
        Condition::all()
            .add(C::Decision.is_null())
            .add(C::Removed.eq(false))
    };
    let silent = || undecided().add(C::AcknowledgedAt.is_null());
    let past = || {
        Condition::any()
            .add(C::Expired.eq(true))
            .add(C::AcknowledgeDue.lt(now))
    };
    let in_time = || Expr::col(C::ContactedAt).sub(Expr::col(C::SentAt)).lte(DAY_MS);
    let emergency = || Condition::all().add(cohort()).add(C::Priority.eq("E"));
    all.add(match counted {
        Counted::Cohort => cohort(),
        Counted::Class(PartitionClass::Accepted) => Condition::all().add(C::Decision.eq("accepted")),
        Counted::Class(PartitionClass::Declined(reason)) => Condition::all()
            .add(C::Decision.eq("declined"))
            .add(C::DeclineReason.eq(reason.code())),
        Counted::Declined => Condition::all().add(C::Decision.eq("declined")),
        Counted::Class(PartitionClass::AcknowledgedOnly) => undecided().add(C::AcknowledgedAt.is_not_null()),
        Counted::Class(PartitionClass::NoResponse) => silent().add(past()),
        Counted::Class(PartitionClass::Pending) => silent().add(C::Expired.eq(false)).add(
            Condition::any()
                .add(C::AcknowledgeDue.is_null())
                .add(C::AcknowledgeDue.gte(now)),
        ),
        Counted::Outside => Condition::all()
            .add(C::Decision.is_null())
            .add(C::Removed.eq(true)),
        Counted::Emergency(Reached::InTime) => emergency().add(in_time()),
        Counted::Emergency(Reached::Late) => emergency().add(C::SentAt.lte(now - DAY_MS)).add(
            Condition::any()
                .add(C::ContactedAt.is_null())
                .add(Expr::col(C::ContactedAt).sub(Expr::col(C::SentAt)).gt(DAY_MS)),
        ),
        Counted::Emergency(Reached::Open) => emergency()
            .add(C::SentAt.gt(now - DAY_MS))
            .add(C::ContactedAt.is_null()),
    })
}

/// How many records are behind a figure.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn count_behind<C: ConnectionTrait>(
    rows: &C,
    sent: &Sent,
    counted: Counted,
    now: Timestamp,
) -> Result<u64, Failure> {
    Ok(row::Entity::find()
        .filter(behind(sent, counted, now))
        .count(rows)
        .await?)
}
