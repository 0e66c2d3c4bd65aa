use relais_mechanism::{Definitions, Register, register};
use relais_platform::Failure;
use relais_trust::{Deed, Protected, Query, Sight};

use crate::actions::officers;

/// The register of processing of the mechanism, for its protection officer.
pub struct ReadRegister {
    pub definitions: Definitions,
}

impl Query for ReadRegister {
    type View = Register;

    async fn look(&self, sight: &Sight<'_>) -> Result<Register, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        sight.permit(
            Deed::FollowRequests,
            &officers(),
            &Protected::mechanism(mechanism),
        )?;
        let definition = self.definitions.current(sight.rows(), mechanism).await?;
        Ok(register(&definition))
    }
}
