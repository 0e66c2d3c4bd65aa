use std::collections::BTreeSet;

use relais_trust::{
    Actor, RoleCode,
    accounts::{AppointmentState, Asked, ConfirmAppointment, RefuseAppointment},
    testing::TestTrust,
};

use super::{Given, code_of, confirm, held, invite, living, own, proved, told};

#[tokio::test]
async fn sec_6_one_administrator_alone_makes_nobody_a_case_manager() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (ministry, house) = (test.organisation("P00").await, test.organisation("P01").await);
        let admin = living(&test, ministry, &["R18"]).await;
        let another = living(&test, ministry, &["R18"]).await;
        let colleague = living(&test, house, &["R04"]).await;
        let stranger = living(&test, test.organisation("P02").await, &["R04"]).await;
        let invented = invite(&test, &admin, house, &["R04"]).await;
        assert!(held(&test, invented).await.is_empty());
        let face = own(&test, invented).await;
        assert_eq!(face.appointment.state, AppointmentState::Waiting);
        assert_eq!(face.witnesses.len(), 1);
        let itself = proved(&test, test.actor(invented).await);
        assert_eq!(
            code_of(confirm(&test, &admin, invented).await),
            "AppointmentGiver"
        );
        assert_eq!(code_of(confirm(&test, &itself, invented).await), "AppointmentOwn");
        // While colleagues are there, they are asked, and nobody else.
        for nobody in [&another, &stranger] {
            assert_eq!(code_of(confirm(&test, nobody, invented).await), "Missing");
        }
        let wrong = ConfirmAppointment {
            appointment: face.appointment.public_ref,
            code: "0000-0000".into(),
        };
        assert_eq!(
            code_of(test.trust.perform(&colleague, None, wrong).await),
            "AppointmentCode"
        );
        let late = Actor {
            session: None,
            ..colleague.clone()
        };
        assert_eq!(code_of(confirm(&test, &late, invented).await), "ProveAgain");
        assert!(held(&test, invented).await.is_empty());
        let waiting = test.trust.look(&colleague, &Given(Asked::Waiting)).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].code, None, "the code is the colleague's to tell");
        assert_eq!(code_of(confirm(&test, &colleague, invented).await), "done");
        assert_eq!(
            held(&test, invented).await,
            BTreeSet::from([RoleCode::from("R04")])
        );
        assert_eq!(told(&test, "AppointmentConfirmed").await, 1);
        assert!(
            test.trust
                .look(&colleague, &Given(Asked::Waiting))
                .await
                .unwrap()
                .is_empty()
        );
    }
}

#[tokio::test]
async fn sec_6_a_supervisor_alone_makes_nobody_a_case_manager_either() {
    for test in TestTrust::on_each_engine(&[]).await {
        let house = test.organisation("P01").await;
        let supervisor = living(&test, house, &["R05"]).await;
        let colleague = living(&test, house, &["R06"]).await;
        let person = invite(&test, &supervisor, house, &["R04"]).await;
        assert!(held(&test, person).await.is_empty());
        let refuse = RefuseAppointment {
            appointment: own(&test, person).await.appointment.public_ref,
        };
        let late = Actor {
            session: None,
            ..colleague.clone()
        };
        test.trust.perform(&late, None, refuse).await.unwrap();
        assert!(held(&test, person).await.is_empty());
        let again = test.trust.perform(&colleague, None, refuse).await;
        assert_eq!(code_of(again), "AppointmentOver");
        assert_eq!(told(&test, "AppointmentRefused").await, 1);
    }
}

#[tokio::test]
async fn sec_6_where_no_colleague_is_the_coordination_or_another_administrator_confirms() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (ministry, house) = (test.organisation("P00").await, test.organisation("P01").await);
        let admin = living(&test, ministry, &["R18"]).await;
        let coordinator = living(&test, ministry, &["R10"]).await;
        let officer = living(&test, ministry, &["R15"]).await;
        let first = invite(&test, &admin, house, &["R05"]).await;
        assert!(held(&test, first).await.is_empty());
        assert_eq!(code_of(confirm(&test, &officer, first).await), "Missing");
        assert_eq!(code_of(confirm(&test, &coordinator, first).await), "done");
        assert_eq!(held(&test, first).await.len(), 1);
        // From then on the organisation answers for its own people.
        let second = invite(&test, &admin, house, &["R04"]).await;
        assert_eq!(code_of(confirm(&test, &coordinator, second).await), "Missing");
        let first = proved(&test, test.actor(first).await);
        assert_eq!(code_of(confirm(&test, &first, second).await), "done");
        let seen = test.trust.look(&officer, &Given(Asked::All)).await.unwrap();
        assert_eq!(seen.len(), 2, "the protection officer sees them all");
    }
}

#[tokio::test]
async fn sec_6_an_invented_administrator_confirms_nobody() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (ministry, house) = (test.organisation("P00").await, test.organisation("P01").await);
        let admin = living(&test, ministry, &["R18"]).await;
        living(&test, ministry, &["R10"]).await;
        let accomplice = invite(&test, &admin, ministry, &["R18"]).await;
        let invented = invite(&test, &admin, house, &["R04"]).await;
        let accomplice = proved(&test, test.actor(accomplice).await);
        assert!(accomplice.roles.is_empty());
        assert_eq!(code_of(confirm(&test, &accomplice, invented).await), "Missing");
        // Nor does somebody whose account was opened after the roles were given.
        let later = living(&test, house, &["R04"]).await;
        assert_eq!(code_of(confirm(&test, &later, invented).await), "Missing");
        assert!(held(&test, invented).await.is_empty());
    }
}

#[tokio::test]
async fn sec_6_the_first_people_stand_at_once_and_everybody_who_comes_later_sees_it() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (ministry, house) = (test.organisation("P00").await, test.organisation("P01").await);
        let admin = living(&test, ministry, &["R18"]).await;
        let first = invite(&test, &admin, house, &["R04"]).await;
        assert_eq!(held(&test, first).await.len(), 1);
        assert_eq!(told(&test, "AppointmentStoodAtOnce").await, 1);
        let later = living(&test, house, &["R05"]).await;
        let waiting = test.trust.look(&later, &Given(Asked::Waiting)).await.unwrap();
        assert_eq!(waiting.len(), 1, "who comes later is asked");
        assert_eq!(code_of(confirm(&test, &later, first).await), "done");
        let seen = test.trust.look(&later, &Given(Asked::All)).await.unwrap();
        let AppointmentState::AtOnce {
            checked: Some(checked),
        } = seen[0].appointment.state
        else {
            panic!(
                "it stays seen that it stood at once: {:?}",
                seen[0].appointment.state
            );
        };
        assert_eq!(Some(checked.by), later.user);
    }
}

#[tokio::test]
async fn sec_6_who_comes_later_takes_the_roles_from_an_invented_first_colleague() {
    for test in TestTrust::on_each_engine(&[]).await {
        let (ministry, house) = (test.organisation("P00").await, test.organisation("P01").await);
        let admin = living(&test, ministry, &["R18"]).await;
        let invented = invite(&test, &admin, house, &["R04"]).await;
        let later = living(&test, house, &["R05"]).await;
        let appointment = own(&test, invented).await.appointment.public_ref;
        let refuse = RefuseAppointment { appointment };
        test.trust.perform(&later, None, refuse).await.unwrap();
        assert!(held(&test, invented).await.is_empty());
    }
}
