//! What the operator chose: defaults, then `relais.toml` in the data folder, then `RELAIS_*`, then the command
//! line.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf},
};

use clap::Args;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use http::Uri;
use relais_trust::{KeyFolder, accounts::SignOn};
use serde::{Deserialize, Serialize};

use crate::{console::say, stop::Stop};

mod courier;
mod oidc;
mod witness;

pub use courier::Ways;
pub use witness::WitnessWay;

/// Where an installation lives, as given on the command line.
#[derive(Debug, Clone, Default, Args, Serialize)]
pub struct Place {
    #[arg(long, value_name = say("DOSSIER", "DIR"), help = say(
        "Dossier des données [défaut : relais-data, ou RELAIS_DATA]",
        "Data folder [default: relais-data, or RELAIS_DATA]"))]
    #[serde(skip)]
    pub data: Option<PathBuf>,
    #[arg(long, value_name = "URL", help = say(
        "Base PostgreSQL (postgres://…) ; sans elle, un fichier SQLite dans le dossier des données",
        "PostgreSQL database (postgres://…); without it, an SQLite file in the data folder"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    #[arg(long, value_name = say("DOSSIER", "DIR"), help = say(
        "Dossier des clés [défaut : à côté des données, DOSSIER.keys]",
        "Key folder [default: beside the data, DIR.keys]"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<PathBuf>,
}

/// What `serve` takes besides.
#[derive(Debug, Clone, Default, Args, Serialize)]
pub struct ServeOptions {
    #[command(flatten)]
    #[serde(flatten)]
    pub place: Place,
    #[arg(long, value_name = say("ADRESSE", "ADDR"), help = say(
        "Adresse et port d’écoute [défaut : 127.0.0.1:8080]",
        "Address and port to listen on [default: 127.0.0.1:8080]"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    #[arg(long, value_name = "URL", help = say(
        "Adresse par laquelle on joint l’installation, mise dans les liens (https://mnr.exemple.cm)",
        "Address under which people reach the installation, put into links (https://nrm.example.cm)"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    #[arg(long, help = say(
        "Un relais TLS (nginx, Caddy…) est placé devant : témoins « Secure » et HSTS",
        "A TLS proxy (nginx, Caddy…) stands in front: Secure cookies and HSTS"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub tls_proxy: bool,
    #[arg(long, value_name = "CODE", help = say(
        "Paquet à charger dans une installation sans mécanisme [défaut : modele-regional]",
        "Pack to load into an installation without a mechanism [default: modele-regional]"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
}

/// What holds after all sources were read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Settings {
    #[serde(skip)]
    pub data: PathBuf,
    database: Option<String>,
    keys: Option<PathBuf>,
    pub listen: SocketAddr,
    pub public_url: Option<String>,
    pub tls_proxy: bool,
    pub pack: String,
    pub log: String,
    /// Where « Quitter vite » leads: an https address.
    pub exit_to: Option<String>,
    /// Further names under which the installation is addressed.
    pub hosts: Vec<String>,
    /// From where the TLS proxy asks: what it says of a visitor's address is believed.
    pub proxies: Vec<IpAddr>,
    mail: Option<courier::Mail>,
    sms: Option<courier::Sms>,
    witness: Option<witness::Witness>,
    oidc: Option<oidc::Oidc>,
}

#[derive(Serialize)]
struct Defaults {
    listen: SocketAddr,
    tls_proxy: bool,
    pack: &'static str,
    log: &'static str,
    hosts: [String; 0],
    proxies: [IpAddr; 2],
}

impl Defaults {
    fn new() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            tls_proxy: false,
            pack: "modele-regional",
            log: "info",
            hosts: [],
            proxies: [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
        }
    }
}

/// The variables that are settings; others (`RELAIS_LANG`, `RELAIS_DATA`) are read elsewhere.
const VARIABLES: [&str; 10] = [
    "database",
    "keys",
    "listen",
    "public_url",
    "tls_proxy",
    "pack",
    "log",
    "exit_to",
    "hosts",
    "proxies",
];

impl Settings {
    /// # Errors
    /// A sentence that names the setting that cannot be used.
    pub fn read(options: &ServeOptions, log: Option<&str>) -> Result<Self, Stop> {
        let data = data_folder(options.place.data.as_deref())?;
        let mut sources = Figment::from(Serialized::defaults(Defaults::new()))
            .merge(Toml::file(data.join("relais.toml")))
            .merge(Env::prefixed("RELAIS_").only(&VARIABLES))
            .merge(Serialized::defaults(options));
        if let Some(log) = log {
            sources = sources.merge(("log", log));
        }
        let mut settings: Self = sources.extract().map_err(|error| unusable(&error))?;
        settings.data = data;
        settings.public_host()?;
        Ok(settings)
    }

    /// The settings of a command that only needs to know where the installation is.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn of_place(place: &Place, log: Option<&str>) -> Result<Self, Stop> {
        let options = ServeOptions {
            place: place.clone(),
            ..ServeOptions::default()
        };
        Self::read(&options, log)
    }

    /// The settings of a place of its own, whatever this machine has set: a rehearsal never touches an installation.
    ///
    /// # Errors
    /// When the built-in settings could not be read, a fault of ours.
    pub fn apart(data: PathBuf, keys: Option<PathBuf>) -> Result<Self, Stop> {
        let mut settings: Self = Figment::from(Serialized::defaults(Defaults::new()))
            .extract()
            .map_err(|error| unusable(&error))?;
        (settings.data, settings.keys) = (data, keys);
        Ok(settings)
    }

    pub fn keys(&self) -> KeyFolder {
        match &self.keys {
            Some(path) => KeyFolder::at(path),
            None => KeyFolder::beside(&self.data),
        }
    }

    /// The SQLite file, unless the database is elsewhere.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        match &self.database {
            Some(url) => url.strip_prefix("sqlite:").map(PathBuf::from),
            None => Some(self.data.join("relais.sqlite")),
        }
    }

    pub fn database_url(&self) -> String {
        match (&self.database, self.sqlite_file()) {
            (_, Some(file)) => format!("sqlite:{}", file.display()),
            (Some(url), None) => url.clone(),
            (None, None) => String::new(),
        }
    }

    /// By which ways messages leave and come in.
    ///
    /// # Errors
    /// One sentence that names the setting that cannot be used.
    pub fn ways(&self) -> Result<Ways, Stop> {
        Ways::of(self.mail.as_ref(), self.sms.as_ref(), &self.data)
    }

    /// The witness of the journal, and how it is reached.
    ///
    /// # Errors
    /// One sentence that names the setting that cannot be used.
    pub fn witness(&self) -> Result<Option<WitnessWay>, Stop> {
        self.witness.as_ref().map(witness::Witness::way).transpose()
    }

    /// A ministry's own sign-on, if one is set.
    ///
    /// # Errors
    /// One sentence that names the setting that cannot be used.
    pub fn sign_on(&self, listening: SocketAddr) -> Result<Option<SignOn>, Stop> {
        let base = self.link_base(listening);
        self.oidc.as_ref().map(|oidc| oidc.service(&base)).transpose()
    }

    /// The host of the public address.
    ///
    /// # Errors
    /// When the address is no `http://` or `https://` address.
    pub fn public_host(&self) -> Result<Option<String>, Stop> {
        let Some(text) = &self.public_url else {
            return Ok(None);
        };
        let host = text.parse::<Uri>().ok().and_then(|uri| {
            let web = matches!(uri.scheme_str(), Some("http" | "https"));
            uri.host().filter(|_| web && uri.path() == "/").map(str::to_owned)
        });
        host.map(Some).ok_or_else(|| {
            Stop::input(
                format!("l’adresse publique « {text} » n’est pas de la forme https://nom.exemple"),
                format!("the public address “{text}” is not of the form https://name.example"),
            )
        })
    }

    /// The address that links carry, without a slash at its end.
    pub fn link_base(&self, listening: SocketAddr) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if listening.ip().is_loopback() => format!("http://localhost:{}", listening.port()),
            None => format!("http://{listening}"),
        }
    }
}

fn data_folder(given: Option<&Path>) -> Result<PathBuf, Stop> {
    let given = given
        .map(Path::to_path_buf)
        .or_else(|| std::env::var_os("RELAIS_DATA").map(PathBuf::from));
    let folder = given.unwrap_or_else(|| PathBuf::from("relais-data"));
    let absolute = std::path::absolute(&folder).map_err(|error| {
        Stop::input(
            format!(
                "le dossier {} ne peut pas être utilisé : {error}",
                folder.display()
            ),
            format!("the folder {} cannot be used: {error}", folder.display()),
        )
    })?;
    // Without the slash that a shell may have put at its end: the key folder stands beside it.
    Ok(absolute.components().collect())
}

fn unusable(error: &figment::Error) -> Stop {
    Stop::input(
        format!("un réglage n’est pas valable (relais.toml, RELAIS_* ou option) : {error}"),
        format!("a setting cannot be used (relais.toml, RELAIS_* or option): {error}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(folder: &Path) -> ServeOptions {
        ServeOptions {
            place: Place {
                data: Some(folder.to_path_buf()),
                ..Place::default()
            },
            ..ServeOptions::default()
        }
    }

    #[test]
    fn keys_stand_beside_the_data_even_after_a_slash() {
        let settings = Settings::read(&at(Path::new("/nowhere/data/")), None).unwrap();
        assert_eq!(settings.keys().path(), Path::new("/nowhere/data.keys"));
        assert_eq!(settings.database_url(), "sqlite:/nowhere/data/relais.sqlite");
    }

    #[test]
    fn the_command_line_goes_before_the_settings_file() {
        let folder = std::env::temp_dir().join(format!("relais-settings-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            folder.join("relais.toml"),
            "listen = \"0.0.0.0:9\"\npack = \"x\"\n",
        )
        .unwrap();
        let mut options = at(&folder);
        options.listen = Some("127.0.0.1:7".parse().unwrap());
        let settings = Settings::read(&options, Some("warn")).unwrap();
        std::fs::write(folder.join("relais.toml"), "listen = \"nowhere\"\n").unwrap();
        let wrong = Settings::read(&at(&folder), None);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(settings.listen.port(), 7);
        assert_eq!((&*settings.pack, &*settings.log), ("x", "warn"));
        assert!(wrong.unwrap_err().sentence.en.contains("listen"));
    }

    #[test]
    fn a_public_address_is_a_web_address_without_a_path() {
        let host = |url: &str| {
            let mut options = at(Path::new("/nowhere"));
            options.public_url = Some(url.to_owned());
            Settings::read(&options, None).and_then(|settings| settings.public_host())
        };
        assert_eq!(
            host("https://mnr.example:8443/").unwrap(),
            Some("mnr.example".to_owned())
        );
        for wrong in ["mnr.example", "ftp://mnr.example", "https://mnr.example/relais"] {
            assert!(host(wrong).is_err(), "{wrong}");
        }
    }
}
