use relais_kernel::{Entropy, Id, Organisation};
use relais_platform::{Corrupt, Failure};
use relais_sealing::{Key, KeyId, MasterKey, OrganisationPublic};
use sea_orm::{
    ActiveValue::{self, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use super::entity::former as row;
use crate::journal::was_done;

pub(super) use row::Model as Row;

/// How the journal says that keys of before were done away with. It stands on their id, and is what an old row that
/// somebody puts back cannot take along.
pub(super) const RETIRED: &str = "OrganisationKeysRetired";

/// What is kept of an organisation's earlier keys: it opens neither cases nor packages.
pub(crate) struct Kept {
    pub id: KeyId,
    /// Search tokens of that time still lie under it, and under every later one.
    pub tokens: Key,
    /// Data of before, restored under the keys of today, have words under it.
    pub words: Key,
}

impl Kept {
    /// Both under a master key, as the row writes them.
    pub fn wrapped(
        &self,
        master: &MasterKey,
        organisation: Id<Organisation>,
        chance: &dyn Entropy,
    ) -> (ActiveValue<Vec<u8>>, ActiveValue<Vec<u8>>) {
        let wrap = |what, key| Set(master.wrap(&label(what, organisation, self.id), key, chance));
        (wrap("tokens", &self.tokens), wrap("words", &self.words))
    }
}

/// The earlier keys of an organisation, oldest first.
pub(super) async fn of<C: ConnectionTrait>(
    rows: &C,
    organisation: Id<Organisation>,
) -> Result<Vec<Row>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::OrganisationId.eq(organisation.uuid()))
        .order_by_asc(row::Column::Number)
        .all(rows)
        .await?;
    Ok(found)
}

pub(super) fn kept(
    master: &MasterKey,
    organisation: Id<Organisation>,
    rows: &[Row],
) -> Result<Vec<Kept>, Failure> {
    rows.iter()
        .map(|row| open_kept(master, organisation, row))
        .collect()
}

pub(super) fn open_kept(
    master: &MasterKey,
    organisation: Id<Organisation>,
    row: &Row,
) -> Result<Kept, Failure> {
    let id = KeyId::from_uuid(row.key_id);
    let open = |what, wrapped: &[u8]| {
        master
            .unwrap_key(&label(what, organisation, id), wrapped)
            .map_err(|_| Corrupt::at("keystore_former", what, row.key_id))
    };
    Ok(Kept {
        id,
        tokens: open("tokens", &row.tokens)?,
        words: open("words", &row.words)?,
    })
}

/// Whether the journal says that these keys were done away with.
pub(super) async fn is_retired<C: ConnectionTrait>(rows: &C, id: Uuid) -> Result<bool, Failure> {
    was_done(rows, RETIRED, id).await
}

/// The earlier public keys of an organisation whose signatures still count: a rotation is under way, or data of before it were
/// restored.
pub(super) async fn signers<C: ConnectionTrait>(
    rows: &C,
    organisation: Id<Organisation>,
) -> Result<Vec<OrganisationPublic>, Failure> {
    let mut signers = Vec::new();
    for row in of(rows, organisation).await? {
        if !is_retired(rows, row.key_id).await? {
            let public = OrganisationPublic::from_bytes(&row.public);
            signers.push(public.map_err(|_| Corrupt::at("keystore_former", "public", row.key_id))?);
        }
    }
    Ok(signers)
}

fn label(what: &str, organisation: Id<Organisation>, id: KeyId) -> String {
    format!("former {what} {organisation} {id}")
}
