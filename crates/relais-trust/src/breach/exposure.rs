use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Case, Id, Mechanism, Timestamp, User};
use relais_platform::{Failure, stamp};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::journal::{Body, entries};

/// Entries read at a time.
const PAGE: u64 = 1_000;

/// Whose readings count: of an account, of one session, of everybody; from an instant until before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub user: Option<Id<User>>,
    pub session: Option<Uuid>,
    pub from: Timestamp,
    pub until: Timestamp,
}

/// A kind of fields that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exposed {
    /// What stands in clear of a case: state, region, age band, consents.
    Clear,
    Identity,
    Needs,
    Plan,
    FollowUps,
    Closure,
    /// Survivor-critical.
    Annexes,
    /// What was sent with a referral or a transfer.
    Package,
    /// The person's copy, or a printed slip.
    Copy,
    /// What was written in a request, an order or a mission.
    Words,
}

impl Exposed {
    pub const ALL: [Self; 10] = [
        Self::Clear,
        Self::Identity,
        Self::Needs,
        Self::Plan,
        Self::FollowUps,
        Self::Closure,
        Self::Annexes,
        Self::Package,
        Self::Copy,
        Self::Words,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Identity => "identity",
            Self::Needs => "needs",
            Self::Plan => "plan",
            Self::FollowUps => "follow_ups",
            Self::Closure => "closure",
            Self::Annexes => "annexes",
            Self::Package => "package",
            Self::Copy => "copy",
            Self::Words => "words",
        }
    }

    /// What an entry of the journal says was opened, if it is a reading.
    fn of(body: &Body) -> Option<Self> {
        let table = body.subject.as_ref().map(|(table, _)| table.as_str());
        Some(match (body.act.as_str(), table) {
            ("AnnexRead", _) => Self::Annexes,
            ("IdentityRead", Some("case_need")) => Self::Needs,
            ("IdentityRead", Some("case_plan")) => Self::Plan,
            ("IdentityRead", Some("case_follow_up")) => Self::FollowUps,
            ("IdentityRead", Some("case_step")) => Self::Closure,
            ("IdentityRead", _) => Self::Identity,
            ("PackageRead", _) => Self::Package,
            ("CopyMade" | "SlipPrinted", _) => Self::Copy,
            ("RequestRead" | "OrderRead" | "EnquiryRead" | "MissionRead", _) => Self::Words,
            ("CaseRead" | "ReferralRead" | "TransferRead" | "HandOverRead", _) => Self::Clear,
            _ => return None,
        })
    }
}

/// The acts that open something.
const READINGS: [&str; 13] = [
    "AnnexRead",
    "IdentityRead",
    "PackageRead",
    "CopyMade",
    "SlipPrinted",
    "RequestRead",
    "EnquiryRead",
    "MissionRead",
    "OrderRead",
    "CaseRead",
    "ReferralRead",
    "TransferRead",
    "HandOverRead",
];

/// What was exposed of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    pub case: Id<Case>,
    pub kinds: BTreeSet<Exposed>,
    pub readers: BTreeSet<Id<User>>,
    pub first: Timestamp,
    pub last: Timestamp,
}

/// Every case of which something was read in the window, and which kinds of fields, in the order of the first reading.
/// In one mechanism when it is named.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn exposures<C: ConnectionTrait>(
    rows: &C,
    window: &Window,
    mechanism: Option<Id<Mechanism>>,
) -> Result<Vec<Exposure>, Failure> {
    let mut found: BTreeMap<Uuid, Exposure> = BTreeMap::new();
    let mut after: Option<i64> = None;
    loop {
        let page = page(rows, window, after).await?;
        for row in &page {
            let body = entries::body_of(row)?;
            let elsewhere = mechanism.is_some_and(|id| body.mechanism.is_some_and(|of| of != id.uuid()));
            let other = window.session.is_some() && body.session != window.session;
            if elsewhere || other {
                continue;
            }
            let at = stamp::from_column(row.at, "journal_entry", "at", row.position)?;
            if let (Some(case), Some(kind)) = (body.case, Exposed::of(&body)) {
                add(&mut found, case, kind, &body, at);
            }
        }
        let Some(last) = page.last().filter(|_| page.len() as u64 == PAGE) else {
            break;
        };
        after = Some(last.position);
    }
    let mut all: Vec<_> = found.into_values().collect();
    all.sort_by_key(|exposure| (exposure.first, exposure.case.uuid()));
    Ok(all)
}

fn add(found: &mut BTreeMap<Uuid, Exposure>, case: Uuid, kind: Exposed, body: &Body, at: Timestamp) {
    let exposure = found.entry(case).or_insert_with(|| Exposure {
        case: Id::from_uuid(case),
        kinds: BTreeSet::new(),
        readers: BTreeSet::new(),
        first: at,
        last: at,
    });
    exposure.kinds.insert(kind);
    exposure.readers.extend(body.user.map(Id::from_uuid));
    exposure.first = exposure.first.min(at);
    exposure.last = exposure.last.max(at);
}

async fn page<C: ConnectionTrait>(
    rows: &C,
    window: &Window,
    after: Option<i64>,
) -> Result<Vec<entries::Model>, Failure> {
    let mut find = entries::Entity::find()
        .filter(entries::Column::Act.is_in(READINGS))
        .filter(entries::Column::At.gte(stamp::to_column(window.from)))
        .filter(entries::Column::At.lt(stamp::to_column(window.until)));
    if let Some(user) = window.user {
        find = find.filter(entries::Column::UserId.eq(user.uuid()));
    }
    if let Some(after) = after {
        find = find.filter(entries::Column::Position.gt(after));
    }
    Ok(find
        .order_by_asc(entries::Column::Position)
        .limit(PAGE)
        .all(rows)
        .await?)
}
