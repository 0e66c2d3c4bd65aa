use std::collections::BTreeSet;

use relais_kernel::{Id, Mechanism, Organisation, PublicRef, Refusal};
use relais_mechanism::{Role, role_codes};
use relais_platform::{Corrupt, Failure};
use relais_trust::{
    Command, Deed, Protected, RoleCode, Scene, SharedWords,
    accounts::{organisations, organisations_holding},
};
use serde::{Deserialize, Serialize};

use crate::{
    OrganisationId,
    case::Case,
    consent::LawfulException,
    room::{Desk, Standing},
    store::{case_of, exception_by_ref, save_order},
};

/// The order and the officer's reason: shared with the officers' organisations and nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OrderWords {
    pub order: String,
    #[serde(default)]
    pub review: String,
}

impl OrderWords {
    /// Where they are kept.
    pub fn place(exception: &LawfulException) -> SharedWords {
        SharedWords {
            table: "case_exception",
            record: exception.id().uuid(),
            case: Some(exception.case()),
        }
    }

    /// # Errors
    /// [`Corrupt`] when they cannot be read.
    pub fn read(exception: &LawfulException, text: &str) -> Result<Self, Corrupt> {
        serde_json::from_str(text).map_err(|_| Corrupt::at("sealed_copy", "value", exception.id()))
    }
}

/// The protection officer's word on a legal order of a body behind the firewall (DP-15).
#[derive(Clone)]
pub struct ReviewOrder {
    pub desk: Desk,
    pub order: PublicRef,
    pub upheld: bool,
    pub reason: String,
}

impl Command for ReviewOrder {
    type Outcome = PublicRef;
    const NAME: &'static str = "ReviewOrder";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let mechanism = scene.actor().mechanism.ok_or(Failure::Missing)?;
        let officer = role_codes([Role::DATA_PROTECTION_OFFICER]);
        scene.permit(Deed::ReviewOrders, &officer, &Protected::mechanism(mechanism))?;
        let exception = exception_by_ref(scene.rows(), mechanism, self.order)
            .await?
            .exception;
        let held = scene
            .shared_words(OrderWords::place(&exception), standing.organisation)
            .await?;
        let held = held.ok_or_else(order_not_shared)?;
        let mut words = OrderWords::read(&exception, &held)?;
        let reviewed = exception.review_order(&standing.by(), self.upheld, &self.reason, scene.now())?;
        self.reason.trim().clone_into(&mut words.review);
        let case = case_of(scene.rows(), reviewed.case()).await?.case;
        save_order(scene, &case, &reviewed).await?;
        share(scene, &case, &reviewed, &words).await?;
        Ok(self.order)
    }
}

/// Seals the words for the owner and for the officers of the mechanism.
pub(super) async fn share(
    scene: &Scene<'_>,
    case: &Case,
    exception: &LawfulException,
    words: &OrderWords,
) -> Result<(), Failure> {
    let holders = officers_and_owner(scene, case).await?;
    let text = serde_json::to_string(words).map_err(|e| Failure::Fault(e.to_string()))?;
    scene
        .share_words(OrderWords::place(exception), &holders, &text)
        .await
}

/// The organisations of the protection officers, and the one that has the case. A firewall body is none of them,
/// whatever role its people were given.
pub(super) async fn officers_and_owner(
    scene: &Scene<'_>,
    case: &Case,
) -> Result<Vec<Id<Organisation>>, Failure> {
    officers_and(scene, case.mechanism, case.owner).await
}

/// The organisations of the mechanism's protection officers, and one more.
pub(super) async fn officers_and(
    scene: &Scene<'_>,
    mechanism: Id<Mechanism>,
    one: OrganisationId,
) -> Result<Vec<OrganisationId>, Failure> {
    let role = RoleCode(Role::DATA_PROTECTION_OFFICER.to_string());
    let officers = organisations_holding(scene.rows(), mechanism, &role).await?;
    let open: BTreeSet<Id<Organisation>> = organisations(scene.rows())
        .await?
        .into_iter()
        .filter(|organisation| organisation.active && !organisation.firewall)
        .map(|organisation| organisation.id)
        .collect();
    let mut holders: Vec<_> = officers.intersection(&open).copied().collect();
    if !holders.contains(&one) {
        holders.push(one);
    }
    Ok(holders)
}

fn order_not_shared() -> Refusal {
    Refusal::new(
        "OrderNotShared",
        "Le texte de cet ordre n’a pas été confié à votre structure : demandez que l’exception soit posée à nouveau.",
        "The text of this order was not shared with your organisation: have the exception asked for again.",
    )
}
