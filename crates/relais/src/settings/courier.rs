//! `[mail]` and `[sms]`: by which way messages leave, and by which they come in.

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use http::Uri;
use relais_platform::courier::{
    Folder, Gateway, Gateways, HttpGateway, HttpSetting, Security, Smtp, SmtpSetting,
};
use relais_referral::pages::DoorSetting;
use serde::Deserialize;

use crate::stop::Stop;

/// A password or token; it is never printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// By what a message leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum By {
    Smtp,
    Http,
    /// Into the folder `outbox` of the data, for trying out.
    File,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Guarding {
    #[serde(rename = "tls")]
    FromTheStart,
    #[serde(rename = "starttls")]
    OnceAsked,
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    Form,
    Json,
}

/// `[mail]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    by: By,
    host: Option<String>,
    port: Option<u16>,
    security: Option<Guarding>,
    user: Option<String>,
    password: Option<Secret>,
    password_file: Option<PathBuf>,
    /// The certificate of the authority that made the server's, when it is no public one.
    authority_file: Option<PathBuf>,
    from: Option<String>,
    timeout: Option<u64>,
}

/// `[sms]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    by: By,
    url: Option<String>,
    /// The address may be `http://` beyond this machine: a gateway in the same closed network.
    #[serde(default)]
    plain_http: bool,
    token: Option<Secret>,
    token_file: Option<PathBuf>,
    to: Option<String>,
    text: Option<String>,
    id: Option<String>,
    #[serde(default)]
    fields: BTreeMap<String, String>,
    format: Option<Format>,
    timeout: Option<u64>,
    incoming: Option<Incoming>,
}

/// `[sms.incoming]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incoming {
    secret: Option<Secret>,
    secret_file: Option<PathBuf>,
    from: Option<String>,
    text: Option<String>,
    id: Option<String>,
}

/// What the settings come to.
#[derive(Clone, Default)]
pub struct Ways {
    pub gateways: Gateways,
    /// The door for the gateway's incoming messages.
    pub door: Option<DoorSetting>,
    /// The folder in which incoming messages are looked for.
    pub inbox: Option<PathBuf>,
}

/// The folders of a demonstration, beside its database.
const OUTBOX: &str = "outbox";
const INBOX: &str = "inbox";
/// Seconds that a server may take to answer.
const TIMEOUT: u64 = 20;
/// The longest of them: a message is held for ten minutes at most.
const LONGEST: u64 = 60;
/// What can be guessed is no secret.
const SHORTEST_SECRET: usize = 16;

impl Ways {
    /// # Errors
    /// One sentence that names the setting.
    pub fn of(mail: Option<&Mail>, sms: Option<&Sms>, data: &Path) -> Result<Self, Stop> {
        let folder = || Arc::new(Folder::at(data.join(OUTBOX))) as Arc<dyn Gateway>;
        let mut ways = Self::default();
        ways.gateways.mail = match mail.map(|mail| (mail, mail.by)) {
            None => None,
            Some((_, By::File)) => Some(folder()),
            Some((mail, By::Smtp)) => Some(mail.server()?),
            Some((_, By::Http)) => return Err(wrong("mail.by", "smtp, file")),
        };
        ways.gateways.sms = match sms.map(|sms| (sms, sms.by)) {
            None => None,
            Some((_, By::File)) => {
                ways.inbox = Some(data.join(INBOX));
                Some(folder())
            }
            Some((sms, By::Http)) => Some(sms.gateway()?),
            Some((_, By::Smtp)) => return Err(wrong("sms.by", "http, file")),
        };
        if let Some(incoming) = sms.and_then(|sms| sms.incoming.as_ref()) {
            ways.door = Some(incoming.door()?);
        }
        Ok(ways)
    }

    /// A demonstration writes to nobody: what is not set goes to folders.
    #[must_use]
    pub fn for_demonstration(mut self, data: &Path) -> Self {
        let folder = || Arc::new(Folder::at(data.join(OUTBOX))) as Arc<dyn Gateway>;
        self.gateways.mail.get_or_insert_with(folder);
        if self.gateways.sms.is_none() {
            self.gateways.sms = Some(folder());
            self.inbox = Some(data.join(INBOX));
        }
        self
    }
}

impl Mail {
    fn server(&self) -> Result<Arc<dyn Gateway>, Stop> {
        let host = needed(self.host.as_ref(), "mail.host")?;
        let from = needed(self.from.as_ref(), "mail.from")?;
        let password = secret(
            self.password.as_ref(),
            self.password_file.as_deref(),
            "RELAIS_MAIL_PASSWORD",
            "mail.password_file",
        )?;
        let security = match self.security.unwrap_or(Guarding::OnceAsked) {
            Guarding::FromTheStart => Security::Tls,
            Guarding::OnceAsked => Security::StartTls,
            Guarding::None => Security::None,
        };
        if security == Security::None && (password.is_some() || !is_here(&host)) {
            return Err(Stop::input(
                "mail.security = « none » ne vaut que pour un serveur de cette machine, sans mot de passe.",
                "mail.security = “none” is for a server on this machine, without a password, only.",
            ));
        }
        if self.user.is_some() != password.is_some() {
            return Err(Stop::input(
                "mail.user et le mot de passe (mail.password_file ou RELAIS_MAIL_PASSWORD) vont ensemble.",
                "mail.user and the password (mail.password_file or RELAIS_MAIL_PASSWORD) go together.",
            ));
        }
        let port = self.port.unwrap_or(match security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::None => 25,
        });
        let setting = SmtpSetting {
            host,
            port,
            security,
            user: self.user.clone(),
            password,
            authority: self.authority()?,
            from,
            timeout: seconds(self.timeout, "mail.timeout")?,
        };
        let smtp = Smtp::new(setting).ok_or_else(|| {
            wrong(
                "mail.from, mail.host, mail.authority_file",
                "Relais <relais@mnr.example>",
            )
        })?;
        Ok(Arc::new(smtp))
    }

    fn authority(&self) -> Result<Option<Vec<u8>>, Stop> {
        let Some(file) = &self.authority_file else {
            return Ok(None);
        };
        std::fs::read(file).map(Some).map_err(|_| {
            Stop::input(
                "Le certificat de mail.authority_file ne se lit pas.",
                "The certificate of mail.authority_file cannot be read.",
            )
        })
    }
}

impl Sms {
    fn gateway(&self) -> Result<Arc<dyn Gateway>, Stop> {
        let url = needed(self.url.as_ref(), "sms.url")?;
        let uri: Option<Uri> = url.parse().ok();
        let host = uri.as_ref().and_then(Uri::host).unwrap_or_default().to_owned();
        let plain = uri.as_ref().and_then(Uri::scheme_str) == Some("http");
        if plain && !self.plain_http && !is_here(&host) {
            return Err(Stop::input(
                "sms.url doit commencer par https:// ; pour une passerelle d’un réseau fermé, ajoutez plain_http = true.",
                "sms.url must begin with https://; for a gateway in a closed network add plain_http = true.",
            ));
        }
        let token = secret(
            self.token.as_ref(),
            self.token_file.as_deref(),
            "RELAIS_SMS_TOKEN",
            "sms.token_file",
        )?;
        let name = |given: &Option<String>, usual: &str| given.clone().unwrap_or_else(|| usual.to_owned());
        let setting = HttpSetting {
            url,
            token,
            to: name(&self.to, "to"),
            text: name(&self.text, "text"),
            id: self.id.clone(),
            fields: self.fields.clone(),
            json: self.format == Some(Format::Json),
            timeout: seconds(self.timeout, "sms.timeout")?,
        };
        let gateway =
            HttpGateway::new(setting).ok_or_else(|| wrong("sms.url", "https://passerelle.example/envoi"))?;
        Ok(Arc::new(gateway))
    }
}

impl Incoming {
    fn door(&self) -> Result<DoorSetting, Stop> {
        let secret = secret(
            self.secret.as_ref(),
            self.secret_file.as_deref(),
            "RELAIS_SMS_SECRET",
            "sms.incoming.secret_file",
        )?;
        let secret = secret.filter(|text| text.len() >= SHORTEST_SECRET).ok_or_else(|| {
            Stop::input(
                "[sms.incoming] demande un secret d’au moins 16 signes (secret_file ou RELAIS_SMS_SECRET).",
                "[sms.incoming] needs a secret of at least 16 characters (secret_file or RELAIS_SMS_SECRET).",
            )
        })?;
        let name = |given: &Option<String>, usual: &str| given.clone().unwrap_or_else(|| usual.to_owned());
        Ok(DoorSetting {
            secret,
            from: name(&self.from, "from"),
            text: name(&self.text, "text"),
            id: name(&self.id, "id"),
        })
    }
}

/// The variable goes before the file, the file before what stands in the settings.
pub(super) fn secret(
    written: Option<&Secret>,
    file: Option<&Path>,
    variable: &str,
    setting: &str,
) -> Result<Option<String>, Stop> {
    if let Ok(text) = std::env::var(variable) {
        return Ok(Some(text));
    }
    let Some(path) = file else {
        return Ok(written.map(|secret| secret.0.clone()));
    };
    let text = fs::read_to_string(path).map_err(|error| {
        Stop::input(
            format!(
                "{setting} : le fichier {} ne peut pas être lu : {error}",
                path.display()
            ),
            format!("{setting}: the file {} cannot be read: {error}", path.display()),
        )
    })?;
    if open_to_everybody(path) {
        return Err(Stop::input(
            format!(
                "{setting} : tout le monde peut lire {0} : chmod 600 {0}",
                path.display()
            ),
            format!("{setting}: everybody can read {0}: chmod 600 {0}", path.display()),
        ));
    }
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

#[cfg(unix)]
fn open_to_everybody(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|held| held.permissions().mode() & 0o007 != 0)
}

#[cfg(not(unix))]
fn open_to_everybody(_path: &Path) -> bool {
    false
}

fn is_here(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "::1" | "[::1]")
}

fn needed(given: Option<&String>, name: &str) -> Result<String, Stop> {
    given.cloned().ok_or_else(|| {
        Stop::input(
            format!("il manque le réglage {name} (relais.toml)."),
            format!("the setting {name} is missing (relais.toml)."),
        )
    })
}

fn seconds(given: Option<u64>, name: &str) -> Result<Duration, Stop> {
    match given.unwrap_or(TIMEOUT) {
        seconds @ 1..=LONGEST => Ok(Duration::from_secs(seconds)),
        _ => Err(wrong(name, "1–60")),
    }
}

pub(super) fn wrong(name: &str, form: &str) -> Stop {
    Stop::input(
        format!("le réglage {name} n’est pas de la forme attendue ({form})."),
        format!("the setting {name} is not of the expected form ({form})."),
    )
}

#[cfg(test)]
mod tests;
