use std::collections::BTreeMap;

use relais_geography::folded;
use relais_kernel::{Lang, Localised};

use super::report::RowProblem;

/// A table as it was read from a spreadsheet: the first row, then the others, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// What stands above the headings, such as a title: it is told, and not read.
    pub above: Vec<Vec<String>>,
    /// Other sheets of the workbook with something in them: named, and not read.
    pub others: Vec<String>,
}

/// A row of so many known headings is the row of headings.
const ENOUGH: usize = 3;
/// Rows among which the headings are looked for.
const TOP: usize = 10;

impl Sheet {
    /// The sheet of these rows; `None` without a row below its headings, or without any.
    pub(super) fn below_headings(rows: Vec<Vec<String>>) -> Option<Self> {
        let at = heading_row(&rows).unwrap_or(0);
        let mut rows = rows.into_iter();
        let above = rows.by_ref().take(at).collect();
        let headers = rows.next()?;
        let rows: Vec<_> = rows.collect();
        let sheet = Self {
            headers,
            rows,
            above,
            others: Vec::new(),
        };
        (!sheet.rows.is_empty()).then_some(sheet)
    }

    /// Which row of its file the first row below the headings is; the first is 1.
    pub(super) fn first_row(&self) -> usize {
        self.above.len() + 2
    }
}

/// Where the headings of the mapping sheet stand.
pub(super) fn heading_row(rows: &[Vec<String>]) -> Option<usize> {
    rows.iter().take(TOP).position(|row| Column::known(row) >= ENOUGH)
}

macro_rules! columns {
    ($($name:ident $fr:literal $en:literal [$($other:literal),*],)*) => {
        /// The columns of the mapping sheet (domain §3 F13), under their French and English headings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($name),* }

        impl Column {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its heading, as a new sheet has it.
            pub fn heading(self) -> Localised {
                match self { $(Self::$name => Localised::new($fr, $en)),* }
            }

            const fn also(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($other),*]),* }
            }
        }
    };
}

columns! {
    Key "clé" "key" ["cle organisation", "organisation key", "id"],
    Organisation "organisation" "organisation (fr)" ["organisation fr", "structure", "nom de l’organisation"],
    OrganisationEn "organisation (en)" "organisation (en)" ["organization", "organization en", "organisation name"],
    Acronym "sigle" "acronym" ["abréviation"],
    Type "type" "type" ["type d’organisation", "organisation type", "type de structure"],
    Mandate "mandat" "mandate" [],
    PseaCode "code PEAS" "PSEA code" ["psea", "peas"],
    DataMeasures "protection des données" "data-protection measures" ["data protection", "mesures de protection des données"],
    Funder "financement" "funding" ["bailleur", "source de financement", "funding source", "funder"],
    FundedUntil "financement jusqu’au" "funded until" ["fin du financement", "funding end", "funding until"],
    Agreement "convention" "MoU" ["protocole d’accord", "agreement", "memorandum"],
    Validation "validation" "validation" ["statut de validation", "validation status"],
    Workshop "atelier" "workshop" ["atelier de validation", "validation workshop"],
    ServiceKey "clé du service" "service key" ["cle service", "service id"],
    Service "service" "service (fr)" ["service fr", "nom du service"],
    ServiceEn "service (en)" "service (en)" ["service name"],
    Needs "besoins" "needs" ["besoin", "need", "needs served", "codes"],
    Dimension "dimension" "dimension" [],
    Sex "sexe" "sex" [],
    MinAge "âge min" "min age" ["age minimum", "minimum age"],
    MaxAge "âge max" "max age" ["age maximum", "maximum age"],
    Groups "groupes" "groups" ["groupes cibles", "target groups", "target group"],
    Foreigners "étrangers" "foreigners" ["étrangers acceptés", "foreigners accepted"],
    IrregularStatus "statut irrégulier" "irregular status" ["irregular status accepted", "statut irrégulier accepté", "situation irrégulière", "situation irrégulière acceptée"],
    Documents "documents" "documents" ["documents demandés", "required documents", "pièces demandées"],
    Conditions "conditions" "conditions (fr)" ["conditions fr"],
    ConditionsEn "conditions (en)" "conditions (en)" [],
    Access "accès" "access" [],
    Fee "frais" "fee" ["fees", "frais (xaf)", "coût"],
    WaitDays "attente (jours)" "wait (days)" ["attente", "délai (jours)", "délai", "wait", "wait days", "waiting days"],
    Monthly "capacité (mois)" "capacity (month)" ["capacité", "capacity", "capacité par mois", "capacity month"],
    Available "disponible" "available" ["places disponibles", "remaining", "available now"],
    NextDate "prochaine place" "next place" ["prochaine place le", "prochaine date", "next place on", "next date"],
    State "état" "state" ["état du service", "capacity state"],
    Languages "langues" "languages" ["langue", "language"],
    Interpreter "interprète" "interpreter" [],
    Remote "à distance" "remote" [],
    Hours "horaires" "hours" ["opening hours", "heures d’ouverture"],
    Emergency "urgences" "emergencies" ["urgence", "emergency", "accepts emergencies", "accepte les urgences"],
    Region "région" "region" [],
    Department "département" "department" ["division"],
    Town "ville" "town" ["city", "localité"],
    Address "adresse" "address" [],
    Latitude "latitude" "latitude" ["lat"],
    Longitude "longitude" "longitude" ["lon", "lng"],
    Coverage "couverture" "coverage" ["zones couvertes", "service area", "regions covered", "zone"],
    Visibility "visibilité" "visibility" [],
    Phone "téléphone" "phone" ["telephone", "tel"],
    Email "courriel" "e-mail" ["email", "mail"],
    Channel "canal" "channel" ["canal préféré", "preferred channel"],
    AssuredOn "vérifié le" "verified on" ["date de vérification", "assured date", "assured on"],
}

impl Sheet {
    /// An empty sheet to fill in, as text that a spreadsheet opens in the reader's language: semicolons for the French.
    pub fn template(lang: Lang) -> String {
        let apart = match lang {
            Lang::Fr => ";",
            Lang::En => ",",
        };
        let headings: Vec<String> = Column::ALL
            .iter()
            .map(|column| column.heading().get(lang).to_owned())
            .collect();
        format!("\u{feff}{}\r\n", headings.join(apart))
    }
}

impl Column {
    /// How many of these are headings of the mapping sheet.
    pub fn known(headings: &[String]) -> usize {
        let known = |heading: &&String| Self::of(heading.trim_matches(['"', '\u{feff}'])).is_some();
        headings.iter().filter(known).count()
    }

    fn of(heading: &str) -> Option<Self> {
        let wanted = folded(heading);
        let named = |c: &&Self| {
            let heading = c.heading();
            let mut names = c
                .also()
                .iter()
                .copied()
                .chain([heading.fr.as_str(), heading.en.as_str()]);
            names.any(|name| folded(name) == wanted)
        };
        Self::ALL.iter().find(named).copied()
    }
}

/// Which column stands where.
#[derive(Debug, Clone, Default)]
pub(super) struct Headings(BTreeMap<Column, usize>);

impl Headings {
    /// Reads the first row. A heading that is not known, or that comes twice, is told and its column is not read.
    pub fn read(headers: &[String], notes: &mut Vec<RowProblem>) -> Self {
        let mut found = BTreeMap::new();
        for (at, heading) in headers.iter().enumerate().filter(|(_, h)| !h.trim().is_empty()) {
            let heading = heading.trim();
            match Column::of(heading) {
                None => notes.push(RowProblem::heading(
                    heading,
                    "UnknownColumn",
                    format!("La colonne « {heading} » n’est pas connue : elle n’est pas lue."),
                    format!("The column \"{heading}\" is not known: it is not read."),
                )),
                Some(column) if found.contains_key(&column) => notes.push(RowProblem::heading(
                    heading,
                    "RepeatedColumn",
                    format!("La colonne « {heading} » vient deux fois : la première est lue."),
                    format!("The column \"{heading}\" comes twice: the first one is read."),
                )),
                Some(column) => {
                    found.insert(column, at);
                }
            }
        }
        Self(found)
    }

    pub fn has(&self, column: Column) -> bool {
        self.0.contains_key(&column)
    }

    /// The text of a cell without spaces around; `None` when it is empty or the sheet has no such column.
    pub fn cell<'r>(&self, row: &'r [String], column: Column) -> Option<&'r str> {
        let text = row
            .get(*self.0.get(&column)?)?
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let text = unmarked(text);
        (!text.is_empty()).then_some(text)
    }
}

/// A text without the apostrophe by which a spreadsheet is told that it is no formula.
fn unmarked(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_columns_share_a_heading() {
        let mut seen = BTreeSet::new();
        for column in Column::ALL {
            let heading = column.heading();
            let names: BTreeSet<_> = column
                .also()
                .iter()
                .copied()
                .chain([&*heading.fr, &*heading.en])
                .map(folded)
                .collect();
            for name in names {
                assert_eq!(Column::of(&name), Some(*column), "{name}");
                assert!(seen.insert(name));
            }
        }
    }

    #[test]
    fn headings_are_known_in_both_languages_and_others_are_told() {
        let headers = ["Clé", "ÂGE MIN", "wait (days)", "Couleur", "key", ""].map(String::from);
        let mut notes = Vec::new();
        let found = Headings::read(&headers, &mut notes);
        assert!(found.has(Column::MinAge) && found.has(Column::WaitDays) && !found.has(Column::Needs));
        let codes: Vec<_> = notes.iter().map(|n| (n.code, n.column.as_deref())).collect();
        assert_eq!(
            codes,
            [
                ("UnknownColumn", Some("Couleur")),
                ("RepeatedColumn", Some("key"))
            ]
        );
    }

    #[test]
    fn every_heading_of_the_template_is_read_in_either_language() {
        for lang in [Lang::Fr, Lang::En] {
            let filled = format!(
                "{}P90{}Structure-Test\r\n",
                Sheet::template(lang),
                if lang == Lang::Fr { ';' } else { ',' }
            );
            let sheet = Sheet::of_text(&filled).unwrap();
            let mut notes = Vec::new();
            let headings = Headings::read(&sheet.headers, &mut notes);
            assert_eq!(notes, []);
            assert_eq!(headings.0.len(), Column::ALL.len());
        }
    }
}
