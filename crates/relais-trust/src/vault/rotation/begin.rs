use relais_kernel::{Id, Organisation};
use relais_platform::Failure;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::super::{
    entity::{former as former_row, organisation_key as row},
    former::{self, Kept},
    organisation::{fresh, stored},
};
use crate::{Command, Note, Scene};

/// Gives an organisation new keys; from here on everything is written under them. One whose earlier replacement was broken off
/// keeps the keys that it got then: the outcome is whether new ones were made.
pub(super) struct ReplaceOrganisationKeys {
    pub organisation: Id<Organisation>,
}

impl Command for ReplaceOrganisationKeys {
    type Outcome = bool;
    const NAME: &'static str = "ReplaceOrganisationKeys";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<bool, Failure> {
        let organisation = self.organisation;
        let keys = scene.trust.keys_of(scene.rows, organisation).await?;
        let held = stored(scene.rows, organisation).await?;
        if held.former_id.is_some() {
            return Ok(false);
        }
        let master = scene.trust.current_master(scene.rows).await?;
        let kept = Kept {
            id: keys.id(),
            tokens: keys.current.tokens(),
            words: keys.words(),
        };
        let (tokens, words) = kept.wrapped(&master, organisation, scene.chance());
        let number = former::of(scene.rows, organisation).await?.len();
        let before = former_row::ActiveModel {
            organisation_id: Set(organisation.uuid()),
            key_id: Set(held.key_id),
            number: Set(i32::try_from(number).unwrap_or(i32::MAX)),
            tokens,
            words,
            public: Set(held.public),
            wrapped_key: Set(Some(held.wrapped_key)),
            wrapped_pair: Set(Some(held.wrapped_pair)),
            since: Set(held.since),
            ended: Set(None),
        };
        former_row::Entity::insert(before)
            .exec_without_returning(scene.rows)
            .await?;
        let mut new = fresh(&master, organisation, scene.now(), scene.chance());
        new.former_id = Set(Some(held.key_id));
        row::Entity::update(new).exec(scene.rows).await?;
        scene.note(Note::new("OrganisationKeysReplaced").on("organisation", organisation.uuid()));
        Ok(true)
    }
}
