use relais_kernel::PublicRef;
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, Scene};

use super::consent::Names;
use crate::{
    actor::Act,
    consent::{Ledger, NarrowingForm, Restricting},
    room::{Desk, Standing, for_case},
    store::{case_by_ref, consent_rows, save_written},
};

/// Makes one consent narrower, as the person says: fewer receivers, less data, a nearer last day. What it no longer
/// covers is recalled in the same transaction, by whoever listens to `ConsentAmended` (DP-07, DP-08).
#[derive(Clone)]
pub struct NarrowConsent {
    pub desk: Desk,
    pub case: PublicRef,
    pub consent: PublicRef,
    pub form: NarrowingForm,
}

impl Command for NarrowConsent {
    type Outcome = PublicRef;
    const NAME: &'static str = "NarrowConsent";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::WithdrawConsent);
        for_case(scene.permit(Deed::ChangeCase, &roles, &row.protected())?, &row)?;
        let rows = consent_rows(scene.rows(), row.case.id).await?;
        let asked = rows.iter().find(|line| line.public_ref == self.consent);
        let consent = asked.ok_or(Failure::Missing)?.consent.clone();
        let named = Names::of(scene, &row).await?;
        let narrowing = self.form.read(&Restricting {
            codes: &*standing.definition,
            named: &named,
            consent: &consent,
            act: Act {
                by: standing.user,
                at: scene.now(),
            },
            today: standing.today,
        })?;
        let records = rows.into_iter().map(|line| line.consent).collect();
        let ledger = Ledger::new(row.case.id, records);
        let written = ledger.amend(consent.id(), narrowing)?;
        save_written(scene, &row.case, &written).await?;
        Ok(self.case)
    }
}
