use relais_casework::{
    actions::{CorrectIdentification, IdentifyPerson},
    case::Risk,
    identification::IdentificationForm,
    queries::{CaseList, CasePage, ReadIdentity, ReadNeeds, SearchPersons},
};
use relais_trust::Once;

use crate::office::{Office, code_of, person};

#[tokio::test]
async fn sec39_nothing_that_identifies_a_person_stands_on_disk_in_clear() {
    for office in Office::on_each_engine().await {
        let mut form = person("Zyxwvutia Qponmlkane");
        form.address = "Adresse-Plantée 4711".into();
        form.contact_channel = "phone".into();
        form.contact_detail = "699-PLANTE-42".into();
        form.may_leave_message = "no".into();
        office.identify(form).await;
        let case = office.planning().await;
        office
            .perform(&office.manager, office.plan(case, 0, "But-Planté 5"))
            .await
            .unwrap();
        let bytes = office.bytes();
        let stands = |text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
        let planted = [
            "Zyxwvutia",
            "Qponmlkane",
            "Adresse-Plant",
            "699-PLANTE-42",
            "But-Plant",
            "Lieu-Test",
            "\"language\":\"fra\"",
        ];
        for text in planted {
            assert!(!stands(text), "{text}");
        }
        // The search would find what stands in clear, where the database is a file.
        if office.is_file() {
            assert!(stands(&office.case(case).await.code.to_string()));
        }
    }
}

#[tokio::test]
async fn dp01_a_case_does_not_exist_for_another_organisation() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let definitions = || office.desk.definitions.clone();
        let looked = [
            office
                .look(
                    &office.stranger,
                    CasePage {
                        definitions: definitions(),
                        case,
                    },
                )
                .await
                .err(),
            office
                .look(
                    &office.stranger,
                    ReadIdentity {
                        definitions: definitions(),
                        case,
                    },
                )
                .await
                .err(),
            office
                .look(
                    &office.stranger,
                    ReadNeeds {
                        definitions: definitions(),
                        case,
                    },
                )
                .await
                .err(),
        ];
        for failure in looked {
            assert_eq!(code_of(&failure.unwrap()), "Missing");
        }
        let correct = CorrectIdentification {
            desk: office.desk.clone(),
            case,
            expected: office.case(case).await.version,
            form: person("Personne-Test 2"),
        };
        let done = [
            office.perform(&office.stranger, correct).await.err(),
            office
                .perform(&office.stranger, office.consent(case, "given"))
                .await
                .err(),
            office
                .perform(
                    &office.stranger,
                    office.step(case, relais_casework::case::Command::Register),
                )
                .await
                .err(),
        ];
        for failure in done {
            assert_eq!(code_of(&failure.unwrap()), "Missing");
        }
        let list = CaseList {
            definitions: definitions(),
            mine: false,
        };
        assert!(
            office
                .look(&office.stranger, list)
                .await
                .unwrap()
                .lines
                .is_empty()
        );
    }
}

#[tokio::test]
async fn a_person_is_found_by_the_sound_of_the_name_within_the_own_organisation_only() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Mbarga-Testeur Christophe")).await;
        let search = || SearchPersons {
            definitions: office.desk.definitions.clone(),
            name: "Cristof Mbarga Testeur".into(),
            birth_year: None,
        };
        let found = office.look(&office.manager, search()).await.unwrap();
        assert_eq!(found.iter().map(|f| f.public_ref).collect::<Vec<_>>(), [case]);
        assert!(office.look(&office.stranger, search()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn sec77_the_same_form_sent_twice_opens_one_case() {
    for office in Office::on_each_engine().await {
        let command = || IdentifyPerson {
            desk: office.desk.clone(),
            form: person("Personne-Test 1"),
        };
        let once = || Some(Once("form-1".into()));
        let first = office
            .test
            .trust
            .perform(&office.manager, once(), command())
            .await
            .unwrap();
        let again = office
            .test
            .trust
            .perform(&office.manager, once(), command())
            .await
            .unwrap();
        assert_eq!(first, again);
        let list = CaseList {
            definitions: office.desk.definitions.clone(),
            mine: false,
        };
        assert_eq!(office.look(&office.manager, list).await.unwrap().lines.len(), 1);
    }
}

#[tokio::test]
async fn two_people_who_change_the_same_case_are_told() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let expected = office.case(case).await.version;
        let correct = |name| CorrectIdentification {
            desk: office.desk.clone(),
            case,
            expected,
            form: person(name),
        };
        office
            .perform(&office.manager, correct("Personne-Test 2"))
            .await
            .unwrap();
        let stale = office
            .perform(&office.other_manager, correct("Personne-Test 3"))
            .await
            .unwrap_err();
        assert_eq!(code_of(&stale), "Stale");
    }
}

#[tokio::test]
async fn a_risk_judged_anew_in_the_form_is_kept_and_left_out_it_stays() {
    for office in Office::on_each_engine().await {
        let judged = |risk: &str| IdentificationForm {
            risk_level: risk.into(),
            ..person("Personne-Test 3")
        };
        let correct = async |case, risk: &str| {
            let command = CorrectIdentification {
                desk: office.desk.clone(),
                case,
                expected: office.case(case).await.version,
                form: judged(risk),
            };
            office.perform(&office.manager, command).await.unwrap();
            let case = office.case(case).await;
            (case.facts.risk, case.state.code())
        };
        // First met without a judgement: the form that brings it screens the person.
        let case = office.identify(judged("not_asked")).await;
        assert_eq!(correct(case, "not_asked").await, (None, "identified"));
        assert_eq!(correct(case, "low").await, (Some(Risk::Low), "screened"));
        assert_eq!(correct(case, "high").await, (Some(Risk::High), "screened"));
        assert_eq!(correct(case, "not_asked").await, (Some(Risk::High), "screened"));
    }
}
