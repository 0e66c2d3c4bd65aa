use std::path::Path;

use sea_orm::{ConnectOptions, ConnectionTrait, Database as Sea};

use crate::Failure;

/// Copies an SQLite database as it stands at one instant into a new file, whoever works on it meanwhile.
///
/// # Errors
/// [`Failure::Unavailable`] when the copy cannot be made; what was written of it is left.
pub async fn copy_sqlite(url: &str, to: &Path) -> Result<(), Failure> {
    let mut options = ConnectOptions::new(url.to_owned());
    options.sqlx_logging(false).max_connections(1);
    let unavailable = |error: sea_orm::DbErr| Failure::Unavailable(error.to_string());
    let connection = Sea::connect(options).await.map_err(unavailable)?;
    let quoted = to.display().to_string().replace('\'', "''");
    let copied = connection
        .execute_unprepared(&format!("VACUUM INTO '{quoted}'"))
        .await;
    connection.close().await.map_err(unavailable)?;
    copied.map(drop).map_err(unavailable)
}
