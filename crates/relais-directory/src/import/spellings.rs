//! The words that a sheet may use for what the program knows, and what is said to be expected where it uses others.

use relais_kernel::Lang;

use crate::{Access, Admits, Agreement, CapacityState, Channel, Validation, Visibility};

/// What a cell should hold, in French and in English.
pub(super) type Expected = (&'static str, &'static str);

/// The spellings of each value; the first two are French and English.
pub(super) type Spellings<T> = &'static [(T, &'static [&'static str])];

/// How a value is written in a language.
pub(super) fn word<T: PartialEq>(words: Spellings<T>, value: &T, lang: Lang) -> Option<String> {
    let (_, spelled) = words.iter().find(|(of, _)| of == value)?;
    let at = usize::from(lang == Lang::En);
    spelled.get(at).or(spelled.first()).map(|word| (*word).to_owned())
}

pub(super) const ADMITS: Spellings<Admits> = &[
    (
        Admits::Everyone,
        &[
            "tous",
            "all",
            "toutes",
            "tout",
            "mixte",
            "everyone",
            "hommes et femmes",
            "both",
        ],
    ),
    (Admits::Women, &["femmes", "women", "femme", "female", "f"]),
    (Admits::Men, &["hommes", "men", "homme", "male", "m"]),
    (
        Admits::WomenAndChildren,
        &[
            "femmes et enfants",
            "women and children",
            "women_and_children",
            "femmes, enfants",
        ],
    ),
];

pub(super) const ACCESS: Spellings<Access> = &[
    (
        Access::WalkIn,
        &["sans rendez-vous", "walk-in", "walk_in", "accès libre", "libre"],
    ),
    (
        Access::Appointment,
        &["sur rendez-vous", "appointment", "by appointment", "rendez-vous"],
    ),
    (
        Access::ReferralOnly,
        &[
            "sur référencement",
            "referral only",
            "referral_only",
            "sur référencement seulement",
            "sur référencement uniquement",
            "by referral only",
            "référencement",
        ],
    ),
];

pub(super) const CHANNELS: Spellings<Channel> = &[
    (Channel::App, &["app", "application", "relais", "compte"]),
    (Channel::Mail, &["courriel", "mail", "e-mail", "email"]),
    (Channel::Sms, &["sms"]),
    (Channel::Phone, &["téléphone", "phone", "telephone", "appel"]),
];

pub(super) const STATES: Spellings<CapacityState> = &[
    (CapacityState::Open, &["ouvert", "open", "ouverte"]),
    (CapacityState::Limited, &["limité", "limited", "limitée"]),
    (CapacityState::Full, &["complet", "full", "complète"]),
    (CapacityState::Closed, &["fermé", "closed", "fermée"]),
];

pub(super) const VISIBILITIES: Spellings<Visibility> = &[
    (Visibility::Public, &["publique", "public"]),
    (
        Visibility::Members,
        &[
            "membres",
            "members",
            "membre",
            "membres du mécanisme",
            "members of the mechanism",
        ],
    ),
    (
        Visibility::HiddenAddress,
        &[
            "adresse cachée",
            "hidden",
            "cachée",
            "hidden address",
            "hidden_address",
        ],
    ),
];

pub(super) const AGREEMENTS: Spellings<Agreement> = &[
    (Agreement::None, &["aucune", "none", "non", "no", "aucun"]),
    (
        Agreement::Talks,
        &["en discussion", "in talks", "talks", "en cours"],
    ),
    (Agreement::Signed, &["signée", "signed", "signé", "oui", "yes"]),
    (
        Agreement::Ended,
        &["échue", "ended", "échu", "expirée", "expired"],
    ),
];

pub(super) const VALIDATIONS: Spellings<Validation> = &[
    (
        Validation::Collected,
        &["recueillie", "collected", "recueilli", "brouillon", "draft"],
    ),
    (
        Validation::Presented,
        &[
            "présentée en atelier",
            "presented in a workshop",
            "presented",
            "présentée",
            "présenté",
        ],
    ),
    (Validation::Validated, &["validée", "validated", "validé"]),
];

pub(super) const A_KEY: Expected = (
    "une clé de lettres et de chiffres, comme P06",
    "a key of letters and digits, such as P06",
);
pub(super) const A_TYPE: Expected = (
    "ce type n’est pas dans la liste du mécanisme",
    "this type is not in the mechanism's list",
);
pub(super) const AN_AMOUNT: Expected = (
    "un montant, ou gratuit ; le reste va dans « conditions »",
    "an amount, or free; anything else goes into \"conditions\"",
);
pub(super) const HOURS: Expected = (
    "des heures comme lun-ven 8h-16h, ou 24h/24",
    "hours such as mon-fri 8:00-16:00, or 24/7",
);
pub(super) const A_NUMBER: Expected = (
    "un seul numéro, comme +237 6XX XX XX XX",
    "one number, such as +237 6XX XX XX XX",
);
pub(super) const AN_ADDRESS: Expected = (
    "une seule adresse, comme accueil@exemple.org",
    "one address, such as desk@example.org",
);
