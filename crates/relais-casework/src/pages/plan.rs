use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use relais_kernel::PublicRef;
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{
    fields::{Asked, Way, asked, one, title},
    overtaken,
    words::{choices, home, label, reference},
};
use crate::{
    actions::{MovePlanLine, StepCase, WritePlan},
    answer::Answer as Given,
    case::Command,
    plan::{LineForm, LineStatus, PlanForm, PlanState, PlanWords},
    queries::{LineView, PlanVersion, PlanView, ReadPlan},
    room::Casework,
};

pub(super) const WORDS: [&str; 4] = [
    "place_of_return",
    "summary_economic",
    "summary_social",
    "summary_psychosocial",
];
pub(super) const LINE: [&str; 11] = [
    "line_type",
    "line_goal",
    "line_referral_needed",
    "line_budget",
    "line_funder",
    "line_responsible",
    "line_due",
    "line_status",
    "feasible_individual",
    "feasible_community",
    "feasible_structural",
];
/// Empty rows that the page offers.
const BLANK: usize = 2;
/// More lines than any plan has.
pub(super) const MOST: usize = 60;

#[derive(Template)]
#[template(path = "plan/show.html")]
struct PlanPage {
    frame: Frame,
    form: Form,
    view: PlanView,
    rows: usize,
}

impl PlanPage {
    fn new(frame: Frame, form: Form, view: PlanView) -> Self {
        let written = view.draft().map_or(0, |draft| draft.lines.len());
        let rows = rows(&form.typed).max(written + BLANK).min(MOST);
        Self {
            frame,
            form,
            view,
            rows,
        }
    }

    fn day(&self, day: &Date) -> String {
        self.frame.date(*day)
    }

    fn home(&self) -> String {
        home(&self.view.case)
    }

    /// The form stands on the page: the draft can be written, or what was typed for it was refused and is kept.
    fn shows_form(&self) -> bool {
        self.view.may_write || !self.form.refusals.is_empty() || self.form.overtaken.is_some()
    }

    fn words(&self) -> Vec<Asked> {
        asked(&self.view.definition, &self.frame, "F8", &WORDS)
    }

    fn line(&self, row: &usize) -> Vec<Asked> {
        LINE.iter().map(|field| self.line_field(*row, field)).collect()
    }

    fn rows(&self) -> std::ops::Range<usize> {
        0..self.rows
    }

    fn number(&self, row: &usize) -> &str {
        self.form.value(&format!("lines[{row}].number"))
    }

    fn line_field(&self, row: usize, field: &str) -> Asked {
        let name = format!("lines[{row}].{field}");
        let mut one = one(&self.view.definition, &self.frame, "F8", field, name);
        let lang = self.frame.lang;
        match field {
            "line_funder" => {
                let all = self.view.funders.iter();
                one.way = Way::One(
                    all.map(|(key, _, name)| Choice::new(key.to_string(), name.get(lang)))
                        .collect(),
                );
            }
            "line_responsible" => {
                let all = self.view.people.iter();
                one.way = Way::One(
                    all.map(|(p, _)| Choice::new(p.public_ref.to_string(), &p.name))
                        .collect(),
                );
            }
            _ => {}
        }
        one
    }

    fn state(&self, version: &PlanVersion) -> (Tone, String) {
        match version.plan.state {
            PlanState::Draft => (Tone::Quiet, self.frame.t("plan-draft")),
            PlanState::Submitted { .. } => (Tone::Wait, self.frame.t("plan-submitted")),
            PlanState::Approved { act, .. } => (
                Tone::Good,
                self.frame.t1("plan-approved", "on", self.frame.day(act.at)),
            ),
        }
    }

    fn is_current_agreed(&self, version: &PlanVersion) -> bool {
        let agreed = self
            .view
            .versions
            .iter()
            .find(|v| matches!(v.plan.state, PlanState::Approved { .. }));
        self.view.may_move && agreed.is_some_and(|v| v.plan.id == version.plan.id)
    }

    fn is_edited(&self, version: &PlanVersion) -> bool {
        self.view.may_write && self.view.draft().is_some_and(|d| d.plan.id == version.plan.id)
    }

    fn kind(&self, line: &LineView) -> String {
        line.words.as_ref().map_or_else(String::new, |words| {
            label(
                &self.view.definition,
                "plan_line_type",
                words.line_type.as_str(),
                self.frame.lang,
            )
        })
    }

    fn goal<'a>(&self, line: &'a LineView) -> Option<&'a str> {
        line.words.as_ref().and_then(|words| words.line_goal.as_deref())
    }

    fn line_state(&self, line: &LineView) -> (Tone, String) {
        let tone = match line.line.status {
            _ if line.line.is_late(self.view.today) => Tone::Late,
            LineStatus::Planned => Tone::Wait,
            LineStatus::Ongoing => Tone::Info,
            LineStatus::Done => Tone::Good,
            LineStatus::Dropped => Tone::Quiet,
        };
        let code = line.line.status.code();
        (
            tone,
            label(&self.view.definition, "plan_line_status", code, self.frame.lang),
        )
    }

    fn responsible(&self, line: &LineView) -> Option<&str> {
        let user = line.line.responsible?;
        let found = self.view.people.iter().find(|(_, id)| *id == user);
        found.map(|(person, _)| person.name.as_str())
    }

    fn funder(&self, line: &LineView) -> Option<&str> {
        let funder = line.line.funder?;
        let found = self.view.funders.iter().find(|(_, id, _)| *id == funder);
        found.map(|(_, _, name)| name.get(self.frame.lang))
    }

    fn name(&self, field: &str) -> String {
        title(&self.view.definition, "F8", field)
            .get(self.frame.lang)
            .to_owned()
    }

    /// Where a line of the agreed plan can move.
    fn next(&self, line: &LineView) -> Vec<Choice> {
        let all = choices(&self.view.definition, "plan_line_status", self.frame.lang);
        let can =
            |choice: &Choice| LineStatus::of(&choice.value).is_some_and(|to| line.line.moved(to).is_ok());
        all.into_iter().filter(can).collect()
    }
}

/// How many rows were typed.
pub(super) fn rows(typed: &Typed) -> usize {
    (0..MOST)
        .rev()
        .find(|row| typed.all(&format!("lines[{row}].line_type")).next().is_some())
        .map_or(0, |last| last + 1)
}

pub(crate) fn read(typed: &Typed) -> PlanForm {
    let line = |row: usize| {
        let get = |field: &str| typed.get(&format!("lines[{row}].{field}")).to_owned();
        LineForm {
            number: get("number"),
            line_type: get("line_type"),
            line_goal: get("line_goal"),
            line_referral_needed: get("line_referral_needed"),
            line_budget: get("line_budget"),
            line_funder: get("line_funder"),
            line_responsible: get("line_responsible"),
            line_due: get("line_due"),
            line_status: get("line_status"),
            feasible_individual: get("feasible_individual"),
            feasible_community: get("feasible_community"),
            feasible_structural: get("feasible_structural"),
        }
    };
    PlanForm {
        place_of_return: typed.get("place_of_return").to_owned(),
        summary_economic: typed.get("summary_economic").to_owned(),
        summary_social: typed.get("summary_social").to_owned(),
        summary_psychosocial: typed.get("summary_psychosocial").to_owned(),
        lines: (0..rows(typed)).map(line).collect(),
    }
}

/// The draft as its form shows it.
fn known(view: &PlanView) -> Typed {
    let Some(draft) = view.draft() else {
        return Typed::nothing().with("version", 0).with("agreed_on", view.today);
    };
    written(
        view,
        draft,
        Typed::nothing()
            .with("version", draft.plan.version)
            .with("agreed_on", view.today),
    )
}

/// A version of the plan as a form shows it.
pub(crate) fn written(view: &PlanView, version: &PlanVersion, start: Typed) -> Typed {
    let start = known_words(&version.words, start);
    let lines = version.lines.iter().enumerate();
    lines.fold(start, |typed, (row, line)| known_line(view, typed, row, line))
}

pub(super) fn known_words(words: &PlanWords, start: Typed) -> Typed {
    start
        .with_some("place_of_return", words.place_of_return.as_ref())
        .with_some("summary_economic", words.summary_economic.as_ref())
        .with_some("summary_social", words.summary_social.as_ref())
        .with_some("summary_psychosocial", words.summary_psychosocial.as_ref())
}

pub(super) fn known_line(view: &PlanView, typed: Typed, row: usize, view_line: &LineView) -> Typed {
    let at = |field: &str| format!("lines[{row}].{field}");
    let line = &view_line.line;
    let funder = view.funders.iter().find(|(_, id, _)| Some(*id) == line.funder);
    let responsible = view.people.iter().find(|(_, id)| Some(*id) == line.responsible);
    let typed = typed
        .with(&at("number"), line.number)
        .with(
            &at("line_referral_needed"),
            if line.referral_needed { "yes" } else { "no" },
        )
        .with_some(&at("line_funder"), funder.map(|(key, _, _)| key))
        .with_some(
            &at("line_responsible"),
            responsible.map(|(person, _)| person.public_ref),
        )
        .with_some(&at("line_due"), line.due)
        .with(&at("line_status"), line.status.code());
    let Some(words) = &view_line.words else {
        return typed;
    };
    let yes_no = |answer: &Option<Given<bool>>| match answer {
        Some(Given::Given(true)) => Some("yes"),
        Some(Given::Given(false)) => Some("no"),
        Some(other) => Some(other.code()),
        None => None,
    };
    typed
        .with(&at("line_type"), &words.line_type)
        .with_some(&at("line_goal"), words.line_goal.as_ref())
        .with_some(&at("line_budget"), words.line_budget)
        .with_some(&at("feasible_individual"), yes_no(&words.feasible_individual))
        .with_some(&at("feasible_community"), yes_no(&words.feasible_community))
        .with_some(&at("feasible_structural"), yes_no(&words.feasible_structural))
}

async fn look(room: &Casework, actor: &Actor, case: &str) -> Result<PlanView, Trouble> {
    let query = ReadPlan {
        definitions: room.desk.definitions.clone(),
        case: reference(case)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// The plan, with its earlier versions.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &case).await?;
    let form = frame.form(known(&view));
    page(&PlanPage::new(frame, form, view))
}

/// Writes the draft.
pub async fn write(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let command = WritePlan {
        desk: room.desk.clone(),
        case: reference(&case)?,
        expected: sent
            .typed
            .get("version")
            .parse()
            .map_err(|_| Trouble::Unreadable)?,
        form: read(&sent.typed),
    };
    let outcome = room.house.perform(&actor, Some(&sent.once), command).await;
    answer(&room, &actor, &case, frame, sent, outcome, "plan-saved").await
}

/// Hands the draft in for approval.
pub async fn submit(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let mut read = sent.typed.read();
    let agreed_on = read.needed("agreed_on");
    let outcome = match (read.done(), agreed_on) {
        (Ok(()), Some(agreed_on)) => {
            let command = StepCase {
                desk: room.desk.clone(),
                case: reference(&case)?,
                expected: sent.typed.get("case_version").parse().ok(),
                command: Command::SubmitPlan { agreed_on },
                words: String::new(),
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        (Err(refusals), _) => Err(Failure::Refused(refusals)),
        (Ok(()), None) => return Err(Trouble::Unreadable),
    };
    if let Err(Failure::Refused(refusals)) = outcome {
        // The draft stays as it was saved; only the date was typed here.
        let view = look(&room, &actor, &case).await?;
        let form = frame.refused(known(&view), refusals);
        return refused_page(&PlanPage::new(frame, form, view));
    }
    if let Err(Failure::Stale { .. }) = outcome {
        let view = look(&room, &actor, &case).await?;
        let said = overtaken::said(&view.definition, &view.case, &frame);
        let form = frame.overtaken(known(&view), &known(&view), said, [], |_, _| String::new());
        return refused_page(&PlanPage::new(frame, form, view));
    }
    answer(&room, &actor, &case, frame, sent, outcome, "plan-handed-in").await
}

/// A line of the agreed plan moves on.
pub async fn advance(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, line)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let case = reference(&case)?;
    let command = MovePlanLine {
        desk: room.desk.clone(),
        case,
        line: line.parse().map_err(|_| Trouble::Missing)?,
        to: LineStatus::of(sent.typed.get("to")).ok_or(Trouble::Unreadable)?,
    };
    room.house.perform(&actor, Some(&sent.once), command).await?;
    Ok(frame.done("plan-line-moved", &format!("/dossiers/{case}/plan")))
}

async fn answer(
    room: &Casework,
    actor: &Actor,
    case: &str,
    frame: Frame,
    sent: Submission,
    outcome: Result<PublicRef, Failure>,
    done: &str,
) -> Answer {
    match outcome {
        Ok(case) => Ok(frame.done(done, &format!("/dossiers/{case}/plan"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(room, actor, case).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&PlanPage::new(frame, form, view))
        }
        Err(Failure::Stale { .. }) => {
            let view = look(room, actor, case).await?;
            let form = overtaken::plan(&frame, sent.typed, &view);
            refused_page(&PlanPage::new(frame, form, view))
        }
        Err(failure) => Err(failure.into()),
    }
}
