use relais_kernel::Refusal;

/// Why a file is not read as a table. Never carries its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("neither an Excel workbook (.xlsx) nor an OpenDocument sheet (.ods)")]
    NotASpreadsheet,
    #[error("the file is damaged")]
    Damaged,
    #[error("the file is larger than {megabytes} MB")]
    FileTooLarge { megabytes: usize },
    /// Small outside, huge inside.
    #[error("the file holds more than {megabytes} MB once unpacked")]
    TooMuchInside { megabytes: u64 },
    #[error("more than {most} sheets")]
    TooManySheets { most: usize },
    #[error("more than {most} rows")]
    TooManyRows { most: usize },
    #[error("more than {most} columns")]
    TooManyColumns { most: usize },
    /// As the spreadsheet counts rows, from 1.
    #[error("a cell of row {row} has more than {most} characters")]
    CellTooLong { row: usize, most: usize },
    /// Counted from 0.
    #[error("a cell holds a formula, and so do {others} others")]
    Formulas { row: u32, column: u32, others: usize },
    #[error("more text than a form can carry")]
    TooMuchText,
}

impl Unreadable {
    /// For whoever sent the file: what is wrong, and what to do.
    pub fn refusal(self) -> Refusal {
        match self {
            Self::NotASpreadsheet => Refusal::new(
                "NotASpreadsheet",
                "Ce fichier n’est ni un classeur Excel (.xlsx) ni une feuille OpenDocument (.ods). Enregistrez-le sous l’un de ces formats.",
                "This file is neither an Excel workbook (.xlsx) nor an OpenDocument sheet (.ods). Save it in one of these formats.",
            ),
            Self::Damaged => Refusal::new(
                "SheetDamaged",
                "Ce fichier est abîmé ou protégé par un mot de passe. Ouvrez-le dans votre tableur, enregistrez-le de nouveau et recommencez.",
                "This file is damaged or protected by a password. Open it in your spreadsheet, save it again and try again.",
            ),
            Self::FileTooLarge { megabytes } => Refusal::new(
                "FileTooLarge",
                format!("Ce fichier dépasse {megabytes} Mo : retirez les images et les feuilles inutiles."),
                format!(
                    "This file is larger than {megabytes} MB: take out pictures and sheets that are not needed."
                ),
            ),
            Self::TooMuchInside { megabytes } => Refusal::new(
                "TooMuchInside",
                format!(
                    "Une fois décompressé, ce fichier dépasse {megabytes} Mo : copiez les cellules dans un nouveau classeur."
                ),
                format!(
                    "Once unpacked, this file is larger than {megabytes} MB: copy the cells into a new workbook."
                ),
            ),
            Self::TooManySheets { most } => Refusal::new(
                "TooManySheets",
                format!("Ce classeur a plus de {most} feuilles : gardez celle des prestataires."),
                format!("This workbook has more than {most} sheets: keep the one that is meant."),
            ),
            Self::TooManyRows { most } => Refusal::new(
                "SheetTooLong",
                format!("Cette feuille a plus de {most} lignes : partagez-la."),
                format!("This sheet has more than {most} rows: split it."),
            ),
            Self::TooManyColumns { most } => Refusal::new(
                "SheetTooWide",
                format!("Cette feuille a plus de {most} colonnes : retirez celles qui ne servent pas."),
                format!("This sheet has more than {most} columns: take out those that are not needed."),
            ),
            Self::CellTooLong { row, most } => Refusal::new(
                "CellTooLong",
                format!("Ligne {row} : une cellule a plus de {most} caractères."),
                format!("Row {row}: a cell has more than {most} characters."),
            ),
            Self::Formulas { row, column, others } => formulas(&cell_name(row, column), others),
            Self::TooMuchText => Refusal::new(
                "TooMuchText",
                "Cette feuille contient trop de texte pour être importée en une fois : partagez-la.",
                "This sheet holds too much text to be imported at once: split it.",
            ),
        }
    }
}

fn formulas(cell: &str, others: usize) -> Refusal {
    let (fr, en) = match others {
        0 => (String::new(), String::new()),
        1 => (" (et une autre)".into(), " (and one other)".into()),
        n => (format!(" (et {n} autres)"), format!(" (and {n} others)")),
    };
    Refusal::new(
        "SheetHasFormulas",
        format!(
            "La cellule {cell} contient une formule{fr} : les formules ne sont pas calculées. Copiez la feuille, collez-la en « valeurs seulement » et recommencez."
        ),
        format!(
            "The cell {cell} holds a formula{en}: formulas are not computed. Copy the sheet, paste it as “values only” and try again."
        ),
    )
}

/// As a spreadsheet calls a cell: `C5`.
fn cell_name(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_called_as_the_spreadsheet_calls_it() {
        for (at, name) in [
            ((4, 2), "C5"),
            ((0, 25), "Z1"),
            ((9, 26), "AA10"),
            ((0, 702), "AAA1"),
        ] {
            assert_eq!(cell_name(at.0, at.1), name);
        }
    }
}
