use relais_kernel::{Id, Lang, Localised, Mechanism, Organisation, Refusal, Refusals, ShortCode, User};
use relais_platform::Failure;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};

use super::{
    AddOrganisation, Installation, InviteUser, Invited, check_new_password,
    entity::installation as row,
    installation::ONLY,
    own::keep_password,
    sign_in::FailSignIn,
    undertaking::{Undertaking, keep_undertaking},
};
use crate::{Actor, Command, Door, Note, Once, RoleCode, Scene, Trust};

/// What wrong set-up codes are counted under.
const SUBJECT: &str = "set-up";

/// Sets up an empty installation: the lead organisation and its first administrator, invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstAdministrator {
    pub mechanism: Id<Mechanism>,
    pub organisation_code: String,
    pub organisation_name: Localised,
    pub organisation_kind: String,
    pub name: String,
    pub login: String,
    pub lang: Lang,
    pub undertaking: Undertaking,
}

impl FirstAdministrator {
    /// Everything that is wrong with the form, at once.
    fn check(&self, password: &str) -> Result<(), Refusals> {
        let organisation = self.organisation().check().err().unwrap_or_default();
        let prefixed = organisation.0.into_iter().map(|refusal| {
            let field = format!("organisation_{}", refusal.field.as_deref().unwrap_or_default());
            refusal.at(field)
        });
        let person = self.invitation(Id::from_uuid(uuid::Uuid::nil())).check().err();
        let password = check_new_password(password, &[&self.login, &self.name]).err();
        let undertaking = self.undertaking.check().err();
        let mut all: Vec<Refusal> = prefixed.chain(undertaking).collect();
        all.extend([person, password].into_iter().flatten().flat_map(|r| r.0));
        Refusals(all).or(())
    }

    fn organisation(&self) -> AddOrganisation {
        AddOrganisation {
            code: self.organisation_code.clone(),
            name: self.organisation_name.clone(),
            kind: self.organisation_kind.clone(),
            firewall: false,
        }
    }

    fn invitation(&self, organisation: Id<Organisation>) -> InviteUser {
        InviteUser {
            organisation,
            mechanism: self.mechanism,
            name: self.name.clone(),
            login: self.login.clone(),
            roles: vec![RoleCode::from("R18")],
            lang: self.lang,
        }
    }

    async fn within(&self, scene: &Scene<'_>) -> Result<Invited, Failure> {
        let row = row::Entity::find_by_id(ONLY)
            .one(scene.rows())
            .await?
            .filter(|row| !row.ready)
            .ok_or(Failure::Missing)?;
        let organisation = self.organisation().within(scene).await?;
        let invited = self.invitation(organisation).within(scene).await?;
        let mut ready: row::ActiveModel = row.into();
        ready.ready = Set(true);
        row::Entity::update(ready).exec(scene.rows()).await?;
        scene.note(Note::new("InstallationSetUp").on("organisation", organisation.uuid()));
        Ok(invited)
    }
}

impl Command for FirstAdministrator {
    type Outcome = Invited;
    const NAME: &'static str = "FirstAdministrator";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Invited, Failure> {
        self.within(scene).await
    }
}

impl Trust {
    /// Sets up an empty installation in one step, by the code that its console printed (security requirement 58).
    /// Nothing of it stands when anything is refused.
    ///
    /// # Errors
    /// [`Failure::Missing`] once it is set up; refusals beside `code`, `password` and the other fields;
    /// [`Failure::Throttled`] after several wrong codes.
    pub async fn set_up(
        &self,
        once: Option<Once>,
        code: &str,
        first: FirstAdministrator,
        password: String,
    ) -> Result<Id<User>, Failure> {
        let rows = self.database().reader();
        let empty = Installation::read(rows).await?.is_some_and(|held| !held.ready);
        if !empty && once.is_none() {
            return Err(Failure::Missing);
        }
        self.check_throttle(rows, SUBJECT, self.now()).await?;
        let console = Actor::installation(Door::Session);
        let fits = code
            .parse::<ShortCode>()
            .is_ok_and(|given| given.to_string() == self.set_up_code());
        if !fits {
            let login = SUBJECT.to_owned();
            self.perform(&console, None, FailSignIn { login }).await?;
            return Err(wrong_code());
        }
        first.check(&password)?;
        let hash = self.hash_password(password).await?;
        self.perform(&console, once, SetUp { first, hash }).await
    }
}

struct SetUp {
    first: FirstAdministrator,
    hash: String,
}

impl Command for SetUp {
    type Outcome = Id<User>;
    const NAME: &'static str = "SetUp";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Id<User>, Failure> {
        let invited = self.first.within(scene).await?;
        keep_password(scene, invited.user, &self.hash).await?;
        keep_undertaking(scene, invited.user).await?;
        scene.trust().forget_failures(scene.rows(), SUBJECT).await?;
        Ok(invited.user)
    }
}

fn wrong_code() -> Failure {
    Refusal::new(
        "SetUpCodeWrong",
        "Ce code n’est pas celui que le serveur a affiché à son démarrage.",
        "This is not the code that the server printed when it started.",
    )
    .at("code")
    .into()
}
