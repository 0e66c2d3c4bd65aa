use std::collections::BTreeMap;

use relais_kernel::{Entropy, PublicRef, Timestamp};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait, sea_query::OnConflict};
use uuid::Uuid;

use crate::{Corrupt, Failure, Slug, queue::Queue, stamp};

pub(super) const OUTBOX: Queue = Queue("outbox");

crate::table!(
    /// A message that is to leave, or left.
    row, "outbox", {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub subject_id: Uuid,
        pub stage: String,
        pub recipient_id: Uuid,
        pub owner_id: Uuid,
        pub scope_id: Uuid,
        pub body: String,
        pub made_at: i64,
        pub due_at: i64,
        pub tries: i32,
        pub last_error: Option<String>,
        pub claimed_until: i64,
        pub ended_at: Option<i64>,
        pub ending: Option<String>,
        pub channel: Option<String>,
    }
);

/// A message that is wanted. Of one kind, subject, stage and recipient there is one: asking twice is asking once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The occasion.
    pub kind: Slug,
    /// The record it is about.
    pub subject: Uuid,
    /// Which of several of this kind about this record.
    pub stage: Slug,
    /// The organisation that is written to.
    pub recipient: Uuid,
    /// The organisation whose concern it is that it arrives.
    pub owner: Uuid,
    /// The mechanism.
    pub scope: Uuid,
    /// Further records that its author needs.
    pub ids: BTreeMap<Slug, Uuid>,
}

/// Puts a message into the outbox in the command's own transaction; false when it was there already.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn order(
    rows: &DatabaseTransaction,
    order: &Order,
    now: Timestamp,
    chance: &dyn Entropy,
) -> Result<bool, Failure> {
    use row::Column;
    let once = OnConflict::columns([
        Column::Kind,
        Column::SubjectId,
        Column::Stage,
        Column::RecipientId,
    ])
    .do_nothing()
    .to_owned();
    let model = row::ActiveModel {
        id: Set(PublicRef::new(chance).uuid()),
        kind: Set(order.kind.to_string()),
        subject_id: Set(order.subject),
        stage: Set(order.stage.to_string()),
        recipient_id: Set(order.recipient),
        owner_id: Set(order.owner),
        scope_id: Set(order.scope),
        body: Set(serde_json::to_string(&order.ids).map_err(|e| Failure::Fault(e.to_string()))?),
        made_at: Set(stamp::to_column(now)),
        due_at: Set(stamp::to_column(now)),
        tries: Set(0),
        last_error: Set(None),
        claimed_until: Set(0),
        ended_at: Set(None),
        ending: Set(None),
        channel: Set(None),
    };
    let added = row::Entity::insert(model)
        .on_conflict(once)
        .exec_without_returning(rows)
        .await?;
    Ok(added > 0)
}

impl Order {
    pub(super) fn read(held: &row::Model) -> Result<Self, Corrupt> {
        let slug = |text: &str, column| text.parse().map_err(|_| Corrupt::at("outbox", column, held.id));
        Ok(Self {
            kind: slug(&held.kind, "kind")?,
            subject: held.subject_id,
            stage: slug(&held.stage, "stage")?,
            recipient: held.recipient_id,
            owner: held.owner_id,
            scope: held.scope_id,
            ids: serde_json::from_str(&held.body).map_err(|_| Corrupt::at("outbox", "body", held.id))?,
        })
    }
}
