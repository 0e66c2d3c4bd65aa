use relais_casework::consent::{Cover, LegalBasis};
use relais_kernel::{AgeBand, Priority, Sensitivity, Sex};
use relais_mechanism::DataCategory;

use super::*;
use crate::fixtures::*;
use crate::referral::{Disclosure, OutcomeKind, PersonCheck, Referral, ReferralState, Settlement, StateKind};
use crate::sending::{self, Clearance, Exception};

fn field(text: &str, category: DataCategory, sensitivity: Sensitivity) -> Field {
    Field {
        value: Value::new(text),
        category: Some(category),
        sensitivity,
    }
}

fn file() -> FieldSet {
    let unreleased = Field {
        value: Value::new("interne"),
        category: None,
        sensitivity: Sensitivity::S1,
    };
    FieldSet(
        [
            (
                "F3.need_code",
                field("food", DataCategory::NEED_SERVICE, Sensitivity::S1),
            ),
            (
                "F1.name",
                field("Personne-Test 1", DataCategory::IDENTITY, Sensitivity::S2),
            ),
            (
                "F1.phone",
                field("+237 600 000 000", DataCategory::CONTACT, Sensitivity::S2),
            ),
            (
                "F3.health",
                field("note de santé", DataCategory::HEALTH, Sensitivity::S3),
            ),
            ("F4.gbv", field("annexe", DataCategory::GBV, Sensitivity::S4)),
            ("F1.internal", unreleased),
        ]
        .map(|(name, field)| (name.to_owned(), field))
        .into(),
    )
}

fn minimum(priority: Priority) -> Minimum {
    Minimum {
        age_band: Some(AgeBand::From18),
        sex: Some(Sex::Female),
        need: "food".into(),
        area: Some("CM002".into()),
        priority,
        special_needs: [].into(),
    }
}

/// Cleared for these categories.
fn cleared(ready: &Referral, categories: &[DataCategory], facts: Facts) -> Clearance {
    let fields = file().classes();
    let wanted = fields
        .into_iter()
        .filter(|f| f.category.as_ref().is_some_and(|c| categories.contains(c)));
    let facts = Facts {
        fields: wanted.collect(),
        ..facts
    };
    sending::clear(ready, &facts.situation(), monday()).unwrap()
}

const WITH_CONTACT: &[DataCategory] = &[
    DataCategory::NEED_SERVICE,
    DataCategory::IDENTITY,
    DataCategory::CONTACT,
];

fn names(fields: &FieldSet) -> Vec<&str> {
    fields.0.keys().map(String::as_str).collect()
}

#[test]
fn before_the_decision_there_is_neither_name_nor_contact() {
    // DP-03
    for priority in [Priority::Urgent, Priority::Normal] {
        let ready = World::default().ready(priority);
        let clearance = cleared(&ready, WITH_CONTACT, Facts::default());
        let package = decision_package(&ready, &clearance, minimum(priority), &file());
        assert_eq!(package.contact, FieldSet::default());
        let written = serde_json::to_string(&package).unwrap();
        assert!(
            !written.contains("Personne-Test") && !written.contains("237"),
            "{written}"
        );
    }
}

#[test]
fn an_emergency_with_consent_carries_the_contact_and_still_no_name() {
    // DP-03
    let ready = World::default().ready(Priority::Emergency);
    let clearance = cleared(&ready, WITH_CONTACT, Facts::default());
    let package = decision_package(&ready, &clearance, minimum(Priority::Emergency), &file());
    assert_eq!(names(&package.contact), ["F1.phone"]);
    let mut with_note = file();
    let protected = field("appeler la voisine", DataCategory::CONTACT, Sensitivity::S3);
    with_note.0.insert("F2.contact_restrictions".into(), protected);
    let package = decision_package(&ready, &clearance, minimum(Priority::Emergency), &with_note);
    assert_eq!(names(&package.contact), ["F1.phone"]);
    let without = cleared(&ready, &WITH_CONTACT[..2], Facts::default());
    assert_eq!(
        decision_package(&ready, &without, minimum(Priority::Emergency), &file()).contact,
        FieldSet::default()
    );
    let exception = Exception {
        basis: LegalBasis::VitalInterest,
        justified: true,
        approved_by: Some(id(0x2)),
        by_supervisor: true,
        order_reviewed_by: None,
    };
    let cover = Cover::Missing {
        gaps: std::collections::BTreeMap::new(),
    };
    let excepted = cleared(
        &ready,
        WITH_CONTACT,
        Facts {
            cover,
            exception: Some(exception),
            ..Facts::default()
        },
    );
    assert_eq!(
        decision_package(&ready, &excepted, minimum(Priority::Emergency), &file()).contact,
        FieldSet::default()
    );
}

#[test]
fn after_acceptance_the_consented_fields_and_no_others_are_released() {
    // DP-02, security requirement 18
    let ready = World::default().ready(Priority::Normal);
    let clearance = cleared(&ready, &WITH_CONTACT[..2], Facts::default());
    let package = release_package(&clearance, minimum(Priority::Normal), &file());
    assert_eq!(names(&package.fields), ["F1.name", "F3.need_code"]);
}

#[test]
fn a_referral_without_identity_releases_nothing_of_class_s2_or_above() {
    // security requirement 22
    let mut ready = World::default().ready(Priority::Normal);
    ready.disclosure = Disclosure::Pseudonymous;
    let clearance = cleared(&ready, &[DataCategory::NEED_SERVICE], Facts::default());
    let mut file = file();
    file.0.insert(
        "F3.notes".into(),
        field("note", DataCategory::NEED_SERVICE, Sensitivity::S3),
    );
    let package = release_package(&clearance, minimum(Priority::Normal), &file);
    assert_eq!(names(&package.fields), ["F3.need_code"]);
}

#[test]
fn values_never_show_in_debug() {
    assert!(!format!("{:?}", file()).contains("Personne-Test"));
}

fn opened(referral: &Referral, hours: i64) -> PackageAccess {
    let world = World::default();
    access(
        referral,
        later(referral.changed_at, hours),
        &world.deadlines,
        &world.calendar,
    )
}

#[test]
fn access_follows_the_state_and_ends_at_once() {
    // DP-04, decisions §13
    use StateKind as S;
    let world = World::default();
    for (name, referral) in crate::referral::tests::everywhere(&world, Priority::Urgent) {
        let expected = match referral.kind() {
            S::Sent | S::Acknowledged | S::InfoRequested | S::Waitlisted => PackageAccess::Decision,
            S::Accepted | S::NoShow | S::InService | S::FeedbackGiven => PackageAccess::Release,
            S::Provided | S::PartlyProvided | S::NotProvided => PackageAccess::Release,
            S::Draft | S::Ready | S::Declined | S::Expired | S::Withdrawn | S::Cancelled | S::Closed => {
                PackageAccess::None
            }
        };
        assert_eq!(opened(&referral, 0), expected, "{name}");
    }
}

#[test]
fn a_served_referral_stays_readable_for_thirty_days() {
    // DP-04
    let world = World::default();
    let way = vec![
        accept(monday()),
        start(),
        outcome(OutcomeKind::Fully),
        feedback(),
        crate::referral::Command::ReadFeedback,
        close(Settlement::Person(PersonCheck::Confirmed)),
    ];
    let closed = world.sent_then(Priority::Normal, way);
    assert!(matches!(closed.state, ReferralState::Closed { .. }));
    assert_eq!(opened(&closed, 30 * 24 - 1), PackageAccess::Release);
    assert_eq!(opened(&closed, 30 * 24), PackageAccess::None);
}
