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

/// The day that is named: in full, by the three or more letters it begins with, by two letters as in rules of recurrence,
/// or by its number from Monday on, as the Ohana API counts.
pub(in crate::package) fn of(text: &str) -> Option<&'static str> {
    let plain = text.trim().trim_end_matches('.').to_lowercase();
    if let Ok(number) = plain.parse::<usize>() {
        return DAYS.get(number.checked_sub(1)?).map(|day| day.0);
    }
    let begins = |name: &str| plain.len() >= 3 && name.starts_with(&*plain);
    let is = |day: &&(&str, &str, &str)| day.0.eq_ignore_ascii_case(&plain) || begins(day.1) || begins(day.2);
    // "mar" is March and Tuesday, but no other day of the week
    DAYS.iter().find(is).map(|day| day.0)
}
