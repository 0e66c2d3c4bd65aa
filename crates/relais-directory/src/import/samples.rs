//! A sheet of invented providers.

use jiff::{Timestamp, civil::date};
use relais_geography::Gazetteer;
use relais_kernel::{Localised, SeededEntropy};

use super::*;
use crate::{List, Term};

pub const HEADERS: &str = "clé|organisation|organisation (en)|type|région|ville|service|service (en)|besoins|dimension|sexe|\
    âge min|âge max|groupes|documents|accès|frais|attente (jours)|capacité (mois)|disponible|état|langues|horaires|\
    urgences|visibilité|téléphone|courriel|canal|vérifié le|conditions";
pub const GOOD: &str = "P94|Clinique-Test|Test clinic|ONG nationale|Littoral|Douala|Consultation-Test|Test consultation|\
    aide juridique; health|legal|femmes et enfants|||women|carte d'identité|sur rendez-vous|90 000 FCFA|3|25|4|ouvert|\
    français; fulfulde|lun-ven 8h-16h|oui|membres|600 00 00 01|accueil@exemple.org|courriel|01/11/2026|sur liste";

pub fn words() -> Vocabulary {
    let mut words = Vocabulary::default()
        .with(List::Need, "legal_aid", "aide juridique", "legal aid")
        .with(List::Need, "health", "santé", "health")
        .with(List::Dimension, "legal", "juridique", "legal")
        .with(List::Language, "fra", "français", "French")
        .with(List::Language, "ful", "fulfulde", "Fulfulde")
        .with(List::TargetGroup, "women", "femmes", "women")
        .with(List::Document, "id_card", "carte d’identité", "identity card")
        .with(List::OrganisationType, "ngo", "ONG nationale", "national NGO");
    let label = Localised::new("police", "police");
    words.add(
        List::OrganisationType,
        "police".parse().unwrap(),
        Term {
            label,
            retired: false,
            firewall: true,
        },
    );
    words
}

pub fn now() -> Timestamp {
    "2026-11-20T09:00:00Z".parse().unwrap()
}

pub fn sheet(rows: &[Vec<String>]) -> Sheet {
    Sheet {
        headers: cells(HEADERS),
        rows: rows.to_vec(),
        ..Sheet::default()
    }
}

pub fn cells(line: &str) -> Vec<String> {
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// The good row with some of its cells replaced.
pub fn row(changes: &[(&str, &str)]) -> Vec<String> {
    let mut row = cells(GOOD);
    for (heading, text) in changes {
        let at = cells(HEADERS)
            .iter()
            .position(|h| h == heading)
            .unwrap_or_else(|| panic!("{heading}"));
        row[at] = (*text).to_owned();
    }
    row
}

pub fn import(rows: &[Vec<String>], known: &Known) -> ImportReport {
    import_sheet(&sheet(rows), known)
}

pub fn import_sheet(sheet: &Sheet, known: &Known) -> ImportReport {
    let (words, chance) = (words(), SeededEntropy::new(7));
    let setting = ImportSetting {
        words: &words,
        gazetteer: Gazetteer::embedded(),
        country: "CMR",
        currency: "XAF",
        dialling: Dialling::CAMEROON,
        source: "feuille-test",
        known,
        today: date(2026, 11, 20),
        now: now(),
        chance: &chance,
    };
    read(sheet, &setting)
}

pub fn nothing() -> Known {
    Known::default()
}

/// What the directory has once the report is written.
pub fn written(report: &ImportReport) -> Known {
    let organisations = report.organisations.iter().map(|p| p.record.clone());
    Known::new(organisations, report.services.iter().map(|p| p.record.clone()))
}

pub fn told(problems: &[RowProblem]) -> Vec<(usize, &str)> {
    problems.iter().map(|p| (p.row, p.code)).collect()
}
