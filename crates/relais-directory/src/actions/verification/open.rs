use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::Refusal;
use relais_mechanism::Definitions;
use relais_platform::{
    Failure, Slug,
    courier::{self, Order},
};
use relais_trust::{Command, Deed, Protected, Scene};
use serde::{Deserialize, Serialize};

use crate::{
    OrganisationId,
    room::{Standing, keepers},
    store::{
        Narrow, ServiceRow, due, services_page,
        verification::{Ask, open_asks, open_round},
    },
    verification::MESSAGE,
};

/// More than any country has; the round of a larger one goes on with the next.
const MOST: u64 = 10_000;

/// Whose entries a round is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Those that nobody has vouched for within their window.
    Due,
    /// Those of everybody with an entry in use.
    Everybody,
}

/// Asks providers by a link to confirm or correct what the directory says of them. Whoever has such a link already is not
/// asked again.
#[derive(Clone)]
pub struct OpenRound {
    pub definitions: Definitions,
    pub whom: Whom,
}

/// How many were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub asked: usize,
}

impl Command for OpenRound {
    type Outcome = Opened;
    const NAME: &'static str = "OpenRound";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<Opened, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.definitions, scene.now()).await?;
        let whole = Protected::mechanism(standing.mechanism);
        scene.permit(Deed::ChangeDirectory, &keepers(), &whole)?;
        let mut whom = self.organisations(scene, &standing).await?;
        for ask in open_asks(scene.rows(), standing.mechanism, scene.now()).await? {
            whom.remove(&ask.organisation);
        }
        if whom.is_empty() {
            return Err(nobody().into());
        }
        let whom: Vec<_> = whom.into_iter().collect();
        let asks = open_round(scene, standing.mechanism, standing.organisation, &whom).await?;
        for ask in &asks {
            tell(scene, ask, standing.organisation, MESSAGE).await?;
        }
        Ok(Opened { asked: asks.len() })
    }
}

impl OpenRound {
    async fn organisations(
        &self,
        scene: &Scene<'_>,
        standing: &Standing,
    ) -> Result<BTreeSet<OrganisationId>, Failure> {
        let rows = match self.whom {
            Whom::Due => due(scene.rows(), standing.look(scene.now()), MOST).await?,
            Whom::Everybody => in_use(scene).await?,
        };
        Ok(rows.into_iter().map(|row| row.service.organisation).collect())
    }
}

async fn in_use(scene: &Scene<'_>) -> Result<Vec<ServiceRow>, Failure> {
    let narrow = Narrow {
        need: None,
        region: None,
        organisation: None,
        every_state_of: None,
        every_state: false,
    };
    let (mut all, mut page) = (Vec::new(), 0);
    loop {
        let (some, more) = services_page(scene.rows(), &narrow, page).await?;
        all.extend(some);
        if !more {
            return Ok(all);
        }
        page += 1;
    }
}

/// Sends the link; `stage` keeps the first letter and its reminder apart.
pub(super) async fn tell(
    scene: &Scene<'_>,
    ask: &Ask,
    owner: OrganisationId,
    stage: &str,
) -> Result<(), Failure> {
    let slug = |text: &str| text.parse::<Slug>().map_err(|e| Failure::Fault(e.to_string()));
    let order = Order {
        kind: slug(MESSAGE)?,
        subject: ask.id,
        stage: slug(stage)?,
        recipient: ask.organisation.uuid(),
        owner: owner.uuid(),
        scope: ask.mechanism.uuid(),
        ids: BTreeMap::new(),
    };
    courier::order(scene.rows(), &order, scene.now(), scene.chance()).await?;
    Ok(())
}

fn nobody() -> Refusal {
    Refusal::new(
        "NobodyToAsk",
        "Personne n’est à interroger : aucune fiche n’est à revérifier, ou les prestataires ont déjà un lien ouvert.",
        "Nobody is to be asked: no entry is due, or the providers already have an open link.",
    )
    .at("whom")
}
