use relais_platform::{Corrupt, Failure, stamp};
use relais_sealing::{Key, KeyId, MasterKey};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::entity::installation as row;
use crate::{KeyFault, Scene, Trust};

pub(super) const ONLY: i32 = 1;
const KEY_CHECK: &str = "installation";

/// The installation's own mark: demonstration or real, and set up or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Installation {
    /// Synthetic data only; real data are refused, and accounts work without a second factor (decisions §29).
    pub demo: bool,
    /// The first administrator went through set-up.
    pub ready: bool,
}

impl Installation {
    /// The mark of this database; `None` before the first start.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn read<C: ConnectionTrait>(rows: &C) -> Result<Option<Self>, Failure> {
        let row = row::Entity::find_by_id(ONLY).one(rows).await?;
        Ok(row.map(|row| Self {
            demo: row.demo,
            ready: row.ready,
        }))
    }
}

/// Whether a master key is the one of this database.
///
/// # Errors
/// [`Failure`] of the store, [`Failure::Missing`] where nothing is installed.
pub async fn opens_with<C: ConnectionTrait>(rows: &C, master: &MasterKey) -> Result<bool, Failure> {
    let row = row::Entity::find_by_id(ONLY).one(rows).await?;
    let row = row.ok_or(Failure::Missing)?;
    Ok(master.unwrap_key(KEY_CHECK, &row.key_check).is_ok())
}

/// The installation's own key under another master key.
pub(crate) async fn rewrap_root(scene: &Scene<'_>, old: &MasterKey, new: &MasterKey) -> Result<(), Failure> {
    let held = row::Entity::find_by_id(ONLY).one(scene.rows()).await?;
    let held = held.ok_or(Failure::Missing)?;
    let root = old
        .unwrap_key(KEY_CHECK, &held.key_check)
        .map_err(|_| Corrupt::at("installation", "key_check", ONLY))?;
    let mut model: row::ActiveModel = held.into();
    model.key_check = Set(new.wrap(KEY_CHECK, &root, scene.chance()));
    row::Entity::update(model).exec(scene.rows()).await?;
    Ok(())
}

impl Trust {
    /// Opens the installation's own key; refuses a master key that does not belong to this database (security
    /// requirement 41).
    ///
    /// # Errors
    /// [`KeyFault::Foreign`] as a [`Failure::Fault`].
    pub async fn check_master(&self, folder: &std::path::Path) -> Result<(), Failure> {
        let Some(row) = row::Entity::find_by_id(ONLY)
            .one(self.database().reader())
            .await?
        else {
            return Ok(());
        };
        let root = self.master()?.unwrap_key(KEY_CHECK, &row.key_check);
        self.take_root(root.map_err(|_| foreign(folder))?);
        Ok(())
    }

    /// Marks a new database, once.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn mark_installation(&self, demo: bool) -> Result<(), Failure> {
        struct Mark {
            trust: Trust,
            demo: bool,
        }
        impl relais_platform::UnitOfWork for Mark {
            /// The installation's own key, when it was made here.
            type Output = Option<Key>;
            async fn run(&self, rows: &sea_orm::DatabaseTransaction) -> Result<Option<Key>, Failure> {
                if row::Entity::find_by_id(ONLY).one(rows).await?.is_some() {
                    return Ok(None);
                }
                let root = Key::new(self.trust.chance());
                let model = row::ActiveModel {
                    id: Set(ONLY),
                    demo: Set(self.demo),
                    ready: Set(self.demo),
                    key_check: Set(self.trust.master()?.wrap(KEY_CHECK, &root, self.trust.chance())),
                    since: Set(stamp::to_column(self.trust.now())),
                };
                row::Entity::insert(model).exec_without_returning(rows).await?;
                Ok(Some(root))
            }
        }
        let mark = Mark {
            trust: self.clone(),
            demo,
        };
        if let Some(root) = self.database().write(mark).await? {
            self.take_root(root);
        }
        Ok(())
    }

    /// The one-time code of the first administrator, printed on the console of an installation that is not set
    /// up yet (security requirement 58). It follows from the installation's key, so a restart prints the same.
    pub fn set_up_code(&self) -> String {
        let id = KeyId::from_bytes(*b"relais-first-adm");
        self.short_code("set-up", id.uuid()).to_string()
    }
}

fn foreign(folder: &std::path::Path) -> Failure {
    Failure::Fault(KeyFault::Foreign(folder.join("master.key")).to_string())
}
