use relais_casework::{
    actions::{CorrectIdentification, IdentifyPerson},
    case::{Command as Step, Risk},
    identification::IdentificationForm,
    queries::{CaseList, CasePage, ReadIdentity, ReadNeeds, SearchPersons},
};
use relais_platform::Failure;
use relais_trust::{
    Actor, Once,
    accounts::{Administer, OpenOrganisation, organisations},
};

use crate::{
    emergencies::proven,
    office::{Office, code_of, person},
};

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
async fn sec_15_a_person_is_found_by_the_sound_of_the_name_within_the_own_organisation_only() {
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

#[tokio::test]
async fn what_a_correction_no_longer_says_is_gone() {
    for office in Office::on_each_engine().await {
        let mut form = person("Personne-Test 1");
        form.alias = "Alias-Test".into();
        form.address = "Adresse-Test".into();
        let case = office.identify(form).await;
        let read = async || {
            let query = ReadIdentity {
                definitions: office.desk.definitions.clone(),
                case,
            };
            office.look(&office.manager, query).await.unwrap().confided
        };
        assert_eq!(read().await.address.as_deref(), Some("Adresse-Test"));
        let command = CorrectIdentification {
            desk: office.desk.clone(),
            case,
            expected: office.case(case).await.version,
            form: IdentificationForm {
                anonymous: "yes".into(),
                ..person("")
            },
        };
        office.perform(&office.manager, command).await.unwrap();
        let told = read().await;
        assert_eq!((told.name, told.alias, told.address), (None, None, None));
    }
}

#[tokio::test]
async fn dp12_whoever_is_not_named_on_the_annexes_adds_to_what_lies_there_and_takes_nothing_away() {
    for office in Office::on_each_engine().await {
        let mut form = person("Personne-Test 1");
        form.urgent_signs = vec!["medical".into()];
        form.vulnerability_flags = vec!["child_alone".into()];
        let case = office.identify(form).await;
        let before = office.case(case).await.facts;
        let correct = async |actor, signs: &str, flags: Vec<String>| {
            let command = CorrectIdentification {
                desk: office.desk.clone(),
                case,
                expected: office.case(case).await.version,
                form: IdentificationForm {
                    urgent_signs: vec![signs.into()],
                    vulnerability_flags: flags,
                    ..person("Personne-Test 2")
                },
            };
            office.perform(actor, command).await.unwrap();
            let query = ReadIdentity {
                definitions: office.desk.definitions.clone(),
                case,
            };
            let told = office.look(&office.manager, query).await.unwrap().confided;
            let codes = |all: std::collections::BTreeSet<relais_casework::code::Code>| {
                all.iter()
                    .map(|code| code.as_str().to_owned())
                    .collect::<Vec<_>>()
            };
            (codes(told.urgent_signs), codes(told.vulnerability_flags))
        };
        let (medical, alone) = ("medical".to_owned(), "child_alone".to_owned());
        // Nothing new was seen: what is known stays, in clear and sealed.
        let told = correct(&office.other_manager, "none", Vec::new()).await;
        assert_eq!(told, (vec![medical.clone()], vec![alone.clone()]));
        let after = office.case(case).await.facts;
        assert_eq!((after.urgent, &after.flags), (before.urgent, &before.flags));
        // Something new joins it.
        let told = correct(&office.other_manager, "suicidal", Vec::new()).await;
        assert_eq!(told, (vec![medical, "suicidal".to_owned()], vec![alone]));
        // Who is named sees all of it, and may take it away.
        let told = correct(&office.manager, "none", Vec::new()).await;
        assert_eq!(told, (vec!["none".to_owned()], Vec::new()));
        assert!(!office.case(case).await.facts.urgent);
    }
}

#[tokio::test]
async fn dp_42_an_organisation_leaves_once_nobody_is_in_its_care_or_at_once_in_danger() {
    for office in Office::on_each_engine().await {
        office
            .test
            .trust
            .listen(relais_casework::actions::leaving::listener());
        let trust = &office.test.trust;
        let house = office.house;
        let elsewhere = office.test.organisation("P90").await;
        let admin = proven(&office, &office.test.person(elsewhere, &["R18"]).await);
        let close = |organisation, at_once| {
            Administer(OpenOrganisation {
                organisation,
                open: false,
                at_once,
            })
        };
        // Nobody is in its care yet.
        trust.perform(&admin, None, close(house, false)).await.unwrap();
        let open = OpenOrganisation {
            organisation: house,
            open: true,
            at_once: false,
        };
        trust.perform(&admin, None, Administer(open)).await.unwrap();
        office.identify(person("Personne-Test 42")).await;
        let Err(Failure::Refused(refused)) = trust.perform(&admin, None, close(house, false)).await else {
            panic!("somebody is in its care")
        };
        assert_eq!(refused.0[0].code, "PeopleInItsCare");
        let stands = async || {
            let all = organisations(trust.database().reader()).await.unwrap();
            all.into_iter().find(|one| one.id == house).unwrap().active
        };
        assert!(stands().await);
        trust.perform(&admin, None, close(house, true)).await.unwrap();
        assert!(!stands().await);
    }
}

#[tokio::test]
async fn sec_51_whose_roles_do_not_count_sees_not_even_what_they_took_down() {
    for office in Office::on_each_engine().await {
        office.identify(person("Personne-Test 51")).await;
        let list = || CaseList {
            definitions: office.desk.definitions.clone(),
            mine: false,
        };
        assert_eq!(office.look(&office.manager, list()).await.unwrap().lines.len(), 1);
        let withheld = Actor {
            roles: Default::default(),
            ..office.manager.clone()
        };
        assert!(office.look(&withheld, list()).await.unwrap().lines.is_empty());
    }
}

#[tokio::test]
async fn dp_01_the_first_line_works_on_whom_it_took_down_and_is_told_the_state_afterwards() {
    for office in Office::on_each_engine().await {
        let agent = office.test.person(office.house, &["R03"]).await;
        let colleague = office.test.person(office.house, &["R03"]).await;
        let take_down = IdentifyPerson {
            desk: office.desk.clone(),
            form: person("Personne-Test Accueil"),
        };
        let case = office.perform(&agent, take_down).await.unwrap();
        let page = || CasePage {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let identity = || ReadIdentity {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let lines = async |who| office.look(who, list(&office)).await.unwrap().lines;
        let screen = || office.step(case, Step::Screen { risk: Risk::Medium });

        assert_eq!(
            code_of(&office.look(&colleague, page()).await.unwrap_err()),
            "Missing"
        );
        assert_eq!(
            code_of(&office.look(&colleague, identity()).await.unwrap_err()),
            "Missing"
        );
        assert_eq!(
            code_of(&office.perform(&colleague, screen()).await.unwrap_err()),
            "Missing"
        );
        assert!(lines(&colleague).await.is_empty());

        assert!(office.look(&agent, page()).await.is_ok() && office.look(&agent, identity()).await.is_ok());
        assert!(lines(&agent).await[0].opens);
        let consent = office.consent(case, "given");
        office.perform(&agent, consent).await.unwrap();
        office
            .perform(&office.manager, office.step(case, Step::Register))
            .await
            .unwrap();

        let told = lines(&agent).await;
        assert_eq!(
            (told.len(), told[0].state.as_str(), told[0].opens),
            (1, "registered", false)
        );
        assert!(told[0].region.is_empty() && told[0].due.is_none() && told[0].age_band.is_none());
        assert_eq!(
            code_of(&office.look(&agent, page()).await.unwrap_err()),
            "Missing"
        );
        assert_eq!(
            code_of(&office.look(&agent, identity()).await.unwrap_err()),
            "Missing"
        );
    }
}

fn list(office: &Office) -> CaseList {
    CaseList {
        definitions: office.desk.definitions.clone(),
        mine: false,
    }
}

#[tokio::test]
async fn what_colleagues_took_down_neither_hides_what_is_ones_own_nor_tells_how_much_there_is() {
    for office in Office::on_each_engine().await {
        for number in 0..=50 {
            office.identify(person(&format!("Personne-Test {number}"))).await;
        }
        let agent = office.test.person(office.house, &["R03"]).await;
        let before = office.look(&agent, list(&office)).await.unwrap();
        assert!(before.lines.is_empty() && !before.more);
        let own = IdentifyPerson {
            desk: office.desk.clone(),
            form: person("Personne-Test 51"),
        };
        let own = office.perform(&agent, own).await.unwrap();
        let after = office.look(&agent, list(&office)).await.unwrap();
        assert_eq!(
            after.lines.iter().map(|line| line.public_ref).collect::<Vec<_>>(),
            [own]
        );
        assert!(!after.more);
        let all = office.look(&office.manager, list(&office)).await.unwrap();
        assert_eq!((all.lines.len(), all.more), (50, true));
    }
}
