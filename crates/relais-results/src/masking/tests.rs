use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const T: u64 = 3;

fn row(cells: &[u64]) -> Row {
    Row {
        cells: cells.to_vec(),
        threshold: T,
        merged: false,
    }
}

fn table(providers: &[[u64; 2]; 2], regions: &[[u64; 2]; 2]) -> Table {
    Table {
        columns: 2,
        providers: providers.iter().map(|cells| row(cells)).collect(),
        regions: regions.iter().map(|cells| row(cells)).collect(),
        reasons: None,
        threshold: T,
        rare: false,
    }
}

/// Whether a count agrees with what is printed in its place, for a reader who knows the method and even what is not
/// small of what is withheld.
fn fits(shown: Shown, truth: u64, count: u64) -> bool {
    match shown {
        Shown::Plain(known) => known == count,
        Shown::Under(threshold) => count > 0 && count < threshold,
        Shown::Withheld if truth < T => count > 0,
        Shown::Withheld => count >= T,
    }
}

/// Every pair of lines with two cells each that agrees with what is printed of it, by its column totals.
fn pairs(rows: &[MaskedRow], truth: &[[u64; 2]; 2]) -> BTreeMap<[u64; 2], Vec<[u64; 4]>> {
    let mut all: BTreeMap<[u64; 2], Vec<[u64; 4]>> = BTreeMap::new();
    let possible = |row: usize, column: usize| {
        (0..=MOST).filter(move |count| fits(rows[row].cells[column], truth[row][column], *count))
    };
    let adds_up = |row: usize, sum| fits(rows[row].total, truth[row].iter().sum(), sum);
    for (a, b) in possible(0, 0).flat_map(|a| possible(0, 1).map(move |b| (a, b))) {
        for (c, d) in possible(1, 0).flat_map(|c| possible(1, 1).map(move |d| (c, d))) {
            if adds_up(0, a + b) && adds_up(1, c + d) {
                all.entry([a + c, b + d]).or_default().push([a, b, c, d]);
            }
        }
    }
    all
}

/// What each of the four cells of a half can be, given the whole page.
fn readings(page: &Masked, half: Half<'_>, other: Half<'_>) -> [BTreeSet<u64>; 4] {
    let (ours, theirs) = (pairs(half.0, half.1), pairs(other.0, other.1));
    let totals = [half.1[0][0] + half.1[1][0], half.1[0][1] + half.1[1][1]];
    let mut found: [BTreeSet<u64>; 4] = Default::default();
    for (sums, cells) in ours {
        let adds_up = theirs.contains_key(&sums)
            && fits(page.overall.cells[0], totals[0], sums[0])
            && fits(page.overall.cells[1], totals[1], sums[1])
            && fits(page.overall.total, totals[0] + totals[1], sums[0] + sums[1]);
        for four in cells.into_iter().filter(|_| adds_up) {
            for (place, value) in four.into_iter().enumerate() {
                found[place].insert(value);
            }
        }
    }
    found
}

type Half<'a> = (&'a [MaskedRow], &'a [[u64; 2]; 2]);

/// No count of these tests is larger.
const MOST: u64 = 14;

/// Two halves with the same column totals.
fn halves() -> impl Strategy<Value = ([[u64; 2]; 2], [[u64; 2]; 2])> {
    let cell = 0u64..7;
    (
        prop::array::uniform2(prop::array::uniform2(cell)),
        0u64..=100,
        0u64..=100,
    )
        .prop_map(|(providers, p, q)| {
            let total = |column: usize| providers[0][column] + providers[1][column];
            let part = |n: u64, share: u64| n * share / 100;
            let top = [part(total(0), p), part(total(1), q)];
            (providers, [top, [total(0) - top[0], total(1) - top[1]]])
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// By trying every page that agrees with the printed one.
    #[test]
    fn a_masked_count_cannot_be_got_back_from_the_page((providers, regions) in halves()) {
        let page = table(&providers, &regions).masked();
        let (left, right): (Half<'_>, Half<'_>) = ((&page.providers, &providers), (&page.regions, &regions));
        for (half, other) in [(left, right), (right, left)] {
            let found = readings(&page, half, other);
            for (place, values) in found.iter().enumerate() {
                let truth = half.1[place / 2][place % 2];
                prop_assert!(values.contains(&truth));
                if truth > 0 && truth < T {
                    prop_assert!(values.len() > 1, "{truth} at {place} can only be {values:?}: {page:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_printed_is_true_and_never_small(
        cells in prop::collection::vec(prop::collection::vec(0u64..40, 5), 1..12),
        reasons in prop::collection::vec(0u64..8, 9),
    ) {
        let mut providers: Vec<Row> = cells.iter().map(|c| Row { cells: c.clone(), threshold: 5, merged: false }).collect();
        let said: u64 = providers.iter().map(|row| row.cells[1]).sum();
        let given: u64 = reasons.iter().sum();
        providers[0].cells[1] += given.saturating_sub(said);
        let mut reasons = reasons;
        reasons[0] += said.saturating_sub(given);
        let regions = providers.clone();
        let table = Table { columns: 5, providers, regions, reasons: Some((1, reasons.clone())), threshold: 5, rare: false };
        let page = table.masked();
        let lines = table.providers.iter().zip(&page.providers).chain(table.regions.iter().zip(&page.regions));
        for (row, printed) in lines {
            let total: u64 = row.cells.iter().sum();
            let all = row.cells.iter().zip(&printed.cells).chain([(&total, &printed.total)]);
            for (count, shown) in all {
                match shown {
                    Shown::Plain(told) => prop_assert!(told == count && (*told == 0 || *told >= 5)),
                    Shown::Under(threshold) => prop_assert!(*count > 0 && count < threshold),
                    Shown::Withheld => prop_assert!(*count > 0),
                }
            }
        }
        // A line never has one gap alone: it would be what is left.
        for printed in page.providers.iter().chain(&page.regions).chain([&page.overall]) {
            let gaps = printed.cells.iter().chain([&printed.total]).filter(|s| s.plain().is_none()).count();
            prop_assert!(gaps != 1, "{printed:?}");
        }
    }
}

#[test]
fn nothing_is_masked_where_nothing_is_small() {
    let page = table(&[[10, 0], [4, 6]], &[[5, 3], [9, 3]]).masked();
    assert_eq!(
        page.providers[0].cells,
        [Shown::Plain(10), Shown::Plain(0)],
        "nought is no small number"
    );
    let all = page.providers.iter().chain(&page.regions).chain([&page.overall]);
    assert!(all.clone().all(|line| line.total.plain().is_some()));
    assert!(
        all.flat_map(|line| &line.cells)
            .all(|shown| shown.plain().is_some())
    );
}

#[test]
fn a_small_count_takes_another_of_its_line_and_of_its_column_with_it() {
    let page = table(&[[2, 10], [20, 30]], &[[22, 40], [0, 0]]).masked();
    assert_eq!(page.providers[0].cells, [Shown::Under(T), Shown::Withheld]);
    assert_eq!(page.providers[1].cells, [Shown::Withheld, Shown::Withheld]);
    assert_eq!(page.overall.cells, [Shown::Plain(22), Shown::Plain(40)]);
}

#[test]
fn two_small_counts_that_their_total_would_give_away_are_not_alone() {
    // One and one make two, each is at least one, and "fewer than three" would say as much.
    let page = table(&[[1, 1], [20, 30]], &[[21, 31], [0, 0]]).masked();
    assert_eq!(page.providers[0].total, Shown::Withheld);
    let page = Table {
        columns: 3,
        providers: vec![row(&[1, 1, 10]), row(&[20, 20, 20])],
        regions: vec![row(&[21, 21, 30])],
        reasons: None,
        threshold: T,
        rare: false,
    }
    .masked();
    assert!(page.providers[0].cells[2].plain().is_none() || page.providers[0].total.plain().is_none());
}

#[test]
fn fewer_than_is_not_said_where_it_would_say_which() {
    // Four of four kinds: each is at least one, and together they are fewer than five.
    let four = Row {
        cells: vec![1, 1, 1, 1],
        threshold: 5,
        merged: false,
    };
    let many = Row {
        cells: vec![20, 20, 20, 20],
        threshold: 5,
        merged: false,
    };
    let table = Table {
        columns: 4,
        providers: vec![four.clone(), many.clone()],
        regions: vec![four, many],
        reasons: None,
        threshold: 5,
        rare: false,
    };
    let page = table.masked();
    let row = &page.providers[0];
    assert!(
        row.cells
            .iter()
            .chain([&row.total])
            .any(|shown| *shown == Shown::Withheld)
    );
    assert!(
        page.overall.cells.iter().all(|shown| shown.plain().is_some()),
        "the rest is not blanked: {page:?}"
    );
}

#[test]
fn a_line_of_survivors_has_the_higher_threshold() {
    let mut table = table(&[[7, 20], [20, 30]], &[[27, 50], [0, 0]]);
    table.providers[0].threshold = 10;
    assert_eq!(table.masked().providers[0].cells[0], Shown::Under(10));
}

#[test]
fn a_page_of_one_small_number_says_nothing_else() {
    let page = table(&[[0, 2], [0, 0]], &[[0, 2], [0, 0]]).masked();
    assert_eq!(page.overall.total, Shown::Under(T));
    assert_eq!(page.providers[0].cells, [Shown::Plain(0), Shown::Under(T)]);
}
