//! A device that makes and gives passkeys, as far as a server sees one: WebAuthn level 2, ES256, no attestation.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{DerSignature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

#[derive(Clone)]
pub struct SoftKey {
    pub key: SigningKey,
    pub id: [u8; 32],
    pub counter: u32,
    pub owner: Option<String>,
    pub origin: &'static str,
    /// It asked for a finger, a face or a code.
    pub verifies: bool,
}

impl SoftKey {
    /// Another device for each number.
    pub fn new(number: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[number; 32]).unwrap(),
            id: [number; 32],
            counter: 0,
            owner: None,
            origin: "https://mnr.example",
            verifies: true,
        }
    }

    /// Makes a passkey for what the server asks.
    pub fn make(&mut self, options: &Value) -> String {
        let asked = &options["publicKey"];
        self.owner = asked["user"]["id"].as_str().map(str::to_owned);
        let mut data = self.data(&asked["rp"]["id"], ATTESTED);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(self.id);
        data.extend(self.public());
        let mut attested = vec![0xa3, 0x63];
        attested.extend(b"fmt");
        attested.push(0x64);
        attested.extend(b"none");
        attested.push(0x67);
        attested.extend(b"attStmt");
        attested.extend([0xa0, 0x68]);
        attested.extend(b"authData");
        attested.extend([0x58, u8::try_from(data.len()).unwrap()]);
        attested.extend(data);
        let said = self.said("webauthn.create", asked);
        json!({
            "id": URL_SAFE_NO_PAD.encode(self.id), "rawId": URL_SAFE_NO_PAD.encode(self.id), "type": "public-key",
            "response": {
                "attestationObject": URL_SAFE_NO_PAD.encode(attested),
                "clientDataJSON": URL_SAFE_NO_PAD.encode(said),
            },
        })
        .to_string()
    }

    /// Answers a challenge with the passkey made before.
    pub fn answer(&mut self, options: &Value) -> String {
        let asked = &options["publicKey"];
        let data = self.data(&asked["rpId"], 0);
        let said = self.said("webauthn.get", asked);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&said));
        let signature: DerSignature = self.key.sign(&signed);
        json!({
            "id": URL_SAFE_NO_PAD.encode(self.id), "rawId": URL_SAFE_NO_PAD.encode(self.id), "type": "public-key",
            "response": {
                "authenticatorData": URL_SAFE_NO_PAD.encode(data),
                "clientDataJSON": URL_SAFE_NO_PAD.encode(said),
                "signature": URL_SAFE_NO_PAD.encode(signature.as_bytes()),
                "userHandle": self.owner,
            },
        })
        .to_string()
    }

    fn data(&mut self, host: &Value, more: u8) -> Vec<u8> {
        self.counter += 1;
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(host.as_str().unwrap()).to_vec();
        data.push(PRESENT | verified | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn said(&self, act: &str, asked: &Value) -> Vec<u8> {
        json!({ "type": act, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    /// The public key as COSE writes it.
    fn public(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let bytes = point.as_bytes();
        let mut cose = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        cose.extend(&bytes[1..33]);
        cose.extend([0x22, 0x58, 0x20]);
        cose.extend(&bytes[33..65]);
        cose
    }
}
