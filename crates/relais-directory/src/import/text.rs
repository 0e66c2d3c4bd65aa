use relais_kernel::Refusal;

use super::{
    Sheet,
    sheet::{Column, heading_row},
};

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
        let (text, said) = delimiter_said(text);
        let rows = match said {
            Some(apart) => rows_apart_by(text, apart)?,
            None => likeliest(text)?,
        };
        Self::below_headings(rows).ok_or_else(empty)
    }
}

/// Excel writes down by which sign cells come apart: `sep=;`.
fn delimiter_said(text: &str) -> (&str, Option<u8>) {
    let said = || {
        let (line, rest) = text.split_once('\n')?;
        let sign = line.trim_end_matches('\r').strip_prefix("sep=")?;
        match sign.as_bytes() {
            [sign] => Some((rest, *sign)),
            _ => None,
        }
    };
    said().map_or((text, None), |(rest, sign)| (rest, Some(sign)))
}

/// How many known headings and signs a reading has, and its rows.
type Held = ((usize, usize), Vec<Vec<String>>);

/// By the sign that makes the most known headings, else by the most frequent in the first line.
fn likeliest(text: &str) -> Result<Vec<Vec<String>>, Refusal> {
    let first = text.lines().next().unwrap_or("");
    let mut best: Option<Held> = None;
    let mut why = None;
    for apart in *b",;\t" {
        match rows_apart_by(text, apart) {
            Ok(rows) => {
                let known = heading_row(&rows).and_then(|at| rows.get(at));
                let worth = (
                    known.map_or(0, |row| Column::known(row)),
                    first.bytes().filter(|byte| *byte == apart).count(),
                );
                if best.as_ref().is_none_or(|(held, _)| worth >= *held) {
                    best = Some((worth, rows));
                }
            }
            Err(refusal) => why = Some(refusal),
        }
    }
    best.map(|(_, rows)| rows)
        .ok_or_else(|| why.unwrap_or_else(unreadable))
}

fn rows_apart_by(text: &str, apart: u8) -> Result<Vec<Vec<String>>, Refusal> {
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
    Ok(rows)
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
            ..Sheet::default()
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
