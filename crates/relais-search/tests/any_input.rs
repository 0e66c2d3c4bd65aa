//! Nothing typed or put stops the index, and its past leaves no trace.

use proptest::prelude::*;
use relais_search::{Index, Synonyms};
use std::collections::BTreeMap;

const VOCABULARY: [&str; 28] = [
    "hébergement",
    "hebergements",
    "Hébergé",
    "santé",
    "sante",
    "mentale",
    "de",
    "la",
    "the",
    "logement",
    "urgence",
    "shelter",
    "shelters",
    "aide-soignant",
    "l’aide",
    "aides",
    "aidant",
    "women",
    "woman",
    "refugees",
    "réfugié",
    "الصحة",
    "صحة",
    "للاجئين",
    "لاجئ",
    "116",
    "hebregement",
    "œuvre",
];

fn synonyms() -> Synonyms {
    Synonyms::new([
        vec!["hébergement", "logement d’urgence", "shelter"],
        vec!["femme", "woman"],
        vec!["", "de la"],
    ])
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&VOCABULARY[..]), 0..8).prop_map(|words| words.join(" "))
}

#[derive(Clone, Debug)]
enum Step {
    Put(u32, Vec<(u8, String)>),
    Remove(u32),
}

fn step() -> impl Strategy<Value = Step> {
    let document = prop_oneof![0..8_u32, Just(u32::MAX)];
    let fields = prop::collection::vec((any::<u8>(), text()), 0..3);
    prop_oneof![
        3 => (document.clone(), fields).prop_map(|(document, fields)| Step::Put(document, fields)),
        1 => document.prop_map(Step::Remove),
    ]
}

fn put(index: &mut Index, document: u32, fields: &[(u8, String)]) {
    let fields: Vec<(u8, &str)> = fields
        .iter()
        .map(|(weight, text)| (*weight, text.as_str()))
        .collect();
    index.put(document, &fields);
}

proptest! {
    #[test]
    fn an_index_with_a_past_answers_like_a_new_one(
        steps in prop::collection::vec(step(), 0..24), queries in prop::collection::vec(text(), 1..6)
    ) {
        let mut index = Index::new(synonyms());
        let mut left = BTreeMap::new();
        for step in steps {
            match step {
                Step::Put(document, fields) => {
                    put(&mut index, document, &fields);
                    left.insert(document, fields);
                }
                Step::Remove(document) => {
                    prop_assert_eq!(index.remove(document), left.remove(&document).is_some());
                }
            }
        }
        let mut new = Index::new(synonyms());
        left.iter().rev().for_each(|(document, fields)| put(&mut new, *document, fields));
        prop_assert_eq!(index.len(), new.len());
        for query in queries.iter().map(String::as_str).chain(VOCABULARY).chain(["heb", "hebergemen", "snate"]) {
            prop_assert_eq!(index.find(query), new.find(query), "{}", query);
        }
    }

    #[test]
    fn any_text_can_be_put_and_any_query_asked(
        texts in prop::collection::vec(any::<String>(), 0..6), queries in prop::collection::vec(any::<String>(), 0..6)
    ) {
        let mut index = Index::new(Synonyms::new([texts.clone()]));
        for (number, text) in (0..).zip(&texts) {
            index.put(number, &[(u8::MAX, text), (1, text)]);
        }
        for query in texts.iter().chain(&queries) {
            let _ = index.find(query);
        }
    }

    #[test]
    fn a_document_is_found_by_any_of_its_words(words in prop::collection::vec("[a-zéèçœ]{1,12}", 1..12)) {
        let mut index = Index::new(Synonyms::default());
        index.put(3, &[(1, &words.join(" "))]);
        for word in &words {
            prop_assert_eq!(&index.find(word).documents, &[3], "{}", word);
            prop_assert_eq!(&index.find(&relais_search::fold(word)).documents, &[3], "{}", word);
        }
    }
}

#[test]
fn a_huge_query_is_cut() {
    let mut index = Index::new(Synonyms::default());
    index.put(1, &[(1, "santé")]);
    let answer = index.find(&"santé ".repeat(1_000_000));
    assert!(answer.cut);
    assert_eq!(answer.documents, [1]);
}
