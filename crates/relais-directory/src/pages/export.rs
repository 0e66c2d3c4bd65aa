use axum::extract::{RawQuery, State};
use relais_kernel::Localised;
use relais_publish::{Cell, Made, Table};
use relais_shell::{Answer, Frame, JustProved, Trouble, Typed};
use relais_trust::Actor;

use super::{browse::wanted, tabled, words};
use crate::{
    List, Vocabulary,
    queries::{ExportServices, ServiceFace, ServiceList},
    room::Directory,
};

/// What was found, as CSV.
pub async fn as_csv(
    State(room): State<Directory>,
    JustProved(actor): JustProved,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let table = table_of(&room, &actor, asked, &frame, "csv").await?;
    tabled::as_csv(&frame, "directory-export-csv-name", table).await
}

/// What was found, as a workbook.
pub async fn as_xlsx(
    State(room): State<Directory>,
    JustProved(actor): JustProved,
    RawQuery(asked): RawQuery,
    frame: Frame,
) -> Answer {
    let table = table_of(&room, &actor, asked, &frame, "xlsx").await?;
    tabled::as_xlsx(&frame, "directory-export-xlsx-name", table).await
}

async fn table_of(
    room: &Directory,
    actor: &Actor,
    asked: Option<String>,
    frame: &Frame,
    form: &'static str,
) -> Result<Table, Trouble> {
    let asked = Typed::parse(asked.unwrap_or_default().as_bytes())?;
    let query = ExportServices {
        definitions: room.definitions.clone(),
        wanted: wanted(&asked)?,
        form,
    };
    let found = room.house.look(actor, &query).await?;
    Ok(table(frame, &found))
}

const COLUMNS: [&str; 21] = [
    "directory-organisation",
    "directory-export-service",
    "directory-needs",
    "directory-export-state",
    "directory-region",
    "directory-export-department",
    "directory-export-town",
    "directory-export-address",
    "directory-coverage",
    "directory-phone",
    "directory-email",
    "directory-access",
    "directory-fee",
    "directory-export-wait",
    "directory-languages",
    "directory-hours",
    "directory-emergencies",
    "directory-number",
    "directory-export-next",
    "directory-export-verified",
    "directory-export-fresh",
];

fn table(frame: &Frame, found: &ServiceList) -> Table {
    let words = Vocabulary::from(&*found.definition);
    let texts = frame.shell().texts();
    let from = |lang| texts.say(lang, "directory-title", &[]);
    Table {
        lang: frame.lang,
        title: frame.t("directory-title"),
        columns: COLUMNS.map(|key| frame.t(key)).into(),
        rows: found
            .services
            .iter()
            .map(|face| row(frame, &words, face))
            .collect(),
        made: Made {
            from: Localised::new(from(relais_kernel::Lang::Fr), from(relais_kernel::Lang::En)).into(),
            version: found.definition.version.label.clone(),
            at: frame.local(frame.now),
        },
        taken_by: frame.organisation(),
    }
}

fn row(frame: &Frame, words: &Vocabulary, face: &ServiceFace) -> Vec<Cell> {
    let lang = frame.lang;
    let (place, capacity) = (&face.place, face.capacity.as_ref());
    let yes_no = |yes: bool| frame.t(if yes { "directory-yes" } else { "directory-no" });
    let area = |code: &Option<crate::PCode>| code.as_ref().map(|code| words::area(code, lang));
    let address = match place.hidden {
        true => Some(frame.t("directory-hidden")),
        false => place.address.clone(),
    };
    vec![
        face.organisation.get(lang).into(),
        face.name.get(lang).into(),
        words::labels(words, List::Need, &face.needs, lang).into(),
        words::standing(frame, face).1.into(),
        area(&place.region).into(),
        area(&place.department).into(),
        place.town.clone().into(),
        address.into(),
        words::areas(&face.coverage, lang).into(),
        face.contact.phone.clone().into(),
        face.contact.email.clone().into(),
        face.access
            .map(|access| access.label().get(lang).to_owned())
            .into(),
        face.fee.as_ref().map(|fee| words::fee(frame, fee)).into(),
        face.waiting_days.map(|days| Cell::Whole(days.into())).into(),
        words::labels(words, List::Language, &face.languages, lang).into(),
        face.hours.as_ref().map(|hours| words::hours(frame, hours)).into(),
        face.emergency.map(yes_no).into(),
        capacity
            .and_then(|c| c.free)
            .map(|free| Cell::Whole(free.into()))
            .into(),
        capacity.and_then(|c| c.next_date).map(Cell::Day).into(),
        face.verified_on.map(Cell::Day).into(),
        yes_no(face.fresh).into(),
    ]
}
