use std::net::SocketAddr;

use jiff::tz::TimeZone;
use relais_kernel::Localised;
use relais_shell::Setting;

use super::Lobby;
use crate::{ground::Ground, settings::Settings, stop::Stop};

/// What the pages know of the place where they are shown.
pub struct Here {
    pub name: Localised,
    pub zone: TimeZone,
    pub demo: bool,
    /// Where it listens, if it does yet.
    pub at: Option<SocketAddr>,
}

/// What every page depends on, from the operator's settings and the mechanism's definition.
///
/// # Errors
/// When the public address cannot be used.
pub fn of(ground: &Ground, lobby: &Lobby) -> Result<Setting, Stop> {
    let definition = lobby.definition(None);
    let (name, zone) = match &definition {
        Some(definition) => (definition.name.clone(), zone(&definition.calendar.time_zone)),
        None => (Localised::new("Relais", "Relais"), TimeZone::UTC),
    };
    let demo = ground.installation.demo;
    let at = Some(ground.at);
    here(&ground.settings, Here { name, zone, demo, at })
}

/// The same, where one knows only the settings.
///
/// # Errors
/// When the public address cannot be used.
pub fn here(settings: &Settings, here: Here) -> Result<Setting, Stop> {
    let public = settings.public_host()?;
    let listening = (!settings.listen.ip().is_unspecified()).then(|| settings.listen.ip().to_string());
    Ok(Setting {
        name: here.name,
        zone: here.zone,
        address: settings.link_base(here.at.unwrap_or(settings.listen)),
        demo: here.demo,
        hosts: public
            .into_iter()
            .chain(listening)
            .chain(settings.hosts.clone())
            .collect(),
        tls: settings.tls_proxy
            || settings
                .public_url
                .as_deref()
                .is_some_and(|url| url.starts_with("https:")),
        proxies: match settings.tls_proxy {
            true => settings.proxies.clone(),
            false => Vec::new(),
        },
        exit_to: settings.exit_to.clone(),
    })
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| {
        tracing::warn!(
            zone = name,
            "this time zone is not known here, hours are shown in UTC"
        );
        TimeZone::UTC
    })
}
