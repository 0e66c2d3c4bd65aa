//! Copies of a synthetic case with keys of their own, for demonstrations of any size. What was sealed once through
//! the commands is opened and sealed again for each copy; nothing here works on an installation with real people.

use std::collections::{BTreeMap, HashMap};

use relais_kernel::{Case, Grant, Id, Organisation, Referral, Timestamp};
use relais_platform::{Failure, stamp};
use relais_sealing::{Key, KeyId, TokenKind, canonical};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Drawer, KeyClass, PackageDraft, PackageKind,
    entity::{grant, package, package_key, person_token, sealed_field},
    grant::{CaseKey, label},
};
use crate::{Scene, Trust, accounts::Installation};

/// Rows of one statement, well under what both engines take.
const TOGETHER: usize = 500;

/// A synthetic case whose drawers are open, to be copied.
pub struct CaseModel {
    case: Id<Case>,
    owner: Id<Organisation>,
    fields: Vec<OpenField>,
    /// The tokens of the year of birth, and under how many keys they lie: they stay as they are.
    years: Vec<(Vec<u8>, i32)>,
    pub packages: Vec<PackageModel>,
}

struct OpenField {
    drawer: Drawer,
    field: String,
    version: i32,
    text: String,
}

/// A package that its receiver can still open.
pub struct PackageModel {
    pub draft: PackageDraft,
    pub receiver: Id<Organisation>,
    pub until: Option<Timestamp>,
}

/// A copy to be made: the new key of the case and of its records, and what the person is called there, as it is said
/// and as the room of the field writes it.
pub struct CaseCopy {
    pub case: Id<Case>,
    pub records: HashMap<Uuid, Uuid>,
    pub name: String,
    pub written_name: String,
}

impl Trust {
    /// Opens a synthetic case for copying. `tables` are those whose drawers it has.
    ///
    /// # Errors
    /// [`Failure::Missing`] on an installation that is no demonstration.
    pub async fn case_model(
        &self,
        case: Id<Case>,
        owner: Id<Organisation>,
        tables: &[&'static str],
    ) -> Result<CaseModel, Failure> {
        let rows = self.database().reader();
        if !Installation::read(rows).await?.is_some_and(|found| found.demo) {
            return Err(Failure::Missing);
        }
        let mut model = CaseModel {
            case,
            owner,
            fields: Vec::new(),
            years: Vec::new(),
            packages: Vec::new(),
        };
        let held = sealed_field::Entity::find()
            .filter(sealed_field::Column::CaseId.eq(case.uuid()))
            .all(rows)
            .await?;
        let mut drawers: BTreeMap<(Uuid, String), Vec<sealed_field::Model>> = BTreeMap::new();
        for row in held {
            drawers
                .entry((row.record_id, row.class.clone()))
                .or_default()
                .push(row);
        }
        for ((record, class), held) in drawers {
            model.fields.extend(
                self.open_any(rows, (case, owner), (record, &class), tables, &held)
                    .await?,
            );
        }
        let tokens = person_token::Entity::find()
            .filter(person_token::Column::CaseId.eq(case.uuid()))
            .all(rows)
            .await?;
        let year = |row: &person_token::Model| row.kind == TokenKind::BirthYear.code();
        model.years = tokens
            .into_iter()
            .filter(year)
            .map(|row| (row.token, row.layer))
            .collect();
        model.packages = self.open_packages(rows, case, owner).await?;
        Ok(model)
    }

    /// A row does not say of which table its record is: the right one is the one with which it opens.
    async fn open_any(
        &self,
        rows: &DatabaseConnection,
        (case, owner): (Id<Case>, Id<Organisation>),
        (record, class): (Uuid, &str),
        tables: &[&'static str],
        held: &[sealed_field::Model],
    ) -> Result<Vec<OpenField>, Failure> {
        let class = if class == KeyClass::Annex.code() {
            KeyClass::Annex
        } else {
            KeyClass::Record
        };
        for table in tables {
            let drawer = Drawer {
                table,
                case,
                record,
                class,
            };
            let Ok(opened) = self.open_drawer(rows, drawer, owner, self.now()).await else {
                continue;
            };
            let version = |field: &str| {
                held.iter()
                    .find(|row| row.field == field)
                    .map_or(1, |row| row.version)
            };
            let fields = opened.into_iter().map(|(field, text)| OpenField {
                version: version(&field),
                drawer,
                field,
                text,
            });
            return Ok(fields.collect());
        }
        Err(Failure::Fault("a sealed field belongs to no known table".into()))
    }

    async fn open_packages(
        &self,
        rows: &DatabaseConnection,
        case: Id<Case>,
        owner: Id<Organisation>,
    ) -> Result<Vec<PackageModel>, Failure> {
        let now = stamp::to_column(self.now());
        let mut models = Vec::new();
        for held in package::Entity::find()
            .filter(package::Column::CaseId.eq(case.uuid()))
            .all(rows)
            .await?
        {
            let keys = package_key::Entity::find()
                .filter(package_key::Column::PackageId.eq(held.id))
                .all(rows)
                .await?;
            let open = |key: &&package_key::Model| {
                key.sent && key.ended_at.is_none() && key.until.is_none_or(|until| until > now)
            };
            let Some(sent) = keys.iter().find(open) else {
                continue;
            };
            let at = |moment, column| stamp::from_column(moment, "package", column, held.id);
            models.push(PackageModel {
                receiver: Id::from_uuid(sent.organisation_id),
                until: sent.until.map(|until| at(until, "until")).transpose()?,
                draft: PackageDraft {
                    referral: Id::<Referral>::from_uuid(held.referral_id),
                    case,
                    kind: if held.kind == PackageKind::Decision.code() {
                        PackageKind::Decision
                    } else {
                        PackageKind::Release
                    },
                    sender: owner,
                    purpose: held.purpose.clone(),
                    consents: held
                        .consents
                        .split_whitespace()
                        .filter_map(|id| id.parse().ok().map(Id::from_uuid))
                        .collect(),
                    expires: at(held.expires_at, "expires_at")?,
                    content: self.content_for_sender(rows, &held, owner).await?,
                },
            });
        }
        Ok(models)
    }

    async fn content_for_sender(
        &self,
        rows: &DatabaseConnection,
        held: &package::Model,
        sender: Id<Organisation>,
    ) -> Result<Value, Failure> {
        let bytes = self.package_bytes(rows, held, sender).await?;
        canonical::from_bytes(&bytes)
            .map_err(|_| relais_platform::Corrupt::at("package", "content", held.id).into())
    }
}

impl Scene<'_> {
    /// Gives copies of a case keys of their own and seals what the model has for each of them.
    ///
    /// # Errors
    /// [`Failure`] of the store.
    pub async fn put_case_copies(
        &self,
        model: &CaseModel,
        name_field: &str,
        copies: &[CaseCopy],
    ) -> Result<(), Failure> {
        let keys = self.trust.keys_of(self.rows, model.owner).await?;
        let tokens = keys.search();
        let (mut grants, mut fields, mut people) = (Vec::new(), Vec::new(), Vec::new());
        for copy in copies {
            let mut fresh = HashMap::new();
            for class in KeyClass::ALL {
                let key = CaseKey {
                    id: KeyId::new(self.chance()),
                    key: Key::new(self.chance()),
                };
                grants.push(grant::ActiveModel {
                    id: Set(Id::<Grant>::new(self.now(), self.chance()).uuid()),
                    case_id: Set(copy.case.uuid()),
                    class: Set(class.code().to_owned()),
                    organisation_id: Set(model.owner.uuid()),
                    key_id: Set(key.id.uuid()),
                    wrapped: Set(keys.wrap(&label(copy.case, class), &key.key, self.chance())),
                    since: Set(stamp::to_column(self.now())),
                    until: Set(None),
                    ended_at: Set(None),
                });
                fresh.insert(class, key);
            }
            for open in &model.fields {
                let Some(key) = fresh.get(&open.drawer.class) else {
                    continue;
                };
                let record = copied(model.case, copy, open.drawer.record);
                let drawer = Drawer {
                    case: copy.case,
                    record,
                    ..open.drawer
                };
                let text = if open.field == name_field {
                    &copy.written_name
                } else {
                    &open.text
                };
                fields.push(self.sealed(&drawer, key, &open.field, open.version, text));
            }
            let named = tokens.name(&copy.name).into_iter();
            let named = named.map(|(kind, token)| (token.to_vec(), (kind, tokens.top())));
            let years = model.years.iter().cloned();
            let born = years.map(|(token, layer)| (token, (TokenKind::BirthYear, layer)));
            let all: BTreeMap<Vec<u8>, (TokenKind, i32)> = named.chain(born).collect();
            people.extend(
                all.into_iter()
                    .map(|(token, (kind, layer))| person_token::ActiveModel {
                        organisation_id: Set(model.owner.uuid()),
                        token: Set(token),
                        case_id: Set(copy.case.uuid()),
                        kind: Set(kind.code().to_owned()),
                        layer: Set(layer),
                    }),
            );
        }
        for some in grants.chunks(TOGETHER) {
            grant::Entity::insert_many(some.to_vec())
                .exec_without_returning(self.rows)
                .await?;
        }
        for some in fields.chunks(TOGETHER) {
            sealed_field::Entity::insert_many(some.to_vec())
                .exec_without_returning(self.rows)
                .await?;
        }
        for some in people.chunks(TOGETHER) {
            person_token::Entity::insert_many(some.to_vec())
                .exec_without_returning(self.rows)
                .await?;
        }
        Ok(())
    }
}

/// The record's key in the copy. Records of which a case has one lie beside its own key, by a few bits.
fn copied(model: Id<Case>, copy: &CaseCopy, record: Uuid) -> Uuid {
    copy.records.get(&record).copied().unwrap_or_else(|| {
        let apart = record.as_u128() ^ model.uuid().as_u128();
        Uuid::from_u128(copy.case.uuid().as_u128() ^ apart)
    })
}
