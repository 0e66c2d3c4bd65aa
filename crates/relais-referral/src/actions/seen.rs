use relais_kernel::PublicRef;
use relais_platform::Failure;
use relais_trust::{Command, Scene};

use crate::store::referral_by_ref;

/// A step taken on a page: refused when the referral changed since the page was shown, so that nobody answers what
/// they have not seen.
#[derive(Clone)]
pub struct Seen<C> {
    pub referral: PublicRef,
    /// The version of the referral that the page showed; none for a form that carries none.
    pub version: Option<i64>,
    pub step: C,
}

impl<C: Command<Outcome = PublicRef>> Command for Seen<C> {
    type Outcome = PublicRef;
    const NAME: &'static str = C::NAME;

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        if let Some(seen) = self.version {
            let current = referral_by_ref(scene.rows(), self.referral).await?.version;
            if current != seen {
                return Err(Failure::Stale { current });
            }
        }
        self.step.carry_out(scene).await
    }
}
