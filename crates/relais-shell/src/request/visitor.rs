use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr},
};

use axum::extract::FromRequestParts;
use http::{HeaderMap, request::Parts};

use super::Scene;
use crate::{Setting, listener::Peer};

/// The address a request comes from, to count tries by; never stored or logged as it is. Behind a proxy that
/// the setting names it is the last address that this proxy itself wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Visitor(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<Peer>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        let scene = parts.extensions.get::<Scene>();
        Ok(Self(scene.map_or(peer, |scene| {
            behind(peer, &parts.headers, scene.shell.setting())
        })))
    }
}

fn behind(peer: IpAddr, headers: &HeaderMap, setting: &Setting) -> IpAddr {
    if !setting.proxies.contains(&peer) {
        return peer;
    }
    let lines = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|line| line.to_str().ok());
    let named: Vec<IpAddr> = lines
        .flat_map(|line| line.split(','))
        .filter_map(|ip| ip.trim().parse().ok())
        .collect();
    // From the nearest hop outwards: the first that is no proxy of ours is the visitor.
    named
        .into_iter()
        .rev()
        .find(|ip| !setting.proxies.contains(ip))
        .unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Shell;

    fn visitor(peer: &str, forwarded: &str) -> String {
        let mut setting = Shell::rehearsal(&[]).unwrap().setting().clone();
        setting.proxies = vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        behind(peer.parse().unwrap(), &headers, &setting).to_string()
    }

    #[test]
    fn only_a_known_proxy_is_believed() {
        assert_eq!(visitor("192.0.2.7", "198.51.100.1"), "192.0.2.7");
        assert_eq!(
            visitor("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2"),
            "198.51.100.1",
            "what a visitor claims first is not"
        );
        assert_eq!(visitor("10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
