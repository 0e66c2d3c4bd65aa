use relais_kernel::{Entropy, Entry, Id, Timestamp};
use relais_ledger::{Frontier, Ratchet, leaf_hash};
use relais_platform::{Corrupt, Failure, stamp};
use relais_sealing::canonical;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait};

use super::{
    entity::{self, head},
    marks,
    note::{Body, Note},
};
use crate::{Actor, Trust};

/// The head is a single row.
pub(super) const HEAD: i32 = 1;

/// Appends the notes as leaves, in this transaction.
pub(crate) async fn append(
    rows: &DatabaseTransaction,
    (trust, actor): (&Trust, &Actor),
    now: Timestamp,
    notes: Vec<Note>,
) -> Result<(), Failure> {
    let chance = trust.chance();
    if notes.is_empty() {
        return Ok(());
    }
    let stored = head::Entity::find_by_id(HEAD).one(rows).await?;
    let mut frontier = frontier_of(stored.as_ref())?;
    let mut ratchet = marks::open(trust, stored.as_ref())?;
    let mut models = Vec::with_capacity(notes.len());
    for note in notes {
        models.push(leaf(
            (&mut frontier, &mut ratchet),
            body(actor, now, chance, note),
        )?);
    }
    // The head goes first: of two programs that append at once, PostgreSQL lets the second run again from the new head,
    // where two entries in the same place would be an error.
    let model = head::ActiveModel {
        id: Set(HEAD),
        frontier: Set(frontier.to_bytes()),
        // The key that marked these entries is written over.
        ratchet: Set(ratchet.map(|ratchet| marks::seal(trust, &ratchet))),
        ..Default::default()
    };
    if stored.is_some() {
        head::Entity::update(model).exec(rows).await?;
    } else {
        head::Entity::insert(model).exec_without_returning(rows).await?;
    }
    entity::Entity::insert_many(models)
        .exec_without_returning(rows)
        .await?;
    Ok(())
}

pub(super) fn frontier_of(stored: Option<&head::Model>) -> Result<Frontier, Corrupt> {
    stored.map_or_else(
        || Ok(Frontier::new()),
        |head| {
            Frontier::from_bytes(&head.frontier).map_err(|_| Corrupt::at("journal_head", "frontier", HEAD))
        },
    )
}

fn leaf(
    (frontier, ratchet): (&mut Frontier, &mut Option<Ratchet>),
    body: Body,
) -> Result<entity::ActiveModel, Failure> {
    let bytes = canonical::to_bytes(&body).map_err(|e| Failure::Fault(format!("journal: {e}")))?;
    let text = String::from_utf8(bytes).map_err(|e| Failure::Fault(format!("journal: {e}")))?;
    let hash = leaf_hash(text.as_bytes());
    let position = frontier.append(hash);
    Ok(entity::ActiveModel {
        position: Set(i64::try_from(position).map_err(|_| Failure::Fault("journal: full".into()))?),
        at: Set(body.at),
        act: Set(body.act),
        user_id: Set(body.user),
        organisation_id: Set(body.organisation),
        case_id: Set(body.case),
        subject_id: Set(body.subject.map(|(_, id)| id)),
        body: Set(text),
        leaf: Set(hash.as_bytes().to_vec()),
        mark: Set(ratchet
            .as_mut()
            .map(|ratchet| ratchet.mark(position, &hash).to_vec())),
    })
}

fn body(actor: &Actor, now: Timestamp, chance: &dyn Entropy, note: Note) -> Body {
    Body {
        v: 1,
        id: Id::<Entry>::new(now, chance).uuid(),
        at: stamp::to_column(now),
        act: note.act,
        door: actor.door,
        user: actor.user.map(Id::uuid),
        organisation: actor.organisation.map(Id::uuid),
        mechanism: actor.mechanism.map(Id::uuid),
        session: actor.session.map(|s| s.id),
        subject: note.subject,
        case: note.case.map(Id::uuid),
        consent: note.consent.map(Id::uuid),
        purpose: note.purpose,
        definition: note.definition,
        facts: note.facts,
    }
}
