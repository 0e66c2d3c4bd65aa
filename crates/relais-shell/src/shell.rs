use std::{fmt, net::IpAddr, sync::Arc};

use jiff::tz::TimeZone;
use relais_kernel::{Clock, Entropy, FixedClock, Localised, SeededEntropy};

use crate::{Source, Texts, TextsFault, statics::Statics};

/// What the operator chose for this installation, as far as every page depends on it.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The name that stands in the head and foot of every page, for instance « MNR-CM (démo) ».
    pub name: Localised,
    /// Where people read dates and hours.
    pub zone: TimeZone,
    /// The address under which people reach the installation, as links carry it: `https://mnr.example`.
    pub address: String,
    /// A demonstration: every page says so, accounts work without a second factor (decisions §29).
    pub demo: bool,
    /// The names under which the installation may be addressed, without port; other `Host` headers are
    /// refused (security requirement 70). Addresses of this machine itself are always allowed.
    pub hosts: Vec<String>,
    /// People reach it over TLS (directly or through a proxy): cookies are `Secure`, HSTS is sent.
    pub tls: bool,
    /// The proxies in front of this program: only what they say of a visitor's address is believed.
    pub proxies: Vec<IpAddr>,
    /// Where « Quitter vite » leads: an address elsewhere, or nothing for a blank page of our own.
    pub exit_to: Option<String>,
}

/// What all pages share: the installation's setting, texts, static files, time and chance. Cheap to clone.
#[derive(Clone)]
pub struct Shell(Arc<Inner>);

struct Inner {
    setting: Setting,
    texts: Texts,
    statics: Statics,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Entropy>,
}

impl fmt::Debug for Shell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shell")
            .field("setting", &self.0.setting)
            .finish_non_exhaustive()
    }
}

impl Shell {
    pub fn new(setting: Setting, texts: Texts, clock: Arc<dyn Clock>, chance: Arc<dyn Entropy>) -> Self {
        Self(Arc::new(Inner {
            setting,
            texts,
            statics: Statics::embedded(),
            clock,
            chance,
        }))
    }

    /// A shell for tests and galleries: 21 November 2026, 14:05 in Douala, repeatable chance.
    ///
    /// # Errors
    /// When the texts cannot be used.
    pub fn rehearsal(sources: &[Source]) -> Result<Self, TextsFault> {
        let now = jiff::civil::date(2026, 11, 21)
            .at(13, 5, 0, 0)
            .to_zoned(TimeZone::UTC);
        let now = now.map_or(jiff::Timestamp::UNIX_EPOCH, |at| at.timestamp());
        let setting = Setting {
            name: Localised::new("MNR-CM (démo)", "NRM-CM (demo)"),
            zone: TimeZone::get("Africa/Douala").unwrap_or(TimeZone::UTC),
            address: "http://localhost".into(),
            demo: true,
            hosts: Vec::new(),
            tls: false,
            proxies: Vec::new(),
            exit_to: None,
        };
        Ok(Self::new(
            setting,
            Texts::new(sources)?,
            Arc::new(FixedClock::at(now)),
            Arc::new(SeededEntropy::new(1)),
        ))
    }

    pub fn setting(&self) -> &Setting {
        &self.0.setting
    }

    pub fn texts(&self) -> &Texts {
        &self.0.texts
    }

    pub fn statics(&self) -> &Statics {
        &self.0.statics
    }

    pub fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    pub fn chance(&self) -> &dyn Entropy {
        &*self.0.chance
    }
}
