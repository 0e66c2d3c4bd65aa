use relais_casework::{
    actions::{WithdrawConsent, WithdrawalScope},
    case::Command as Step,
    consent::ConsentState,
    queries::CasePage,
};

use crate::office::{Office, code_of, person};

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
