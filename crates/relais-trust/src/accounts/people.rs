use std::collections::BTreeMap;

use relais_kernel::{Id, Lang, Organisation, PublicRef, Refusal, Timestamp, User};
use relais_platform::{Corrupt, Failure, stamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    appointment::{waiting_roles, withdraw},
    entity::{account, invitation, membership, program_token, session},
    invitation::no_role,
    passkey::{has_passkey, who_has_passkeys},
    travel::{self, Travel},
};
use crate::{Command, Note, RoleCode, Scene};

/// An account as administrators and colleagues see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFace {
    pub id: Id<User>,
    pub public_ref: PublicRef,
    pub organisation: Id<Organisation>,
    pub name: String,
    pub login: String,
    pub lang: Lang,
    pub active: bool,
    /// The invitation was accepted.
    pub has_password: bool,
    pub has_second_factor: bool,
    /// Their rights rest.
    pub travel: Option<Travel>,
    /// When they signed the code of conduct and the undertaking of confidentiality.
    pub undertaken: Option<Timestamp>,
    /// Those that count.
    pub roles: Vec<RoleCode>,
    /// Those that a second person has not confirmed yet.
    pub waiting: Vec<RoleCode>,
}

/// The accounts of one organisation, or of all.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn accounts_of<C: ConnectionTrait>(
    rows: &C,
    organisation: Option<Id<Organisation>>,
) -> Result<Vec<AccountFace>, Failure> {
    let mut find = account::Entity::find();
    if let Some(organisation) = organisation {
        find = find.filter(account::Column::OrganisationId.eq(organisation.uuid()));
    }
    let accounts = find.order_by_asc(account::Column::Name).all(rows).await?;
    let members = membership::Entity::find().all(rows).await?;
    let keyed = who_has_passkeys(rows).await?;
    let waiting = waiting_roles(rows, None).await?;
    accounts
        .into_iter()
        .map(|row| {
            let has_passkey = keyed.contains(&row.id);
            face(row, &members, &waiting, has_passkey)
        })
        .collect()
}

/// Selects the ids of an organisation's accounts.
pub(crate) fn ids_of_accounts(organisation: Id<Organisation>) -> Select<account::Entity> {
    account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::OrganisationId.eq(organisation.uuid()))
}

/// The account that stands in an address.
///
/// # Errors
/// [`Failure::Missing`].
pub async fn account_by_ref<C: ConnectionTrait>(
    rows: &C,
    public_ref: PublicRef,
) -> Result<AccountFace, Failure> {
    let found = account::Entity::find()
        .filter(account::Column::PublicRef.eq(public_ref.uuid()))
        .one(rows)
        .await?;
    one_face(rows, found).await
}

pub(super) async fn account_by_id<C: ConnectionTrait>(
    rows: &C,
    user: Id<User>,
) -> Result<AccountFace, Failure> {
    let found = account::Entity::find_by_id(user.uuid()).one(rows).await?;
    one_face(rows, found).await
}

async fn one_face<C: ConnectionTrait>(
    rows: &C,
    found: Option<account::Model>,
) -> Result<AccountFace, Failure> {
    let row = found.ok_or(Failure::Missing)?;
    let members = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(row.id))
        .all(rows)
        .await?;
    let user = Id::from_uuid(row.id);
    let has_passkey = has_passkey(rows, user).await?;
    let waiting = waiting_roles(rows, Some(user)).await?;
    face(row, &members, &waiting, has_passkey)
}

/// At most `limit` accounts whose name holds these words, or whose login they are: for the protection officer's
/// search. The caller asks for the permit.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn accounts_like<C: ConnectionTrait>(
    rows: &C,
    words: &str,
    limit: usize,
) -> Result<Vec<AccountFace>, Failure> {
    let wanted = words.trim().to_lowercase();
    let all = accounts_of(rows, None).await?;
    let fits = |face: &AccountFace| face.login == wanted || face.name.to_lowercase().contains(&wanted);
    Ok(all.into_iter().filter(fits).take(limit).collect())
}

/// The names behind the ids of a journal page.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn account_names<C: ConnectionTrait>(
    rows: &C,
    users: impl IntoIterator<Item = Id<User>>,
) -> Result<BTreeMap<Id<User>, String>, Failure> {
    let found = account::Entity::find()
        .filter(account::Column::Id.is_in(users.into_iter().map(Id::uuid)))
        .all(rows)
        .await?;
    Ok(found
        .into_iter()
        .map(|row| (Id::from_uuid(row.id), row.name))
        .collect())
}

fn face(
    row: account::Model,
    members: &[membership::Model],
    waiting: &[(Id<User>, Vec<RoleCode>)],
    has_passkey: bool,
) -> Result<AccountFace, Failure> {
    let roles = match members.iter().find(|m| m.account_id == row.id) {
        Some(member) => serde_json::from_str(&member.roles)
            .map_err(|_| Corrupt::at("membership", "roles", member.account_id))?,
        None => Vec::new(),
    };
    Ok(AccountFace {
        id: Id::from_uuid(row.id),
        public_ref: PublicRef::from_uuid(row.public_ref),
        organisation: Id::from_uuid(row.organisation_id),
        lang: row
            .lang
            .parse()
            .map_err(|()| Corrupt::at("account", "lang", row.id))?,
        name: row.name,
        login: row.login,
        active: row.active,
        has_password: row.password.is_some(),
        has_second_factor: row.totp_confirmed || has_passkey,
        travel: travel::read(row.travel.as_deref(), row.id)?,
        undertaken: row
            .undertaken
            .map(|at| stamp::from_column(at, "account", "undertaken", row.id))
            .transpose()?,
        waiting: waiting
            .iter()
            .filter(|(user, _)| user.uuid() == row.id)
            .flat_map(|(_, roles)| roles.iter().cloned())
            .collect(),
        roles,
    })
}

/// Ends a person's access the same day (DP-38): sessions, tokens and invitations go with it. The caller asks for
/// the permit. Nobody ends their own.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct EndAccess {
    pub user: Id<User>,
}

impl EndAccess {
    /// # Errors
    /// A refusal when it is one's own account.
    pub async fn within(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        if scene.actor().user == Some(self.user) {
            return Err(own_account());
        }
        let account = account::Entity::find_by_id(self.user.uuid())
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        let version = account.version;
        let mut model: account::ActiveModel = account.into();
        model.active = Set(false);
        model.version = Set(version + 1);
        account::Entity::update(model).exec(scene.rows()).await?;
        end_everything(scene, self.user).await?;
        withdraw(scene, self.user).await?;
        scene.note(Note::new("AccessEnded").on("user", self.user.uuid()));
        Ok(())
    }
}

pub(super) async fn end_everything(scene: &Scene<'_>, user: Id<User>) -> Result<(), Failure> {
    end_everything_but(scene, user, None).await
}

/// The sessions, tokens and links of a person end, except perhaps the session at hand.
pub(super) async fn end_everything_but(
    scene: &Scene<'_>,
    user: Id<User>,
    spared: Option<Uuid>,
) -> Result<(), Failure> {
    end_sessions(scene, user, spared).await?;
    let now = Expr::value(stamp::to_column(scene.now()));
    program_token::Entity::update_many()
        .col_expr(program_token::Column::Ended, now)
        .filter(program_token::Column::AccountId.eq(user.uuid()))
        .filter(program_token::Column::Ended.is_null())
        .exec(scene.rows())
        .await?;
    revoke_invitations(scene, user).await
}

pub(super) async fn end_sessions(
    scene: &Scene<'_>,
    user: Id<User>,
    spared: Option<Uuid>,
) -> Result<(), Failure> {
    let now = Expr::value(stamp::to_column(scene.now()));
    let mut ending = session::Entity::update_many()
        .col_expr(session::Column::Ended, now)
        .filter(session::Column::AccountId.eq(user.uuid()))
        .filter(session::Column::Ended.is_null());
    if let Some(spared) = spared {
        ending = ending.filter(session::Column::Id.ne(spared));
    }
    ending.exec(scene.rows()).await?;
    Ok(())
}

/// Links that were not used open nothing any more.
pub(super) async fn revoke_invitations(scene: &Scene<'_>, user: Id<User>) -> Result<(), Failure> {
    let now = Expr::value(stamp::to_column(scene.now()));
    invitation::Entity::update_many()
        .col_expr(invitation::Column::Revoked, now)
        .filter(invitation::Column::AccountId.eq(user.uuid()))
        .filter(invitation::Column::Used.is_null())
        .filter(invitation::Column::Revoked.is_null())
        .exec(scene.rows())
        .await?;
    Ok(())
}

/// Gives a person other roles in the mechanism they belong to. Nobody changes their own (requirement 6).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangeRoles {
    pub user: Id<User>,
    pub roles: Vec<RoleCode>,
}

impl ChangeRoles {
    /// Every role counts at once.
    ///
    /// # Errors
    /// A refusal when they are one's own.
    pub async fn within(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        self.hold(scene, &self.roles).await
    }

    /// Only the roles that `stand` count at once.
    pub(super) async fn hold(&self, scene: &Scene<'_>, stand: &[RoleCode]) -> Result<(), Failure> {
        if scene.actor().user == Some(self.user) {
            return Err(own_account());
        }
        if self.roles.is_empty() {
            return Err(no_role().into());
        }
        let member = membership::Entity::find()
            .filter(membership::Column::AccountId.eq(self.user.uuid()))
            .one(scene.rows())
            .await?
            .ok_or(Failure::Missing)?;
        let mut model: membership::ActiveModel = member.into();
        model.roles = Set(serde_json::to_string(stand).map_err(|e| Failure::Fault(e.to_string()))?);
        membership::Entity::update(model).exec(scene.rows()).await?;
        let roles: Vec<&str> = self.roles.iter().map(|r| r.0.as_str()).collect();
        scene.note(
            Note::new("RolesChanged")
                .on("user", self.user.uuid())
                .fact("roles", roles.join(" ")),
        );
        Ok(())
    }
}

pub(super) fn own_account() -> Failure {
    Refusal::new(
        "OwnAccount",
        "Vous ne pouvez pas changer vos propres droits : demandez à un autre administrateur.",
        "You cannot change your own rights: ask another administrator.",
    )
    .into()
}

impl Command for EndAccess {
    type Outcome = ();
    const NAME: &'static str = "EndAccess";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        self.within(scene).await
    }
}

impl Command for ChangeRoles {
    type Outcome = ();
    const NAME: &'static str = "ChangeRoles";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        self.within(scene).await
    }
}
