use relais_kernel::{PublicRef, Refusal};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Command, Deed, Protected, Scene};

use crate::{
    Assurance, Service,
    actions::publish_due,
    entry::GONE_BY_PROVIDER,
    room::{Standing, keepers},
    store::{
        keep_service, service_of,
        verification::{ReplyRow, reply_of, settle},
    },
    verification::{Outcome, Reply},
};

/// The directory manager takes a provider's correction over, or sets it aside.
#[derive(Clone)]
pub struct SettleReply {
    pub definitions: Definitions,
    pub reply: PublicRef,
    pub outcome: Outcome,
    /// The version of the entry that the manager saw the difference with.
    pub expected: Option<i64>,
}

impl Command for SettleReply {
    type Outcome = ();
    const NAME: &'static str = "SettleReply";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.definitions, scene.now()).await?;
        let whole = Protected::mechanism(standing.mechanism);
        scene.permit(Deed::ChangeDirectory, &keepers(), &whole)?;
        let held = reply_of(scene.rows(), self.reply).await?;
        if held.mechanism != standing.mechanism {
            return Err(Failure::Missing);
        }
        if held.settled.is_some() {
            return Err(settled().into());
        }
        if self.outcome == Outcome::Taken {
            let row = service_of(scene.rows(), held.service).await?;
            let assurance = Assurance {
                on: standing.definition.calendar.date_of(held.made),
                by: scene.actor().user,
            };
            let service = taken(row.service, &held, assurance, &standing)?;
            keep_service(scene, &service, self.expected.or(Some(row.version))).await?;
            publish_due(scene, &standing.definition).await?;
        }
        settle(scene, &held, self.outcome).await
    }
}

fn taken(
    mut service: Service,
    held: &ReplyRow,
    assurance: Assurance,
    standing: &Standing,
) -> Result<Service, Refusal> {
    service.entry = match &held.reply {
        Reply::Gone { remark } => {
            let reason = remark.as_deref().unwrap_or(GONE_BY_PROVIDER);
            service.entry.wind_up(reason, standing.today)?
        }
        Reply::Confirmed => service.entry.verify(assurance)?,
        Reply::Corrected { seen, said, .. } => {
            said.put_into(seen, &mut service);
            service.entry.verify(assurance)?
        }
    };
    Ok(service)
}

fn settled() -> Refusal {
    Refusal::new(
        "ReplySettled",
        "Quelqu’un a déjà traité cette réponse.",
        "Somebody has settled this answer already.",
    )
}
