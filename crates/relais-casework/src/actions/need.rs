use relais_kernel::{Id, PublicRef};
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, Note, Scene};

use super::seal_all;
use crate::{
    need::{NeedCommand, NeedForm},
    room::{Desk, Standing, for_case},
    store::{case_by_ref, need_by_ref, save_need},
};

/// Records a need (F3). A need with which the person wants no help is recorded as refused.
#[derive(Clone)]
pub struct RecordNeed {
    pub desk: Desk,
    pub case: PublicRef,
    pub form: NeedForm,
}

impl Command for RecordNeed {
    type Outcome = PublicRef;
    const NAME: &'static str = "RecordNeed";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::RecordNeeds);
        for_case(scene.permit(Deed::ChangeCase, &roles, &row.protected())?, &row)?;
        let id = Id::new(scene.now(), scene.chance());
        let read = self.form.read(
            id,
            row.case.id,
            &*standing.definition,
            scene.now(),
            standing.today,
        )?;
        let public_ref = save_need(scene, &row.case, &read.need).await?;
        let sealed = read.words.seal(&*standing.definition)?;
        let place = ("case_need", row.case.id, id.uuid());
        seal_all(scene, place, standing.organisation, &sealed).await?;
        scene.note(
            Note::new("NeedRecorded")
                .on("need", id.uuid())
                .case(row.case.id)
                .under(&standing.definition.version.hash)
                .fact("shown", read.need.shown.as_str())
                .fact("urgency", read.need.urgency.letter())
                .fact("status", read.need.status.code()),
        );
        Ok(public_ref)
    }
}

/// What has become of a need.
#[derive(Clone)]
pub struct ChangeNeed {
    pub desk: Desk,
    pub case: PublicRef,
    pub need: PublicRef,
    pub command: NeedCommand,
}

impl Command for ChangeNeed {
    type Outcome = PublicRef;
    const NAME: &'static str = "ChangeNeed";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::RecordNeeds);
        for_case(scene.permit(Deed::ChangeCase, &roles, &row.protected())?, &row)?;
        let held = need_by_ref(scene.rows(), row.case.id, self.need).await?;
        let (need, _event) = held.need.apply(self.command, scene.now())?;
        save_need(scene, &row.case, &need).await?;
        scene.note(
            Note::new("NeedChanged")
                .on("need", need.id.uuid())
                .case(row.case.id)
                .fact("status", need.status.code()),
        );
        Ok(self.need)
    }
}
