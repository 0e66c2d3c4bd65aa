use jiff::SignedDuration;
use relais_kernel::{Id, Lang, Localised, User};
use relais_platform::Failure;
use relais_trust::{
    Actor, Door, RoleCode,
    accounts::{
        Came, EndAccess, InviteUser, NewPasskey, RelyingParty, SignOn, SignOnSetting, SignedIn, Undertaking,
        UnlinkSignOn,
    },
    testing::TestTrust,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::{Value, json};

use crate::{ministry::Ministry, soft_key::SoftKey};

const PASSWORD: &str = "girafe tambour lagune ciment";
const LOGIN: &str = "personne.test@demo.relais.invalid";

struct House {
    test: TestTrust,
    ministry: Ministry,
    sign_on: SignOn,
    user: Id<User>,
    /// Signed in with the password and a passkey.
    owner: Actor,
}

async fn houses() -> Vec<House> {
    let mut all = Vec::new();
    for test in TestTrust::empty_on_each_engine(&[]).await {
        let organisation = test.organisation("P01").await;
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
        let ministry = Ministry::open().await;
        let setting = SignOnSetting {
            issuer: ministry.address.clone(),
            client: "relais".into(),
            secret: "secret".into(),
            back: "https://mnr.example/connexion/externe/retour".into(),
            name: Localised::new("Connexion du ministère", "Ministry sign-on"),
            strong: ["mfa".to_owned()].into(),
        };
        let sign_on = SignOn::new(setting).unwrap();
        let owner = strong(&test).await;
        all.push(House {
            ministry,
            sign_on,
            user: invited.user,
            owner,
            test,
        });
    }
    all
}

async fn strong(test: &TestTrust) -> Actor {
    let party = RelyingParty::at("https://mnr.example", "Relais").unwrap();
    let token = test
        .trust
        .sign_in(LOGIN, PASSWORD.into(), "Test")
        .await
        .unwrap()
        .token;
    let actor = test.trust.session(&token).await.unwrap().unwrap().actor;
    let options = test.trust.begin_passkey(&party, &actor).await.unwrap();
    let new = NewPasskey {
        name: "Téléphone".into(),
        credential: SoftKey::new(1).make(&options),
    };
    test.trust.add_passkey(&party, &actor, None, &new).await.unwrap();
    test.trust.session(&token).await.unwrap().unwrap().actor
}

impl House {
    /// All the way there and back.
    async fn round(&self, linking: Option<&Actor>, subject: &str, more: &Value) -> Result<Came, Failure> {
        let trust = &self.test.trust;
        let (way, secret) = trust.go_to_sign_on(&self.sign_on, linking, "/dossiers").await?;
        let at = trust.now().as_second();
        let (state, code) = self.ministry.visit(&way, subject, at, more);
        let back = (&*secret, &*state, code);
        trust
            .come_from_sign_on(&self.sign_on, linking, back, "Test")
            .await
    }

    async fn link(&self, subject: &str) {
        let came = self.round(Some(&self.owner), subject, &json!({})).await.unwrap();
        assert_eq!(came, Came::Linked("/dossiers".into()));
    }

    async fn come(&self, subject: &str, more: &Value) -> Result<SignedIn, Failure> {
        match self.round(None, subject, more).await? {
            Came::In(signed_in, back) => {
                assert_eq!(back, "/dossiers");
                Ok(signed_in)
            }
            Came::Linked(_) => panic!("nothing was to be linked"),
        }
    }
}

fn refused<T: std::fmt::Debug>(answered: Result<T, Failure>, code: &str) {
    let Err(Failure::Refused(refusals)) = answered else {
        panic!("{answered:?} instead of {code}")
    };
    assert_eq!(refusals.0[0].code, code);
}

#[tokio::test]
async fn a_linked_account_opens_by_the_ministrys_sign_on_and_the_second_factor_is_still_asked() {
    for house in houses().await {
        let trust = &house.test.trust;
        assert_eq!(
            house.ministry.asked(),
            0,
            "nothing is asked before somebody wants it"
        );
        refused(house.come("agent-7", &json!({})).await, "SignOnUnknown");
        house.link("agent-7").await;
        let weak = house.come("agent-7", &json!({ "amr": ["pwd"] })).await.unwrap();
        assert!(weak.asks_second_factor && weak.user == house.user);
        let presence = trust.session(&weak.token).await.unwrap().unwrap();
        assert!(presence.awaits_second_factor && presence.actor.roles.is_empty());
        for said in [json!({ "amr": ["pwd", "mfa"] }), json!({ "acr": "mfa" })] {
            let strong = house.come("agent-7", &said).await.unwrap();
            let presence = trust.session(&strong.token).await.unwrap().unwrap();
            // What the person may do is what this installation says, whatever the service says.
            assert_eq!(presence.actor.roles, [RoleCode::from("R04")].into());
        }
        refused(
            house.come("agent-8", &json!({ "amr": ["mfa"] })).await,
            "SignOnUnknown",
        );
    }
}

#[tokio::test]
async fn what_the_service_did_not_say_to_us_for_this_way_and_now_opens_nothing() {
    for house in houses().await {
        house.link("agent-7").await;
        let now = house.test.trust.now().as_second();
        let wrong = [
            json!({ "aud": ["another"] }),
            json!({ "aud": ["relais", "another"], "azp": "another" }),
            json!({ "iss": "https://elsewhere.example" }),
            json!({ "nonce": "of another way" }),
            json!({ "exp": now - 1 }),
        ];
        for claims in wrong {
            let answered = house.come("agent-7", &claims).await;
            assert!(
                matches!(answered, Err(Failure::Missing)),
                "{claims}: {answered:?}"
            );
        }
        house.come("agent-7", &json!({})).await.unwrap();
        // A key that is not known is asked for again, once it failed.
        house.ministry.change_key();
        let answered = house.come("agent-7", &json!({})).await;
        assert!(matches!(answered, Err(Failure::Missing)), "{answered:?}");
        house.come("agent-7", &json!({})).await.unwrap();
    }
}

#[tokio::test]
async fn a_way_back_counts_once_for_its_own_browser_with_its_own_state_and_in_time() {
    for house in houses().await {
        house.link("agent-7").await;
        let (trust, sign_on) = (&house.test.trust, &house.sign_on);
        let at = trust.now().as_second();
        let go = || trust.go_to_sign_on(sign_on, None, "/");
        let back = |secret: &str, state: &str, code: String| {
            let (secret, state) = (secret.to_owned(), state.to_owned());
            async move {
                trust
                    .come_from_sign_on(sign_on, None, (&secret, &state, code), "Test")
                    .await
            }
        };
        let missing = |answered: Result<Came, Failure>| assert!(matches!(answered, Err(Failure::Missing)));

        let (way, secret) = go().await.unwrap();
        let (state, code) = house.ministry.visit(&way, "agent-7", at, &json!({}));
        missing(back("another browser", &state, code.clone()).await);
        back(&secret, &state, code.clone()).await.unwrap();
        missing(back(&secret, &state, code).await);

        let (way, secret) = go().await.unwrap();
        let (_, code) = house.ministry.visit(&way, "agent-7", at, &json!({}));
        missing(back(&secret, "a state that was not given", code).await);

        // A code that another browser was given: its hash does not fit.
        let (_, secret) = go().await.unwrap();
        let (way, _) = go().await.unwrap();
        let (state, code) = house.ministry.visit(&way, "agent-7", at, &json!({}));
        missing(back(&secret, &state, code).await);

        let (way, secret) = go().await.unwrap();
        let (state, code) = house.ministry.visit(&way, "agent-7", at, &json!({}));
        house.test.clock.advance(SignedDuration::from_mins(6));
        missing(back(&secret, &state, code).await);
    }
}

#[tokio::test]
async fn sec_57_an_account_is_linked_by_its_person_after_the_second_factor_and_a_fresh_proof() {
    for house in houses().await {
        let (trust, sign_on) = (&house.test.trust, &house.sign_on);
        let token = trust.sign_in(LOGIN, PASSWORD.into(), "Test").await.unwrap().token;
        let weak = trust.session(&token).await.unwrap().unwrap().actor;
        let go = |actor| trust.go_to_sign_on(sign_on, Some(actor), "/compte");
        assert!(matches!(go(&weak).await, Err(Failure::Missing)));
        house.test.clock.advance(SignedDuration::from_mins(11));
        assert!(matches!(go(&house.owner).await, Err(Failure::ProveAgain)));
        assert!(!trust.is_linked(&house.owner).await.unwrap());
    }
}

#[tokio::test]
async fn a_link_ends_with_its_person_and_cannot_be_moved_in_the_database() {
    for house in houses().await {
        let trust = &house.test.trust;
        house.link("agent-7").await;
        assert!(trust.is_linked(&house.owner).await.unwrap());
        trust.perform(&house.owner, None, UnlinkSignOn).await.unwrap();
        refused(house.come("agent-7", &json!({})).await, "SignOnUnknown");

        house.link("agent-7").await;
        let organisation = house.owner.organisation.unwrap();
        house.test.person(organisation, &["R18"]).await;
        let steal =
            format!("UPDATE sign_on_link SET account_id = (SELECT id FROM account WHERE login <> '{LOGIN}')");
        trust.database().write(Sql(steal)).await.unwrap();
        refused(house.come("agent-7", &json!({})).await, "SignOnUnknown");
        let back =
            format!("UPDATE sign_on_link SET account_id = (SELECT id FROM account WHERE login = '{LOGIN}')");
        trust.database().write(Sql(back)).await.unwrap();
        house.come("agent-7", &json!({})).await.unwrap();
        let end = EndAccess { user: house.user };
        let console = Actor::installation(Door::Console);
        trust.perform(&console, None, end).await.unwrap();
        refused(house.come("agent-7", &json!({})).await, "SignOnUnknown");
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
