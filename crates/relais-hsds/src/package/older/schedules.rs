use super::Older;
use crate::Kind;
use crate::package::{
    Code,
    row::Row,
    values::{self, Reading, date::Read, time, weekday},
};

const ALL_WEEK: &str = "MO,TU,WE,TH,FR,SA,SU";

impl Older<'_, '_> {
    /// A schedule of any table, in the form of version 3.
    pub(super) fn schedule(&mut self, mut row: Row) -> Option<Row> {
        if row.table.name == "regular_schedule" || (row.has("weekday") && !row.has("byday")) {
            row = self.weekly(row)?;
        }
        self.daily(&mut row);
        self.days(&mut row);
        self.zone(&mut row);
        Some(row)
    }

    /// A day of the week with its hours becomes a rule of recurrence. One row a day stays one schedule a day: hours that
    /// are equal today may not stay so.
    fn weekly(&mut self, mut row: Row) -> Option<Row> {
        let said = row.take("weekday");
        let Some(days) = said.as_deref().and_then(weekday::all) else {
            row.put_aside(
                self.report,
                Code::RequiredMissing,
                Some("weekday"),
                said.as_deref(),
            );
            return None;
        };
        if !row.has("opens_at") && !row.has("closes_at") {
            row.put_aside(self.report, Code::HoursMissing, Some("opens_at"), said.as_deref());
            return None;
        }
        row.note(self.report, Code::ColumnMoved, Some("weekday"), said.as_deref());
        if !row.has("freq") {
            row.put("freq", "WEEKLY");
        }
        row.put("byday", days.join(","));
        Some(row)
    }

    /// A holiday becomes a schedule that is valid on its days. That a place is closed has no column any more.
    pub(super) fn holiday(&mut self, mut row: Row) -> Row {
        let closed = row.take("closed");
        let from = row.take("start_date");
        let to = row.take("end_date");
        let words = match closed.as_deref().map(str::to_lowercase).as_deref() {
            Some("true" | "t" | "1" | "yes" | "oui" | "vrai") => "Fermé / Closed",
            Some("false" | "f" | "0" | "no" | "non" | "faux") => "Ouvert / Open",
            _ => "",
        };
        row.note(
            self.report,
            Code::ClosureAsText,
            Some("closed"),
            closed.as_deref(),
        );
        if words.is_empty() && closed.is_some() {
            row.note(
                self.report,
                Code::ChoiceUnknown,
                Some("closed"),
                closed.as_deref(),
            );
        }
        let days: Vec<&str> = [from.as_deref(), to.as_deref()].into_iter().flatten().collect();
        let text = format!("{words} {}", days.join(" – "));
        row.append("description", text.trim(), "\n");
        if words.starts_with('F') {
            self.without_hours(&mut row);
        }
        for (column, said) in [("valid_from", &from), ("valid_to", &to), ("dtstart", &from)] {
            self.day(&mut row, column, said.as_deref());
        }
        row
    }

    /// Hours of a closed day say the opposite of closed.
    fn without_hours(&mut self, row: &mut Row) {
        for column in ["opens_at", "closes_at"] {
            if let Some(text) = row.take(column) {
                row.note(self.report, Code::ConflictingValues, Some(column), Some(&text));
            }
        }
    }

    /// A day that can be read goes into its column; any other is said in the description alone.
    fn day(&mut self, row: &mut Row, column: &str, said: Option<&str>) {
        let Some(said) = said else { return };
        match values::date::read(said) {
            Read::Date(date) => row.put(column, date),
            Read::Ambiguous => row.note(self.report, Code::DateAmbiguous, Some(column), Some(said)),
            Read::No => row.note(self.report, Code::DateUnreadable, Some(column), Some(said)),
        }
    }

    /// Version 3 has no rule for every day nor for every year.
    fn daily(&mut self, row: &mut Row) {
        let Some(freq) = row.text("freq").map(|freq| freq.to_uppercase()) else {
            return;
        };
        let each = row.text("interval").is_none_or(|interval| interval == "1");
        if freq == "DAILY" && each && !row.has("byday") {
            row.take("freq");
            row.note(self.report, Code::ColumnMoved, Some("freq"), Some(&freq));
            row.put("freq", "WEEKLY");
            row.put("byday", ALL_WEEK);
        } else if matches!(freq.as_str(), "DAILY" | "YEARLY") {
            row.take("freq");
            row.note(self.report, Code::ColumnKeptAsText, Some("freq"), Some(&freq));
            row.append("notes", &format!("freq: {freq}"), "\n");
        }
    }

    /// Writes the days of a rule as the standard does.
    fn days(&mut self, row: &mut Row) {
        let Some(said) = row.text("byday") else { return };
        let (days, none) = weekday::rule(&said);
        for part in &none {
            row.note(self.report, Code::ChoiceUnknown, Some("byday"), Some(part));
        }
        let rule = days.join(",");
        if rule == said {
            return;
        }
        row.take("byday");
        if !rule.is_empty() {
            row.note(self.report, Code::ChoiceRepaired, Some("byday"), Some(&said));
            row.put("byday", rule);
        }
    }

    /// Hours that say no offset have that of the time zone of their row.
    fn zone(&mut self, row: &mut Row) {
        let field = Kind::Schedule.field("timezone");
        let Some((field, text)) = field.zip(row.text("timezone")) else {
            return;
        };
        let (Reading::As(hours) | Reading::Repaired(hours, _)) = values::read(field, &text) else {
            return;
        };
        let Some(hours) = hours.as_f64() else { return };
        for column in ["opens_at", "closes_at"] {
            let Some(said) = row.text(column) else { continue };
            if let Some(time) = time::in_zone(column, &said, hours) {
                row.note(self.report, Code::ZoneOfRow, Some(column), Some(&said));
                row.take(column);
                row.put(column, time);
            }
        }
    }
}
