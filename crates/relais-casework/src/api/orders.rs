use axum::{
    Json,
    extract::{Path, State},
};
use relais_kernel::Localised;
use relais_shell::{IdempotencyKey, Payload, SignedIn, Trouble, Typed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Done, reference};
use crate::{
    pages::order::read_review,
    queries::{ListOrders, OrderLine, ReadOrder},
    room::Casework,
};

/// A legal order of a body behind the firewall.
#[derive(Serialize, ToSchema)]
pub struct Order {
    pub id: String,
    /// The code of the case.
    pub code: String,
    #[schema(value_type = Object)]
    pub from: Localised,
    #[schema(value_type = Object)]
    pub to: Localised,
    pub asked_at: String,
    /// `waiting`, `reviewed` or `refused`.
    pub state: &'static str,
}

impl From<OrderLine> for Order {
    fn from(line: OrderLine) -> Self {
        Self {
            id: line.public_ref.to_string(),
            code: line.code,
            from: line.from,
            to: line.to,
            asked_at: line.asked_at.to_string(),
            state: line.order.code(),
        }
    }
}

/// The orders of a mechanism.
#[derive(Serialize, ToSchema)]
pub struct Orders {
    pub waiting: Vec<Order>,
    pub decided: Vec<Order>,
}

/// One order with its text.
#[derive(Serialize, ToSchema)]
pub struct OrderSheet {
    pub order: Order,
    #[schema(value_type = Object)]
    pub purpose: Localised,
    /// A supervisor has authorised the exception.
    pub authorised: bool,
    /// Nothing where it was not shared with the reader's organisation.
    pub text: Option<String>,
    /// The officer's reason.
    pub review: Option<String>,
}

/// The officer's word.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct OrderReview {
    pub upheld: bool,
    /// Sealed.
    pub reason: String,
}

/// The legal orders that wait for the protection officer, and the last that were decided.
#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", responses((status = 200, body = Orders)))]
pub(super) async fn list(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
) -> Result<Json<Orders>, Trouble> {
    let query = ListOrders {
        definitions: room.desk.definitions.clone(),
    };
    let list = room.house.look(&actor, &query).await?;
    Ok(Json(Orders {
        waiting: list.waiting.into_iter().map(Into::into).collect(),
        decided: list.decided.into_iter().map(Into::into).collect(),
    }))
}

/// One order, for the protection officer.
#[utoipa::path(get, path = "/api/v1/orders/{order}", tag = "orders", params(("order" = String, Path)),
    responses((status = 200, body = OrderSheet)))]
pub(super) async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(order): Path<String>,
) -> Result<Json<OrderSheet>, Trouble> {
    let query = ReadOrder {
        definitions: room.desk.definitions.clone(),
        order: reference(&order)?,
    };
    let view = room.house.look(&actor, &query).await?;
    let (text, review) = view.words.map(|words| (words.order, words.review)).unzip();
    Ok(Json(OrderSheet {
        order: view.line.into(),
        purpose: view.purpose,
        authorised: view.authorised,
        text,
        review: review.filter(|reason| !reason.is_empty()),
    }))
}

/// Reviews an order: nothing goes to the body that demands before it is upheld.
#[utoipa::path(post, path = "/api/v1/orders/{order}/reviews", tag = "orders", params(("order" = String, Path)),
    request_body = OrderReview, responses((status = 200, body = Done)))]
pub(super) async fn review(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(order): Path<String>,
    IdempotencyKey(once): IdempotencyKey,
    Payload(review): Payload<OrderReview>,
) -> Result<Json<Done>, Trouble> {
    let typed = Typed::nothing()
        .with("upheld", if review.upheld { "yes" } else { "no" })
        .with("reason", review.reason);
    let command = read_review(&typed, reference(&order)?, &room.desk)?;
    Ok(Json(
        room.house.perform(&actor, once.as_ref(), command).await?.into(),
    ))
}
