use std::collections::BTreeMap;

use relais_kernel::PublicRef;
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, KeyClass, Permit, Scene};

use super::{drawer, notes::note, plan};
use crate::{
    case::{Case, Command as CaseCommand, Setting},
    room::{Desk, Standing},
    store::{CaseRow, add_holder, beside, case_by_ref, expect_version, save_case},
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
        let case = moved(scene, &self.desk, &standing, (&row, &permit), &self.command).await?;
        // A person who was handed over has nobody named on the annexes yet: the first case manager is (DP-12).
        if let (CaseCommand::Assign { to }, true) = (&self.command, row.holders.is_empty()) {
            add_holder(scene, case.id, *to).await?;
        }
        if !self.words.trim().is_empty() {
            let field = format!("step.{}.{}", case.version, self.command.verb());
            let words = BTreeMap::from([(field, self.words.trim().to_owned())]);
            let place = drawer("case_step", case.id, beside(case.id, 2), KeyClass::Record);
            scene.seal(place, standing.organisation, &words).await?;
        }
        Ok(self.case)
    }
}

/// Moves the case as the command says, the plan with it, and notes what happened.
pub(super) async fn moved(
    scene: &Scene<'_>,
    desk: &Desk,
    standing: &Standing,
    (row, permit): (&CaseRow, &Permit),
    command: &CaseCommand,
) -> Result<Case, Failure> {
    let rules = &standing.definition;
    let around = desk.around(scene, row, standing.today).await?;
    let by = standing.by();
    let setting = Setting {
        by: &by,
        steps: &rules.case,
        calendar: &rules.calendar,
        around: &around,
        now: scene.now(),
    };
    let change = row.case.apply(command, &setting)?;
    plan::along(scene, standing, &change.case, command).await?;
    let due = change.case.due(&rules.case.deadlines, &rules.calendar);
    save_case(scene, permit, &change.case, due).await?;
    for event in &change.events {
        scene.note(note(&change.case, event, &rules.version.hash));
    }
    Ok(change.case)
}

const fn deed(step: CaseStep) -> Deed {
    match step {
        CaseStep::ApproveAssessment
        | CaseStep::ReturnAssessment
        | CaseStep::ApprovePlan
        | CaseStep::ReturnPlan
        | CaseStep::ApproveClosure
        | CaseStep::ReturnClosure
        | CaseStep::Reopen
        | CaseStep::AllowEmergency => Deed::ApproveCase,
        _ => Deed::ChangeCase,
    }
}
