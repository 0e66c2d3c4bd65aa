use relais_kernel::Refusal;

use super::Sheet;

/// A directory of a country has some hundred services; more rows than this are another file.
const MOST_ROWS: usize = 10_000;

impl Sheet {
    /// Reads a table written as text: CSV with `,` or `;`, or cells copied from a spreadsheet, which come apart by
    /// tabs. The first line has the headings and tells which it is.
    ///
    /// # Errors
    /// `SheetEmpty`, `SheetUnreadable`, `SheetTooLong`, all at the field `sheet`.
    pub fn of_text(text: &str) -> Result<Self, Refusal> {
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or("");
        let count = |c: char| first.matches(c).count();
        let apart = [',', ';', '\t'].into_iter().max_by_key(|&c| count(c));
        let apart = apart.and_then(|c| u8::try_from(c).ok()).unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(apart)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|_| unreadable())?;
            rows.push(record.iter().map(str::to_owned).collect::<Vec<_>>());
            if rows.len() > MOST_ROWS {
                return Err(too_long());
            }
        }
        let mut rows = rows.into_iter();
        let headers = rows.next().ok_or_else(empty)?;
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            return Err(empty());
        }
        Ok(Self { headers, rows })
    }
}

pub(super) fn empty() -> Refusal {
    Refusal::new(
        "SheetEmpty",
        "La feuille est vide : collez la ligne des titres et au moins une ligne.",
        "The sheet is empty: paste the line of headings and at least one line.",
    )
    .at("sheet")
}

pub(super) fn unreadable() -> Refusal {
    Refusal::new(
        "SheetUnreadable",
        "Cette feuille ne se lit pas : enregistrez-la en CSV (UTF-8) et recommencez.",
        "This sheet cannot be read: save it as CSV (UTF-8) and try again.",
    )
    .at("sheet")
}

fn too_long() -> Refusal {
    Refusal::new(
        "SheetTooLong",
        format!("Cette feuille a plus de {MOST_ROWS} lignes : partagez-la."),
        format!("This sheet has more than {MOST_ROWS} rows: split it."),
    )
    .at("sheet")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_from_csv_and_from_copied_cells() {
        let expected = Sheet {
            headers: vec!["clé".into(), "service".into()],
            rows: vec![vec!["P94".into(), "Accueil, Test".into()]],
        };
        for text in [
            "clé,service\nP94,\"Accueil, Test\"\n",
            "\u{feff}clé;service\r\nP94;Accueil, Test\r\n",
            "clé\tservice\nP94\tAccueil, Test",
        ] {
            assert_eq!(Sheet::of_text(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn a_sheet_without_rows_is_refused_at_its_field() {
        for text in ["", "\n", "clé,service\n"] {
            let refusal = Sheet::of_text(text).unwrap_err();
            assert_eq!(
                (refusal.code.as_str(), refusal.field.as_deref()),
                ("SheetEmpty", Some("sheet"))
            );
        }
    }
}
