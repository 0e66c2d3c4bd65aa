use jiff::SignedDuration;
use relais_kernel::{Id, Lang, Organisation, User};
use relais_platform::Failure;
use relais_trust::{
    Actor, Deed, Door, Protected, Query, RoleCode, SessionMark, Sight,
    accounts::{
        AccountFace, Administer, GiveBackRights, InviteUser, MakeProgramToken, Presence, SayBack, SetOut,
        Travel, Undertaking, WithholdRights,
    },
    testing::TestTrust,
};

const PASSWORD: &str = "girafe tambour lagune ciment";

/// A demonstration, where nobody needs a second factor: a case manager, her supervisor and colleague, and others.
struct House {
    test: TestTrust,
    organisation: Id<Organisation>,
    office: Id<Organisation>,
}

async fn houses() -> Vec<House> {
    let mut all = Vec::new();
    for test in TestTrust::on_each_engine(&[]).await {
        let (organisation, office) = (test.organisation("P01").await, test.organisation("P00").await);
        all.push(House {
            test,
            organisation,
            office,
        });
    }
    all
}

fn login(name: &str) -> String {
    format!("{name}@demo.relais.invalid")
}

impl House {
    async fn somebody(&self, organisation: Id<Organisation>, name: &str, roles: &[&str]) -> Id<User> {
        let invite = InviteUser {
            organisation,
            mechanism: self.test.mechanism,
            name: "Personne-Test".into(),
            login: login(name),
            roles: roles.iter().map(|role| RoleCode::from(*role)).collect(),
            lang: Lang::Fr,
        };
        let console = Actor::installation(Door::Console);
        let invited = self.test.trust.perform(&console, None, invite).await.unwrap();
        let path = self.test.trust.invitation_path(&invited);
        let token = path.rsplit('/').next().unwrap();
        let accepted = self
            .test
            .trust
            .accept_invitation(token, None, PASSWORD.into(), Undertaking::Given);
        accepted.await.unwrap();
        invited.user
    }

    /// Signs in with a password; the session's token and who came.
    async fn come(&self, name: &str) -> (String, Presence) {
        let trust = &self.test.trust;
        let signed = trust
            .sign_in(&login(name), PASSWORD.into(), "Test")
            .await
            .unwrap();
        let presence = trust.session(&signed.token).await.unwrap().unwrap();
        (signed.token, presence)
    }

    async fn there(&self, token: &str) -> Option<Presence> {
        self.test.trust.session(token).await.unwrap()
    }

    async fn perform<C: relais_trust::Command>(
        &self,
        actor: &Actor,
        command: C,
    ) -> Result<C::Outcome, Failure> {
        self.test.trust.perform(actor, None, command).await
    }

    fn reads_a_case_in_which_she_is_named(&self, actor: &Actor) -> bool {
        let case = Protected::case(
            Id::from_uuid(uuid::Uuid::from_u128(7)),
            self.organisation,
            [self.organisation],
            actor.user,
        );
        let may = |deed| {
            let roles = [RoleCode::from("R04")];
            self.test.trust.guard().permit(actor, deed, &roles, &case).is_ok()
        };
        let told = [Deed::ReadCase, Deed::ReadAnnex].map(may);
        assert_eq!(told[0], told[1], "annexes and the rest open and close together");
        told[0]
    }
}

struct Travellers;

impl Query for Travellers {
    type View = Vec<AccountFace>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        sight.travellers().await
    }
}

struct Colleagues;

impl Query for Colleagues {
    type View = Vec<AccountFace>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        sight.colleagues().await
    }
}

/// As right after proving who they are, or long after.
fn proved(presence: &Presence, at: relais_kernel::Timestamp) -> Actor {
    let mark = presence.actor.session.unwrap();
    Actor {
        session: Some(SessionMark {
            proved_at: at,
            ..mark
        }),
        ..presence.actor.clone()
    }
}

fn code(refused: Result<(), Failure>) -> String {
    match refused {
        Err(Failure::Refused(refusals)) => refusals.0[0].code.clone(),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn travel_mode_takes_every_right_and_a_supervisor_gives_them_back() {
    for house in houses().await {
        let traveller = house.somebody(house.organisation, "voyage", &["R04"]).await;
        house.somebody(house.organisation, "chef", &["R05"]).await;
        let (phone, _) = house.come("voyage").await;
        let (laptop, presence) = house.come("voyage").await;
        let token = MakeProgramToken {
            name: "Tableur".into(),
            days: 30,
            roles: [RoleCode::from("R04")].into(),
            writes: false,
        };
        let trust = &house.test.trust;
        let token = trust
            .make_program_token(&presence.actor, None, token)
            .await
            .unwrap();
        assert!(house.reads_a_case_in_which_she_is_named(&presence.actor));

        house.perform(&presence.actor, SetOut).await.unwrap();
        house.perform(&presence.actor, SetOut).await.unwrap();
        assert!(
            house.there(&phone).await.is_none(),
            "other devices are signed out"
        );
        assert!(trust.program(&token.secret).await.unwrap().is_none());
        let away = house.there(&laptop).await.unwrap();
        assert!(away.travelling && away.actor.roles.is_empty());
        assert!(!house.reads_a_case_in_which_she_is_named(&away.actor));
        // Whoever makes her sign in anew finds the same.
        let (_, forced) = house.come("voyage").await;
        assert!(forced.travelling && !house.reads_a_case_in_which_she_is_named(&forced.actor));

        let (_, chef) = house.come("chef").await;
        let now = trust.now();
        let give = Administer(GiveBackRights { user: traveller });
        house.perform(&forced.actor, SayBack).await.unwrap();
        let waiting = trust.look(&chef.actor, &Travellers).await.unwrap();
        let told = Travel {
            since: now,
            by: traveller,
            back: Some(now),
        };
        assert_eq!(waiting[0].travel, Some(told));
        assert!(matches!(
            house.perform(&forced.actor, give.clone()).await,
            Err(Failure::Missing)
        ));
        let stale = proved(&chef, now.checked_sub(SignedDuration::from_mins(11)).unwrap());
        assert!(matches!(
            house.perform(&stale, give.clone()).await,
            Err(Failure::ProveAgain)
        ));
        house.perform(&chef.actor, give.clone()).await.unwrap();
        assert!(house.there(&laptop).await.is_none(), "she signs in again");
        let (_, home) = house.come("voyage").await;
        assert!(!home.travelling && house.reads_a_case_in_which_she_is_named(&home.actor));
        assert_eq!(code(house.perform(&chef.actor, give).await), "TravelNotUnderWay");
        assert_eq!(
            code(house.perform(&home.actor, SayBack).await),
            "TravelNotUnderWay"
        );
    }
}

#[tokio::test]
async fn nobody_sets_out_whose_rights_nobody_could_give_back() {
    for house in houses().await {
        house.somebody(house.office, "seul", &["R18"]).await;
        let (_, alone) = house.come("seul").await;
        assert_eq!(code(house.perform(&alone.actor, SetOut).await), "TravelNobody");
        // A supervisor of her own organisation reaches daily work, not administration.
        house.somebody(house.office, "chef", &["R05"]).await;
        assert_eq!(code(house.perform(&alone.actor, SetOut).await), "TravelNobody");
        house.somebody(house.organisation, "second", &["R18"]).await;
        house.perform(&alone.actor, SetOut).await.unwrap();
        // And the second may not leave either, as long as the first is away.
        let (_, second) = house.come("second").await;
        assert_eq!(code(house.perform(&second.actor, SetOut).await), "TravelNobody");
    }
}

#[tokio::test]
async fn while_travelling_the_doors_of_the_account_stay_as_they_are() {
    for house in houses().await {
        house.somebody(house.organisation, "voyage", &["R04"]).await;
        house.somebody(house.office, "admin", &["R18"]).await;
        let (token, presence) = house.come("voyage").await;
        house.perform(&presence.actor, SetOut).await.unwrap();
        let actor = house.there(&token).await.unwrap().actor;
        let trust = &house.test.trust;
        let password = trust.change_password(
            &actor,
            None,
            PASSWORD.into(),
            "tortue violon marmite neige".into(),
        );
        assert_eq!(code(password.await), "TravelDoorsStay");
        let wish = MakeProgramToken {
            name: "Tableur".into(),
            days: 30,
            roles: [RoleCode::from("R04")].into(),
            writes: false,
        };
        let made = trust.make_program_token(&actor, None, wish).await.map(|_| ());
        assert_eq!(code(made), "TravelDoorsStay");
        house.come("voyage").await;
    }
}

#[tokio::test]
async fn a_colleague_ends_the_sessions_of_somebody_whose_telephone_is_gone() {
    for house in houses().await {
        let lost = house.somebody(house.organisation, "perdu", &["R04"]).await;
        let chef = house.somebody(house.organisation, "chef", &["R05"]).await;
        house.somebody(house.organisation, "collegue", &["R07"]).await;
        house.somebody(house.office, "ailleurs", &["R04"]).await;
        house.somebody(house.office, "admin", &["R18"]).await;
        let (phone, own) = house.come("perdu").await;
        let (_, colleague) = house.come("collegue").await;
        let (_, elsewhere) = house.come("ailleurs").await;
        let seen = house
            .test
            .trust
            .look(&colleague.actor, &Colleagues)
            .await
            .unwrap();
        let seen: Vec<_> = seen.into_iter().map(|face| face.id).collect();
        assert!(seen.contains(&lost) && seen.contains(&chef) && seen.len() == 2);

        // Who interprets sees missions and nobody (DP-40).
        house.somebody(house.organisation, "interprete", &["R24"]).await;
        let (_, interpreter) = house.come("interprete").await;
        assert!(
            house
                .test
                .trust
                .look(&interpreter.actor, &Colleagues)
                .await
                .is_err()
        );
        let withhold = WithholdRights { user: lost };
        assert_eq!(
            code(house.perform(&interpreter.actor, withhold).await),
            "Err(Missing)"
        );
        for (who, told) in [(&elsewhere, "Err(Missing)"), (&own, "TravelOwn")] {
            assert_eq!(code(house.perform(&who.actor, withhold).await), told);
        }
        let above = WithholdRights { user: chef };
        assert_eq!(code(house.perform(&colleague.actor, above).await), "TravelAbove");
        house.perform(&colleague.actor, withhold).await.unwrap();
        house.perform(&colleague.actor, withhold).await.unwrap();
        assert!(house.there(&phone).await.is_none());
        let (_, again) = house.come("perdu").await;
        assert!(again.travelling && again.actor.roles.is_empty());
        // Whose own rights rest protects nobody: the telephone may be in other hands.
        let other = WithholdRights {
            user: colleague.actor.user.unwrap(),
        };
        assert!(matches!(
            house.perform(&again.actor, other).await,
            Err(Failure::Missing)
        ));
        let give = Administer(GiveBackRights { user: lost });
        assert!(matches!(
            house.perform(&colleague.actor, give.clone()).await,
            Err(Failure::Missing)
        ));
        let (_, admin) = house.come("admin").await;
        house.perform(&admin.actor, above).await.unwrap();
        house.perform(&admin.actor, give).await.unwrap();
    }
}

#[tokio::test]
async fn whoever_has_not_given_the_second_factor_opens_no_annex_that_names_them() {
    for house in houses().await {
        let user = house.somebody(house.organisation, "nomme", &["R04"]).await;
        let named = house.test.actor(user).await;
        assert!(house.reads_a_case_in_which_she_is_named(&named));
        let half = Actor {
            roles: [].into(),
            ..named
        };
        assert!(!house.reads_a_case_in_which_she_is_named(&half));
    }
}
