use proptest::prelude::*;

use super::{bodies, hashes};
use crate::{
    Frontier, Hash, Leaves, NotAFrontier, ProofError, consistency_proof, inclusion_proof, leaf_hash,
    node_hash, root_of, verify_consistency, verify_inclusion,
};

/// The eight entries with which implementations of RFC 6962 have been checked since the first one.
const ENTRIES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

/// The root over the first 0 to 8 of them.
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn known() -> Vec<Hash> {
    ENTRIES
        .iter()
        .map(|entry| leaf_hash(&hex::decode(entry).unwrap()))
        .collect()
}

fn path(text: &[&str]) -> Vec<Hash> {
    text.iter().map(|hash| hash.parse().unwrap()).collect()
}

#[test]
fn the_known_trees_have_their_known_roots() {
    let (leaves, mut frontier) = (known(), Frontier::new());
    for (size, root) in (0..).zip(ROOTS) {
        assert_eq!(root_of(&leaves, size).unwrap().to_string(), root);
        assert_eq!(
            (frontier.size(), frontier.root().to_string().as_str()),
            (size, root)
        );
        if let Some(leaf) = leaves.leaf(size) {
            assert_eq!(frontier.append(leaf), size);
        }
    }
}

/// Entry, size, path.
const INCLUSION: [(u64, u64, &[&str]); 5] = [
    (0, 1, &[]),
    (
        0,
        8,
        &[
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        &[
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        3,
        &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    ),
    (
        1,
        5,
        &[
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
];

#[test]
fn the_known_inclusion_proofs_are_made() {
    for (index, size, expected) in INCLUSION {
        assert_eq!(
            inclusion_proof(&known(), index, size).unwrap(),
            path(expected),
            "{index} in {size}"
        );
    }
}

#[test]
fn the_known_consistency_proofs_are_made() {
    let cases: [(u64, u64, &[&str]); 4] = [
        (1, 1, &[]),
        (
            1,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            &[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    for (old, new, expected) in cases {
        assert_eq!(
            consistency_proof(&known(), old, new).unwrap(),
            path(expected),
            "{old} to {new}"
        );
    }
}

/// Every proof that a proof can be mistaken for: one hash changed, left out, doubled, or added.
fn alterations(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let strange = leaf_hash(b"strange");
    let mut altered = vec![[proof, &[strange]].concat(), [&[strange], proof].concat()];
    for i in 0..proof.len() {
        let mut changed = proof.to_vec();
        changed[i] = strange;
        let mut shorter = proof.to_vec();
        let doubled = shorter.remove(i);
        let mut longer = proof.to_vec();
        longer.insert(i, doubled);
        altered.extend([changed, shorter, longer]);
    }
    altered
}

#[test]
fn every_entry_of_every_tree_up_to_64_is_proven_and_altered_proofs_fail() {
    let leaves = hashes(&bodies(64));
    for size in 1..=64 {
        let root = root_of(&leaves, size).unwrap();
        for index in 0..size {
            let (leaf, proof) = (
                leaves.leaf(index).unwrap(),
                inclusion_proof(&leaves, index, size).unwrap(),
            );
            assert_eq!(
                verify_inclusion(&leaf, index, size, &proof, &root),
                Ok(()),
                "{index} in {size}"
            );
            let fails = |leaf: &Hash, index, proof: &[Hash], root: &Hash| {
                assert!(
                    verify_inclusion(leaf, index, size, proof, root).is_err(),
                    "{index} in {size}"
                );
            };
            fails(&leaf_hash(b"strange"), index, &proof, &root);
            fails(&leaf, index, &proof, &leaf_hash(b"strange"));
            fails(&leaf, (index + 1) % (size + 1), &proof, &root);
            alterations(&proof)
                .iter()
                .for_each(|altered| fails(&leaf, index, altered, &root));
        }
    }
}

#[test]
fn every_growth_up_to_64_is_proven_and_altered_proofs_fail() {
    let leaves = hashes(&bodies(64));
    let strange = leaf_hash(b"strange");
    for new in 0..=64 {
        let new_root = root_of(&leaves, new).unwrap();
        for old in 0..=new {
            let old_root = root_of(&leaves, old).unwrap();
            let proof = consistency_proof(&leaves, old, new).unwrap();
            assert_eq!(
                verify_consistency(old, &old_root, new, &new_root, &proof),
                Ok(()),
                "{old} to {new}"
            );
            let fails = |old_root: &Hash, new_root: &Hash, proof: &[Hash]| {
                assert!(
                    verify_consistency(old, old_root, new, new_root, proof).is_err(),
                    "{old} to {new}"
                );
            };
            fails(&strange, &new_root, &proof);
            // Anything grows out of nothing, so only there the new root is not examined.
            if old > 0 || new == 0 {
                fails(&old_root, &strange, &proof);
            }
            alterations(&proof)
                .iter()
                .for_each(|altered| fails(&old_root, &new_root, altered));
        }
    }
}

#[test]
fn what_lies_outside_the_tree_is_not_proven() {
    let leaves = known();
    assert_eq!(inclusion_proof(&leaves, 8, 8), Err(ProofError::Outside));
    assert_eq!(inclusion_proof(&leaves, 0, 9), Err(ProofError::Outside));
    assert_eq!(consistency_proof(&leaves, 5, 4), Err(ProofError::Outside));
    assert_eq!(root_of(&leaves, 9), Err(ProofError::Outside));
    let root = Hash::of_nothing();
    assert_eq!(
        verify_inclusion(&root, 0, 0, &[], &root),
        Err(ProofError::Outside)
    );
    assert_eq!(
        verify_consistency(2, &root, 1, &root, &[]),
        Err(ProofError::Outside)
    );
}

/// An entry can never be passed off as a subtree, nor a subtree as an entry.
#[test]
fn an_entry_that_looks_like_two_hashes_is_no_subtree() {
    let leaves = known();
    let forged = [leaves[0].as_bytes().as_slice(), leaves[1].as_bytes()].concat();
    assert_ne!(leaf_hash(&forged), root_of(&leaves, 2).unwrap());
}

#[test]
fn a_subtree_is_not_accepted_as_an_entry() {
    let leaves = known();
    let (left, root) = (root_of(&leaves, 4).unwrap(), root_of(&leaves, 8).unwrap());
    let right = inclusion_proof(&leaves, 0, 8).unwrap()[2];
    assert_eq!(node_hash(&left, &right), root);
    assert_eq!(
        verify_inclusion(&left, 0, 8, &[right], &root),
        Err(ProofError::DoesNotHold)
    );
}

#[test]
fn a_tree_that_claims_another_size_is_refused() {
    let leaves = hashes(&bodies(64));
    for (old, new) in [(4, 8), (3, 7), (6, 8), (1, 2), (33, 64)] {
        let (old_root, new_root) = (root_of(&leaves, old).unwrap(), root_of(&leaves, new).unwrap());
        let proof = consistency_proof(&leaves, old, new).unwrap();
        assert!(
            verify_consistency(old, &old_root, new * 2, &new_root, &proof).is_err(),
            "{old} to {new}"
        );
    }
}

#[test]
fn sizes_beyond_every_journal_are_refused_without_harm() {
    let (leaf, huge) = (leaf_hash(b""), 1 << 63);
    for (index, size) in [(huge, huge + 1), (0, u64::MAX), (u64::MAX - 1, u64::MAX)] {
        assert!(verify_inclusion(&leaf, index, size, &[leaf; 70], &leaf).is_err());
        assert!(verify_consistency(index.max(1), &leaf, size, &leaf, &[leaf; 70]).is_err());
    }
    let bytes = [&[1], u64::MAX.to_be_bytes().as_slice(), &[0; 64 * 32]].concat();
    assert_eq!(Frontier::from_bytes(&bytes), Err(NotAFrontier));
}

struct Gap(Vec<Hash>);

impl Leaves for Gap {
    fn size(&self) -> u64 {
        self.0.size()
    }

    fn leaf(&self, index: u64) -> Option<Hash> {
        self.0.leaf(index).filter(|_| index != 3)
    }
}

#[test]
fn a_source_with_a_gap_gives_an_error_and_no_proof() {
    assert_eq!(inclusion_proof(&Gap(known()), 0, 8), Err(ProofError::MissingLeaf));
    assert_eq!(root_of(&Gap(known()), 8), Err(ProofError::MissingLeaf));
}

#[test]
fn a_head_row_that_was_cut_or_is_of_another_format_is_refused() {
    let mut frontier = Frontier::new();
    known().into_iter().take(7).for_each(|leaf| {
        frontier.append(leaf);
    });
    let bytes = frontier.to_bytes();
    assert_eq!(bytes.len(), 1 + 8 + 3 * 32);
    for length in 0..bytes.len() {
        assert_eq!(Frontier::from_bytes(&bytes[..length]), Err(NotAFrontier));
    }
    assert_eq!(
        Frontier::from_bytes(&[&[2], &bytes[1..]].concat()),
        Err(NotAFrontier)
    );
    assert_eq!(
        Frontier::from_bytes(&[&bytes[..], &[0; 32]].concat()),
        Err(NotAFrontier)
    );
}

proptest! {
    #[test]
    fn a_stored_frontier_goes_on_as_if_it_had_not_been_stored(count in 0u64..300, more in 0u64..40) {
        let leaves = hashes(&bodies(count + more));
        let mut frontier = Frontier::new();
        for i in 0..count {
            prop_assert_eq!(frontier.append(leaves.leaf(i).unwrap()), i);
        }
        let mut restored = Frontier::from_bytes(&frontier.to_bytes()).unwrap();
        prop_assert_eq!(&restored, &frontier);
        for i in count..count + more {
            restored.append(leaves.leaf(i).unwrap());
        }
        prop_assert_eq!(restored.root(), root_of(&leaves, count + more).unwrap());
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        if let Ok(frontier) = Frontier::from_bytes(&bytes) {
            prop_assert_eq!(frontier.to_bytes(), bytes);
        }
    }
}
