use relais_kernel::{Id, Organisation};
use relais_platform::{Failure, stamp};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::{
    super::{
        entity::{former as former_row, organisation_key as row},
        former::RETIRED,
        organisation::stored,
    },
    PIECE,
    area::Area,
    renew::{Renew, Renewed},
};
use crate::{Command, Note, Scene};

/// Puts what is left under the new keys and does away with those of before, in one transaction: whatever a server wrote
/// meanwhile under the old ones is either among what is left, or was refused by the database and written again.
pub(super) struct RetireOrganisationKeys {
    pub organisation: Id<Organisation>,
}

impl Command for RetireOrganisationKeys {
    type Outcome = Renewed;
    const NAME: &'static str = "RetireOrganisationKeys";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Renewed, Failure> {
        let left = self.renew_all(scene).await?;
        let held = stored(scene.rows, self.organisation).await?;
        let Some(former) = held.former_id else {
            return Ok(left);
        };
        let gone = former_row::ActiveModel {
            organisation_id: Set(self.organisation.uuid()),
            key_id: Set(former),
            wrapped_key: Set(None),
            wrapped_pair: Set(None),
            ended: Set(Some(stamp::to_column(scene.now()))),
            ..Default::default()
        };
        former_row::Entity::update(gone).exec(scene.rows).await?;
        let mut model: row::ActiveModel = held.into();
        model.former_id = Set(None);
        row::Entity::update(model).exec(scene.rows).await?;
        scene.note(
            Note::new(RETIRED)
                .on("organisation_keys", former)
                .fact("organisation", self.organisation)
                .fact("unreadable", left.unreadable),
        );
        Ok(left)
    }
}

impl RetireOrganisationKeys {
    async fn renew_all(&self, scene: &Scene<'_>) -> Result<Renewed, Failure> {
        let (mut all, mut area) = (Renewed::default(), Some(Area::FIRST));
        while let Some(at) = area {
            let mut after = None;
            loop {
                let piece = Renew {
                    organisation: self.organisation,
                    area: at,
                    after,
                    piece: PIECE,
                };
                let found = piece.carry_out(scene).await?;
                all.renewed += found.renewed;
                all.unreadable += found.unreadable;
                after = found.next;
                if after.is_none() {
                    break;
                }
            }
            area = at.next();
        }
        Ok(all)
    }
}
