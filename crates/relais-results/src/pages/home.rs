use askama::Template;
use axum::extract::{Path, RawQuery, State};
use relais_casework::queries::TaskLine;
use relais_mechanism::Definition;
use relais_referral::queries::{Group, MOST, TransferLine};
use relais_shell::{Answer, Frame, NavItem, SignedIn, Trouble, Typed, page};

use relais_trust::accounts::{AppointmentFace, AppointmentState};

use super::item::Item;
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
    /// The reader's own roles do not count yet.
    own: Option<AppointmentFace>,
    lists: Vec<List>,
    ways: Vec<NavItem>,
}

impl HomePage {
    /// Who can confirm the reader's roles.
    fn own_words(&self, own: &AppointmentFace) -> String {
        match own.witnesses.as_slice() {
            [] => self.frame.t("home-own-roles-nobody"),
            names => self.frame.t1("home-own-roles-words", "who", names.join(", ")),
        }
    }
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
        own: view
            .own
            .filter(|own| own.appointment.state == AppointmentState::Waiting),
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
    let recoveries = view.recoveries.iter().map(|face| Item::of_recovery(frame, face));
    let travellers = view.travellers.iter().map(|face| Item::of_traveller(frame, face));
    let reports = Item::of_reports(frame, view.reports);
    let enquiries = view.enquiries.iter().map(|task| Item::of_enquiry(frame, task));
    let colleagues = view
        .appointments
        .iter()
        .map(|face| Item::of_appointment(frame, face));
    let readings = view
        .readings
        .iter()
        .map(|alert| Item::of_reading(frame, &view.names, alert));
    let missions = view.missions.iter().map(|task| Item::of_mission(frame, task));
    let erasures = view.erasures.to_confirm.iter();
    let erasures = erasures.map(|line| Item::of_erasure(frame, line));
    let late = view
        .erasures
        .late
        .iter()
        .map(|line| Item::of_late_erasure(frame, line));
    let entries = view.entries.iter().map(|line| Item::of_entry(frame, line));
    let moves = |id, key, lines: &[TransferLine], asked| transfers(frame, (id, key), lines, asked);
    let mut all = vec![
        of(Group::ToAnswer),
        moves("transfers", "home-transfers", &view.transfers.to_answer, false),
        tasks(frame, "erasures", "home-erasures", erasures.collect()),
        tasks(frame, "missions", "home-missions", missions.collect()),
        tasks(frame, "recoveries", "home-recoveries", recoveries.collect()),
        tasks(frame, "travellers", "home-travellers", travellers.collect()),
        tasks(frame, "reports", "home-reports", reports.into_iter().collect()),
        tasks(frame, "readings", "home-readings", readings.collect()),
        tasks(frame, "appointments", "home-appointments", colleagues.collect()),
        of(Group::ToReroute),
        of(Group::Escalated),
        of(Group::ToFollow),
        cases("approve", "home-to-approve", &view.cases.to_approve),
        cases("move", "home-to-move", &view.cases.to_move),
        tasks(frame, "late-erasures", "home-late-erasures", late.collect()),
        tasks(frame, "enquiries", "home-enquiries", enquiries.collect()),
        cases("openings", "home-openings", &view.cases.openings),
        cases("exceptions", "home-exceptions", &view.cases.exceptions),
        cases("consents", "home-consents", &view.cases.consents),
        tasks(frame, "entries", "home-entries", entries.collect()),
        of(Group::Waiting),
        moves("asked", "home-transfers-asked", &view.transfers.asked, true),
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

fn transfers(frame: &Frame, (id, key): (&'static str, &str), lines: &[TransferLine], asked: bool) -> List {
    let first = lines.iter().take(FIRST as usize);
    let items: Vec<Item> = first.map(|line| Item::of_transfer(frame, line, asked)).collect();
    List {
        id,
        title: frame.t(key),
        count: lines.len().to_string(),
        all: if lines.len() > items.len() {
            "/transferts".into()
        } else {
            String::new()
        },
        items,
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
