use relais_kernel::{Localised, PublicRef, Timestamp};
use relais_mechanism::{Definitions, Role, role_codes};
use relais_platform::Failure;
use relais_trust::{Deed, Note, Protected, Query, Sight, accounts};

use crate::{
    actions::OrderWords,
    consent::{ExceptionState, LawfulException, LegalOrder},
    room::Standing,
    store::{ExceptionRow, case_of, exception_by_ref, orders_in},
};

/// How many a list shows.
const MOST: u64 = 100;

/// The legal orders of firewall bodies, for the protection officer alone: those that wait, oldest first, and the last
/// that were decided.
pub struct ListOrders {
    pub definitions: Definitions,
}

/// One order: by its case's code, never by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    pub public_ref: PublicRef,
    pub code: String,
    /// Who has the case.
    pub from: Localised,
    /// The body that demands.
    pub to: Localised,
    pub asked_at: Timestamp,
    pub order: LegalOrder,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderList {
    pub waiting: Vec<OrderLine>,
    pub decided: Vec<OrderLine>,
}

impl Query for ListOrders {
    type View = OrderList;

    async fn look(&self, sight: &Sight<'_>) -> Result<OrderList, Failure> {
        let mechanism = permitted(sight)?;
        let names = accounts::organisations(sight.rows()).await?;
        let mut list = OrderList::default();
        for row in orders_in(sight.rows(), mechanism, &["waiting"], MOST).await? {
            list.waiting.extend(line(sight, &names, &row).await?);
        }
        list.waiting.reverse();
        for row in orders_in(sight.rows(), mechanism, &["reviewed", "refused"], MOST).await? {
            list.decided.extend(line(sight, &names, &row).await?);
        }
        Ok(list)
    }
}

/// One order, to be reviewed.
pub struct ReadOrder {
    pub definitions: Definitions,
    pub order: PublicRef,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderView {
    pub line: OrderLine,
    pub purpose: Localised,
    /// A supervisor has authorised the exception.
    pub authorised: bool,
    /// Nothing where the order was not shared with the reader's organisation.
    pub words: Option<OrderWords>,
    pub may_review: bool,
}

impl Query for ReadOrder {
    type View = OrderView;

    async fn look(&self, sight: &Sight<'_>) -> Result<OrderView, Failure> {
        let mechanism = permitted(sight)?;
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = exception_by_ref(sight.rows(), mechanism, self.order).await?;
        let exception = &row.exception;
        let names = accounts::organisations(sight.rows()).await?;
        let line = line(sight, &names, &row).await?.ok_or(Failure::Missing)?;
        let held = sight.shared_words(OrderWords::place(exception)).await?;
        let words = held.map(|text| OrderWords::read(exception, &text)).transpose()?;
        sight.note(
            Note::new("OrderRead")
                .on("exception", exception.id().uuid())
                .case(exception.case())
                .purpose(exception.purpose().as_str()),
        );
        let rules = &standing.definition.consent.purposes;
        let code = exception.purpose().as_str();
        let purpose = rules.iter().find(|rule| rule.code.as_str() == code);
        Ok(OrderView {
            purpose: purpose.map_or_else(|| Localised::new(code, code), |rule| rule.name.clone()),
            authorised: is_authorised(exception),
            may_review: exception.awaits_officer() && words.is_some(),
            words,
            line,
        })
    }
}

fn is_authorised(exception: &LawfulException) -> bool {
    matches!(
        exception.state(),
        ExceptionState::Authorised { .. } | ExceptionState::Reviewed { upheld: true, .. }
    )
}

fn permitted(sight: &Sight<'_>) -> Result<relais_kernel::Id<relais_kernel::Mechanism>, Failure> {
    let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
    let officer = role_codes([Role::DATA_PROTECTION_OFFICER]);
    sight.permit(Deed::ReviewOrders, &officer, &Protected::mechanism(mechanism))?;
    Ok(mechanism)
}

async fn line(
    sight: &Sight<'_>,
    names: &[accounts::OrganisationFace],
    row: &ExceptionRow,
) -> Result<Option<OrderLine>, Failure> {
    let exception = &row.exception;
    let Some(order) = exception.order() else {
        return Ok(None);
    };
    let case = case_of(sight.rows(), exception.case()).await?.case;
    let name = |id| {
        let found = names.iter().find(|organisation| organisation.id == id);
        found.map_or_else(
            || Localised::new("—", "—"),
            |organisation| organisation.name.clone(),
        )
    };
    Ok(Some(OrderLine {
        public_ref: row.public_ref,
        code: case.code.to_string(),
        from: name(case.owner),
        to: name(exception.receiver()),
        asked_at: exception.requested().at,
        order,
    }))
}
