use relais_kernel::{Id, PublicRef, Refusal};
use relais_mechanism::{CaseStep, Role, role_codes};
use relais_platform::Failure;
use relais_trust::{Command, Deed, Note, Protected, Scene, accounts};

use super::identify::open_case;
use crate::{
    OrganisationId,
    case::{Case, NewCase},
    identification::IdentificationForm,
    room::{Desk, Standing},
    store::{HandOverRow, add_hand_over},
};

/// Hands a person over to an organisation that manages cases: it owns the case from the first moment, and looks for
/// duplicates. Whoever hands over keeps nothing but the code and whether it was taken up (decisions §15, DP-15).
#[derive(Clone)]
pub struct HandOverPerson {
    pub desk: Desk,
    pub to: PublicRef,
    pub form: IdentificationForm,
}

impl Command for HandOverPerson {
    type Outcome = PublicRef;
    const NAME: &'static str = "HandOverPerson";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let mechanism = scene.actor().mechanism.ok_or(Failure::Missing)?;
        let roles = standing.roles_for(CaseStep::Identify);
        scene.permit(Deed::HandOver, &roles, &Protected::mechanism(mechanism))?;
        let takers = takers(scene.rows(), standing.organisation).await?;
        let to = takers
            .iter()
            .find(|o| o.public_ref == self.to)
            .ok_or_else(unknown_taker)?;
        let read = self.form.read(&*standing.definition, standing.today)?;
        let new = NewCase {
            mechanism,
            owner: to.id,
            facts: read.facts.clone(),
            by: standing.user,
        };
        let opened = Case::identify(new, scene.now(), scene.chance());
        open_case(scene, &standing, &opened.case, &opened.events, &read).await?;
        let row = HandOverRow {
            id: Id::new(scene.now(), scene.chance()),
            public_ref: PublicRef::new(scene.chance()),
            mechanism,
            case: opened.case.id,
            from: standing.organisation,
            to: to.id,
            at: scene.now(),
        };
        add_hand_over(scene, &row).await?;
        scene.note(
            Note::new("PersonHandedOver")
                .on("hand_over", row.id.uuid())
                .case(row.case)
                .fact("to", row.to),
        );
        Ok(row.public_ref)
    }
}

/// The organisations that can take a person over: active, with case managers, and behind no firewall themselves.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn takers<C: sea_orm::ConnectionTrait>(
    rows: &C,
    from: OrganisationId,
) -> Result<Vec<accounts::OrganisationFace>, Failure> {
    let manager = role_codes([Role::CASE_MANAGER]);
    let people = accounts::accounts_of(rows, None).await?;
    let manages = |organisation: OrganisationId| {
        let of = people
            .iter()
            .filter(|p| p.organisation == organisation && p.active);
        of.flat_map(|p| &p.roles).any(|role| manager.contains(role))
    };
    let all = accounts::organisations(rows).await?;
    Ok(all
        .into_iter()
        .filter(|o| o.active && !o.firewall && o.id != from && manages(o.id))
        .collect())
}

fn unknown_taker() -> Refusal {
    let (fr, en) = (
        "Choisissez la structure qui accueille la personne.",
        "Choose the organisation that receives the person.",
    );
    Refusal::new("UnknownTaker", fr, en).at("to")
}
