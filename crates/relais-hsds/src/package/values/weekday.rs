/// Days as a rule of recurrence writes them, by their names in English and French.
const DAYS: [(&str, &str, &str); 7] = [
    ("MO", "monday", "lundi"),
    ("TU", "tuesday", "mardi"),
    ("WE", "wednesday", "mercredi"),
    ("TH", "thursday", "jeudi"),
    ("FR", "friday", "vendredi"),
    ("SA", "saturday", "samedi"),
    ("SU", "sunday", "dimanche"),
];

/// What stands between the first and the last of several days.
const UNTIL: [&str; 7] = [" à ", " au ", " to ", " through ", "-", "–", "—"];

/// The day that is named: in full, by the three or more letters it begins with, by two letters as in rules of recurrence,
/// or by its number from Monday on, as the Ohana API counts.
pub(in crate::package) fn of(text: &str) -> Option<&'static str> {
    at(text).and_then(|at| DAYS.get(at)).map(|day| day.0)
}

fn at(text: &str) -> Option<usize> {
    let plain = text.trim().trim_end_matches('.').to_lowercase();
    if let Ok(number) = plain.parse::<usize>() {
        return number.checked_sub(1).filter(|at| *at < DAYS.len());
    }
    let begins = |name: &str| plain.len() >= 3 && name.starts_with(&*plain);
    let is = |day: &(&str, &str, &str)| day.0.eq_ignore_ascii_case(&plain) || begins(day.1) || begins(day.2);
    // "mar" is March and Tuesday, but no other day of the week
    DAYS.iter().position(is)
}

/// The days that are named, also from one to another; nothing if one of them cannot be read.
pub(in crate::package) fn all(text: &str) -> Option<Vec<&'static str>> {
    let plain = text.to_lowercase().replace(" et ", ",").replace(" and ", ",");
    let mut all = Vec::new();
    for part in plain.split([',', ';', '/', '&']).map(str::trim) {
        for day in from_to(part)? {
            if !all.contains(&day) {
                all.push(day);
            }
        }
    }
    Some(all)
}

fn from_to(text: &str) -> Option<Vec<&'static str>> {
    if let Some(day) = of(text) {
        return Some(vec![day]);
    }
    let bare = text.strip_prefix("du ").or_else(|| text.strip_prefix("from "));
    let (first, last) = UNTIL
        .iter()
        .find_map(|sign| bare.unwrap_or(text).split_once(sign))?;
    let (first, last) = (at(first)?, at(last)?);
    let many = (last + DAYS.len() - first) % DAYS.len();
    let days = DAYS.iter().cycle().skip(first).take(many + 1);
    Some(days.map(|day| day.0).collect())
}

/// The days of a rule of recurrence, such as `MO` or `-1SU`, and the parts of it that are none.
pub(in crate::package) fn rule(text: &str) -> (Vec<String>, Vec<&str>) {
    let (mut days, mut none) = (Vec::new(), Vec::new());
    for part in text
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let words: Option<Vec<_>> = part.split_whitespace().map(part_of_rule).collect();
        match part_of_rule(part).or_else(|| Some(words?.concat())) {
            Some(read) => days.extend(read),
            None => none.push(part),
        }
    }
    (days, none)
}

fn part_of_rule(part: &str) -> Option<Vec<String>> {
    let letters = part.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    let number = &part[..part.len() - letters.len()];
    // a number alone is no day here
    if letters.is_empty() {
        return None;
    }
    if number.is_empty() {
        let days = all(part)?;
        return Some(days.into_iter().map(str::to_owned).collect());
    }
    let number: i8 = number.parse().ok().filter(|number| *number != 0)?;
    let possible = number.unsigned_abs() <= 53;
    let day = of(letters).filter(|_| possible)?;
    Some(vec![format!("{number}{day}")])
}
