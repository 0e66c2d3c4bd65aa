use std::collections::{BTreeSet, HashMap};

use relais_kernel::{Id, Lang, Localised, Organisation, PublicRef, Refusal, Refusals};
use relais_platform::Failure;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};

use super::entity::organisation as row;
use crate::{Command, Note, Scene};

/// An organisation as others see it. The directory holds what it offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationFace {
    pub id: Id<Organisation>,
    pub public_ref: PublicRef,
    /// The key of packs and spreadsheets, `P01`.
    pub code: String,
    pub name: Localised,
    pub kind: String,
    pub firewall: bool,
    pub active: bool,
    pub version: i64,
}

impl OrganisationFace {
    pub fn name(&self, lang: Lang) -> &str {
        self.name.get(lang)
    }
}

impl From<row::Model> for OrganisationFace {
    fn from(row: row::Model) -> Self {
        Self {
            id: Id::from_uuid(row.id),
            public_ref: PublicRef::from_uuid(row.public_ref),
            code: row.code,
            name: Localised::new(row.name_fr, row.name_en),
            kind: row.kind,
            firewall: row.firewall,
            active: row.active,
            version: row.version,
        }
    }
}

/// All organisations of the installation, by code.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn organisations<C: ConnectionTrait>(rows: &C) -> Result<Vec<OrganisationFace>, Failure> {
    let all = row::Entity::find()
        .order_by_asc(row::Column::Code)
        .all(rows)
        .await?;
    Ok(all.into_iter().map(Into::into).collect())
}

/// The names of some organisations, in one question; what does not exist has none.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn organisation_names<C: ConnectionTrait>(
    rows: &C,
    of: &BTreeSet<Id<Organisation>>,
) -> Result<HashMap<Id<Organisation>, Localised>, Failure> {
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let found = row::Entity::find()
        .filter(row::Column::Id.is_in(of.iter().map(|id| id.uuid())))
        .all(rows)
        .await?;
    let name = |row: row::Model| (Id::from_uuid(row.id), Localised::new(row.name_fr, row.name_en));
    Ok(found.into_iter().map(name).collect())
}

/// # Errors
/// [`Failure::Missing`] when no organisation has this code.
pub async fn organisation_by_code<C: ConnectionTrait>(
    rows: &C,
    code: &str,
) -> Result<OrganisationFace, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::Code.eq(code))
        .one(rows)
        .await?;
    found.map(Into::into).ok_or(Failure::Missing)
}

/// # Errors
/// [`Failure::Missing`] when no organisation has this address.
pub async fn organisation_by_ref<C: ConnectionTrait>(
    rows: &C,
    public_ref: PublicRef,
) -> Result<OrganisationFace, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::PublicRef.eq(public_ref.uuid()))
        .one(rows)
        .await?;
    found.map(Into::into).ok_or(Failure::Missing)
}

/// Adds an organisation with its keys, or renames the one that has this code. The caller asks for the permit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddOrganisation {
    pub code: String,
    pub name: Localised,
    pub kind: String,
    pub firewall: bool,
}

impl AddOrganisation {
    /// Everything that is wrong by itself, whatever the database holds.
    ///
    /// # Errors
    /// Refusals beside `code`, `name_fr`, `name_en` and `kind`.
    pub fn check(&self) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        if !(2..=16).contains(&self.code.len()) || !self.code.chars().all(fits) {
            refusals.push(
                Refusal::new(
                    "CodeMalformed",
                    "Un code de 2 à 16 lettres majuscules, chiffres ou tirets, par exemple P31.",
                    "A code of 2 to 16 capital letters, digits or dashes, for example P31.",
                )
                .at("code"),
            );
        }
        let missing = || Refusal::new("NameMissing", "Indiquez le nom.", "Give the name.");
        for (field, name) in [("name_fr", &self.name.fr), ("name_en", &self.name.en)] {
            if name.trim().is_empty() {
                refusals.push(missing().at(field));
            }
        }
        if self.kind.is_empty() {
            let refusal = Refusal::new("KindMissing", "Choisissez le type.", "Choose the type.");
            refusals.push(refusal.at("kind"));
        }
        refusals.or(())
    }

    /// # Errors
    /// [`Failure`] of the store.
    pub async fn within(&self, scene: &Scene<'_>) -> Result<Id<Organisation>, Failure> {
        let found = row::Entity::find()
            .filter(row::Column::Code.eq(&self.code))
            .one(scene.rows())
            .await?;
        if let Some(found) = found {
            let id = Id::from_uuid(found.id);
            if found.name_fr != self.name.fr || found.name_en != self.name.en || found.kind != self.kind {
                let mut model: row::ActiveModel = found.clone().into();
                model.name_fr = Set(self.name.fr.clone());
                model.name_en = Set(self.name.en.clone());
                model.kind = Set(self.kind.clone());
                model.firewall = Set(self.firewall);
                model.version = Set(found.version + 1);
                row::Entity::update(model).exec(scene.rows()).await?;
                scene.note(Note::new("OrganisationChanged").on("organisation", id.uuid()));
            }
            return Ok(id);
        }
        let id = Id::<Organisation>::new(scene.now(), scene.chance());
        let model = row::ActiveModel {
            id: Set(id.uuid()),
            public_ref: Set(PublicRef::new(scene.chance()).uuid()),
            code: Set(self.code.clone()),
            name_fr: Set(self.name.fr.clone()),
            name_en: Set(self.name.en.clone()),
            kind: Set(self.kind.clone()),
            firewall: Set(self.firewall),
            active: Set(true),
            version: Set(1),
        };
        row::Entity::insert(model)
            .exec_without_returning(scene.rows())
            .await?;
        scene.make_organisation_keys(id).await?;
        scene.note(Note::new("OrganisationAdded").on("organisation", id.uuid()));
        Ok(id)
    }
}

impl Command for AddOrganisation {
    type Outcome = Id<Organisation>;
    const NAME: &'static str = "AddOrganisation";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Self::Outcome, Failure> {
        self.within(scene).await
    }
}

/// Whether an organisation takes part: what a closed one held opens nothing any more (security requirement 12).
///
/// # Errors
/// [`Failure`] of the store.
pub async fn organisation_is_open<C: ConnectionTrait>(
    rows: &C,
    organisation: Id<Organisation>,
) -> Result<bool, Failure> {
    let found = row::Entity::find_by_id(organisation.uuid()).one(rows).await?;
    Ok(found.is_some_and(|organisation| organisation.active))
}
