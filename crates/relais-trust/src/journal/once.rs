//! The same form sent twice does the thing once (security requirement 77): what came of it is kept with the
//! form's token, per person, and told again.

use relais_kernel::Timestamp;
use relais_platform::{Corrupt, Failure, UnitOfWork, stamp};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait, entity::prelude::*};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Actor, Trust};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "done_once")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token: String,
        pub command: String,
        pub outcome: String,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What came of the command when this token was seen before.
pub(crate) async fn recall<T: DeserializeOwned>(
    rows: &DatabaseTransaction,
    actor: &Actor,
    token: &str,
    command: &str,
) -> Result<Option<T>, Failure> {
    let Some(done) = row::Entity::find_by_id(key(actor, token)).one(rows).await? else {
        return Ok(None);
    };
    if done.command != command {
        return Err(Failure::Fault(
            "a form's token came back with another command".into(),
        ));
    }
    let outcome = serde_json::from_str(&done.outcome)
        .map_err(|_| Corrupt::at("done_once", "outcome", &done.command))?;
    Ok(Some(outcome))
}

pub(crate) async fn remember<T: Serialize>(
    rows: &DatabaseTransaction,
    actor: &Actor,
    token: &str,
    command: &str,
    outcome: &T,
    now: Timestamp,
) -> Result<(), Failure> {
    let outcome = serde_json::to_string(outcome).map_err(|e| Failure::Fault(e.to_string()))?;
    let model = row::ActiveModel {
        token: Set(key(actor, token)),
        command: Set(command.to_owned()),
        outcome: Set(outcome),
        at: Set(stamp::to_column(now)),
    };
    row::Entity::insert(model).exec_without_returning(rows).await?;
    Ok(())
}

/// Nobody resends a form after two days, in milliseconds.
const MEMORY: i64 = 48 * 3_600_000;

impl Trust {
    /// Forgets the tokens of old forms; the clock calls it.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn forget_old_forms(&self) -> Result<u64, Failure> {
        struct Forget(i64);
        impl UnitOfWork for Forget {
            type Output = u64;
            async fn run(&self, rows: &DatabaseTransaction) -> Result<u64, Failure> {
                let old = row::Entity::delete_many().filter(row::Column::At.lt(self.0));
                Ok(old.exec(rows).await?.rows_affected)
            }
        }
        self.database()
            .write(Forget(stamp::to_column(self.now()) - MEMORY))
            .await
    }
}

fn key(actor: &Actor, token: &str) -> String {
    let who = actor.user.map_or_else(|| "-".to_owned(), |user| user.to_string());
    let short: String = token.chars().take(80).collect();
    format!("{who}:{short}")
}
