use relais_kernel::{Refusal, Refusals};
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// A row that makes no sense: an error of its own, so that nobody guesses what it may have meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("table {table}, column {column}, row {row} cannot be read")]
pub struct Corrupt {
    pub table: &'static str,
    pub column: &'static str,
    pub row: String,
}

impl Corrupt {
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers give ids, codes and numbers alike"
    )]
    pub fn at(table: &'static str, column: &'static str, row: impl ToString) -> Self {
        Self {
            table,
            column,
            row: row.to_string(),
        }
    }
}

/// The text of a serialization failure that did not come from the driver (a whole batch run again, a test).
pub const SERIALIZATION: &str = "serialization failure";

/// Why a command or a query gave no result.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The rules of the trade say no; the person reads why.
    #[error("refused: {0}")]
    Refused(Refusals),
    /// It does not exist, or this reader may not know that it does (security requirement 2).
    #[error("not found")]
    Missing,
    /// Somebody else changed it meanwhile; `current` is the version that stands now.
    #[error("changed meanwhile, version {current} stands")]
    Stale { current: i64 },
    /// The reader has to prove again who they are.
    #[error("a fresh proof of identity is needed")]
    ProveAgain,
    /// Too many tries; the seconds to wait.
    #[error("too many tries, wait {seconds} s")]
    Throttled { seconds: u64 },
    #[error(transparent)]
    Corrupt(#[from] Corrupt),
    /// The disk is full, the database is gone: nothing was done, and trying later may work.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// A fault of ours.
    #[error("internal fault: {0}")]
    Fault(String),
    #[error(transparent)]
    Store(DbErr),
}

impl Failure {
    /// The database gave up because of a concurrent transaction: the work may simply be run again.
    pub fn is_serialization(&self) -> bool {
        matches!(self, Self::Store(error) if is_serialization(error))
    }

    /// The same failure for a second listener, as far as it can be told.
    pub fn retell(&self) -> Self {
        match self {
            Self::Refused(refusals) => Self::Refused(refusals.clone()),
            Self::Missing => Self::Missing,
            Self::Stale { current } => Self::Stale { current: *current },
            Self::ProveAgain => Self::ProveAgain,
            Self::Throttled { seconds } => Self::Throttled { seconds: *seconds },
            Self::Corrupt(corrupt) => Self::Corrupt(corrupt.clone()),
            Self::Unavailable(why) => Self::Unavailable(why.clone()),
            Self::Fault(why) => Self::Fault(why.clone()),
            Self::Store(error) => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<Refusals> for Failure {
    fn from(refusals: Refusals) -> Self {
        Self::Refused(refusals)
    }
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        if is_storage(&error) {
            Self::Unavailable(error.to_string())
        } else {
            Self::Store(error)
        }
    }
}

/// PostgreSQL 40001 and 40P01; SQLite's busy and busy-snapshot.
pub(crate) fn is_serialization(error: &DbErr) -> bool {
    matches!(error, DbErr::Custom(text) if text == SERIALIZATION)
        || matches!(
            code(error).as_deref(),
            Some("40001" | "40P01" | "5" | "517" | "261")
        )
}

/// The unique index that this error names was hit.
pub fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

// SQLite: 13 full, 10 I/O error, 8 read-only; PostgreSQL: class 53 (no resources), 57P (shutting down).
fn is_storage(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return true;
    }
    code(error).is_some_and(|code| {
        code.starts_with("53")
            || code.starts_with("57P")
            || code
                .parse::<i32>()
                .is_ok_and(|n| matches!(n & 0xff, 8 | 10 | 13 | 14))
                && code.len() < 5
    })
}

fn code(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner))) = error
    else {
        return None;
    };
    inner
        .as_database_error()
        .and_then(|e| e.code().map(std::borrow::Cow::into_owned))
}
