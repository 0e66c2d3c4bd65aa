use std::{collections::BTreeMap, sync::Arc};

use relais_kernel::{Localised, PublicRef, Timestamp};
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Query, Sight};
use uuid::Uuid;

use crate::{
    Code, Entry, FreshnessRules, OrganisationId, Service,
    room::Standing,
    store::{
        directory_organisations, service_of, services_of,
        verification::{Ask, Round, ask_of, replies_to, rounds, token, waiting_replies},
    },
    verification::{Facts, Reply, ReplyKind},
};

/// Rounds that a page tells of.
const ROUNDS: u64 = 6;

/// The rounds of verification and what providers answered, for whoever keeps the directory.
pub struct ReadRounds {
    pub definitions: Definitions,
}

/// What waits and how far the rounds have come.
pub struct RoundsView {
    pub waiting: Vec<Waiting>,
    pub rounds: Vec<RoundFace>,
}

/// A correction that nobody has settled yet.
pub struct Waiting {
    pub reference: PublicRef,
    pub service: PublicRef,
    pub name: Localised,
    pub organisation: Localised,
    pub made: Timestamp,
    pub reply: Reply,
    /// As the entry stands today; a correction changes what differs from what the provider saw.
    pub now: Facts,
    pub version: i64,
}

/// A round.
pub struct RoundFace {
    pub opened: Timestamp,
    pub expires: Timestamp,
    pub asked: usize,
    pub answered: usize,
    /// Those that have not answered, with their links while these are open: they can be told by telephone.
    pub silent: Vec<(Localised, Option<String>)>,
}

impl Query for ReadRounds {
    type View = RoundsView;

    async fn look(&self, sight: &Sight<'_>) -> Result<RoundsView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        if !standing.keeps(sight.trust().guard(), sight.actor()) {
            return Err(Failure::Missing);
        }
        let organisations = directory_organisations(sight.rows()).await?;
        let names: BTreeMap<_, _> = organisations.into_iter().map(|o| (o.id, o.name)).collect();
        let held = rounds(sight.rows(), standing.mechanism, ROUNDS).await?;
        Ok(RoundsView {
            waiting: waiting(sight, &standing, &names).await?,
            rounds: held.iter().map(|round| face(sight, round, &names)).collect(),
        })
    }
}

type Names = BTreeMap<OrganisationId, Localised>;

async fn waiting(sight: &Sight<'_>, standing: &Standing, names: &Names) -> Result<Vec<Waiting>, Failure> {
    let mut all = Vec::new();
    for held in waiting_replies(sight.rows(), standing.mechanism).await? {
        let row = service_of(sight.rows(), held.service).await?;
        all.push(Waiting {
            reference: held.reference,
            service: row.service.public_ref,
            organisation: named(names, row.service.organisation),
            made: held.made,
            reply: held.reply,
            now: Facts::of(&row.service),
            version: row.version,
            name: row.service.name,
        });
    }
    Ok(all)
}

fn face(sight: &Sight<'_>, round: &Round, names: &Names) -> RoundFace {
    let silent = round.asks.iter().filter(|ask| ask.replied.is_none());
    let link = |ask: &Ask| ask.is_open(sight.now()).then(|| token(sight.trust(), ask.id));
    RoundFace {
        opened: round.opened,
        expires: round.expires,
        asked: round.asks.len(),
        answered: round.asks.iter().filter(|ask| ask.replied.is_some()).count(),
        silent: silent
            .map(|ask| (named(names, ask.organisation), link(ask)))
            .collect(),
    }
}

fn named(names: &Names, of: OrganisationId) -> Localised {
    names.get(&of).cloned().unwrap_or_else(|| Localised::new("", ""))
}

/// What a provider without an account sees of its own entries. The link is the permit.
pub struct ReadAsk {
    pub definitions: Definitions,
    pub ask: Uuid,
}

/// The entries of the organisation that is asked.
pub struct AskView {
    pub definition: Arc<Definition>,
    pub organisation: Localised,
    pub expires: Timestamp,
    pub entries: Vec<AskedEntry>,
}

/// One entry, as far as its provider is asked about it.
pub struct AskedEntry {
    pub service: PublicRef,
    pub name: Localised,
    pub needs: Vec<Code>,
    pub facts: Facts,
    /// How it is reached is not shown here (DP-35).
    pub hidden: bool,
    pub due: bool,
    pub replied: Option<ReplyKind>,
}

impl Query for ReadAsk {
    type View = AskView;

    async fn look(&self, sight: &Sight<'_>) -> Result<AskView, Failure> {
        let ask = ask_of(sight.rows(), self.ask).await?.check(sight.now())?;
        let definition = self.definitions.current(sight.rows(), ask.mechanism).await?;
        let organisations = directory_organisations(sight.rows()).await?;
        let asked = organisations.into_iter().find(|of| of.id == ask.organisation);
        let replies = replies_to(sight.rows(), ask.id).await?;
        let today = definition.calendar.date_of(sight.now());
        let rules = FreshnessRules::from(definition.directory);
        let rows = services_of(sight.rows(), ask.organisation).await?.into_iter();
        let entries = rows
            .map(|row| row.service)
            .filter(is_asked)
            .map(|service| AskedEntry {
                due: !matches!(service.freshness(rules, today), crate::Freshness::Fresh { .. }),
                replied: replies
                    .iter()
                    .find(|held| held.service == service.id)
                    .map(|held| held.reply.kind()),
                facts: Facts::of(&service),
                hidden: service.visibility == crate::Visibility::HiddenAddress,
                service: service.public_ref,
                needs: service.needs.into_iter().collect(),
                name: service.name,
            });
        Ok(AskView {
            entries: entries.collect(),
            organisation: asked.ok_or(Failure::Missing)?.name,
            expires: ask.expires,
            definition,
        })
    }
}

/// What is gone or was taken out of sight is not asked about.
fn is_asked(service: &Service) -> bool {
    !matches!(service.entry, Entry::Defunct { .. } | Entry::Suspended { .. })
}
