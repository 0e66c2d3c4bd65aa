mod archive;
mod column;
mod documents;
mod header;
mod interfaces;
mod links;
mod nothing;
mod older;
mod own;
mod phones;
mod repairs;
mod round_trip;
mod schedules;
mod stand_ins;
mod tables;
mod web;

use super::{Code, Found, Note, Package, read};
use crate::{Kind, Record};

const SOURCE: &str = "source-test";

/// Reads tables given by the names of their files.
fn package(tables: &[(&str, &str)]) -> Package {
    let files: Vec<Found> = tables
        .iter()
        .map(|(name, text)| Found::new(*name, *text))
        .collect();
    let package = read(&files, SOURCE).unwrap();
    for tally in &package.report.tables {
        assert_eq!(tally.read, tally.kept + tally.put_aside, "{tally:?}");
    }
    package
}

impl Package {
    fn all(&self, kind: Kind) -> Vec<&Record> {
        self.records.iter().filter(|record| record.kind == kind).collect()
    }

    /// The only record of a kind.
    fn one(&self, kind: Kind) -> &Record {
        let all = self.all(kind);
        assert_eq!(all.len(), 1, "{all:?}");
        all[0]
    }

    fn notes(&self, code: Code) -> Vec<&Note> {
        self.report
            .notes
            .iter()
            .filter(|note| note.code == code)
            .collect()
    }

    fn note(&self, code: Code) -> &Note {
        let all = self.notes(code);
        assert_eq!(all.len(), 1, "{:#?}", self.report.notes);
        all[0]
    }
}

const ORGANIZATION: (&str, &str) = (
    "organizations.csv",
    "id,name,description\no1,Accueil Test,Oriente\n",
);

#[test]
fn every_note_says_what_it_means_in_both_languages() {
    let mut seen = std::collections::BTreeSet::new();
    for code in Code::ALL {
        let sentence = code.sentence();
        assert!(sentence.fr.ends_with('.') && sentence.en.ends_with('.') && sentence.fr != sentence.en);
        assert!(
            ![" ;", " :", "« ", " »"]
                .iter()
                .any(|sign| sentence.fr.contains(sign)),
            "{}",
            sentence.fr
        );
        assert!(seen.insert(sentence.en) && seen.insert(code.as_str().to_owned()));
    }
}
