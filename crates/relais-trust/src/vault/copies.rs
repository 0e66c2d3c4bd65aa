use relais_kernel::{Case, Entropy, Id, Organisation};
use relais_platform::{Corrupt, Failure};
use relais_sealing::{Context, Sealed, Zeroizing, open, seal};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, sea_query::OnConflict};
use uuid::Uuid;

use super::{
    OrganisationKeys,
    entity::{case_words, sealed_copy as row},
};
use crate::{Scene, Sight, Trust};

/// Words that several organisations share about one record (what sender and receiver write to each other): each
/// holds a copy under its own key, and nobody needs the other's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedWords {
    pub table: &'static str,
    pub record: Uuid,
    /// The words go with this case when it is erased, though no key of the case seals them. Nothing for words that
    /// are about no case that is known.
    pub case: Option<Id<Case>>,
}

impl SharedWords {
    fn context(&self, organisation: Id<Organisation>) -> Context<'_> {
        Context {
            table: self.table,
            case: organisation.uuid(),
            record: self.record,
            field: "words",
            version: 1,
        }
    }
}

impl Scene<'_> {
    /// Seals the words for each organisation; what was there is replaced.
    ///
    /// # Errors
    /// [`Failure::Missing`] when an organisation has no keys.
    pub async fn share_words(
        &self,
        place: SharedWords,
        with: &[Id<Organisation>],
        text: &str,
    ) -> Result<(), Failure> {
        if let Some(case) = place.case {
            let about = case_words::ActiveModel {
                case_id: Set(case.uuid()),
                record_id: Set(place.record),
            };
            let mut once = OnConflict::columns([case_words::Column::CaseId, case_words::Column::RecordId]);
            case_words::Entity::insert(about)
                .on_conflict(once.do_nothing().to_owned())
                .exec_without_returning(self.rows)
                .await?;
        }
        for organisation in with {
            let keys = self.trust.keys_of(self.rows, *organisation).await?;
            let value = seal(
                &keys.words(),
                keys.id(),
                &place.context(*organisation),
                text.as_bytes(),
                self.chance(),
            );
            row::Entity::delete_by_id((place.record, organisation.uuid()))
                .exec(self.rows)
                .await?;
            let model = row::ActiveModel {
                record_id: Set(place.record),
                organisation_id: Set(organisation.uuid()),
                value: Set(value.into_bytes()),
            };
            row::Entity::insert(model)
                .exec_without_returning(self.rows)
                .await?;
        }
        Ok(())
    }

    /// An organisation that has no part in the record any more loses its copy.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn take_words_from(
        &self,
        place: SharedWords,
        organisation: Id<Organisation>,
    ) -> Result<(), Failure> {
        row::Entity::delete_by_id((place.record, organisation.uuid()))
            .exec(self.rows)
            .await?;
        Ok(())
    }

    /// An organisation's copy, for an act that adds to it.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn shared_words(
        &self,
        place: SharedWords,
        holder: Id<Organisation>,
    ) -> Result<Option<String>, Failure> {
        self.trust.open_copy(self.rows, place, holder).await
    }
}

impl Sight<'_> {
    /// The reader's organisation's own copy; the caller asked for the permit to read the record.
    ///
    /// # Errors
    /// [`Failure::Missing`] when nobody is signed in.
    pub async fn shared_words(&self, place: SharedWords) -> Result<Option<String>, Failure> {
        let holder = self.actor.organisation.ok_or(Failure::Missing)?;
        self.trust.open_copy(self.rows(), place, holder).await
    }
}

impl Trust {
    async fn open_copy<C: ConnectionTrait>(
        &self,
        rows: &C,
        place: SharedWords,
        holder: Id<Organisation>,
    ) -> Result<Option<String>, Failure> {
        let held = row::Entity::find_by_id((place.record, holder.uuid()))
            .one(rows)
            .await?;
        let Some(held) = held else { return Ok(None) };
        let damaged = || Corrupt::at("sealed_copy", "value", place.record);
        // Read after the copy: keys that were replaced in between are among those that are kept.
        let keys = self.keys_of(rows, holder).await?;
        let plain = open_words(&keys, place, holder, held.value).ok_or_else(damaged)?;
        Ok(Some(
            std::str::from_utf8(&plain).map_err(|_| damaged())?.to_owned(),
        ))
    }
}

fn open_words(
    keys: &OrganisationKeys,
    place: SharedWords,
    holder: Id<Organisation>,
    value: Vec<u8>,
) -> Option<Zeroizing<Vec<u8>>> {
    let sealed = Sealed::from_bytes(value).ok()?;
    let key = keys.words_under(sealed.key_id())?;
    if let Ok(plain) = open(&key, &sealed, &place.context(holder)) {
        return Some(plain);
    }
    let inner = open(&key, &sealed, &cover(place.record, holder)).ok()?;
    let inner = Sealed::from_bytes(inner.to_vec()).ok()?;
    let key = keys.words_under(inner.key_id())?;
    open(&key, &inner, &place.context(holder)).ok()
}

/// A copy of words does not say of which table its record is, and so cannot be sealed anew by itself: under newer keys it lies
/// whole in a cover. Nothing when no key at hand is the one that it names.
pub(super) fn under_cover(
    keys: &OrganisationKeys,
    (record, holder): (Uuid, Id<Organisation>),
    value: Vec<u8>,
    chance: &dyn Entropy,
) -> Option<Vec<u8>> {
    let (sealed, place) = (Sealed::from_bytes(value).ok()?, cover(record, holder));
    let key = keys.words_under(sealed.key_id())?;
    let inner = match open(&key, &sealed, &place) {
        Ok(inner) => inner.to_vec(),
        Err(_) => sealed.into_bytes(),
    };
    let covered = seal(&keys.words(), keys.id(), &place, &inner, chance);
    Some(covered.into_bytes())
}

fn cover(record: Uuid, holder: Id<Organisation>) -> Context<'static> {
    Context {
        table: "sealed_copy",
        case: holder.uuid(),
        record,
        field: "cover",
        version: 1,
    }
}
