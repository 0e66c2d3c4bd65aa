//! `[witness]`: who keeps the last checkpoint of the journal elsewhere.

use std::time::Duration;

use http::Uri;
use relais_ledger::CosignerPublic;
use serde::Deserialize;

use crate::stop::Stop;

/// Seconds that a witness may take to answer.
const TIMEOUT: u64 = 20;
const LONGEST: u64 = 60;

/// `[witness]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    key: String,
    /// Without it, checkpoints are carried by hand.
    url: Option<String>,
    /// The address may be `http://` beyond this machine: a witness in the same closed network. Nothing secret is sent.
    #[serde(default)]
    plain_http: bool,
    timeout: Option<u64>,
}

/// What the settings come to.
#[derive(Debug, Clone)]
pub struct WitnessWay {
    pub key: CosignerPublic,
    /// Where checkpoints are sent.
    pub address: Option<String>,
    pub timeout: Duration,
}

impl Witness {
    pub(super) fn way(&self) -> Result<WitnessWay, Stop> {
        let key = self.key.parse().map_err(|_| wrong("witness.key"))?;
        let timeout = self.timeout.unwrap_or(TIMEOUT);
        if !(1..=LONGEST).contains(&timeout) {
            return Err(wrong("witness.timeout"));
        }
        let address = self.url.as_deref().map(|url| self.address(url)).transpose()?;
        Ok(WitnessWay {
            key,
            address,
            timeout: Duration::from_secs(timeout),
        })
    }

    fn address(&self, url: &str) -> Result<String, Stop> {
        let uri: Uri = url.parse().map_err(|_| wrong("witness.url"))?;
        let host = uri.host().ok_or_else(|| wrong("witness.url"))?;
        let near = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let sure = uri.scheme_str() == Some("https")
            || (uri.scheme_str() == Some("http") && (near || self.plain_http));
        if sure && uri.query().is_none() {
            Ok(format!("{}/add-checkpoint", url.trim_end_matches('/')))
        } else {
            Err(wrong("witness.url"))
        }
    }
}

fn wrong(name: &str) -> Stop {
    Stop::input(
        format!("le réglage {name} ne peut pas être utilisé (voir docs/operations/witness.md)."),
        format!("the setting {name} cannot be used (see docs/operations/witness.md)."),
    )
}

#[cfg(test)]
mod tests {
    use relais_kernel::SeededEntropy;
    use relais_ledger::CosignerKey;

    use super::*;

    fn way(url: &str, plain_http: bool) -> Option<String> {
        let key = CosignerKey::new("temoin.example", &SeededEntropy::new(1)).unwrap();
        let witness = Witness {
            key: key.public().to_string(),
            url: Some(url.to_owned()),
            plain_http,
            timeout: None,
        };
        witness.way().ok().and_then(|way| way.address)
    }

    #[test]
    fn a_witness_is_reached_by_https_unless_the_network_is_closed() {
        let https = way("https://temoin.example/relais/", false);
        assert_eq!(https.unwrap(), "https://temoin.example/relais/add-checkpoint");
        assert_eq!(way("http://temoin.example", false), None);
        assert!(way("http://temoin.example", true).is_some());
        assert!(way("http://127.0.0.1:9000", false).is_some());
        assert_eq!(way("temoin.example", true), None);
        assert_eq!(way("https://temoin.example/?a=b", false), None);
    }
}
