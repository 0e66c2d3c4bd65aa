use relais_kernel::{Localised, PublicRef, Timestamp};
use relais_mechanism::{CaseStep, Definitions};
use relais_platform::Failure;
use relais_trust::{Deed, Note, Protected, Query, Sight, accounts};

use crate::{
    actions::takers,
    case::CaseState,
    room::Standing,
    store::{case_of, hand_over_by_ref},
};

/// Who can take a person over.
pub struct HandOverForm {
    pub definitions: Definitions,
}

impl Query for HandOverForm {
    type View = Vec<(PublicRef, Localised)>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        let standing = permitted(sight, &self.definitions).await?;
        let all = takers(sight.rows(), standing.organisation).await?;
        Ok(all.into_iter().map(|o| (o.public_ref, o.name)).collect())
    }
}

/// What those who handed a person over see afterwards: the code, and whether it was taken up. Nothing else.
pub struct HandOverPage {
    pub definitions: Definitions,
    pub hand_over: PublicRef,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOverView {
    pub code: String,
    pub to: Localised,
    pub at: Timestamp,
    /// The organisation has begun to work on it.
    pub taken_up: bool,
}

impl Query for HandOverPage {
    type View = HandOverView;

    async fn look(&self, sight: &Sight<'_>) -> Result<HandOverView, Failure> {
        let standing = permitted(sight, &self.definitions).await?;
        let row = hand_over_by_ref(sight.rows(), self.hand_over).await?;
        if row.from != standing.organisation {
            return Err(Failure::Missing);
        }
        sight.note(
            Note::new("HandOverRead")
                .on("hand_over", row.id.uuid())
                .case(row.case),
        );
        let case = case_of(sight.rows(), row.case).await?.case;
        let names = accounts::organisations(sight.rows()).await?;
        let to = names.iter().find(|o| o.id == row.to);
        Ok(HandOverView {
            code: case.code.to_string(),
            to: to.map_or_else(|| Localised::new("—", "—"), |o| o.name.clone()),
            at: row.at,
            taken_up: case.state != CaseState::Identified,
        })
    }
}

async fn permitted(sight: &Sight<'_>, definitions: &Definitions) -> Result<Standing, Failure> {
    let standing = Standing::of(sight.rows(), sight.actor(), definitions, sight.now()).await?;
    let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
    let roles = standing.roles_for(CaseStep::Identify);
    sight.permit(Deed::HandOver, &roles, &Protected::mechanism(mechanism))?;
    Ok(standing)
}
