use relais_platform::Failure;
use relais_trust::{Command, Door, Note, Scene};

use crate::store::seal_left_in_clear;

/// Seals where hidden services are that an earlier version left in clear. It is done when the server starts, before its
/// pages open: migrations have no keys. Each call takes a few, so that one that is cut short goes on at the next start.
#[derive(Debug, Clone, Copy)]
pub struct SealWhereabouts;

/// How many a call takes.
const AT_ONCE: u64 = 200;

impl Command for SealWhereabouts {
    /// How many were sealed; none when nothing is left to do.
    type Outcome = usize;
    const NAME: &'static str = "SealWhereabouts";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<usize, Failure> {
        if scene.actor().door != Door::Console {
            return Err(Failure::Missing);
        }
        let sealed = seal_left_in_clear(scene, AT_ONCE).await?;
        if sealed > 0 {
            scene.note(Note::new("WhereaboutsSealed").fact("services", sealed));
        }
        Ok(sealed)
    }
}
