use relais_casework::store::{case_of, need_of};
use relais_directory::store::service_of;
use relais_kernel::{Localised, PublicRef};
use relais_mechanism::{Definition, Definitions, ReferralStep};
use relais_platform::Failure;
use relais_trust::{Deed, Note, Query, RoleCode, Sight, accounts};

use super::{
    ServiceChoice,
    services::{Before, services_of_need},
};
use crate::{
    referral::{Decision, Referral, Side},
    room::{roles_following, roles_for, ruling},
    store::{ReferralRow, referral_by_ref, referrals_of_case},
};

/// Where else a referral that came to nothing can go: the services for the same need, without those that were
/// tried on this way.
pub struct FindElsewhere {
    pub definitions: Definitions,
    pub referral: PublicRef,
}

/// The screen.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    pub row: ReferralRow,
    pub side: Side,
    pub from: Localised,
    /// Who did not take the person.
    pub receiver: Localised,
    /// What came of it.
    pub said: Localised,
    pub choice: ServiceChoice,
    /// The need can be marked unmet instead.
    pub may_close: bool,
}

impl Query for FindElsewhere {
    type View = Elsewhere;

    async fn look(&self, sight: &Sight<'_>) -> Result<Elsewhere, Failure> {
        let row = referral_by_ref(sight.rows(), self.referral).await?;
        if !row.came_to_nothing() {
            return Err(Failure::Missing);
        }
        let definition = ruling(sight.rows(), &self.definitions, &row.referral).await?;
        let case = case_of(sight.rows(), row.referral.case).await?;
        let side = side(sight, &row, &case.protected(), &definition)?;
        let current = (self.definitions)
            .current(sight.rows(), row.referral.mechanism)
            .await?;
        let need = need_of(sight.rows(), row.referral.need).await?;
        let all = referrals_of_case(sight.rows(), row.referral.case).await?;
        let mut before = Before::of(&all, row.referral.need);
        before.offered = service_of(sight.rows(), row.referral.service)
            .await?
            .service
            .needs;
        before.tried = way(&all, &row.referral).map(|r| (r.service, said(r))).collect();
        sight.note(
            Note::new("ReferralRead")
                .on("referral", row.referral.id.uuid())
                .case(row.referral.case),
        );
        let names = accounts::organisations(sight.rows()).await?;
        let name = |id| {
            let found = names.iter().find(|o| o.id == id);
            found.map_or_else(|| Localised::new("—", "—"), |o| o.name.clone())
        };
        let protected = row.protected(&definition, sight.now());
        Ok(Elsewhere {
            side,
            from: name(row.referral.from_org),
            receiver: name(row.referral.to_org),
            said: said(&row.referral),
            choice: services_of_need(sight, &current, &case, &need, &before).await?,
            may_close: row.referral.kind().awaits_choice()
                && sight.may(
                    deed(side),
                    &roles_of(&definition, side, ReferralStep::Close),
                    &protected,
                ),
            row,
        })
    }
}

/// The sender chooses; or the coordination, for what nobody answered.
fn side(
    sight: &Sight<'_>,
    row: &ReferralRow,
    case: &relais_trust::Protected,
    definition: &Definition,
) -> Result<Side, Failure> {
    let roles = roles_for(definition, ReferralStep::Redirect);
    let protected = row.protected(definition, sight.now());
    if sight.may(Deed::ChangeSentReferral, &roles, &protected)
        && sight.may(Deed::PrepareReferral, &roles, case)
    {
        return Ok(Side::Sender);
    }
    let roles = roles_following(definition, ReferralStep::Redirect);
    sight.permit(Deed::FollowReferral, &roles, &protected)?;
    Ok(Side::Coordinator)
}

fn roles_of(definition: &Definition, side: Side, step: ReferralStep) -> Vec<RoleCode> {
    match side {
        Side::Coordinator => roles_following(definition, step),
        _ => roles_for(definition, step),
    }
}

const fn deed(side: Side) -> Deed {
    match side {
        Side::Coordinator => Deed::FollowReferral,
        _ => Deed::ChangeSentReferral,
    }
}

/// A referral with those it takes the place of.
fn way<'a>(all: &'a [ReferralRow], last: &'a Referral) -> impl Iterator<Item = &'a Referral> {
    std::iter::successors(Some(last), |r| {
        let before = r.redirected_from?;
        all.iter()
            .map(|row| &row.referral)
            .find(|other| other.id == before)
    })
}

fn said(referral: &Referral) -> Localised {
    match referral.milestones.decision {
        Some(Decision::Declined(reason)) => {
            let why = reason.label();
            Localised::new(
                format!("N’a pas accepté : {}", why.fr),
                format!("Did not accept: {}", why.en),
            )
        }
        Some(Decision::Accepted) => {
            Localised::new("N’a pas pu fournir le service", "Could not provide the service")
        }
        None => Localised::new("N’a pas répondu", "Did not answer"),
    }
}
