use jiff::civil::date;
use proptest::{collection::vec, prelude::*, sample::select};
use relais_kernel::Lang;

use super::{samples::*, *};
use crate::{Admits, CapacityState, Channel, Code, Entry, Fee, Opening, Visibility};

#[test]
fn a_whole_row_becomes_an_organisation_and_its_service() {
    let report = import(&[row(&[])], &nothing());
    assert_eq!(report.problems, []);
    let (organisation, service) = (&report.organisations[0], &report.services[0]);
    assert_eq!(
        (&organisation.change, &service.change),
        (&Change::Created, &Change::Created)
    );
    assert_eq!(
        (
            organisation.record.code.as_str(),
            organisation.record.kind.code().as_str()
        ),
        ("P94", "ngo")
    );
    let found = &service.record;
    assert_eq!(
        (found.organisation, found.name.en.as_str()),
        (organisation.record.id, "Test consultation")
    );
    assert_eq!(
        found.needs.iter().map(Code::as_str).collect::<Vec<_>>(),
        ["health", "legal_aid"]
    );
    assert_eq!(found.eligibility.admits, Admits::WomenAndChildren);
    assert_eq!(
        found.fee,
        Some(Fee::Amount {
            amount: 90_000,
            currency: "XAF".into()
        })
    );
    assert!(matches!(found.hours, Some(Opening::Weekly(ref hours)) if hours.len() == 5));
    assert_eq!((found.emergency, found.wait_days), (Some(true), Some(3)));
    assert_eq!(
        found.place.spot.region.as_ref().map(|r| r.as_str()),
        Some("CM005")
    );
    assert!(found.place.spot.point.is_some_and(|p| (p.lat - 4.05).abs() < 0.1));
    assert_eq!(found.contact.phone.as_deref(), Some("+237600000001"));
    assert_eq!(
        (found.contact.channel, found.visibility),
        (Some(Channel::Mail), Visibility::Members)
    );
    assert_eq!(
        (found.entry.code(), found.assured_on()),
        ("active", Some(date(2026, 11, 1)))
    );
    let capacity = found.capacity.as_ref().unwrap();
    assert_eq!(
        (capacity.monthly, capacity.available_now, capacity.state),
        (Some(25), Some(4), CapacityState::Limited)
    );
}

#[test]
fn english_headings_and_words_make_the_same_service() {
    let english = Sheet {
        headers: cells(
            "key|organisation (fr)|organisation (en)|type|region|town|service (fr)|service (en)|needs|dimension|sex|\
             min age|max age|groups|documents|access|fee|wait (days)|capacity (month)|available|state|languages|hours|\
             emergencies|visibility|phone|e-mail|channel|verified on|conditions (fr)",
        ),
        rows: vec![cells(
            "P94|Clinique-Test|Test clinic|national NGO|Littoral|Douala|Consultation-Test|Test consultation|\
             Legal aid; health|legal|women and children|||women|identity card|by appointment|XAF 90,000|3|25|4|open|\
             French; Fulfulde|Mon-Fri 08:00-16:00|yes|members|+237 600000001|accueil@exemple.org|e-mail|2026-11-01|sur liste",
        )],
        ..Sheet::default()
    };
    let (french, english) = (
        import(&[row(&[])], &nothing()),
        import_sheet(&english, &nothing()),
    );
    assert_eq!(english.problems, []);
    assert_eq!(english.services[0].record, french.services[0].record);
    assert_eq!(english.organisations[0].record, french.organisations[0].record);
}

#[test]
fn an_unknown_code_puts_its_row_aside_and_the_others_go_on() {
    let rows = [
        row(&[("besoins", "aide juridique; soudure")]),
        row(&[("clé", "P95"), ("langues", "klingon, ful")]),
    ];
    let report = import(&[rows[0].clone(), row(&[]), rows[1].clone()], &nothing());
    assert_eq!(told(&report.problems), [(2, "UnknownCode"), (4, "UnknownCode")]);
    assert_eq!(
        report.problems[0].line(Lang::Fr),
        "ligne 2 : « soudure » n’est pas connu dans « besoins »."
    );
    assert_eq!(report.services.iter().map(|p| p.row).collect::<Vec<_>>(), [3]);
    assert_eq!(report.set_aside(), [2, 4]);
}

#[test]
fn every_fault_of_a_row_is_told_at_once() {
    let faults = [
        ("type", "secte"),
        ("région", "Atlantide"),
        ("dimension", ""),
        ("sexe", "parfois"),
        ("âge min", "20"),
        ("âge max", "10"),
        ("frais", "50 %"),
        ("horaires", "le matin"),
        ("visibilité", ""),
        ("téléphone", "600000001 / 600000002"),
        ("vérifié le", "31/02/2026"),
    ];
    let report = import(&[row(&faults)], &nothing());
    let columns: Vec<_> = report
        .problems
        .iter()
        .filter_map(|p| p.column.as_deref())
        .collect();
    for (column, _) in faults.iter().filter(|(column, _)| *column != "âge max") {
        assert!(columns.contains(column), "{column} in {columns:?}");
    }
    assert_eq!((report.services.len(), report.organisations.len()), (0, 0));
}

#[test]
fn a_police_force_comes_in_behind_its_firewall() {
    let report = import(&[row(&[("type", "Police")])], &nothing());
    assert!(report.organisations[0].record.kind.is_firewalled());
}

#[test]
fn without_a_date_of_verification_the_entry_stays_a_draft_and_this_is_told() {
    let report = import(&[row(&[("vérifié le", "")])], &nothing());
    assert_eq!(report.services[0].record.entry, Entry::Draft);
    assert!(told(&report.notes).contains(&(2, "NotVerified")));
    let ahead = import(&[row(&[("vérifié le", "2026-11-21")])], &nothing());
    assert_eq!(told(&ahead.problems), [(2, "DateAhead")]);
}

#[test]
fn a_town_that_is_not_known_keeps_its_name_and_gets_no_point() {
    let report = import(&[row(&[("ville", "Ville-Test")])], &nothing());
    let spot = &report.services[0].record.place.spot;
    assert_eq!((spot.town.as_deref(), spot.point), (Some("Ville-Test"), None));
    assert!(told(&report.notes).contains(&(2, "TownWithoutPoint")));
}

#[test]
fn blank_rows_and_unknown_columns_are_told() {
    let mut sheet = sheet(&[row(&[]), vec![String::new(), "  ".into()]]);
    sheet.headers.push("couleur".into());
    let report = import_sheet(&sheet, &nothing());
    assert_eq!(
        (report.blank_rows, told(&report.notes)[0]),
        (vec![3], (1, "UnknownColumn"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_row_is_dropped_in_silence(
        wrong in vec((select(cells(HEADERS)), "\\PC{0,12}|P9[0-9]|ngo|Centre|oui|3|2026-01-01"), 0..40)
    ) {
        let rows: Vec<_> = wrong
            .iter()
            .enumerate()
            .map(|(n, (heading, text))| row(&[("clé", &format!("Q{n}")), (heading, text)]))
            .collect();
        let report = import(&rows, &nothing());
        let mut accounted: Vec<_> = report.services.iter().map(|p| p.row).collect();
        accounted.extend(report.set_aside());
        accounted.extend(&report.blank_rows);
        accounted.sort_unstable();
        prop_assert_eq!(accounted, (2..rows.len() + 2).collect::<Vec<_>>());
        for problem in report.problems.iter().chain(&report.notes) {
            prop_assert!(!problem.sentence.fr.is_empty() && !problem.sentence.en.is_empty());
        }
        let again = import(&rows, &written(&report));
        prop_assert!(again.services.iter().all(|p| p.change == Change::Unchanged));
    }
}
