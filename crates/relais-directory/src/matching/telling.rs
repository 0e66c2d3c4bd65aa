use jiff::civil::Date;
use relais_kernel::Localised;
use serde::Serialize;

use super::{Bearing, EmergencyStanding, Language, Nearness, Reason, Room, Rule};
use crate::{Fee, Freshness, List, Vocabulary, wording};

/// A reason put into words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Stable, for programs and tests.
    pub code: &'static str,
    pub bearing: Bearing,
    pub sentence: Localised,
}

impl Told {
    fn new(code: &'static str, bearing: Bearing, fr: &str, en: &str) -> Self {
        Self {
            code,
            bearing,
            sentence: Localised::new(fr, en),
        }
    }

    fn with(mut self, rest: &Localised) -> Self {
        self.sentence.fr.push_str(&rest.fr);
        self.sentence.en.push_str(&rest.en);
        self
    }
}

impl Reason<'_> {
    /// What a person reads. `today` decides whether a date needs its year.
    pub fn tell(&self, words: &Vocabulary, today: Date) -> Told {
        use Bearing::{For, Neutral, ToConfirm};
        let told = Told::new;
        match self {
            Self::Eligible => told(
                "Eligible",
                For,
                "remplit les conditions connues",
                "meets the known conditions",
            ),
            Self::ToConfirm(rule) => doubt(rule, words),
            Self::Conditions(own) => told("Conditions", ToConfirm, "condition : ", "condition: ").with(own),
            Self::ReopeningDue(on) => reopening(*on, today),
            Self::Emergency(standing) => emergency(*standing),
            Self::Near(near) => nearness(*near),
            Self::Remote => told("Remote", For, "possible à distance", "can be given at a distance"),
            Self::ReachUnknown => out_of_reach(),
            Self::Room(left) => room(*left, today),
            Self::CapacityDeclared(days) => declared(*days),
            Self::Language(known) => language(known, words),
            Self::Wait(days) => wait(*days),
            Self::Assured(found) => assured(*found),
            Self::Access(access) => told("Access", Neutral, "", "").with(&access.label()),
            Self::Fee(Fee::Free) => told("Fee", For, "gratuit", "free of charge"),
            Self::Fee(Fee::Amount { amount, currency }) => {
                told("Fee", Neutral, "frais : ", "fee: ").with(&wording::amount(*amount, currency))
            }
        }
    }
}

fn doubt(rule: &Rule<'_>, words: &Vocabulary) -> Told {
    Told::new(
        rule.to_confirm_code(),
        Bearing::ToConfirm,
        "à confirmer : ",
        "to be confirmed: ",
    )
    .with(&rule.sentence(words))
}

fn reopening(on: Date, today: Date) -> Told {
    let fr = "réouverture à confirmer, annoncée pour le ";
    let en = "reopening to be confirmed, announced for ";
    Told::new("ReopeningDue", Bearing::ToConfirm, fr, en).with(&wording::day(on, today))
}

fn out_of_reach() -> Told {
    let fr = "à confirmer : la personne ne peut pas se déplacer";
    Told::new(
        "ReachUnknown",
        Bearing::ToConfirm,
        fr,
        "to be confirmed: the person cannot travel",
    )
}

fn declared(days_ago: u32) -> Told {
    let ago = wording::days_ago(days_ago);
    Told::new(
        "CapacityDeclared",
        Bearing::ToConfirm,
        "capacité déclarée ",
        "capacity declared ",
    )
    .with(&ago)
}

fn emergency(standing: EmergencyStanding) -> Told {
    use EmergencyStanding::{ClosedNow, HoursUnknown, NotSaid, OpenNow};
    let (code, bearing, fr, en) = match standing {
        OpenNow => (
            "EmergencyOpenNow",
            Bearing::For,
            "accepte les urgences, ouvert maintenant",
            "accepts emergencies, open now",
        ),
        HoursUnknown => (
            "EmergencyHoursUnknown",
            Bearing::Missing,
            "accepte les urgences, horaires non renseignés",
            "accepts emergencies, opening hours not given",
        ),
        ClosedNow => (
            "EmergencyClosedNow",
            Bearing::Against,
            "accepte les urgences, fermé à cette heure",
            "accepts emergencies, closed at this hour",
        ),
        NotSaid => (
            "EmergencyNotSaid",
            Bearing::Missing,
            "accueil des urgences non renseigné",
            "not said whether emergencies are accepted",
        ),
    };
    Told::new(code, bearing, fr, en)
}

fn nearness(near: Nearness) -> Told {
    use Bearing::{Against, For, Missing};
    let told = |code, bearing, fr: &str, en: &str| Told::new(code, bearing, fr, en);
    match near {
        Nearness::Metres(0..1000) => told("Distance", For, "à moins de 1 km", "less than 1 km away"),
        Nearness::Metres(metres) => {
            let km = metres / 1000 + u32::from(metres % 1000 >= 500);
            told("Distance", For, &format!("à {km} km"), &format!("{km} km away"))
        }
        Nearness::SameDepartment => told(
            "SameDepartment",
            For,
            "même département, distance inconnue",
            "same department, distance unknown",
        ),
        Nearness::SameRegion => told(
            "SameRegion",
            For,
            "même région, distance inconnue",
            "same region, distance unknown",
        ),
        Nearness::OtherRegion => told(
            "OtherRegion",
            Against,
            "autre région, distance inconnue",
            "another region, distance unknown",
        ),
        Nearness::Unknown => told(
            "DistanceUnknown",
            Missing,
            "distance inconnue",
            "distance unknown",
        ),
        Nearness::Hidden(same_region) => hidden(same_region),
    }
}

fn hidden(same_region: Option<bool>) -> Told {
    let (bearing, fr, en) = match same_region {
        Some(true) => (
            Bearing::For,
            "même région, adresse protégée",
            "same region, address protected",
        ),
        Some(false) => (
            Bearing::Against,
            "autre région, adresse protégée",
            "another region, address protected",
        ),
        None => (
            Bearing::Missing,
            "région non renseignée, adresse protégée",
            "region not given, address protected",
        ),
    };
    Told::new("HiddenAddress", bearing, fr, en)
}

fn room(left: Room, today: Date) -> Told {
    use Bearing::{For, Missing, Neutral, ToConfirm};
    let told = Told::new;
    match left {
        Room::Places(n) => told("PlacesFree", For, "", "").with(&wording::count(
            n,
            ("place libre", "places libres"),
            ("place free", "places free"),
        )),
        Room::Open => told(
            "CapacityOpen",
            For,
            "places disponibles, nombre non renseigné",
            "places available, number not given",
        ),
        Room::Limited => told(
            "CapacityLimited",
            Neutral,
            "peu de places, nombre non renseigné",
            "few places, number not given",
        ),
        Room::Due(on) => told(
            "PlacesDue",
            ToConfirm,
            "places à confirmer, annoncées pour le ",
            "places to be confirmed, announced for ",
        )
        .with(&wording::day(on, today)),
        Room::Unknown => told(
            "CapacityUnknown",
            Missing,
            "capacité non renseignée",
            "capacity not given",
        ),
    }
}

fn language(known: &Language<'_>, words: &Vocabulary) -> Told {
    use Bearing::{Against, For, Missing};
    let told = Told::new;
    match known {
        Language::Speaks(code) => {
            told("Speaks", For, "parle ", "speaks ").with(&words.label(List::Language, code))
        }
        Language::Interpreter => told(
            "Interpreter",
            For,
            "interprète disponible",
            "interpreter available",
        ),
        Language::NotSpoken(code) => told("LanguageNotSpoken", Against, "ne parle pas ", "does not speak ")
            .with(&words.label(List::Language, code)),
        Language::ServiceUnknown => told(
            "ServiceLanguagesUnknown",
            Missing,
            "langues non renseignées",
            "languages not given",
        ),
        Language::PersonUnknown => told(
            "PersonLanguagesUnknown",
            Missing,
            "langue de la personne non renseignée",
            "language of the person not given",
        ),
    }
}

fn wait(days: Option<u16>) -> Told {
    match days {
        None => Told::new(
            "WaitUnknown",
            Bearing::Missing,
            "attente non renseignée",
            "waiting time not given",
        ),
        Some(0) => Told::new("NoWait", Bearing::For, "sans attente", "no waiting time"),
        Some(days) => Told::new("Wait", Bearing::Neutral, "attente : ", "waiting time: ").with(
            &wording::count(u32::from(days), ("jour", "jours"), ("day", "days")),
        ),
    }
}

fn assured(found: Freshness) -> Told {
    match found {
        Freshness::Fresh { age_days, .. } => {
            Told::new("Verified", Bearing::For, "fiche vérifiée ", "entry verified ")
                .with(&wording::days_ago(age_days))
        }
        Freshness::Stale { age_days, .. } => Told::new(
            "VerificationOverdue",
            Bearing::Against,
            "fiche non vérifiée depuis ",
            "entry not verified for ",
        )
        .with(&wording::count(age_days, ("jour", "jours"), ("day", "days"))),
        Freshness::NeverAssured => Told::new(
            "NeverVerified",
            Bearing::Against,
            "fiche jamais vérifiée",
            "entry never verified",
        ),
    }
}
