use askama::Template;
use axum::extract::{Path, State};
use jiff::{Span, civil::Date};
use relais_directory::Code;
use relais_kernel::{Localised, Refusal, ShortCode};
use relais_mechanism::{CaseStep, Definition, Step};
use relais_shell::{
    Answer, Choice, Form, Frame, Reading, SignedIn, Submission, Trouble, Typed, page, refused_page,
};
use relais_trust::{Failure, accounts};

use super::{
    overtaken,
    words::{choices, home, reference},
};
use crate::{
    actions::StepCase,
    case::{Case, Command, FirstService, Risk},
    queries::{CasePage, CaseView},
    room::Casework,
};

/// One field that a step asks for.
enum Field {
    Radios {
        name: &'static str,
        label: &'static str,
        choices: Vec<Choice>,
    },
    Select {
        name: &'static str,
        label: &'static str,
        choices: Vec<Choice>,
    },
    Date {
        name: &'static str,
        label: &'static str,
    },
    Text {
        name: &'static str,
        label: &'static str,
    },
}

#[derive(Template)]
#[template(path = "case/step.html")]
struct StepPage {
    frame: Frame,
    form: Form,
    case: Case,
    step: CaseStep,
    name: Localised,
    guard: Option<Localised>,
    fields: Vec<Field>,
}

impl StepPage {
    fn home(&self) -> String {
        home(&self.case)
    }

    fn to(&self) -> String {
        format!("{}/etapes/{}", self.home(), self.step.code())
    }
}

/// What the step asks before it is taken.
pub async fn ask(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, step)): Path<(String, String)>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &case).await?;
    let step = possible(&view, &step)?;
    let known = Typed::nothing()
        .with("version", view.case.version)
        .with_some("erase_at", view.today.checked_add(Span::new().months(24)).ok());
    let people = people(&room, &view).await?;
    page(&step_page(frame.clone(), frame.form(known), view, step, &people))
}

/// Takes the step.
pub async fn take(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path((case, step)): Path<(String, String)>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let view = look(&room, &actor, &case).await?;
    let step = CaseStep::of(&step).ok_or(Trouble::Missing)?;
    let people = people(&room, &view).await?;
    let read = command(&sent.typed, step, &view.definition, &people);
    let outcome = match read {
        Ok(wish) => {
            let wish = duplicate_of(&room, &actor, &sent.typed, wish).await?;
            let command = StepCase {
                desk: room.desk.clone(),
                case: view.case.public_ref,
                expected: sent.typed.get("version").parse().ok(),
                command: wish,
                words: sent.typed.get("words").to_owned(),
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match outcome {
        Ok(case) => Ok(frame.done("case-step-taken", &format!("/dossiers/{case}"))),
        Err(Failure::Refused(refusals)) => {
            let form = frame.refused(sent.typed, refusals);
            refused_page(&step_page(frame, form, view, step, &people))
        }
        Err(Failure::Stale { .. }) => {
            let view = look(&room, &actor, &case).await?;
            let said = overtaken::said(&view.definition, &view.case, &frame);
            let now = Typed::nothing().with("version", view.case.version);
            let form = frame.overtaken(sent.typed, &now, said, [], |_, _| String::new());
            refused_page(&step_page(frame, form, view, step, &people))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn look(room: &Casework, actor: &relais_trust::Actor, case: &str) -> Result<CaseView, Trouble> {
    let query = CasePage {
        definitions: room.desk.definitions.clone(),
        case: reference(case)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

fn possible(view: &CaseView, step: &str) -> Result<CaseStep, Trouble> {
    let listed = view.steps.iter().any(|line| line.code == step);
    CaseStep::of(step).filter(|_| listed).ok_or(Trouble::Missing)
}

/// The colleagues to whom the case can be assigned.
pub(crate) async fn people(room: &Casework, view: &CaseView) -> Result<Vec<accounts::AccountFace>, Failure> {
    let rows = room.house.trust().database().reader();
    let all = accounts::accounts_of(rows, Some(view.case.owner)).await?;
    Ok(all.into_iter().filter(|a| a.active).collect())
}

fn step_page(
    frame: Frame,
    form: Form,
    view: CaseView,
    step: CaseStep,
    people: &[accounts::AccountFace],
) -> StepPage {
    let fields = fields(step, &view.definition, &frame, people);
    let rule = view.definition.case.workflow.steps.get(&step);
    let name = rule.map_or_else(
        || Localised::new(step.code(), step.code()),
        |rule| rule.name.clone(),
    );
    let guard = rule.and_then(|rule| rule.guard.clone());
    StepPage {
        frame,
        form,
        case: view.case,
        step,
        name,
        guard,
        fields,
    }
}

fn fields(
    step: CaseStep,
    definition: &Definition,
    frame: &Frame,
    people: &[accounts::AccountFace],
) -> Vec<Field> {
    let list = |list: &str| choices(definition, list, frame.lang);
    match step {
        CaseStep::Screen => vec![Field::Radios {
            name: "risk",
            label: "case-risk",
            choices: list("risk"),
        }],
        CaseStep::MarkNotInScope => {
            vec![Field::Radios {
                name: "reason",
                label: "case-reason",
                choices: list("not_in_scope_reason"),
            }]
        }
        CaseStep::RedirectElsewhere => {
            vec![Field::Radios {
                name: "reason",
                label: "case-redirect-to",
                choices: list("redirect_to"),
            }]
        }
        CaseStep::MarkDuplicate => vec![Field::Text {
            name: "of",
            label: "case-duplicate-of",
        }],
        CaseStep::PutOnHold => vec![
            Field::Radios {
                name: "reason",
                label: "case-reason",
                choices: list("hold_reason"),
            },
            Field::Date {
                name: "until",
                label: "case-hold-until",
            },
        ],
        CaseStep::ApproveClosure | CaseStep::RecordDeath => {
            vec![Field::Date {
                name: "erase_at",
                label: "case-erase-at",
            }]
        }
        CaseStep::AssignCase => {
            let people = people
                .iter()
                .map(|p| Choice::new(p.public_ref.to_string(), &p.name))
                .collect();
            vec![Field::Select {
                name: "to",
                label: "case-assign-to",
                choices: people,
            }]
        }
        _ => Vec::new(),
    }
}

/// Reads what a step was taken with, typed into a form or sent by a program.
///
/// # Errors
/// Everything that is wrong with it, each fault beside its field.
pub(crate) fn command(
    typed: &Typed,
    step: CaseStep,
    definition: &Definition,
    people: &[accounts::AccountFace],
) -> Result<Command, relais_kernel::Refusals> {
    let mut read = typed.read();
    let wish = wish(&mut read, typed, step, definition, people);
    read.done()?;
    wish.ok_or_else(|| {
        Refusal::new(
            "StepElsewhere",
            "Cette étape a sa propre page.",
            "This step has a page of its own.",
        )
        .into()
    })
}

fn wish(
    read: &mut Reading<'_>,
    typed: &Typed,
    step: CaseStep,
    definition: &Definition,
    people: &[accounts::AccountFace],
) -> Option<Command> {
    Some(match step {
        CaseStep::Screen => Command::Screen {
            risk: chosen(read, typed, "risk", Risk::of)?,
        },
        CaseStep::MarkNotInScope => Command::MarkNotInScope {
            reason: code(read, typed, definition, "not_in_scope_reason")?,
        },
        CaseStep::RedirectElsewhere => Command::RedirectElsewhere {
            to: code(read, typed, definition, "redirect_to")?,
        },
        // Completed by `duplicate_of`, which knows the organisation's cases.
        CaseStep::MarkDuplicate => {
            let _code: ShortCode = read.needed("of")?;
            Command::MarkDuplicate {
                of: relais_kernel::Id::from_uuid(uuid::Uuid::nil()),
            }
        }
        CaseStep::Register => Command::Register,
        CaseStep::StartAssessment => Command::StartAssessment,
        CaseStep::SubmitAssessment => Command::SubmitAssessment,
        CaseStep::ApproveAssessment => Command::ApproveAssessment,
        CaseStep::ReturnAssessment => Command::ReturnAssessment,
        CaseStep::ReopenAssessment => Command::ReopenAssessment,
        CaseStep::ApprovePlan => Command::ApprovePlan,
        CaseStep::ReturnPlan => Command::ReturnPlan,
        CaseStep::StartService => Command::StartService {
            first: FirstService::Direct,
        },
        CaseStep::StartMonitoring => Command::StartMonitoring,
        CaseStep::ResumeService => Command::ResumeService,
        CaseStep::RevisePlan => Command::RevisePlan,
        CaseStep::PutOnHold => Command::PutOnHold {
            reason: code(read, typed, definition, "hold_reason")?,
            until: date(read, "until")?,
        },
        CaseStep::MarkLostContact => Command::MarkLostContact,
        CaseStep::Resume => Command::Resume,
        CaseStep::ApproveClosure => Command::ApproveClosure {
            erase_at: date(read, "erase_at")?,
        },
        CaseStep::BarEmergency => Command::BarEmergency,
        CaseStep::AllowEmergency => Command::AllowEmergency,
        CaseStep::ReturnClosure => Command::ReturnClosure,
        CaseStep::Reopen => Command::Reopen,
        CaseStep::RecordDeath => Command::RecordDeath {
            erase_at: date(read, "erase_at")?,
        },
        CaseStep::AssignCase => {
            let to = people
                .iter()
                .find(|p| p.public_ref.to_string() == typed.get("to"));
            if to.is_none() {
                read.refuse(choose_one().at("to"));
            }
            Command::Assign { to: to?.id }
        }
        _ => return None,
    })
}

/// The case of which this one is a duplicate, by the code that people read; only the organisation's own.
pub(crate) async fn duplicate_of(
    room: &Casework,
    actor: &relais_trust::Actor,
    typed: &Typed,
    wish: Command,
) -> Result<Command, Trouble> {
    let Command::MarkDuplicate { .. } = wish else {
        return Ok(wish);
    };
    let rows = room.house.trust().database().reader();
    let code: ShortCode = typed.get("of").parse().map_err(|_| Trouble::Unreadable)?;
    let owner = actor.organisation.ok_or(Trouble::Missing)?;
    let of = crate::store::case_by_code(rows, owner, code).await?;
    Ok(Command::MarkDuplicate { of: of.case.id })
}

fn code(read: &mut Reading<'_>, typed: &Typed, definition: &Definition, list: &str) -> Option<Code> {
    named(read, typed, definition, "reason", list)
}

fn named(
    read: &mut Reading<'_>,
    typed: &Typed,
    definition: &Definition,
    field: &str,
    list: &str,
) -> Option<Code> {
    match definition.choose(list, typed.get(field)) {
        Ok(item) => item.code.parse().ok(),
        Err(refusal) => {
            read.refuse(refusal.at(field));
            None
        }
    }
}

fn chosen<T>(
    read: &mut Reading<'_>,
    typed: &Typed,
    field: &str,
    of: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let found = of(typed.get(field));
    if found.is_none() {
        read.refuse(choose_one().at(field));
    }
    found
}

fn date(read: &mut Reading<'_>, field: &str) -> Option<Date> {
    read.needed(field)
}

fn choose_one() -> Refusal {
    Refusal::new("ChoiceMissing", "Choisissez une réponse.", "Choose an answer.")
}
