use relais_kernel::{PublicRef, ShortCode};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Command, Note, Scene};
use serde::{Deserialize, Serialize};

use super::{publish::first_definition, publish_due, to_change};
use crate::{
    CapacityState, CapacityUpdate,
    store::{code_of, keep_service, renew_code, service_by_code},
};

/// A provider says in a text message how it stands with its places. The code is the permit: whoever has it speaks for that
/// one service, and says nothing but its places.
#[derive(Clone)]
pub struct ChangePlacesByCode {
    pub definitions: Definitions,
    pub code: ShortCode,
    pub update: CapacityUpdate,
    /// A keyed hash of where it came from ([`relais_trust::Trust::visitor`]); wrong codes are counted under it.
    pub source: Vec<u8>,
}

/// How it stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacesNow {
    pub state: CapacityState,
    pub free: Option<u32>,
}

impl Command for ChangePlacesByCode {
    /// `None`: there is no such code.
    type Outcome = Option<PlacesNow>;
    const NAME: &'static str = "ChangePlacesByCode";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Option<PlacesNow>, Failure> {
        let (trust, rows) = (scene.trust(), scene.rows());
        let source: String = self.source.iter().map(|byte| format!("{byte:02x}")).collect();
        let subject = format!("places {source}");
        trust.check_throttle(rows, &subject, scene.now()).await?;
        let found = service_by_code(trust, rows, self.code).await?;
        let (Some(row), Some(definition)) = (found, first_definition(scene, &self.definitions).await?) else {
            trust.count_failure(rows, &subject, scene.now()).await?;
            return Ok(None);
        };
        let mut service = row.service;
        let today = definition.calendar.date_of(scene.now());
        let capacity = self.update.apply(service.capacity.as_ref(), today, scene.now())?;
        let now = PlacesNow {
            state: capacity.state,
            free: capacity.free(),
        };
        scene.note(
            Note::new("CapacityChanged")
                .on("service", service.id.uuid())
                .under(&definition.version.hash)
                .fact("state", capacity.state.code()),
        );
        service.capacity = Some(capacity);
        keep_service(scene, &service, Some(row.version)).await?;
        publish_due(scene, &definition).await?;
        Ok(Some(now))
    }
}

/// Replaces the code by which a service is named in text messages: for one that went to the wrong hands.
#[derive(Clone)]
pub struct RenewServiceCode {
    pub definitions: Definitions,
    pub service: PublicRef,
}

impl Command for RenewServiceCode {
    type Outcome = ShortCode;
    const NAME: &'static str = "RenewServiceCode";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<ShortCode, Failure> {
        let (_, row, _) = to_change(scene, &self.definitions, self.service).await?;
        renew_code(scene, row.service.id).await?;
        code_of(scene.trust(), scene.rows(), row.service.id).await
    }
}
