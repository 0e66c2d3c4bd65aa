use jiff::SignedDuration;
use relais_kernel::{Id, Lang, Mechanism, Organisation, PublicRef, Refusal, Refusals, Timestamp, User};
use relais_platform::{Corrupt, Failure, stamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    check_new_password,
    entity::{account, invitation, membership},
    own::keep_password,
    undertaking::{Undertaking, keep_undertaking},
};
use crate::{Actor, Command, Door, Note, Once, RoleCode, Scene, Trust};

/// How long an invitation can be used.
const LIFE: SignedDuration = SignedDuration::from_hours(72);
const PURPOSE: &str = "invitation";

/// Opens an account without a password and invites its person to choose one. The caller asks for the permit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteUser {
    pub organisation: Id<Organisation>,
    pub mechanism: Id<Mechanism>,
    pub name: String,
    /// The e-mail address.
    pub login: String,
    pub roles: Vec<RoleCode>,
    pub lang: Lang,
}

/// The invitation's id: its link is made from it and never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub user: Id<User>,
    pub invitation: Uuid,
}

impl InviteUser {
    /// Every role counts at once: for the console and for the first administrator.
    ///
    /// # Errors
    /// A refusal beside `name`, `login` or `roles`.
    pub async fn within(&self, scene: &Scene<'_>) -> Result<Invited, Failure> {
        self.open(scene, &self.roles).await
    }

    /// Only the roles that `stand` count at once.
    pub(super) async fn open(&self, scene: &Scene<'_>, stand: &[RoleCode]) -> Result<Invited, Failure> {
        self.check()?;
        let login = self.login();
        let taken = account::Entity::find()
            .filter(account::Column::Login.eq(&login))
            .one(scene.rows())
            .await?;
        if taken.is_some() {
            return Err(Refusal::new(
                "LoginTaken",
                "Cette adresse a déjà un compte dans cette installation.",
                "This address already has an account in this installation.",
            )
            .at("login")
            .into());
        }
        let user = Id::<User>::new(scene.now(), scene.chance());
        account::Entity::insert(self.row(scene, user, login))
            .exec_without_returning(scene.rows())
            .await?;
        let roles = serde_json::to_string(stand).map_err(|e| Failure::Fault(e.to_string()))?;
        let member = membership::ActiveModel {
            account_id: Set(user.uuid()),
            mechanism_id: Set(self.mechanism.uuid()),
            roles: Set(roles),
        };
        membership::Entity::insert(member)
            .exec_without_returning(scene.rows())
            .await?;
        let invitation = invite(scene, user).await?;
        let roles: Vec<&str> = self.roles.iter().map(|role| role.0.as_str()).collect();
        scene.note(
            Note::new("UserInvited")
                .on("user", user.uuid())
                .fact("organisation", self.organisation)
                .fact("roles", roles.join(" ")),
        );
        Ok(Invited { user, invitation })
    }

    fn login(&self) -> String {
        self.login.trim().to_lowercase()
    }

    /// Everything that is wrong by itself, whatever the database holds.
    pub(super) fn check(&self) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        if self.name.trim().is_empty() {
            refusals.push(Refusal::new("NameMissing", "Indiquez le nom.", "Give the name.").at("name"));
        }
        if !is_address(&self.login()) {
            refusals.push(
                Refusal::new(
                    "LoginNotAnAddress",
                    "Indiquez une adresse électronique complète, par exemple prenom@structure.cm.",
                    "Give a full e-mail address, for example name@organisation.cm.",
                )
                .at("login"),
            );
        }
        if self.roles.is_empty() {
            refusals.push(no_role());
        }
        refusals.or(())
    }

    fn row(&self, scene: &Scene<'_>, user: Id<User>, login: String) -> account::ActiveModel {
        account::ActiveModel {
            travel: Set(None),
            undertaken: Set(None),
            id: Set(user.uuid()),
            public_ref: Set(PublicRef::new(scene.chance()).uuid()),
            organisation_id: Set(self.organisation.uuid()),
            login: Set(login),
            name: Set(self.name.trim().to_owned()),
            lang: Set(self.lang.code().to_owned()),
            active: Set(true),
            password: Set(None),
            totp: Set(None),
            totp_confirmed: Set(false),
            totp_step: Set(0),
            since: Set(stamp::to_column(scene.now())),
            version: Set(1),
        }
    }
}

fn is_address(login: &str) -> bool {
    login.len() <= 254
        && login
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
        && !login.contains(|c: char| c.is_whitespace() || c.is_control())
}

pub(super) fn no_role() -> Refusal {
    Refusal::new(
        "RoleMissing",
        "Choisissez au moins un rôle.",
        "Choose at least one role.",
    )
    .at("roles")
}

impl Command for InviteUser {
    type Outcome = Invited;
    const NAME: &'static str = "InviteUser";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Invited, Failure> {
        self.within(scene).await
    }
}

pub(super) async fn invite(scene: &Scene<'_>, user: Id<User>) -> Result<Uuid, Failure> {
    let id = Id::<Invited>::new(scene.now(), scene.chance()).uuid();
    let expires = scene
        .now()
        .checked_add(LIFE)
        .map_err(|e| Failure::Fault(e.to_string()))?;
    let model = invitation::ActiveModel {
        id: Set(id),
        account_id: Set(user.uuid()),
        expires: Set(stamp::to_column(expires)),
        used: Set(None),
        revoked: Set(None),
    };
    invitation::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(id)
}

/// An invitation that can still be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: Uuid,
    pub user: Id<User>,
    pub name: String,
    pub login: String,
    pub lang: Lang,
    /// They signed already: this is a link for a new password.
    pub undertaken: bool,
}

impl Trust {
    /// The path of an invitation's link.
    pub fn invitation_path(&self, invited: &Invited) -> String {
        format!("/invitation/{}", self.sign_token(PURPOSE, invited.invitation))
    }

    /// # Errors
    /// [`Failure::Missing`] when the link is wrong, used, revoked or too old: all answer alike.
    pub async fn invitation(&self, token: &str) -> Result<Invitation, Failure> {
        let (invitation, open) = self.read_invitation(token).await?;
        if open {
            Ok(invitation)
        } else {
            Err(Failure::Missing)
        }
    }

    /// Chooses the password; the invitation is used up. Nobody comes in who has not signed (DP-38). The same form sent twice
    /// is answered as the first time.
    ///
    /// # Errors
    /// Refusals beside `password` and `undertaken`, or [`Failure::Missing`].
    pub async fn accept_invitation(
        &self,
        token: &str,
        once: Option<Once>,
        password: String,
        undertaking: Undertaking,
    ) -> Result<Id<User>, Failure> {
        let (invitation, open) = self.read_invitation(token).await?;
        if !open && once.is_none() {
            return Err(Failure::Missing);
        }
        let mut refusals = check_new_password(&password, &[&invitation.login, &invitation.name])
            .err()
            .unwrap_or_default();
        if !invitation.undertaken {
            refusals.0.extend(undertaking.check().err());
        }
        refusals.or(())?;
        let accept = AcceptInvitation {
            id: invitation.id,
            user: invitation.user,
            hash: self.hash_password(password).await?,
        };
        self.perform(&Actor::installation(Door::Link), once, accept).await
    }

    /// What the link says, and whether it can still be used: for a form sent twice, which finds it used up.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the link was not made here.
    pub async fn read_invitation(&self, token: &str) -> Result<(Invitation, bool), Failure> {
        let id = self.read_token(PURPOSE, token).ok_or(Failure::Missing)?;
        let rows = self.database().reader();
        let held = invitation::Entity::find_by_id(id)
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?;
        let account = account::Entity::find_by_id(held.account_id)
            .one(rows)
            .await?
            .ok_or(Failure::Missing)?;
        let open = account.active && is_open(&held, self.now());
        let lang = account
            .lang
            .parse()
            .map_err(|()| Corrupt::at("account", "lang", account.id))?;
        let invitation = Invitation {
            id,
            user: Id::from_uuid(account.id),
            name: account.name,
            login: account.login,
            lang,
            undertaken: account.undertaken.is_some(),
        };
        Ok((invitation, open))
    }
}

fn is_open(held: &invitation::Model, now: Timestamp) -> bool {
    held.used.is_none() && held.revoked.is_none() && held.expires > stamp::to_column(now)
}

struct AcceptInvitation {
    id: Uuid,
    user: Id<User>,
    hash: String,
}

impl Command for AcceptInvitation {
    type Outcome = Id<User>;
    const NAME: &'static str = "AcceptInvitation";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Id<User>, Failure> {
        let held = invitation::Entity::find_by_id(self.id)
            .one(scene.rows())
            .await?
            .filter(|held| is_open(held, scene.now()))
            .ok_or(Failure::Missing)?;
        let mut used: invitation::ActiveModel = held.into();
        used.used = Set(Some(stamp::to_column(scene.now())));
        invitation::Entity::update(used).exec(scene.rows()).await?;
        keep_password(scene, self.user, &self.hash).await?;
        keep_undertaking(scene, self.user).await?;
        scene.note(Note::new("InvitationAccepted").on("user", self.user.uuid()));
        Ok(self.user)
    }
}
