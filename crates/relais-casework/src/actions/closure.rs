use std::collections::BTreeMap;

use relais_kernel::PublicRef;
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, KeyClass, Note, Scene};

use super::{drawer, step::moved};
use crate::{
    closure::ClosureForm,
    room::{Desk, Standing},
    store::{beside, case_by_ref, expect_version, needs_of},
};

/// Asks a supervisor to close the case (F11). What remains open for the person is kept with the request.
#[derive(Clone)]
pub struct RequestClosure {
    pub desk: Desk,
    pub case: PublicRef,
    pub expected: u64,
    pub form: ClosureForm,
}

impl Command for RequestClosure {
    type Outcome = PublicRef;
    const NAME: &'static str = "RequestClosure";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::RequestClosure);
        let permit = scene.permit(Deed::ChangeCase, &roles, &row.protected())?;
        expect_version(&row.case, self.expected)?;
        let open = needs_of(scene.rows(), row.case.id)
            .await?
            .into_iter()
            .filter(|need| need.need.is_open())
            .map(|need| need.need.id)
            .collect();
        let (command, words) = self.form.read(open, &*standing.definition)?;
        let case = moved(scene, &self.desk, &standing, (&row, &permit), &command).await?;
        let fields: BTreeMap<String, String> = words
            .seal(&*standing.definition)?
            .0
            .into_iter()
            .map(|field| (format!("step.{}.{}", case.version, field.key), field.text))
            .collect();
        let place = drawer("case_step", case.id, beside(case.id, 2), KeyClass::Record);
        scene.seal(place, standing.organisation, &fields).await?;
        scene.note(
            Note::new("ReofferAnswered")
                .on("case", case.id.uuid())
                .case(case.id)
                .fact("explored", self.form.reoffer_explored.trim()),
        );
        Ok(self.case)
    }
}
