use jiff::SignedDuration;
use relais_kernel::{Id, Lang, Localised, Organisation, User};
use relais_platform::Failure;
use relais_trust::{
    Actor, RoleCode, SessionMark,
    accounts::{
        AddOrganisation, Administer, ChangeOrganisation, ChangeRoles, ConfirmRecovery, EndAccess,
        InviteAgain, InviteUser, OpenOrganisation, Undertaking, account_by_ref, accounts_of,
        organisation_by_code,
    },
    testing::TestTrust,
};

const PASSWORD: &str = "girafe tambour lagune ciment";

/// As right after signing in.
fn proved(test: &TestTrust, actor: Actor) -> Actor {
    let mark = SessionMark {
        id: uuid::Uuid::nil(),
        proved_at: test.trust.now(),
        strong: true,
    };
    Actor {
        session: Some(mark),
        ..actor
    }
}

async fn somebody(test: &TestTrust, code: &str, roles: &[&str]) -> Actor {
    let organisation = match organisation_by_code(test.trust.database().reader(), code).await {
        Ok(face) => face.id,
        Err(_) => test.organisation(code).await,
    };
    proved(test, test.person(organisation, roles).await)
}

fn invitation(test: &TestTrust, organisation: Id<Organisation>, login: &str, roles: &[&str]) -> InviteUser {
    InviteUser {
        organisation,
        mechanism: test.mechanism,
        name: "Personne-Test 7".into(),
        login: login.into(),
        roles: roles.iter().map(|role| RoleCode::from(*role)).collect(),
        lang: Lang::Fr,
    }
}

async fn active(test: &TestTrust, user: Id<User>) -> bool {
    let all = accounts_of(test.trust.database().reader(), None).await.unwrap();
    all.iter().find(|face| face.id == user).unwrap().active
}

#[tokio::test]
async fn only_administrators_and_supervisors_of_the_house_invite() {
    for test in TestTrust::on_each_engine(&[]).await {
        let admin = somebody(&test, "P00", &["R18"]).await;
        let supervisor = somebody(&test, "P01", &["R05"]).await;
        let other = somebody(&test, "P02", &["R04", "R10", "R15"]).await;
        let house = supervisor.organisation.unwrap();
        let elsewhere = other.organisation.unwrap();
        let tries = [
            (&admin, house, ["R18"], true),
            (&admin, elsewhere, ["R04"], true),
            (&supervisor, house, ["R04"], true),
            (&supervisor, elsewhere, ["R04"], false),
            (&other, elsewhere, ["R04"], false),
        ];
        for (n, (who, into, roles, expected)) in tries.into_iter().enumerate() {
            let wish = invitation(&test, into, &format!("personne-{n}@demo.relais.invalid"), &roles);
            let answered = test.trust.perform(who, None, Administer(wish)).await;
            assert_eq!(answered.is_ok(), expected, "{n}");
            if !expected {
                assert!(matches!(answered, Err(Failure::Missing)), "{n}");
            }
        }
    }
}

#[tokio::test]
async fn sec_6_a_supervisor_gives_no_role_above_daily_work_and_touches_nobody_who_holds_one() {
    for test in TestTrust::on_each_engine(&[]).await {
        let supervisor = somebody(&test, "P01", &["R05"]).await;
        let officer = somebody(&test, "P01", &["R15"]).await;
        let colleague = somebody(&test, "P01", &["R04"]).await;
        let house = supervisor.organisation.unwrap();
        for role in ["R05", "R10", "R13", "R14", "R15", "R18"] {
            let wish = invitation(&test, house, "personne-9@demo.relais.invalid", &["R04", role]);
            let answered = test.trust.perform(&supervisor, None, Administer(wish)).await;
            assert!(matches!(answered, Err(Failure::Refused(_))), "{role}");
        }
        let user = officer.user.unwrap();
        let end = test
            .trust
            .perform(&supervisor, None, Administer(EndAccess { user }))
            .await;
        assert!(matches!(end, Err(Failure::Refused(_))) && active(&test, user).await);
        let again = test
            .trust
            .perform(&supervisor, None, Administer(InviteAgain { user }))
            .await;
        assert!(matches!(again, Err(Failure::Refused(_))));
        let user = colleague.user.unwrap();
        test.trust
            .perform(&supervisor, None, Administer(EndAccess { user }))
            .await
            .unwrap();
        assert!(!active(&test, user).await);
    }
}

#[tokio::test]
async fn sec_57_giving_rights_needs_a_fresh_proof_and_taking_them_away_does_not() {
    for test in TestTrust::on_each_engine(&[]).await {
        let admin = somebody(&test, "P00", &["R18"]).await;
        let colleague = somebody(&test, "P01", &["R04"]).await;
        let (user, house) = (colleague.user.unwrap(), colleague.organisation.unwrap());
        test.clock.advance(SignedDuration::from_secs(10 * 60 + 1));
        let roles = ChangeRoles {
            user,
            roles: vec![RoleCode::from("R13")],
        };
        let invite = invitation(&test, house, "personne-8@demo.relais.invalid", &["R04"]);
        let again = |answered: Result<(), Failure>| assert!(matches!(answered, Err(Failure::ProveAgain)));
        again(test.trust.perform(&admin, None, Administer(roles)).await);
        again(
            test.trust
                .perform(&admin, None, Administer(invite))
                .await
                .map(|_| ()),
        );
        again(
            test.trust
                .perform(&admin, None, Administer(ConfirmRecovery { user }))
                .await
                .map(|_| ()),
        );
        test.trust
            .perform(&admin, None, Administer(EndAccess { user }))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_new_link_makes_the_old_one_worthless_and_brings_a_person_back() {
    for test in TestTrust::on_each_engine(&[]).await {
        let admin = somebody(&test, "P00", &["R18"]).await;
        let house = admin.organisation.unwrap();
        let login = "personne-6@demo.relais.invalid";
        let wish = Administer(invitation(&test, house, login, &["R04"]));
        let first = test.trust.perform(&admin, None, wish).await.unwrap();
        let user = first.user;
        let second = test
            .trust
            .perform(&admin, None, Administer(InviteAgain { user }))
            .await
            .unwrap();
        let token = |path: String| path.rsplit('/').next().unwrap().to_owned();
        let (old, new) = (
            token(test.trust.invitation_path(&first)),
            token(test.trust.invitation_path(&second)),
        );
        assert!(matches!(test.trust.invitation(&old).await, Err(Failure::Missing)));
        test.trust
            .accept_invitation(&new, None, PASSWORD.into(), Undertaking::Given)
            .await
            .unwrap();
        test.trust
            .perform(&admin, None, Administer(EndAccess { user }))
            .await
            .unwrap();
        assert!(test.trust.sign_in(login, PASSWORD.into(), "Test").await.is_err());
        let back = test
            .trust
            .perform(&admin, None, Administer(InviteAgain { user }))
            .await
            .unwrap();
        assert!(
            test.trust.sign_in(login, PASSWORD.into(), "Test").await.is_err(),
            "the old password opens nothing"
        );
        let link = token(test.trust.invitation_path(&back));
        test.trust
            .accept_invitation(&link, None, PASSWORD.into(), Undertaking::Given)
            .await
            .unwrap();
        assert!(test.trust.sign_in(login, PASSWORD.into(), "Test").await.is_ok());
    }
}

#[tokio::test]
async fn dp_38_nobody_comes_in_who_has_not_signed_and_who_signed_is_not_asked_again() {
    for test in TestTrust::on_each_engine(&[]).await {
        let admin = somebody(&test, "P00", &["R18"]).await;
        let house = admin.organisation.unwrap();
        let login = "personne-9@demo.relais.invalid";
        let wish = Administer(invitation(&test, house, login, &["R04"]));
        let invited = test.trust.perform(&admin, None, wish).await.unwrap();
        let token = |path: String| path.rsplit('/').next().unwrap().to_owned();
        let link = token(test.trust.invitation_path(&invited));
        let come = async |link: &str, password: &str, undertaking| {
            let password = password.to_owned();
            test.trust
                .accept_invitation(link, None, password, undertaking)
                .await
        };
        let Err(Failure::Refused(all)) = come(&link, "court", Undertaking::NotGiven).await else {
            panic!("nothing was signed")
        };
        assert_eq!(
            ["password", "undertaken"].map(|field| all.at(field).count()),
            [1, 1]
        );
        assert!(come(&link, PASSWORD, Undertaking::NotGiven).await.is_err());
        assert!(test.trust.sign_in(login, PASSWORD.into(), "Test").await.is_err());
        assert!(!test.trust.invitation(&link).await.unwrap().undertaken);
        come(&link, PASSWORD, Undertaking::Given).await.unwrap();
        let of = async || {
            let rows = test.trust.database().reader();
            let all = accounts_of(rows, Some(house)).await.unwrap();
            all.into_iter()
                .find(|face| face.login == login)
                .unwrap()
                .undertaken
        };
        let signed = of().await;
        assert!(signed.is_some());
        // A new password later asks for no second signature, and keeps the day of the first.
        let again = Administer(InviteAgain { user: invited.user });
        let again = test.trust.perform(&admin, None, again).await.unwrap();
        let link = token(test.trust.invitation_path(&again));
        assert!(test.trust.invitation(&link).await.unwrap().undertaken);
        come(&link, PASSWORD, Undertaking::NotGiven).await.unwrap();
        assert_eq!(of().await, signed);
    }
}

#[tokio::test]
async fn sec_12_closing_an_organisation_ends_what_its_people_hold() {
    for test in TestTrust::on_each_engine(&[]).await {
        let admin = somebody(&test, "P00", &["R18"]).await;
        let organisation = test.organisation("P03").await;
        let login = "personne-5@demo.relais.invalid";
        let wish = Administer(invitation(&test, organisation, login, &["R04"]));
        let invited = test.trust.perform(&admin, None, wish).await.unwrap();
        let path = test.trust.invitation_path(&invited);
        let link = path.rsplit('/').next().unwrap();
        test.trust
            .accept_invitation(link, None, PASSWORD.into(), Undertaking::Given)
            .await
            .unwrap();
        let session = test.trust.sign_in(login, PASSWORD.into(), "Test").await.unwrap();
        let open = |open| {
            Administer(OpenOrganisation {
                organisation,
                open,
                at_once: false,
            })
        };
        test.trust.perform(&admin, None, open(false)).await.unwrap();
        assert!(test.trust.session(&session.token).await.unwrap().is_none());
        assert!(test.trust.sign_in(login, PASSWORD.into(), "Test").await.is_err());
        test.trust.perform(&admin, None, open(true)).await.unwrap();
        assert!(
            test.trust.session(&session.token).await.unwrap().is_none(),
            "what ended stays ended"
        );
        assert!(test.trust.sign_in(login, PASSWORD.into(), "Test").await.is_ok());
        let own = OpenOrganisation {
            organisation: admin.organisation.unwrap(),
            open: false,
            at_once: true,
        };
        assert!(test.trust.perform(&admin, None, Administer(own)).await.is_err());
    }
}

#[tokio::test]
async fn an_organisation_is_added_under_a_free_code_and_changed_from_the_version_seen() {
    for test in TestTrust::on_each_engine(&[]).await {
        let admin = somebody(&test, "P00", &["R18"]).await;
        let add = |code: &str, fr: &str| {
            Administer(AddOrganisation {
                code: code.into(),
                name: Localised::new(fr, "Test organisation"),
                kind: "national_ngo".into(),
                firewall: false,
            })
        };
        let id = test
            .trust
            .perform(&admin, None, add("P31", "Structure-test"))
            .await
            .unwrap();
        for (code, name, field) in [
            ("P31", "Autre", "code"),
            ("p 32", "Autre", "code"),
            ("P32", " ", "name_fr"),
        ] {
            let Err(Failure::Refused(refusals)) = test.trust.perform(&admin, None, add(code, name)).await
            else {
                panic!("{code} {name}")
            };
            assert_eq!(refusals.at(field).count(), 1, "{code} {name}");
        }
        let change = |version| {
            Administer(ChangeOrganisation {
                organisation: id,
                name: Localised::new("Nouveau nom", "New name"),
                kind: "un".into(),
                firewall: false,
                version,
            })
        };
        test.trust.perform(&admin, None, change(1)).await.unwrap();
        assert!(matches!(
            test.trust.perform(&admin, None, change(1)).await,
            Err(Failure::Stale { current: 2 })
        ));
        let face = organisation_by_code(test.trust.database().reader(), "P31")
            .await
            .unwrap();
        assert_eq!((face.name.fr.as_str(), face.kind.as_str()), ("Nouveau nom", "un"));
        let missing = relais_kernel::PublicRef::from_uuid(uuid::Uuid::nil());
        assert!(matches!(
            account_by_ref(test.trust.database().reader(), missing).await,
            Err(Failure::Missing)
        ));
    }
}
