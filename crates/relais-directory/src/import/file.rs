use encoding_rs::{Encoding, WINDOWS_1252};
use relais_kernel::Refusal;
use relais_publish::{Limits, Unreadable, sheet_of_workbook};

use super::{
    Sheet,
    sheet::heading_row,
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
            let headed = |rows: &[Vec<String>]| heading_row(rows).is_some();
            let chosen = sheet_of_workbook(bytes, &limits, headed).map_err(|why| why.refusal().at("file"))?;
            let mut sheet = Self::of_rows(chosen.rows).map_err(|why| why.at("file"))?;
            sheet.others = chosen.others;
            return Ok(sheet);
        }
        let text = text_of(bytes).ok_or_else(|| Unreadable::NotASpreadsheet.refusal().at("file"))?;
        Self::of_text(&text).map_err(|why| why.at("file"))
    }

    fn of_rows(rows: Vec<Vec<String>>) -> Result<Self, Refusal> {
        // A blank row is a row: the ones below it keep their numbers.
        let filled = |row: Vec<String>| if row.is_empty() { vec![String::new()] } else { row };
        Self::below_headings(rows.into_iter().map(filled).collect()).ok_or_else(empty)
    }

    /// The sheet as text that [`Sheet::of_text`] reads as this same sheet, for the form that confirms a trial.
    ///
    /// # Errors
    /// When it is longer than a form can carry.
    pub fn to_text(&self) -> Result<String, Refusal> {
        let written = [b'\t', b';', b',']
            .into_iter()
            .filter_map(|apart| self.apart_by(apart));
        let alone = Self {
            others: Vec::new(),
            ..self.clone()
        };
        let same = |text: &String| Self::of_text(text).as_ref() == Ok(&alone);
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
        for row in self.above.iter().chain([&self.headers]).chain(&self.rows) {
            writer.write_record(row).ok()?;
        }
        String::from_utf8(writer.into_inner().ok()?).ok()
    }
}

/// The text of a file: UTF-8, UTF-16 that says so, or what French Excel saves (Windows-1252). `None` for what is no text.
fn text_of(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..)?);
        return Some(text.into_owned());
    }
    if bytes.starts_with(&OLD_EXCEL) || bytes.starts_with(b"%PDF") || bytes.contains(&0) {
        return None;
    }
    let utf8 = std::str::from_utf8(bytes).map(str::to_owned);
    Some(utf8.unwrap_or_else(|_| WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()))
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
            ..Sheet::default()
        }
    }

    #[test]
    fn what_spreadsheets_of_other_times_save_is_read() {
        let expected = sheet(&[&["clé", "service"], &["P94", "Accueil"]]);
        let windows = b"cl\xe9;service\r\nP94;Accueil\r\n";
        assert_eq!(Sheet::of_file(windows).unwrap(), expected);
        let wide: Vec<u8> = "\u{feff}clé\tservice\r\nP94\tAccueil\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(Sheet::of_file(&wide).unwrap(), expected);
        assert_eq!(
            Sheet::of_file(b"sep=;\r\ncl\xe9;service\r\nP94;Accueil\r\n").unwrap(),
            expected
        );
    }

    #[test]
    fn a_title_above_the_headings_is_passed_over_and_rows_keep_their_numbers() {
        let text = "Recensement-Test\n\"\"\nclé;service;type;région\nP94;Accueil;ngo;Centre\n";
        let found = Sheet::of_file(text.as_bytes()).unwrap();
        assert_eq!(found.headers[1], "service");
        assert_eq!((found.above.len(), found.first_row()), (2, 4));
        assert_eq!(Sheet::of_text(&found.to_text().unwrap()), Ok(found));
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
            let sheet = Sheet { headers: rows.next().unwrap(), rows: rows.collect(), ..Sheet::default() };
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
