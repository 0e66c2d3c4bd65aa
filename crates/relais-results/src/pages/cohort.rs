//! The figures put into words, tiles, bars and lines.

use relais_referral::{
    partition::{Group, PartitionClass},
    referral::DeclineReason,
    store::figures::{Counted, Reached},
};
use relais_shell::Frame;

use super::{address, words};
use crate::{
    figures::{Cut, Figures, Line as Printed, Spread, worst},
    masking::Shown,
    period::Period,
    queries::{Cutting, Publication, Side, WhoAnswersView},
};

/// What is shown for a period.
pub struct Periodical {
    pub title: String,
    /// When it was counted, if that was not just now.
    pub counted: Option<String>,
    /// The same as files, where the reader reads everybody's figures.
    pub files: Vec<(String, &'static str)>,
    /// Why there are no figures of everybody.
    pub withheld: String,
    pub parts: Vec<Part>,
}

/// One cohort: its shares, its reasons, and its lines.
pub struct Part {
    pub id: &'static str,
    pub title: String,
    /// What is to be known of its numbers.
    pub leads: Vec<String>,
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

pub fn shown(frame: &Frame, view: &WhoAnswersView) -> Periodical {
    let period = view.period;
    let writer = Writer { frame, view, period };
    let mut parts = Vec::new();
    let mut periodical = Periodical {
        counted: (view.counted_at < frame.now)
            .then(|| frame.t1("results-counted-at", "when", frame.hour(view.counted_at))),
        files: Vec::new(),
        title: frame.t2(
            "results-period",
            "since",
            frame.date(period.since()),
            "until",
            frame.date(period.until()),
        ),
        withheld: String::new(),
        parts: Vec::new(),
    };
    let name = || words::period(frame, period);
    match &view.everything {
        None => {}
        Some(Publication::Out(figures)) => {
            parts.push(writer.everything(figures));
            let file = |kind: &'static str, name| {
                (
                    format!("/resultats/fichiers/referencements.{kind}?periode={period}"),
                    name,
                )
            };
            periodical.files = vec![file("csv", "CSV"), file("xlsx", "Excel")];
        }
        Some(Publication::From(day)) => {
            periodical.withheld = frame.t2("results-appears", "period", name(), "day", frame.date(day));
        }
        Some(Publication::Never) => periodical.withheld = frame.t1("results-never", "period", name()),
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
            (part.title, part.leads) = (frame.t(title), vec![frame.t(lead)]);
            parts.push(part);
        }
    }
    periodical.parts = parts;
    periodical
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
        let threshold = self.view.definition.thresholds.operational;
        part.leads = vec![
            self.frame.t("results-settled"),
            self.frame.t2(
                "results-masked",
                "n",
                threshold,
                "most",
                threshold.saturating_sub(1),
            ),
            self.frame.t1("results-merged", "n", threshold),
        ];
        let unknown = || self.frame.t("results-unknown-provider");
        let provider = |line: &(Printed<_>, Cut)| {
            let (name, cutting) = match &line.0 {
                Printed::Others => (self.frame.t("results-other-providers"), None),
                Printed::Of(id) => {
                    let face = self.view.organisations.get(id);
                    let name = face.map_or_else(unknown, |face| face.name.get(self.frame.lang).to_owned());
                    let code = face.map_or_else(String::new, |face| face.code.clone());
                    (name, Some(Cutting::Provider(code)))
                }
            };
            (worst(line), self.line(name, &line.1, cutting.as_ref()))
        };
        // As silent as printed: by name, where they are found.
        let mut providers: Vec<_> = figures.providers.iter().map(provider).collect();
        providers.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.name.cmp(&other.name)));
        let region = |(line, cut): &(Printed<Option<String>>, Cut)| {
            let cutting = match line {
                Printed::Others => None,
                Printed::Of(None) => Some(Cutting::UnknownRegion),
                Printed::Of(Some(code)) => Some(Cutting::Region(code.clone())),
            };
            self.line(words::region_line(self.frame, line), cut, cutting.as_ref())
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
                href: self.opens(Some(cutting), counted(*group), cut.of(*group)),
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
                href: self.opens(Some(cutting), counted, *shown),
            }
        };
        Part {
            id,
            title: String::new(),
            leads: Vec::new(),
            empty: cut.groups.total == Shown::Plain(0),
            tiles: tiles.collect(),
            bar: bar(cut),
            facts,
            reasons: figures.reasons.iter().map(reason).collect(),
            tables: Vec::new(),
        }
    }

    fn line(&self, name: String, cut: &Cut, cutting: Option<&Cutting>) -> Line {
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
        let mut notes = vec![words::people_behind(frame, self.view, cut)];
        if !reasons.is_empty() {
            notes.push(frame.t1("results-main-reasons", "reasons", reasons.join(", ")));
        }
        let note = notes.join(" · ");
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

    /// A figure that is printed opens its records; a masked one opens nothing, nor one of several lines together.
    fn opens(&self, cutting: Option<&Cutting>, counted: Counted, shown: Shown) -> String {
        match (shown, cutting) {
            (Shown::Plain(1..), Some(cutting)) => address::behind(self.period, cutting, counted, 0),
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
