//! No two printed figures of which one is a part of the other may differ by a small number: the difference is the
//! figure of those who are in the one and not in the other (security requirement 73).

use super::{layer::Layer, plan::Spot};

/// Guards a figure of each pair that lies too close together. `nested` names pairs of layers, the first within the second
/// or the same.
pub fn keep_apart(layers: &mut [Layer], spots: &[Spot], nested: &[(usize, usize)]) {
    let wholes: Vec<Option<usize>> = spots
        .iter()
        .map(|spot| {
            spot.whole()
                .and_then(|whole| spots.iter().position(|s| *s == whole))
        })
        .collect();
    for (narrow, wide) in nested {
        for (figure, whole) in wholes.iter().enumerate() {
            let same = (narrow != wide).then_some(figure);
            for other in [same, *whole].into_iter().flatten() {
                separate(layers, nested, (*narrow, figure), (*wide, other));
            }
        }
    }
}

fn separate(layers: &mut [Layer], nested: &[(usize, usize)], part: (usize, usize), whole: (usize, usize)) {
    let (small, large) = (layers[part.0].0[part.1], layers[whole.0].0[whole.1]);
    let (Some(less), Some(more)) = (small.shown.plain(), large.shown.plain()) else {
        return;
    };
    let apart = more.saturating_sub(less);
    if less == 0 || apart == 0 || apart >= small.threshold.max(large.threshold) {
        return;
    }
    // What was published stays: then the new one gives way, and of two new ones the part.
    let gives_way = if small.settled || is_told(layers, nested, part) {
        whole
    } else {
        part
    };
    layers[gives_way.0].0[gives_way.1].guard();
}

/// Whether what was printed before, or is nought, adds up to this figure: then withholding it hides nothing.
fn is_told(layers: &[Layer], nested: &[(usize, usize)], (layer, figure): (usize, usize)) -> bool {
    let within = nested
        .iter()
        .filter(|(narrow, wide)| *wide == layer && narrow != wide)
        .map(|(narrow, _)| layers[*narrow].0[figure]);
    let told = within
        .filter(|cell| cell.settled)
        .filter_map(|cell| cell.shown.plain());
    told.sum::<u64>() == layers[layer].0[figure].count
}
