use jiff::{SignedDuration, ToSpan};
use relais_kernel::{PublicRef, Timestamp};
use relais_mechanism::{CaseStep, Definitions, Role};
use relais_platform::{Corrupt, Failure, stamp};
use relais_trust::{Query, Sight};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use uuid::Uuid;

use super::openings::reviewed_by;
use crate::{
    case::DueFor,
    consent::{ExceptionState, LawfulException},
    room::Standing,
    store::{case_file, case_of, openings_in},
};

/// A case is on the list of the day once its next step is due within this many days: what is due in a month is
/// no work of today.
const AHEAD_DAYS: i64 = 7;
/// A consent that ends within this many days has to be renewed with the person.
const CONSENT_DAYS: i64 = 14;

/// What has to be done on cases, for the worklist on arrival: late first, without opening a record's words.
pub struct CaseTasks {
    pub definitions: Definitions,
    /// How many lines a list shows.
    pub size: u64,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// The next step of the case.
    Step(DueFor),
    /// A consent ends soon.
    RenewConsent,
    /// A sending without consent was asked for.
    DecideException,
    /// A sending without consent is in use and has to be looked at again (DP-05).
    ReviewException,
    /// Another organisation opened the case in an emergency (DP-18).
    ReviewOpening(PublicRef),
}

/// One thing to do on one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    pub case: PublicRef,
    pub code: String,
    pub urgent: bool,
    pub task: Task,
    /// Whose turn it is.
    pub role: Role,
    pub due: Option<Timestamp>,
}

/// The lists of one reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaskLists {
    /// Cases that the reader moves on.
    pub to_move: Vec<TaskLine>,
    /// What waits for the reader's approval.
    pub to_approve: Vec<TaskLine>,
    /// Consents that end soon.
    pub consents: Vec<TaskLine>,
    /// Exceptions to the rule of consent.
    pub exceptions: Vec<TaskLine>,
    /// Emergency openings that wait for their review, newest first.
    pub openings: Vec<TaskLine>,
}

impl TaskLists {
    pub const fn is_empty(&self) -> bool {
        self.to_move.is_empty()
            && self.to_approve.is_empty()
            && self.consents.is_empty()
            && self.exceptions.is_empty()
            && self.openings.is_empty()
    }
}

impl Query for CaseTasks {
    type View = TaskLists;

    async fn look(&self, sight: &Sight<'_>) -> Result<TaskLists, Failure> {
        let mut lists = TaskLists::default();
        if sight.actor().firewall {
            return Ok(lists);
        }
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let has = |role: Role| sight.actor().has(&role.to_string());
        if standing.may(CaseStep::Register) {
            let mine = Condition::all()
                .add(
                    case_file::Column::DueRole
                        .is_in([Role::FIRST_LINE.to_string(), Role::CASE_MANAGER.to_string()]),
                )
                .add(
                    Condition::any()
                        .add(case_file::Column::ManagerId.eq(standing.user.uuid()))
                        .add(case_file::Column::ManagerId.is_null()),
                );
            lists.to_move = self.steps(sight, &standing, mine).await?;
            lists.consents = self.consents(sight, &standing).await?;
        } else if standing.may(CaseStep::Identify) {
            lists.to_move = self.taken_down(sight, &standing).await?;
        }
        if standing.may(CaseStep::ApproveAssessment) {
            let theirs = Condition::all().add(case_file::Column::DueRole.eq(Role::SUPERVISOR.to_string()));
            lists.to_approve = self.steps(sight, &standing, theirs).await?;
        }
        if has(Role::DATA_PROTECTION_OFFICER) {
            lists.exceptions = self.exceptions(sight, &standing, false).await?;
        } else if has(Role::SUPERVISOR) {
            lists.exceptions = self.exceptions(sight, &standing, true).await?;
        }
        if standing.may(CaseStep::ReviewOpening) {
            lists.openings = self.openings(sight, &standing).await?;
        }
        Ok(lists)
    }
}

#[derive(FromQueryResult)]
struct CaseRow {
    id: Uuid,
    public_ref: Uuid,
    code: String,
    urgent: bool,
    due_for: Option<String>,
    due_role: Option<String>,
    due_at: Option<i64>,
}

impl CaseRow {
    fn line(self) -> Result<TaskLine, Failure> {
        let id = self.id;
        let corrupt = |column| Corrupt::at("case_file", column, id);
        let what = self.due_for.as_deref().and_then(DueFor::of);
        let role = self.due_role.as_deref().and_then(|role| role.parse().ok());
        Ok(TaskLine {
            case: PublicRef::from_uuid(self.public_ref),
            code: self.code,
            urgent: self.urgent,
            task: Task::Step(what.ok_or_else(|| corrupt("due_for"))?),
            role: role.ok_or_else(|| corrupt("due_role"))?,
            due: self
                .due_at
                .map(|at| stamp::from_column(at, "case_file", "due_at", id))
                .transpose()?,
        })
    }
}

#[derive(FromQueryResult)]
struct ConsentRow {
    public_ref: Uuid,
    code: String,
    urgent: bool,
    expires: String,
}

#[derive(FromQueryResult)]
struct ExceptionRow {
    id: Uuid,
    public_ref: Uuid,
    code: String,
    urgent: bool,
    body: String,
}

impl CaseTasks {
    fn owned(sight: &Sight<'_>, standing: &Standing) -> Result<Condition, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let now = sight.now();
        let horizon = now
            .checked_add(SignedDuration::from_hours(24 * AHEAD_DAYS))
            .unwrap_or(now);
        Ok(Condition::all()
            .add(case_file::Column::OwnerId.eq(standing.organisation.uuid()))
            .add(case_file::Column::MechanismId.eq(mechanism.uuid()))
            .add(case_file::Column::DueAt.lte(stamp::to_column(horizon))))
    }

    async fn steps(
        &self,
        sight: &Sight<'_>,
        standing: &Standing,
        which: Condition,
    ) -> Result<Vec<TaskLine>, Failure> {
        use case_file::Column as C;
        let found: Vec<CaseRow> = case_file::Entity::find()
            .select_only()
            .columns([
                C::Id,
                C::PublicRef,
                C::Code,
                C::Urgent,
                C::DueFor,
                C::DueRole,
                C::DueAt,
            ])
            .filter(Self::owned(sight, standing)?.add(which))
            .order_by_asc(C::DueAt)
            .limit(self.size)
            .into_model()
            .all(sight.rows())
            .await?;
        found.into_iter().map(CaseRow::line).collect()
    }

    /// Those who only identify see what they took down, nobody else's (domain §1, R03).
    async fn taken_down(&self, sight: &Sight<'_>, standing: &Standing) -> Result<Vec<TaskLine>, Failure> {
        let own = Condition::all()
            .add(case_file::Column::DueRole.eq(Role::FIRST_LINE.to_string()))
            .add(case_file::Column::ManagerId.is_null())
            .add(case_file::Column::TakenDownBy.eq(standing.user.uuid().to_string()));
        self.steps(sight, standing, own).await
    }

    async fn consents(&self, sight: &Sight<'_>, standing: &Standing) -> Result<Vec<TaskLine>, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let today = standing.today;
        let until = today.checked_add(CONSENT_DAYS.days()).unwrap_or(today);
        let sql = format!(
            "SELECT c.public_ref, c.code, c.urgent, MIN(k.expires) AS expires FROM case_consent k \
             JOIN case_file c ON c.id = k.case_id WHERE k.state IN ('given', 'amended') AND k.expires >= $1 \
             AND k.expires <= $2 AND c.owner_id = $3 AND c.is_open AND (c.manager_id = $4 OR c.manager_id IS NULL) \
             AND c.mechanism_id = $5 GROUP BY c.public_ref, c.code, c.urgent ORDER BY expires LIMIT {}",
            self.size
        );
        let values = [
            today.to_string().into(),
            until.to_string().into(),
            standing.organisation.uuid().into(),
            standing.user.uuid().into(),
            mechanism.uuid().into(),
        ];
        let found = asked::<ConsentRow>(sight, sql, values).await?;
        let line = |row: ConsentRow| {
            let day = stamp::date_from_column(&row.expires, "case_consent", "expires", &row.code)?;
            let end = day
                .tomorrow()
                .unwrap_or(day)
                .to_zoned(standing.definition.calendar.zone());
            Ok(TaskLine {
                case: PublicRef::from_uuid(row.public_ref),
                code: row.code,
                urgent: row.urgent,
                task: Task::RenewConsent,
                role: Role::CASE_MANAGER,
                due: end.ok().map(|end| end.timestamp()),
            })
        };
        found.into_iter().map(line).collect()
    }

    async fn exceptions(
        &self,
        sight: &Sight<'_>,
        standing: &Standing,
        own: bool,
    ) -> Result<Vec<TaskLine>, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let owner = if own { "AND c.owner_id = $2" } else { "" };
        let sql = format!(
            "SELECT e.id, c.public_ref, c.code, c.urgent, e.body FROM case_exception e \
             JOIN case_file c ON c.id = e.case_id WHERE e.state IN ('requested', 'authorised') \
             AND e.mechanism_id = $1 {owner} ORDER BY e.id LIMIT {}",
            self.size
        );
        let mut values: Vec<sea_orm::Value> = vec![mechanism.uuid().into()];
        if own {
            values.push(standing.organisation.uuid().into());
        }
        let found = asked::<ExceptionRow>(sight, sql, values).await?;
        let mut lines = Vec::with_capacity(found.len());
        for row in found {
            let plea: LawfulException =
                serde_json::from_str(&row.body).map_err(|_| Corrupt::at("case_exception", "body", row.id))?;
            let (task, due) = match plea.state() {
                ExceptionState::Authorised { review_by, .. } => (Task::ReviewException, Some(*review_by)),
                _ => (Task::DecideException, None),
            };
            lines.push(TaskLine {
                case: PublicRef::from_uuid(row.public_ref),
                code: row.code,
                urgent: row.urgent,
                task,
                role: Role::SUPERVISOR,
                due,
            });
        }
        lines.sort_by_key(|line| line.due);
        Ok(lines)
    }
}

impl CaseTasks {
    async fn openings(&self, sight: &Sight<'_>, standing: &Standing) -> Result<Vec<TaskLine>, Failure> {
        let of = reviewed_by(sight, standing)?;
        let mut lines = Vec::new();
        for row in openings_in(sight.rows(), of, false, self.size).await? {
            let case = case_of(sight.rows(), row.opening.case).await?.case;
            lines.push(TaskLine {
                case: case.public_ref,
                code: case.code.to_string(),
                urgent: row.opening.unusual,
                task: Task::ReviewOpening(row.public_ref),
                role: Role::SUPERVISOR,
                due: None,
            });
        }
        Ok(lines)
    }
}

async fn asked<R: FromQueryResult>(
    sight: &Sight<'_>,
    sql: String,
    values: impl IntoIterator<Item = sea_orm::Value>,
) -> Result<Vec<R>, Failure> {
    let rows = sight.rows();
    let statement = Statement::from_sql_and_values(rows.get_database_backend(), sql, values);
    let found = rows.query_all_raw(statement).await?;
    Ok(found
        .iter()
        .map(|row| R::from_query_result(row, ""))
        .collect::<Result<_, _>>()?)
}
