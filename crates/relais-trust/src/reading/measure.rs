use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Id, Timestamp, User};
use relais_platform::{Failure, stamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::HOUR;
use crate::{Actor, Note, journal::entries};

/// The acts that open sealed fields of a case.
const OPENS: [&str; 7] = [
    "IdentityRead",
    "AnnexRead",
    "PackageRead",
    "CopyMade",
    "SlipPrinted",
    "RequestRead",
    "EmergencyOpeningRead",
];
/// Whoever made the case knows it already.
const MADE: &str = "CaseIdentified";
/// 1 for a case that was made, over all its entries.
const IS_MADE: &str = "MAX(CASE WHEN act = 'CaseIdentified' THEN 1 ELSE 0 END)";

/// How much somebody read within the hour, with what they are about to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Nothing is asked.
    Usual,
    /// More than is usual, and they proved who they are since the last new case.
    Proved { cases: usize },
    /// More than is usual: they prove it first.
    ToProve { cases: usize },
}

/// Different cases that one person opened within the hour.
#[derive(Debug, Default)]
struct Read {
    /// Each with when it was first opened.
    cases: BTreeMap<Uuid, i64>,
    /// Of those asked about.
    made: BTreeSet<Uuid>,
}

impl Read {
    /// By the index of readers and times, which holds all that is asked: the entries of one person's last hour, counted by
    /// the database. Cases that the person made are told only where they are among `about`: a long day of registering
    /// is not read again at each page.
    async fn within_the_hour<C: ConnectionTrait>(
        rows: &C,
        user: Id<User>,
        now: Timestamp,
        about: &BTreeSet<Uuid>,
    ) -> Result<Self, Failure> {
        let then = now.checked_sub(HOUR).map_err(|e| Failure::Fault(e.to_string()))?;
        let counted = OPENS.into_iter().chain([MADE]);
        let not_made = Expr::cust(IS_MADE).eq(0);
        let found: Vec<(Uuid, i32, i64)> = entries::Entity::find()
            .select_only()
            .column(entries::Column::CaseId)
            .column_as(Expr::cust(IS_MADE), "made")
            .column_as(entries::Column::At.min(), "first")
            .filter(entries::Column::UserId.eq(user.uuid()))
            .filter(entries::Column::At.gt(stamp::to_column(then)))
            .filter(entries::Column::CaseId.is_not_null())
            .filter(entries::Column::Act.is_in(counted))
            .group_by(entries::Column::CaseId)
            .having(not_made.or(entries::Column::CaseId.is_in(about.iter().copied())))
            .into_tuple()
            .all(rows)
            .await?;
        let mut read = Self::default();
        for (case, made, first) in found {
            if made == 0 {
                read.cases.insert(case, first);
            } else {
                read.made.insert(case);
            }
        }
        Ok(read)
    }

    fn last_new(&self) -> Option<i64> {
        self.cases.values().max().copied()
    }
}

/// Measures what somebody is about to see. One question to the database where a case is opened, none elsewhere.
pub(crate) async fn measure<C: ConnectionTrait>(
    rows: &C,
    actor: &Actor,
    notes: &[Note],
    most: u32,
    now: Timestamp,
) -> Result<Measure, Failure> {
    let opened: BTreeSet<Uuid> = notes
        .iter()
        .filter(|note| OPENS.contains(&note.act.as_str()))
        .filter_map(|note| note.case.map(Id::uuid))
        .collect();
    let Some(user) = actor.user.filter(|_| !opened.is_empty()) else {
        return Ok(Measure::Usual);
    };
    let read = Read::within_the_hour(rows, user, now, &opened).await?;
    let fresh = opened
        .iter()
        .filter(|case| !read.cases.contains_key(case) && !read.made.contains(case))
        .count();
    let cases = read.cases.len() + fresh;
    if fresh == 0 || cases <= usize::try_from(most).unwrap_or(usize::MAX) {
        return Ok(Measure::Usual);
    }
    Ok(match proved_since(actor, &read) {
        true => Measure::Proved { cases },
        false => Measure::ToProve { cases },
    })
}

fn proved_since(actor: &Actor, read: &Read) -> bool {
    let proved = actor.session.map(|mark| stamp::to_column(mark.proved_at));
    match (proved, read.last_new()) {
        (Some(proved), Some(last)) => proved > last,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// The next new case asks for a proof, however fresh the last one is.
pub(crate) async fn asks_for_proof<C: ConnectionTrait>(
    rows: &C,
    actor: &Actor,
    most: u32,
    now: Timestamp,
) -> Result<bool, Failure> {
    let Some(user) = actor.user else {
        return Ok(false);
    };
    let read = Read::within_the_hour(rows, user, now, &BTreeSet::new()).await?;
    let many = read.cases.len() >= usize::try_from(most).unwrap_or(usize::MAX);
    Ok(many && !proved_since(actor, &read))
}
