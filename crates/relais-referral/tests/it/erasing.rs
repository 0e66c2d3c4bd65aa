//! Erasing a case whose person was referred (security requirement 44).

use relais_casework::actions::{
    DecideRequest, DecisionForm, RecordRequest, RequestForm, WithdrawConsent, WithdrawalScope,
};
use relais_kernel::{Priority, PublicRef};
use relais_referral::{
    actions::{erasure, recall},
    referral::{Command, ContactPlan, Terms},
    store::links,
};
use relais_trust::{Actor, Failure};
use sea_orm::{ConnectionTrait, Statement};

use crate::country::{Country, NAME, refused};

async fn asked(country: &Country) -> PublicRef {
    let record = RecordRequest {
        desk: country.desk(),
        case: country.case,
        form: RequestForm {
            kind: "erasure".into(),
            asker: "person".into(),
            way: "in_person".into(),
            check: "known".into(),
            on: "2026-11-23".into(),
            wanted: String::new(),
        },
    };
    country
        .test
        .trust
        .perform(&country.manager, None, record)
        .await
        .unwrap()
}

async fn grant(country: &Country, officer: &Actor, request: PublicRef) -> Result<PublicRef, Failure> {
    let decide = DecideRequest {
        desk: country.desk(),
        request,
        expected: 1,
        form: DecisionForm {
            decision: "grant".into(),
            ..DecisionForm::default()
        },
    };
    country.test.trust.perform(officer, None, decide).await
}

async fn count(country: &Country, text: &str) -> i64 {
    let rows = country.test.trust.database().reader();
    let asked = Statement::from_string(rows.get_database_backend(), text);
    let row = rows.query_one_raw(asked).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

#[tokio::test]
async fn sec_44_an_erasure_waits_for_open_referrals_and_then_tells_who_was_given_something() {
    for country in Country::on_each_engine().await {
        let trust = &country.test.trust;
        trust.listen(recall::listener(country.definitions.clone()));
        trust.listen(erasure::listener(country.definitions.clone()));
        let secretariat = country.test.organisation("S97").await;
        let officer = country.test.person(secretariat, &["R15"]).await;
        let (referral, link) = country.sent(Priority::Urgent).await;
        let accept = Command::Accept {
            plan: ContactPlan::ContactBy {
                by: "2026-11-24T09:00:00Z".parse().unwrap(),
            },
            terms: Terms::default(),
            note: None,
        };
        country.step(link, accept).await.unwrap();
        let request = asked(&country).await;
        assert_eq!(refused(grant(&country, &officer, request).await), "OpenReferrals");
        let packages = "SELECT COUNT(*) AS n FROM package";
        assert_eq!(count(&country, packages).await, 2);

        let withdraw = WithdrawConsent {
            desk: country.desk(),
            case: country.case,
            scope: WithdrawalScope::All,
        };
        trust.perform(&country.manager, None, withdraw).await.unwrap();
        let before = country.row(referral).await.case_code;
        grant(&country, &officer, request).await.unwrap();
        assert_eq!(count(&country, packages).await, 0);
        assert_eq!(country.noted("HolderToldToErase").await, 1);
        let told = "SELECT COUNT(*) AS n FROM outbox WHERE kind = 'erased'";
        assert_eq!(count(&country, told).await, 1);
        // The referral is counted on, under a code that nobody knows.
        let after = country.row(referral).await;
        assert_ne!(after.case_code, before);
        let sent = "SELECT COUNT(*) AS n FROM referral WHERE sent_at IS NOT NULL";
        assert_eq!(count(&country, sent).await, 1);
        for reader in [&country.manager, &country.receiver().await] {
            match country.look(reader, referral).await {
                Ok(view) => assert!(!format!("{view:?}").contains(NAME)),
                Err(failure) => assert!(matches!(failure, Failure::Missing), "{failure}"),
            }
        }
        // The partner's link still answers without a fault, and shows nobody.
        let home = format!("/r/{}", links::token(trust, link));
        let (status, page) = crate::pages::Browser::of(&country).get(&home).await;
        assert!(status.is_success() || status.is_client_error(), "{status}");
        assert!(!page.contains("Zéphyrine") && !page.contains(&before), "{page}");
    }
}
