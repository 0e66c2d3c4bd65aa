use jiff::civil::DateTime;
use relais_kernel::Weekday;
use serde::{Deserialize, Serialize};

const DAY_ENDS: u16 = 24 * 60;

/// When a service can be reached. HSDS: `schedule`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// Day and night, every day.
    Always,
    /// The same every week; sorted, none of them touching another.
    Weekly(Vec<OpenHours>),
}

/// One stretch of opening on one day, in minutes after midnight, local time. The end is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OpenHours {
    pub day: Weekday,
    pub from: u16,
    pub to: u16,
}

impl OpenHours {
    /// `None` unless `from` comes before `to` and `to` is not past midnight.
    pub fn new(day: Weekday, from: u16, to: u16) -> Option<Self> {
        (from < to && to <= DAY_ENDS).then_some(Self { day, from, to })
    }
}

impl Opening {
    /// Sorts the stretches and joins those that touch; `None` without any.
    pub fn weekly(mut hours: Vec<OpenHours>) -> Option<Self> {
        hours.sort_unstable();
        let mut joined: Vec<OpenHours> = Vec::with_capacity(hours.len());
        for next in hours {
            match joined.last_mut() {
                Some(last) if last.day == next.day && next.from <= last.to => last.to = last.to.max(next.to),
                _ => joined.push(next),
            }
        }
        (!joined.is_empty()).then_some(Self::Weekly(joined))
    }

    /// Whether one finds somebody at this local time.
    pub fn is_open(&self, at: DateTime) -> bool {
        match self {
            Self::Always => true,
            Self::Weekly(hours) => {
                let day = Weekday::of(at.date());
                let minute = u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap_or(0);
                hours
                    .iter()
                    .any(|h| h.day == day && (h.from..h.to).contains(&minute))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn hours_that_touch_become_one() {
        let opening = Opening::weekly(vec![
            OpenHours::new(Weekday::Monday, 720, 960).unwrap(),
            OpenHours::new(Weekday::Monday, 480, 720).unwrap(),
        ]);
        assert_eq!(
            opening,
            Some(Opening::Weekly(vec![OpenHours {
                day: Weekday::Monday,
                from: 480,
                to: 960
            }]))
        );
    }

    #[test]
    fn the_door_closes_at_the_end_of_the_stretch() {
        let opening = Opening::weekly(vec![OpenHours::new(Weekday::Saturday, 480, 720).unwrap()]).unwrap();
        let saturday = date(2026, 11, 21);
        assert!(opening.is_open(saturday.at(8, 0, 0, 0)));
        assert!(opening.is_open(saturday.at(11, 59, 59, 0)));
        assert!(!opening.is_open(saturday.at(12, 0, 0, 0)));
        assert!(!opening.is_open(date(2026, 11, 20).at(9, 0, 0, 0)));
        assert!(Opening::Always.is_open(saturday.at(3, 0, 0, 0)));
    }

    #[test]
    fn hours_that_end_before_they_begin_are_refused() {
        assert!(OpenHours::new(Weekday::Monday, 960, 480).is_none());
        assert!(OpenHours::new(Weekday::Monday, 480, 1441).is_none());
    }
}
