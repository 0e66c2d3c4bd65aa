use std::sync::Arc;

use relais_platform::Failure;
use sea_orm::ConnectionTrait;
use tokio::sync::{Mutex, RwLock, RwLockReadGuard};

use crate::{
    hsds::{Catalogue, synonyms},
    store::hsds::{changed_since, edition},
};

/// The catalogue of what the public may find, in memory, as fresh as the database: each use asks for the edition, and
/// reads what changed since the last one.
#[derive(Clone)]
pub struct Kept(Arc<Inner>);

struct Inner {
    catalogue: RwLock<Catalogue>,
    /// One reads the changes; the others wait for it.
    turn: Mutex<()>,
}

impl Default for Kept {
    fn default() -> Self {
        Self(Arc::new(Inner {
            catalogue: RwLock::new(Catalogue::new(&synonyms())),
            turn: Mutex::default(),
        }))
    }
}

impl Kept {
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn current<C: ConnectionTrait>(
        &self,
        rows: &C,
    ) -> Result<RwLockReadGuard<'_, Catalogue>, Failure> {
        let now = edition(rows).await?;
        let held = self.0.catalogue.read().await;
        if held.edition >= now {
            return Ok(held);
        }
        drop(held);
        let _turn = self.0.turn.lock().await;
        let known = self.0.catalogue.read().await.edition;
        if known < now {
            let changes = changed_since(rows, known).await?;
            let mut catalogue = self.0.catalogue.write().await;
            catalogue.take(changes, now);
        }
        Ok(self.0.catalogue.read().await)
    }
}
