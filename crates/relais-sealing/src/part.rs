use std::{collections::BTreeSet, fmt};

use base64::{Engine, engine::general_purpose::STANDARD};
use blahaj::{Share, Sharks};
use relais_kernel::Entropy;
use zeroize::Zeroizing;

use crate::{
    Key, MasterKey, SealError, Suite,
    master::{CHECK, checksum},
    organisation::Chance,
};

const PREFIX: &str = "relais-part:";
const SET: usize = 4;
/// One coordinate and one byte for each byte of the key.
const SHARE: usize = 33;

/// What one custodian holds of the master key: with as many as are needed it comes back, with fewer nothing of it is
/// known (Shamir's sharing over GF(256); security §6, "keys lost with a ministry's only administrator").
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// The same in all parts that were made together.
    set: [u8; SET],
    needed: u8,
    share: Zeroizing<Vec<u8>>,
}

/// Why parts do not make a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JoinFault {
    #[error("{have} parts of {needed}")]
    TooFew { have: u8, needed: u8 },
    #[error("the parts were not made together")]
    Mixed,
    #[error("the parts do not make a key")]
    Wrong,
}

impl Part {
    /// Splits the master key among `custodians`, of whom any `needed` bring it back.
    ///
    /// # Errors
    /// [`SealError::NotAMasterKey`] unless 2 ≤ needed ≤ custodians.
    pub fn split(
        master: &MasterKey,
        custodians: u8,
        needed: u8,
        chance: &dyn Entropy,
    ) -> Result<Vec<Self>, SealError> {
        if needed < 2 || custodians < needed {
            return Err(SealError::NotAMasterKey);
        }
        let mut set = [0; SET];
        chance.fill(&mut set);
        let shares = Sharks(needed).dealer_rng(master.bytes(), &mut Chance(chance));
        Ok(shares
            .take(usize::from(custodians))
            .map(|share| Self {
                set,
                needed,
                share: Zeroizing::new(Vec::from(&share)),
            })
            .collect())
    }

    /// The master key again.
    ///
    /// # Errors
    /// [`JoinFault`]. Parts of which one was replaced by another of the same form make a key too, and not the right one:
    /// the installation refuses it.
    pub fn join(parts: &[Self]) -> Result<MasterKey, JoinFault> {
        let first = parts.first().ok_or(JoinFault::TooFew { have: 0, needed: 2 })?;
        if parts
            .iter()
            .any(|part| (part.set, part.needed) != (first.set, first.needed))
        {
            return Err(JoinFault::Mixed);
        }
        let own: BTreeSet<&[u8]> = parts.iter().map(|part| part.share.as_slice()).collect();
        let have = u8::try_from(own.len()).unwrap_or(u8::MAX);
        if have < first.needed {
            let needed = first.needed;
            return Err(JoinFault::TooFew { have, needed });
        }
        let shares: Result<Vec<Share>, _> = own.into_iter().map(Share::try_from).collect();
        let shares = shares.map_err(|_| JoinFault::Wrong)?;
        let bytes = Sharks(first.needed)
            .recover(&shares)
            .map_err(|_| JoinFault::Wrong)?;
        let bytes = Zeroizing::new(bytes);
        Key::from_slice(&bytes).map(MasterKey::of).ok_or(JoinFault::Wrong)
    }

    pub fn needed(&self) -> u8 {
        self.needed
    }

    /// One line: the prefix and the base64 of suite | set | needed | share | 4 bytes of SHA-256.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(vec![Suite::Aes256GcmSiv.byte()]);
        bytes.extend_from_slice(&self.set);
        bytes.push(self.needed);
        bytes.extend_from_slice(&self.share);
        let check = checksum(&bytes);
        bytes.extend_from_slice(&check);
        Zeroizing::new(format!("{PREFIX}{}", STANDARD.encode(bytes.as_slice())))
    }

    /// The parts in a text: whatever begins like one has to be one; other words and lines are passed over.
    ///
    /// # Errors
    /// [`SealError::NotAMasterKey`] for a part that is mistyped, [`SealError::UnknownSuite`] for one of a later version.
    pub fn in_text(text: &str) -> Result<Vec<Self>, SealError> {
        let words = text
            .split_whitespace()
            .filter_map(|word| word.strip_prefix(PREFIX));
        words.map(Self::read).collect()
    }

    fn read(encoded: &str) -> Result<Self, SealError> {
        let no = SealError::NotAMasterKey;
        let decoded = STANDARD.decode(encoded).map(Zeroizing::new).map_err(|_| no)?;
        let (body, check) = decoded.split_last_chunk::<CHECK>().ok_or(no)?;
        if checksum(body) != *check {
            return Err(no);
        }
        let rest = Suite::Aes256GcmSiv.strip(body)?;
        let (set, rest) = rest.split_first_chunk::<SET>().ok_or(no)?;
        let (needed, share) = rest.split_first().ok_or(no)?;
        if share.len() != SHARE || *needed < 2 {
            return Err(no);
        }
        Ok(Self {
            set: *set,
            needed: *needed,
            share: Zeroizing::new(share.to_vec()),
        })
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part(one of {} needed)", self.needed)
    }
}
