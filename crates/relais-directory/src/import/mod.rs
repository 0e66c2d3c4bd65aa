//! The mapping sheet of the providers (domain §3 F13) becomes organisations and services. Reading writes nothing: it
//! is the dry run, and the caller writes what it says.
//!
//! Rules:
//! - what can be meant in one way only is repaired and told (spaces, telephone numbers, day-first dates);
//! - a row with anything else wrong is put aside whole, with every reason, and the other rows go on;
//! - an unknown code is put aside, never mapped to another;
//! - an empty cell leaves what the directory has; a sheet lifts no suspension and undoes no fresher capacity;
//! - nothing is dropped in silence: unknown columns and blank rows are told too.

mod brought;
mod file;
mod hours;
mod known;
mod organisation_row;
mod place_row;
mod reader;
mod report;
mod service_row;
mod sheet;
mod spellings;
mod state_row;
mod text;
mod values;
mod write;

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use relais_geography::Gazetteer;
use relais_kernel::{Entropy, PublicRef};
use uuid::Uuid;

pub use brought::Brought;
pub use known::Known;
pub(crate) use report::change;
pub use report::{Change, Disputed, ImportReport, Planned, RowProblem};
pub use sheet::{Column, Sheet};
pub use values::Dialling;

use crate::Vocabulary;
use organisation_row::Named;
use reader::RowReader;
use sheet::Headings;

/// Under which the references of imported services are made (decisions §17).
const NAMESPACE: Uuid = Uuid::from_u128(0x8f0a_6f5e_21c3_4c8e_9d57_3b1e_60a4_77d2);

/// What a sheet is read with.
#[derive(Clone, Copy)]
pub struct ImportSetting<'s> {
    pub words: &'s Vocabulary,
    pub gazetteer: &'s Gazetteer,
    /// ISO 3166-1 alpha-3.
    pub country: &'s str,
    /// ISO 4217, of the fees.
    pub currency: &'s str,
    pub dialling: Dialling,
    /// Where the sheet comes from; the same service of the same source is known again (decisions §17).
    pub source: &'s str,
    /// What the directory has already.
    pub known: &'s Known,
    /// In the mechanism's time zone.
    pub today: Date,
    pub now: Timestamp,
    pub chance: &'s dyn Entropy,
}

/// Reads a sheet and says what writing it would do.
pub fn read(sheet: &Sheet, setting: &ImportSetting<'_>) -> ImportReport {
    let mut report = ImportReport::default();
    report.notes.extend(RowProblem::around(sheet));
    let headings = Headings::read(&sheet.headers, &mut report.notes);
    let (mut named, mut rows_of) = (Named::new(), BTreeMap::new());
    for (at, cells) in sheet.rows.iter().enumerate() {
        let mut reader = RowReader::new(at + sheet.first_row(), &headings, cells);
        if reader.is_blank() || reader.is_source() {
            report.blank_rows.push(reader.row);
            continue;
        }
        let organisation = organisation_row::organisation(&mut reader, setting, &named);
        let service = service_row::service(&mut reader, setting, organisation.as_ref().map(|o| &o.record));
        let service = service.filter(|s| is_first(&mut reader, &mut rows_of, s.public_ref));
        if let (Some(organisation), Some(record)) = (organisation, service) {
            let change = report::change(setting.known.service(record.public_ref), &record);
            report.services.push(Planned {
                row: reader.row,
                record,
                change,
            });
            named
                .entry(organisation.record.code.clone())
                .or_insert(organisation);
        }
        report.problems.append(&mut reader.problems);
        report.notes.append(&mut reader.notes);
    }
    report.organisations = named.into_values().collect();
    report.organisations.sort_by_key(|planned| planned.row);
    report
}

/// The same service twice in one sheet would overwrite itself: the second is put aside.
fn is_first(
    reader: &mut RowReader<'_>,
    rows_of: &mut BTreeMap<PublicRef, usize>,
    service: PublicRef,
) -> bool {
    let row = reader.row;
    let first = *rows_of.entry(service).or_insert(row);
    if first != row {
        let fr = format!("Même service que la ligne {first}.");
        reader.refuse(
            Column::Service,
            "RepeatedService",
            fr,
            format!("The same service as row {first}."),
        );
    }
    first == row
}

#[cfg(test)]
mod again_tests;
#[cfg(test)]
mod samples;
/// Opening hours as somebody types them; `None` when they cannot be read without guessing.
pub(crate) fn typed_hours(text: &str) -> Option<crate::Opening> {
    hours::opening(text)
}

/// A telephone number as somebody types it, in international form.
pub(crate) fn typed_phone(text: &str) -> Option<String> {
    values::phone(text, Dialling::CAMEROON)
}

/// An e-mail address as somebody types it.
pub(crate) fn typed_email(text: &str) -> Option<String> {
    values::email(text)
}

#[cfg(test)]
mod tests;
