//! The file in which a part of the journal leaves: JSON lines. The first says whose it is and under which checkpoint; then
//! the tree from left to right, an entry with its text or the hash of what is not shown.

use std::io::BufRead;

use relais_ledger::{CheckpointPublic, Frontier, Hash, SignedCheckpoint, Subtree, leaf_hash};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ExportPart, JournalExport};

const KIND: &str = "relais-journal-export";
/// No line of ours is longer (bytes).
const LONGEST: usize = 1 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    kind: String,
    v: u8,
    organisation: Uuid,
    /// The signed text.
    checkpoint: String,
    /// Who signs this journal, for readers; a check is worth as much as the key that it is given.
    key: String,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Row {
    Entry { index: u64, leaf: Hash, body: String },
    Hidden { level: u32, hash: Hash },
}

/// What a sound file amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportCheck {
    pub organisation: Uuid,
    /// Entries that are shown, of how many in all.
    pub shown: u64,
    pub checkpoint: SignedCheckpoint,
    /// The key that the file names.
    pub key: CheckpointPublic,
}

/// Why a file is not what it says. Lines count from 1.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    #[error("line {0} is none of an exported journal")]
    Malformed(usize),
    #[error("the entry on line {0} is not the one that was written")]
    Changed(usize),
    #[error("what stands on line {0} does not belong in this place")]
    OutOfPlace(usize),
    #[error("the checkpoint is not signed by this journal's key")]
    Unsigned,
    #[error("the entries do not lead to the signed checkpoint: some were changed, left out or added")]
    OtherTree,
}

impl JournalExport {
    /// The file, line by line.
    ///
    /// # Errors
    /// When a line cannot be written, which is a fault of ours.
    pub fn to_file(&self, key: &CheckpointPublic) -> Result<String, serde_json::Error> {
        let head = Head {
            kind: KIND.to_owned(),
            v: 1,
            organisation: self.organisation.uuid(),
            checkpoint: self.checkpoint.to_string(),
            key: key.to_string(),
        };
        let mut text = serde_json::to_string(&head)?;
        for part in &self.parts {
            let row = match part {
                ExportPart::Entry { line, text, leaf } => Row::Entry {
                    index: line.position,
                    leaf: *leaf,
                    body: text.clone(),
                },
                ExportPart::Hidden(Subtree { level, hash }) => Row::Hidden {
                    level: *level,
                    hash: *hash,
                },
            };
            text.push('\n');
            text.push_str(&serde_json::to_string(&row)?);
        }
        text.push('\n');
        Ok(text)
    }
}

/// Checks a file without a server: each shown entry is the one that was written, in its place, under a checkpoint that
/// the journal signed. Without `key`, the one that the file names is taken.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_export(file: impl BufRead, key: Option<&CheckpointPublic>) -> Result<ExportCheck, ExportFault> {
    let mut lines = file.lines().enumerate().map(|(at, line)| (at + 1, line));
    let (_, first) = lines.next().ok_or(ExportFault::Malformed(1))?;
    let head: Head = parse(1, &first?)?;
    if head.kind != KIND || head.v != 1 {
        return Err(ExportFault::Malformed(1));
    }
    let malformed = |_| ExportFault::Malformed(1);
    let checkpoint: SignedCheckpoint = head.checkpoint.parse().map_err(malformed)?;
    let named: CheckpointPublic = head.key.parse().map_err(malformed)?;
    key.unwrap_or(&named)
        .verify(&checkpoint)
        .map_err(|_| ExportFault::Unsigned)?;
    let (mut tree, mut shown) = (Frontier::new(), 0);
    for (at, line) in lines {
        match parse(at, &line?)? {
            Row::Entry { index, leaf, body } => {
                if leaf_hash(body.as_bytes()) != leaf {
                    return Err(ExportFault::Changed(at));
                }
                if index != tree.size() {
                    return Err(ExportFault::OutOfPlace(at));
                }
                tree.append(leaf);
                shown += 1;
            }
            Row::Hidden { level, hash } => tree
                .append_subtree(&Subtree { level, hash })
                .map_err(|_| ExportFault::OutOfPlace(at))?,
        }
    }
    if (tree.size(), tree.root()) != (checkpoint.checkpoint.size, checkpoint.checkpoint.root) {
        return Err(ExportFault::OtherTree);
    }
    Ok(ExportCheck {
        organisation: head.organisation,
        shown,
        checkpoint,
        key: named,
    })
}

fn parse<'a, T: Deserialize<'a>>(at: usize, line: &'a str) -> Result<T, ExportFault> {
    if line.len() > LONGEST {
        return Err(ExportFault::Malformed(at));
    }
    serde_json::from_str(line).map_err(|_| ExportFault::Malformed(at))
}
