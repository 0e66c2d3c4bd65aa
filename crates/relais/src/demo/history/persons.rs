//! People who do not exist: plainly numbered, with what the forms ask for.

use relais_casework::{consent::ConsentForm, identification::IdentificationForm, need::NeedForm};
use relais_kernel::Priority;

use super::{dice::Dice, story::House};

/// Where somebody lives now: the region, who leads the case there, how often.
const REGIONS: &[(&str, House, u64)] = &[
    ("CM005", House::Littoral, 72),
    ("CM002", House::Centre, 62),
    ("CM004", House::North, 38),
    ("CM003", House::Centre, 14),
    ("CM008", House::Littoral, 14),
    ("CM010", House::Littoral, 9),
    ("CM007", House::Littoral, 10),
    ("CM006", House::North, 10),
    ("CM001", House::North, 5),
    ("CM009", House::Centre, 6),
];

/// The region where the scenario wants three cases of gender-based violence and no more.
pub const FEW: &str = "CM010";
/// Where there are enough of them to be printed.
const ENOUGH: [&str; 2] = ["CM005", "CM002"];

/// Somebody, as far as choices depend on it.
pub struct Somebody {
    pub house: House,
    pub region: &'static str,
    pub woman: bool,
    pub age: u8,
    pub form: IdentificationForm,
    pub consent: ConsentForm,
}

fn text(value: &str) -> String {
    value.to_owned()
}

/// Person number `number` of the demonstration.
pub fn somebody(number: usize, dice: &Dice) -> Somebody {
    let places: Vec<_> = REGIONS
        .iter()
        .map(|(region, house, w)| ((*region, *house), *w))
        .collect();
    let (region, house) = dice.weighted(&places, ("CM005", House::Littoral));
    let woman = dice.percent(43);
    let minor = dice.percent(6);
    let age = if minor {
        dice.between(12, 17)
    } else {
        dice.between(18, 47)
    };
    somebody_there(
        number,
        dice,
        (region, house),
        woman,
        u8::try_from(age).unwrap_or(30),
    )
}

/// A grown woman of the region with few cases.
pub fn woman_there(number: usize, dice: &Dice) -> Somebody {
    let age = u8::try_from(dice.between(19, 40)).unwrap_or(30);
    somebody_there(number, dice, (FEW, House::Littoral), true, age)
}

fn somebody_there(
    number: usize,
    dice: &Dice,
    (region, house): (&'static str, House),
    woman: bool,
    age: u8,
) -> Somebody {
    let anonymous = dice.percent(3);
    let status = dice.weighted(
        &[
            ("returnee_voluntary", 52),
            ("returnee_forced", 20),
            ("returnee_spontaneous", 17),
            ("stranded", 6),
            ("in_transit", 5),
        ],
        "returnee_voluntary",
    );
    let foreign = matches!(status, "stranded" | "in_transit");
    let nationality = if foreign {
        *dice.one(&["NGA", "TCD", "CAF"]).unwrap_or(&"NGA")
    } else {
        "CMR"
    };
    let entry = dice.weighted(
        &[
            ("airport", 40),
            ("land_border", 15),
            ("self_referral", 20),
            ("community", 15),
            ("ngo", 10),
        ],
        "airport",
    );
    let sign = dice.weighted(
        &[
            ("none", 74),
            ("no_shelter", 14),
            ("medical", 8),
            ("disability_support", 4),
        ],
        "none",
    );
    let form = IdentificationForm {
        anonymous: text(if anonymous { "yes" } else { "" }),
        name: if anonymous { String::new() } else { name(number) },
        sex: text(if woman { "female" } else { "male" }),
        age: age.to_string(),
        age_estimated: text("yes"),
        nationality: vec![text(nationality)],
        languages: vec![text("fra")],
        status: text(status),
        urgent_signs: vec![text(sign)],
        region: text(region),
        entry_point: text(entry),
        risk_level: text(dice.weighted(&[("low", 35), ("medium", 45), ("high", 20)], "medium")),
        rights_explained: text("yes"),
        household_size: dice.between(1, 7).to_string(),
        ..IdentificationForm::default()
    };
    Somebody {
        house,
        region,
        woman,
        age,
        form,
        consent: consent(age),
    }
}

/// `Personne A-017`: nobody is called so.
fn name(number: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(number / 1000 % 26).unwrap_or(0));
    format!("Personne {letter}-{:03}", number % 1000)
}

/// How somebody of an age consents.
pub fn consent(age: u8) -> ConsentForm {
    let (giver, relation, assent, doubt) = if age < 18 {
        ("caregiver", "Parent-démo", "given", "no")
    } else {
        ("self", "", "not_applicable", "")
    };
    ConsentForm {
        answer: text("given"),
        given_by: text(giver),
        relation: text(relation),
        assent: text(assent),
        caregiver_in_doubt: text(doubt),
        mode: text("signature"),
        language: text("fra"),
        proof: text("yes"),
        copy_given: text("yes"),
        data_categories: ["identity", "contact", "need_service"].map(text).to_vec(),
        ..ConsentForm::default()
    }
}

/// A need that somebody may have, by what presses.
pub fn need_of(person: &Somebody, priority: Priority, dice: &Dice) -> &'static str {
    let protected = person.woman && person.age >= 18 && ENOUGH.contains(&person.region) && dice.percent(16);
    if protected {
        return dice.weighted(
            &[("gbv_services", 5), ("safe_shelter", 3), ("womens_services", 2)],
            "gbv_services",
        );
    }
    // Where the only training centre is the one that fell silent.
    if person.region == "CM003" && priority == Priority::Normal && person.age >= 18 && dice.percent(65) {
        return "vocational_training";
    }
    let weights: &[(&'static str, u64)] = match priority {
        Priority::Emergency => &[("health", 70), ("food", 15), ("mental_health", 15)],
        Priority::Urgent => &[
            ("health", 25),
            ("mental_health", 20),
            ("psychosocial_activity", 12),
            ("housing", 10),
            ("food", 10),
            ("social_aid", 13),
            ("family_tracing", 10),
        ],
        Priority::Normal if person.age < 18 => &[
            ("psychosocial_activity", 50),
            ("family_tracing", 30),
            ("health", 20),
        ],
        Priority::Normal => &[
            ("civil_documents", 13),
            ("legal_aid", 9),
            ("employment", 17),
            ("vocational_training", 16),
            ("enterprise", 12),
            ("finance", 9),
            ("agriculture", 8),
            ("psychosocial_activity", 8),
            ("disability", 3),
            ("social_aid", 5),
        ],
    };
    dice.weighted(weights, "health")
}

pub fn need_form(code: &str, priority: Priority, rank: usize) -> NeedForm {
    NeedForm {
        need_code: text(code),
        severity: text(match priority {
            Priority::Emergency => "4",
            Priority::Urgent => "3",
            Priority::Normal => "2",
        }),
        urgency: text(priority.letter()),
        person_wants_help: text("yes"),
        rank: rank.to_string(),
        notes: String::new(),
    }
}
