use std::net::SocketAddr;

use relais_trust::KeyFolder;
use tokio::net::TcpListener;

use super::{DataFolder, Standing, memory};
use crate::{
    settings::Settings,
    stop::{Code, Stop},
};

/// What a server holds from its start to its end, locked or open: the folder, taken for itself, and the port.
pub struct Doorstep {
    pub settings: Settings,
    folder: DataFolder,
    listener: std::net::TcpListener,
}

impl Doorstep {
    /// # Errors
    /// [`Code::FolderTaken`], [`Code::AddressTaken`], [`Code::Unavailable`].
    pub async fn take(settings: Settings) -> Result<Self, Stop> {
        memory::keep_to_ourselves();
        let folder = DataFolder::take(&settings.data)?;
        let listener = listen(&settings).await?;
        let listener = listener
            .into_std()
            .map_err(|error| no_address(&settings, &error))?;
        Ok(Self {
            settings,
            folder,
            listener,
        })
    }

    pub fn keys(&self) -> KeyFolder {
        self.settings.keys()
    }

    /// The port, once more for the next who serves on it: connections wait meanwhile.
    ///
    /// # Errors
    /// When no descriptor is left.
    pub fn listener(&self) -> Result<TcpListener, Stop> {
        let again = self.listener.try_clone().and_then(TcpListener::from_std);
        again.map_err(|error| no_address(&self.settings, &error))
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the system does not know.
    pub fn at(&self) -> Result<SocketAddr, Stop> {
        self.listener
            .local_addr()
            .map_err(|error| Stop::fault("adresse", &error))
    }

    /// Tells the console how this server stands; it is only a word, and nothing depends on it here.
    pub fn say(&self, standing: Standing) {
        if let Err(error) = self.folder.say(standing) {
            tracing::warn!(%error, "the lock file cannot be written");
        }
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
            no_address(settings, &error)
        }
    })
}

fn no_address(settings: &Settings, error: &std::io::Error) -> Stop {
    let at = settings.listen;
    Stop::new(
        Code::AddressTaken,
        format!("impossible d’écouter sur {at} : {error}"),
        format!("cannot listen on {at}: {error}"),
    )
}
