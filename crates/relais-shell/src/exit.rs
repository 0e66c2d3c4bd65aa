use askama::Template;
use axum::{extract::State, response::Response};
use jiff::civil::Date;

use crate::{Answer, Frame, Shell, format, page};

/// Where « Quitter vite » leads (security requirement 94).
pub(crate) const ROUTE: &str = "/quitter";

/// A page that anybody might have open: the calendar of the month, without a word about us.
#[derive(Template)]
#[template(path = "shell/exit.html")]
struct Neutral {
    frame: Frame,
    month: String,
    days: Vec<&'static str>,
    weeks: Vec<Vec<Option<i8>>>,
    today: i8,
}

impl Neutral {
    fn is_today(&self, day: &Option<i8>) -> bool {
        *day == Some(self.today)
    }
}

pub(crate) async fn leave(State(shell): State<Shell>, frame: Frame) -> Answer {
    if let Some(elsewhere) = shell.setting().exit_to.as_deref().and_then(away) {
        return Ok(elsewhere);
    }
    let today = frame.local(frame.now).date();
    page(&Neutral {
        month: format::month_of_year(today, frame.lang),
        days: format::day_initials(frame.lang).to_vec(),
        weeks: weeks(today),
        today: today.day(),
        frame,
    })
}

/// A redirection to the address that the operator set; never one that a request could choose.
fn away(address: &str) -> Option<Response> {
    use axum::response::IntoResponse;
    let to = http::HeaderValue::from_str(address)
        .ok()
        .filter(|_| address.starts_with("https://"))?;
    Some((http::StatusCode::SEE_OTHER, [(http::header::LOCATION, to)]).into_response())
}

/// The days of the month in weeks that begin on Monday.
fn weeks(today: Date) -> Vec<Vec<Option<i8>>> {
    let first = today.first_of_month();
    let lead = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
    let days = (1..=first.days_in_month()).map(Some);
    let cells: Vec<Option<i8>> = std::iter::repeat_n(None, lead).chain(days).collect();
    cells.chunks(7).map(<[Option<i8>]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_on_its_own_weekday() {
        let weeks = weeks(jiff::civil::date(2026, 11, 21));
        assert_eq!(weeks[0], [None, None, None, None, None, None, Some(1)]);
        assert_eq!(weeks.last().unwrap(), &[Some(30)]);
    }

    #[test]
    fn sec70_only_a_secure_address_of_the_operator_is_followed() {
        assert!(away("https://example.org/meteo").is_some());
        assert!(away("javascript:alert(1)").is_none() && away("http://example.org").is_none());
    }
}
