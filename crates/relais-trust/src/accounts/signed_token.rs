use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use relais_kernel::{PublicRef, ShortCode};
use relais_sealing::{KeyId, token, unwrap_secret, wrap_secret};
use uuid::Uuid;

use crate::Trust;

/// Links carry a record's id and a keyed check of it (128 bits). Nothing secret stands in the database, and the
/// same link can be sent again in a reminder.
impl Trust {
    /// The token of a record for one purpose (`invitation`, `answer`).
    pub fn sign_token(&self, purpose: &str, id: Uuid) -> String {
        let mut bytes = id.as_bytes().to_vec();
        bytes.extend_from_slice(&self.check(purpose, id));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The record of a token, when the token was made here for this purpose.
    pub fn read_token(&self, purpose: &str, text: &str) -> Option<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (id, check) = bytes.split_at_checked(16)?;
        let id = Uuid::from_slice(id).ok()?;
        same(check, &self.check(purpose, id)).then_some(id)
    }

    /// Eight characters for people who answer by text message; stands for the record as the link does.
    pub fn short_code(&self, purpose: &str, id: Uuid) -> ShortCode {
        let bytes = self.check(&format!("{purpose} code"), id);
        ShortCode::from_bytes(std::array::from_fn(|i| bytes[i]))
    }

    /// What of a short code may be stored to find its record again.
    pub fn code_token(&self, purpose: &str, code: ShortCode) -> Vec<u8> {
        token(&self.root().derive("code tokens"), purpose, &code.compact()).to_vec()
    }

    /// Where the next page of a list begins, for an address: the position itself would tell how much there is.
    pub fn seal_position(&self, list: &str, position: u64) -> String {
        let key = self.root().derive("positions");
        let id = KeyId::from_uuid(Uuid::nil());
        URL_SAFE_NO_PAD.encode(wrap_secret(
            &key,
            id,
            list,
            &position.to_be_bytes(),
            self.chance(),
        ))
    }

    /// The position that [`seal_position`](Self::seal_position) put away for this list.
    pub fn open_position(&self, list: &str, text: &str) -> Option<u64> {
        let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        let key = self.root().derive("positions");
        let bytes = unwrap_secret(&key, KeyId::from_uuid(Uuid::nil()), list, &sealed).ok()?;
        Some(u64::from_be_bytes(bytes.as_slice().try_into().ok()?))
    }

    /// What stands in addresses for a row without a random name of its own: always the same, and only the master
    /// key leads from the one to the other (decisions §17).
    pub(crate) fn handle(&self, kind: &str, id: Uuid) -> PublicRef {
        let bytes = self.check(&format!("{kind} handle"), id);
        PublicRef::from_uuid(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// A keyed hash of what identifies a visitor (a login, an address) for counting failures only.
    pub fn visitor(&self, what: &str) -> Vec<u8> {
        token(&self.root().derive("visitors"), "throttle", what).to_vec()
    }

    /// Sixteen bytes that only this installation makes of a code: they tell it again, and nobody gets back from them.
    pub fn told_again(&self, purpose: &str, code: &str) -> [u8; 16] {
        token(&self.root().derive("codes"), purpose, code)
    }

    pub(super) fn check(&self, purpose: &str, id: Uuid) -> [u8; 16] {
        token(&self.root().derive("links"), purpose, &id.to_string())
    }
}

pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .fold(0_u8, |difference, (x, y)| difference | (x ^ y))
            == 0
}
