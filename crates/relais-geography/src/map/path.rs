use std::fmt::Write;

use super::clip::Spot;

/// How many parts of a unit a line is written with.
const PARTS: f64 = 10.0;

/// A number with at most one decimal, as short as SVG reads it.
pub(super) fn number(units: f64) -> String {
    tenths((units * PARTS).round() as i32)
}

fn tenths(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, part) => format!("{sign}.{part}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

/// Writes an area as a part of the data of a path; nothing for what is too small to be one.
pub(super) fn write_area(out: &mut String, area: &[Spot]) {
    let mut spots: Vec<(i32, i32)> = area.iter().map(|(x, y)| (rounded(*x), rounded(*y))).collect();
    spots.dedup();
    let mut spots = spots.into_iter();
    let Some(first) = spots.next().filter(|_| spots.len() > 1) else {
        return;
    };
    out.push('M');
    write_pair(out, first);
    out.push('l');
    let mut from = first;
    for to in spots {
        let separated = out.ends_with('l') || to.0 < from.0;
        if !separated {
            out.push(' ');
        }
        write_pair(out, (to.0 - from.0, to.1 - from.1));
        from = to;
    }
    out.push('z');
}

fn rounded(units: f64) -> i32 {
    (units * PARTS).round() as i32
}

fn write_pair(out: &mut String, (x, y): (i32, i32)) {
    let separator = if y < 0 { "" } else { " " };
    // writing to a String does not fail
    let _ = write!(out, "{}{separator}{}", tenths(x), tenths(y));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_as_short_as_it_can_be() {
        let written = [12.34, 12.0, 0.25, -0.44, -7.96, 0.04].map(number);
        assert_eq!(written, ["12.3", "12", ".3", "-.4", "-8", "0"]);
    }

    #[test]
    fn an_area_is_written_in_steps() {
        let mut out = String::new();
        write_area(&mut out, &[(1.0, 2.0), (11.0, 2.0), (11.0, -8.5), (10.5, 2.0)]);
        assert_eq!(out, "M1 2l10 0 0-10.5-.5 10.5z");
    }

    #[test]
    fn what_rounds_to_less_than_a_triangle_is_not_written() {
        let mut out = String::new();
        write_area(&mut out, &[(1.0, 2.0), (1.01, 2.01), (1.3, 2.0)]);
        write_area(&mut out, &[]);
        assert_eq!(out, "");
    }
}
