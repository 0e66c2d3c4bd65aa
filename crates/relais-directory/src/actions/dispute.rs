use relais_hsds::Kind;
use relais_kernel::{PublicRef, Refusal};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Command, Deed, Protected, Scene};
use uuid::Uuid;

use crate::{
    ServiceId,
    actions::publish_due,
    dispute::{About, Dispute, with},
    hsds::documents,
    room::{Standing, keepers},
    store::{
        dispute_of,
        hsds::{put_changed_documents, record_of, records_from, write_record},
        keep_service, service_of, settle_dispute,
    },
};

/// The directory manager decides, field by field, between what the directory says and what another source does.
#[derive(Clone)]
pub struct SettleDispute {
    pub definitions: Definitions,
    pub dispute: PublicRef,
    /// The fields that are taken over; the others stay.
    pub take: Vec<String>,
    /// The version of the entry that the manager saw.
    pub expected: Option<i64>,
}

impl Command for SettleDispute {
    type Outcome = ();
    const NAME: &'static str = "SettleDispute";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.definitions, scene.now()).await?;
        let whole = Protected::mechanism(standing.mechanism);
        scene.permit(Deed::ChangeDirectory, &keepers(), &whole)?;
        let held = dispute_of(scene.rows(), self.dispute).await?;
        if held.taken.is_some() {
            return Err(settled_meanwhile().into());
        }
        if self.take.iter().any(|field| !held.theirs.contains_key(field)) {
            return Err(Failure::Missing);
        }
        if !self.take.is_empty() {
            match held.about {
                About::Entry(service) => self.change_entry(scene, &held, service).await?,
                About::Record(kind, id) => self.change_record(scene, &held, kind, id).await?,
            }
            publish_due(scene, &standing.definition).await?;
        }
        settle_dispute(scene, &held, &self.take).await
    }
}

impl SettleDispute {
    async fn change_entry(
        &self,
        scene: &Scene<'_>,
        held: &Dispute,
        service: ServiceId,
    ) -> Result<(), Failure> {
        let row = service_of(scene.rows(), service).await?;
        let changed = with(&row.service, &held.theirs, self.take.iter());
        keep_service(scene, &changed, self.expected.or(Some(row.version))).await
    }

    async fn change_record(
        &self,
        scene: &Scene<'_>,
        held: &Dispute,
        kind: Kind,
        id: Uuid,
    ) -> Result<(), Failure> {
        let rows = scene.rows();
        let Some(mut owned) = record_of(rows, kind, id).await? else {
            return Err(Failure::Missing);
        };
        for field in &self.take {
            if let Some(value) = held.theirs.get(field) {
                owned.record.body.insert(field.clone(), value.clone());
            }
        }
        write_record(rows, &owned).await?;
        let all = records_from(rows, &owned.source).await?;
        let records: Vec<_> = all.into_iter().map(|held| held.record).collect();
        put_changed_documents(rows, documents(&records)).await
    }
}

/// Somebody else was quicker.
pub(crate) fn settled_meanwhile() -> Refusal {
    Refusal::new(
        "DisputeSettled",
        "Quelqu’un a déjà tranché.",
        "Somebody has decided already.",
    )
}
