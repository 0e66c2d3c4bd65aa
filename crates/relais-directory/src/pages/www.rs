//! Who does what where, as a table that humanitarian coordination reads (3W), with the tags of HXL 1.1 in its first row.

use axum::extract::State;
use relais_geography::Gazetteer;
use relais_kernel::Localised;
use relais_publish::{Cell, Made, Table};
use relais_shell::{Answer, Frame, JustProved, Trouble};
use relais_trust::Actor;

use super::{tabled, words};
use crate::{
    Entry, List, Organisation, PCode, Service, Vocabulary,
    mapping::Reach,
    queries::{ExportMapping, MappingLines},
    room::Directory,
};

/// The columns: the key of the heading, and the HXL tag (domain §3 F13, 3W export).
const COLUMNS: [(&str, &str); 15] = [
    ("directory-organisation", "#org+name"),
    ("mapping-funder", "#org+funder"),
    ("mapping-sector", "#sector"),
    ("mapping-activity", "#activity"),
    ("directory-export-service", "#service+name"),
    ("directory-region", "#adm1+name"),
    ("mapping-region-code", "#adm1+code"),
    ("directory-export-department", "#adm2+name"),
    ("mapping-department-code", "#adm2+code"),
    ("directory-export-state", "#status"),
    ("mapping-start", "#date+start"),
    ("mapping-end", "#date+end"),
    ("mapping-targeted", "#targeted"),
    ("mapping-agreement", "#org+agreement"),
    ("mapping-validation", "#status+validation"),
];

/// As CSV.
pub async fn as_csv(State(room): State<Directory>, JustProved(actor): JustProved, frame: Frame) -> Answer {
    let table = table_of(&room, &actor, &frame, "csv").await?;
    tabled::as_csv(&frame, "mapping-export-csv-name", table).await
}

/// As a workbook.
pub async fn as_xlsx(State(room): State<Directory>, JustProved(actor): JustProved, frame: Frame) -> Answer {
    let table = table_of(&room, &actor, &frame, "xlsx").await?;
    tabled::as_xlsx(&frame, "mapping-export-xlsx-name", table).await
}

async fn table_of(
    room: &Directory,
    actor: &Actor,
    frame: &Frame,
    form: &'static str,
) -> Result<Table, Trouble> {
    let query = ExportMapping {
        definitions: room.definitions.clone(),
        form,
    };
    let found = room.house.look(actor, &query).await?;
    Ok(table(frame, &found))
}

fn table(frame: &Frame, found: &MappingLines) -> Table {
    let words = Vocabulary::from(&*found.definition);
    let texts = frame.shell().texts();
    let from = |lang| texts.say(lang, "mapping-title", &[]);
    let tags = COLUMNS.map(|(_, tag)| Cell::from(tag)).to_vec();
    let lines = found.lines.iter();
    let rows = lines.flat_map(|(service, organisation)| rows(frame, &words, service, organisation));
    Table {
        lang: frame.lang,
        title: frame.t("mapping-title"),
        columns: COLUMNS.map(|(key, _)| frame.t(key)).into(),
        rows: std::iter::once(tags).chain(rows).collect(),
        made: Made {
            from: Localised::new(from(relais_kernel::Lang::Fr), from(relais_kernel::Lang::En)).into(),
            version: found.definition.version.label.clone(),
            at: frame.local(frame.now),
        },
        taken_by: frame.organisation(),
    }
}

/// A service comes once for each need and each area: a department where it names one, else the region.
fn rows(frame: &Frame, words: &Vocabulary, service: &Service, organisation: &Organisation) -> Vec<Vec<Cell>> {
    let areas = areas(service);
    let of_need = |need| {
        areas
            .iter()
            .map(move |area| row(frame, words, service, organisation, need, area))
    };
    service.needs.iter().flat_map(of_need).collect()
}

fn areas(service: &Service) -> Vec<(Option<PCode>, Option<PCode>)> {
    let places = Gazetteer::embedded();
    let region = |code: &PCode| {
        places
            .department(code.as_str())
            .and_then(|d| d.region.parse().ok())
    };
    if service.coverage.is_empty() {
        let reach = Reach::of(service, places);
        let department = reach.departments.into_iter().next();
        let first = (reach.regions.into_iter().next(), department);
        return vec![first];
    }
    let split = |code: &PCode| match region(code) {
        Some(region) => (Some(region), Some(code.clone())),
        None => (Some(code.clone()), None),
    };
    let mut areas: Vec<_> = crate::whereabouts::shown_coverage(service)
        .iter()
        .map(split)
        .collect();
    areas.sort();
    areas
}

fn row(
    frame: &Frame,
    words: &Vocabulary,
    service: &Service,
    organisation: &Organisation,
    need: &crate::Code,
    (region, department): &(Option<PCode>, Option<PCode>),
) -> Vec<Cell> {
    let lang = frame.lang;
    let name = |code: &Option<PCode>| code.as_ref().map(|code| words::area(code, lang));
    let code = |code: &Option<PCode>| code.as_ref().map(ToString::to_string);
    let since = match &service.entry {
        Entry::Active { since, .. } => Some(Cell::Day(*since)),
        _ => None,
    };
    let targeted = service.capacity.as_ref().and_then(|capacity| capacity.monthly);
    let mapping = &organisation.mapping;
    vec![
        organisation.name.get(lang).into(),
        mapping.funder.clone().into(),
        words.label(List::Dimension, &service.dimension).get(lang).into(),
        words.label(List::Need, need).get(lang).into(),
        service.name.get(lang).into(),
        name(region).into(),
        code(region).into(),
        name(department).into(),
        code(department).into(),
        frame.t("mapping-in-use").into(),
        since.unwrap_or(Cell::Empty),
        mapping.funded_until.map(Cell::Day).into(),
        targeted.map(|places| Cell::Whole(places.into())).into(),
        mapping.agreement.map(|a| a.label().get(lang).to_owned()).into(),
        mapping.validation.map(|v| v.label().get(lang).to_owned()).into(),
    ]
}
