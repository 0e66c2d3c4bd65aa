use relais_kernel::Localised;
use relais_trust::{
    Once,
    accounts::{AddOrganisation, organisations},
    testing::TestTrust,
};

fn add(name: &str) -> AddOrganisation {
    AddOrganisation {
        code: format!("X{name}"),
        name: Localised::new(name, name),
        kind: "national_ngo".into(),
        firewall: false,
    }
}

#[tokio::test]
async fn sec_77_the_same_form_sent_twice_does_the_thing_once() {
    for test in TestTrust::on_each_engine(&[]).await {
        let organisation = test.organisation("P01").await;
        let person = test.person(organisation, &["R18"]).await;
        let once = Some(Once("form-1".into()));
        let first = test.trust.perform(&person, once.clone(), add("A")).await.unwrap();
        // The retry even comes with other words: what was done stands.
        let again = test.trust.perform(&person, once.clone(), add("B")).await.unwrap();
        assert_eq!(first, again);
        let other = test.person(organisation, &["R18"]).await;
        let of_another_person = test.trust.perform(&other, once, add("C")).await.unwrap();
        assert_ne!(first, of_another_person);
        assert_eq!(
            organisations(test.trust.database().reader()).await.unwrap().len(),
            3
        );
    }
}

#[tokio::test]
async fn sec_77_two_retries_at_the_same_time_do_the_thing_once() {
    for test in TestTrust::on_each_engine(&[]).await {
        let organisation = test.organisation("P01").await;
        let person = test.person(organisation, &["R18"]).await;
        let tries = (0..20).map(|_| test.trust.perform(&person, Some(Once("form-2".into())), add("A")));
        let done = futures::future::join_all(tries).await;
        let first = *done[0].as_ref().unwrap();
        assert!(done.into_iter().all(|id| id.unwrap() == first));
    }
}
