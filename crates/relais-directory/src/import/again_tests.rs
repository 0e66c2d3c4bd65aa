//! A second sheet on top of what the directory has.

use jiff::civil::date;
use relais_kernel::Id;
use uuid::Uuid;

use super::{samples::*, *};
use crate::{Assurance, Capacity, CapacityState};

#[test]
fn the_same_sheet_twice_changes_nothing() {
    let first = import(
        &[row(&[]), row(&[("service", "Autre"), ("service (en)", "Other")])],
        &nothing(),
    );
    let second = import(
        &[row(&[]), row(&[("service", "Autre"), ("service (en)", "Other")])],
        &written(&first),
    );
    assert_eq!(second.to_write(), 0, "{second:?}");
    assert_eq!((second.organisations.len(), second.services.len()), (1, 2));
    let ids = |r: &ImportReport| r.services.iter().map(|p| p.record.id).collect::<Vec<_>>();
    assert_eq!(ids(&first), ids(&second));
}

#[test]
fn a_dry_run_names_the_fields_that_would_change_and_an_empty_cell_changes_nothing() {
    let before = written(&import(&[row(&[])], &nothing()));
    let report = import(
        &[row(&[
            ("attente (jours)", "10"),
            ("frais", ""),
            ("téléphone", ""),
            ("horaires", "24/7"),
        ])],
        &before,
    );
    assert_eq!(
        report.services[0].change,
        Change::Changed(vec!["hours".into(), "wait_days".into()])
    );
    assert!(report.services[0].record.fee.is_some() && report.services[0].record.contact.phone.is_some());
    assert_eq!(report.organisations[0].change, Change::Unchanged);
}

#[test]
fn an_organisation_keeps_its_name_and_type_from_row_to_row() {
    let other = row(&[
        ("service", "Autre"),
        ("service (en)", "Other"),
        ("organisation", "Tout autre nom"),
    ]);
    assert_eq!(
        told(&import(&[row(&[]), other], &nothing()).problems),
        [(3, "OrganisationContradicts")]
    );
    let silent = row(&[
        ("service", "Autre"),
        ("service (en)", "Other"),
        ("organisation", ""),
        ("type", ""),
    ]);
    let report = import(&[row(&[]), silent], &nothing());
    assert_eq!(
        (
            report.problems.len(),
            report.organisations.len(),
            report.services.len()
        ),
        (0, 1, 2)
    );
    assert_eq!(
        report.services[0].record.organisation,
        report.services[1].record.organisation
    );
}

#[test]
fn the_same_service_twice_is_taken_once() {
    let report = import(&[row(&[]), row(&[("capacité (mois)", "99")])], &nothing());
    assert_eq!(told(&report.problems), [(3, "RepeatedService")]);
    assert_eq!(
        report.services[0].record.capacity.as_ref().unwrap().monthly,
        Some(25)
    );
}

#[test]
fn a_sheet_lifts_no_suspension_and_undoes_no_fresher_capacity() {
    let mut first = import(&[row(&[])], &nothing());
    let service = &mut first.services[0].record;
    service.entry = service
        .entry
        .clone()
        .suspend("plainte", date(2026, 11, 10))
        .unwrap();
    service.capacity = service.capacity.take().map(|c| c.take(now()));
    let known = written(&first);
    let again = import(
        &[row(&[("vérifié le", "2026-11-15"), ("capacité (mois)", "30")])],
        &known,
    );
    let record = &again.services[0].record;
    assert_eq!(
        (record.entry.code(), record.assured_on()),
        ("suspended", Some(date(2026, 11, 15)))
    );
    let capacity = record.capacity.as_ref().unwrap();
    assert_eq!((capacity.available_now, capacity.monthly), (Some(3), Some(30)));
    assert!(told(&again.notes).contains(&(2, "CapacityIsNewer")));
}

#[test]
fn a_later_verification_brings_its_capacity_with_it() {
    let known = written(&import(&[row(&[])], &nothing()));
    let again = import(
        &[row(&[("vérifié le", "2026-11-18"), ("disponible", "0")])],
        &known,
    );
    let capacity = again.services[0].record.capacity.as_ref().unwrap();
    assert_eq!(
        (capacity.available_now, capacity.state),
        (Some(0), CapacityState::Full)
    );
}

#[test]
fn an_organisation_that_was_written_gives_its_keys_to_its_services() {
    let mut report = import(&[row(&[])], &nothing());
    let (id, public_ref) = (
        Id::from_uuid(Uuid::from_u128(9)),
        PublicRef::from_uuid(Uuid::from_u128(10)),
    );
    report.settle(&"P94".parse().unwrap(), id, public_ref);
    assert_eq!(
        (
            report.organisations[0].record.id,
            report.services[0].record.organisation
        ),
        (id, id)
    );
}

#[test]
fn an_older_sheet_does_not_pass_for_a_newer_one_because_the_entry_was_verified_since() {
    let mut first = import(&[row(&[])], &nothing());
    let service = &mut first.services[0].record;
    let assurance = Assurance {
        on: date(2026, 11, 18),
        by: None,
    };
    service.entry = service.entry.clone().verify(assurance).unwrap();
    let said_at = "2026-11-15T08:00:00Z".parse().unwrap();
    service.capacity = Capacity::declared(Some(25), Some(9), None, said_at);
    for old in ["2026-11-01", ""] {
        let again = import(&[row(&[("vérifié le", old)])], &written(&first));
        let capacity = again.services[0].record.capacity.as_ref().unwrap();
        assert_eq!(
            (
                capacity.available_now,
                again.services[0].change == Change::Unchanged
            ),
            (Some(9), true)
        );
    }
}
