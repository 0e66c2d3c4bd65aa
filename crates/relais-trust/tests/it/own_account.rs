use jiff::SignedDuration;
use relais_kernel::{Id, Lang, Localised, User};
use relais_platform::Failure;
use relais_trust::{
    Actor, Door, RoleCode,
    accounts::{
        ChangeLanguage, ChangeRoles, EndProgramToken, FirstAdministrator, Installation, InviteUser,
        MakeProgramToken, Undertaking,
    },
    testing::TestTrust,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait};

const PASSWORD: &str = "girafe tambour lagune ciment";
const OTHER: &str = "palmier orage cahier velours";
const LOGIN: &str = "personne.test@demo.relais.invalid";

async fn account(test: &TestTrust, roles: &[&str]) -> Id<User> {
    let organisation = test.organisation("P01").await;
    let invite = InviteUser {
        organisation,
        mechanism: test.mechanism,
        name: "Personne-Test".into(),
        login: LOGIN.into(),
        roles: roles.iter().map(|role| RoleCode::from(*role)).collect(),
        lang: Lang::Fr,
    };
    let console = Actor::installation(Door::Console);
    let invited = test.trust.perform(&console, None, invite).await.unwrap();
    let path = test.trust.invitation_path(&invited);
    let token = path.rsplit('/').next().unwrap();
    test.trust
        .accept_invitation(token, None, PASSWORD.into(), Undertaking::Given)
        .await
        .unwrap();
    invited.user
}

async fn signed_in(test: &TestTrust, password: &str) -> (String, Actor) {
    let token = test
        .trust
        .sign_in(LOGIN, password.into(), "Test")
        .await
        .unwrap()
        .token;
    let actor = test.trust.session(&token).await.unwrap().unwrap().actor;
    (token, actor)
}

fn wish(roles: &[&str], writes: bool) -> MakeProgramToken {
    MakeProgramToken {
        name: "Tableau de bord".into(),
        days: 30,
        roles: roles.iter().map(|role| RoleCode::from(*role)).collect(),
        writes,
    }
}

struct Sql(&'static str, String);

impl relais_platform::UnitOfWork for Sql {
    type Output = ();
    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        let sql = self.0.replace("{}", &self.1);
        rows.execute_unprepared(&sql).await?;
        Ok(())
    }
}

#[tokio::test]
async fn sec_55_a_new_password_ends_every_other_session() {
    for test in TestTrust::on_each_engine(&[]).await {
        account(&test, &["R04"]).await;
        let (phone, _) = signed_in(&test, PASSWORD).await;
        let (office, actor) = signed_in(&test, PASSWORD).await;
        let change = |current: &str, new: &str| {
            test.trust
                .change_password(&actor, None, current.to_owned(), new.to_owned())
        };
        let Err(Failure::Refused(wrong)) = change("pas celui-ci", OTHER).await else {
            panic!("a wrong password changes nothing")
        };
        assert_eq!(wrong.at("current").count(), 1);
        let Err(Failure::Refused(weak)) = change(PASSWORD, "personne.test").await else {
            panic!("words of the account make no password")
        };
        assert_eq!(weak.at("password").count(), 1);
        assert!(test.trust.session(&phone).await.unwrap().is_some());
        change(PASSWORD, OTHER).await.unwrap();
        assert!(test.trust.session(&phone).await.unwrap().is_none());
        assert!(test.trust.session(&office).await.unwrap().is_some());
        assert!(test.trust.sign_in(LOGIN, PASSWORD.into(), "Test").await.is_err());
        assert!(test.trust.sign_in(LOGIN, OTHER.into(), "Test").await.is_ok());
    }
}

#[tokio::test]
async fn sec_52_a_weaker_hash_is_made_anew_at_the_next_sign_in() {
    use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher};
    for test in TestTrust::on_each_engine(&[]).await {
        account(&test, &["R04"]).await;
        let weak = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(1024, 1, 1, None).unwrap(),
        );
        let weak = weak.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
        let keep = Sql("UPDATE account SET password = '{}'", weak);
        test.trust.database().write(keep).await.unwrap();
        signed_in(&test, PASSWORD).await;
        let held = relais_trust::accounts::entity::account::Entity::find()
            .one(test.trust.database().reader())
            .await
            .unwrap()
            .unwrap()
            .password
            .unwrap();
        assert!(held.contains("m=19456,t=2,p=1"), "{held}");
        signed_in(&test, PASSWORD).await;
    }
}

#[tokio::test]
async fn sec_59_a_token_carries_part_of_the_roles_and_only_while_they_are_held() {
    for test in TestTrust::on_each_engine(&[]).await {
        let user = account(&test, &["R04", "R14"]).await;
        let (_, actor) = signed_in(&test, PASSWORD).await;
        let make = |roles: &[&str], writes| test.trust.make_program_token(&actor, None, wish(roles, writes));
        let Err(Failure::Refused(_)) = make(&["R14", "R18"], true).await else {
            panic!("a role that is not held")
        };
        let token = make(&["R14"], false).await.unwrap();
        let presence = test.trust.program(&token.secret).await.unwrap().unwrap();
        assert!(presence.actor.has("R14") && !presence.actor.has("R04") && presence.reads_only);
        assert_eq!(presence.actor.door, Door::Token);
        let roles = ChangeRoles {
            user,
            roles: vec![RoleCode::from("R04")],
        };
        let console = Actor::installation(Door::Console);
        test.trust.perform(&console, None, roles).await.unwrap();
        let presence = test.trust.program(&token.secret).await.unwrap().unwrap();
        assert!(presence.actor.roles.is_empty());
        test.clock.advance(SignedDuration::from_hours(24 * 30));
        assert!(test.trust.program(&token.secret).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn sec_59_a_token_is_stored_hashed_shown_again_to_the_same_form_alone_and_can_be_ended() {
    for test in TestTrust::on_each_engine(&[]).await {
        account(&test, &["R04"]).await;
        let (_, actor) = signed_in(&test, PASSWORD).await;
        let form = relais_trust::Once("form-1".into());
        let make = |once| test.trust.make_program_token(&actor, once, wish(&["R04"], true));
        let first = make(Some(form.clone())).await.unwrap();
        assert_eq!(make(Some(form)).await.unwrap(), first);
        assert_ne!(make(None).await.unwrap().secret, first.secret);
        let faces = test.trust.program_tokens(&actor).await.unwrap();
        assert_eq!(faces.len(), 2);
        for file in std::fs::read_dir(&test.folder).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!String::from_utf8_lossy(&bytes).contains(&first.secret));
        }
        for face in faces {
            test.trust
                .perform(&actor, None, EndProgramToken { id: face.id })
                .await
                .unwrap();
        }
        assert!(test.trust.program(&first.secret).await.unwrap().is_none());
        let stranger = test.person(actor.organisation.unwrap(), &["R18"]).await;
        let theirs = EndProgramToken {
            id: uuid::Uuid::nil(),
        };
        assert!(matches!(
            test.trust.perform(&stranger, None, theirs).await,
            Err(Failure::Missing)
        ));
    }
}

#[tokio::test]
async fn sec_57_tokens_and_second_factors_need_a_fresh_proof() {
    for test in TestTrust::on_each_engine(&[]).await {
        account(&test, &["R04"]).await;
        let (session, actor) = signed_in(&test, PASSWORD).await;
        test.clock.advance(SignedDuration::from_mins(11));
        let token = test
            .trust
            .make_program_token(&actor, None, wish(&["R04"], true))
            .await;
        assert!(matches!(token, Err(Failure::ProveAgain)));
        assert!(matches!(
            test.trust.begin_second_factor(&actor).await,
            Err(Failure::ProveAgain)
        ));
        assert!(matches!(
            test.trust.prove_again(&actor, "autre chose".into()).await,
            Err(Failure::Refused(_))
        ));
        test.trust.prove_again(&actor, PASSWORD.into()).await.unwrap();
        let actor = test.trust.session(&session).await.unwrap().unwrap().actor;
        let token = test
            .trust
            .make_program_token(&actor, None, wish(&["R04"], true))
            .await
            .unwrap();
        // A program proves again who stands behind it in the same way.
        test.clock.advance(SignedDuration::from_mins(11));
        let program = test.trust.program(&token.secret).await.unwrap().unwrap().actor;
        assert!(!program.proved_recently(test.trust.now()));
        test.trust.prove_again(&program, PASSWORD.into()).await.unwrap();
        let program = test.trust.program(&token.secret).await.unwrap().unwrap().actor;
        assert!(program.proved_recently(test.trust.now()));
    }
}

#[tokio::test]
async fn sec_51_without_the_second_factor_no_role_counts_in_a_real_installation() {
    for test in TestTrust::empty_on_each_engine(&[]).await {
        account(&test, &["R04"]).await;
        let (session, actor) = signed_in(&test, PASSWORD).await;
        let presence = test.trust.session(&session).await.unwrap().unwrap();
        assert!(presence.awaits_second_factor && actor.roles.is_empty());
        let enrolment = test.trust.begin_second_factor(&actor).await.unwrap();
        assert_eq!(
            test.trust.pending_second_factor(&actor).await.unwrap().unwrap(),
            enrolment
        );
        let totp = totp_rs::Totp::from_url(&enrolment.url).unwrap();
        let code = |test: &TestTrust| {
            totp.generate(test.trust.now().as_second().unsigned_abs())
                .to_string()
        };
        test.trust.give_second_factor(&actor, &code(&test)).await.unwrap();
        let presence = test.trust.session(&session).await.unwrap().unwrap();
        assert!(!presence.awaits_second_factor && presence.actor.has("R04"));
        assert!(test.trust.pending_second_factor(&actor).await.unwrap().is_none());
        // Another telephone: by a code of the old one.
        test.clock.advance(SignedDuration::from_secs(60));
        assert!(test.trust.drop_second_factor(&actor, "000000").await.is_err());
        test.trust.drop_second_factor(&actor, &code(&test)).await.unwrap();
        assert!(!test.trust.has_second_factor(&actor).await.unwrap());
    }
}

#[tokio::test]
async fn sec_58_an_empty_installation_is_set_up_once_by_the_code_of_its_console() {
    for test in TestTrust::empty_on_each_engine(&[]).await {
        let first = FirstAdministrator {
            mechanism: test.mechanism,
            organisation_code: "P00".into(),
            organisation_name: Localised::new("Structure-test pilote", "Test lead organisation"),
            organisation_kind: "ministry".into(),
            name: "Personne-Test".into(),
            login: LOGIN.into(),
            lang: Lang::Fr,
            undertaking: Undertaking::Given,
        };
        let code = test.trust.set_up_code();
        let form = relais_trust::Once("set-up-form".into());
        let set_up = |code: &str, first: &FirstAdministrator, password: &str, once| {
            let (code, first, password) = (code.to_owned(), first.clone(), password.to_owned());
            let trust = test.trust.clone();
            async move { trust.set_up(once, &code, first, password).await }
        };
        let Err(Failure::Refused(wrong)) = set_up("AAAA-AAAA", &first, PASSWORD, None).await else {
            panic!("a wrong code sets nothing up")
        };
        assert_eq!(wrong.at("code").count(), 1);
        let bad = FirstAdministrator {
            login: "sans adresse".into(),
            organisation_code: "?".into(),
            undertaking: Undertaking::NotGiven,
            ..first.clone()
        };
        let Err(Failure::Refused(all)) = set_up(&code, &bad, "court", None).await else {
            panic!("a wrong form sets nothing up")
        };
        for field in ["organisation_code", "login", "password", "undertaken"] {
            assert_eq!(all.at(field).count(), 1, "{field}");
        }
        let rows = test.trust.database().reader();
        assert!(!Installation::read(rows).await.unwrap().unwrap().ready);
        let done = set_up(&code, &first, PASSWORD, Some(form.clone())).await.unwrap();
        assert_eq!(set_up(&code, &first, PASSWORD, Some(form)).await.unwrap(), done);
        assert!(matches!(
            set_up(&code, &first, PASSWORD, None).await,
            Err(Failure::Missing)
        ));
        assert!(test.trust.sign_in(LOGIN, PASSWORD.into(), "Test").await.is_ok());
    }
}

#[tokio::test]
async fn wrong_set_up_codes_make_one_wait() {
    for test in TestTrust::empty_on_each_engine(&[]).await {
        let first = FirstAdministrator {
            mechanism: test.mechanism,
            organisation_code: "P00".into(),
            organisation_name: Localised::new("Structure-test", "Test organisation"),
            organisation_kind: "ministry".into(),
            name: "Personne-Test".into(),
            login: LOGIN.into(),
            lang: Lang::Fr,
            undertaking: Undertaking::Given,
        };
        for _ in 0..4 {
            let answered = test
                .trust
                .set_up(None, "AAAA-AAAA", first.clone(), PASSWORD.into())
                .await;
            assert!(matches!(answered, Err(Failure::Refused(_))));
        }
        let code = test.trust.set_up_code();
        let answered = test.trust.set_up(None, &code, first, PASSWORD.into()).await;
        assert!(matches!(answered, Err(Failure::Throttled { .. })));
    }
}

#[tokio::test]
async fn the_language_of_an_account_is_its_persons_choice() {
    for test in TestTrust::on_each_engine(&[]).await {
        account(&test, &["R04"]).await;
        let (session, actor) = signed_in(&test, PASSWORD).await;
        let english = ChangeLanguage { lang: Lang::En };
        test.trust.perform(&actor, None, english).await.unwrap();
        let lang = test.trust.session(&session).await.unwrap().unwrap().actor.lang;
        assert_eq!(lang, Lang::En);
    }
}
