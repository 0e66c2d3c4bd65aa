use relais_casework::{
    OrganisationId,
    actions::{RecordNeed, WithdrawConsent, WithdrawalScope},
    case::Command as Step,
    consent::{ConsentState, Receiver},
    need::NeedForm,
    queries::{CasePage, CaseView, ReadNeeds},
    store::{ledger_of, needs_by_ref},
};
use relais_kernel::{Lang, PublicRef};
use relais_mechanism::Purpose;
use relais_trust::accounts::organisations;

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
        let addresses = ["", "/besoins"].map(|rest| format!("/dossiers/{case}{rest}"));
        for address in &addresses {
            assert!(!seat.get(address).await.1.contains(told), "{address}");
        }

        office.test.clock.set("2026-04-01T12:00:00Z".parse().unwrap());
        let view = office.look(&office.manager, needs()).await.unwrap();
        let purposes: Vec<_> = view
            .to_ask_again
            .iter()
            .map(|rule| rule.name.get(Lang::Fr))
            .collect();
        assert_eq!(purposes, ["Gestion du cas"]);
        for address in &addresses {
            let page = seat.get(address).await.1;
            assert!(page.contains(told) && !page.contains("2008"), "{page}");
        }
        let sheet = seat.get(&format!("/api/v1/cases/{case}")).await.1;
        assert!(sheet.contains(r#""to_ask_again":["case_management"]"#), "{sheet}");
        // It holds until then; once she consented herself, nothing is left to ask.
        let own = office.consent(case, "given");
        assert!(office.perform(&office.manager, own).await.unwrap().given);
        let after = office.look(&office.manager, needs()).await.unwrap();
        assert!(after.to_ask_again.is_empty());
    }
}

async fn provider(office: &Office, code: &str) -> PublicRef {
    let id = office.test.organisation(code).await;
    let all = organisations(office.test.trust.database().reader())
        .await
        .unwrap();
    all.into_iter().find(|o| o.id == id).unwrap().public_ref
}

/// Consent to refer, to these organisations.
async fn to_refer(office: &Office, case: PublicRef, to: &[PublicRef]) {
    let mut consent = office.consent(case, "given");
    consent.form.purpose = "referral".into();
    consent.form.recipients = to.iter().map(ToString::to_string).collect();
    consent.form.data_categories = ["identity", "contact", "need_service"].map(String::from).into();
    assert!(office.perform(&office.manager, consent).await.unwrap().given);
}

async fn ledger(office: &Office, case: PublicRef) -> CaseView {
    let query = CasePage {
        definitions: office.desk.definitions.clone(),
        case,
    };
    office.look(&office.manager, query).await.unwrap()
}

#[tokio::test]
async fn dp08_a_consent_is_narrowed_on_its_page_and_says_what_is_left() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let (one, other) = (provider(&office, "P11").await, provider(&office, "P12").await);
        to_refer(&office, case, &[one, other]).await;
        let line = ledger(&office, case).await.consents[0].clone();
        let address = format!("/dossiers/{case}/consentements/{}", line.public_ref);
        let seat = Seat::of(&office, &office.manager);
        let shown = seat.get(&format!("/dossiers/{case}")).await.1;
        assert!(shown.contains(&address), "{shown}");

        let (nothing, again) = seat.send_twice(&address, &address, "").await;
        assert!(
            nothing.page.contains("Cochez au moins une chose"),
            "{}",
            nothing.page
        );
        assert_eq!(nothing.status, again.status);
        let fields = format!("data_categories=contact&recipients={other}");
        let (done, again) = seat.send_twice(&address, &address, &fields).await;
        assert_eq!((done.to.clone(), done.status), (again.to, again.status));
        assert!(done.to.contains(&format!("/dossiers/{case}")), "{}", done.page);
        let after = ledger(&office, case).await.consents[0].clone();
        assert_eq!(after.consent.narrowings().len(), 1, "sent twice, done once");
        assert_eq!(after.recipients.len(), 1);
        let open: Vec<_> = after.consent.categories().map(|c| c.as_str()).collect();
        assert_eq!(open, ["identity", "need_service"]);
        // What is gone can't be taken back a second time, and the page offers it no more.
        let page = seat.get(&address).await.1;
        assert!(!page.contains(r#"value="contact""#), "{page}");
    }
}

#[tokio::test]
async fn dp08_one_receiver_is_offered_for_withdrawal() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let (one, other) = (provider(&office, "P11").await, provider(&office, "P12").await);
        to_refer(&office, case, &[one, other]).await;
        let seat = Seat::of(&office, &office.manager);
        let address = format!("/dossiers/{case}/consentements/retrait");
        let scope = format!("scope=recipient:{other}");
        assert!(seat.get(&address).await.1.contains(&scope[6..]));
        let (done, _) = seat.send_twice(&address, &address, &scope).await;
        assert!(done.status.is_redirection(), "{}", done.page);
        assert_eq!(ledger(&office, case).await.consents[0].recipients.len(), 1);
        let page = seat.get(&address).await.1;
        assert!(
            page.contains(&one.to_string()) && !page.contains(&other.to_string()),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_person_trusts_whichever_service_can_help_with_a_need() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let need = RecordNeed {
            desk: office.desk.clone(),
            case,
            form: NeedForm {
                need_code: "health".into(),
                severity: "3".into(),
                urgency: "U".into(),
                person_wants_help: "yes".into(),
                rank: "1".into(),
                ..NeedForm::default()
            },
        };
        let need = office.perform(&office.manager, need).await.unwrap();
        let seat = Seat::of(&office, &office.manager);
        let address = format!("/dossiers/{case}/consentements/nouveau");
        let page = seat.get(&address).await.1;
        let choice = format!(r#"name="receivers_of" value="{need}""#);
        assert!(page.contains(&choice), "{page}");
        let mut form = office.consent(case, "given");
        form.form.purpose = "referral".into();
        form.form.receivers_of = vec![need.to_string()];
        assert!(office.perform(&office.manager, form).await.unwrap().given);
        let page = seat.get(&format!("/dossiers/{case}")).await.1;
        assert!(page.contains("Tout service qui peut aider pour"), "{page}");
        let held = office.case(case).await;
        let ledger = ledger_of(office.test.trust.database().reader(), held.id)
            .await
            .unwrap();
        let needs = needs_by_ref(office.test.trust.database().reader(), held.id)
            .await
            .unwrap();
        let anyone = OrganisationId::new(office.test.trust.now(), office.test.trust.chance());
        let purpose = Purpose::REFERRAL;
        let asked = |receiver| ledger.openings(&receiver, &purpose, office.today()).len();
        assert_eq!(asked(Receiver::organisation(anyone)), 0);
        let for_need = Receiver::organisation(anyone).for_need(needs[&need.to_string()]);
        assert_eq!(asked(for_need), 1);
    }
}
