use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use super::Shown;

/// A count between two nodes of a circulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    pub from: usize,
    pub to: usize,
    pub count: u64,
    /// From this count on it may be printed.
    pub threshold: u64,
}

impl Figure {
    const fn is_small(self) -> bool {
        self.count > 0 && self.count < self.threshold
    }

    /// What it costs to let the figure go one up or one down, when it is shown like this; `None` when a reader knows
    /// that it cannot.
    const fn price(self, shown: Shown, up: bool) -> Option<u64> {
        let least = if self.is_small() { 1 } else { self.threshold };
        let fits = up || self.count > least;
        match shown {
            // What is nought is printed as nought, and never serves to hide another.
            Shown::Plain(0) => None,
            _ if !fits => None,
            Shown::Plain(count) => Some(count),
            // "Fewer than five" ends at four: it would have to be withheld altogether.
            Shown::Under(threshold) if up && self.count + 1 >= threshold => Some(LOOSENED + self.count),
            Shown::Under(_) | Shown::Withheld => Some(0),
        }
    }
}

/// Dearer than any figure: a small number is withheld altogether only where nothing else helps.
const LOOSENED: u64 = 1 << 40;

/// What may be printed of the figures of one page, in their order.
pub fn mask(figures: &[Figure]) -> Vec<Shown> {
    let mut shown: Vec<Shown> = figures
        .iter()
        .map(|figure| Shown::alone(figure.count, figure.threshold))
        .collect();
    for (place, figure) in figures.iter().enumerate() {
        if !figure.is_small() {
            continue;
        }
        let round = |up: bool| {
            let own = figure.price(shown[place], up)?;
            let (from, to) = if up {
                (figure.to, figure.from)
            } else {
                (figure.from, figure.to)
            };
            let mut way = way(figures, &shown, from, to, place)?;
            way.cost += own;
            way.over.push((place, own));
            Some(way)
        };
        // There is always one: whatever flows, flows round, and all of it could be one more.
        let cheapest = [round(true), round(false)]
            .into_iter()
            .flatten()
            .min_by_key(|way| way.cost);
        for (other, price) in cheapest.into_iter().flat_map(|way| way.over) {
            if price > 0 {
                shown[other] = Shown::Withheld;
            }
        }
    }
    shown
}

/// A way through the figures, and what it costs to take those out of print that are still in it.
struct Way {
    cost: u64,
    /// The figures on it with what each costs.
    over: Vec<(usize, u64)>,
}

/// The last step of the cheapest way to a node.
struct Step {
    from: usize,
    place: usize,
    price: u64,
}

/// The cheapest way from one node to another on which each figure can go up (along) or down (against), without the
/// one at `avoided`.
fn way(figures: &[Figure], shown: &[Shown], from: usize, to: usize, avoided: usize) -> Option<Way> {
    let mut best: BTreeMap<usize, (u64, Option<Step>)> = BTreeMap::from([(from, (0, None))]);
    let mut open = BinaryHeap::from([Reverse((0, from))]);
    while let Some(Reverse((cost, node))) = open.pop() {
        if node == to {
            break;
        }
        if best.get(&node).is_some_and(|(known, _)| *known < cost) {
            continue;
        }
        for (place, figure) in figures.iter().enumerate() {
            let (next, up) = match (figure.from == node, figure.to == node) {
                _ if place == avoided => continue,
                (true, _) => (figure.to, true),
                (_, true) => (figure.from, false),
                _ => continue,
            };
            let Some(price) = figure.price(shown[place], up) else {
                continue;
            };
            let reached = cost + price;
            if best.get(&next).is_none_or(|(known, _)| reached < *known) {
                best.insert(
                    next,
                    (
                        reached,
                        Some(Step {
                            from: node,
                            place,
                            price,
                        }),
                    ),
                );
                open.push(Reverse((reached, next)));
            }
        }
    }
    let cost = best.get(&to)?.0;
    let mut over = Vec::new();
    let mut node = to;
    while let Some((_, Some(step))) = best.get(&node) {
        over.push((step.place, step.price));
        node = step.from;
    }
    Some(Way { cost, over })
}
