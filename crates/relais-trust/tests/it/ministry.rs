//! A sign-on service of one's own on this machine: OpenID Connect with codes, PKCE and Ed25519.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

#[derive(Clone)]
pub struct Ministry {
    pub address: String,
    kept: Arc<Mutex<Kept>>,
}

struct Kept {
    /// What each code is good for: the hash that was sent along, and what will be said.
    codes: HashMap<String, (String, Value)>,
    key: SigningKey,
    asked: usize,
}

impl Ministry {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let kept = Kept {
            codes: HashMap::new(),
            key: SigningKey::from_bytes(&[7; 32]),
            asked: 0,
        };
        let ministry = Self {
            address,
            kept: Arc::new(Mutex::new(kept)),
        };
        let here = ministry.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let here = here.clone();
                tokio::spawn(async move { here.answer(stream).await });
            }
        });
        ministry
    }

    /// How often it was asked anything.
    pub fn asked(&self) -> usize {
        self.kept.lock().unwrap().asked
    }

    /// Signs with another key from now on.
    pub fn change_key(&self) {
        self.kept.lock().unwrap().key = SigningKey::from_bytes(&[8; 32]);
    }

    /// The browser goes there, its person says who they are, and it is sent back: the state and the code. `more` goes over the
    /// usual claims.
    pub fn visit(&self, way: &str, subject: &str, at: i64, more: &Value) -> (String, String) {
        assert!(way.starts_with(&format!("{}/authorize?", self.address)), "{way}");
        let asked = query(way.split_once('?').unwrap().1);
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["scope"], "openid");
        let mut claims = json!({
            "iss": self.address, "aud": [asked["client_id"]], "sub": subject, "nonce": asked["nonce"],
            "iat": at, "exp": at + 300,
        });
        for (name, value) in more.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let mut kept = self.kept.lock().unwrap();
        let code = format!("code-{}", kept.codes.len());
        kept.codes
            .insert(code.clone(), (asked["code_challenge"].clone(), claims));
        (asked["state"].clone(), code)
    }

    async fn answer(&self, mut stream: TcpStream) {
        let mut read = Vec::new();
        let mut part = [0; 4096];
        let (head, body) = loop {
            let count = stream.read(&mut part).await.unwrap();
            read.extend(&part[..count]);
            let text = String::from_utf8_lossy(&read).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| {
                    line.to_lowercase()
                        .strip_prefix("content-length:")
                        .map(str::to_owned)
                });
                let length: usize = length.map_or(0, |text| text.trim().parse().unwrap());
                if body.len() >= length || count == 0 {
                    break (head.to_owned(), body.to_owned());
                }
            }
            if count == 0 {
                return;
            }
        };
        let path = head.split(' ').nth(1).unwrap();
        let (status, said) = self.say(path, &body);
        let said = said.to_string();
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{said}",
            said.len()
        );
        stream.write_all(answer.as_bytes()).await.unwrap();
        let _closed = stream.shutdown().await;
    }

    fn say(&self, path: &str, body: &str) -> (&'static str, Value) {
        let mut kept = self.kept.lock().unwrap();
        kept.asked += 1;
        let at = |end: &str| format!("{}{end}", self.address);
        match path {
            "/.well-known/openid-configuration" => (
                "200 OK",
                json!({
                    "issuer": self.address, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
                    "jwks_uri": at("/jwks"), "response_types_supported": ["code"],
                    "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["EdDSA"],
                }),
            ),
            "/jwks" => {
                let x = URL_SAFE_NO_PAD.encode(kept.key.verifying_key().as_bytes());
                let key = json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "k", "x": x });
                ("200 OK", json!({ "keys": [key] }))
            }
            "/token" => {
                let asked = query(body);
                let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(asked["code_verifier"].as_bytes()));
                // A code is good once, and for whoever began.
                match kept.codes.remove(&asked["code"]) {
                    Some((challenge, claims)) if challenge == hash => {
                        let token = signed(&kept.key, &claims);
                        let said = json!({ "access_token": "x", "token_type": "Bearer", "id_token": token });
                        ("200 OK", said)
                    }
                    _ => ("400 Bad Request", json!({ "error": "invalid_grant" })),
                }
            }
            _ => ("404 Not Found", json!({})),
        }
    }
}

fn signed(key: &SigningKey, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let said = format!(
        "{}.{}",
        part(&json!({ "alg": "EdDSA", "kid": "k" })),
        part(claims)
    );
    let signature = key.sign(said.as_bytes());
    format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

fn query(text: &str) -> HashMap<String, String> {
    let url = format!("http://x/?{text}").parse::<http::Uri>().unwrap();
    let pairs = url
        .query()
        .unwrap()
        .split('&')
        .filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), plain(value)))
        .collect()
}

fn plain(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, tail) {
            (b'%', [high, low, after @ ..]) => {
                let hex = String::from_utf8(vec![*high, *low]).unwrap();
                bytes.push(u8::from_str_radix(&hex, 16).unwrap());
                rest = after;
            }
            (byte, _) => {
                bytes.push(if *byte == b'+' { b' ' } else { *byte });
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}
