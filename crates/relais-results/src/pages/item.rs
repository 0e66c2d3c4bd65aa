use std::collections::HashMap;

use relais_casework::{
    mission::{MissionDuty, MissionKind},
    queries::{EnquiryDuty, EnquiryTask, MissionTask, Task, TaskLine},
};
use relais_directory::queries::EntryLine;
use relais_kernel::{Id, Localised, Organisation, Priority, Timestamp};
use relais_mechanism::Definition;
use relais_referral::{
    clocks::{Awaited, Turn},
    queries::{Group, Line, NoticeLine, TransferLine},
};
use relais_shell::{Frame, Tone};
use relais_trust::{
    accounts::{AccountFace, AppointmentFace, AppointmentState, RecoveryFace},
    reading::ReadingAlert,
};

use super::words;

/// One thing to do: what, by when, whose turn.
pub struct Item {
    pub href: String,
    pub title: String,
    pub tone: Tone,
    pub badge: String,
    pub code: String,
    pub facts: Vec<String>,
}

impl Item {
    /// `group` says from which side it is looked at.
    pub fn of_referral(
        frame: &Frame,
        definition: &Definition,
        names: &HashMap<Id<Organisation>, Localised>,
        line: &Line,
        group: Option<Group>,
    ) -> Self {
        let name = |id| names.get(&id).map_or("—", |name| name.get(frame.lang)).to_owned();
        let (tone, badge) = by_when(frame, line.due);
        let tone = match (tone, line.priority) {
            (Tone::Wait, Priority::Emergency) => Tone::Stop,
            (tone, _) => tone,
        };
        let state = line.state.label().get(frame.lang).to_owned();
        let mut facts = vec![words::label(
            definition,
            "priority",
            line.priority.letter(),
            frame.lang,
        )];
        if let Some(awaited) = line.awaited {
            facts.push(waits_for(frame, awaited, line.turn, group));
        }
        match group {
            Some(Group::ToAnswer) => facts.push(frame.t1("home-from", "organisation", name(line.from))),
            Some(Group::ToFollow | Group::Waiting) => {
                facts.push(frame.t1("home-to", "organisation", name(line.to)));
            }
            Some(Group::ToReroute | Group::Escalated) | None => {
                facts.push(frame.t2("home-from-to", "from", name(line.from), "to", name(line.to)));
            }
        }
        if badge.is_some() {
            facts.push(words::capital(&state));
        }
        Self {
            href: format!("/referencements/{}", line.public_ref),
            title: words::label(definition, "need", &line.need, frame.lang),
            tone,
            badge: badge.unwrap_or(state),
            code: line.case_code.clone(),
            facts,
        }
    }

    pub fn of_task(frame: &Frame, definition: &Definition, line: &TaskLine, to_journal: bool) -> Self {
        let (tone, badge) = by_when(frame, line.due);
        let role = definition
            .roles
            .name(line.role, frame.lang)
            .unwrap_or_default()
            .to_owned();
        let mut facts = vec![frame.t1("home-turn", "who", role)];
        if line.urgent {
            facts.insert(0, frame.t("home-urgent"));
        }
        let title = match line.task {
            Task::Step(what) => format!("home-due-{}", what.code().replace('_', "-")),
            Task::RenewConsent => "home-renew-consent".into(),
            Task::DecideException => "home-decide-exception".into(),
            Task::ReviewException => "home-review-exception".into(),
            Task::ReviewOpening(_) => "home-review-opening".into(),
        };
        let href = match line.task {
            Task::ReviewOpening(opening) => format!("/ouvertures/{opening}"),
            _ if to_journal => format!("/journal/dossiers/{}", line.case),
            _ => format!("/dossiers/{}", line.case),
        };
        Self {
            href,
            title: frame.t(&title),
            tone: if line.urgent && tone == Tone::Wait {
                Tone::Stop
            } else {
                tone
            },
            badge: badge.unwrap_or_else(|| frame.t("home-no-date")),
            code: line.code.clone(),
            facts,
        }
    }

    /// Somebody who lost their second factor.
    pub fn of_recovery(frame: &Frame, face: &RecoveryFace) -> Self {
        Self {
            href: format!("/administration/personnes/{}", face.account.public_ref),
            title: frame.t("home-recovery"),
            tone: Tone::Late,
            badge: frame.relative(face.recovery.asked),
            code: String::new(),
            facts: vec![face.account.name.clone()],
        }
    }

    /// Somebody who is back from a journey and waits for their rights.
    pub fn of_traveller(frame: &Frame, face: &AccountFace) -> Self {
        let back = face.travel.and_then(|travel| travel.back);
        Self {
            href: format!("/administration/personnes/{}", face.public_ref),
            title: frame.t("home-traveller"),
            tone: Tone::Late,
            badge: back.map_or_else(String::new, |back| frame.relative(back)),
            code: String::new(),
            facts: vec![face.name.clone()],
        }
    }

    /// Reports that were made without a name and wait for an answer; nothing where there are none.
    pub fn of_reports(frame: &Frame, count: u64) -> Option<Self> {
        (count > 0).then(|| Self {
            href: "/signalements".into(),
            title: frame.t1("home-reports-count", "count", count),
            tone: Tone::Late,
            badge: frame.t("home-reports-to-answer"),
            code: String::new(),
            facts: Vec::new(),
        })
    }

    /// Roles of a colleague that the reader can confirm.
    pub fn of_appointment(frame: &Frame, face: &AppointmentFace) -> Self {
        let made = &face.appointment;
        let how = match made.state {
            AppointmentState::Waiting => "home-appointment-waits",
            _ => "home-appointment-at-once",
        };
        Self {
            href: format!("/nominations/{}", made.public_ref),
            title: frame.t("home-appointment"),
            tone: Tone::Wait,
            badge: frame.relative(made.given),
            code: String::new(),
            facts: vec![face.account.name.clone(), frame.t(how)],
        }
    }

    /// Somebody opened more cases within an hour than is usual.
    pub fn of_reading(
        frame: &Frame,
        names: &HashMap<Id<Organisation>, Localised>,
        alert: &ReadingAlert,
    ) -> Self {
        let place = names.get(&alert.organisation);
        Self {
            href: "/lectures".into(),
            title: frame.t("home-reading"),
            tone: Tone::Late,
            badge: frame.relative(alert.at),
            code: String::new(),
            facts: vec![
                place.map_or("—", |name| name.get(frame.lang)).to_owned(),
                frame.t1("home-reading-cases", "n", alert.cases),
            ],
        }
    }

    /// A case that is asked of the reader's organisation, or that it asked another one to take over.
    pub fn of_transfer(frame: &Frame, line: &TransferLine, asked: bool) -> Self {
        let (tone, badge) = by_when(frame, line.due);
        let side = if asked { "home-to" } else { "home-from" };
        Self {
            href: format!("/transferts/{}", line.public_ref),
            title: frame.t("home-transfer"),
            tone,
            badge: badge.unwrap_or_else(|| frame.t("home-no-date")),
            code: line.case_code.clone(),
            facts: vec![frame.t1(side, "organisation", line.other.get(frame.lang))],
        }
    }

    /// What the reader's organisation was given of a case that is no more: it erases that too, and confirms.
    pub fn of_erasure(frame: &Frame, line: &NoticeLine) -> Self {
        let (tone, badge) = by_when(frame, Some(line.told.due));
        Self {
            href: line.told.href.clone(),
            title: frame.t("home-erasure"),
            tone,
            badge: badge.unwrap_or_default(),
            code: String::new(),
            facts: vec![frame.t1("home-from", "organisation", line.owner.get(frame.lang))],
        }
    }

    /// Another organisation that was told to erase, and has not confirmed in time.
    pub fn of_late_erasure(frame: &Frame, line: &NoticeLine) -> Self {
        Self {
            title: frame.t("home-late-erasure"),
            facts: vec![frame.t1("home-to", "organisation", line.told.holder.get(frame.lang))],
            ..Self::of_erasure(frame, line)
        }
    }

    /// What a body behind the firewall asks: who asks whom, and nothing of what.
    pub fn of_enquiry(frame: &Frame, task: &EnquiryTask) -> Self {
        let (tone, badge) = by_when(frame, Some(task.due));
        let title = match task.duty {
            EnquiryDuty::Answer => "home-answer-enquiry",
            EnquiryDuty::Agree => "home-agree-enquiry",
            EnquiryDuty::Chase => "home-chase-enquiry",
        };
        let mut facts = vec![frame.t1("home-from", "organisation", task.from.get(frame.lang))];
        if task.duty != EnquiryDuty::Answer {
            facts.push(frame.t1("home-to", "organisation", task.to.get(frame.lang)));
        }
        Self {
            href: format!("/requetes/{}", task.public_ref),
            title: frame.t(title),
            tone,
            badge: badge.unwrap_or_else(|| frame.t("home-no-date")),
            code: String::new(),
            facts,
        }
    }

    /// What an interpreter or a driver was asked for: when, and nothing of where or for whom.
    pub fn of_mission(frame: &Frame, task: &MissionTask) -> Self {
        let (tone, badge) = by_when(frame, Some(task.at));
        let title = match task.duty {
            MissionDuty::Answer => "home-answer-mission",
            MissionDuty::Tell => "home-tell-mission",
            MissionDuty::Unanswered => "home-unanswered-mission",
            MissionDuty::Replace => "home-replace-mission",
        };
        let kind = match task.kind {
            MissionKind::Interpreter => "home-mission-interpreter",
            MissionKind::Driver => "home-mission-driver",
        };
        let href = match task.case {
            Some(case) => format!("/dossiers/{case}/missions/{}", task.public_ref),
            None => format!("/missions/{}", task.public_ref),
        };
        Self {
            href,
            title: frame.t(title),
            tone,
            badge: badge.unwrap_or_default(),
            code: task.number.to_string(),
            facts: vec![frame.t(kind), frame.moment(task.at)],
        }
    }

    pub fn of_entry(frame: &Frame, line: &EntryLine) -> Self {
        let since = line
            .due_on
            .map(|day| frame.t1("home-entry-due", "day", frame.date(day)));
        Self {
            href: format!("/annuaire/services/{}", line.service),
            title: line.name.get(frame.lang).to_owned(),
            tone: Tone::Late,
            badge: frame.t("home-entry"),
            code: String::new(),
            facts: vec![since.unwrap_or_else(|| frame.t("home-entry-never"))],
        }
    }
}

/// How pressing it is, in words.
fn by_when(frame: &Frame, due: Option<Timestamp>) -> (Tone, Option<String>) {
    match due {
        Some(due) if frame.is_late(due) => (Tone::Late, Some(frame.due(due))),
        Some(due) => (Tone::Wait, Some(frame.due(due))),
        None => (Tone::Quiet, None),
    }
}

/// What is waited for, and from whom.
fn waits_for(frame: &Frame, awaited: Awaited, turn: Turn, group: Option<Group>) -> String {
    let who = match (group, turn) {
        (Some(Group::ToAnswer | Group::ToFollow), _) => frame.t("home-from-you"),
        (_, turn) => turn.label().get(frame.lang).to_owned(),
    };
    frame.t2(
        "home-waits-for",
        "what",
        awaited.label().get(frame.lang),
        "who",
        who,
    )
}
