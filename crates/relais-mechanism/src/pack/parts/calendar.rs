use std::collections::BTreeSet;

use relais_kernel::{Date, Weekday, WorkCalendar, jiff::tz::TimeZone};

use crate::{
    Holiday,
    pack::{
        known::Known,
        node::{Entry, Node},
        reader::{Fields, all, coded, day, list, text},
    },
};

const WEEKDAY: (&str, &str) = ("un jour comme « saturday »", "a day such as \"saturday\"");

/// `calendar.toml`: the calendar of the clocks, and the days off with their names for people.
pub fn calendar(node: &Node, known: &Known<'_>) -> Option<(WorkCalendar, Vec<Holiday>)> {
    let fields = Fields::of(node, known.report)?;
    let time_zone = fields
        .required("time_zone")
        .and_then(|node| time_zone(node, known));
    let weekend = fields.required("weekend").and_then(|node| weekend(node, known));
    let holidays = fields.required("holidays").and_then(|node| {
        Fields::of(node, known.report)?;
        all(node.entries().iter().map(|entry| holiday(entry, known)))
    });
    fields.finish();
    let kept: Vec<Holiday> = holidays?.into_iter().flatten().collect();
    let calendar = WorkCalendar {
        time_zone: time_zone?,
        weekend: weekend?,
        yearly: kept.iter().filter_map(|holiday| holiday.yearly).collect(),
        dated: kept
            .iter()
            .flat_map(|holiday| holiday.dates.iter().copied())
            .collect(),
    };
    Some((calendar, kept))
}

fn time_zone(node: &Node, known: &Known<'_>) -> Option<String> {
    let name = text(node, known.report)?;
    if TimeZone::get(&name).is_ok() {
        return Some(name);
    }
    known.report.say(
        &node.spot,
        "UnknownTimeZone",
        format!("Le fuseau horaire « {name} » est inconnu ; il s’écrit comme « Africa/Douala »."),
        format!("The time zone \"{name}\" is unknown; write it like \"Africa/Douala\"."),
    );
    None
}

fn weekend(node: &Node, known: &Known<'_>) -> Option<BTreeSet<Weekday>> {
    let days = all(list(node, known.report)?
        .iter()
        .map(|day| coded(day, WEEKDAY, known.report)))?;
    let days: BTreeSet<Weekday> = days.into_iter().collect();
    if days.len() < 7 {
        return Some(days);
    }
    known.report.say(
        &node.spot,
        "NoWorkingDay",
        "Il ne reste aucun jour ouvré dans la semaine.",
        "No working day is left in the week.",
    );
    None
}

/// `Some(None)` for a day that is worked again: inherited, then retired.
fn holiday(entry: &Entry, known: &Known<'_>) -> Option<Option<Holiday>> {
    let code = known.code_form(&entry.key, &entry.spot);
    let fields = Fields::of(&entry.node, known.report)?;
    let (name, retired) = (fields.own_label(), fields.flag("retired"));
    let yearly = fields
        .optional("on")
        .map_or(Some(None), |node| month_and_day(node, known).map(Some));
    let dates = fields.optional("dates").map_or(Some(Vec::new()), |node| {
        all(list(node, known.report)?
            .iter()
            .map(|item| day(item, known.report)))
    });
    fields.finish();
    let (yearly, dates) = (yearly?, dates?);
    if yearly.is_none() && dates.is_empty() {
        known.report.say(
            &entry.spot,
            "HolidayInvalid",
            "Ce jour férié n’a pas de date : il faut « on » ou « dates ».",
            "This holiday has no date: it needs \"on\" or \"dates\".",
        );
    }
    let holiday = Holiday {
        code: code?,
        name: name?,
        yearly,
        dates,
    };
    Some((!retired?).then_some(holiday))
}

/// `MM-DD`, a day that exists in some year.
fn month_and_day(node: &Node, known: &Known<'_>) -> Option<(i8, i8)> {
    let written = text(node, known.report)?;
    let parts = written
        .split_once('-')
        .filter(|(month, day)| month.len() == 2 && day.len() == 2);
    let numbers = parts.and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    // 2028 is a leap year, so that a holiday on 29 February can be written.
    if let Some((month, day)) = numbers.filter(|(month, day)| Date::new(2028, *month, *day).is_ok()) {
        return Some((month, day));
    }
    known.report.say(
        &node.spot,
        "HolidayInvalid",
        format!("« {written} » n’est pas un jour de l’année ; il s’écrit MM-JJ, comme « 05-20 »."),
        format!("\"{written}\" is not a day of the year; write MM-DD, like \"05-20\"."),
    );
    None
}
