//! The states that entries were in.

use relais_kernel::PublicRef;
use relais_platform::{Corrupt, Failure, stamp, table};
use relais_trust::Scene;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::{
    Service, ServiceId,
    history::{Edition, Hand, lasting},
};

pub(super) const HISTORY: &str = "
CREATE TABLE IF NOT EXISTS service_edition (
  id {id} PRIMARY KEY, service_id {id} NOT NULL, version {int} NOT NULL, made_at {int}, hand TEXT, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS service_edition_by_service ON service_edition (service_id, version);
";

table!(edition, "service_edition", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub service_id: Uuid,
    pub version: i64,
    pub made_at: Option<i64>,
    pub hand: Option<String>,
    pub body: String,
});

/// Keeps the state that an entry is in now, and the one before where no earlier one was ever kept. A change of its places
/// alone is no new state.
///
/// # Errors
/// [`Failure`] of the store.
pub(super) async fn keep_edition(
    scene: &Scene<'_>,
    before: Option<(Service, i64)>,
    after: &Edition,
) -> Result<(), Failure> {
    if let Some((before, version)) = before {
        let before = lasting(&before);
        if before == lasting(&after.service) {
            return Ok(());
        }
        let kept = edition::Entity::find()
            .filter(edition::Column::ServiceId.eq(before.id.uuid()))
            .one(scene.rows())
            .await?;
        if kept.is_none() {
            let first = Edition {
                version,
                made: None,
                hand: None,
                service: before,
            };
            insert(scene, &first).await?;
        }
    }
    insert(scene, after).await
}

async fn insert(scene: &Scene<'_>, kept: &Edition) -> Result<(), Failure> {
    let body = serde_json::to_string(&lasting(&kept.service)).map_err(|e| Failure::Fault(e.to_string()))?;
    let model = edition::ActiveModel {
        id: Set(PublicRef::new(scene.chance()).uuid()),
        service_id: Set(kept.service.id.uuid()),
        version: Set(kept.version),
        made_at: Set(kept.made.map(stamp::to_column)),
        hand: Set(kept.hand.map(|hand| hand.code().to_owned())),
        body: Set(body),
    };
    edition::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}

/// The states of an entry, the newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn editions<C: ConnectionTrait>(
    rows: &C,
    service: ServiceId,
    most: u64,
) -> Result<Vec<Edition>, Failure> {
    let found = edition::Entity::find()
        .filter(edition::Column::ServiceId.eq(service.uuid()))
        .order_by_desc(edition::Column::Version)
        .limit(most)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

fn read(row: &edition::Model) -> Result<Edition, Failure> {
    let broken = |column| Corrupt::at("service_edition", column, row.id);
    let moment = |at| stamp::from_column(at, "service_edition", "made_at", row.id);
    let hand = row.hand.as_deref().map(str::parse::<Hand>).transpose();
    Ok(Edition {
        version: row.version,
        made: row.made_at.map(moment).transpose()?,
        hand: hand.map_err(|()| broken("hand"))?,
        service: serde_json::from_str(&row.body).map_err(|_| broken("body"))?,
    })
}
