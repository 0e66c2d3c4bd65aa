use jiff::SignedDuration;
use relais_kernel::Lang;
use relais_platform::Failure;
use relais_trust::{
    Actor, Door, RoleCode,
    accounts::{ChangeRoles, EndAccess, EndSession, InviteUser, Undertaking},
    testing::TestTrust,
};

const PASSWORD: &str = "girafe tambour lagune ciment";
const LOGIN: &str = "personne.test@demo.relais.invalid";

async fn account(test: &TestTrust) -> relais_trust::accounts::Invited {
    let organisation = test.organisation("P01").await;
    let invite = InviteUser {
        organisation,
        mechanism: test.mechanism,
        name: "Personne-Test".into(),
        login: LOGIN.into(),
        roles: vec![RoleCode::from("R04")],
        lang: Lang::Fr,
    };
    let invited = test
        .trust
        .perform(&Actor::installation(Door::Console), None, invite)
        .await
        .unwrap();
    let path = test.trust.invitation_path(&invited);
    let token = path.rsplit('/').next().unwrap();
    test.trust
        .accept_invitation(token, None, PASSWORD.into(), Undertaking::Given)
        .await
        .unwrap();
    assert!(matches!(
        test.trust
            .accept_invitation(token, None, PASSWORD.into(), Undertaking::Given)
            .await,
        Err(Failure::Missing)
    ));
    invited
}

#[tokio::test]
async fn sec_54_unknown_and_wrong_answer_alike_and_the_wait_ends_by_itself() {
    for test in TestTrust::on_each_engine(&[]).await {
        account(&test).await;
        for login in [LOGIN, "inconnue@demo.relais.invalid"] {
            for _ in 0..4 {
                let wrong = test
                    .trust
                    .sign_in(login, "mauvais mot de passe".into(), "Test")
                    .await;
                assert!(matches!(wrong, Err(Failure::Missing)), "{wrong:?}");
            }
            let waiting = test.trust.sign_in(login, PASSWORD.into(), "Test").await;
            assert!(
                matches!(waiting, Err(Failure::Throttled { seconds: 1..=4 })),
                "{waiting:?}"
            );
        }
        test.clock.advance(SignedDuration::from_secs(4));
        assert!(test.trust.sign_in(LOGIN, PASSWORD.into(), "Test").await.is_ok());
    }
}

#[tokio::test]
async fn sec_11_a_right_taken_away_is_gone_with_the_next_request_and_ended_access_ends_sessions() {
    for test in TestTrust::on_each_engine(&[]).await {
        let user = account(&test).await.user;
        let token = test
            .trust
            .sign_in(LOGIN, PASSWORD.into(), "Test")
            .await
            .unwrap()
            .token;
        assert!(
            test.trust
                .session(&token)
                .await
                .unwrap()
                .unwrap()
                .actor
                .has("R04")
        );
        let console = Actor::installation(Door::Console);
        let roles = ChangeRoles {
            user,
            roles: vec![RoleCode::from("R13")],
        };
        test.trust.perform(&console, None, roles).await.unwrap();
        assert!(
            !test
                .trust
                .session(&token)
                .await
                .unwrap()
                .unwrap()
                .actor
                .has("R04")
        );
        test.trust
            .perform(&console, None, EndAccess { user })
            .await
            .unwrap();
        assert!(test.trust.session(&token).await.unwrap().is_none());
        assert!(test.trust.sign_in(LOGIN, PASSWORD.into(), "Test").await.is_err());
    }
}

#[tokio::test]
async fn sec_6_nobody_changes_their_own_roles() {
    for test in TestTrust::on_each_engine(&[]).await {
        let user = account(&test).await.user;
        let own = test.actor(user).await;
        let wish = ChangeRoles {
            user,
            roles: vec![RoleCode::from("R18")],
        };
        assert!(matches!(
            test.trust.perform(&own, None, wish).await,
            Err(Failure::Refused(_))
        ));
    }
}

#[tokio::test]
async fn sec_55_sessions_are_listed_ended_and_end_by_themselves() {
    for test in TestTrust::on_each_engine(&[]).await {
        account(&test).await;
        let phone = test
            .trust
            .sign_in(LOGIN, PASSWORD.into(), "Téléphone")
            .await
            .unwrap()
            .token;
        let office = test
            .trust
            .sign_in(LOGIN, PASSWORD.into(), "Bureau")
            .await
            .unwrap()
            .token;
        assert_ne!(phone, office);
        let actor = test.trust.session(&office).await.unwrap().unwrap().actor;
        assert_eq!(test.trust.sessions(&actor).await.unwrap().len(), 2);
        test.trust
            .perform(&actor, None, EndSession::AllOthers)
            .await
            .unwrap();
        assert!(test.trust.session(&phone).await.unwrap().is_none());
        test.clock.advance(SignedDuration::from_mins(31));
        assert!(test.trust.session(&office).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn sec_51_a_second_factor_code_works_once() {
    for test in TestTrust::on_each_engine(&[]).await {
        account(&test).await;
        let token = test
            .trust
            .sign_in(LOGIN, PASSWORD.into(), "Test")
            .await
            .unwrap()
            .token;
        let actor = test.trust.session(&token).await.unwrap().unwrap().actor;
        let enrolment = test.trust.begin_second_factor(&actor).await.unwrap();
        let totp = totp_rs::Totp::from_url(&enrolment.url).unwrap();
        let code = totp
            .generate(test.trust.now().as_second().unsigned_abs())
            .to_string();
        assert!(test.trust.give_second_factor(&actor, "000000").await.is_err());
        test.trust.give_second_factor(&actor, &code).await.unwrap();
        assert!(matches!(
            test.trust.give_second_factor(&actor, &code).await,
            Err(Failure::Refused(_))
        ));
        assert!(
            test.trust
                .session(&token)
                .await
                .unwrap()
                .unwrap()
                .actor
                .session
                .unwrap()
                .strong
        );
        // The secret lies sealed in the database.
        for file in std::fs::read_dir(&test.folder).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!String::from_utf8_lossy(&bytes).contains(&enrolment.typed));
        }
    }
}
