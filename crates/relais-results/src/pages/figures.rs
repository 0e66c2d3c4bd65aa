use askama::Template;
use axum::extract::{RawQuery, State};
use relais_kernel::{Date, Refusals};
use relais_shell::{Answer, Form, Frame, SignedIn, Trouble, Typed, page, refused_page};
use relais_trust::Actor;

use super::cohort::{Periodical, shown};
use crate::{
    queries::{Period, WhoAnswers, WhoAnswersView},
    room::Results,
};

/// Periods that are one tap away, in days.
const DAYS: [u16; 4] = [30, 90, 180, 365];
/// What is shown when no period is asked.
const USUAL: u16 = 90;

#[derive(Template)]
#[template(path = "results/figures.html")]
struct FiguresPage {
    frame: Frame,
    form: Form,
    presets: Vec<(String, String)>,
    shown: Option<Periodical>,
}

/// Who answers and who does not.
pub async fn show(
    State(room): State<Results>,
    SignedIn(actor): SignedIn,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let today = frame.local(frame.now).date();
    let presets = DAYS.map(|days| {
        let period = Period::last_days(today, days);
        let words = frame.t1("results-last-days", "n", days);
        (
            format!("/resultats?du={}&au={}", period.since(), period.until()),
            words,
        )
    });
    let presets = presets.to_vec();
    let period = match asked_period(&asked, today) {
        Ok(period) => period,
        Err(refusals) => {
            // Whoever may see no figure learns nothing of forms either.
            allowed(&room, &actor, Period::last_days(today, USUAL)).await?;
            let form = frame.refused(asked, refusals);
            return refused_page(&FiguresPage {
                frame,
                form,
                presets,
                shown: None,
            });
        }
    };
    let view = allowed(&room, &actor, period).await?;
    let known = Typed::nothing()
        .with("du", period.since())
        .with("au", period.until());
    page(&FiguresPage {
        form: frame.form(known),
        shown: Some(shown(&frame, &view, period)),
        presets,
        frame,
    })
}

async fn allowed(room: &Results, actor: &Actor, period: Period) -> Result<WhoAnswersView, Trouble> {
    let query = WhoAnswers {
        definitions: room.definitions.clone(),
        period,
        kept: room.kept.clone(),
    };
    Ok(room.house.look(actor, &query).await?)
}

/// The period of an address: `du` and `au`, both days included; the last days by default.
pub(super) fn asked_period(asked: &Typed, today: Date) -> Result<Period, Refusals> {
    let mut read = asked.read();
    let (since, until) = (read.date("du"), read.date("au"));
    if asked.get("du").trim().is_empty() {
        if !asked.get("au").trim().is_empty() {
            read.words("du");
        }
        read.done()?;
        return Ok(Period::last_days(today, USUAL));
    }
    read.done()?;
    let until = until.unwrap_or(today);
    Period::new(since.unwrap_or(today), until).map_err(|fault| Refusals(vec![fault.refusal()]))
}
