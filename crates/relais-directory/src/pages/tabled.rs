//! A table that leaves as a file.

use relais_publish::{Table, csv, xlsx};
use relais_shell::{Answer, FileKind, Frame, Trouble, file, press};

/// As CSV, under the name that the texts give it.
pub async fn as_csv(frame: &Frame, name: &str, table: Table) -> Answer {
    let bytes = press(move || csv(&table)).await?;
    let bytes = bytes.map_err(|why| Trouble::Fault(format!("directory export: {why}")))?;
    file(&frame.t(name), FileKind::Csv, bytes)
}

/// As a workbook.
pub async fn as_xlsx(frame: &Frame, name: &str, table: Table) -> Answer {
    let bytes = press(move || xlsx(&[table])).await?;
    let bytes = bytes.map_err(|why| Trouble::Fault(format!("directory export: {why}")))?;
    file(&frame.t(name), FileKind::Xlsx, bytes)
}
