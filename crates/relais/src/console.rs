//! The console speaks one language per start: `--lang`, else `RELAIS_LANG`, else the language of the system;
//! French when none of them says English.

use std::{
    ffi::OsString,
    io::{ErrorKind, IsTerminal, Write},
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use relais_kernel::{Lang, Localised};
use zeroize::Zeroizing;

use crate::stop::{Code, Stop};

static LANG: OnceLock<Lang> = OnceLock::new();
/// Something that was said did not arrive.
static LOST: AtomicBool = AtomicBool::new(false);

/// Chooses the language once, before anything is said.
pub fn choose_language(words: impl IntoIterator<Item = OsString>, variable: impl Fn(&str) -> Option<String>) {
    let _ = LANG.set(chosen(words, variable));
}

fn chosen(words: impl IntoIterator<Item = OsString>, variable: impl Fn(&str) -> Option<String>) -> Lang {
    if let Some(lang) = on_command_line(words) {
        return lang;
    }
    if let Some(lang) = variable("RELAIS_LANG").and_then(|text| text.parse().ok()) {
        return lang;
    }
    let system = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|text| !text.is_empty()));
    match system {
        Some(text) if text.starts_with("en") => Lang::En,
        _ => Lang::Fr,
    }
}

fn on_command_line(words: impl IntoIterator<Item = OsString>) -> Option<Lang> {
    let words: Vec<String> = words
        .into_iter()
        .map(|word| word.to_string_lossy().into_owned())
        .take_while(|word| word != "--")
        .collect();
    let after = words
        .windows(2)
        .find(|pair| pair[0] == "--lang")
        .map(|pair| &*pair[1]);
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    after.or(joined).and_then(|text| text.parse().ok())
}

pub fn lang() -> Lang {
    LANG.get().copied().unwrap_or_default()
}

/// The words in the console's language.
pub fn say<'a>(fr: &'a str, en: &'a str) -> &'a str {
    match lang() {
        Lang::Fr => fr,
        Lang::En => en,
    }
}

/// A line for the person at the console.
pub fn tell(words: &Localised) {
    put(words.get(lang()));
}

/// A report as it stands: JSON, a link, a list.
pub fn put(text: &str) {
    match writeln!(std::io::stdout().lock(), "{text}") {
        // Whoever listened has heard enough (`| head`).
        Err(error) if error.kind() != ErrorKind::BrokenPipe => LOST.store(true, Ordering::Relaxed),
        _ => {}
    }
}

/// Whether all that was said has arrived: a key or a report that a full disk did not take is not given.
///
/// # Errors
/// [`Code::Unavailable`].
pub fn all_said() -> Result<(), Stop> {
    if !LOST.load(Ordering::Relaxed) {
        return Ok(());
    }
    Err(Stop::new(
        Code::Unavailable,
        "ce qui a été fait est fait, mais la réponse n’a pas pu être écrite (disque plein ?).",
        "what was done is done, but the answer could not be written (is the disk full?).",
    ))
}

/// Why the program stops, on the error stream.
pub fn complain(stop: &Stop) {
    complain_of_usage(&format!("relais{} {}", say(" :", ":"), stop.sentence.get(lang())));
}

/// What was wrong with the command line, on the error stream. Where nobody hears it, the exit code still tells.
pub fn complain_of_usage(words: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{words}");
}

/// A secret, typed without being shown; a program that starts this one gives it as a line of its input.
///
/// # Errors
/// When nothing is given.
pub fn ask_secret(fr: &str, en: &str) -> Result<Zeroizing<String>, Stop> {
    let given = match std::io::stdin().is_terminal() {
        true => rpassword::prompt_password(say(fr, en)),
        false => one_line(),
    };
    let given = Zeroizing::new(given.unwrap_or_default().trim().to_owned());
    if given.is_empty() {
        return Err(Stop::input(
            "aucune phrase secrète n’a été donnée.",
            "no passphrase was given.",
        ));
    }
    Ok(given)
}

fn one_line() -> std::io::Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen_by(words: &[&str], variables: &[(&str, &str)]) -> Lang {
        chosen(words.iter().map(OsString::from), |name| {
            let found = variables.iter().find(|(held, _)| *held == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_command_line_goes_before_the_variable_and_the_system() {
        assert_eq!(
            chosen_by(&["relais", "--lang", "fr"], &[("RELAIS_LANG", "en")]),
            Lang::Fr
        );
        assert_eq!(
            chosen_by(&["relais", "--lang=en"], &[("RELAIS_LANG", "fr")]),
            Lang::En
        );
        assert_eq!(
            chosen_by(&["relais"], &[("RELAIS_LANG", "fr"), ("LANG", "en_GB.UTF-8")]),
            Lang::Fr
        );
        assert_eq!(
            chosen_by(&["relais"], &[("LC_ALL", ""), ("LANG", "en_GB.UTF-8")]),
            Lang::En
        );
    }

    #[test]
    fn french_is_spoken_when_nothing_says_english() {
        for system in ["C.UTF-8", "fr_CM.UTF-8", "POSIX", ""] {
            assert_eq!(chosen_by(&["relais"], &[("LANG", system)]), Lang::Fr, "{system}");
        }
        assert_eq!(chosen_by(&["relais", "--lang", "de"], &[]), Lang::Fr);
    }
}
