use jiff::civil::date;
use relais_kernel::Sex;

use super::{samples::*, *};
use crate::{Admits, Assurance, Capacity, CapacityState, Entry, Service};

#[test]
fn a_fit_says_why_in_words() {
    let mut found = service(1);
    found.place.spot = north_of_douala(4.2);
    found.capacity = places(3);
    found.languages = codes(["ful", "fra"]);
    found.wait_days = Some(45);
    let person = PersonFacts {
        languages: vec![code("ful")],
        ..person()
    };
    assert_eq!(
        fits(&normal(), &person, &found),
        [
            "remplit les conditions connues",
            "à 4 km",
            "3 places libres",
            "parle fulfulde",
            "attente : 45 jours",
            "fiche vérifiée il y a 12 jours"
        ]
    );
}

#[test]
fn what_nobody_filled_in_is_said_to_be_missing_and_is_never_zero() {
    let mut found = service(1);
    found.place.spot = Default::default();
    let said = fits(&normal(), &person(), &found);
    for missing in [
        "distance inconnue",
        "capacité non renseignée",
        "langue de la personne non renseignée",
        "attente non renseignée",
    ] {
        assert!(said.iter().any(|s| s == missing), "{missing} in {said:?}");
    }
    let score = find(&normal(), &person(), [&found], MEASURES).fits[0].score;
    assert!(score.distance > 0 && score.capacity > 0 && score.language > 0 && score.waiting > 0);
}

#[test]
fn an_adult_is_not_sent_to_a_service_for_children() {
    let mut children = service(1);
    children.eligibility.max_age = Some(17);
    let adult = PersonFacts {
        age: Ages::years(24),
        ..person()
    };
    assert_eq!(
        excluded(&normal(), &adult, &children),
        ["réservé aux moins de 18 ans"]
    );
}

#[test]
fn a_full_service_says_until_when() {
    let mut full = service(1);
    full.capacity = places(0).map(|c| Capacity {
        next_date: Some(date(2027, 3, 12)),
        ..c
    });
    assert_eq!(
        excluded(&normal(), &person(), &full),
        ["plus de place avant le 12 mars 2027"]
    );
    let later = NeedFacts {
        wanted_on: date(2027, 3, 12),
        ..normal()
    };
    assert!(
        fits(&later, &person(), &full).contains(&"places à confirmer, annoncées pour le 12 mars 2027".into())
    );
}

#[test]
fn a_closed_service_is_not_proposed() {
    let mut closed = service(1);
    let assurance = Assurance {
        on: date(2026, 11, 8),
        by: None,
    };
    let since = date(2026, 11, 9);
    closed.entry = Entry::TemporarilyClosed {
        assurance,
        since,
        until: None,
    };
    assert_eq!(
        excluded(&normal(), &person(), &closed),
        ["service fermé temporairement"]
    );
    closed.entry = Entry::TemporarilyClosed {
        assurance,
        since,
        until: Some(date(2026, 12, 1)),
    };
    let said = excluded(&normal(), &person(), &closed);
    assert_eq!(
        said,
        ["service fermé temporairement, réouverture le 1er décembre"]
    );
    closed.entry = Entry::Active { assurance, since };
    closed.capacity = Capacity::declared(
        None,
        None,
        Some(CapacityState::Closed),
        at("2026-11-19T08:00:00Z"),
    );
    assert_eq!(
        excluded(&normal(), &person(), &closed),
        ["n’accueille plus personne pour le moment"]
    );
}

#[test]
fn a_missing_document_excludes_and_an_unknown_one_is_to_be_confirmed() {
    let mut agency = service(1);
    agency.eligibility.required_documents = codes(["id_card"]);
    let without = PersonFacts {
        documents: Some(codes([])),
        ..person()
    };
    let with = PersonFacts {
        documents: Some(codes(["id_card"])),
        ..person()
    };
    assert_eq!(
        excluded(&normal(), &without, &agency),
        ["pièce demandée : carte d’identité"]
    );
    assert!(
        fits(&normal(), &person(), &agency)
            .contains(&"à confirmer : pièce demandée : carte d’identité".into())
    );
    assert!(fits(&normal(), &with, &agency).contains(&"remplit les conditions connues".into()));
}

#[test]
fn a_shelter_for_women_and_children_takes_a_boy_and_not_a_man() {
    let mut shelter = service(1);
    shelter.eligibility.admits = Admits::WomenAndChildren;
    let male = |age| PersonFacts {
        sex: Some(Sex::Male),
        age,
        ..person()
    };
    assert_eq!(
        excluded(&normal(), &male(Ages::years(33)), &shelter),
        ["réservé aux femmes et aux enfants"]
    );
    assert!(fits(&normal(), &male(Ages::MINOR), &shelter).contains(&"remplit les conditions connues".into()));
    let said = fits(&normal(), &male(Ages::UNKNOWN), &shelter);
    assert!(said.contains(&"à confirmer : réservé aux femmes et aux enfants".into()));
}

#[test]
fn what_stands_in_clear_by_a_neutral_code_is_asked_of_the_provider_and_excludes_nobody() {
    let mut centre = service(1);
    centre.eligibility.target_groups = codes(["families"]);
    let mut someone = PersonFacts {
        groups: Some(codes(["protection_cases"])),
        ..person()
    };
    assert_eq!(excluded(&normal(), &someone, &centre), ["réservé à : familles"]);
    someone.perhaps = codes(["families", "uasc"]);
    assert!(fits(&normal(), &someone, &centre).contains(&"à confirmer : réservé à : familles".into()));
}

#[test]
fn women_and_children_need_not_be_ticked_as_groups() {
    let mut centre = service(1);
    centre.eligibility.target_groups = codes(["women", "children"]);
    let of = |sex, age| PersonFacts {
        sex: Some(sex),
        age,
        ..person()
    };
    let eligible = "remplit les conditions connues".to_owned();
    assert!(fits(&normal(), &of(Sex::Female, Ages::years(40)), &centre).contains(&eligible));
    assert!(fits(&normal(), &of(Sex::Male, Ages::years(9)), &centre).contains(&eligible));
    assert_eq!(
        excluded(&normal(), &of(Sex::Male, Ages::years(40)), &centre).len(),
        1
    );
    centre.eligibility.target_groups = codes(["families"]);
    assert!(fits(&normal(), &person(), &centre).contains(&"à confirmer : réservé à : familles".into()));
}

#[test]
fn an_organisation_from_which_the_person_withholds_is_not_proposed() {
    let found = service(1);
    let person = PersonFacts {
        avoid: [found.organisation].into(),
        ..person()
    };
    let said = excluded(&normal(), &person, &found);
    assert_eq!(
        said,
        ["la personne ne veut pas que cette organisation soit informée"]
    );
}

#[test]
fn an_entry_past_its_verification_and_an_old_capacity_are_said_so() {
    let mut stale = service(1);
    stale.entry = Entry::Active {
        assurance: Assurance {
            on: date(2026, 5, 4),
            by: None,
        },
        since: date(2026, 1, 1),
    };
    stale.capacity = Capacity::declared(None, Some(2), None, at("2026-10-06T08:00:00Z"));
    let said = fits(&normal(), &person(), &stale);
    assert!(
        said.contains(&"fiche non vérifiée depuis 200 jours".into()),
        "{said:?}"
    );
    assert!(
        said.contains(&"capacité déclarée il y a 45 jours".into()),
        "{said:?}"
    );
}
#[test]
fn only_an_active_entry_is_proposed() {
    let assurance = Assurance {
        on: date(2026, 11, 8),
        by: None,
    };
    let (since, reason) = (date(2026, 11, 9), "raison".to_owned());
    let codes_of = |entry| {
        let entered = Service { entry, ..service(1) };
        let found = find(&normal(), &person(), [&entered], MEASURES);
        found
            .excluded
            .iter()
            .flat_map(|e| e.reasons.iter().map(Exclusion::code))
            .collect::<Vec<_>>()
    };
    assert_eq!(codes_of(Entry::Active { assurance, since }), [""; 0]);
    assert_eq!(codes_of(Entry::Draft), ["EntryNotPublished"]);
    assert_eq!(codes_of(Entry::Verified { assurance }), ["EntryNotPublished"]);
    assert_eq!(
        codes_of(Entry::Suspended {
            assurance,
            since,
            reason: reason.clone()
        }),
        ["ServiceSuspended"]
    );
    assert_eq!(
        codes_of(Entry::Defunct {
            assurance: None,
            since,
            reason
        }),
        ["ServiceDefunct"]
    );
}

#[test]
fn nationality_and_residence_exclude_only_where_the_provider_says_so() {
    let mut agency = service(1);
    let foreign = PersonFacts {
        foreign: Some(true),
        irregular: Some(true),
        ..person()
    };
    assert!(fits(&normal(), &foreign, &agency).contains(&"remplit les conditions connues".into()));
    agency.eligibility.foreigners = Some(false);
    agency.eligibility.irregular_status = Some(false);
    assert_eq!(
        excluded(&normal(), &foreign, &agency),
        ["réservé aux nationaux", "titre de séjour demandé"]
    );
    let national = PersonFacts {
        foreign: Some(false),
        irregular: Some(false),
        ..person()
    };
    assert!(fits(&normal(), &national, &agency).contains(&"remplit les conditions connues".into()));
}
