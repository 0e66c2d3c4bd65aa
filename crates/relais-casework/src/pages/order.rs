use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{PublicRef, Refusal, Refusals};
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::words::reference;
use crate::{
    actions::ReviewOrder,
    consent::LegalOrder,
    queries::{ListOrders, OrderLine, OrderList, OrderView, ReadOrder},
    room::{Casework, Desk},
};

#[derive(Template)]
#[template(path = "order/list.html")]
struct ListPage {
    frame: Frame,
    view: OrderList,
}

impl ListPage {
    fn state(&self, line: &OrderLine) -> (Tone, String) {
        state(&self.frame, line.order)
    }
}

/// An order's state in words.
pub(super) fn state(frame: &Frame, order: LegalOrder) -> (Tone, String) {
    match order {
        LegalOrder::Waiting => (Tone::Wait, frame.t("order-waiting")),
        LegalOrder::Reviewed { .. } => (Tone::Good, frame.t("order-reviewed")),
        LegalOrder::Refused { .. } => (Tone::Stop, frame.t("order-refused")),
    }
}

/// The orders that wait, and those that were decided.
pub async fn list(State(room): State<Casework>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = ListOrders {
        definitions: room.desk.definitions.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    page(&ListPage { frame, view })
}

#[derive(Template)]
#[template(path = "order/show.html")]
struct OrderPage {
    frame: Frame,
    form: Form,
    view: OrderView,
    words: Vec<Choice>,
}

impl OrderPage {
    fn new(frame: Frame, form: Form, view: OrderView) -> Self {
        let words = vec![
            Choice::new("yes", frame.t("order-uphold")).hint(frame.t("order-uphold-hint")),
            Choice::new("no", frame.t("order-refuse")).hint(frame.t("order-refuse-hint")),
        ];
        Self {
            frame,
            form,
            view,
            words,
        }
    }

    fn state(&self) -> (Tone, String) {
        state(&self.frame, self.view.line.order)
    }

    fn home(&self) -> String {
        format!("/ordres/{}", self.view.line.public_ref)
    }

    fn decided(&self) -> Option<String> {
        match self.view.line.order {
            LegalOrder::Waiting => None,
            LegalOrder::Reviewed { act } | LegalOrder::Refused { act } => Some(self.frame.moment(act.at)),
        }
    }

    /// The form stands on the page: the order waits, or what was typed for it was refused and is kept.
    fn shows_form(&self) -> bool {
        self.view.may_review || !self.form.refusals.is_empty()
    }
}

async fn look(room: &Casework, actor: &Actor, order: PublicRef) -> Result<OrderView, Trouble> {
    let query = ReadOrder {
        definitions: room.desk.definitions.clone(),
        order,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// One order.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(order): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, reference(&order)?).await?;
    let form = frame.form(Typed::nothing());
    page(&OrderPage::new(frame, form, view))
}

/// The officer's word.
pub async fn review(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(order): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let order = reference(&order)?;
    let outcome = match read_review(&sent.typed, order, &room.desk) {
        Ok(command) => room.house.perform(&actor, Some(&sent.once), command).await,
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match outcome {
        Ok(_) => Ok(frame.done("order-decided", "/ordres")),
        Err(Failure::Refused(refusals)) => {
            let view = look(&room, &actor, order).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&OrderPage::new(frame, form, view))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Reads the officer's word, typed into a form or sent by a program.
///
/// # Errors
/// A refusal at `upheld` when neither was chosen.
pub(crate) fn read_review(typed: &Typed, order: PublicRef, desk: &Desk) -> Result<ReviewOrder, Refusals> {
    let upheld = match typed.get("upheld") {
        "yes" => true,
        "no" => false,
        _ => return Err(choose().into()),
    };
    Ok(ReviewOrder {
        desk: desk.clone(),
        order,
        upheld,
        reason: typed.get("reason").to_owned(),
    })
}

fn choose() -> Refusal {
    Refusal::new(
        "ChoiceMissing",
        "Dites si l’ordre est retenu ou non.",
        "Say whether the order is upheld or not.",
    )
    .at("upheld")
}
