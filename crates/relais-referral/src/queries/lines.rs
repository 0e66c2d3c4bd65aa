use relais_kernel::{Id, Organisation, Priority, PublicRef, Timestamp};
use relais_platform::{Corrupt, Failure, stamp};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::{
    clocks::{Awaited, Turn, awaited},
    referral::StateKind,
    store::{
        figures::{Counted, Sent, behind},
        rows,
    },
};

/// One referral in a list: a code, never a name. Read from the clear columns alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub public_ref: PublicRef,
    pub case_code: String,
    /// The need as it may stand in clear.
    pub need: String,
    pub priority: Priority,
    pub state: StateKind,
    pub from: Id<Organisation>,
    pub to: Id<Organisation>,
    pub sent_at: Option<Timestamp>,
    /// Whose turn it is.
    pub turn: Turn,
    pub awaited: Option<Awaited>,
    pub due: Option<Timestamp>,
    pub escalated: bool,
}

#[derive(FromQueryResult)]
struct Clear {
    id: Uuid,
    public_ref: Uuid,
    case_code: String,
    need_shown: String,
    priority: String,
    state: String,
    from_org: Uuid,
    to_org: Uuid,
    turn: String,
    sent_at: Option<i64>,
    contacted_at: Option<i64>,
    deadline_at: Option<i64>,
    escalation: Option<String>,
}

impl Clear {
    fn read(self) -> Result<Line, Failure> {
        let id = self.id;
        let corrupt = |column| Corrupt::at("referral", column, id);
        let at = |column, value: Option<i64>| {
            value
                .map(|value| stamp::from_column(value, "referral", column, id))
                .transpose()
        };
        let state: StateKind = self.state.parse().map_err(|_| corrupt("state"))?;
        let turn: Turn = self.turn.parse().map_err(|_| corrupt("turn"))?;
        Ok(Line {
            public_ref: PublicRef::from_uuid(self.public_ref),
            priority: self.priority.parse().map_err(|()| corrupt("priority"))?,
            awaited: awaited(state, self.contacted_at.is_some(), turn),
            due: at("deadline_at", self.deadline_at)?,
            sent_at: at("sent_at", self.sent_at)?,
            state,
            turn,
            from: Id::from_uuid(self.from_org),
            to: Id::from_uuid(self.to_org),
            escalated: self.escalation.is_some(),
            case_code: self.case_code,
            need: self.need_shown,
        })
    }
}

/// Which lines of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// From 0.
    pub page: u64,
    pub size: u64,
}

/// Lines by deadline, the most pressing first; what owes nothing any more stands last.
pub(crate) async fn lines<C: ConnectionTrait>(
    on: &C,
    which: Condition,
    slice: Slice,
) -> Result<Vec<Line>, Failure> {
    read(on, find(which).order_by_asc(rows::Column::DeadlineAt), slice).await
}

/// The records behind a figure as far as `seen` goes, the oldest first.
pub async fn lines_behind<C: ConnectionTrait>(
    on: &C,
    sent: &Sent,
    counted: Counted,
    now: Timestamp,
    seen: Seen,
    slice: Slice,
) -> Result<Vec<Line>, Failure> {
    let which = Condition::all()
        .add(behind(sent, counted, now))
        .add(seen.condition());
    read(on, find(which).order_by_asc(rows::Column::SentAt), slice).await
}

/// How many of the records behind a figure `seen` reaches.
pub async fn count_seen<C: ConnectionTrait>(
    on: &C,
    sent: &Sent,
    counted: Counted,
    now: Timestamp,
    seen: Seen,
) -> Result<u64, Failure> {
    let which = Condition::all()
        .add(behind(sent, counted, now))
        .add(seen.condition());
    Ok(rows::Entity::find().filter(which).count(on).await?)
}

/// Which records a reader may see one by one, as the guard's policies have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// Those that this organisation sent.
    pub sent_by: Option<Id<Organisation>>,
    /// Those that this organisation received.
    pub received_by: Option<Id<Organisation>>,
    /// Those that somebody was alerted about.
    pub escalated: bool,
}

impl Seen {
    pub const fn nothing(&self) -> bool {
        self.sent_by.is_none() && self.received_by.is_none() && !self.escalated
    }

    fn condition(self) -> Condition {
        if self.nothing() {
            return Condition::all().add(rows::Column::Id.is_null());
        }
        Condition::any()
            .add_option(self.sent_by.map(|o| rows::Column::FromOrg.eq(o.uuid())))
            .add_option(self.received_by.map(|o| rows::Column::ToOrg.eq(o.uuid())))
            .add_option(self.escalated.then(|| rows::Column::Escalation.is_not_null()))
    }
}

fn find(which: Condition) -> sea_orm::Select<rows::Entity> {
    use rows::Column as C;
    rows::Entity::find()
        .select_only()
        .columns([
            C::Id,
            C::PublicRef,
            C::CaseCode,
            C::NeedShown,
            C::Priority,
            C::State,
            C::FromOrg,
            C::ToOrg,
            C::Turn,
            C::SentAt,
            C::ContactedAt,
            C::DeadlineAt,
            C::Escalation,
        ])
        .filter(which)
}

async fn read<C: ConnectionTrait>(
    on: &C,
    select: sea_orm::Select<rows::Entity>,
    slice: Slice,
) -> Result<Vec<Line>, Failure> {
    let found: Vec<Clear> = select
        .offset(slice.page.min(u64::from(u32::MAX)) * slice.size)
        .limit(slice.size)
        .into_model()
        .all(on)
        .await?;
    found.into_iter().map(Clear::read).collect()
}
