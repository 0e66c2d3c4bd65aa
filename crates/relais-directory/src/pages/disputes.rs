//! What two sources say otherwise, and the decision between them.

use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::{Refusal, Refusals};
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Submission, Typed, page, refused_page};
use relais_trust::{Actor, Failure};
use serde_json::Value;

use super::{
    again::again,
    told::{Difference, differences},
    words,
};
use crate::{
    Vocabulary,
    actions::{SettleDispute, settled_meanwhile},
    dispute::{Dispute, SHEET},
    queries::{DisputeFace, DisputesView, Matter, ReadDisputes},
    room::Directory,
};

/// Columns of the standard that most packages fill in, in words; others are shown by their own names.
const COLUMNS: [(&str, &str); 12] = [
    ("name", "directory-name"),
    ("email", "directory-email"),
    ("number", "directory-phone"),
    ("url", "directory-find-site"),
    ("website", "directory-find-site"),
    ("description", "dispute-description"),
    ("address_1", "directory-export-address"),
    ("city", "directory-export-town"),
    ("fees_description", "directory-fee"),
    ("wait_time", "directory-wait"),
    ("status", "directory-export-state"),
    ("interpretation_services", "directory-interpreter"),
];

/// A field to decide about.
struct Line {
    /// The name of its choice on the page.
    name: String,
    /// What is decided about, for who does not see what stands above the choice.
    label: String,
    /// What differs in it, in words.
    differences: Vec<Difference>,
}

impl Line {
    fn new(face: &DisputeFace, field: &str, differences: Vec<Difference>) -> Self {
        let labels = differences.iter().map(|one| one.label.as_str());
        Self {
            name: choice(&face.dispute, field),
            label: labels.collect::<Vec<_>>().join(", "),
            differences,
        }
    }
}

/// The name of the choice about a field: several disputes stand on one page.
fn choice(dispute: &Dispute, field: &str) -> String {
    format!("{}-{field}", dispute.reference)
}

#[derive(Template)]
#[template(path = "directory/disputes.html")]
struct DisputesPage {
    frame: Frame,
    form: Form,
    view: DisputesView,
}

impl DisputesPage {
    fn title(&self, face: &DisputeFace) -> String {
        match &face.matter {
            Matter::Entry { service, .. } => self.frame.l(&service.name).to_owned(),
            Matter::Record { name, .. } if !name.is_empty() => name.clone(),
            Matter::Record { kind, .. } => (*kind).to_owned(),
        }
    }

    fn href(&self, face: &DisputeFace) -> String {
        match &face.matter {
            Matter::Entry { service, .. } => format!("/annuaire/services/{}", service.public_ref),
            Matter::Record { .. } => String::new(),
        }
    }

    fn whose(&self, face: &DisputeFace) -> String {
        match &face.matter {
            Matter::Entry { organisation, .. } => self.frame.l(organisation).to_owned(),
            Matter::Record { held_by, .. } => self.frame.t1("dispute-held-by", "source", held_by),
        }
    }

    fn version(&self, face: &DisputeFace) -> Option<i64> {
        match face.matter {
            Matter::Entry { version, .. } => Some(version),
            Matter::Record { .. } => None,
        }
    }

    fn source(&self, face: &DisputeFace) -> String {
        match face.dispute.source.as_str() {
            SHEET => self.frame.t("dispute-sheet"),
            source => self.frame.t1("dispute-package", "source", source),
        }
    }

    fn lines(&self, face: &DisputeFace) -> Vec<Line> {
        match &face.matter {
            Matter::Entry { service, with, .. } => {
                let words = Vocabulary::from(&*self.view.definition);
                let line = |(field, changed): &(String, _)| {
                    Line::new(face, field, differences(&self.frame, &words, service, changed))
                };
                with.iter().map(line).collect()
            }
            Matter::Record { now, .. } => {
                let line = |(field, theirs): (&String, &Value)| {
                    let difference = Difference {
                        label: self.column(field),
                        before: self.value(now.get(field)),
                        after: self.value(Some(theirs)),
                    };
                    Line::new(face, field, vec![difference])
                };
                face.dispute.theirs.iter().map(line).collect()
            }
        }
    }

    fn choices(&self) -> Vec<Choice> {
        vec![
            Choice::new("keep", self.frame.t("dispute-keep")),
            Choice::new("take", self.frame.t("dispute-take")),
        ]
    }

    fn column(&self, name: &str) -> String {
        let known = COLUMNS.iter().find(|(column, _)| *column == name);
        known.map_or_else(|| name.to_owned(), |(_, key)| self.frame.t(key))
    }

    fn value(&self, value: Option<&Value>) -> String {
        match value {
            None | Some(Value::Null) => self.frame.t("verification-nothing"),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }
}

async fn look(room: &Directory, actor: &Actor) -> Result<DisputesView, Failure> {
    let definitions = room.definitions.clone();
    room.house.look(actor, &ReadDisputes { definitions }).await
}

/// What waits for a decision.
pub async fn show(State(room): State<Directory>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let view = look(&room, &actor).await?;
    page(&DisputesPage {
        form: frame.form(Typed::nothing()),
        view,
        frame,
    })
}

/// The decision, field by field.
pub async fn settle(
    State(room): State<Directory>,
    SignedIn(actor): SignedIn,
    Path(dispute): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let reference = words::reference(&dispute)?;
    let view = look(&room, &actor).await?;
    let held = view
        .disputes
        .iter()
        .find(|face| face.dispute.reference == reference);
    let done = match held.map(|face| taken(&sent.typed, &face.dispute)) {
        // The oldest are on the page: one that was there and is no more was decided meanwhile.
        None => Err(Failure::Refused(Refusals(vec![settled_meanwhile()]))),
        Some(Err(refusal)) => Err(Failure::Refused(Refusals(vec![refusal]))),
        Some(Ok(take)) => {
            let command = SettleDispute {
                definitions: room.definitions.clone(),
                dispute: reference,
                take,
                expected: sent
                    .typed
                    .some("version")
                    .and_then(|version| version.parse().ok()),
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
    };
    match done {
        Ok(()) => Ok(frame.done("dispute-settled", "/annuaire/desaccords")),
        Err(failure) => {
            let typed = match failure {
                Failure::Stale { .. } => Typed::nothing(),
                _ => sent.typed,
            };
            let (frame, form) = again(frame, typed, failure, "verification-overtaken")?;
            let view = look(&room, &actor).await?;
            refused_page(&DisputesPage { frame, form, view })
        }
    }
}

/// The fields that are taken over; each has to be decided.
fn taken(typed: &Typed, dispute: &Dispute) -> Result<Vec<String>, Refusal> {
    let mut take = Vec::new();
    for field in dispute.theirs.keys() {
        match typed.get(&choice(dispute, field)) {
            "take" => take.push(field.clone()),
            "keep" => {}
            _ => return Err(undecided()),
        }
    }
    Ok(take)
}

fn undecided() -> Refusal {
    Refusal::new(
        "Undecided",
        "Choisissez pour chaque ligne : garder, ou reprendre.",
        "Choose for each line: keep, or take over.",
    )
}
