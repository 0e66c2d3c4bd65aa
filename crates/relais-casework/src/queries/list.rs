use relais_kernel::{PublicRef, Timestamp};
use relais_mechanism::{CaseStep, Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Query, Sight};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, sea_query::NullOrdering,
};

use crate::{
    case::{Case, DueFor},
    room::Standing,
    store::{case_file, read},
};

/// How many lines a list shows.
const PAGE: usize = 50;

/// The open cases of the reader's organisation, most pressing first. Those of the first line see whom they took down,
/// nobody else (domain §1, R03).
pub struct CaseList {
    pub definitions: Definitions,
    /// Only those the reader manages or took down.
    pub mine: bool,
}

/// One case in a list: its code, never a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    pub public_ref: PublicRef,
    pub code: String,
    pub state: String,
    pub urgent: bool,
    pub age_band: Option<&'static str>,
    pub region: String,
    /// What has to be done next, and by when.
    pub due: Option<(DueFor, Timestamp)>,
    /// The reader may open the case. Somebody of the first line whose case others manage now is told its state alone.
    pub opens: bool,
}

impl CaseLine {
    fn state_alone(self) -> Self {
        Self {
            urgent: false,
            age_band: None,
            region: String::new(),
            due: None,
            opens: false,
            ..self
        }
    }
}

/// The list with what the reader may begin from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLists {
    pub lines: Vec<CaseLine>,
    pub more: bool,
    /// Those of the whole organisation, and not only the people whom the reader took down.
    pub whole: bool,
    pub may_identify: bool,
    pub may_search: bool,
    /// Who opened the cases of this organisation.
    pub may_review: bool,
}

impl Query for CaseList {
    type View = CaseLists;

    async fn look(&self, sight: &Sight<'_>) -> Result<CaseLists, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        // Those who may only hand over have no list (decisions §15).
        if sight.actor().firewall {
            return Err(Failure::Missing);
        }
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let reads = standing.works_on_cases();
        // Whose rights rest, or do not count yet, sees not even what they took down themselves.
        let identifies = standing.may(CaseStep::Identify);
        let mut find = case_file::Entity::find()
            .filter(case_file::Column::OwnerId.eq(standing.organisation.uuid()))
            .filter(case_file::Column::MechanismId.eq(mechanism.uuid()))
            .filter(case_file::Column::IsOpen.eq(true));
        if !reads {
            let own = identifies.then(|| standing.user.uuid().to_string());
            find = find.filter(case_file::Column::TakenDownBy.eq(own.unwrap_or_default()));
        } else if self.mine {
            find = find.filter(
                Condition::any()
                    .add(case_file::Column::ManagerId.eq(standing.user.uuid()))
                    .add(case_file::Column::ManagerId.is_null()),
            );
        }
        let rows = find
            .order_by_with_nulls(case_file::Column::DueAt, Order::Asc, NullOrdering::Last)
            .limit(PAGE as u64 + 1)
            .all(sight.rows())
            .await?;
        let more = rows.len() > PAGE;
        let lines = rows.iter().take(PAGE).map(|row| {
            let case = read(row)?;
            let line = line(&case, &standing.definition);
            let opens = reads || case.is_with_the_first_line();
            Ok(if opens { line } else { line.state_alone() })
        });
        let lines = lines.collect::<Result<_, Failure>>()?;
        Ok(CaseLists {
            lines,
            more,
            whole: reads,
            may_identify: identifies,
            may_search: standing.may(CaseStep::SearchPersons),
            may_review: standing.may(CaseStep::ReviewAccess),
        })
    }
}

/// A case as lists show it.
pub(crate) fn line(case: &Case, definition: &Definition) -> CaseLine {
    let due = case.due(&definition.case.deadlines, &definition.calendar);
    CaseLine {
        public_ref: case.public_ref,
        code: case.code.to_string(),
        state: case.state.code().to_owned(),
        urgent: case.facts.urgent,
        age_band: case.facts.age_band.map(relais_kernel::AgeBand::code),
        region: case.facts.region.as_str().to_owned(),
        due: due.map(|due| (due.what, due.at)),
        opens: true,
    }
}
