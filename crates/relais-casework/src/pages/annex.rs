use askama::Template;
use axum::extract::{Path, State};
use relais_kernel::PublicRef;
use relais_shell::{
    Answer, Choice, Form, Frame, SignedIn, Submission, Tone, Trouble, Typed, page, refused_page,
};
use relais_trust::{Actor, Failure};

use super::{
    fields::{Asked, Way, asked},
    overtaken,
    words::{choices, home, label, reference},
};
use crate::{
    actions::{DecideTrafficking, NameAnnexHolder, RemoveAnnexHolder, WriteAnnex},
    annex::{AnnexForm, Annexes, TraffickingStatus},
    answer::Answer as Given,
    queries::{AnnexView, ReadAnnexes},
    room::Casework,
};

/// The fields of form F4, part by part, in the order of its page.
pub(super) const CHILD: [&str; 7] = [
    "child_status",
    "care",
    "separation_cause",
    "tracing",
    "child_concerns",
    "child_wishes",
    "best_interests",
];
pub(super) const GBV: [&str; 3] = ["gbv_type", "incident_band", "gbv_notes"];
pub(super) const TRAFFICKING: [&str; 8] = [
    "recruitment",
    "control",
    "exploitation",
    "labour_sector",
    "trafficking_notes",
    "assistance",
    "police_cooperation",
    "immigration_status",
];

#[derive(Template)]
#[template(path = "annex/show.html")]
struct AnnexPage {
    frame: Frame,
    form: Form,
    view: AnnexView,
}

impl AnnexPage {
    fn home(&self) -> String {
        home(&self.view.case)
    }

    fn asked(&self, names: &[&str]) -> Vec<Asked> {
        asked(&self.view.definition, &self.frame, "F4", names)
    }

    fn child(&self) -> Vec<Asked> {
        self.asked(&CHILD)
    }

    fn gbv(&self) -> Vec<Asked> {
        self.asked(&GBV)
    }

    fn trafficking(&self) -> Vec<Asked> {
        self.asked(&TRAFFICKING)
    }

    fn status(&self) -> Option<String> {
        let status = self.view.annexes.trafficking.trafficking_status.as_ref()?;
        let definition = &self.view.definition;
        let name = label(definition, "trafficking_status", status.code(), self.frame.lang);
        Some(match status {
            TraffickingStatus::Possible => name,
            TraffickingStatus::Actual { decided_by, on } | TraffickingStatus::Not { decided_by, on } => {
                let body = label(definition, "decided_by", decided_by.as_str(), self.frame.lang);
                format!("{name} · {body} · {}", self.frame.date(*on))
            }
        })
    }

    fn awaits_decision(&self) -> bool {
        self.view.annexes.trafficking.trafficking_status == Some(TraffickingStatus::Possible)
    }

    fn victim(&self) -> Vec<Choice> {
        vec![
            Choice::new("yes", self.frame.t("case-yes")),
            Choice::new("no", self.frame.t("case-no")),
        ]
    }

    fn bodies(&self) -> Vec<Choice> {
        choices(&self.view.definition, "decided_by", self.frame.lang)
    }

    fn others(&self) -> Vec<Choice> {
        let others = self.view.others.iter();
        others
            .map(|person| Choice::new(person.public_ref.to_string(), &person.name))
            .collect()
    }
}

/// The annexes as a form shows them.
pub(crate) fn known(view: &AnnexView) -> Typed {
    let Annexes {
        child,
        gbv,
        trafficking,
    } = &view.annexes;
    let yes_no = |answer: &Option<Given<bool>>| match answer {
        Some(Given::Given(true)) => Some("yes"),
        Some(Given::Given(false)) => Some("no"),
        Some(other) => Some(other.code()),
        None => None,
    };
    Typed::nothing()
        .with("version", view.version)
        .with_some("child_status", child.child_status.as_ref())
        .with_some("care", child.care.as_ref())
        .with_some("separation_cause", child.separation_cause.as_ref())
        .with_some("tracing", child.tracing.as_ref())
        .with_all("child_concerns", &child.child_concerns)
        .with_some("child_wishes", child.child_wishes.as_ref())
        .with_some("best_interests", child.best_interests.as_ref())
        .with_some("gbv_type", gbv.gbv_type.as_ref())
        .with_some("incident_band", gbv.incident_band.as_ref())
        .with_some("gbv_notes", gbv.gbv_notes.as_ref())
        .with_all("recruitment", &trafficking.recruitment)
        .with_all("control", &trafficking.control)
        .with_all("exploitation", &trafficking.exploitation)
        .with_all("labour_sector", &trafficking.labour_sector)
        .with_some("trafficking_notes", trafficking.trafficking_notes.as_ref())
        .with_some("assistance", yes_no(&trafficking.assistance))
        .with_some("police_cooperation", yes_no(&trafficking.police_cooperation))
        .with_some("immigration_status", trafficking.immigration_status.as_ref())
}

async fn look(room: &Casework, actor: &Actor, case: &str) -> Result<AnnexView, Trouble> {
    let query = ReadAnnexes {
        definitions: room.desk.definitions.clone(),
        case: reference(case)?,
    };
    Ok(room.house.look(actor, &query).await?)
}

/// The annexes, for those who are named on them.
pub async fn show(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
) -> Answer {
    let view = look(&room, &actor, &case).await?;
    let form = frame.form(known(&view));
    page(&AnnexPage { frame, form, view })
}

/// Writes them.
pub async fn write(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let form: AnnexForm = sent.typed.to()?;
    let command = WriteAnnex {
        desk: room.desk.clone(),
        case: reference(&case)?,
        expected: version(&sent)?,
        form,
    };
    let outcome = room.house.perform(&actor, Some(&sent.once), command).await;
    answer(&room, &actor, &case, frame, sent, outcome, "annex-saved").await
}

/// What a competent body decided.
pub async fn decide(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let mut read = sent.typed.read();
    let on = read.needed("decided_on");
    let outcome = match (read.done(), on) {
        (Ok(()), Some(on)) => {
            let command = DecideTrafficking {
                desk: room.desk.clone(),
                case: reference(&case)?,
                expected: version(&sent)?,
                victim: sent.typed.get("victim") == "yes",
                decided_by: sent.typed.get("decided_by").to_owned(),
                on,
            };
            room.house.perform(&actor, Some(&sent.once), command).await
        }
        (Err(refusals), _) => Err(Failure::Refused(refusals)),
        (Ok(()), None) => return Err(Trouble::Unreadable),
    };
    answer(&room, &actor, &case, frame, sent, outcome, "annex-saved").await
}

/// Names a colleague on the annexes, or takes a name off.
pub async fn people(
    State(room): State<Casework>,
    SignedIn(actor): SignedIn,
    Path(case): Path<String>,
    frame: Frame,
    sent: Submission,
) -> Answer {
    let (desk, reference) = (room.desk.clone(), reference(&case)?);
    let colleague: PublicRef = sent
        .typed
        .get("colleague")
        .parse()
        .map_err(|_| Trouble::Unreadable)?;
    let outcome = if sent.typed.get("act") == "remove" {
        let command = RemoveAnnexHolder {
            desk,
            case: reference,
            colleague,
        };
        room.house.perform(&actor, Some(&sent.once), command).await
    } else {
        let command = NameAnnexHolder {
            desk,
            case: reference,
            colleague,
        };
        room.house.perform(&actor, Some(&sent.once), command).await
    };
    // Who takes their own name off sees the page no more.
    let stays = look(&room, &actor, &case).await.is_ok();
    if outcome.is_ok() && !stays {
        return Ok(frame.done("annex-people-saved", &format!("/dossiers/{reference}")));
    }
    answer(&room, &actor, &case, frame, sent, outcome, "annex-people-saved").await
}

fn version(sent: &Submission) -> Result<u64, Trouble> {
    sent.typed.get("version").parse().map_err(|_| Trouble::Unreadable)
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
        Ok(case) => Ok(frame.done(done, &format!("/dossiers/{case}/annexes"))),
        Err(Failure::Refused(refusals)) => {
            let view = look(room, actor, case).await?;
            let form = frame.refused(sent.typed, refusals);
            refused_page(&AnnexPage { frame, form, view })
        }
        Err(Failure::Stale { .. }) => {
            let view = look(room, actor, case).await?;
            let form = overtaken::annexes(&frame, sent.typed, &view);
            refused_page(&AnnexPage { frame, form, view })
        }
        Err(failure) => Err(failure.into()),
    }
}
