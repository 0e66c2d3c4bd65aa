//! What every server stands on, laid in an order in which nothing is half done: the folder and its lock, the
//! port, the keys, the database, its tables, the mechanism.

mod doorstep;
mod folder;
mod keys;
mod memory;
mod store;
mod visit;

use std::{net::SocketAddr, sync::Arc};

use relais_kernel::{Clock, Entropy, SystemClock, SystemEntropy};
use relais_mechanism::{LoadDefinition, builtin, mechanisms};
use relais_platform::Database;
use relais_sealing::MasterKey;
use relais_trust::{Actor, Command, Door, Failure, Note, Scene, Trust, TrustParts, accounts::Installation};

use crate::{
    composition,
    settings::{Settings, Ways},
    stop::Stop,
};

pub use doorstep::Doorstep;
pub use folder::{DataFolder, Standing};
pub use keys::{Keys, asked_for, belong, settle};
pub use store::Presence;
pub use visit::{database_of, trust_over, visit, visit_with_keys};

/// For whom an installation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whatever the database says; a new one is for real people.
    Given,
    /// Synthetic data only: a new installation is marked so, another one is refused.
    Demonstration,
}

/// A laid ground.
pub struct Ground {
    pub settings: Settings,
    /// Where it listens.
    pub at: SocketAddr,
    pub trust: Trust,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Entropy>,
    pub installation: Installation,
    /// By which ways messages leave and come in.
    pub ways: Ways,
}

impl Ground {
    /// Lays the ground of a server, with the master key that somebody gave at the lock, or the one that lies open.
    ///
    /// # Errors
    /// One sentence and an exit code; nothing is left half done.
    pub async fn lay(doorstep: &Doorstep, kind: Kind, given: Option<MasterKey>) -> Result<Self, Stop> {
        let settings = doorstep.settings.clone();
        let ways = settings.ways()?;
        let (clock, chance): (Arc<dyn Clock>, Arc<dyn Entropy>) =
            (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let database = Database::open(&settings.database_url()).await?;
        let presence = Presence::of(&database).await?;
        if presence == Presence::Installed {
            keys::settle(&settings.keys(), &database).await?;
        }
        let unlocked = given.is_some();
        let keys = match given {
            Some(master) => keys::with(master, &settings.keys())?,
            None => keys::ready(&settings.keys(), presence, &*chance)?,
        };
        store::bring_up_to_date(&database, &settings).await?;
        let trust = Trust::new(TrustParts {
            database,
            clock: clock.clone(),
            chance: chance.clone(),
            master: keys.master,
            journal: keys.journal,
        })?;
        keys::belong(&trust, &settings.keys()).await?;
        let folder = settings.keys();
        trust.read_again_from(Arc::new(move || folder.at_hand()));
        trust.begin_marks(&settings.keys()).await?;
        let installation = mark(&trust, kind).await?;
        load_first_mechanism(&trust, &settings.pack).await?;
        composition::listen(&trust);
        if composition::left_in_clear(&trust).await? {
            store::drop_copy(&settings)?;
            let rows = composition::carry_over(&trust).await?;
            tracing::info!(rows, "what lay in clear is sealed");
        }
        if unlocked {
            trust
                .perform(&Actor::installation(Door::Console), None, Tell("KeysOpened"))
                .await?;
        }
        let ways = match installation.demo {
            true => ways.for_demonstration(&settings.data),
            false => ways,
        };
        Ok(Self {
            ways,
            at: doorstep.at()?,
            settings,
            trust,
            clock,
            chance,
            installation,
        })
    }
}

async fn mark(trust: &Trust, kind: Kind) -> Result<Installation, Stop> {
    trust.mark_installation(kind == Kind::Demonstration).await?;
    let found = Installation::read(trust.database().reader()).await?;
    let found = found.ok_or_else(|| Stop::fault("installation", &"no mark"))?;
    if kind == Kind::Demonstration && !found.demo {
        return Err(Stop::input(
            "cette installation n’est pas une démonstration : choisissez un autre dossier (--data).",
            "this installation is not a demonstration: choose another folder (--data).",
        ));
    }
    Ok(found)
}

/// An installation without a mechanism gets the one that comes with the program.
async fn load_first_mechanism(trust: &Trust, pack: &str) -> Result<(), Stop> {
    if !mechanisms(trust.database().reader()).await?.is_empty() {
        return Ok(());
    }
    let definition = builtin(pack).map_err(|errors| {
        let lines = |lang| errors.text(lang);
        Stop::input(
            format!(
                "le paquet « {pack} » ne peut pas être chargé :\n{}",
                lines(relais_kernel::Lang::Fr)
            ),
            format!(
                "the pack “{pack}” cannot be loaded:\n{}",
                lines(relais_kernel::Lang::En)
            ),
        )
    })?;
    let console = Actor::installation(Door::Console);
    trust.perform(&console, None, LoadDefinition(definition)).await?;
    Ok(())
}

/// Puts one word about the installation into its journal.
pub struct Tell(pub &'static str);

impl Command for Tell {
    type Outcome = ();
    const NAME: &'static str = "Tell";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        scene.note(Note::new(self.0));
        Ok(())
    }
}
