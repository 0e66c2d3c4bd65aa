use relais_kernel::PublicRef;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Command, Note, Scene};

use super::{publish_due, to_change};
use crate::{CapacityUpdate, store::keep_service};

/// A provider says in two taps how it stands with its places; its word replaces the count (decisions §6). The
/// directory manager may do it for a provider that answers by telephone.
#[derive(Clone)]
pub struct ChangeCapacity {
    pub definitions: Definitions,
    pub service: PublicRef,
    /// The version that the person saw, if their form carried one.
    pub expected: Option<i64>,
    pub update: CapacityUpdate,
}

impl Command for ChangeCapacity {
    type Outcome = PublicRef;
    const NAME: &'static str = "ChangeCapacity";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, row, _) = to_change(scene, &self.definitions, self.service).await?;
        let mut service = row.service;
        let capacity = self
            .update
            .apply(service.capacity.as_ref(), standing.today, scene.now())?;
        scene.note(
            Note::new("CapacityChanged")
                .on("service", service.id.uuid())
                .under(&standing.definition.version.hash)
                .fact("state", capacity.state.code()),
        );
        service.capacity = Some(capacity);
        keep_service(scene, &service, self.expected.or(Some(row.version))).await?;
        publish_due(scene, &standing.definition).await?;
        Ok(self.service)
    }
}
