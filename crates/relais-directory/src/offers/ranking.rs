use relais_search::Index;

use super::{Offer, Profile};
use crate::hsds::synonyms;

/// An offer, and why it stands where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ranked {
    /// Its place in what was ranked.
    pub at: usize,
    /// Its words are those of the profile, or near them.
    pub skilled: bool,
    /// It is in the region of the profile, or everywhere.
    pub near: bool,
}

/// Offers for a profile: those in its words first, and among these those of its region. Without words all are there; with
/// words those that share none come last, because a trade has many names.
pub(crate) fn rank(offers: &[&Offer], profile: &Profile) -> Vec<Ranked> {
    let mut index = Index::new(synonyms());
    for (number, offer) in (0..).zip(offers) {
        index.put(
            number,
            &[(3, &offer.title), (2, &offer.skills), (1, &offer.conditions)],
        );
    }
    let words = profile.skills.trim();
    let found = if words.is_empty() {
        Vec::new()
    } else {
        index.find(words).documents
    };
    let order = |at: usize| {
        let here = found.iter().position(|number| usize::try_from(*number) == Ok(at));
        here.unwrap_or(usize::MAX)
    };
    let judged = |(at, offer): (usize, &&Offer)| Ranked {
        at,
        skilled: order(at) != usize::MAX,
        near: offer.region.is_none() || profile.region.is_none() || offer.region == profile.region,
    };
    let mut all: Vec<Ranked> = offers.iter().enumerate().map(judged).collect();
    all.sort_by_key(|one| (!one.skilled, !one.near, order(one.at), one.at));
    all
}

#[cfg(test)]
mod tests {
    use super::{super::offer::tests::offer, *};

    fn profile(skills: &str, region: Option<&str>) -> Profile {
        Profile {
            skills: skills.to_owned(),
            region: region.map(|code| code.parse().unwrap()),
            ..Profile::default()
        }
    }

    #[test]
    fn offers_in_the_words_of_the_profile_and_in_its_region_come_first() {
        let all = [
            offer("Maçonnerie", "chantier", Some("CM005")),
            offer("Atelier de couture", "coudre à la machine", Some("CM002")),
            offer("Couturière", "", Some("CM005")),
        ];
        let all: Vec<&Offer> = all.iter().collect();
        let order = |found: Vec<Ranked>| found.iter().map(|one| one.at).collect::<Vec<_>>();
        let found = rank(&all, &profile("couture", Some("CM005")));
        assert_eq!(found[0].at, 2, "{found:?}");
        assert_eq!(order(found.clone())[2], 0, "{found:?}");
        assert!(!found[2].skilled && found[2].near);
        assert_eq!(order(rank(&all, &profile("", None))), [0, 1, 2]);
    }
}
