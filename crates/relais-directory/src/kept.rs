use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
};

use relais_platform::Failure;
use sea_orm::ConnectionTrait;
use tokio::sync::{Mutex, RwLock, RwLockReadGuard};

use crate::{
    hsds::{Catalogue, synonyms},
    store::hsds::{changed_since, state},
};

/// The catalogue of what the public may find, in memory, as fresh as the database: each use asks for the edition, and
/// reads what changed since the last one.
#[derive(Clone)]
pub struct Kept(Arc<Inner>);

struct Inner {
    catalogue: RwLock<Catalogue>,
    /// One reads the changes; the others wait for it.
    turn: Mutex<()>,
    /// By language: the lines of the page that telephones keep, and of which edition they are.
    copies: std::sync::Mutex<Copies>,
}

type Copies = BTreeMap<&'static str, (i64, Arc<Vec<CopyLine>>)>;

/// A service on the page that telephones keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CopyLine {
    pub id: String,
    pub name: String,
    pub organisation: String,
    /// Not closed for a while.
    pub open: bool,
    /// Telephone numbers.
    pub reach: Vec<String>,
    /// Where and when, in words.
    pub words: Vec<String>,
}

impl Default for Kept {
    fn default() -> Self {
        Self(Arc::new(Inner {
            catalogue: RwLock::new(Catalogue::new(&synonyms())),
            turn: Mutex::default(),
            copies: std::sync::Mutex::default(),
        }))
    }
}

impl Kept {
    /// The lines of an edition, where they were read before.
    pub(crate) fn copy(&self, lang: &str, edition: i64) -> Option<Arc<Vec<CopyLine>>> {
        let copies = self.0.copies.lock().unwrap_or_else(PoisonError::into_inner);
        let held = copies.get(lang).filter(|(of, _)| *of == edition);
        held.map(|(_, lines)| Arc::clone(lines))
    }

    pub(crate) fn keep_copy(&self, lang: &'static str, edition: i64, lines: Arc<Vec<CopyLine>>) {
        let mut copies = self.0.copies.lock().unwrap_or_else(PoisonError::into_inner);
        copies.insert(lang, (edition, lines));
    }

    /// # Errors
    /// [`Failure`] of the store.
    pub async fn current<C: ConnectionTrait>(
        &self,
        rows: &C,
    ) -> Result<RwLockReadGuard<'_, Catalogue>, Failure> {
        let now = state(rows).await?;
        let held = self.0.catalogue.read().await;
        if held.state.edition >= now.edition {
            return Ok(held);
        }
        drop(held);
        let _turn = self.0.turn.lock().await;
        let known = self.0.catalogue.read().await.state.edition;
        if known < now.edition {
            let changes = changed_since(rows, known).await?;
            let mut catalogue = self.0.catalogue.write().await;
            catalogue.take(changes, now);
        }
        Ok(self.0.catalogue.read().await)
    }
}
