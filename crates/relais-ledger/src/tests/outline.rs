//! A journal of which only some entries are shown (security requirement 36).

use proptest::prelude::*;

use super::{bodies, hashes};
use crate::{Frontier, Gap, Hash, Subtree, root_of};

/// Shows some entries and hides the rest, then puts the tree together again.
fn rebuilt(leaves: &[Hash], shown: &[bool]) -> (Frontier, usize) {
    let (mut tree, mut gap, mut hidden) = (Frontier::new(), Gap::before(0), 0);
    let mut fill = |tree: &mut Frontier, gap: &mut Gap| {
        for subtree in gap.close() {
            hidden += 1;
            tree.append_subtree(&subtree).unwrap();
        }
    };
    for (leaf, shown) in leaves.iter().zip(shown) {
        if *shown {
            fill(&mut tree, &mut gap);
            tree.append(*leaf);
        } else {
            gap.hide(*leaf);
        }
    }
    fill(&mut tree, &mut gap);
    (tree, hidden)
}

proptest! {
    #[test]
    fn whatever_is_shown_leads_to_the_root_of_all(shown in prop::collection::vec(any::<bool>(), 0..200)) {
        let leaves = hashes(&bodies(shown.len() as u64));
        let (tree, _) = rebuilt(&leaves, &shown);
        prop_assert_eq!(tree.size(), leaves.len() as u64);
        prop_assert_eq!(tree.root(), root_of(&leaves, tree.size()).unwrap());
    }
}

#[test]
fn what_is_hidden_takes_few_hashes() {
    let leaves = hashes(&bodies(1000));
    let shown: Vec<bool> = (0..1000).map(|index| index == 700).collect();
    assert!(rebuilt(&leaves, &shown).1 <= 18);
}

#[test]
fn a_subtree_that_cannot_begin_here_is_refused() {
    let mut tree = Frontier::new();
    let hash = hashes(&bodies(1))[0];
    assert!(tree.append_subtree(&Subtree { level: 63, hash }).is_err());
    assert!(tree.append_subtree(&Subtree { level: 64, hash }).is_err());
    tree.append(hash);
    assert!(tree.append_subtree(&Subtree { level: 1, hash }).is_err());
    assert!(tree.append_subtree(&Subtree { level: 0, hash }).is_ok());
    assert_eq!(tree.size(), 2);
}
