use std::sync::Arc;

use futures::future::BoxFuture;
use relais_casework::room::{Beside, BesideLine, OpenReferrals, Standing, ToldHolder};
use relais_kernel::Localised;
use relais_mechanism::{Definition, Definitions, ReferralStep, role_codes};
use relais_platform::Failure;
use relais_shell::House;
use relais_trust::{Actor, RoleCode, Scene, accounts};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction};

use crate::{
    queries::notice_lines,
    referral::{By, Referral},
    store::{notices::notices_of_case, open_referrals_of, referrals_of_case, transfers::transfers_of_case},
    transfer::TransferKind,
};

/// The state of this room's routes.
#[derive(Clone)]
pub struct Referrals {
    pub house: House,
    pub definitions: Definitions,
}

/// Answers the room of cases how many referrals are under way.
pub struct Counted;

impl OpenReferrals for Counted {
    fn count<'a>(
        &'a self,
        rows: &'a DatabaseTransaction,
        case: relais_casework::CaseId,
    ) -> BoxFuture<'a, Result<usize, Failure>> {
        Box::pin(open_referrals_of(rows, case))
    }

    fn beside<'a>(
        &'a self,
        rows: &'a DatabaseConnection,
        case: relais_casework::CaseId,
    ) -> BoxFuture<'a, Result<Beside, Failure>> {
        Box::pin(beside(rows, case))
    }

    fn told<'a>(
        &'a self,
        rows: &'a DatabaseConnection,
        case: relais_casework::CaseId,
        now: jiff::Timestamp,
    ) -> BoxFuture<'a, Result<Vec<ToldHolder>, Failure>> {
        Box::pin(told(rows, case, now))
    }
}

async fn told(
    rows: &DatabaseConnection,
    case: relais_casework::CaseId,
    now: jiff::Timestamp,
) -> Result<Vec<ToldHolder>, Failure> {
    let found = notices_of_case(rows, case).await?;
    let Some(mechanism) = found.first().map(|row| row.notice.mechanism) else {
        return Ok(Vec::new());
    };
    let definition = Definitions::default().current(rows, mechanism).await?;
    let lines = notice_lines(rows, &definition, found, now).await?;
    Ok(lines.into_iter().map(|line| line.told).collect())
}

async fn beside(rows: &DatabaseConnection, case: relais_casework::CaseId) -> Result<Beside, Failure> {
    let referrals = referrals_of_case(rows, case).await?;
    let receivers = referrals.iter().map(|row| row.referral.to_org).collect();
    let names = accounts::organisation_names(rows, &receivers).await?;
    let named = |of| {
        names
            .get(&of)
            .cloned()
            .unwrap_or_else(|| Localised::new("—", "—"))
    };
    let lines = referrals.into_iter().map(|row| BesideLine {
        id: row.referral.id,
        href: format!("/referencements/{}", row.referral.public_ref),
        to: named(row.referral.to_org),
        state: row.referral.kind().label(),
        tone: crate::pages::tone(row.referral.kind()),
        need: row.need_shown,
    });
    let transfers = transfers_of_case(rows, case).await?;
    let pending = transfers
        .iter()
        .find(|row| row.transfer.state.kind() == TransferKind::Requested);
    Ok(Beside {
        referrals: lines.collect(),
        transfer: pending.map(|row| format!("/transferts/{}", row.transfer.public_ref)),
    })
}

/// The roles that a definition allows for a step of a referral.
pub fn roles_for(definition: &Definition, step: ReferralStep) -> Vec<RoleCode> {
    role_codes(definition.referral.workflow.who_may(step))
}

/// The roles that take this step for the coordination: those that deal with what nobody answered. The step may be open to
/// case managers too, and theirs are the referrals of their own organisation.
pub fn roles_following(definition: &Definition, step: ReferralStep) -> Vec<RoleCode> {
    let follow = roles_for(definition, ReferralStep::Reroute);
    let mut roles = roles_for(definition, step);
    roles.retain(|role| follow.contains(role));
    roles
}

/// The definition that rules a referral: from sending on, the one it was sent under.
///
/// # Errors
/// [`Failure::Missing`] when that version was never loaded here.
pub async fn ruling<C: ConnectionTrait>(
    rows: &C,
    definitions: &Definitions,
    referral: &Referral,
) -> Result<Arc<Definition>, Failure> {
    if referral.milestones.sent_at.is_some() {
        definitions
            .version(rows, referral.mechanism, &referral.definition.hash)
            .await
    } else {
        definitions.current(rows, referral.mechanism).await
    }
}

/// Who acts, as the aggregate takes it.
pub(crate) fn by(actor: &Actor) -> By {
    match (actor.user, actor.organisation) {
        (Some(user), Some(organisation)) => By::User { user, organisation },
        _ => By::Clockwork,
    }
}

pub(crate) async fn standing(scene: &Scene<'_>, definitions: &Definitions) -> Result<Standing, Failure> {
    Standing::of(scene.rows(), scene.actor(), definitions, scene.now()).await
}
