//! The texts of the interface: the same keys and variables in both languages, and every key that is used.

mod messages;
mod uses;

use std::{fs, path::Path};

use anyhow::Result;

use crate::repository::{Repository, files};
use messages::{Messages, read};
use uses::{Use, uses};

/// Texts that are missing, differ, or do not exist.
pub fn faults(here: &Repository) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut known = Messages::new();
    for room in here.crates()? {
        let (fr, en) = (room.join("locales/fr"), room.join("locales/en"));
        for path in files(&fr, ".ftl") {
            let twin = en.join(path.strip_prefix(&fr)?);
            let name = here.short(&path).to_string();
            if !twin.is_file() {
                faults.push(format!("{name}: there is no {}", here.short(&twin)));
                continue;
            }
            let (fr, en) = (
                messages_of(&path, &mut faults, here)?,
                messages_of(&twin, &mut faults, here)?,
            );
            faults.extend(differences(&name, &fr, &en));
            for (key, variables) in fr {
                if known.insert(key.clone(), variables).is_some() {
                    faults.push(format!("{name}: `{key}` stands in another file too"));
                }
            }
        }
        for path in files(&en, ".ftl") {
            if !fr.join(path.strip_prefix(&en)?).is_file() {
                faults.push(format!("{}: there is no French twin", here.short(&path)));
            }
        }
    }
    for room in here.crates()? {
        let sources = [
            files(&room.join("templates"), ".html"),
            files(&room.join("src"), ".rs"),
        ]
        .concat();
        for path in sources {
            let text = uses::without_comments(&fs::read_to_string(&path)?);
            faults.extend(unknown(&here.short(&path).to_string(), &text, &known));
        }
    }
    Ok(faults)
}

fn messages_of(path: &Path, faults: &mut Vec<String>, here: &Repository) -> Result<Messages> {
    let (messages, wrong) = read(&fs::read_to_string(path)?);
    faults.extend(
        wrong
            .into_iter()
            .map(|what| format!("{}: {what}", here.short(path))),
    );
    Ok(messages)
}

fn differences(file: &str, fr: &Messages, en: &Messages) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, variables) in fr {
        match en.get(key) {
            None => faults.push(format!("{file}: `{key}` is missing in English")),
            Some(others) if others != variables => {
                faults.push(format!(
                    "{file}: `{key}` has {variables:?} in French and {others:?} in English"
                ));
            }
            Some(_) => {}
        }
    }
    faults.extend(
        en.keys()
            .filter(|key| !fr.contains_key(*key))
            .map(|key| format!("{file}: `{key}` is missing in French")),
    );
    faults
}

fn unknown(file: &str, text: &str, known: &Messages) -> Vec<String> {
    let fault = |Use {
                     line,
                     key,
                     given,
                     checked,
                 }: Use| match known.get(&key) {
        None => Some(format!("{file}:{line}: there is no text `{key}`")),
        Some(wanted) if checked && *wanted != given => Some(format!(
            "{file}:{line}: `{key}` wants {wanted:?} and gets {given:?}"
        )),
        Some(_) => None,
    };
    uses(text).into_iter().filter_map(fault).collect()
}

/// A map from key to what hangs on it, as the tests write it.
#[cfg(test)]
fn messages(written: &[(&str, &[&str])]) -> Messages {
    let set = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
    written
        .iter()
        .map(|(key, names)| ((*key).to_owned(), set(names)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_or_variable_that_differs_is_told() {
        let fr = messages(&[("a-both", &["n"]), ("a-fr", &[])]);
        let en = messages(&[("a-both", &["count"]), ("a-en", &[])]);
        assert_eq!(differences("a.ftl", &fr, &en).len(), 3);
        assert!(differences("a.ftl", &fr, &fr).is_empty());
    }

    #[test]
    fn a_template_may_name_only_texts_that_exist_with_their_values() {
        let known = messages(&[("a-plain", &[]), ("a-count", &["n"])]);
        let told = |text: &str| unknown("x.html", text, &known);
        assert!(told(r#"{{ frame.t("a-plain") }}{{ frame.t1("a-count", "n", 3) }}"#).is_empty());
        assert_eq!(
            told("\n{{ frame.t(\"a-none\") }}"),
            ["x.html:2: there is no text `a-none`"]
        );
        assert_eq!(told(r#"{{ frame.t("a-count") }}"#).len(), 1);
        assert_eq!(told(r#"{{ frame.t1("a-count", "number", 3) }}"#).len(), 1);
    }
}
