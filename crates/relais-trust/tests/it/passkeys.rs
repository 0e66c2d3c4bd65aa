use jiff::SignedDuration;
use relais_kernel::{Id, Lang, User};
use relais_platform::Failure;
use relais_trust::{
    Actor, Door, Once, RoleCode,
    accounts::{EndAccess, InviteUser, NewPasskey, RelyingParty, RemovePasskey, Undertaking},
    testing::TestTrust,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};

use crate::soft_key::SoftKey;

const PASSWORD: &str = "girafe tambour lagune ciment";
const LOGIN: &str = "personne.test@demo.relais.invalid";

struct House {
    test: TestTrust,
    party: RelyingParty,
    user: Id<User>,
}

/// A real installation with one person who has a password and no second factor yet.
async fn houses() -> Vec<House> {
    let mut all = Vec::new();
    for test in TestTrust::empty_on_each_engine(&[]).await {
        let organisation = test.organisation("P01").await;
        let user = invited(&test, organisation, LOGIN).await;
        let party = RelyingParty::at("https://mnr.example", "Relais").unwrap();
        all.push(House { test, party, user });
    }
    all
}

async fn invited(test: &TestTrust, organisation: Id<relais_kernel::Organisation>, login: &str) -> Id<User> {
    let invite = InviteUser {
        organisation,
        mechanism: test.mechanism,
        name: "Personne-Test".into(),
        login: login.into(),
        roles: vec![RoleCode::from("R04")],
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

impl House {
    /// With the password alone.
    async fn at_the_door(&self) -> (String, Actor) {
        let signed = self
            .test
            .trust
            .sign_in(LOGIN, PASSWORD.into(), "Test")
            .await
            .unwrap();
        let actor = self.actor(&signed.token).await;
        (signed.token, actor)
    }

    async fn actor(&self, token: &str) -> Actor {
        self.test.trust.session(token).await.unwrap().unwrap().actor
    }

    async fn add(&self, actor: &Actor, key: &mut SoftKey) -> Result<(), Failure> {
        let options = self.test.trust.begin_passkey(&self.party, actor).await?;
        let new = NewPasskey {
            name: "Téléphone".into(),
            credential: key.make(&options),
        };
        self.test.trust.add_passkey(&self.party, actor, None, &new).await
    }

    async fn give(&self, actor: &Actor, key: &mut SoftKey) -> Result<(), Failure> {
        let options = self.test.trust.ask_for_passkey(&self.party, actor).await?;
        let answer = key.answer(&options);
        self.test.trust.give_passkey(&self.party, actor, &answer).await
    }

    async fn come(&self, key: &mut SoftKey) -> Result<String, Failure> {
        let trust = &self.test.trust;
        let asked = trust.ask_who_comes(&self.party).await?;
        let answer = key.answer(&asked.options);
        let signed = trust.sign_in_with_passkey(&self.party, &asked.secret, &answer, "Test");
        signed.await.map(|signed| signed.token)
    }

    async fn acts(&self, act: &str) -> i64 {
        let rows = self.test.trust.database().reader();
        let sql = format!("SELECT COUNT(*) AS n FROM journal_entry WHERE act = '{act}'");
        let ask = Statement::from_string(rows.get_database_backend(), sql);
        let row = rows.query_one_raw(ask).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    }
}

struct Sql(String);

impl relais_platform::UnitOfWork for Sql {
    type Output = ();
    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        rows.execute_unprepared(&self.0).await?;
        Ok(())
    }
}

fn refused(answered: Result<(), Failure>, code: &str) {
    let Err(Failure::Refused(refusals)) = answered else {
        panic!("{answered:?} instead of {code}")
    };
    assert_eq!(refusals.0[0].code, code);
}

#[tokio::test]
async fn sec_51_a_passkey_is_a_second_factor_and_without_it_no_role_counts() {
    for house in houses().await {
        let mut key = SoftKey::new(1);
        let (first, actor) = house.at_the_door().await;
        assert!(actor.roles.is_empty());
        house.add(&actor, &mut key).await.unwrap();
        assert!(
            house.actor(&first).await.has("R04"),
            "a session in which one was made is strong"
        );

        let (second, actor) = house.at_the_door().await;
        assert!(actor.roles.is_empty() && house.test.trust.has_second_factor(&actor).await.unwrap());
        let mut other = SoftKey::new(2);
        refused(house.give(&actor, &mut other).await, "PasskeyUnfit");
        assert!(house.actor(&second).await.roles.is_empty());
        house.give(&actor, &mut key).await.unwrap();
        assert!(house.actor(&second).await.has("R04"));
        let faces = house.test.trust.passkeys(&actor).await.unwrap();
        assert_eq!((faces.len(), &*faces[0].name), (1, "Téléphone"));
        assert!(faces[0].used.is_some());
    }
}

#[tokio::test]
async fn sec_51_whoever_knows_the_password_alone_adds_no_second_factor_beside_a_passkey() {
    for house in houses().await {
        let mut key = SoftKey::new(1);
        let (_, owner) = house.at_the_door().await;
        // The owner began to pair a telephone and did not go on.
        house.test.trust.begin_second_factor(&owner).await.unwrap();
        house.add(&owner, &mut key).await.unwrap();

        let (_, thief) = house.at_the_door().await;
        let trust = &house.test.trust;
        assert!(matches!(
            house.add(&thief, &mut SoftKey::new(2)).await,
            Err(Failure::Missing)
        ));
        assert!(matches!(
            trust.begin_second_factor(&thief).await,
            Err(Failure::Missing)
        ));
        assert!(
            trust.pending_second_factor(&thief).await.unwrap().is_none(),
            "its key is not shown"
        );
        let id = trust.passkeys(&thief).await.unwrap()[0].id;
        let removed = trust.perform(&thief, None, RemovePasskey { id }).await;
        assert!(matches!(removed, Err(Failure::Missing)));
    }
}

#[tokio::test]
async fn sec_51_an_answer_counts_once_within_five_minutes_and_in_its_own_session() {
    for house in houses().await {
        let (trust, party) = (&house.test.trust, &house.party);
        let mut key = SoftKey::new(1);
        let (_, owner) = house.at_the_door().await;
        house.add(&owner, &mut key).await.unwrap();
        let (token, actor) = house.at_the_door().await;
        let (_, neighbour) = house.at_the_door().await;

        let options = trust.ask_for_passkey(party, &actor).await.unwrap();
        let answer = key.answer(&options);
        refused(
            trust.give_passkey(party, &neighbour, &answer).await,
            "PasskeyUnfit",
        );
        trust.give_passkey(party, &actor, &answer).await.unwrap();
        refused(trust.give_passkey(party, &actor, &answer).await, "PasskeyUnfit");

        let options = trust.ask_for_passkey(party, &actor).await.unwrap();
        let late = key.answer(&options);
        house.test.clock.advance(SignedDuration::from_secs(301));
        refused(trust.give_passkey(party, &actor, &late).await, "PasskeyUnfit");
        assert!(trust.session(&token).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn sec_51_a_copied_key_another_site_and_a_device_that_asks_for_nothing_open_nothing() {
    for house in houses().await {
        let mut key = SoftKey::new(1);
        let (_, actor) = house.at_the_door().await;
        house.add(&actor, &mut key).await.unwrap();
        let mut copy = key.clone();
        house.give(&actor, &mut key).await.unwrap();
        house.give(&actor, &mut key).await.unwrap();
        refused(house.give(&actor, &mut copy).await, "PasskeyUnfit");
        assert_eq!(house.acts("PasskeyCopied").await, 1);
        let mut elsewhere = SoftKey {
            origin: "https://mnr.example.invalid",
            ..key.clone()
        };
        refused(house.give(&actor, &mut elsewhere).await, "PasskeyUnfit");
        let mut careless = SoftKey {
            verifies: false,
            ..key.clone()
        };
        careless.counter += 10;
        refused(house.give(&actor, &mut careless).await, "PasskeyUnfit");
        assert!(house.come(&mut careless).await.is_err());
        // Three wrong answers: the next ones wait, like wrong codes do.
        refused(house.give(&actor, &mut copy).await, "PasskeyUnfit");
        key.counter += 20;
        assert!(matches!(
            house.give(&actor, &mut key).await,
            Err(Failure::Throttled { .. })
        ));
    }
}

#[tokio::test]
async fn sec_51_a_passkey_signs_in_by_itself_until_it_is_removed_or_access_ends() {
    for house in houses().await {
        let trust = &house.test.trust;
        let mut key = SoftKey::new(1);
        assert!(
            matches!(house.come(&mut key).await, Err(Failure::Missing)),
            "nobody's"
        );
        let (_, actor) = house.at_the_door().await;
        house.add(&actor, &mut key).await.unwrap();
        let token = house.come(&mut key).await.unwrap();
        let presence = trust.session(&token).await.unwrap().unwrap();
        assert!(presence.actor.has("R04") && !presence.awaits_second_factor);
        assert!(presence.actor.proved_recently(trust.now()));

        // An answer counts for the browser that asked, and once.
        let (one, other) = (
            trust.ask_who_comes(&house.party).await.unwrap(),
            trust.ask_who_comes(&house.party).await.unwrap(),
        );
        let answer = key.answer(&one.options);
        let come = |secret| trust.sign_in_with_passkey(&house.party, secret, &answer, "Test");
        assert!(matches!(come(&other.secret).await, Err(Failure::Missing)));
        come(&one.secret).await.unwrap();
        assert!(matches!(come(&one.secret).await, Err(Failure::Missing)));

        let end = EndAccess { user: house.user };
        trust
            .perform(&Actor::installation(Door::Console), None, end)
            .await
            .unwrap();
        assert!(matches!(house.come(&mut key).await, Err(Failure::Missing)));
        assert!(trust.session(&token).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn sec_57_adding_and_removing_passkeys_needs_a_fresh_proof_and_the_last_one_stays() {
    for house in houses().await {
        let trust = &house.test.trust;
        let (token, actor) = house.at_the_door().await;
        house.add(&actor, &mut SoftKey::new(1)).await.unwrap();
        let actor = house.actor(&token).await;
        let id = trust.passkeys(&actor).await.unwrap()[0].id;
        refused(
            trust.perform(&actor, None, RemovePasskey { id }).await,
            "SecondFactorLast",
        );
        house.add(&actor, &mut SoftKey::new(2)).await.unwrap();
        house.test.clock.advance(SignedDuration::from_mins(11));
        let old = house.actor(&token).await;
        assert!(matches!(
            house.add(&old, &mut SoftKey::new(3)).await,
            Err(Failure::ProveAgain)
        ));
        let remove = RemovePasskey { id };
        assert!(matches!(
            trust.perform(&old, None, remove).await,
            Err(Failure::ProveAgain)
        ));
        // The passkey itself is a proof.
        house
            .give(
                &old,
                &mut SoftKey {
                    counter: 9,
                    ..SoftKey::new(2)
                },
            )
            .await
            .unwrap();
        let fresh = house.actor(&token).await;
        trust.perform(&fresh, None, remove).await.unwrap();
        assert!(matches!(
            trust.perform(&fresh, None, remove).await,
            Err(Failure::Missing)
        ));
        assert_eq!(trust.passkeys(&fresh).await.unwrap().len(), 1);
        assert!(matches!(
            house.come(&mut SoftKey::new(1)).await,
            Err(Failure::Missing)
        ));
        assert_eq!(
            (
                house.acts("PasskeyAdded").await,
                house.acts("PasskeyRemoved").await
            ),
            (2, 1)
        );
    }
}

#[tokio::test]
async fn sec_77_the_same_form_adds_one_passkey_and_no_credential_is_kept_twice() {
    for house in houses().await {
        let (trust, party) = (&house.test.trust, &house.party);
        let (token, actor) = house.at_the_door().await;
        let mut key = SoftKey::new(1);
        let options = trust.begin_passkey(party, &actor).await.unwrap();
        let new = NewPasskey {
            name: "Téléphone".into(),
            credential: key.make(&options),
        };
        let once = || Some(Once("form-1".into()));
        trust.add_passkey(party, &actor, once(), &new).await.unwrap();
        trust.add_passkey(party, &actor, once(), &new).await.unwrap();
        let actor = house.actor(&token).await;
        refused(house.add(&actor, &mut key).await, "PasskeyUnfit");
        assert_eq!(trust.passkeys(&actor).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn sec_39_a_passkey_moved_to_another_account_in_the_database_opens_nothing() {
    for house in houses().await {
        let (_, actor) = house.at_the_door().await;
        let mut key = SoftKey::new(1);
        house.add(&actor, &mut key).await.unwrap();
        let organisation = actor.organisation.unwrap();
        invited(&house.test, organisation, "autre.test@demo.relais.invalid").await;
        let steal = "UPDATE passkey SET account_id = (SELECT id FROM account WHERE login LIKE 'autre%')";
        house
            .test
            .trust
            .database()
            .write(Sql(steal.into()))
            .await
            .unwrap();
        assert!(house.come(&mut key).await.is_err());
    }
}
