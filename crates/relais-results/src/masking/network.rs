use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use super::layer::Layer;

/// Which figure flows from which node to which; the same in every layer.
#[derive(Debug, Clone)]
pub struct Network {
    ends: Vec<(usize, usize)>,
    /// The figures at each node.
    at: BTreeMap<usize, Vec<usize>>,
}

/// Layers that can change together, one figure of each going up with the first, or (`false`) down: a month and all that
/// contains it, or one month against another.
pub type Turn = Vec<(usize, bool)>;

impl Network {
    pub fn new(ends: Vec<(usize, usize)>) -> Self {
        let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (figure, (from, to)) in ends.iter().enumerate() {
            at.entry(*from).or_default().push(figure);
            at.entry(*to).or_default().push(figure);
        }
        Self { ends, at }
    }

    /// Withholds as much as it takes that each guarded cell of these layers could be another.
    pub fn close(&self, layers: &mut [Layer], turns: &[Turn], touched: &[usize]) {
        for here in touched.iter().copied() {
            let through: Vec<Turn> = turns.iter().filter_map(|turn| seen_from(here, turn)).collect();
            for figure in 0..self.ends.len() {
                if layers[here].0[figure].guarded {
                    self.hide(layers, &through, figure);
                }
            }
        }
    }

    /// Opens the cheapest way round through a figure.
    fn hide(&self, layers: &mut [Layer], through: &[Turn], figure: usize) {
        let mut best: Option<(Way, &Turn)> = None;
        for turn in through {
            for up in [true, false] {
                let bound = best.as_ref().map_or(u64::MAX, |(way, _)| way.cost);
                if let Some(way) = self
                    .round(layers, turn, figure, up)
                    .filter(|way| way.cost < bound)
                {
                    if way.cost == 0 {
                        return;
                    }
                    best = Some((way, turn));
                }
            }
        }
        let Some((way, turn)) = best else {
            // What was open in a month is open in all that contains it: the tests never come here.
            #[cfg(test)]
            unreachable!("no way round through a guarded figure");
            #[cfg(not(test))]
            return layers.iter_mut().for_each(withhold_all);
        };
        for (figure, up) in way.over {
            for (layer, same) in turn {
                if layers[*layer]
                    .price(figure, up == *same)
                    .is_some_and(|price| price > 0)
                {
                    layers[*layer].0[figure].withhold();
                }
            }
        }
    }

    /// The cheapest way round on which a figure goes up, or down, in all layers of a turn.
    fn round(&self, layers: &[Layer], turn: &Turn, figure: usize, up: bool) -> Option<Way> {
        let own = price(layers, turn, figure, up)?;
        let (from, to) = self.ends[figure];
        let (from, to) = if up { (to, from) } else { (from, to) };
        let open = |other: usize| other != figure;
        let mut way = self.way((from, to), open, |figure, up| price(layers, turn, figure, up))?;
        way.cost = way.cost.saturating_add(own);
        way.over.push((figure, up));
        Some(way)
    }

    /// The cheapest way from one node to another on which each figure can go up (along) or down (against).
    fn way(
        &self,
        (from, to): (usize, usize),
        open: impl Fn(usize) -> bool,
        price: impl Fn(usize, bool) -> Option<u64>,
    ) -> Option<Way> {
        let mut best: BTreeMap<usize, (u64, Option<Step>)> = BTreeMap::from([(from, (0, None))]);
        let mut heap = BinaryHeap::from([Reverse((0_u64, from))]);
        while let Some(Reverse((cost, node))) = heap.pop() {
            if node == to {
                break;
            }
            if best.get(&node).is_some_and(|(known, _)| *known < cost) {
                continue;
            }
            for figure in self
                .at
                .get(&node)
                .into_iter()
                .flatten()
                .filter(|figure| open(**figure))
            {
                let (start, end) = self.ends[*figure];
                let up = start == node;
                let Some(price) = price(*figure, up) else { continue };
                let (next, reached) = (if up { end } else { start }, cost.saturating_add(price));
                if best.get(&next).is_none_or(|(known, _)| reached < *known) {
                    let step = Step {
                        from: node,
                        over: (*figure, up),
                    };
                    best.insert(next, (reached, Some(step)));
                    heap.push(Reverse((reached, next)));
                }
            }
        }
        let cost = best.get(&to)?.0;
        let mut over = Vec::new();
        let mut node = to;
        while let Some((_, Some(step))) = best.get(&node) {
            over.push(step.over);
            node = step.from;
        }
        Some(Way { cost, over })
    }
}

/// A way through the figures, each going up or down, and what it costs to take those out of print that are still in it.
struct Way {
    cost: u64,
    over: Vec<(usize, bool)>,
}

/// The last step of the cheapest way to a node.
struct Step {
    from: usize,
    over: (usize, bool),
}

#[cfg(not(test))]
fn withhold_all(layer: &mut Layer) {
    let fresh = layer.0.iter_mut().filter(|cell| cell.count > 0 && !cell.settled);
    fresh.for_each(super::layer::Cell::withhold);
}

/// A turn with the signs as one of its layers sees them.
fn seen_from(here: usize, turn: &Turn) -> Option<Turn> {
    let own = turn.iter().find(|(layer, _)| *layer == here)?.1;
    Some(turn.iter().map(|(layer, same)| (*layer, *same == own)).collect())
}

/// What it costs to let a figure move in all layers of a turn.
fn price(layers: &[Layer], turn: &Turn, figure: usize, up: bool) -> Option<u64> {
    turn.iter().try_fold(0_u64, |sum, (layer, same)| {
        Some(sum.saturating_add(layers[*layer].price(figure, up == *same)?))
    })
}
