//! What was sent stays as it was sent, and ends when the person takes it back.

use relais_casework::{
    actions::{CorrectIdentification, WithdrawConsent, WithdrawalScope},
    consent::ConsentState,
    identification::IdentificationForm,
    queries::CasePage,
    store::case_by_ref,
};
use relais_kernel::{Priority, PublicRef};
use relais_referral::{
    actions::{FindByCode, recall},
    packages::{Minimum, ReleasePackage},
    queries::{PackageView, PartnerPage, Worklist},
    referral::{Command, ContactPlan, StateKind, Terms},
    store::links,
};
use relais_trust::{
    Actor, SessionMark,
    accounts::{Administer, OpenOrganisation, organisation_by_code},
};
use sea_orm::{ConnectionTrait, Statement};

use crate::country::{Country, NAME, person, refused};

fn accept() -> Command {
    let by = "2026-11-24T09:00:00Z".parse().unwrap();
    Command::Accept {
        plan: ContactPlan::ContactBy { by },
        terms: Terms::default(),
        note: None,
    }
}

async fn correct(country: &Country, form: IdentificationForm) {
    let trust = &country.test.trust;
    let row = case_by_ref(trust.database().reader(), country.case)
        .await
        .unwrap();
    let command = CorrectIdentification {
        desk: country.desk(),
        case: country.case,
        expected: row.case.version,
        form,
    };
    trust.perform(&country.manager, None, command).await.unwrap();
}

async fn minimum(country: &Country, receiver: &Actor, referral: PublicRef) -> Minimum {
    match country.look(receiver, referral).await.unwrap().package {
        PackageView::Decision(package) => package.minimum,
        other => panic!("{other:?}"),
    }
}

async fn released(country: &Country, receiver: &Actor, referral: PublicRef) -> ReleasePackage {
    match country.look(receiver, referral).await.unwrap().package {
        PackageView::Release(package) => *package,
        other => panic!("{other:?}"),
    }
}

fn tells(package: &ReleasePackage, word: &str) -> bool {
    package
        .fields
        .0
        .values()
        .any(|field| field.value.reveal().contains(word))
}

#[tokio::test]
async fn sec_18_what_is_changed_on_the_case_after_sending_never_reaches_the_receiver() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let receiver = country.receiver().await;
        let before = minimum(&country, &receiver, referral).await;
        let changed = IdentificationForm {
            name: "Personne-Test Autrement".into(),
            age: "41".into(),
            region: "CM002".into(),
            ..person()
        };
        correct(&country, changed).await;
        assert_eq!(minimum(&country, &receiver, referral).await, before);
        country.step(link, accept()).await.unwrap();
        let package = released(&country, &receiver, referral).await;
        assert_eq!(package.minimum, before);
        assert!(tells(&package, NAME) && !tells(&package, "Autrement"));
        // Nor what is changed after the acceptance.
        let again = IdentificationForm {
            name: "Personne-Test Encore".into(),
            ..person()
        };
        correct(&country, again).await;
        assert_eq!(released(&country, &receiver, referral).await, package);
    }
}

#[tokio::test]
async fn sec_20_withdrawing_consent_closes_access_at_once_tells_the_holder_and_erases_nothing() {
    for country in Country::on_each_engine().await {
        let trust = &country.test.trust;
        trust.listen(recall::listener(country.definitions.clone()));
        let (referral, link) = country.sent(Priority::Urgent).await;
        let receiver = country.receiver().await;
        country.step(link, accept()).await.unwrap();
        assert!(tells(&released(&country, &receiver, referral).await, NAME));
        let withdraw = WithdrawConsent {
            desk: country.desk(),
            case: country.case,
            scope: WithdrawalScope::All,
        };
        trust.perform(&country.manager, None, withdraw).await.unwrap();

        let view = country.look(&receiver, referral).await.unwrap();
        assert_eq!(view.package, PackageView::Nothing);
        assert_eq!(view.row.referral.kind(), StateKind::Withdrawn);
        let partner = PartnerPage {
            definitions: country.definitions.clone(),
            link,
        };
        let nobody = Actor::installation(relais_trust::Door::Link);
        assert!(trust.look(&nobody, &partner).await.unwrap().minimum.is_none());
        // The holder has to confirm that it stopped and deleted: it is on their list.
        let lists = Worklist { size: 60, only: None };
        let lists = trust.look(&receiver, &lists).await.unwrap();
        assert!(
            lists
                .to_answer
                .lines
                .iter()
                .any(|line| line.public_ref == referral),
            "{lists:?}"
        );

        let page = CasePage {
            definitions: country.definitions.clone(),
            case: country.case,
        };
        let page = trust.look(&country.manager, &page).await.unwrap();
        assert_eq!(page.consents.len(), 1);
        assert!(matches!(
            page.consents[0].consent.state(),
            ConsentState::Withdrawn { .. }
        ));
        let rows = trust.database().reader();
        let select =
            "SELECT COUNT(*) AS n FROM journal_entry WHERE act IN ('ConsentGiven', 'ConsentWithdrawn')";
        let told = Statement::from_string(rows.get_database_backend(), select);
        let told: i64 = rows
            .query_one_raw(told)
            .await
            .unwrap()
            .unwrap()
            .try_get("", "n")
            .unwrap();
        assert_eq!(told, 2, "given and withdrawn");
    }
}

#[tokio::test]
async fn sec_12_the_links_and_codes_of_a_closed_organisation_open_nothing() {
    for country in Country::on_each_engine().await {
        let trust = &country.test.trust;
        let (referral, link) = country.sent(Priority::Urgent).await;
        let rows = trust.database().reader();
        let receiver = organisation_by_code(rows, "P03").await.unwrap().id;
        let sender = country.manager.organisation.unwrap();
        let mark = SessionMark {
            id: uuid::Uuid::nil(),
            proved_at: trust.now(),
            strong: true,
        };
        let administrator = Actor {
            session: Some(mark),
            ..country.test.person(sender, &["R18"]).await
        };
        let partner = || PartnerPage {
            definitions: country.definitions.clone(),
            link,
        };
        let nobody = Actor::installation(relais_trust::Door::Link);
        let find = || FindByCode {
            code: links::code(trust, link),
            source: b"somewhere".to_vec(),
        };
        assert!(trust.look(&nobody, &partner()).await.is_ok());
        assert!(trust.perform(&nobody, None, find()).await.unwrap().is_some());
        let open = |open| {
            Administer(OpenOrganisation {
                organisation: receiver,
                open,
                at_once: false,
            })
        };
        trust.perform(&administrator, None, open(false)).await.unwrap();

        assert_eq!(refused(trust.look(&nobody, &partner()).await), "LinkClosed");
        assert_eq!(refused(country.step(link, accept()).await), "LinkClosed");
        assert!(trust.perform(&nobody, None, find()).await.unwrap().is_none());
        assert_eq!(country.state(referral).await, StateKind::Sent);
        trust.perform(&administrator, None, open(true)).await.unwrap();
        assert!(trust.look(&nobody, &partner()).await.is_ok());
    }
}
