use relais_kernel::Refusal;
use relais_publish::{Limits, Unreadable, rows_of_workbook};

use super::{
    Sheet,
    text::{empty, unreadable},
};

/// What the trial's form can carry on to its confirmation, in bytes: the longest value of a form.
const MOST_TEXT: usize = 64 * 1024;
/// How old Excel files (.xls) begin.
const OLD_EXCEL: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];

impl Sheet {
    /// Reads a file as the spreadsheet saved it: Excel (.xlsx), OpenDocument (.ods) or CSV in UTF-8. What it is, is seen
    /// from its content; its name is never looked at. It computes for a while.
    ///
    /// # Errors
    /// Why the file cannot be read, at the field `file`.
    pub fn of_file(bytes: &[u8]) -> Result<Self, Refusal> {
        let limits = Limits::default();
        if bytes.len() > limits.file_bytes || bytes.starts_with(b"PK") {
            let rows = rows_of_workbook(bytes, &limits).map_err(Unreadable::refusal);
            return rows.and_then(Self::of_rows).map_err(|why| why.at("file"));
        }
        if bytes.starts_with(&OLD_EXCEL) || bytes.contains(&0) {
            return Err(Unreadable::NotASpreadsheet.refusal().at("file"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| unreadable().at("file"))?;
        Self::of_text(text).map_err(|why| why.at("file"))
    }

    fn of_rows(rows: Vec<Vec<String>>) -> Result<Self, Refusal> {
        // A blank row is a row: the ones below it keep their numbers.
        let filled = |row: Vec<String>| if row.is_empty() { vec![String::new()] } else { row };
        let mut rows = rows.into_iter().map(filled);
        let headers = rows.next().ok_or_else(empty)?;
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            return Err(empty());
        }
        Ok(Self { headers, rows })
    }

    /// The sheet as text that [`Sheet::of_text`] reads as this same sheet, for the form that confirms a trial.
    ///
    /// # Errors
    /// When it is longer than a form can carry.
    pub fn to_text(&self) -> Result<String, Refusal> {
        let written = [b'\t', b';', b',']
            .into_iter()
            .filter_map(|apart| self.apart_by(apart));
        let same = |text: &String| Self::of_text(text).as_ref() == Ok(self);
        let text = written.into_iter().find(same).ok_or_else(unreadable)?;
        if text.len() > MOST_TEXT {
            return Err(Unreadable::TooMuchText.refusal());
        }
        Ok(text)
    }

    fn apart_by(&self, apart: u8) -> Option<String> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(apart)
            .flexible(true)
            .from_writer(Vec::new());
        for row in std::iter::once(&self.headers).chain(&self.rows) {
            writer.write_record(row).ok()?;
        }
        String::from_utf8(writer.into_inner().ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let mut rows = rows
            .iter()
            .map(|row| row.iter().map(|c| (*c).to_owned()).collect());
        Sheet {
            headers: rows.next().unwrap(),
            rows: rows.collect(),
        }
    }

    #[test]
    fn a_csv_file_is_read_like_pasted_text() {
        let bytes = "\u{feff}clé;service\r\nP94;Accueil, Test\r\n".as_bytes();
        let expected = sheet(&[&["clé", "service"], &["P94", "Accueil, Test"]]);
        assert_eq!(Sheet::of_file(bytes).unwrap(), expected);
    }

    #[test]
    fn what_is_no_sheet_is_told_in_a_sentence_at_its_field() {
        let large = vec![b'x'; Limits::default().file_bytes + 1];
        for (bytes, code) in [
            (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], "NotASpreadsheet"),
            (b"%PDF-1.7\n\0\0", "NotASpreadsheet"),
            (b"cl\xe9;service\nP94;x\n", "SheetUnreadable"),
            (b"PK\x03\x04", "SheetDamaged"),
            (b"", "SheetEmpty"),
            (&large, "FileTooLarge"),
        ] {
            let refusal = Sheet::of_file(bytes).unwrap_err();
            assert_eq!(
                (refusal.code.as_str(), refusal.field.as_deref()),
                (code, Some("file"))
            );
        }
    }

    #[test]
    fn a_sheet_too_long_for_a_form_is_refused() {
        let long = "x".repeat(MOST_TEXT);
        assert_eq!(
            sheet(&[&["a"], &[&long]]).to_text().unwrap_err().code,
            "TooMuchText"
        );
    }

    proptest! {
        #[test]
        fn a_sheet_written_as_text_reads_back_the_same(
            rows in prop::collection::vec(prop::collection::vec("[a-zé;,\t\"\n 0-9]{0,8}", 1..5), 2..6)
        ) {
            let mut rows = rows.into_iter();
            let sheet = Sheet { headers: rows.next().unwrap(), rows: rows.collect() };
            if let Ok(text) = sheet.to_text() {
                prop_assert_eq!(Sheet::of_text(&text), Ok(sheet));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = Sheet::of_file(&bytes);
        }
    }
}
