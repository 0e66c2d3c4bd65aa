use relais_kernel::{Id, PublicRef};
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, Scene};
use serde::{Deserialize, Serialize};

use super::{seal_all, step::moved};
use crate::{
    actor::Act,
    case::Command as CaseCommand,
    followup::FollowUpForm,
    room::{Desk, Standing},
    store::{add_follow_up, case_by_ref},
};

/// Records a follow-up with the person (F9).
#[derive(Clone)]
pub struct RecordFollowUp {
    pub desk: Desk,
    pub case: PublicRef,
    pub form: FollowUpForm,
}

/// What has to follow from a follow-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpRecorded {
    pub follow_up: PublicRef,
    /// The person said that the consent no longer stands: it has to be withdrawn as far as they say.
    pub asks_about_consent: bool,
}

impl Command for RecordFollowUp {
    type Outcome = FollowUpRecorded;
    const NAME: &'static str = "RecordFollowUp";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<FollowUpRecorded, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::RecordFollowUp);
        let permit = scene.permit(Deed::ChangeCase, &roles, &row.protected())?;
        let recorded = Act {
            by: standing.user,
            at: scene.now(),
        };
        let id = Id::new(scene.now(), scene.chance());
        let codes = &*standing.definition;
        let (follow_up, words) = self.form.read(id, row.case.id, codes, recorded, standing.today)?;
        let command = CaseCommand::RecordFollowUp { on: follow_up.on };
        let case = moved(scene, &self.desk, &standing, (&row, &permit), &command).await?;
        let public_ref = add_follow_up(scene, &case, &follow_up).await?;
        let place = ("case_follow_up", case.id, id.uuid());
        seal_all(scene, place, standing.organisation, &words.seal(codes)?).await?;
        Ok(FollowUpRecorded {
            follow_up: public_ref,
            asks_about_consent: follow_up.asks_about_consent(),
        })
    }
}
