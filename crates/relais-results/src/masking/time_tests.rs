//! Months, quarters and a year of half a length, masked together.

use proptest::prelude::*;

use super::{
    adding_up::{Knowledge, Unknown},
    *,
};

const T: u64 = 4;
const MONTHS: usize = 6;
const LINES: usize = 2;
const COLUMNS: usize = 2;

/// Of a month: by provider, region and column, and which lines are printed as one.
#[derive(Debug, Clone)]
struct Month {
    counts: [[[u64; COLUMNS]; LINES]; LINES],
    merged: (bool, bool),
}

fn months() -> impl Strategy<Value = Vec<Month>> {
    let cell = prop_oneof![2 => Just(0_u64), 5 => 1_u64..T, 3 => T..12];
    let counts = prop::array::uniform2(prop::array::uniform2(prop::array::uniform2(cell)));
    let merged = (prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    let month = (counts, merged).prop_map(|(counts, merged)| Month { counts, merged });
    prop::collection::vec(month, MONTHS)
}

fn table(months: &[Month], merged: (bool, bool)) -> Table {
    let count = |provider: usize, region: usize, column: usize| -> u64 {
        months
            .iter()
            .map(|month| month.counts[provider][region][column])
            .sum()
    };
    let row = |cells: Vec<u64>, merged| Row {
        cells,
        threshold: T,
        merged,
    };
    let all = 0..LINES;
    Table {
        columns: COLUMNS,
        providers: all
            .clone()
            .map(|p| {
                row(
                    (0..COLUMNS)
                        .map(|c| all.clone().map(|r| count(p, r, c)).sum())
                        .collect(),
                    merged.0,
                )
            })
            .collect(),
        regions: all
            .clone()
            .map(|r| {
                row(
                    (0..COLUMNS)
                        .map(|c| all.clone().map(|p| count(p, r, c)).sum())
                        .collect(),
                    merged.1,
                )
            })
            .collect(),
        reasons: None,
        threshold: T,
        rare: false,
    }
}

/// What is published with each month: itself, the quarters at the third and sixth, and at the end the whole.
fn due(months: &[Month], with: usize) -> Vec<(Span, Table)> {
    let span = |first: usize, length: usize| Span {
        first: u8::try_from(first).unwrap(),
        months: u8::try_from(length).unwrap(),
    };
    let mut tables = vec![(span(with, 1), table(&months[with..=with], months[with].merged))];
    if with % 3 == 2 {
        tables.push((span(with - 2, 3), table(&months[with - 2..=with], (false, false))));
    }
    if with == MONTHS - 1 {
        tables.push((span(0, MONTHS), table(months, (false, false))));
    }
    tables
}

/// One table with what is printed of it.
struct Page {
    span: Span,
    table: Table,
    masked: Masked,
}

fn published(months: &[Month], upto: usize) -> Vec<Page> {
    let mut series = Series::default();
    let mut tables = Vec::new();
    for with in 0..upto {
        let due = due(months, with);
        tables.extend(due.clone());
        series.publish(due);
    }
    let masked = series.read();
    let page = |((span, table), masked)| Page { span, table, masked };
    tables.into_iter().zip(masked).map(page).collect()
}

/// A figure that is counted in one table and may be printed there, named alike in all tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    kind: &'static str,
    line: usize,
    column: usize,
}

impl Page {
    fn figures(&self) -> Vec<(Named, u64, Option<Shown>)> {
        let mut all = Vec::new();
        let kinds = [
            (
                "provider",
                &self.table.providers,
                &self.masked.providers,
                &self.masked.other_providers,
            ),
            (
                "region",
                &self.table.regions,
                &self.masked.regions,
                &self.masked.other_regions,
            ),
        ];
        for (kind, rows, lines, others) in kinds {
            for column in 0..=COLUMNS {
                for (line, (row, masked)) in rows.iter().zip(lines).enumerate() {
                    let shown = (!row.merged).then(|| at(masked, column));
                    all.push((Named { kind, line, column }, row.count(column), shown));
                }
                if let Some(others) = others {
                    let count = rows
                        .iter()
                        .filter(|row| row.merged)
                        .map(|row| row.count(column))
                        .sum();
                    let named = Named {
                        kind,
                        line: LINES,
                        column,
                    };
                    all.push((named, count, Some(at(others, column))));
                }
            }
        }
        for column in 0..=COLUMNS {
            let count = self.table.providers.iter().map(|row| row.count(column)).sum();
            let named = Named {
                kind: "whole",
                line: 0,
                column,
            };
            all.push((named, count, Some(at(&self.masked.overall, column))));
        }
        all
    }
}

fn at(row: &MaskedRow, column: usize) -> Shown {
    column.checked_sub(1).map_or(row.total, |place| row.cells[place])
}

/// What is printed of a number; of what is not printed at all, nothing is known.
fn unknown(truth: u64, shown: Option<Shown>) -> Unknown {
    let (least, most) = match shown {
        Some(Shown::Plain(count)) => (count, count),
        Some(Shown::Under(threshold)) => (1, threshold - 1),
        Some(Shown::Withheld) => (1, u64::MAX / 1024),
        None => (0, u64::MAX / 1024),
    };
    Unknown { truth, least, most }
}

/// A figure, where it is in the knowledge, its count and what is printed of it.
type Placed = (Named, usize, u64, Option<Shown>);

/// Everything that whoever kept all pages knows, and the numbers on each.
fn knowledge(pages: &[Page]) -> (Knowledge, Vec<Vec<Placed>>) {
    let mut known = Knowledge::default();
    let mut all = Vec::new();
    for page in pages {
        let figures: Vec<_> = page
            .figures()
            .into_iter()
            .map(|(named, truth, shown)| (named, known.learn(unknown(truth, shown)), truth, shown))
            .collect();
        let place = |kind: &str, line: usize, column: usize| {
            let found = figures
                .iter()
                .find(|(n, ..)| n.kind == kind && n.line == line && n.column == column);
            found.map(|(_, place, ..)| *place)
        };
        let cells = |kind: &'static str, line: usize| -> Vec<usize> {
            (1..=COLUMNS)
                .filter_map(|column| place(kind, line, column))
                .collect()
        };
        let mut sums = vec![(place("whole", 0, 0).unwrap(), cells("whole", 0))];
        for (kind, rows) in [
            ("provider", &page.table.providers),
            ("region", &page.table.regions),
        ] {
            for line in (0..=LINES).filter(|line| place(kind, *line, 0).is_some()) {
                sums.push((place(kind, line, 0).unwrap(), cells(kind, line)));
            }
            for column in 0..=COLUMNS {
                let lines = (0..LINES).filter_map(|line| place(kind, line, column)).collect();
                sums.push((place("whole", 0, column).unwrap(), lines));
                if let Some(others) = place(kind, LINES, column) {
                    let merged = (0..LINES).filter(|line| rows[*line].merged);
                    sums.push((
                        others,
                        merged.filter_map(|line| place(kind, line, column)).collect(),
                    ));
                }
            }
        }
        sums.into_iter()
            .for_each(|(whole, parts)| known.adds_up(whole, parts));
        all.push(figures);
    }
    for (wide, page) in pages.iter().enumerate().filter(|(_, page)| page.span.months > 1) {
        for (named, place, ..) in all[wide].iter().filter(|(named, ..)| named.line < LINES) {
            let months = (0..pages.len()).filter(|month| {
                let span = pages[*month].span;
                span.months == 1
                    && (page.span.first..page.span.first + page.span.months).contains(&span.first)
            });
            let parts =
                months.filter_map(|month| all[month].iter().find(|(n, ..)| n == named).map(|(_, p, ..)| *p));
            known.adds_up(*place, parts.collect());
        }
    }
    (known, all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Whoever kept all months, quarters and the year finds other figures that agree with all of them.
    #[test]
    fn sec_73_no_small_number_is_got_back_from_months_quarters_and_years_together(months in months()) {
        let pages = published(&months, MONTHS);
        let (known, all) = knowledge(&pages);
        for (page, figures) in pages.iter().zip(&all) {
            for (named, place, truth, shown) in figures.iter().filter(|(.., shown)| shown.is_some()) {
                if *truth > 0 && *truth < T {
                    prop_assert!(shown.unwrap().plain().is_none());
                    prop_assert!(known.could_differ(*place), "{named:?} of {:?} is known: {truth}", page.span);
                }
            }
        }
    }

    #[test]
    fn sec_73_no_two_published_figures_of_a_part_and_its_whole_differ_by_a_small_number(months in months()) {
        let pages = published(&months, MONTHS);
        let of = |page: &Page| -> Vec<(Named, u64)> {
            let printed = page.figures().into_iter();
            printed.filter_map(|(named, _, shown)| Some((named, shown?.plain()?))).collect()
        };
        for wide in &pages {
            let holds = |page: &&Page| wide.span.first <= page.span.first
                && page.span.first + page.span.months <= wide.span.first + wide.span.months;
            for narrow in pages.iter().filter(holds) {
                // The line of others is what is left of printed ones, and no figure of its own.
                for (part, less) in of(narrow).into_iter().filter(|(part, _)| part.line < LINES) {
                    for (whole, more) in of(wide) {
                        let within = part.column == whole.column
                            && (whole.kind == "whole" || (part == whole && part.line < LINES));
                        if within && less > 0 {
                            let apart = more - less;
                            prop_assert!(apart == 0 || apart >= T, "{part:?} {less} of {whole:?} {more}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_was_published_is_printed_alike_whatever_is_published_after_it(months in months(), upto in 1..MONTHS) {
        let (before, after) = (published(&months, upto), published(&months, MONTHS));
        for (one, other) in before.iter().zip(&after) {
            prop_assert_eq!(&one.masked, &other.masked);
        }
    }
}

#[test]
fn a_month_that_two_others_and_their_quarter_would_give_away_takes_a_printed_one_with_it() {
    let month = |a: u64, b: u64| Month {
        counts: [[[a, b], [0, 0]], [[20, 20], [20, 20]]],
        merged: (false, false),
    };
    let pages = published(&[month(10, 10), month(12, 10), month(2, 10)], 3);
    let cells: Vec<Shown> = pages
        .iter()
        .map(|page| page.masked.providers[0].cells[0])
        .collect();
    assert_eq!(
        cells[..2],
        [Shown::Plain(10), Shown::Plain(12)],
        "what was published stays"
    );
    assert_eq!(cells[2], Shown::Under(T));
    assert_eq!(
        cells[3],
        Shown::Withheld,
        "24 less 10 less 12 is what the third month hides"
    );
}

#[test]
fn a_quarter_that_is_hardly_more_than_one_of_its_months_is_not_printed_beside_it() {
    let month = |a: u64| Month {
        counts: [[[a, 30], [0, 30]], [[30, 30], [30, 30]]],
        merged: (false, false),
    };
    let pages = published(&[month(10), month(1), month(1)], 3);
    let cells: Vec<Option<u64>> = pages
        .iter()
        .map(|page| page.masked.providers[0].cells[0].plain())
        .collect();
    assert_eq!(cells, [Some(10), None, None, None], "12 less 10 is two people");
}

#[test]
fn a_figure_that_its_months_have_told_is_printed_and_the_whole_gives_way() {
    let month = |counts| Month {
        counts,
        merged: (false, false),
    };
    let months = [
        month([[[0, 0], [0, 0]], [[0, 4], [4, 0]]]),
        month([[[0, 0], [1, 0]], [[0, 1], [1, 5]]]),
        month([[[0, 0], [0, 1]], [[0, 0], [0, 0]]]),
    ];
    let pages = published(&months, 3);
    let quarter = &pages[3].masked;
    assert_eq!(
        (quarter.providers[1].cells[1], quarter.overall.cells[1]),
        (Shown::Plain(10), Shown::Withheld),
        "4 and 6 were printed: of 11, one person is left"
    );
}

#[test]
fn lines_with_too_few_people_are_printed_as_one_and_nothing_tells_them_apart() {
    let months = [Month {
        counts: [[[9, 8], [7, 6]], [[9, 8], [7, 6]]],
        merged: (true, false),
    }];
    let page = published(&months, 1).remove(0);
    let others = page.masked.other_providers.unwrap();
    assert_eq!(
        (others.total, others.cells),
        (Shown::Plain(60), vec![Shown::Plain(32), Shown::Plain(28)])
    );
    assert!(
        page.masked
            .providers
            .iter()
            .all(|row| row.total == Shown::Withheld)
    );
}

#[test]
fn where_too_few_people_stand_behind_all_of_it_nothing_is_printed() {
    let rare = Table {
        rare: true,
        ..table(
            &[Month {
                counts: [[[9, 0], [7, 6]], [[9, 8], [7, 6]]],
                merged: (false, false),
            }],
            (false, false),
        )
    };
    let page = rare.masked();
    let all = page.providers.iter().chain(&page.regions).chain([&page.overall]);
    let mut shown = all.flat_map(|row| row.cells.iter().chain([&row.total]));
    assert!(shown.all(|shown| matches!(shown, Shown::Withheld | Shown::Plain(0))));
}
