//! The sheet of the demonstration mechanism and its personas (domain §8.1): what comes in, and who is found for whom.

#![expect(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::collections::BTreeSet;

use jiff::{
    Timestamp,
    civil::{Date, date},
};
use relais_directory::{
    Ages, CrowFlies, FreshnessRules, Matches, Measures, NeedFacts, PersonFacts, Service, ShownPlace, Spot,
    Vocabulary, find,
    import::{Change, Dialling, ImportReport, ImportSetting, Known, Sheet, read},
};
use relais_geography::Gazetteer;
use relais_kernel::{Priority, SeededEntropy, Sex};
use relais_mechanism::Definition;

const SHEET: &str = include_str!("../../../packs/cameroun-demo/prestataires.csv");
const TODAY: Date = date(2026, 11, 21);

fn sheet() -> Sheet {
    let mut reader = csv::Reader::from_reader(SHEET.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let headers = cells(reader.headers().unwrap());
    Sheet {
        headers,
        rows: reader.records().map(|record| cells(&record.unwrap())).collect(),
        ..Sheet::default()
    }
}

fn definition() -> Definition {
    relais_mechanism::builtin("cameroun-demo").unwrap()
}

fn import(known: &Known) -> ImportReport {
    let (words, chance) = (Vocabulary::from(&definition()), SeededEntropy::new(1));
    let setting = ImportSetting {
        words: &words,
        gazetteer: Gazetteer::embedded(),
        country: "CMR",
        currency: "XAF",
        dialling: Dialling::CAMEROON,
        source: "cameroun-demo",
        known,
        today: TODAY,
        now: "2026-11-21T09:00:00Z".parse::<Timestamp>().unwrap(),
        chance: &chance,
    };
    read(&sheet(), &setting)
}

fn directory() -> Vec<Service> {
    import(&Known::default())
        .services
        .into_iter()
        .map(|planned| planned.record)
        .collect()
}

fn town(name: &str) -> Spot {
    let found = Gazetteer::embedded().find_town(name, "CMR").unwrap();
    Spot {
        region: found.region.as_ref().and_then(|r| r.parse().ok()),
        point: Some(found.point),
        ..Spot::default()
    }
}

fn wanted<'s>(
    services: &'s [Service],
    need: &str,
    priority: Priority,
    place: &str,
    person: &PersonFacts,
) -> Matches<'s> {
    let need = NeedFacts {
        needs: BTreeSet::from([need.parse().unwrap()]),
        priority,
        spot: town(place),
        now: TODAY.at(10, 0, 0, 0),
        wanted_on: TODAY,
    };
    let measures = Measures {
        distances: &CrowFlies,
        freshness: FreshnessRules::from(definition().directory),
    };
    find(&need, person, services, measures)
}

fn fits<'s>(found: &Matches<'s>) -> Vec<&'s str> {
    found
        .fits
        .iter()
        .map(|fit| fit.service.name.fr.as_str())
        .collect()
}

fn reasons_against(found: &Matches<'_>, service: &str) -> Vec<String> {
    let words = Vocabulary::from(&definition());
    let out = found
        .excluded
        .iter()
        .find(|e| e.service.name.fr == service && e.reasons[0].code() != "NeedNotServed");
    out.map(|e| e.reasons.iter().map(|r| r.sentence(&words, TODAY).fr).collect())
        .unwrap_or_default()
}

fn adult(sex: Sex, age: u8) -> PersonFacts {
    PersonFacts {
        sex: Some(sex),
        age: Ages::years(age),
        ..PersonFacts::default()
    }
}

#[test]
fn the_thirty_providers_come_in_without_a_problem() {
    let report = import(&Known::default());
    assert_eq!(report.problems, []);
    assert_eq!(
        (report.organisations.len(), report.services.len()),
        (30, sheet().rows.len())
    );
    assert!(
        report
            .notes
            .iter()
            .all(|n| n.row > 1 && n.code == "TownWithoutPoint"),
        "{:?}",
        report.notes
    );
    assert!(
        report
            .services
            .iter()
            .all(|p| p.record.entry.code() == "active" && p.record.capacity.is_some())
    );
    assert!(
        report
            .services
            .iter()
            .filter(|p| p.record.place.spot.point.is_some())
            .count()
            >= 45
    );
}

#[test]
fn the_sheet_imported_again_changes_nothing() {
    let first = import(&Known::default());
    let known = Known::new(
        first.organisations.iter().map(|p| p.record.clone()),
        first.services.iter().map(|p| p.record.clone()),
    );
    let again = import(&known);
    assert!(again.services.iter().all(|p| p.change == Change::Unchanged));
    assert_eq!((again.to_write(), again.problems.len()), (0, 0));
}

#[test]
fn persona_1_finds_emergency_care_and_a_shelter_whose_place_is_not_shown() {
    let (services, person) = (directory(), adult(Sex::Female, 24));
    let care = wanted(
        &services,
        "clinical_rape_care",
        Priority::Emergency,
        "Yaoundé",
        &person,
    );
    assert_eq!(fits(&care), ["Prise en charge clinique du viol"]);
    let shelter = wanted(&services, "safe_shelter", Priority::Urgent, "Douala", &person);
    assert_eq!(fits(&shelter)[0], "Hébergement à adresse cachée");
    assert!(
        shelter
            .fits
            .iter()
            .all(|fit| matches!(fit.service.place, ShownPlace::RegionOnly(_)))
    );
    assert_eq!(
        reasons_against(&shelter, "Hébergement d’enfants")[0],
        "réservé aux moins de 18 ans"
    );
}

#[test]
fn persona_2_a_boy_alone_finds_the_shelter_for_children_first() {
    let (services, person) = (directory(), adult(Sex::Male, 16));
    let shelter = wanted(&services, "safe_shelter", Priority::Urgent, "Douala", &person);
    assert_eq!(fits(&shelter)[0], "Hébergement d’enfants");
    assert_eq!(
        reasons_against(&shelter, "Hébergement à adresse cachée"),
        ["réservé aux femmes"]
    );
    let jobs = wanted(&services, "employment", Priority::Normal, "Douala", &person);
    let for_adults: BTreeSet<_> = services
        .iter()
        .filter(|s| s.eligibility.min_age == Some(18))
        .map(|s| s.id)
        .collect();
    assert!(jobs.fits.iter().all(|fit| !for_adults.contains(&fit.service.id)));
}

#[test]
fn persona_3_without_an_identity_card_is_told_so_before_the_agency_declines() {
    let services = directory();
    let person = PersonFacts {
        documents: Some(BTreeSet::new()),
        ..adult(Sex::Male, 33)
    };
    let jobs = wanted(&services, "employment", Priority::Normal, "Douala", &person);
    assert_eq!(
        reasons_against(&jobs, "Placement en emploi"),
        ["pièce demandée : Carte nationale d’identité"]
    );
    let training = wanted(
        &services,
        "vocational_training",
        Priority::Normal,
        "Douala",
        &person,
    );
    assert_eq!(fits(&training)[0], "Certificat de soudure, 4 mois");
}

#[test]
fn persona_4_is_told_when_the_registry_has_places_again() {
    let services = directory();
    let person = PersonFacts {
        languages: vec!["ful".parse().unwrap()],
        ..adult(Sex::Female, 58)
    };
    let papers = wanted(&services, "civil_documents", Priority::Urgent, "Maroua", &person);
    let registry = reasons_against(&papers, "Actes de naissance et pièces d’identité");
    assert_eq!(registry, ["plus de place avant le 5 janvier 2027"]);
    let food = wanted(&services, "food", Priority::Urgent, "Kousséri", &person);
    assert_eq!(fits(&food)[0], "Aide alimentaire");
}
