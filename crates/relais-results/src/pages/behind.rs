use askama::Template;
use axum::extract::{RawQuery, State};
use relais_referral::{queries::Line, store::figures::Counted};
use relais_shell::{Answer, Frame, SignedIn, Trouble, Typed, go, page};

use super::{address, asked::Wanted, figures, item::Item, words};
use crate::{
    queries::{Asked, Behind, Cutting, Records, Side, WhoAnswers},
    room::Results,
};

#[derive(Template)]
#[template(path = "results/behind.html")]
struct BehindPage {
    frame: Frame,
    title: String,
    period: String,
    back: String,
    items: Vec<Item>,
    others: String,
    previous: String,
    next: String,
}

/// The records behind a figure.
pub async fn show(
    State(room): State<Results>,
    SignedIn(actor): SignedIn,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let mut read = asked.read();
    let page_number: u64 = read.may("page").unwrap_or(0);
    read.done().map_err(|_| Trouble::Missing)?;
    let Asked::One(period) = Wanted::read(&asked).asked else {
        // No period, or none that can be read: the figures, for whoever may see them.
        let usual = WhoAnswers {
            definitions: room.definitions.clone(),
            asked: Asked::Usual,
            kept: room.kept.clone(),
        };
        let view = room.house.look(&actor, &usual).await?;
        return Ok(go(&figures::address(view.period)));
    };
    let counted = address::counted_of(asked.get("quoi"))?;
    let cutting = address::cutting_of(asked.get("prestataire"), asked.get("region"), asked.get("cote"))?;
    let query = Behind {
        definitions: room.definitions.clone(),
        period,
        cutting: cutting.clone(),
        counted,
        page: page_number,
        kept: room.kept.clone(),
    };
    let view = room.house.look(&actor, &query).await?;
    let turn = |wanted: Option<u64>| {
        wanted.map_or_else(String::new, |page| {
            address::behind(period, &cutting, counted, page)
        })
    };
    let more = view.seen > (page_number + 1).saturating_mul(Behind::PAGE);
    page(&BehindPage {
        title: title(&frame, &view, &cutting, counted),
        period: frame.t2(
            "results-period",
            "since",
            frame.date(period.since()),
            "until",
            frame.date(period.until()),
        ),
        back: figures::address(period),
        items: view.lines.iter().map(|line| item(&frame, &view, line)).collect(),
        others: others(&frame, &view, &cutting),
        previous: turn(page_number.checked_sub(1)),
        next: turn(more.then(|| page_number + 1)),
        frame,
    })
}

/// What is counted, and in which line.
fn title(frame: &Frame, view: &Records, cutting: &Cutting, counted: Counted) -> String {
    let what = frame.t(&format!(
        "results-what-{}",
        address::code(counted).replace(['.', '_'], "-")
    ));
    let line = match cutting {
        Cutting::Overall => return what,
        Cutting::Provider(code) => view
            .provider
            .as_ref()
            .map_or_else(|| code.clone(), |name| name.get(frame.lang).to_owned()),
        Cutting::Region(code) => words::region(code, frame.lang),
        Cutting::UnknownRegion => frame.t("results-no-region"),
        Cutting::Own(Side::Received) => frame.t("results-received"),
        Cutting::Own(Side::Sent) => frame.t("results-sent"),
    };
    format!("{what} · {line}")
}

/// The rest, which only its organisations see. A figure of everybody was counted once, and its referrals went on.
fn others(frame: &Frame, view: &Records, cutting: &Cutting) -> String {
    match (view.all, cutting) {
        (_, Cutting::Own(_)) => String::new(),
        (None, _) => frame.t("results-masked-records"),
        (Some(all), _) => frame.t1("results-published", "n", all),
    }
}

fn item(frame: &Frame, view: &Records, line: &Line) -> Item {
    let mut item = Item::of_referral(frame, &view.definition, &view.names, line, None);
    if let Some(at) = line.sent_at {
        item.facts.push(frame.t1("results-sent-on", "day", frame.day(at)));
    }
    item
}
