//! The five personas of the scenario (domain §8.1), each at its stage today. Names are numbers; what only the
//! annexes may hold stands only there.

use jiff::Timestamp;
use relais_casework::{
    annex::AnnexForm, consent::ConsentForm, identification::IdentificationForm, mission::MissionKind,
    need::NeedForm,
};
use relais_kernel::Priority::{self, Emergency as E, Normal as N, Urgent as U};
use relais_referral::referral::{DeclineReason, OutcomeKind, StateKind};

use super::{
    catalogue::Catalogue,
    dice::Dice,
    hours::{Office, days_before, later},
    outline::way_to_the_plan,
    persons,
    story::{CaseStory, Fate, House, ReferralStory, Waits, Way},
};

const SERVED: Fate = Fate::Accepted(Way::Served(OutcomeKind::Fully));
const IN_SERVICE: Fate = Fate::Accepted(Way::StandsAt(StateKind::InService));
const EXPECTED: Fate = Fate::Accepted(Way::StandsAt(StateKind::Accepted));
const WAITING: Fate = Fate::Acknowledged(Waits::List);
const SEEN: Fate = Fate::Acknowledged(Waits::Question);

/// A persona in a few words: who, and what goes to whom, with which end.
struct Told {
    number: u8,
    house: House,
    days: i64,
    form: IdentificationForm,
    consent: ConsentForm,
    annex: Option<AnnexForm>,
    /// Need, provider, priority, days ago, end.
    referrals: Vec<(&'static str, &'static str, Priority, i64, Fate)>,
    refused: Option<&'static str>,
    handed_over: bool,
    /// Days ago: another organisation was asked to take the case over, and refused.
    offered: Vec<(i64, Option<i64>)>,
    mission: Option<MissionKind>,
}

/// The five of them.
pub fn all(catalogue: &Catalogue, dice: &Dice, office: &Office, now: Timestamp) -> Vec<CaseStory> {
    let told = [first(), second(), third(), fourth(), fifth()];
    told.into_iter()
        .map(|told| story(told, catalogue, dice, office, now))
        .collect()
}

fn text(value: &str) -> String {
    value.to_owned()
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| text(value)).collect()
}

fn form(number: u8, sex: &str, age: &str, region: &str) -> IdentificationForm {
    IdentificationForm {
        name: format!("Personne-démo {number}"),
        sex: text(sex),
        age: text(age),
        nationality: texts(&["CMR"]),
        languages: texts(&["fra"]),
        status: text("returnee_voluntary"),
        urgent_signs: texts(&["none"]),
        region: text(region),
        entry_point: text("airport"),
        risk_level: text("high"),
        rights_explained: text("yes"),
        ..IdentificationForm::default()
    }
}

/// A survivor: her exact facts stand in the annexes alone; legal aid was offered and refused.
fn first() -> Told {
    Told {
        number: 1,
        house: House::Littoral,
        days: 12,
        form: IdentificationForm {
            alias: text("Nom d’usage-démo"),
            urgent_signs: texts(&["medical", "pregnancy"]),
            vulnerability_flags: texts(&["pregnant", "protection"]),
            special_needs: texts(&["female_staff"]),
            ..form(1, "female", "24", "CM005")
        },
        consent: ConsentForm {
            contact_restrictions: text("Ne pas appeler le frère du mari."),
            data_categories: texts(&["identity", "need_service"]),
            ..persons::consent(24)
        },
        annex: Some(AnnexForm {
            gbv_type: text("rape"),
            trafficking_possible: text("yes"),
            exploitation: texts(&["forced_labour"]),
            ..AnnexForm::default()
        }),
        referrals: vec![
            ("clinical_rape_care", "P06", E, 11, SERVED),
            ("safe_shelter", "P10", U, 10, IN_SERVICE),
            ("mental_health", "P08", U, 5, EXPECTED),
        ],
        refused: Some("legal_aid"),
        handed_over: false,
        offered: Vec::new(),
        mission: None,
    }
}

/// A boy of 16, alone; the uncle who contests is no caregiver for him. The home for children refused his case for
/// want of a place and is asked again.
fn second() -> Told {
    Told {
        number: 2,
        house: House::Littoral,
        days: 20,
        form: IdentificationForm {
            status: text("uasc"),
            urgent_signs: texts(&["child_alone"]),
            ..form(2, "male", "16", "CM005")
        },
        consent: ConsentForm {
            given_by: text("guardian"),
            relation: text("Tuteur-démo désigné"),
            assent: text("given"),
            caregiver_in_doubt: String::new(),
            ..persons::consent(30)
        },
        annex: Some(AnnexForm {
            child_status: text("unaccompanied"),
            ..AnnexForm::default()
        }),
        referrals: vec![
            ("safe_shelter", "P04", U, 19, IN_SERVICE),
            ("family_tracing", "P13", U, 3, WAITING),
        ],
        refused: None,
        handed_over: false,
        offered: vec![(8, Some(6)), (1, None)],
        mission: None,
    }
}

/// A welder, sent back, with a debt and without papers.
fn third() -> Told {
    Told {
        number: 3,
        house: House::Littoral,
        days: 150,
        form: IdentificationForm {
            status: text("returnee_forced"),
            vulnerability_flags: texts(&["debt", "no_documents"]),
            risk_level: text("medium"),
            ..form(3, "male", "33", "CM005")
        },
        consent: persons::consent(33),
        annex: None,
        referrals: vec![
            ("vocational_training", "P20", N, 120, SERVED),
            (
                "employment",
                "P18",
                N,
                110,
                Fate::Declined(DeclineReason::NotEligible),
            ),
            ("civil_documents", "P12", N, 90, Fate::Accepted(Way::FromList)),
            ("employment", "P24", N, 6, EXPECTED),
            ("finance", "P22", N, 5, SEEN),
        ],
        refused: None,
        handed_over: false,
        offered: Vec::new(),
        mission: None,
    }
}

/// A widow who speaks Fulfulde and walks with difficulty, with four grandchildren.
fn fourth() -> Told {
    Told {
        number: 4,
        house: House::North,
        days: 40,
        form: IdentificationForm {
            languages: texts(&["ful"]),
            interpreter: text("yes"),
            urgent_signs: texts(&["disability_support"]),
            vulnerability_flags: texts(&["no_documents", "large_household", "disability"]),
            special_needs: texts(&["interpreter", "mobility"]),
            household_size: text("5"),
            entry_point: text("land_border"),
            ..form(4, "female", "58", "CM004")
        },
        consent: ConsentForm {
            mode: text("thumbprint"),
            language: text("ful"),
            interpreter: text("Interprète-démo"),
            ..persons::consent(58)
        },
        annex: None,
        referrals: vec![
            ("food", "P28", U, 38, SERVED),
            ("civil_documents", "P12", N, 20, WAITING),
            ("disability", "P15", N, 7, EXPECTED),
            ("social_aid", "P14", N, 5, SEEN),
        ],
        refused: None,
        handed_over: false,
        offered: Vec::new(),
        mission: Some(MissionKind::Interpreter),
    }
}

/// A young Nigerian whom the border police handed over, and who wants to go home: up to the border.
fn fifth() -> Told {
    Told {
        number: 5,
        house: House::Littoral,
        days: 16,
        form: IdentificationForm {
            nationality: texts(&["NGA"]),
            languages: texts(&["eng"]),
            status: text("protection"),
            urgent_signs: texts(&["medical"]),
            entry_point: text("police"),
            ..form(5, "female", "19", "CM005")
        },
        consent: ConsentForm {
            language: text("eng"),
            ..persons::consent(19)
        },
        annex: Some(AnnexForm {
            trafficking_possible: text("yes"),
            exploitation: texts(&["servitude"]),
            ..AnnexForm::default()
        }),
        referrals: vec![
            ("health", "P07", E, 15, SERVED),
            ("safe_shelter", "P10", U, 15, IN_SERVICE),
            ("return_transit", "P30", U, 3, SEEN),
            ("civil_documents", "P29", U, 4, EXPECTED),
        ],
        refused: None,
        handed_over: true,
        offered: Vec::new(),
        mission: Some(MissionKind::Driver),
    }
}

fn story(told: Told, catalogue: &Catalogue, dice: &Dice, office: &Office, now: Timestamp) -> CaseStory {
    let opened = office.was_open(later(days_before(now, told.days), -60));
    let (steps, planned) = way_to_the_plan(opened, dice, office);
    let mut needs: Vec<NeedForm> = Vec::new();
    let mut referrals = Vec::new();
    for (code, provider, priority, days, fate) in told.referrals {
        let Some(service) = catalogue.of(provider, code) else {
            continue;
        };
        let need = needs
            .iter()
            .position(|form| form.need_code == code)
            .unwrap_or_else(|| {
                needs.push(persons::need_form(code, priority, needs.len() + 1));
                needs.len() - 1
            });
        let first = if priority == N { planned } else { opened };
        let sent = office.was_open(days_before(now, days)).max(later(first, 100));
        referrals.push(ReferralStory {
            need,
            service,
            priority,
            sent,
            replaces: None,
            fate,
        });
    }
    if let Some(code) = told.refused {
        let unwanted = persons::need_form(code, N, needs.len() + 1);
        needs.push(NeedForm {
            person_wants_help: text("no"),
            ..unwanted
        });
    }
    let offered = told.offered.into_iter().map(|(asked, refused)| {
        let day = |days| office.was_open(days_before(now, days));
        (day(asked), refused.map(day))
    });
    CaseStory {
        persona: Some(told.number),
        handed_over: told.handed_over,
        offered: offered.collect(),
        house: told.house,
        form: told.form,
        consent: told.consent,
        needs,
        annex: told.annex,
        opened,
        steps,
        planned,
        referrals,
        mission: told.mission,
        withdraws: None,
    }
}
