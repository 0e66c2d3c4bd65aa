//! `[oidc]`: a ministry's own sign-on. Without it nothing is asked of anybody outside.

use std::path::PathBuf;

use http::Uri;
use relais_kernel::Localised;
use relais_trust::accounts::{SignOn, SignOnSetting};
use serde::Deserialize;

use super::courier::{Secret, secret, wrong};
use crate::stop::Stop;

/// `[oidc]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    issuer: String,
    client: String,
    secret: Option<Secret>,
    secret_file: Option<PathBuf>,
    name_fr: Option<String>,
    name_en: Option<String>,
    /// Values of `acr` or `amr` that stand for a second factor given there.
    #[serde(default)]
    strong: Vec<String>,
    /// Allows `http://`, for a service of this machine.
    #[serde(default)]
    plain_http: bool,
}

impl Oidc {
    /// The service, for an installation that people reach at `base`.
    ///
    /// # Errors
    /// One sentence that names the setting that cannot be used.
    pub fn service(&self, base: &str) -> Result<SignOn, Stop> {
        let scheme = self.issuer.parse::<Uri>().ok();
        let scheme = scheme.as_ref().and_then(Uri::scheme_str);
        if scheme != Some("https") && !(self.plain_http && scheme == Some("http")) {
            return Err(wrong("oidc.issuer", "https://connexion.ministere.example"));
        }
        let secret = secret(
            self.secret.as_ref(),
            self.secret_file.as_deref(),
            "RELAIS_OIDC_SECRET",
            "oidc.secret_file",
        )?;
        let secret = secret.ok_or_else(|| {
            Stop::input(
                "[oidc] demande le secret de l’application (secret_file ou RELAIS_OIDC_SECRET).",
                "[oidc] needs the secret of the application (secret_file or RELAIS_OIDC_SECRET).",
            )
        })?;
        let setting = SignOnSetting {
            issuer: self.issuer.clone(),
            client: self.client.clone(),
            secret: secret.trim().to_owned(),
            back: format!("{base}/connexion/externe/retour"),
            name: self.name(),
            strong: self.strong.iter().cloned().collect(),
        };
        SignOn::new(setting).map_err(|setting| wrong(setting, "https://connexion.ministere.example"))
    }

    fn name(&self) -> Localised {
        let fr = self
            .name_fr
            .clone()
            .unwrap_or_else(|| "Connexion du ministère".into());
        let en = self.name_en.clone().or_else(|| self.name_fr.clone());
        Localised::new(fr, en.unwrap_or_else(|| "Ministry sign-on".into()))
    }
}

#[cfg(test)]
mod tests {
    use figment::{
        Figment,
        providers::{Format as _, Toml},
    };

    use super::*;

    fn set(toml: &str) -> Result<SignOn, Stop> {
        let oidc: Oidc = Figment::from(Toml::string(toml)).extract().unwrap();
        oidc.service("https://mnr.example")
    }

    #[test]
    fn a_sign_on_service_is_reached_over_tls_with_the_secret_of_the_application() {
        let whole = "issuer = \"https://id.example\"\nclient = \"relais\"\nsecret = \"0123456789\"\nname_fr = \"MINREX\"";
        let service = set(whole).unwrap();
        assert_eq!((&*service.name().fr, &*service.name().en), ("MINREX", "MINREX"));
        for (toml, named) in [
            (
                "issuer = \"https://id.example\"\nclient = \"relais\"",
                "secret_file",
            ),
            (
                "issuer = \"http://id.example\"\nclient = \"relais\"\nsecret = \"x\"",
                "oidc.issuer",
            ),
            (
                "issuer = \"id.example\"\nclient = \"relais\"\nsecret = \"x\"",
                "oidc.issuer",
            ),
        ] {
            let stop = set(toml).err().unwrap();
            assert!(stop.sentence.en.contains(named), "{toml}: {}", stop.sentence.en);
        }
        assert!(
            set("issuer = \"http://localhost:9\"\nclient = \"r\"\nsecret = \"x\"\nplain_http = true").is_ok()
        );
    }
}
