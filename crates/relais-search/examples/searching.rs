//! What a person types, and what is found: `cargo run -p relais-search --example searching`.

use relais_search::{Index, Synonyms};

const SERVICES: [(&str, &str); 5] = [
    (
        "Hébergement d’urgence",
        "Des lits pour la nuit, pour femmes et enfants.",
    ),
    ("Women’s shelter", "A safe house; counselling for survivors."),
    ("مركز الصحة", "خدمات صحية مجانية للاجئين"),
    (
        "Permanence juridique",
        "Aide aux demandeurs d’asile ; hébergés ou non.",
    ),
    ("Soins à domicile", "Un aide-soignant vient chez vous."),
];

fn main() {
    let mut index = Index::new(Synonyms::new([[
        "hébergement",
        "abri",
        "logement d’urgence",
        "shelter",
    ]]));
    for (number, (name, description)) in (0..).zip(SERVICES) {
        index.put(number, &[(8, name), (1, description)]);
    }
    for query in [
        "HEBERGEMENTS",
        "abri",
        "aide soignant",
        "صحة",
        "hebergemnet femmes",
        "couns",
        "\"aide\"",
        "xylophone",
    ] {
        let answer = index.find(query);
        println!("{query}");
        for (typed, searched) in &answer.corrected {
            println!("    ({typed}: searched as {searched})");
        }
        for word in &answer.unknown {
            println!("    ({word}: nowhere)");
        }
        for name in answer
            .documents
            .iter()
            .filter_map(|number| SERVICES.get(*number as usize))
            .map(|(name, _)| name)
        {
            println!("    {name}");
        }
    }
}
