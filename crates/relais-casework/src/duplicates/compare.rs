use std::collections::BTreeSet;

use relais_kernel::Localised;
use relais_sealing::names;

use super::Portrait;
use crate::identification::Birth;

/// Why two people may be one, or may not. No reason holds a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The same words, whatever their order, accents and capitals.
    SameName,
    /// Every word of the shorter name sounds like one of the other.
    NameSoundsAlike,
    /// Some words sound alike.
    NamePartlyAlike,
    SameContact,
    SameBirthDate,
    SameBirthYear,
    NearBirthYear,
    FarBirthYear,
    SameSex,
    OtherSex,
    SharedNationality,
    OtherNationality,
}

impl Reason {
    /// What it weighs, for or against. An answer that one of them did not give weighs nothing.
    const fn weight(self) -> i32 {
        match self {
            Self::SameName => 50,
            Self::NameSoundsAlike => 40,
            Self::NamePartlyAlike | Self::SameContact => 20,
            Self::SameBirthDate => 35,
            Self::SameBirthYear => 20,
            Self::NearBirthYear => 10,
            Self::FarBirthYear => -35,
            Self::SameSex | Self::SharedNationality => 5,
            Self::OtherSex => -30,
            Self::OtherNationality => -10,
        }
    }

    /// As people read it.
    pub fn words(self) -> Localised {
        let (fr, en) = match self {
            Self::SameName => ("même nom", "same name"),
            Self::NameSoundsAlike => (
                "nom qui se prononce de la même façon",
                "name that sounds the same",
            ),
            Self::NamePartlyAlike => ("une partie du nom se ressemble", "part of the name is alike"),
            Self::SameContact => ("mêmes coordonnées", "same contact details"),
            Self::SameBirthDate => ("même date de naissance", "same date of birth"),
            Self::SameBirthYear => ("même année de naissance", "same year of birth"),
            Self::NearBirthYear => ("âge proche", "close age"),
            Self::FarBirthYear => ("âge différent", "different age"),
            Self::SameSex => ("même sexe", "same sex"),
            Self::OtherSex => ("sexe différent", "different sex"),
            Self::SharedNationality => ("même nationalité", "same nationality"),
            Self::OtherNationality => ("nationalité différente", "different nationality"),
        };
        Localised::new(fr, en)
    }
}

/// How likely two records are of one person. A person decides; the program merges nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Unlikely,
    Possible,
    Likely,
}

/// How alike two people are, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    pub verdict: Verdict,
    pub score: i32,
    pub reasons: BTreeSet<Reason>,
}

/// Compares two people; the same both ways round.
pub fn likeness(one: &Portrait, other: &Portrait) -> Likeness {
    let mut reasons = BTreeSet::new();
    reasons.extend(best_name(one, other));
    reasons.extend(birth(one.birth, other.birth));
    if let (Some(a), Some(b)) = (one.sex, other.sex) {
        reasons.insert(if a == b { Reason::SameSex } else { Reason::OtherSex });
    }
    if !one.nationality.is_empty() && !other.nationality.is_empty() {
        let shared = !one.nationality.is_disjoint(&other.nationality);
        reasons.insert(if shared {
            Reason::SharedNationality
        } else {
            Reason::OtherNationality
        });
    }
    if let (Some(a), Some(b)) = (contact(one), contact(other))
        && a == b
    {
        reasons.insert(Reason::SameContact);
    }
    let score = reasons.iter().map(|reason| reason.weight()).sum();
    let verdict = match score {
        70.. => Verdict::Likely,
        35..70 => Verdict::Possible,
        _ => Verdict::Unlikely,
    };
    Likeness {
        verdict,
        score,
        reasons,
    }
}

/// The candidates that may be the person sought, most alike first.
pub fn ranked<K: Copy + Ord>(sought: &Portrait, candidates: &[(K, Portrait)]) -> Vec<(K, Likeness)> {
    let mut alike: Vec<_> = candidates
        .iter()
        .map(|(key, candidate)| (*key, likeness(sought, candidate)))
        .filter(|(_, likeness)| likeness.verdict > Verdict::Unlikely)
        .collect();
    alike.sort_by(|(a, one), (b, other)| other.score.cmp(&one.score).then(a.cmp(b)));
    alike
}

/// The strongest likeness between any name of one and any name of the other.
fn best_name(one: &Portrait, other: &Portrait) -> Option<Reason> {
    let pairs = one
        .names
        .iter()
        .flat_map(|a| other.names.iter().map(move |b| (a, b)));
    pairs.filter_map(|(a, b)| name(a, b)).min()
}

fn name(a: &str, b: &str) -> Option<Reason> {
    let (exact_a, exact_b) = (names::exact(a), names::exact(b));
    if exact_a.is_empty() || exact_b.is_empty() {
        return None;
    }
    if exact_a == exact_b {
        return Some(Reason::SameName);
    }
    let (sounds_a, sounds_b): (BTreeSet<_>, BTreeSet<_>) = (
        names::phonetic(a).into_iter().collect(),
        names::phonetic(b).into_iter().collect(),
    );
    let shared = sounds_a.intersection(&sounds_b).count();
    if shared == 0 {
        None
    } else if sounds_a == sounds_b || (shared > 1 && shared == sounds_a.len().min(sounds_b.len())) {
        Some(Reason::NameSoundsAlike)
    } else {
        Some(Reason::NamePartlyAlike)
    }
}

fn birth(one: Option<Birth>, other: Option<Birth>) -> Option<Reason> {
    let (one, other) = (one?, other?);
    if let (Birth::On(a), Birth::On(b)) = (one, other)
        && a == b
    {
        return Some(Reason::SameBirthDate);
    }
    Some(match one.year().abs_diff(other.year()) {
        0 => Reason::SameBirthYear,
        1 | 2 => Reason::NearBirthYear,
        3..=5 => return None,
        _ => Reason::FarBirthYear,
    })
}

/// A number by its last nine digits (Cameroon's length without the country code), an address folded.
fn contact(of: &Portrait) -> Option<String> {
    let text = of.contact.as_deref()?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let folded = if digits.len() >= 8 {
        digits[digits.len().saturating_sub(9)..].to_owned()
    } else {
        names::exact(text)
    };
    (!folded.is_empty()).then_some(folded)
}
