//! A pack is refused as a whole, and everything that is wrong with it is told at once.

use relais_kernel::Lang;
use relais_mechanism::{PackFiles, load, load_pack};

use super::trial::{HEAD, is_refused, library, refusals, trial};

#[test]
fn a_child_that_changes_nothing_is_the_model_under_its_own_name() {
    let child = trial(&[]).unwrap();
    assert_eq!((child.code.as_str(), child.name.fr.as_str()), ("essai", "Essai"));
    let model = relais_mechanism::builtin("modele-regional").unwrap();
    assert_eq!((child.deadlines, child.lists), (model.deadlines, model.lists));
}

#[test]
fn all_errors_of_all_files_are_told_at_once_in_reading_order() {
    let errors = trial(&[
        (
            "deadlines.toml",
            "[urgent]\ndecide = \"soon\"\nanswer = \"1 h\"\n",
        ),
        ("calendar.toml", "\ntime_zone = \"Africa/Nowhere\"\n"),
        ("statistics.toml", "[thresholds]\noperational = 3\n"),
    ])
    .unwrap_err();
    assert_eq!(
        refusals(&errors),
        [
            "UnknownTimeZone essai/calendar.toml:2",
            "WrongForm essai/deadlines.toml:2",
            "UnknownKey essai/deadlines.toml:3",
            "ThresholdTooLow essai/statistics.toml:2",
        ]
    );
    assert_eq!(
        errors.0[1].text(Lang::Fr),
        "essai/deadlines.toml:2 : « soon » n’est pas un délai comme « 2 h », « 14 d » ou « 5 wd »."
    );
    assert_eq!(
        errors.0[3].text(Lang::En),
        "essai/statistics.toml:2: A small-number threshold never goes under 5."
    );
    assert_eq!(serde_json::to_value(&errors).unwrap()[0]["line"], 2);
}

#[test]
fn what_is_not_toml_is_refused_at_its_line() {
    is_refused(
        &[("roles.toml", "[R04]\nname = \n")],
        &["NotToml essai/roles.toml:2"],
    );
    is_refused(
        &[("roles.toml", "[R04]\n\n[R04]\n")],
        &["NotToml essai/roles.toml:3"],
    );
}

#[test]
fn an_unknown_file_or_key_is_never_ignored() {
    is_refused(&[("deadline.toml", "")], &["UnknownFile essai/deadline.toml"]);
    is_refused(
        &[("lists/purpose.toml", "")],
        &["UnknownFile essai/lists/purpose.toml"],
    );
    is_refused(
        &[(
            "referral.toml",
            "[steps.accept]\nrole = [\"R07\"]\n\n[steps.acept]\n",
        )],
        &[
            "UnknownKey essai/referral.toml:2",
            "UnknownKey essai/referral.toml:4",
        ],
    );
    is_refused(
        &[("roles.toml", "[R04]\nsee = true\n")],
        &["UnknownKey essai/roles.toml:2"],
    );
    is_refused(&[("fields.toml", "[F99]\n")], &["UnknownKey essai/fields.toml:1"]);
}

#[test]
fn a_pack_that_inherits_from_itself_is_refused() {
    let mut packs = library(&[]);
    packs.insert(
        "grand".into(),
        PackFiles::from([("pack.toml".into(), "inherits = \"essai\"\n".into())]),
    );
    packs
        .get_mut("essai")
        .unwrap()
        .insert("pack.toml".into(), HEAD.replace("modele-regional", "grand"));
    let errors = load(&packs, "essai").unwrap_err();
    assert_eq!(refusals(&errors), ["InheritanceLoop grand/pack.toml:1"]);
}

#[test]
fn a_parent_that_does_not_exist_is_refused_where_it_is_named() {
    let mut packs = library(&[]);
    packs.remove("modele-regional");
    assert_eq!(
        refusals(&load(&packs, "essai").unwrap_err()),
        ["UnknownPack essai/pack.toml:4"]
    );
    assert_eq!(
        refusals(&load(&packs, "nobody").unwrap_err()),
        ["UnknownPack nobody"]
    );
    let missing = std::path::Path::new("/nowhere/at-all");
    assert_eq!(load_pack(missing).unwrap_err().0[0].code, "UnknownPack");
}

#[test]
fn a_parent_is_a_code_and_never_a_path() {
    let mut packs = library(&[]);
    let escaping = HEAD.replace("\"modele-regional\"", "\"../modele-regional\"");
    packs.insert("../modele-regional".into(), packs["modele-regional"].clone());
    packs
        .get_mut("essai")
        .unwrap()
        .insert("pack.toml".into(), escaping);
    assert_eq!(
        refusals(&load(&packs, "essai").unwrap_err()),
        ["UnknownPack essai/pack.toml:4"]
    );
}

#[test]
fn a_pack_without_parent_has_to_be_complete() {
    let mut packs = library(&[]);
    let model = packs.get_mut("modele-regional").unwrap();
    model.remove("escalation.toml");
    model.remove("lists/need.toml");
    model.insert("roles.toml".into(), model["roles.toml"].replace("[R23]", "[R98]"));
    let deadlines = model["deadlines.toml"].replace("[urgent]\nacknowledge", "[urgent]\n# acknowledge");
    model.insert("deadlines.toml".into(), deadlines);
    let found = refusals(&load(&packs, "modele-regional").unwrap_err());
    for expected in [
        "MissingFile modele-regional",
        "MissingList modele-regional/lists",
        "MissingRole modele-regional/roles.toml",
        "MissingKey modele-regional/deadlines.toml:24",
    ] {
        assert!(
            found.iter().any(|error| error == expected),
            "{expected} in {found:#?}"
        );
    }
}

#[test]
fn the_programs_own_codes_and_steps_cannot_be_missing() {
    let mut packs = library(&[]);
    let model = packs.get_mut("modele-regional").unwrap();
    for (file, from, to) in [
        ("lists/priority.toml", "U = ", "X = "),
        ("consent.toml", "tracing = ", "searching = "),
        ("referral.toml", "[steps.reroute]", "[unknown]"),
    ] {
        if let Some(text) = model.get_mut(file) {
            *text = text.replace(from, to);
        }
    }
    let found = refusals(&load(&packs, "modele-regional").unwrap_err());
    for expected in [
        "MissingCode modele-regional/lists/priority.toml:3",
        "MissingCode modele-regional/consent.toml:14",
    ] {
        assert!(
            found.iter().any(|error| error == expected),
            "{expected} in {found:#?}"
        );
    }
    assert!(
        found
            .iter()
            .any(|error| error.starts_with("MissingStep modele-regional/referral.toml")),
        "{found:#?}"
    );
}

#[test]
fn the_head_of_a_pack_is_checked() {
    let mut packs = library(&[]);
    let head = HEAD.replace("\"essai\"", "\"autre\"") + "country = \"Cameroun\"\ncurrency = \"FCFA\"\n";
    packs.get_mut("essai").unwrap().insert("pack.toml".into(), head);
    assert_eq!(
        refusals(&load(&packs, "essai").unwrap_err()),
        [
            "CodeMismatch essai/pack.toml:1",
            "WrongForm essai/pack.toml:5",
            "WrongForm essai/pack.toml:6"
        ]
    );
    packs
        .get_mut("essai")
        .unwrap()
        .insert("pack.toml".into(), "inherits = \"modele-regional\"\n".into());
    assert_eq!(
        refusals(&load(&packs, "essai").unwrap_err()),
        [
            "MissingKey essai/pack.toml",
            "MissingKey essai/pack.toml",
            "MissingKey essai/pack.toml"
        ]
    );
}

#[test]
fn one_more_letter_is_another_version() {
    let (one, same) = (trial(&[]).unwrap(), trial(&[]).unwrap());
    let other = trial(&[("roles.toml", "[R10]\nname = { en = \"Coordinator\" }\n")]).unwrap();
    assert_eq!(one.version, same.version);
    assert_eq!(one.version.label, other.version.label);
    assert_ne!(one.version.hash, other.version.hash);
    assert_eq!(one.version.hash.len(), 64);
}
