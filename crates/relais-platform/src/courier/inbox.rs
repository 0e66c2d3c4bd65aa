//! Short messages that come in: which ones were taken already, and those that lie in a folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use relais_kernel::{Timestamp, jiff::SignedDuration};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};

use crate::{Failure, stamp};

crate::table!(
    /// A message that was taken.
    row, "sms_seen", {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Vec<u8>,
        pub at: i64,
    }
);

/// No gateway repeats a message after a week.
const MEMORY: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Whether the message of this keyed hash was taken already.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn was_taken<C: ConnectionTrait>(rows: &C, id: &[u8]) -> Result<bool, Failure> {
    Ok(row::Entity::find_by_id(id.to_vec()).one(rows).await?.is_some())
}

/// Notes that it was, and forgets the old ones.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn note_taken(rows: &DatabaseTransaction, id: &[u8], now: Timestamp) -> Result<(), Failure> {
    let old = now.checked_sub(MEMORY).unwrap_or(Timestamp::MIN);
    row::Entity::delete_many()
        .filter(row::Column::At.lt(stamp::to_column(old)))
        .exec(rows)
        .await?;
    let model = row::ActiveModel {
        id: Set(id.to_vec()),
        at: Set(stamp::to_column(now)),
    };
    row::Entity::insert(model)
        .on_conflict(OnConflict::column(row::Column::Id).do_nothing().to_owned())
        .exec_without_returning(rows)
        .await?;
    Ok(())
}

/// A message in a folder: the number on a line of its own, then the text; or the text alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Filed {
    pub path: PathBuf,
    pub from: String,
    pub text: String,
}

/// The largest file that is read, and how many at a time.
const LARGEST: u64 = 2048;
const AT_A_TIME: usize = 50;

/// The messages that lie in a folder, by name: plain files that end in `.txt`. Links and larger files stay where they
/// are. A folder that does not exist holds none.
///
/// # Errors
/// What the system says of a folder that cannot be read.
pub fn filed(folder: &Path) -> io::Result<Vec<Filed>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .filter(|path| {
            fs::symlink_metadata(path).is_ok_and(|held| held.is_file() && (1..=LARGEST).contains(&held.len()))
        })
        .collect();
    paths.sort_unstable();
    let read = paths.into_iter().take(AT_A_TIME).filter_map(|path| {
        let bytes = fs::read(&path).ok()?;
        let (from, text) = split(&String::from_utf8_lossy(&bytes));
        Some(Filed { path, from, text })
    });
    Ok(read.collect())
}

fn split(text: &str) -> (String, String) {
    let text = text.trim();
    match text.split_once('\n') {
        Some((first, rest)) if is_number(first.trim()) => (first.trim().to_owned(), rest.trim().to_owned()),
        _ => (String::new(), text.to_owned()),
    }
}

/// A telephone number to which an answer can go: international, or a short code.
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (3..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}
