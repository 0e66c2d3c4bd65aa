//! What a person types, and what is found.

use relais_search::{Index, Synonyms};

fn index(texts: &[&str]) -> Index {
    let mut index = Index::new(Synonyms::default());
    for (number, text) in (1..).zip(texts) {
        index.put(number, &[(1, text)]);
    }
    index
}

fn found(texts: &[&str], query: &str) -> Vec<u32> {
    index(texts).find(query).documents
}

#[test]
fn accents_case_and_number_make_no_difference() {
    for query in [
        "hebergement",
        "Hébergement",
        "HÉBERGEMENTS",
        "l’hébergement",
        "d'hebergements",
    ] {
        let all = [
            "Hébergement de nuit",
            "HEBERGEMENT",
            "L’hébergement",
            "hébergements",
        ];
        let mut found = found(&all, query);
        found.sort_unstable();
        assert_eq!(found, [1, 2, 3, 4], "{query}");
    }
}

#[test]
fn a_compound_is_found_with_and_without_its_hyphen() {
    let texts = [
        "Un aide-soignant vient",
        "Un aide soignant vient",
        "Une aide vient",
    ];
    assert_eq!(found(&texts, "aide-soignant"), [1, 2]);
    assert_eq!(found(&texts, "aide soignant"), [1, 2]);
}

#[test]
fn english_words_are_found_by_their_stem() {
    assert_eq!(
        found(
            &["Counselling for refugees", "Legal advice"],
            "counselling refugee"
        ),
        [1]
    );
    assert_eq!(found(&["Women and children", "Men"], "woman child"), [1]);
}

#[test]
fn arabic_words_are_found_with_and_without_article_and_vowel_signs() {
    let texts = ["مركز الصحة", "صِحَّة الأطفال", "خدمات للاجئين"];
    assert_eq!(found(&texts, "صحة"), [2, 1]);
    assert_eq!(found(&texts, "الصحه"), [1, 2]);
    assert_eq!(found(&texts, "لاجئ"), [3]);
    assert_eq!(found(&texts, "خدمة"), [3]);
}

#[test]
fn all_words_must_be_there_in_whatever_field() {
    let mut index = Index::new(Synonyms::default());
    index.put(1, &[(8, "Santé"), (1, "pour les femmes")]);
    index.put(2, &[(8, "Santé"), (1, "pour les hommes")]);
    assert_eq!(index.find("femmes sante").documents, [1]);
}

#[test]
fn the_form_typed_comes_before_its_stem_its_continuation_and_its_synonyms() {
    let mut index = Index::new(Synonyms::new([["abri", "refuge"]]));
    for (number, text) in [(1, "refuge"), (2, "abricot"), (3, "abris"), (4, "abri")] {
        index.put(number, &[(1, text)]);
    }
    assert_eq!(index.find("abri").documents, [4, 3, 2, 1]);
    assert_eq!(index.find("abri ").documents, [4, 3, 1]);
}

#[test]
fn a_word_in_a_heavy_field_comes_first_and_equals_go_by_number() {
    let mut index = Index::new(Synonyms::default());
    index.put(9, &[(1, "droit d’asile")]);
    index.put(5, &[(1, "droit d’asile")]);
    index.put(7, &[(8, "asile"), (1, "droit")]);
    assert_eq!(index.find("asile").documents, [7, 5, 9]);
}

#[test]
fn the_rarer_word_decides() {
    let mut index = Index::new(Synonyms::default());
    for number in 10..40 {
        index.put(number, &[(1, "aide")]);
    }
    index.put(1, &[(4, "aide"), (2, "dentiste")]);
    index.put(2, &[(2, "aide"), (4, "dentiste")]);
    assert_eq!(index.find("aide dentiste").documents, [2, 1]);
}

#[test]
fn stop_words_exclude_nothing() {
    let texts = ["Aide santé", "De la santé"];
    assert_eq!(found(&texts, "de l’aide pour la santé"), [1]);
    assert_eq!(found(&texts, "de la"), [2]);
}

#[test]
fn a_slip_is_corrected_and_said() {
    let index = index(&["Hébergement", "Santé mentale", "Logement"]);
    let answer = index.find("hebergemnet");
    assert_eq!(answer.documents, [1]);
    assert_eq!(
        answer.corrected,
        [("hebergemnet".to_owned(), "hébergement".to_owned())]
    );
    assert_eq!(index.find("snate mentlae").documents, [2]);
    assert_eq!(index.find("kogement").documents, [3]);
}

#[test]
fn what_resembles_nothing_is_named_and_numbers_are_never_corrected() {
    let index = index(&["Appelez le 116 006", "Santé"]);
    let answer = index.find("dentiste sante");
    assert_eq!(
        (answer.documents, answer.unknown),
        (vec![], vec!["dentiste".to_owned()])
    );
    assert_eq!(index.find("116007").unknown, ["116007"]);
    assert_eq!(index.find("san").documents, [2]);
    assert!(index.find("snt").documents.is_empty());
}

#[test]
fn a_synonym_that_stands_in_no_document_is_neither_corrected_nor_lost() {
    let mut index = Index::new(Synonyms::new([[
        "hébergement",
        "abri",
        "logement d'urgence",
        "shelter",
    ]]));
    index.put(1, &[(1, "Un logement en urgence")]);
    index.put(2, &[(1, "Hébergements de nuit")]);
    index.put(3, &[(1, "Logement social")]);
    index.put(4, &[(1, "shelves")]);
    let answer = index.find("shelters");
    assert_eq!(answer.documents, [1, 2]);
    assert!(answer.corrected.is_empty());
    assert_eq!(index.find("logements d’urgence").documents, [1, 2]);
    assert_eq!(index.find("logement").documents, [1, 3]);
    assert_eq!(
        index.find("sheltre nuit").corrected,
        [("sheltre".to_owned(), "shelter".to_owned())]
    );
}

#[test]
fn words_between_quotes_are_found_only_as_written() {
    let texts = ["maison des femmes", "femme à la maison", "maison de femme"];
    assert_eq!(found(&texts, "\"maison des femmes\""), [1]);
    assert_eq!(found(&texts, "« femme » maison"), [2, 3]);
    assert!(found(&texts, "\"femm\"").is_empty());
}

#[test]
fn what_was_put_again_or_removed_is_found_no_more() {
    let mut index = index(&["santé", "logement"]);
    index.put(1, &[(1, "école")]);
    assert!(index.find("sante").documents.is_empty());
    assert_eq!(index.find("ecole").documents, [1]);
    assert!(index.remove(1) && !index.remove(1));
    assert!(index.find("ecole").documents.is_empty());
    assert_eq!(index.len(), 1);
}

#[test]
fn nothing_typed_finds_nothing() {
    let index = index(&["santé"]);
    for query in ["", "  ", "\"\"", "?!", "'"] {
        assert_eq!(index.find(query), relais_search::Answer::default());
    }
}
