use relais_kernel::{Id, Localised, Organisation, Refusal, User};
use relais_platform::Failure;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::{Administered, Reach, whole_only};
use crate::{
    Note, Scene,
    accounts::{
        AddOrganisation,
        entity::{account, organisation},
        people::end_everything,
    },
};

/// A new organisation: its code must be free.
impl Administered for AddOrganisation {
    type Outcome = Id<Organisation>;
    const NAME: &'static str = "AddOrganisation";
    const GIVES_RIGHTS: bool = true;

    async fn allowed(&self, _: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        whole_only(reach)
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<Id<Organisation>, Failure> {
        self.check()?;
        let taken = organisation::Entity::find()
            .filter(organisation::Column::Code.eq(&self.code))
            .one(scene.rows())
            .await?;
        match taken {
            Some(_) => Err(code_taken()),
            None => self.within(scene).await,
        }
    }
}

fn code_taken() -> Failure {
    Refusal::new(
        "CodeTaken",
        "Une autre structure porte déjà ce code.",
        "Another organisation already has this code.",
    )
    .at("code")
    .into()
}

/// Renames an organisation or corrects its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeOrganisation {
    pub organisation: Id<Organisation>,
    pub name: Localised,
    pub kind: String,
    pub firewall: bool,
    /// The version that the form was made from.
    pub version: i64,
}

impl Administered for ChangeOrganisation {
    type Outcome = ();
    const NAME: &'static str = "ChangeOrganisation";
    const GIVES_RIGHTS: bool = true;

    async fn allowed(&self, _: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        whole_only(reach)
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let held = held(scene, self.organisation).await?;
        if held.version != self.version {
            return Err(Failure::Stale {
                current: held.version,
            });
        }
        let wish = AddOrganisation {
            code: held.code.clone(),
            name: self.name.clone(),
            kind: self.kind.clone(),
            firewall: self.firewall,
        };
        wish.check()?;
        let mut model: organisation::ActiveModel = held.into();
        model.name_fr = Set(wish.name.fr);
        model.name_en = Set(wish.name.en);
        model.kind = Set(wish.kind);
        model.firewall = Set(wish.firewall);
        model.version = Set(self.version + 1);
        organisation::Entity::update(model).exec(scene.rows()).await?;
        scene.note(Note::new("OrganisationChanged").on("organisation", self.organisation.uuid()));
        Ok(())
    }
}

/// Closes an organisation: sessions, tokens and invitations of its people end with it (security requirement 12).
/// Open again, its people sign in as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenOrganisation {
    pub organisation: Id<Organisation>,
    pub open: bool,
    /// It loses access whatever it still holds: otherwise whoever listens may refuse that it leaves (DP-42).
    pub at_once: bool,
}

impl Administered for OpenOrganisation {
    type Outcome = ();
    const NAME: &'static str = "OpenOrganisation";
    const GIVES_RIGHTS: bool = true;

    async fn allowed(&self, scene: &Scene<'_>, reach: Reach) -> Result<(), Failure> {
        if scene.actor().organisation == Some(self.organisation) {
            return Err(own_organisation());
        }
        whole_only(reach)
    }

    async fn done(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let held = held(scene, self.organisation).await?;
        if held.active == self.open {
            return Ok(());
        }
        let version = held.version;
        let mut model: organisation::ActiveModel = held.into();
        model.active = Set(self.open);
        model.version = Set(version + 1);
        organisation::Entity::update(model).exec(scene.rows()).await?;
        if !self.open {
            let people = account::Entity::find()
                .filter(account::Column::OrganisationId.eq(self.organisation.uuid()))
                .all(scene.rows())
                .await?;
            for person in people {
                end_everything(scene, Id::<User>::from_uuid(person.id)).await?;
            }
        }
        let act = if self.open {
            "OrganisationOpened"
        } else {
            "OrganisationClosed"
        };
        let note = Note::new(act).on("organisation", self.organisation.uuid());
        scene.note(match self.at_once && !self.open {
            true => note.fact("at_once", "yes"),
            false => note,
        });
        Ok(())
    }
}

async fn held(scene: &Scene<'_>, id: Id<Organisation>) -> Result<organisation::Model, Failure> {
    organisation::Entity::find_by_id(id.uuid())
        .one(scene.rows())
        .await?
        .ok_or(Failure::Missing)
}

fn own_organisation() -> Failure {
    Refusal::new(
        "OwnOrganisation",
        "Vous ne pouvez pas fermer votre propre structure.",
        "You cannot close your own organisation.",
    )
    .into()
}
