use relais_kernel::{Id, User};
use relais_platform::Failure;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    SignOn,
    conversation::{Along, Said},
    linking::{LinkSignOn, account_of, may_link},
    unknown,
};
use crate::{
    Actor, Command, Door, Note, Scene, Trust,
    accounts::{
        SignedIn,
        challenge::{self, For, KeepChallenge, holder},
        entity::account,
        organisation::organisation_is_open,
        second_factor::has_factor,
        session::hash,
        sign_in::BeginSession,
    },
};

/// On what errand a browser went to the service.
#[derive(Clone, Serialize, Deserialize)]
struct Errand {
    along: Along,
    /// The page of ours to return to.
    back: String,
    /// To link an account, from this session.
    link: Option<Uuid>,
}

/// Who came back, and to which page of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    In(SignedIn, String),
    Linked(String),
}

impl Trust {
    /// Sends a browser to the service, to sign in or, for who is signed in, to link an account: the address to go to, and
    /// the secret of the cookie that knows the browser again.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] when the service does not answer; for linking [`Failure::Missing`] without a second factor,
    /// [`Failure::ProveAgain`].
    pub async fn go_to_sign_on(
        &self,
        sign_on: &SignOn,
        linking: Option<&Actor>,
        back: &str,
    ) -> Result<(String, String), Failure> {
        let link = match linking {
            Some(actor) => {
                may_link(actor, self.now())?;
                actor.session.map(|session| session.id)
            }
            None => None,
        };
        let known = sign_on.known(self.now()).await?;
        let along = Along {
            state: self.fresh_secret(),
            nonce: self.fresh_secret(),
            verifier: self.fresh_secret(),
        };
        let way = sign_on.0.conversation.way(known, &along)?;
        let secret = self.fresh_secret();
        let back = back.to_owned();
        let errand = Errand { along, back, link };
        let keep = KeepChallenge::new(holder(&secret), For::SigningOn, &errand)?;
        self.perform(&Actor::installation(Door::Session), None, keep)
            .await?;
        Ok((way, secret))
    }

    /// Takes in who comes back from the service: its word is checked with it, and counts for an account that was linked.
    /// What is wrong answers alike.
    ///
    /// # Errors
    /// [`Failure::Missing`] when nobody was sent, or the service does not stand by it; a refusal when no account is linked;
    /// [`Failure::Unavailable`].
    pub async fn come_from_sign_on(
        &self,
        sign_on: &SignOn,
        present: Option<&Actor>,
        (secret, state, code): (&str, &str, String),
        agent: &str,
    ) -> Result<Came, Failure> {
        let console = Actor::installation(Door::Session);
        let errand = self.perform(&console, None, TakeErrand(holder(secret))).await?;
        let errand = errand.ok_or(Failure::Missing)?;
        if !crate::accounts::signed_token::same(errand.along.state.as_bytes(), state.as_bytes()) {
            return Err(Failure::Missing);
        }
        let known = sign_on.known(self.now()).await?;
        let conversation = &sign_on.0.conversation;
        let said = conversation
            .exchange(known, errand.along, code, self.now())
            .await?;
        let Some(said) = said else {
            sign_on.forget().await;
            return Err(Failure::Missing);
        };
        let subject = self.subject_token(sign_on, &said.subject);
        if let Some(session) = errand.link {
            let actor = present.filter(|actor| actor.session.is_some_and(|held| held.id == session));
            let actor = actor.ok_or(Failure::Missing)?;
            let user = actor.user.ok_or(Failure::Missing)?;
            self.perform(actor, None, LinkSignOn { user, subject }).await?;
            return Ok(Came::Linked(errand.back));
        }
        let signed_in = self.enter_by_sign_on(&said, subject, agent).await?;
        Ok(Came::In(signed_in, errand.back))
    }

    async fn enter_by_sign_on(
        &self,
        said: &Said,
        subject: Vec<u8>,
        agent: &str,
    ) -> Result<SignedIn, Failure> {
        let token = self.fresh_secret();
        let come = ComeBySignOn {
            subject,
            strong: said.strong,
            token: hash(&token),
            agent: agent.chars().take(80).collect(),
        };
        let console = Actor::installation(Door::Session);
        let entered = self.perform(&console, None, come).await?;
        let (user, has_factor) = entered.ok_or_else(unknown)?;
        Ok(SignedIn {
            token,
            user,
            asks_second_factor: has_factor && !said.strong,
        })
    }
}

/// An answer counts once, right or wrong.
struct TakeErrand(Uuid);

impl Command for TakeErrand {
    type Outcome = Option<Errand>;
    const NAME: &'static str = "SignIn";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Option<Errand>, Failure> {
        challenge::take(scene, self.0, For::SigningOn).await
    }
}

struct ComeBySignOn {
    subject: Vec<u8>,
    strong: bool,
    token: Vec<u8>,
    agent: String,
}

impl Command for ComeBySignOn {
    /// Who, and whether they have a second factor here.
    type Outcome = Option<(Id<User>, bool)>;
    const NAME: &'static str = "SignIn";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Self::Outcome, Failure> {
        let Some(account) = self.account(scene).await? else {
            scene.note(Note::new("SignInFailed"));
            return Ok(None);
        };
        let user = Id::from_uuid(account.id);
        let has_factor = has_factor(scene.rows(), &account).await?;
        let begin = BeginSession {
            user,
            token: self.token.clone(),
            agent: self.agent.clone(),
            login: account.login,
            renewed: None,
            strong: self.strong,
        };
        begin.carry_out(scene).await?;
        Ok(Some((user, has_factor)))
    }
}

impl ComeBySignOn {
    /// The account that was linked, if it is open. Whoever was invited back chooses a password first.
    async fn account(&self, scene: &Scene<'_>) -> Result<Option<account::Model>, Failure> {
        let Some(id) = account_of(scene, &self.subject).await? else {
            return Ok(None);
        };
        let held = account::Entity::find_by_id(id).one(scene.rows()).await?;
        let Some(held) = held.filter(|held| held.active && held.password.is_some()) else {
            return Ok(None);
        };
        let open = organisation_is_open(scene.rows(), Id::from_uuid(held.organisation_id)).await?;
        Ok(Some(held).filter(|_| open))
    }
}
