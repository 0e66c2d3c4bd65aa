//! The figures put into words, tiles, bars and lines.

use relais_referral::{
    partition::{Group, PartitionClass},
    referral::DeclineReason,
    store::figures::{Counted, Reached},
};
use relais_shell::Frame;

use super::{address, words};
use crate::{
    figures::{Cut, Figures, Spread, worst},
    masking::Shown,
    queries::{Cutting, Period, Side, WhoAnswersView},
};

/// What is shown for a period.
pub struct Periodical {
    pub title: String,
    /// When it was counted, if that was not just now.
    pub counted: Option<String>,
    /// The same as files, where the reader reads everybody's figures.
    pub files: Vec<(String, &'static str)>,
    pub parts: Vec<Part>,
}

/// One cohort: its shares, its reasons, and its lines.
pub struct Part {
    pub id: &'static str,
    pub title: String,
    pub lead: String,
    pub empty: bool,
    pub tiles: Vec<Tile>,
    pub bar: Vec<Slice>,
    pub facts: Vec<(String, String)>,
    pub reasons: Vec<Cell>,
    pub tables: Vec<Lines>,
}

pub struct Tile {
    pub figure: String,
    pub words: String,
    pub tone: &'static str,
    pub href: String,
}

/// A piece of the bar, in thousandths of its width.
pub struct Slice {
    pub at: u16,
    pub width: u16,
    pub tone: &'static str,
}

pub struct Lines {
    pub id: &'static str,
    pub title: String,
    pub first: String,
    pub lines: Vec<Line>,
}

pub struct Line {
    pub name: String,
    pub cells: Vec<Cell>,
    pub bar: Vec<Slice>,
    pub note: String,
}

pub struct Cell {
    pub label: String,
    pub words: String,
    /// The share, where it is printed; of a time, how long nine in ten took.
    pub share: String,
    pub href: String,
}

pub fn shown(frame: &Frame, view: &WhoAnswersView, period: Period) -> Periodical {
    let writer = Writer { frame, view, period };
    let mut parts = Vec::new();
    if let Some(figures) = &view.everything {
        parts.push(writer.everything(figures));
    }
    let own = [
        (
            &view.own.received,
            Side::Received,
            "received",
            "results-received",
            "results-received-lead",
        ),
        (
            &view.own.sent,
            Side::Sent,
            "sent",
            "results-sent",
            "results-sent-lead",
        ),
    ];
    for (figures, side, id, title, lead) in own {
        if let Some(figures) = figures {
            let mut part = writer.part(id, figures, &Cutting::Own(side));
            (part.title, part.lead) = (frame.t(title), frame.t(lead));
            parts.push(part);
        }
    }
    let file = |kind: &'static str, name| {
        let (since, until) = (period.since(), period.until());
        (
            format!("/resultats/fichiers/referencements.{kind}?du={since}&au={until}"),
            name,
        )
    };
    let files = view
        .everything
        .iter()
        .flat_map(|_| [file("csv", "CSV"), file("xlsx", "Excel")]);
    Periodical {
        counted: (view.counted_at < frame.now)
            .then(|| frame.t1("results-counted-at", "when", frame.hour(view.counted_at))),
        files: files.collect(),
        title: frame.t2(
            "results-period",
            "since",
            frame.date(period.since()),
            "until",
            frame.date(period.until()),
        ),
        parts,
    }
}

struct Writer<'a> {
    frame: &'a Frame,
    view: &'a WhoAnswersView,
    period: Period,
}

impl Writer<'_> {
    fn everything(&self, figures: &Figures) -> Part {
        let mut part = self.part("all", figures, &Cutting::Overall);
        part.title = self.frame.t("results-all");
        part.lead = self.frame.t("results-masked");
        let unknown = || self.frame.t("results-unknown-provider");
        let provider = |(id, cut): &(_, Cut)| {
            let face = self.view.organisations.get(id);
            let name = face.map_or_else(unknown, |face| face.name.get(self.frame.lang).to_owned());
            let code = face.map_or_else(String::new, |face| face.code.clone());
            (worst(cut), self.line(name, cut, &Cutting::Provider(code)))
        };
        // As silent as printed: by name, where they are found.
        let mut providers: Vec<_> = figures.providers.iter().map(provider).collect();
        providers.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.name.cmp(&other.name)));
        let region = |(code, cut): &(Option<String>, Cut)| match code {
            Some(code) => self.line(
                words::region(code, self.frame.lang),
                cut,
                &Cutting::Region(code.clone()),
            ),
            None => self.line(self.frame.t("results-no-region"), cut, &Cutting::UnknownRegion),
        };
        part.tables = vec![
            Lines {
                id: "providers",
                title: self.frame.t("results-by-provider"),
                first: self.frame.t("results-provider"),
                lines: providers.into_iter().map(|(_, line)| line).collect(),
            },
            Lines {
                id: "regions",
                title: self.frame.t("results-by-region"),
                first: self.frame.t("results-region"),
                lines: figures.regions.iter().map(region).collect(),
            },
        ];
        part
    }

    fn part(&self, id: &'static str, figures: &Figures, cutting: &Cutting) -> Part {
        let frame = self.frame;
        let cut = &figures.overall;
        let tiles = Group::ALL.iter().map(|group| {
            let (name, count) = (
                words::capital(group.label().get(frame.lang)),
                words::count(frame, cut.of(*group)),
            );
            let share = cut.share_of(*group);
            Tile {
                figure: share.map_or_else(|| count.clone(), |share| words::share(frame, share)),
                words: if share.is_some() {
                    format!("{name} · {count}")
                } else {
                    name
                },
                tone: words::tone(*group).class(),
                href: self.opens(cutting, counted(*group), cut.of(*group)),
            }
        });
        let fact = |key: &str, words: String| (frame.t(key), words);
        let emergencies = (cut.reached(), cut.emergencies.total);
        let facts = vec![
            fact("results-cohort", words::count(frame, cut.groups.total)),
            fact("results-to-acknowledge", words::spread(frame, cut.to_acknowledge)),
            fact("results-to-decide", words::spread(frame, cut.to_decide)),
            fact("results-emergencies", self.of_all(emergencies)),
            fact("results-outside", words::count(frame, figures.outside)),
        ];
        let reason = |(reason, shown): &(DeclineReason, Shown)| {
            let counted = Counted::Class(PartitionClass::Declined(*reason));
            Cell {
                label: words::capital(reason.label().get(frame.lang)),
                words: words::count(frame, *shown),
                share: String::new(),
                href: self.opens(cutting, counted, *shown),
            }
        };
        Part {
            id,
            title: String::new(),
            lead: String::new(),
            empty: cut.groups.total == Shown::Plain(0),
            tiles: tiles.collect(),
            bar: bar(cut),
            facts,
            reasons: figures.reasons.iter().map(reason).collect(),
            tables: Vec::new(),
        }
    }

    fn line(&self, name: String, cut: &Cut, cutting: &Cutting) -> Line {
        let frame = self.frame;
        let shares = cut.shares();
        let cell = |label: String, shown: Shown, counted: Counted, share: Option<u16>| Cell {
            label,
            words: words::count(frame, shown),
            share: share.map_or_else(String::new, |share| words::share(frame, share)),
            href: self.opens(cutting, counted, shown),
        };
        let plain = |key: &str, words: String| Cell {
            label: frame.t(key),
            words,
            share: String::new(),
            href: String::new(),
        };
        let mut cells = vec![cell(
            frame.t("results-cohort-short"),
            cut.groups.total,
            Counted::Cohort,
            None,
        )];
        cells.extend(Group::ALL.iter().map(|group| {
            let share = shares.as_ref().and_then(|shares| shares.get(group).copied());
            let label = words::capital(group.label().get(frame.lang));
            cell(label, cut.of(*group), counted(*group), share)
        }));
        let spread = |key: &str, spread: Spread| {
            let (words, share) = words::spread_apart(frame, spread);
            Cell {
                share,
                ..plain(key, words)
            }
        };
        cells.push(spread("results-acknowledged-in", cut.to_acknowledge));
        cells.push(spread("results-decided-in", cut.to_decide));
        let emergencies = self.of_all((cut.reached(), cut.emergencies.total));
        let mut urgent = plain("results-emergencies-short", emergencies);
        urgent.href = self.opens(cutting, Counted::Emergency(Reached::Late), cut.not_reached());
        cells.push(urgent);
        let reasons: Vec<_> = cut
            .main_reasons
            .iter()
            .take(2)
            .map(|reason| reason.label().get(frame.lang).to_owned())
            .collect();
        let note = match reasons.is_empty() {
            true => String::new(),
            false => frame.t1("results-main-reasons", "reasons", reasons.join(", ")),
        };
        Line {
            name,
            cells,
            bar: bar(cut),
            note,
        }
    }

    fn of_all(&self, (part, all): (Shown, Shown)) -> String {
        match all {
            Shown::Plain(0) => self.frame.t("results-missing"),
            _ => self.frame.t2(
                "results-of",
                "part",
                words::count(self.frame, part),
                "all",
                words::count(self.frame, all),
            ),
        }
    }

    /// A figure that is printed opens its records; a masked one opens nothing.
    fn opens(&self, cutting: &Cutting, counted: Counted, shown: Shown) -> String {
        match shown {
            Shown::Plain(1..) => address::behind(self.period, cutting, counted, 0),
            _ => String::new(),
        }
    }
}

const fn counted(group: Group) -> Counted {
    match group {
        Group::Accepted => Counted::Class(PartitionClass::Accepted),
        Group::Declined => Counted::Declined,
        Group::AcknowledgedOnly => Counted::Class(PartitionClass::AcknowledgedOnly),
        Group::NoResponse => Counted::Class(PartitionClass::NoResponse),
        Group::Pending => Counted::Class(PartitionClass::Pending),
    }
}

/// The shares as pieces of one bar, where all of them are printed.
fn bar(cut: &Cut) -> Vec<Slice> {
    let mut at = 0;
    let pieces = cut
        .shares()
        .unwrap_or_default()
        .into_iter()
        .map(|(group, width)| {
            let slice = Slice {
                at,
                width,
                tone: words::tone(group).class(),
            };
            at += width;
            slice
        });
    pieces.filter(|slice| slice.width > 0).collect()
}
