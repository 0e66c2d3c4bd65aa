use relais_kernel::{Id, Mechanism, Organisation};
use relais_mechanism::Role;
use relais_platform::Failure;
use relais_trust::{Query, Sight};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::lines::{Line, Slice, lines};
use crate::{coded::coded, store::rows};

coded! {
    /// A list of referrals that belong together because the same has to be done.
    Group {
        /// Addressed to the reader's organisation, which has to act.
        ToAnswer = "to_answer", "à répondre", "to answer";
        /// Sent by the reader's organisation, which has to act.
        ToFollow = "to_follow", "à suivre", "to follow up";
        /// Without an answer: the coordination has to find another way.
        ToReroute = "to_reroute", "à réorienter", "to reroute";
        /// Somebody was alerted because the side whose turn it is stays silent: the coordination chases.
        Escalated = "escalated", "en alerte", "escalated";
        /// Sent, and the other side has to act.
        Waiting = "waiting", "en attente du prestataire", "waiting for the provider";
    }
}

/// What the reader has to do now, by whose turn it is: late first (design §1.2).
pub struct Worklist {
    /// How many lines a list shows.
    pub size: u64,
    /// One list alone, from this page on.
    pub only: Option<(Group, u64)>,
}

/// One list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    pub lines: Vec<Line>,
    /// All of the list, counted up to [`MOST`].
    pub count: u64,
}

/// Up to how many are counted: beyond, a number helps nobody to decide what to do next.
pub const MOST: u64 = 500;

/// The lists of one reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Worklists {
    pub to_answer: Lines,
    pub to_follow: Lines,
    pub to_reroute: Lines,
    pub escalated: Lines,
    pub waiting: Lines,
}

impl Worklists {
    /// Nothing has to be done by the reader; others may still have to act.
    pub fn is_empty(&self) -> bool {
        let mine = [
            &self.to_answer,
            &self.to_follow,
            &self.to_reroute,
            &self.escalated,
        ];
        mine.iter().all(|list| list.count == 0)
    }

    pub const fn of(&self, group: Group) -> &Lines {
        match group {
            Group::ToAnswer => &self.to_answer,
            Group::ToFollow => &self.to_follow,
            Group::ToReroute => &self.to_reroute,
            Group::Escalated => &self.escalated,
            Group::Waiting => &self.waiting,
        }
    }
}

impl Query for Worklist {
    type View = Worklists;

    async fn look(&self, sight: &Sight<'_>) -> Result<Worklists, Failure> {
        let mut lists = Worklists::default();
        for group in Group::ALL {
            if self.only.is_some_and(|(only, _)| only != *group) {
                continue;
            }
            let Some(which) = which(sight, *group)? else {
                continue;
            };
            let list = match group {
                Group::ToAnswer => &mut lists.to_answer,
                Group::ToFollow => &mut lists.to_follow,
                Group::ToReroute => &mut lists.to_reroute,
                Group::Escalated => &mut lists.escalated,
                Group::Waiting => &mut lists.waiting,
            };
            let slice = Slice {
                page: self.only.map_or(0, |(_, page)| page),
                size: self.size,
            };
            list.lines = lines(sight.rows(), which.clone(), slice).await?;
            list.count = list.lines.len() as u64;
            if slice.page > 0 || list.count == slice.size {
                list.count = counted(sight.rows(), which).await?;
            }
        }
        Ok(lists)
    }
}

/// The referrals of a list for this reader; `None` when the reader has no such list.
fn which(sight: &Sight<'_>, group: Group) -> Result<Option<Condition>, Failure> {
    let actor = sight.actor();
    let organisation: Id<Organisation> = actor.organisation.ok_or(Failure::Missing)?;
    if actor.firewall {
        return Ok(None);
    }
    let has = |roles: &[Role]| roles.iter().any(|role| actor.has(&role.to_string()));
    let sends = has(&[Role::CASE_MANAGER, Role::SENDING_FOCAL_POINT, Role::SUPERVISOR]);
    let receives = has(&[
        Role::RECEIVING_FOCAL_POINT,
        Role::SERVICE_WORKER,
        Role::SUPERVISOR,
    ]);
    let theirs = match group {
        Group::ToAnswer => receives,
        Group::ToFollow | Group::Waiting => sends,
        Group::ToReroute | Group::Escalated => has(&[Role::COORDINATOR]),
    };
    let mechanism = actor.mechanism.ok_or(Failure::Missing)?;
    Ok(theirs.then(|| list(group, mechanism, organisation)))
}

/// What stands on a list: something is owed, and it is the turn of the one whom the list is for.
fn list(group: Group, mechanism: Id<Mechanism>, organisation: Id<Organisation>) -> Condition {
    use rows::Column as C;
    let owed = Condition::all()
        .add(C::DeadlineAt.is_not_null())
        .add(C::MechanismId.eq(mechanism.uuid()));
    let turn = |turn: &str| C::Turn.eq(turn);
    let sent = C::FromOrg.eq(organisation.uuid());
    match group {
        Group::ToAnswer => owed.add(C::ToOrg.eq(organisation.uuid())).add(turn("receiver")),
        Group::ToFollow => owed.add(sent).add(turn("sender")),
        Group::Waiting => owed.add(sent).add(turn("receiver")),
        Group::ToReroute => owed.add(turn("coordinator")),
        Group::Escalated => owed
            .add(C::Escalation.is_not_null())
            .add(C::Turn.ne("coordinator")),
    }
}

async fn counted<C: ConnectionTrait>(on: &C, which: Condition) -> Result<u64, Failure> {
    let found: Vec<Option<i64>> = rows::Entity::find()
        .select_only()
        .column(rows::Column::DeadlineAt)
        .filter(which)
        .limit(MOST)
        .into_tuple()
        .all(on)
        .await?;
    Ok(found.len() as u64)
}

#[cfg(test)]
mod tests {
    use relais_trust::testing::TestTrust;
    use sea_orm::{DbBackend, QueryOrder, QueryTrait, Statement};

    use super::*;

    /// How the engine finds the lines of a list.
    async fn plan(test: &TestTrust, group: Group) -> String {
        let id = |n| Id::from_uuid(uuid::Uuid::from_u128(n));
        let asked = rows::Entity::find()
            .filter(list(group, Id::from_uuid(uuid::Uuid::from_u128(1)), id(2)))
            .order_by_asc(rows::Column::DeadlineAt)
            .limit(8)
            .build(DbBackend::Sqlite);
        let reader = test.trust.database().reader();
        let explained = Statement {
            sql: format!("EXPLAIN QUERY PLAN {}", asked.sql),
            ..asked
        };
        let steps = reader.query_all_raw(explained).await.unwrap();
        let steps = steps
            .iter()
            .map(|step| step.try_get::<String>("", "detail").unwrap());
        steps.collect::<Vec<_>>().join("; ")
    }

    #[tokio::test]
    async fn each_list_is_read_in_its_order_from_an_index_of_its_own() {
        let all = TestTrust::on_each_engine(&crate::store::migrations()).await;
        let embedded =
            |test: &&TestTrust| test.trust.database().reader().get_database_backend() == DbBackend::Sqlite;
        let test = all.iter().find(embedded).unwrap();
        for (group, index) in [
            (Group::ToAnswer, "referral_to_answer"),
            (Group::ToFollow, "referral_to_follow"),
            (Group::Waiting, "referral_to_follow"),
            (Group::ToReroute, "referral_to_reroute"),
            (Group::Escalated, "referral_escalated"),
        ] {
            let plan = plan(test, group).await;
            assert!(plan.contains(&format!("INDEX {index} ")), "{group:?}: {plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{group:?} is sorted again: {plan}");
        }
    }
}
