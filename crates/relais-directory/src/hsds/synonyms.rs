use relais_search::Synonyms;

/// Words of the trade that mean the same to whoever looks for help (domain §0, the glossary), in the languages of the
/// directory: somebody types one, and the provider wrote another.
const GROUPS: &[&[&str]] = &[
    &[
        "hébergement",
        "abri",
        "foyer",
        "logement d’urgence",
        "shelter",
        "accommodation",
        "مأوى",
        "إيواء",
    ],
    &["logement", "loyer", "housing", "rent", "سكن"],
    &[
        "santé",
        "soins",
        "médical",
        "health",
        "health care",
        "medical",
        "صحة",
    ],
    &["médecin", "docteur", "doctor", "طبيب"],
    &[
        "psychosocial",
        "écoute",
        "soutien psychologique",
        "counselling",
        "counseling",
        "نفسي",
    ],
    &[
        "juridique",
        "avocat",
        "aide juridictionnelle",
        "legal",
        "lawyer",
        "legal aid",
        "قانونية",
        "محام",
    ],
    &[
        "papiers",
        "état civil",
        "pièces d’identité",
        "civil registration",
        "identity documents",
        "وثائق",
    ],
    &["emploi", "travail", "job", "employment", "work", "عمل"],
    &[
        "formation",
        "apprentissage",
        "métier",
        "training",
        "apprenticeship",
        "تدريب",
    ],
    &[
        "école",
        "scolarisation",
        "éducation",
        "school",
        "education",
        "تعليم",
    ],
    &["crédit", "microfinance", "prêt", "loan", "credit", "قرض"],
    &["nourriture", "vivres", "alimentation", "food", "طعام"],
    &["enfant", "mineur", "child", "minor", "طفل"],
    &["femme", "women", "woman", "نساء"],
    &[
        "violences basées sur le genre",
        "VBG",
        "gender-based violence",
        "GBV",
    ],
    &["traite", "trafficking", "human trafficking"],
    &[
        "recherche familiale",
        "rétablissement des liens",
        "family tracing",
        "reunification",
    ],
    &["réintégration", "réinsertion", "reintegration", "إعادة الإدماج"],
    &["handicap", "disability", "إعاقة"],
    &["interprète", "traduction", "interpreter", "translation", "ترجمة"],
];

/// The synonyms of the directory.
pub fn synonyms() -> Synonyms {
    Synonyms::new(GROUPS.iter().copied())
}
