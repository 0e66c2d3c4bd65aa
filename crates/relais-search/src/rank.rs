//! What a word is worth in a document, and documents in the order of their worth. All integers: the same on any machine.

/// What is left of a word's weight when it was found as typed, by its stem, or by its beginning, in sixteenths.
///
/// The steps are wide enough that frequency and length never make up for one (see [`in_field`]).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Levels {
    pub(crate) same: u32,
    pub(crate) akin: u32,
    pub(crate) begun: u32,
}

pub(crate) const TYPED: Levels = Levels {
    same: 16,
    akin: 10,
    begun: 6,
};
pub(crate) const SYNONYM: Levels = Levels {
    same: 4,
    akin: 3,
    begun: 3,
};

/// The weight of a word that occurs so many times in a field of so many words: between 36 and 48 times that of the
/// field, for length and frequency matter less than where the word stands.
pub(crate) fn in_field(weight: u8, times: usize, words: usize) -> u16 {
    let brevity = match words {
        0..=8 => 40,
        9..=32 => 39,
        33..=128 => 37,
        _ => 36,
    };
    let frequency = match times {
        0 | 1 => 20,
        2 => 22,
        _ => 24,
    };
    u16::from(weight.max(1)) * (brevity * frequency / 20)
}

/// A weight at a level; never nothing, for nothing means absent.
pub(crate) fn at_level(weight: u16, level: u32) -> u16 {
    u16::try_from((u32::from(weight) * level) >> 4)
        .unwrap_or(u16::MAX)
        .max(1)
}

/// How much a word tells that is found in so many of all documents: about 16 × log₂(1 + documents / found).
pub(crate) fn rarity(documents: usize, found: usize) -> u32 {
    let ratio = ((documents + found) << 8) / found.max(1);
    let power = ratio.max(1).ilog2();
    let fraction = ((ratio << 4) >> power) as u32 & 15;
    (power * 16 + fraction).saturating_sub(8 * 16).max(1)
}

/// What a worth counts for in the whole.
pub(crate) fn score(worth: u16, rarity: u32) -> u32 {
    u32::from(worth).saturating_mul(rarity)
}

/// A document that has all that was looked at so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) document: u32,
    pub(crate) score: u32,
}

/// Grades that documents are ranked in: what differs by less than a 16 384th of the best score is equal.
const GRADES: u32 = 14;

/// The documents of candidates that come in the order of documents, best first, equals in their order.
///
/// Counts how many there are of each grade and puts each in its place: comparing would take several times as long.
pub(crate) fn ranked(candidates: &[Candidate]) -> Vec<u32> {
    let best = candidates
        .iter()
        .map(|candidate| candidate.score)
        .max()
        .unwrap_or(0);
    let shift = (u32::BITS - best.leading_zeros()).saturating_sub(GRADES);
    let grade = |candidate: &Candidate| ((best >> shift) - (candidate.score >> shift)) as usize;
    let mut places = vec![0_u32; (best >> shift) as usize + 1];
    for candidate in candidates {
        places[grade(candidate)] += 1;
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    let mut documents = vec![0; candidates.len()];
    for candidate in candidates {
        let place = &mut places[grade(candidate)];
        documents[*place as usize] = candidate.document;
        *place += 1;
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_frequency_and_no_brevity_make_up_for_a_level() {
        let (least, most) = (in_field(5, 1, 1_000), in_field(5, 9, 1));
        let levels = [TYPED.same, TYPED.akin, TYPED.begun, SYNONYM.same];
        for pair in levels.windows(2) {
            assert!(at_level(least, pair[0]) > at_level(most, pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn the_rarer_word_tells_more() {
        let told: Vec<u32> = [50_000, 25_000, 5_000, 500, 1]
            .map(|found| rarity(50_000, found))
            .to_vec();
        assert!(told.is_sorted() && told[0] == 16, "{told:?}");
    }

    proptest! {
        #[test]
        fn candidates_are_ranked_by_score_and_then_in_their_order(
            scores in prop::collection::vec(0..1_u32 << GRADES, 0..500), shift in 0..18_u32
        ) {
            let candidates: Vec<Candidate> = (0..).zip(&scores)
                .map(|(document, score)| Candidate { document, score: score << shift })
                .collect();
            let mut documents: Vec<u32> = (0..scores.len() as u32).collect();
            documents.sort_by_key(|document| u32::MAX - scores[*document as usize]);
            prop_assert_eq!(ranked(&candidates), documents);
        }
    }
}
