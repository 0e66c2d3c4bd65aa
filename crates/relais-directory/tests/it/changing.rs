use relais_directory::{
    CapacityUpdate, Entry, Service,
    actions::{ChangeCapacity, ChangeEntry, ChangePlacesByCode, EntryVerb},
};
use relais_kernel::Refusal;
use relais_trust::{Actor, Door, Failure};

use super::town::Town;

/// A service of P10.
const SHELTER: &str = "Hébergement à adresse cachée";

async fn say(town: &Town, actor: &Actor, service: &Service, update: CapacityUpdate) -> Result<(), Failure> {
    let command = ChangeCapacity {
        definitions: town.definitions.clone(),
        service: service.public_ref,
        expected: None,
        update,
    };
    town.test.trust.perform(actor, None, command).await.map(drop)
}

async fn change(town: &Town, actor: &Actor, service: &Service, verb: EntryVerb) -> Result<(), Failure> {
    let command = ChangeEntry {
        definitions: town.definitions.clone(),
        service: service.public_ref,
        expected: None,
        verb,
    };
    town.test.trust.perform(actor, None, command).await.map(drop)
}

fn refused(done: Result<(), Failure>) -> Refusal {
    match done {
        Err(Failure::Refused(refusals)) => refusals.0[0].clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_provider_overwrites_its_own_count_and_nobody_elses() {
    for town in Town::on_each_engine().await {
        let shelter = town.service(SHELTER).await;
        let own = town.person("P10", &["R08"]).await;
        say(&town, &own, &shelter, CapacityUpdate::Places(6))
            .await
            .unwrap();
        let held = town.service(SHELTER).await.capacity.unwrap();
        assert_eq!(held.available_now, Some(6));
        assert_eq!(held.as_of, town.test.trust.now());

        for (organisation, role) in [("P11", "R08"), ("P11", "R07"), ("P10", "R04"), ("P10", "R18")] {
            let other = town.person(organisation, &[role]).await;
            let done = say(&town, &other, &shelter, CapacityUpdate::Closed).await;
            assert!(matches!(done, Err(Failure::Missing)), "{organisation} {role}");
        }
        assert_eq!(town.service(SHELTER).await.capacity.unwrap(), held);

        let manager = town.person("P14", &["R13"]).await;
        say(&town, &manager, &shelter, CapacityUpdate::Full(None))
            .await
            .unwrap();
        assert_eq!(town.service(SHELTER).await.capacity.unwrap().free(), Some(0));
    }
}

#[tokio::test]
async fn two_people_who_change_the_same_entry_do_not_overwrite_each_other() {
    for town in Town::on_each_engine().await {
        let shelter = town.service(SHELTER).await;
        let own = town.person("P10", &["R07"]).await;
        let command = |update| ChangeCapacity {
            definitions: town.definitions.clone(),
            service: shelter.public_ref,
            expected: Some(1),
            update,
        };
        let trust = &town.test.trust;
        trust
            .perform(&own, None, command(CapacityUpdate::Places(2)))
            .await
            .unwrap();
        let late = trust.perform(&own, None, command(CapacityUpdate::Closed)).await;
        assert!(matches!(late, Err(Failure::Stale { current: 2 })), "{late:?}");
    }
}

#[tokio::test]
async fn sv_02_a_confirmed_entry_was_verified_today_by_the_one_who_confirmed() {
    for town in Town::on_each_engine().await {
        let shelter = town.service(SHELTER).await;
        let own = town.person("P10", &["R07"]).await;
        change(&town, &own, &shelter, EntryVerb::Confirm).await.unwrap();
        let assurance = town.service(SHELTER).await.entry.assurance().unwrap();
        assert_eq!(
            (assurance.on.to_string().as_str(), assurance.by),
            ("2026-11-21", own.user)
        );
    }
}

#[tokio::test]
async fn a_provider_closes_and_reopens_but_lifts_no_suspension() {
    for town in Town::on_each_engine().await {
        let shelter = town.service(SHELTER).await;
        let own = town.person("P10", &["R07"]).await;
        let manager = town.person("P14", &["R13"]).await;
        change(&town, &own, &shelter, EntryVerb::Close(None))
            .await
            .unwrap();
        assert!(matches!(
            town.service(SHELTER).await.entry,
            Entry::TemporarilyClosed { .. }
        ));
        change(&town, &own, &shelter, EntryVerb::Reopen).await.unwrap();

        let suspend = EntryVerb::Suspend("Contrôle-Test en cours".into());
        assert!(matches!(
            change(&town, &own, &shelter, suspend.clone()).await,
            Err(Failure::Missing)
        ));
        change(&town, &manager, &shelter, suspend).await.unwrap();
        assert!(matches!(
            change(&town, &own, &shelter, EntryVerb::Reopen).await,
            Err(Failure::Missing)
        ));
        let again = refused(change(&town, &own, &shelter, EntryVerb::Close(None)).await);
        assert_eq!(
            (again.code.as_str(), again.state.as_deref()),
            ("EntryNotInState", Some("suspended"))
        );
        change(&town, &manager, &shelter, EntryVerb::Reopen)
            .await
            .unwrap();
        assert!(matches!(town.service(SHELTER).await.entry, Entry::Active { .. }));
    }
}

/// The code of a service as its provider reads it on the page.
async fn code_on_page(asker: &super::asking::Asker) -> String {
    let page = asker.get("/annuaire/mes-services").await.body;
    let line = page.split("PLACES ").nth(1).expect("a code on the page");
    line.split(' ')
        .next()
        .unwrap()
        .trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .to_owned()
}

async fn by_code(town: &Town, code: &str, update: CapacityUpdate) -> Result<bool, Failure> {
    let command = ChangePlacesByCode {
        definitions: town.definitions.clone(),
        code: code.parse().unwrap(),
        update,
        source: vec![7],
    };
    let partner = Actor::installation(Door::Link);
    let done = town.test.trust.perform(&partner, None, command).await?;
    Ok(done.is_some())
}

#[tokio::test]
async fn the_code_of_a_service_changes_its_places_until_it_is_replaced() {
    for town in Town::on_each_engine().await {
        let provider = town.person("P11", &["R07"]).await;
        let asker = super::asking::Asker::new(&town, &provider);
        let code = code_on_page(&asker).await;
        assert!(by_code(&town, &code, CapacityUpdate::Places(3)).await.unwrap());
        let own = |services: Vec<Service>| {
            let of = provider.organisation.unwrap();
            services.into_iter().filter(move |s| s.organisation == of)
        };
        let free = own(town.services().await).filter_map(|s| s.capacity?.free());
        assert_eq!(free.filter(|n| *n == 3).count(), 1, "one service, and no other");

        let first = own(town.services().await).next().unwrap();
        let page = "/annuaire/mes-services";
        let path = format!("/annuaire/services/{}/code", first.public_ref);
        let done = asker.fill(page, &path, &[]).await;
        assert_eq!(done.location, page, "{}", done.body);
        let renewed = code_on_page(&asker).await;
        assert_ne!(renewed, code);
        assert!(!by_code(&town, &code, CapacityUpdate::Closed).await.unwrap());
        assert!(
            by_code(&town, &renewed, CapacityUpdate::Full(None))
                .await
                .unwrap()
        );
    }
}

#[tokio::test]
async fn whoever_guesses_codes_has_to_wait() {
    for town in Town::on_each_engine().await {
        let mut waited = false;
        for _ in 0..6 {
            match by_code(&town, "K7M2-P9QX", CapacityUpdate::Closed).await {
                Ok(found) => assert!(!found),
                Err(Failure::Throttled { .. }) => waited = true,
                Err(other) => panic!("{other:?}"),
            }
        }
        assert!(waited);
    }
}
