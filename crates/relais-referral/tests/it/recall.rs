use relais_casework::{
    actions::{NarrowConsent, WithdrawConsent, WithdrawalScope},
    consent::NarrowingForm,
    store::{case_by_ref, consent_rows},
};
use relais_kernel::Priority;
use relais_referral::{
    actions::{clockwork::expire_consents, leaving, recall},
    referral::{Command, DeclineReason, StateKind},
};

use relais_trust::{
    Actor, SessionMark,
    accounts::{Administer, OpenOrganisation},
};

use crate::country::Country;

fn hearing(country: &Country) {
    country
        .test
        .trust
        .listen(recall::listener(country.definitions.clone()));
}

#[tokio::test]
async fn dp_07_withdrawing_consent_recalls_what_rests_on_it_at_once() {
    for country in Country::on_each_engine().await {
        hearing(&country);
        let (open, link) = country.sent(Priority::Urgent).await;
        let withdraw = WithdrawConsent {
            desk: country.desk(),
            case: country.case,
            scope: WithdrawalScope::All,
        };
        country
            .test
            .trust
            .perform(&country.manager, None, withdraw)
            .await
            .unwrap();
        assert_eq!(country.state(open).await, StateKind::Withdrawn);
        // The partner confirms through the same link that it stopped and deleted.
        country.step(link, Command::ConfirmRecall).await.unwrap();
        assert!(
            country
                .row(open)
                .await
                .referral
                .milestones
                .recall_confirmed_at
                .is_some()
        );
    }
}

#[tokio::test]
async fn dp_42_what_is_under_way_at_an_organisation_that_leaves_is_recalled() {
    for country in Country::on_each_engine().await {
        let trust = &country.test.trust;
        trust.listen(leaving::listener(country.definitions.clone()));
        let (open, _) = country.sent(Priority::Urgent).await;
        let receiver = country.row(open).await.referral.to_org;
        let elsewhere = country.test.organisation("P91").await;
        let administrator = Actor {
            session: Some(SessionMark {
                id: uuid::Uuid::nil(),
                proved_at: trust.now(),
                strong: true,
            }),
            ..country.test.person(elsewhere, &["R18"]).await
        };
        let close = Administer(OpenOrganisation {
            organisation: receiver,
            open: false,
            at_once: false,
        });
        trust.perform(&administrator, None, close).await.unwrap();
        let row = country.row(open).await;
        assert_eq!(row.referral.kind(), StateKind::Withdrawn);
        assert!(
            row.referral.milestones.recall_confirmed_at.is_none(),
            "it owes a word"
        );
    }
}

#[tokio::test]
async fn dp_08_narrowing_recalls_only_what_the_rest_no_longer_covers() {
    for country in Country::on_each_engine().await {
        hearing(&country);
        let (open, _) = country.sent(Priority::Urgent).await;
        let rows = country.test.trust.database().reader();
        let case = case_by_ref(rows, country.case).await.unwrap().case.id;
        let given = consent_rows(rows, case).await.unwrap();
        let last = given[0].consent.expires().yesterday().unwrap().to_string();
        let narrow = async |form: NarrowingForm| {
            let command = NarrowConsent {
                desk: country.desk(),
                case: country.case,
                consent: given[0].public_ref,
                form,
            };
            country
                .test
                .trust
                .perform(&country.manager, None, command)
                .await
                .unwrap();
        };
        let sooner = NarrowingForm {
            expires: last,
            ..NarrowingForm::default()
        };
        narrow(sooner).await;
        assert_ne!(country.state(open).await, StateKind::Withdrawn);
        let less = NarrowingForm {
            data_categories: vec!["identity".into()],
            ..NarrowingForm::default()
        };
        narrow(less).await;
        assert_eq!(country.state(open).await, StateKind::Withdrawn);
    }
}

#[tokio::test]
async fn dp_07_withdrawing_leaves_what_has_already_ended() {
    for country in Country::on_each_engine().await {
        hearing(&country);
        let (referral, link) = country.sent(Priority::Urgent).await;
        let decline = Command::Decline {
            reason: DeclineReason::NoCapacity,
            note: None,
        };
        country.step(link, decline).await.unwrap();
        let withdraw = WithdrawConsent {
            desk: country.desk(),
            case: country.case,
            scope: WithdrawalScope::Purpose("referral".into()),
        };
        country
            .test
            .trust
            .perform(&country.manager, None, withdraw)
            .await
            .unwrap();
        assert_eq!(country.state(referral).await, StateKind::Declined);
    }
}

#[tokio::test]
async fn dp_07_a_consent_that_runs_out_recalls_what_rests_on_it() {
    for country in Country::on_each_engine().await {
        hearing(&country);
        let (referral, link) = country.sent(Priority::Urgent).await;
        let accept = relais_referral::answer::Intent::Accept {
            day: None,
            hour: None,
        };
        country
            .answer(link, relais_referral::actions::Wish::Sms(accept))
            .await
            .unwrap();
        let ended = async || {
            let round = expire_consents(&country.test.trust, &country.definitions, 100)
                .await
                .unwrap();
            assert!(round.failed.is_empty(), "{:?}", round.failed);
            round.done
        };
        assert_eq!(ended().await, 0);
        country.after_hours(24 * 92);
        assert_eq!(ended().await, 1);
        assert_eq!(country.state(referral).await, StateKind::Withdrawn);
        assert_eq!(ended().await, 0);
    }
}
