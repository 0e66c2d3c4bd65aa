use relais_casework::{
    actions::{WithdrawConsent, WithdrawalScope},
    case::Command as Step,
    consent::ConsentState,
    queries::{CasePage, ReadNeeds},
};
use relais_kernel::Lang;

use crate::{
    office::{Office, code_of, person},
    pages::Seat,
};

#[tokio::test]
async fn dp09_a_refused_consent_keeps_the_case_open() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let taken = office
            .perform(&office.manager, office.consent(case, "refused"))
            .await
            .unwrap();
        assert!(!taken.given);
        assert!(office.case(case).await.state.is_open());
        let refused = office
            .perform(&office.manager, office.step(case, Step::Register))
            .await
            .unwrap_err();
        assert_ne!(code_of(&refused), "Missing");
    }
}

#[tokio::test]
async fn dp07_a_withdrawn_consent_no_longer_holds_and_stays_on_record() {
    for office in Office::on_each_engine().await {
        let case = office.registered().await;
        let withdraw = WithdrawConsent {
            desk: office.desk.clone(),
            case,
            scope: WithdrawalScope::All,
        };
        office.perform(&office.manager, withdraw).await.unwrap();
        let query = CasePage {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let view = office.look(&office.manager, query).await.unwrap();
        assert_eq!(view.consents.len(), 1);
        assert!(!view.consents[0].in_force);
        assert!(matches!(
            view.consents[0].consent.state(),
            ConsentState::Withdrawn { .. }
        ));
    }
}

#[tokio::test]
async fn dp_11_what_a_guardian_gave_is_asked_again_once_the_person_decides() {
    for office in Office::on_each_engine().await {
        let mut child = person("Personne-Test 1");
        (child.age, child.age_estimated) = (String::new(), String::new());
        child.dob = "2008-04-01".into();
        let case = office.identify(child).await;
        let mut consent = office.consent(case, "given");
        consent.form.given_by = "guardian".into();
        consent.form.relation = "Tuteur-Test".into();
        consent.form.assent = "given".into();
        assert!(office.perform(&office.manager, consent).await.unwrap().given);
        let needs = || ReadNeeds {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let before = office.look(&office.manager, needs()).await.unwrap();
        assert!(before.to_ask_again.is_empty());
        let told = "en âge de décider";
        let seat = Seat::of(&office, &office.manager);
        let address = format!("/dossiers/{case}/besoins");
        assert!(!seat.get(&address).await.1.contains(told));

        office.test.clock.set("2026-04-01T12:00:00Z".parse().unwrap());
        let view = office.look(&office.manager, needs()).await.unwrap();
        let purposes: Vec<_> = view.to_ask_again.iter().map(|name| name.get(Lang::Fr)).collect();
        assert_eq!(purposes, ["Gestion du cas"]);
        let page = seat.get(&address).await.1;
        assert!(page.contains(told) && !page.contains("2008"), "{page}");
        // It holds until then; once she consented herself, nothing is left to ask.
        let own = office.consent(case, "given");
        assert!(office.perform(&office.manager, own).await.unwrap().given);
        let after = office.look(&office.manager, needs()).await.unwrap();
        assert!(after.to_ask_again.is_empty());
    }
}
