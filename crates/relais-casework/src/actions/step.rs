use std::collections::BTreeMap;

use relais_kernel::PublicRef;
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, KeyClass, Scene};

use super::{drawer, notes::note};
use crate::{
    case::{Command as CaseCommand, Setting},
    room::{Desk, Standing},
    store::{beside, case_by_ref, expect_version, save_case},
};

/// One step of a case's life (domain §2.1). Words that explain it are sealed beside it.
#[derive(Clone)]
pub struct StepCase {
    pub desk: Desk,
    pub case: PublicRef,
    /// The version on which the person decided; `None` lets the store's own check decide alone.
    pub expected: Option<u64>,
    pub command: CaseCommand,
    pub words: String,
}

impl Command for StepCase {
    type Outcome = PublicRef;
    const NAME: &'static str = "StepCase";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let step = self.command.step().ok_or(Failure::Missing)?;
        let permit = scene.permit(deed(step), &standing.roles_for(step), &row.protected())?;
        if let Some(expected) = self.expected {
            expect_version(&row.case, expected)?;
        }
        let around = self.desk.around(scene, &row, standing.today).await?;
        let by = standing.by();
        let setting = Setting {
            by: &by,
            steps: &standing.definition.case,
            calendar: &standing.definition.calendar,
            around: &around,
            now: scene.now(),
        };
        let change = row.case.apply(&self.command, &setting)?;
        let due = change
            .case
            .due(&standing.definition.case.deadlines, &standing.definition.calendar);
        save_case(scene, &permit, &change.case, due).await?;
        if !self.words.trim().is_empty() {
            let field = format!("step.{}.{}", change.case.version, self.command.verb());
            let words = BTreeMap::from([(field, self.words.trim().to_owned())]);
            let place = drawer(
                "case_step",
                change.case.id,
                beside(change.case.id, 2),
                KeyClass::Record,
            );
            scene.seal(place, standing.organisation, &words).await?;
        }
        for event in &change.events {
            scene.note(note(&change.case, event, &standing.definition.version.hash));
        }
        Ok(self.case)
    }
}

const fn deed(step: CaseStep) -> Deed {
    match step {
        CaseStep::ApproveAssessment
        | CaseStep::ReturnAssessment
        | CaseStep::ApprovePlan
        | CaseStep::ReturnPlan
        | CaseStep::ApproveClosure
        | CaseStep::ReturnClosure
        | CaseStep::Reopen => Deed::ApproveCase,
        _ => Deed::ChangeCase,
    }
}
