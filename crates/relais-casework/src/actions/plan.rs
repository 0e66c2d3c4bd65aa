use std::collections::BTreeMap;

use relais_kernel::{Id, PublicRef, Refusal};
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, KeyClass, Note, Scene};

use super::{consent::Names, drawer};
use crate::{
    actor::Act,
    case::{Case, CaseState, Command as CaseCommand, Work},
    plan::{LineStatus, Plan, PlanForm, PlanRead, PlanState},
    room::{Desk, Standing, for_case},
    store::{case_by_ref, plans_of, save_plan},
};

/// Writes the plan that is being prepared (F8).
#[derive(Clone)]
pub struct WritePlan {
    pub desk: Desk,
    pub case: PublicRef,
    /// The version of the plan that the writer had before them; 0 for none yet.
    pub expected: u64,
    pub form: PlanForm,
}

impl Command for WritePlan {
    type Outcome = PublicRef;
    const NAME: &'static str = "WritePlan";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::WritePlan);
        for_case(scene.permit(Deed::ChangeCase, &roles, &row.protected())?, &row)?;
        let number = drafted(&row.case)?;
        let held = plans_of(scene.rows(), row.case.id).await?;
        let draft = held.current().filter(|plan| plan.number == number);
        let version = draft.map_or(0, |plan| plan.version);
        if version != self.expected {
            let current = i64::try_from(version).map_err(|_| Failure::Fault("version".into()))?;
            return Err(Failure::Stale { current });
        }
        let plan = match draft {
            Some(plan) => reopened(plan)?,
            None => Plan {
                number,
                version: 0,
                ..Plan::first(Id::new(scene.now(), scene.chance()), row.case.id, standing.user)
            },
        };
        let named = Names::of(scene, &row).await?;
        let read = self.form.read(&plan.lines, &*standing.definition, &named)?;
        let lines = read.lines.iter().map(|(line, _)| line.clone()).collect();
        let (mut plan, _) = plan.write(lines, standing.user)?;
        plan.version = version + 1;
        save_plan(scene, &row.case, &plan).await?;
        keep_words(scene, &standing, &plan, &read).await?;
        scene.note(
            Note::new("PlanWritten")
                .on("plan", plan.id.uuid())
                .case(row.case.id)
                .fact("number", plan.number),
        );
        Ok(self.case)
    }
}

/// A line of the agreed plan moves on.
#[derive(Clone)]
pub struct MovePlanLine {
    pub desk: Desk,
    pub case: PublicRef,
    pub line: u16,
    pub to: LineStatus,
}

impl Command for MovePlanLine {
    type Outcome = PublicRef;
    const NAME: &'static str = "MovePlanLine";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::WritePlan);
        for_case(scene.permit(Deed::ChangeCase, &roles, &row.protected())?, &row)?;
        let held = plans_of(scene.rows(), row.case.id).await?;
        let plan = held.in_force().ok_or(Failure::Missing)?;
        let (plan, _) = plan.move_line(self.line, self.to)?;
        save_plan(scene, &row.case, &plan).await?;
        scene.note(
            Note::new("PlanLineMoved")
                .on("plan", plan.id.uuid())
                .case(row.case.id)
                .fact("line", self.line)
                .fact("to", self.to.code()),
        );
        Ok(self.case)
    }
}

/// What a step of the case does to its plan, in the same transaction: nobody approves what they have written, and
/// what was approved stays as it is.
pub(super) async fn along(
    scene: &Scene<'_>,
    standing: &Standing,
    case: &Case,
    command: &CaseCommand,
) -> Result<(), Failure> {
    if !matches!(
        command,
        CaseCommand::SubmitPlan { .. }
            | CaseCommand::ApprovePlan
            | CaseCommand::ReturnPlan
            | CaseCommand::RevisePlan
    ) {
        return Ok(());
    }
    let act = Act {
        by: standing.user,
        at: scene.now(),
    };
    let held = plans_of(scene.rows(), case.id).await?;
    let Some(current) = held.current() else {
        // A plan that was agreed on paper is revised by writing it here.
        return match command {
            CaseCommand::RevisePlan => Ok(()),
            _ => Err(no_plan().into()),
        };
    };
    let next = match command {
        CaseCommand::SubmitPlan { agreed_on } => {
            reopened(current)?.submit(*agreed_on, act, standing.today)?.0
        }
        CaseCommand::ApprovePlan => current.approve(act)?.0,
        CaseCommand::ReturnPlan => current.send_back()?.0,
        _ => {
            let next = held.revise(Id::new(scene.now(), scene.chance()), standing.user)?;
            let words = scene.unseal(place(current), standing.organisation).await?;
            scene.seal(place(&next), standing.organisation, &words).await?;
            next
        }
    };
    let next = Plan {
        version: if next.id == current.id {
            current.version + 1
        } else {
            next.version
        },
        ..next
    };
    save_plan(scene, case, &next).await
}

/// Where the words of a version lie.
pub(crate) fn place(plan: &Plan) -> relais_trust::Drawer {
    drawer("case_plan", plan.case, plan.id.uuid(), KeyClass::Record)
}

/// The key of a line's word: `3.F8.line_goal`.
pub(crate) fn line_prefix(number: u16) -> String {
    format!("{number}.")
}

async fn keep_words(
    scene: &Scene<'_>,
    standing: &Standing,
    plan: &Plan,
    read: &PlanRead,
) -> Result<(), Failure> {
    let codes = &*standing.definition;
    // Words that are not said again go: an empty text removes the field.
    let before = scene.unseal(place(plan), standing.organisation).await?;
    let mut fields: BTreeMap<String, String> = before.into_keys().map(|key| (key, String::new())).collect();
    fields.extend(read.words.seal(codes)?.0.into_iter().map(|f| (f.key, f.text)));
    for (line, words) in &read.lines {
        let prefix = line_prefix(line.number);
        let sealed = words.seal(codes)?.0.into_iter();
        fields.extend(sealed.map(|f| (format!("{prefix}{}", f.key), f.text)));
    }
    scene.seal(place(plan), standing.organisation, &fields).await
}

/// The number of the plan that the case is preparing.
fn drafted(case: &Case) -> Result<u32, Refusal> {
    match &case.state {
        CaseState::Work(Work::PlanDraft {
            version,
            submitted: None,
            ..
        }) => Ok(*version),
        state => Err(Refusal::new(
            "NotPossibleInThisState",
            "Le plan s’écrit une fois l’évaluation validée, et jusqu’à sa soumission.",
            "The plan is written once the assessment is approved, and until it is submitted.",
        )
        .during(state.code(), "WritePlan")),
    }
}

/// A plan that was submitted before the assessment was opened again is a draft once more.
fn reopened(plan: &Plan) -> Result<Plan, Refusal> {
    match plan.state {
        PlanState::Submitted { .. } => Ok(plan.send_back()?.0),
        _ => Ok(plan.clone()),
    }
}

fn no_plan() -> Refusal {
    Refusal::new(
        "PlanEmpty",
        "Le plan n’a encore aucune ligne à réaliser.",
        "The plan has no line to carry out yet.",
    )
}
