use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use relais_casework::queries::{Task, TaskLine};
use relais_directory::queries::EntryLine;
use relais_kernel::{Id, Localised, Organisation, Priority, Timestamp};
use relais_mechanism::Definition;
use relais_referral::{
    clocks::{Awaited, Turn},
    queries::{Group, Line, MOST},
};
use relais_shell::{Answer, Frame, NavItem, SignedIn, Tone, Trouble, Typed, page};

use super::words;
use crate::{
    queries::{Home, HomeView},
    room::Results,
};

/// How many lines each list shows on arrival, and on a page of its own.
const FIRST: u64 = 12;
const PAGE: u64 = 40;

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    frame: Frame,
    empty: bool,
    firewall: bool,
    lists: Vec<List>,
    ways: Vec<NavItem>,
}

#[derive(Template)]
#[template(path = "home/list.html")]
struct ListPage {
    frame: Frame,
    list: List,
    previous: String,
    next: String,
}

/// One list under its heading.
pub struct List {
    pub id: &'static str,
    pub title: String,
    pub count: String,
    pub items: Vec<Item>,
    /// Where the rest of it stands.
    pub all: String,
}

/// One thing to do: what, by when, whose turn.
pub struct Item {
    pub href: String,
    pub title: String,
    pub tone: Tone,
    pub badge: String,
    pub code: String,
    pub facts: Vec<String>,
}

/// Where people arrive: what they must do now, and what is late.
pub async fn show(State(room): State<Results>, SignedIn(actor): SignedIn, frame: Frame) -> Answer {
    let query = Home {
        definitions: room.definitions.clone(),
        size: FIRST,
        only: None,
    };
    let view = room.house.look(&actor, &query).await?;
    let mechanism = actor.mechanism.ok_or(Trouble::Missing)?;
    let rows = room.house.trust().database().reader();
    let definition = room.definitions.current(rows, mechanism).await?;
    let empty = view.is_empty();
    let ways = frame
        .viewer
        .as_ref()
        .filter(|_| empty)
        .map(|viewer| viewer.nav.clone());
    let lists = lists(&frame, &definition, &view);
    page(&HomePage {
        empty,
        firewall: view.firewall,
        ways: ways
            .unwrap_or_default()
            .into_iter()
            .filter(|way| way.href != "/")
            .collect(),
        lists,
        frame,
    })
}

/// One list of referrals at full length.
pub async fn list(
    State(room): State<Results>,
    SignedIn(actor): SignedIn,
    Path(list): Path<String>,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let group = *Group::ALL
        .iter()
        .find(|group| slug(**group) == list)
        .ok_or(Trouble::Missing)?;
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let mut read = asked.read();
    let number: u64 = read.may("page").unwrap_or(0);
    read.done().map_err(|_| Trouble::Missing)?;
    let query = Home {
        definitions: room.definitions.clone(),
        size: PAGE,
        only: Some((group, number)),
    };
    let view = room.house.look(&actor, &query).await?;
    let mechanism = actor.mechanism.ok_or(Trouble::Missing)?;
    let rows = room.house.trust().database().reader();
    let definition = room.definitions.current(rows, mechanism).await?;
    let full = view.referrals.of(group).lines.len() as u64 == PAGE;
    let turn = |wanted: Option<u64>| {
        wanted.map_or_else(String::new, |page| {
            format!("/a-faire/{}?page={page}", slug(group))
        })
    };
    page(&ListPage {
        list: referrals(&frame, &definition, &view, group),
        previous: turn(number.checked_sub(1)),
        next: turn(full.then(|| number + 1)),
        frame,
    })
}

/// A list's name in addresses.
const fn slug(group: Group) -> &'static str {
    match group {
        Group::ToAnswer => "reponses",
        Group::ToFollow => "suites",
        Group::ToReroute => "reorientations",
        Group::Escalated => "alertes",
        Group::Waiting => "attentes",
    }
}

fn lists(frame: &Frame, definition: &Definition, view: &HomeView) -> Vec<List> {
    let of = |group| referrals(frame, definition, view, group);
    let cases = |id, key, lines: &[TaskLine]| {
        let to_journal = id == "exceptions" && !view.decides;
        let items = lines
            .iter()
            .map(|line| Item::of_task(frame, definition, line, to_journal));
        tasks(frame, id, key, items.collect())
    };
    let entries = view.entries.iter().map(|line| Item::of_entry(frame, line));
    let mut all = vec![
        of(Group::ToAnswer),
        of(Group::ToReroute),
        of(Group::Escalated),
        of(Group::ToFollow),
        cases("approve", "home-to-approve", &view.cases.to_approve),
        cases("move", "home-to-move", &view.cases.to_move),
        cases("exceptions", "home-exceptions", &view.cases.exceptions),
        cases("consents", "home-consents", &view.cases.consents),
        tasks(frame, "entries", "home-entries", entries.collect()),
        of(Group::Waiting),
    ];
    all.retain(|list| !list.items.is_empty());
    all
}

fn tasks(frame: &Frame, id: &'static str, key: &str, items: Vec<Item>) -> List {
    let count = items.len();
    let at_least = count as u64 >= FIRST;
    List {
        id,
        title: frame.t(key),
        count: if at_least {
            format!("{count}+")
        } else {
            count.to_string()
        },
        items,
        all: String::new(),
    }
}

fn referrals(frame: &Frame, definition: &Definition, view: &HomeView, group: Group) -> List {
    let lines = view.referrals.of(group);
    let (id, key) = match group {
        Group::ToAnswer => ("answer", "home-to-answer"),
        Group::ToFollow => ("follow", "home-to-follow"),
        Group::ToReroute => ("reroute", "home-to-reroute"),
        Group::Escalated => ("escalated", "home-escalated"),
        Group::Waiting => ("waiting", "home-waiting"),
    };
    let items = lines.lines.iter();
    List {
        id,
        title: frame.t(key),
        count: if lines.count >= MOST {
            format!("{MOST}+")
        } else {
            lines.count.to_string()
        },
        items: items
            .map(|line| Item::of_referral(frame, definition, &view.names, line, Some(group)))
            .collect(),
        all: if lines.count > lines.lines.len() as u64 {
            format!("/a-faire/{}", slug(group))
        } else {
            String::new()
        },
    }
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

    fn of_task(frame: &Frame, definition: &Definition, line: &TaskLine, to_journal: bool) -> Self {
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
        };
        let ground = if to_journal {
            "/journal/dossiers"
        } else {
            "/dossiers"
        };
        Self {
            href: format!("{ground}/{}", line.case),
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

    fn of_entry(frame: &Frame, line: &EntryLine) -> Self {
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
