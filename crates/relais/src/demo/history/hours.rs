//! When people work: offices are open from Monday to Friday, 08:00 to 16:00.

use jiff::{SignedDuration, Timestamp, ToSpan, Zoned, civil::Weekday, tz::TimeZone};

/// The calendar on which the demonstration's people work.
#[derive(Clone)]
pub struct Office(pub TimeZone);

impl Office {
    /// This moment, or the next one at which an office is open.
    pub fn opens(&self, from: Timestamp) -> Timestamp {
        let mut at = from.to_zoned(self.0.clone());
        if at.hour() >= 16 {
            at = morning(&at, 1);
        } else if at.hour() < 8 {
            at = morning(&at, 0);
        }
        while is_weekend(&at) {
            at = morning(&at, 1);
        }
        at.timestamp()
    }

    /// This moment, or the last one before it at which an office was open.
    pub fn was_open(&self, until: Timestamp) -> Timestamp {
        let mut at = until.to_zoned(self.0.clone());
        if at.hour() >= 16 {
            at = afternoon(&at, 0);
        } else if at.hour() < 8 {
            at = afternoon(&at, 1);
        }
        while is_weekend(&at) {
            at = afternoon(&at, 1);
        }
        at.timestamp()
    }
}

fn is_weekend(at: &Zoned) -> bool {
    matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// So many days later, between 08:00 and 08:59: the minutes stay, so that not everything happens at once.
fn morning(at: &Zoned, days: i64) -> Zoned {
    shifted(at, days, 8)
}

fn afternoon(at: &Zoned, days: i64) -> Zoned {
    shifted(at, -days, 15)
}

fn shifted(at: &Zoned, days: i64, hour: i8) -> Zoned {
    let moved = at.checked_add(days.days()).unwrap_or_else(|_| at.clone());
    moved.with().hour(hour).build().unwrap_or(moved)
}

pub fn later(from: Timestamp, minutes: i64) -> Timestamp {
    from.checked_add(SignedDuration::from_mins(minutes))
        .unwrap_or(from)
}

pub fn days_before(now: Timestamp, days: i64) -> Timestamp {
    later(now, -days * 24 * 60)
}
