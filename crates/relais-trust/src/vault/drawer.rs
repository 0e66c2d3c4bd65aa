use std::collections::BTreeMap;

use relais_kernel::{Case, Id, Organisation, Timestamp};
use relais_platform::{Corrupt, Failure};
use relais_sealing::{Context, Sealed, open, seal};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{entity::sealed_field as row, grant::CaseKey};
use crate::{Deed, Note, Permit, Scene, Sight, Trust};

/// Which of a case's keys seals a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyClass {
    /// Identity, contact, needs, narratives (S2, S3).
    Record,
    /// Survivor-critical annexes (S4): a key of their own.
    Annex,
}

impl KeyClass {
    pub const ALL: [Self; 2] = [Self::Record, Self::Annex];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Annex => "annex",
        }
    }

    /// How the journal names that somebody opened it.
    pub const fn reading(self) -> &'static str {
        match self {
            Self::Record => "IdentityRead",
            Self::Annex => "AnnexRead",
        }
    }
}

/// Where the sealed fields of one record lie. A value moved to another drawer does not open (requirement 39).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawer {
    pub table: &'static str,
    pub case: Id<Case>,
    pub record: Uuid,
    pub class: KeyClass,
}

impl Drawer {
    fn context<'a>(&'a self, field: &'a str, version: u32) -> Context<'a> {
        Context {
            table: self.table,
            case: self.case.uuid(),
            record: self.record,
            field,
            version,
        }
    }
}

impl Scene<'_> {
    /// Seals fields into the drawer for the acting organisation's key; an empty text removes the field.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the organisation holds no live grant.
    pub async fn seal(
        &self,
        drawer: Drawer,
        holder: Id<Organisation>,
        fields: &BTreeMap<String, String>,
    ) -> Result<(), Failure> {
        let key = self
            .trust
            .case_key(self.rows, drawer.case, drawer.class, holder, self.now())
            .await?;
        let held = stored(self.rows, &drawer).await?;
        for (field, text) in fields {
            let before = held.iter().find(|row| row.field == *field);
            if text.is_empty() {
                if before.is_some() {
                    row::Entity::delete_by_id((drawer.record, field.clone()))
                        .exec(self.rows)
                        .await?;
                }
                continue;
            }
            let version = before.map_or(1, |row| row.version + 1);
            let model = self.sealed(&drawer, &key, field, version, text);
            if before.is_some() {
                row::Entity::update(model).exec(self.rows).await?;
            } else {
                row::Entity::insert(model)
                    .exec_without_returning(self.rows)
                    .await?;
            }
        }
        Ok(())
    }

    /// Opens a drawer for an act that needs its content (a package, a comparison). The act's own note tells it.
    ///
    /// # Errors
    /// [`Failure::Missing`] when the organisation holds no live grant.
    pub async fn unseal(
        &self,
        drawer: Drawer,
        holder: Id<Organisation>,
    ) -> Result<BTreeMap<String, String>, Failure> {
        self.trust
            .open_drawer(self.rows, drawer, holder, self.now())
            .await
    }

    pub(super) fn sealed(
        &self,
        drawer: &Drawer,
        key: &CaseKey,
        field: &str,
        version: i32,
        text: &str,
    ) -> row::ActiveModel {
        let context = drawer.context(field, version.unsigned_abs());
        let value = seal(&key.key, key.id, &context, text.as_bytes(), self.chance());
        row::ActiveModel {
            record_id: Set(drawer.record),
            field: Set(field.to_owned()),
            case_id: Set(drawer.case.uuid()),
            class: Set(drawer.class.code().to_owned()),
            version: Set(version),
            value: Set(value.into_bytes()),
        }
    }
}

impl Sight<'_> {
    /// Opens a drawer for its reader. The reading is in the journal before the answer leaves: who, which case,
    /// which class of fields, why.
    ///
    /// # Errors
    /// [`Failure::Missing`] without a permit for this case, or without a live grant of the reader's organisation.
    pub async fn unseal(&self, permit: &Permit, drawer: Drawer) -> Result<BTreeMap<String, String>, Failure> {
        let asked = match drawer.class {
            KeyClass::Record => matches!(
                permit.deed(),
                Deed::ReadIdentity | Deed::ChangeCase | Deed::PrepareReferral | Deed::ReadInEmergency
            ),
            KeyClass::Annex => matches!(permit.deed(), Deed::ReadAnnex | Deed::WriteAnnex),
        };
        let holder = self.actor.organisation.ok_or(Failure::Missing)?;
        if !asked || !permit.covers(drawer.case.uuid()) {
            return Err(Failure::Missing);
        }
        let opened = self
            .trust
            .open_drawer(self.rows(), drawer, holder, self.now())
            .await?;
        if !opened.is_empty() {
            self.note(
                Note::new(drawer.class.reading())
                    .on(drawer.table, drawer.record)
                    .case(drawer.case)
                    .fact("for", permit.deed().name()),
            );
        }
        Ok(opened)
    }
}

impl Trust {
    pub(super) async fn open_drawer<C: ConnectionTrait>(
        &self,
        rows: &C,
        drawer: Drawer,
        holder: Id<Organisation>,
        now: Timestamp,
    ) -> Result<BTreeMap<String, String>, Failure> {
        let held = stored(rows, &drawer).await?;
        if held.is_empty() {
            return Ok(BTreeMap::new());
        }
        let key = self
            .case_key(rows, drawer.case, drawer.class, holder, now)
            .await?;
        let mut opened = BTreeMap::new();
        for row in held {
            let damaged = || {
                Corrupt::at(
                    "sealed_field",
                    "value",
                    format!("{} {}", row.record_id, row.field),
                )
            };
            let sealed = Sealed::from_bytes(row.value.clone()).map_err(|_| damaged())?;
            let context = drawer.context(&row.field, row.version.unsigned_abs());
            let plain = open(&key.key, &sealed, &context).map_err(|_| damaged())?;
            let text = std::str::from_utf8(&plain).map_err(|_| damaged())?.to_owned();
            opened.insert(row.field, text);
        }
        Ok(opened)
    }
}

async fn stored<C: ConnectionTrait>(rows: &C, drawer: &Drawer) -> Result<Vec<row::Model>, Failure> {
    Ok(row::Entity::find()
        .filter(row::Column::RecordId.eq(drawer.record))
        .filter(row::Column::CaseId.eq(drawer.case.uuid()))
        .filter(row::Column::Class.eq(drawer.class.code()))
        .all(rows)
        .await?)
}
