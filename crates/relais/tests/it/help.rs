use crate::console::{Folder, Said, relais};

fn said(words: &[&str], variables: &[(&str, &str)]) -> Said {
    Said::of(relais(words).envs(variables.iter().copied()).output().unwrap())
}

#[test]
fn help_is_in_french_unless_the_system_or_the_person_says_english() {
    let french = said(&["--help"], &[("LANG", "C.UTF-8")]).done();
    assert!(french.contains("Utilisation :") && french.contains("mécanisme national de référencement"));
    for english in [
        said(&["--help"], &[("LANG", "en_GB.UTF-8")]).done(),
        said(&["--help"], &[("RELAIS_LANG", "en")]).done(),
        said(&["--lang", "en", "--help"], &[]).done(),
    ] {
        assert!(
            english.contains("Usage:") && english.contains("national referral mechanism"),
            "{english}"
        );
    }
}

#[test]
fn every_command_has_help_in_both_languages() {
    for words in commands() {
        let words: Vec<&str> = words.split(' ').chain(["--help"]).collect();
        let [french, english] = ["fr", "en"].map(|lang| said(&words, &[("RELAIS_LANG", lang)]).done());
        assert!(
            french.contains("Utilisation :") && french.contains("Affiche cette aide"),
            "{french}"
        );
        assert!(
            english.contains("Usage:") && english.contains("Shows this help"),
            "{english}"
        );
        let shared = french
            .lines()
            .filter(|line| !line.trim().is_empty() && english.contains(*line));
        let shared: Vec<&str> = shared
            .filter(|line| line.starts_with("  ") && line.trim().contains("  "))
            .collect();
        assert!(shared.is_empty(), "the same words in both languages: {shared:?}");
    }
}

fn commands() -> Vec<String> {
    let help = said(&["--help"], &[("RELAIS_LANG", "en")]).done();
    let mut all = Vec::new();
    for verb in listed(&help) {
        let inner = listed(&said(&[&verb, "--help"], &[("RELAIS_LANG", "en")]).done());
        all.extend(inner.iter().map(|second| format!("{verb} {second}")));
        all.push(verb);
    }
    all
}

fn listed(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    lines
        .take_while(|line| !line.trim().is_empty())
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

#[test]
fn wrong_usage_ends_with_code_2() {
    let folder = Folder::new();
    folder
        .run(&["serve", "--listen", "nowhere"])
        .stopped(2, "--listen");
    folder.run(&["fly"]).stopped(2, "fly");
}
