use jiff::SignedDuration;
use relais_kernel::{Id, Lang, Organisation, User};
use relais_platform::Failure;
use relais_trust::{
    Actor, Door, Once, RoleCode, SessionMark,
    accounts::{
        Administer, AskRecovery, ConfirmRecovery, Confirmed, InviteAgain, InviteUser, NewPasskey, Recovery,
        RefuseRecovery, RelyingParty, Undertaking, UseRecovery,
    },
    testing::TestTrust,
};
use sea_orm::{ConnectionTrait, Statement};

use crate::soft_key::SoftKey;

const PASSWORD: &str = "girafe tambour lagune ciment";
const LOGIN: &str = "personne.test@demo.relais.invalid";

/// A real installation with somebody whose passkey is lost, and those around her.
struct House {
    test: TestTrust,
    party: RelyingParty,
    organisation: Id<Organisation>,
    user: Id<User>,
    supervisor: Actor,
    administrator: Actor,
    second_administrator: Actor,
}

async fn houses() -> Vec<House> {
    let mut all = Vec::new();
    for test in TestTrust::empty_on_each_engine(&[]).await {
        let organisation = test.organisation("P01").await;
        let office = test.organisation("P00").await;
        let user = invited(&test, organisation).await;
        let (supervisor, administrator, second_administrator) = (
            test.person(organisation, &["R05"]).await,
            test.person(office, &["R18"]).await,
            test.person(office, &["R18"]).await,
        );
        let house = House {
            party: RelyingParty::at("https://mnr.example", "Relais").unwrap(),
            organisation,
            user,
            supervisor,
            administrator,
            second_administrator,
            test,
        };
        let (_, actor) = house.at_the_door().await;
        house.add(&actor, &mut SoftKey::new(1)).await.unwrap();
        house.test.clock.advance(SignedDuration::from_hours(1));
        all.push(house);
    }
    all
}

async fn invited(test: &TestTrust, organisation: Id<Organisation>) -> Id<User> {
    let invite = InviteUser {
        organisation,
        mechanism: test.mechanism,
        name: "Personne-Test".into(),
        login: LOGIN.into(),
        roles: vec![RoleCode::from("R04")],
        lang: Lang::Fr,
    };
    let console = Actor::installation(Door::Console);
    let invited = test.trust.perform(&console, None, invite).await.unwrap();
    let path = test.trust.invitation_path(&invited);
    let token = path.rsplit('/').next().unwrap();
    let accepted = test
        .trust
        .accept_invitation(token, None, PASSWORD.into(), Undertaking::Given);
    accepted.await.unwrap();
    invited.user
}

impl House {
    async fn at_the_door(&self) -> (String, Actor) {
        let signed = self
            .test
            .trust
            .sign_in(LOGIN, PASSWORD.into(), "Test")
            .await
            .unwrap();
        let presence = self.test.trust.session(&signed.token).await.unwrap().unwrap();
        (signed.token, presence.actor)
    }

    async fn add(&self, actor: &Actor, key: &mut SoftKey) -> Result<(), Failure> {
        let options = self.test.trust.begin_passkey(&self.party, actor).await?;
        let new = NewPasskey {
            name: "Téléphone".into(),
            credential: key.make(&options),
        };
        self.test.trust.add_passkey(&self.party, actor, None, &new).await
    }

    /// As right after proving who they are.
    fn fresh(&self, actor: &Actor) -> Actor {
        let mark = SessionMark {
            id: uuid::Uuid::nil(),
            proved_at: self.test.trust.now(),
            strong: true,
        };
        Actor {
            session: Some(mark),
            ..actor.clone()
        }
    }

    async fn ask(&self) -> Actor {
        let (_, actor) = self.at_the_door().await;
        self.test.trust.perform(&actor, None, AskRecovery).await.unwrap();
        actor
    }

    async fn confirm(&self, by: &Actor) -> Result<Confirmed, Failure> {
        let command = Administer(ConfirmRecovery { user: self.user });
        self.test.trust.perform(&self.fresh(by), None, command).await
    }

    async fn granted(&self) -> Id<Recovery> {
        self.confirm(&self.supervisor).await.unwrap();
        match self.confirm(&self.administrator).await.unwrap() {
            Confirmed::Granted(recovery) => recovery,
            Confirmed::First => panic!("two have confirmed"),
        }
    }

    async fn has_factor(&self, actor: &Actor) -> bool {
        self.test.trust.has_second_factor(actor).await.unwrap()
    }

    async fn acts(&self, act: &str) -> i64 {
        let rows = self.test.trust.database().reader();
        let sql = format!("SELECT COUNT(*) AS n FROM journal_entry WHERE act = '{act}'");
        let ask = Statement::from_string(rows.get_database_backend(), sql);
        rows.query_one_raw(ask)
            .await
            .unwrap()
            .unwrap()
            .try_get("", "n")
            .unwrap()
    }
}

fn refused<T: std::fmt::Debug>(answered: Result<T, Failure>, code: &str) {
    let Err(Failure::Refused(refusals)) = answered else {
        panic!("{answered:?} instead of {code}")
    };
    assert_eq!(refusals.0[0].code, code);
}

#[tokio::test]
async fn sec_51_two_people_confirm_and_the_person_sets_up_a_new_second_factor() {
    for house in houses().await {
        let trust = &house.test.trust;
        let (old, _) = house.at_the_door().await;
        house.ask().await;
        let first = house.confirm(&house.supervisor).await.unwrap();
        assert_eq!(first, Confirmed::First);
        assert!(
            trust.session(&old).await.unwrap().is_some(),
            "one alone ends nothing"
        );
        let Confirmed::Granted(recovery) = house.confirm(&house.administrator).await.unwrap() else {
            panic!("two have confirmed")
        };
        assert!(
            trust.session(&old).await.unwrap().is_none(),
            "every session has ended"
        );

        let path = trust.recovery_path(recovery);
        let token = path.rsplit('/').next().unwrap();
        let (session, actor) = house.at_the_door().await;
        assert!(
            house.add(&actor, &mut SoftKey::new(2)).await.is_err(),
            "not before the link"
        );
        let held = trust.recovery(&actor, token).await.unwrap();
        trust
            .perform(&actor, None, UseRecovery { id: held.id })
            .await
            .unwrap();
        assert!(!house.has_factor(&actor).await);
        let (_, elsewhere) = house.at_the_door().await;
        let thief = house.add(&elsewhere, &mut SoftKey::new(3)).await;
        assert!(
            matches!(thief, Err(Failure::Missing)),
            "another session with the password alone"
        );
        assert!(!trust.may_enrol(&elsewhere).await.unwrap() && trust.may_enrol(&actor).await.unwrap());
        house.add(&actor, &mut SoftKey::new(2)).await.unwrap();
        let presence = trust.session(&session).await.unwrap().unwrap();
        assert!(presence.actor.has("R04"));
        assert!(
            matches!(trust.recovery(&actor, token).await, Err(Failure::Missing)),
            "once"
        );
        let acts = [
            "RecoveryAsked",
            "RecoveryConfirmed",
            "RecoveryGranted",
            "RecoveryUsed",
        ];
        for act in acts {
            assert_eq!(house.acts(act).await, 1, "{act}");
        }
        let told = trust.own_recovery(&actor).await.unwrap().unwrap();
        assert_eq!(told.state.code(), "used");
    }
}

#[tokio::test]
async fn sec_51_nobody_recovers_alone_twice_or_for_themselves_and_each_proves_again() {
    for house in houses().await {
        let trust = &house.test.trust;
        let person = house.ask().await;
        house.confirm(&house.supervisor).await.unwrap();
        refused(house.confirm(&house.supervisor).await, "RecoverySame");
        // Without a role that administers, and from another organisation.
        assert!(matches!(house.confirm(&person).await, Err(Failure::Missing)));
        let elsewhere = house.test.organisation("P02").await;
        let stranger = house.test.person(elsewhere, &["R05"]).await;
        assert!(matches!(house.confirm(&stranger).await, Err(Failure::Missing)));
        let colleague = house.test.person(house.organisation, &["R04"]).await;
        assert!(matches!(house.confirm(&colleague).await, Err(Failure::Missing)));
        // An account opened meanwhile is nobody's second person.
        let puppet = house.test.person(house.organisation, &["R05"]).await;
        refused(house.confirm(&puppet).await, "RecoveryNewAccount");
        let old = house.fresh(&house.administrator);
        house.test.clock.advance(SignedDuration::from_mins(11));
        let command = Administer(ConfirmRecovery { user: house.user });
        assert!(matches!(
            trust.perform(&old, None, command).await,
            Err(Failure::ProveAgain)
        ));
        assert!(house.has_factor(&person).await);
    }
}

#[tokio::test]
async fn sec_51_an_administrator_does_not_confirm_their_own_recovery() {
    for house in houses().await {
        let own = house.administrator.user.unwrap();
        let command = Administer(ConfirmRecovery { user: own });
        let answered = house
            .test
            .trust
            .perform(&house.fresh(&house.administrator), None, command)
            .await;
        assert!(matches!(answered, Err(Failure::Missing)), "nothing was asked for");
        // She who is asked for holds the role herself.
        let console = Actor::installation(Door::Console);
        let roles = relais_trust::accounts::ChangeRoles {
            user: house.user,
            roles: vec![RoleCode::from("R18")],
        };
        house.test.trust.perform(&console, None, roles).await.unwrap();
        let person = house.ask().await;
        let holder = Actor {
            roles: [RoleCode::from("R18")].into(),
            ..person
        };
        refused(house.confirm(&holder).await, "RecoveryOwn");
        // And a supervisor is not enough for her any more.
        refused(house.confirm(&house.supervisor).await, "AdministratorOnly");
    }
}

#[tokio::test]
async fn sec_51_whoever_gave_a_new_password_link_is_not_one_of_the_two() {
    for house in houses().await {
        let again = Administer(InviteAgain { user: house.user });
        let giver = house.fresh(&house.administrator);
        let trust = &house.test.trust;
        trust.perform(&giver, None, again).await.unwrap();
        house.ask().await;
        refused(house.confirm(&house.administrator).await, "RecoveryPasswordGiver");
        house.confirm(&house.second_administrator).await.unwrap();
        assert!(matches!(
            house.confirm(&house.supervisor).await,
            Ok(Confirmed::Granted(_))
        ));
    }
}

#[tokio::test]
async fn sec_51_the_link_serves_its_person_alone_with_the_password_and_for_a_day() {
    for house in houses().await {
        let trust = &house.test.trust;
        house.ask().await;
        let path = trust.recovery_path(house.granted().await);
        let token = path.rsplit('/').next().unwrap();
        let finder = house.fresh(&house.second_administrator);
        assert!(matches!(
            trust.recovery(&finder, token).await,
            Err(Failure::Missing)
        ));
        let (_, actor) = house.at_the_door().await;
        let id = trust.recovery(&actor, token).await.unwrap().id;
        assert!(matches!(
            trust.perform(&finder, None, UseRecovery { id }).await,
            Err(Failure::Missing)
        ));
        house.test.clock.advance(SignedDuration::from_hours(24));
        let (_, actor) = house.at_the_door().await;
        assert!(matches!(
            trust.recovery(&actor, token).await,
            Err(Failure::Missing)
        ));
        assert!(matches!(
            trust.perform(&actor, None, UseRecovery { id }).await,
            Err(Failure::Missing)
        ));
        assert!(house.has_factor(&actor).await);
    }
}

#[tokio::test]
async fn sec_51_one_who_doubts_stops_it_and_so_does_the_person_who_found_the_key() {
    for house in houses().await {
        let trust = &house.test.trust;
        house.ask().await;
        let path = trust.recovery_path(house.granted().await);
        let token = path.rsplit('/').next().unwrap();
        let stop = Administer(RefuseRecovery { user: house.user });
        trust.perform(&house.supervisor, None, stop).await.unwrap();
        let (_, actor) = house.at_the_door().await;
        assert!(matches!(
            trust.recovery(&actor, token).await,
            Err(Failure::Missing)
        ));

        house.test.clock.advance(SignedDuration::from_mins(1));
        house.ask().await;
        let (_, actor) = house.at_the_door().await;
        let asked = trust.ask_for_passkey(&house.party, &actor).await.unwrap();
        let mut key = SoftKey {
            counter: 5,
            ..SoftKey::new(1)
        };
        let answer = key.answer(&asked);
        trust.give_passkey(&house.party, &actor, &answer).await.unwrap();
        refused(house.confirm(&house.supervisor).await, "RecoveryOver");
        assert_eq!(house.acts("RecoveryWithdrawn").await, 1);
    }
}

#[tokio::test]
async fn sec_77_a_confirmation_sent_twice_counts_once_and_shows_the_link_again() {
    for house in houses().await {
        let trust = &house.test.trust;
        house.ask().await;
        house.confirm(&house.supervisor).await.unwrap();
        let by = house.fresh(&house.administrator);
        let confirm = || {
            let command = Administer(ConfirmRecovery { user: house.user });
            trust.perform(&by, Some(Once("form-2".into())), command)
        };
        let first = confirm().await.unwrap();
        assert_eq!(confirm().await.unwrap(), first);
        assert_eq!(house.acts("RecoveryGranted").await, 1);
        // Asking twice is one request as well.
        let (_, actor) = house.at_the_door().await;
        trust.perform(&actor, None, AskRecovery).await.unwrap();
        assert_eq!(house.acts("RecoveryAsked").await, 1);
    }
}

#[tokio::test]
async fn sec_51_whoever_lost_the_session_of_the_link_asks_again_instead_of_setting_up_by_the_password() {
    for house in houses().await {
        let trust = &house.test.trust;
        house.ask().await;
        let id = house.granted().await;
        let (_, actor) = house.at_the_door().await;
        trust.perform(&actor, None, UseRecovery { id }).await.unwrap();
        house.test.clock.advance(SignedDuration::from_mins(1));
        let (_, later) = house.at_the_door().await;
        assert!(matches!(
            trust.begin_second_factor(&later).await,
            Err(Failure::Missing)
        ));
        trust.perform(&later, None, AskRecovery).await.unwrap();
        assert_eq!(house.acts("RecoveryAsked").await, 2);
        house.granted().await;
    }
}
