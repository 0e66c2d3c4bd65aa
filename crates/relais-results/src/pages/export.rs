use axum::extract::{RawQuery, State};
use relais_publish::{Made, Text, table};
use relais_referral::partition::Group;
use relais_shell::{Answer, FileKind, Frame, JustProved, Trouble, Typed, file, go, press};
use relais_trust::Actor;

use super::{asked, figures::address, words};
use crate::{
    figures::{Cut, Figures, Line, Spread},
    masking::Shown,
    period::Period,
    queries::{Publication, WhoAnswers, WhoAnswersView},
    room::Results,
};

/// The figures of everybody as CSV, masked like the page.
pub async fn as_csv(
    State(room): State<Results>,
    JustProved(actor): JustProved,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let table = match table_of(&room, &actor, asked, &frame).await? {
        Wanted::Table(table) => table,
        Wanted::NotOut(period) => return Ok(go(&address(period))),
    };
    let bytes = press(move || table::csv(&table)).await?;
    let bytes = bytes.map_err(|why| Trouble::Fault(format!("export of the figures: {why}")))?;
    file("referencements.csv", FileKind::Csv, bytes)
}

/// The figures of everybody as a workbook, masked like the page.
pub async fn as_xlsx(
    State(room): State<Results>,
    JustProved(actor): JustProved,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let table = match table_of(&room, &actor, asked, &frame).await? {
        Wanted::Table(table) => table,
        Wanted::NotOut(period) => return Ok(go(&address(period))),
    };
    let bytes = press(move || table::xlsx(&[*table])).await?;
    let bytes = bytes.map_err(|why| Trouble::Fault(format!("export of the figures: {why}")))?;
    file("referencements.xlsx", FileKind::Xlsx, bytes)
}

/// What a file was asked of.
enum Wanted {
    Table(Box<table::Table>),
    /// A period that nothing is published of: its page says when.
    NotOut(Period),
}

async fn table_of(
    room: &Results,
    actor: &Actor,
    asked: Option<String>,
    frame: &Frame,
) -> Result<Wanted, Trouble> {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let query = WhoAnswers {
        definitions: room.definitions.clone(),
        asked: asked::Wanted::read(&asked).asked,
        kept: room.kept.clone(),
    };
    let view = room.house.look(actor, &query).await?;
    match &view.everything {
        Some(Publication::Out(figures)) => Ok(Wanted::Table(Box::new(written(frame, &view, figures)))),
        Some(_) => Ok(Wanted::NotOut(view.period)),
        None => Err(Trouble::Missing),
    }
}

fn written(frame: &Frame, view: &WhoAnswersView, figures: &Figures) -> table::Table {
    let period = view.period;
    let words = |key: &str| frame.t(key);
    let mut columns = vec![
        words("results-line"),
        words("results-code"),
        words("results-cohort-short"),
    ];
    columns.extend(
        Group::ALL
            .iter()
            .map(|group| words::capital(group.label().get(frame.lang))),
    );
    columns.extend(
        [
            "results-acknowledge-median",
            "results-acknowledge-most",
            "results-decide-median",
            "results-decide-most",
            "results-emergencies-over",
            "results-emergencies",
        ]
        .map(words),
    );
    columns.push(words("results-people"));
    let line = |name: String, code: String, cut: &Cut| {
        let mut cells = row(frame, name, code, cut);
        cells.push(words::people(frame, view, cut).into());
        cells
    };
    let mut rows = vec![line(words("results-all"), String::new(), &figures.overall)];
    for (provider, cut) in &figures.providers {
        let face = match provider {
            Line::Of(id) => view.organisations.get(id),
            Line::Others => None,
        };
        let name = match (provider, face) {
            (Line::Others, _) => words("results-other-providers"),
            (_, None) => words("results-unknown-provider"),
            (_, Some(face)) => face.name.get(frame.lang).to_owned(),
        };
        rows.push(line(
            name,
            face.map_or_else(String::new, |face| face.code.clone()),
            cut,
        ));
    }
    for (region, cut) in &figures.regions {
        let code = match region {
            Line::Of(Some(code)) => code.clone(),
            Line::Of(None) | Line::Others => String::new(),
        };
        rows.push(line(words::region_line(frame, region), code, cut));
    }
    let from = frame.t2(
        "results-period",
        "since",
        frame.date(period.since()),
        "until",
        frame.date(period.until()),
    );
    table::Table {
        lang: frame.lang,
        title: words("results-title"),
        columns,
        rows,
        made: Made {
            from: Text::Plain(from),
            version: view.definition.code.clone(),
            at: frame.local(frame.now),
        },
        taken_by: frame.organisation(),
    }
}

fn row(frame: &Frame, name: String, code: String, cut: &Cut) -> Vec<table::Cell> {
    let count = |shown: Shown| match shown.plain() {
        Some(count) => table::Cell::Whole(i64::try_from(count).unwrap_or(i64::MAX)),
        None => words::count(frame, shown).into(),
    };
    let mut cells = vec![name.into(), code.into(), count(cut.groups.total)];
    cells.extend(Group::ALL.iter().map(|group| count(cut.of(*group))));
    for spread in [cut.to_acknowledge, cut.to_decide] {
        cells.extend(match spread {
            Spread::Missing => [table::Cell::Empty, table::Cell::Empty],
            Spread::Under(_) => [
                words::spread(frame, spread).into(),
                words::spread(frame, spread).into(),
            ],
            Spread::Known { median, p90 } => {
                [median, p90].map(|minutes| table::Cell::Number(minutes as f64 / 60.0))
            }
        });
    }
    cells.extend([count(cut.emergencies.total), count(cut.reached())]);
    cells
}
