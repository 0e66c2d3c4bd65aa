use askama::Template;
use axum::extract::{RawQuery, State};
use jiff::civil::Date;
use relais_shell::{Answer, Choice, Form, Frame, SignedIn, Typed, page};

use super::{
    asked::Wanted,
    cohort::{Periodical, shown},
    words,
};
use crate::{
    period::{Grain, Period},
    queries::{WhoAnswers, WhoAnswersView},
    room::Results,
};

/// How many periods of each length are offered, the running one first.
const OFFERED: [(Grain, usize); 3] = [(Grain::Month, 24), (Grain::Quarter, 8), (Grain::Year, 5)];

#[derive(Template)]
#[template(path = "results/figures.html")]
struct FiguresPage {
    frame: Frame,
    form: Form,
    choices: Vec<Choice>,
    /// Why this period and not what was asked.
    instead: String,
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    shown: Periodical,
}

/// Who answers and who does not.
pub async fn show(
    State(room): State<Results>,
    SignedIn(actor): SignedIn,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let wanted = Wanted::read(&Typed::parse(asked.unwrap_or_default().as_bytes())?);
    let query = WhoAnswers {
        definitions: room.definitions.clone(),
        asked: wanted.asked,
        kept: room.kept.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    let period = view.period;
    let link = |period: Period| (address(period), words::period(&frame, period));
    let instead = match wanted.instead {
        true => frame.t1("results-instead", "period", words::period(&frame, period)),
        false => String::new(),
    };
    let offered = offered(view.today);
    let near = |period: Period| offered.contains(&period).then(|| link(period));
    page(&FiguresPage {
        form: frame.form(Typed::nothing().with("periode", period)),
        choices: choices(&frame, &view, &offered),
        instead,
        before: near(period.before()),
        after: near(period.after()),
        shown: shown(&frame, &view),
        frame,
    })
}

/// Where the figures of a period are.
pub(super) fn address(period: Period) -> String {
    format!("/resultats?periode={period}")
}

fn choices(frame: &Frame, view: &WhoAnswersView, offered: &[Period]) -> Vec<Choice> {
    let mut all = offered.to_vec();
    if !all.contains(&view.period) {
        all.insert(0, view.period);
    }
    let choice = |period: &Period| Choice::new(period.to_string(), words::period(frame, *period));
    all.iter().map(choice).collect()
}

fn offered(today: Date) -> Vec<Period> {
    let back = |(grain, many): (Grain, usize)| {
        let running = Period::of(grain, today);
        std::iter::successors(Some(running), |period| Some(period.before())).take(many)
    };
    OFFERED.into_iter().flat_map(back).collect()
}
