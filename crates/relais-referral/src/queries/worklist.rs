use std::collections::HashMap;

use relais_kernel::{Localised, Priority, PublicRef, Timestamp};
use relais_mechanism::{Definitions, Role};
use relais_platform::Failure;
use relais_trust::{Query, Sight, accounts};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, sea_query::NullOrdering,
};

use crate::{
    clocks::{Awaited, deadline},
    referral::{Rules, StateKind},
    room::ruling,
    store::{read_row, rows},
};

/// What the reader has to do now, by whose turn it is: late first (design §1.2).
pub struct Worklist {
    pub definitions: Definitions,
}

/// One referral in a list: a code, never a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub public_ref: PublicRef,
    pub case_code: String,
    pub need: String,
    pub priority: Priority,
    pub state: StateKind,
    /// The organisation on the other side.
    pub other: Localised,
    pub awaited: Option<Awaited>,
    pub due: Option<Timestamp>,
    pub escalated: bool,
}

/// The lists of one reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Worklists {
    /// Addressed to the reader's organisation, which has to act.
    pub to_answer: Vec<Line>,
    /// Sent by the reader's organisation, which has to act.
    pub to_follow: Vec<Line>,
    /// Sent, and the other side has to act.
    pub waiting: Vec<Line>,
    /// Without an answer: the coordination has to find another way.
    pub to_reroute: Vec<Line>,
}

impl Worklists {
    pub fn is_empty(&self) -> bool {
        self.to_answer.is_empty() && self.to_follow.is_empty() && self.to_reroute.is_empty()
    }
}

/// How many lines a list shows.
const PAGE: u64 = 60;

impl Query for Worklist {
    type View = Worklists;

    async fn look(&self, sight: &Sight<'_>) -> Result<Worklists, Failure> {
        let actor = sight.actor();
        let organisation = actor.organisation.ok_or(Failure::Missing)?.uuid();
        if actor.firewall {
            return Ok(Worklists::default());
        }
        let has = |roles: &[Role]| roles.iter().any(|role| actor.has(&role.to_string()));
        let sends = has(&[Role::CASE_MANAGER, Role::SENDING_FOCAL_POINT, Role::SUPERVISOR]);
        let receives = has(&[
            Role::RECEIVING_FOCAL_POINT,
            Role::SERVICE_WORKER,
            Role::SUPERVISOR,
        ]);
        let turn = |turn: &str| rows::Column::Turn.eq(turn);
        let mut lists = Worklists::default();
        if receives {
            let mine = Condition::all()
                .add(rows::Column::ToOrg.eq(organisation))
                .add(turn("receiver"));
            lists.to_answer = self.lines(sight, mine, true).await?;
        }
        if sends {
            let sent = || Condition::all().add(rows::Column::FromOrg.eq(organisation));
            lists.to_follow = self.lines(sight, sent().add(turn("sender")), false).await?;
            lists.waiting = self.lines(sight, sent().add(turn("receiver")), false).await?;
        }
        if has(&[Role::COORDINATOR]) {
            let silent = Condition::any()
                .add(turn("coordinator"))
                .add(rows::Column::Escalation.is_not_null());
            lists.to_reroute = self.lines(sight, silent, false).await?;
        }
        Ok(lists)
    }
}

impl Worklist {
    async fn lines(&self, sight: &Sight<'_>, which: Condition, incoming: bool) -> Result<Vec<Line>, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let found = rows::Entity::find()
            .filter(which)
            .filter(rows::Column::MechanismId.eq(mechanism.uuid()))
            .order_by_with_nulls(rows::Column::DeadlineAt, Order::Asc, NullOrdering::Last)
            .limit(PAGE)
            .all(sight.rows())
            .await?;
        let names: HashMap<_, _> = accounts::organisations(sight.rows())
            .await?
            .into_iter()
            .map(|o| (o.id, o.name))
            .collect();
        let mut lines = Vec::with_capacity(found.len());
        for row in &found {
            let held = read_row(row)?;
            let r = &held.referral;
            let definition = ruling(sight.rows(), &self.definitions, r).await?;
            let owed = deadline(r, &Rules::from(&*definition));
            let other = if incoming { r.from_org } else { r.to_org };
            lines.push(Line {
                public_ref: r.public_ref,
                case_code: held.case_code.clone(),
                need: held.need_shown.clone(),
                priority: r.priority,
                state: r.kind(),
                other: names
                    .get(&other)
                    .cloned()
                    .unwrap_or_else(|| Localised::new("—", "—")),
                awaited: owed.map(|d| d.awaited),
                due: owed.map(|d| d.due),
                escalated: r.escalation.is_some(),
            });
        }
        Ok(lines)
    }
}
