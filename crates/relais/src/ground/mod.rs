//! What every server stands on, laid in an order in which nothing is half done: the folder and its lock, the
//! port, the keys, the database, its tables, the mechanism.

mod folder;
mod keys;
mod store;
mod visit;

use std::sync::Arc;

use relais_kernel::{Clock, Entropy, SystemClock, SystemEntropy};
use relais_mechanism::{LoadDefinition, builtin, mechanisms};
use relais_platform::Database;
use relais_trust::{Actor, Door, Trust, TrustParts, accounts::Installation};
use tokio::net::TcpListener;

use crate::{
    composition,
    settings::{Settings, Ways},
    stop::{Code, Stop},
};

pub use folder::DataFolder;
pub use keys::{Keys, belong};
pub use store::Presence;
pub use visit::{database_of, trust_over, visit};

/// For whom an installation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whatever the database says; a new one is for real people.
    Given,
    /// Synthetic data only: a new installation is marked so, another one is refused.
    Demonstration,
}

/// A laid ground. Its folder stays locked until it is dropped.
pub struct Ground {
    pub settings: Settings,
    pub trust: Trust,
    pub listener: TcpListener,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Entropy>,
    pub installation: Installation,
    pub folder: DataFolder,
    /// By which ways messages leave and come in.
    pub ways: Ways,
}

impl Ground {
    /// Lays the ground of a server.
    ///
    /// # Errors
    /// One sentence and an exit code; nothing is left half done.
    pub async fn lay(settings: Settings, kind: Kind) -> Result<Self, Stop> {
        keep_memory_to_ourselves();
        let ways = settings.ways()?;
        let folder = DataFolder::take(&settings.data)?;
        let listener = listen(&settings).await?;
        let (clock, chance): (Arc<dyn Clock>, Arc<dyn Entropy>) =
            (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let database = Database::open(&settings.database_url()).await?;
        let presence = Presence::of(&database).await?;
        let keys = keys::ready(&settings.keys(), presence, &*chance)?;
        store::bring_up_to_date(&database, &settings).await?;
        let trust = Trust::new(TrustParts {
            database,
            clock: clock.clone(),
            chance: chance.clone(),
            master: keys.master,
            journal: keys.journal,
        })?;
        keys::belong(&trust, &settings.keys()).await?;
        let installation = mark(&trust, kind).await?;
        load_first_mechanism(&trust, &settings.pack).await?;
        composition::listen(&trust);
        let ways = match installation.demo {
            true => ways.for_demonstration(&settings.data),
            false => ways,
        };
        Ok(Self {
            ways,
            settings,
            trust,
            listener,
            clock,
            chance,
            installation,
            folder,
        })
    }
}

async fn listen(settings: &Settings) -> Result<TcpListener, Stop> {
    TcpListener::bind(settings.listen).await.map_err(|error| {
        let at = settings.listen;
        if error.kind() == std::io::ErrorKind::AddrInUse {
            Stop::new(
                Code::AddressTaken,
                format!("le port {at} est déjà utilisé par un autre programme : arrêtez-le ou choisissez un autre --listen."),
                format!("port {at} is in use by another program: stop it or choose another --listen."),
            )
        } else {
            Stop::new(
                Code::AddressTaken,
                format!("impossible d’écouter sur {at} : {error}"),
                format!("cannot listen on {at}: {error}"),
            )
        }
    })
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

/// No core file ever holds a key or a name (security requirement 45).
#[cfg(unix)]
fn keep_memory_to_ourselves() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "core files cannot be switched off");
    }
}

#[cfg(not(unix))]
fn keep_memory_to_ourselves() {}
