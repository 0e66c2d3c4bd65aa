//! The command line, in the console's language: clap's own words are replaced, its parsing is kept.

use std::{ffi::OsString, process::ExitCode};

use clap::{
    ArgAction, Command, CommandFactory, FromArgMatches, Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};
use relais_kernel::Lang;

use crate::{commands::Verb, console, console::say};

/// What was asked.
#[derive(Debug, Parser)]
#[command(name = "relais", version, about = say(
    "Relais : la plateforme d’un mécanisme national de référencement",
    "Relais: the platform of a national referral mechanism"))]
pub struct Asked {
    #[command(subcommand)]
    pub verb: Verb,
    #[arg(long, global = true, value_name = "fr|en", help = say(
        "Langue de la console (sinon RELAIS_LANG, puis la langue du système)",
        "Language of the console (else RELAIS_LANG, then the language of the system)"))]
    pub lang: Option<String>,
    #[arg(long, global = true, value_name = say("FILTRE", "FILTER"), help = say(
        "Ce qui est journalisé sur la sortie d’erreur : error, warn, info, debug… [défaut : info]",
        "What is logged on the error stream: error, warn, info, debug… [default: info]"))]
    pub log: Option<String>,
}

/// Reads the command line; help and wrong usage are answered here.
///
/// # Errors
/// The exit code after help (0) or wrong usage (2).
pub fn read() -> Result<Asked, ExitCode> {
    read_from(std::env::args_os()).map_err(|error| {
        let code = if error.use_stderr() { 2 } else { 0 };
        answer(&error);
        ExitCode::from(code)
    })
}

fn read_from(words: impl IntoIterator<Item = OsString>) -> Result<Asked, clap::Error> {
    let matches = in_language(Asked::command()).try_get_matches_from(words)?;
    let asked = Asked::from_arg_matches(&matches)?;
    match asked.lang.as_deref() {
        Some(other) if other.parse::<Lang>().is_err() => Err(clap::Error::raw(
            ErrorKind::InvalidValue,
            format!("{}\n", say("--lang : fr ou en", "--lang: fr or en")),
        )),
        _ => Ok(asked),
    }
}

/// Puts headings and the words about help into the console's language, in every command.
fn in_language(command: Command) -> Command {
    let template = say(
        "{about-with-newline}\nUtilisation : {usage}\n\n{all-args}{after-help}",
        "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
    );
    let mut command = command
        .help_template(template)
        .subcommand_help_heading(say("Commandes", "Commands"))
        .subcommand_value_name(say("COMMANDE", "COMMAND"))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(flag(
            "help",
            'h',
            ArgAction::Help,
            say("Affiche cette aide", "Shows this help"),
        ));
    if command.get_name() == "relais" {
        let words = say("Affiche la version", "Shows the version");
        command = command.arg(flag("version", 'V', ArgAction::Version, words));
    }
    command.mut_subcommands(in_language)
}

fn flag(name: &'static str, short: char, action: ArgAction, help: &'static str) -> clap::Arg {
    clap::Arg::new(name)
        .long(name)
        .short(short)
        .action(action)
        .help(help)
}

fn answer(error: &clap::Error) {
    let asked_for = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    match (asked_for, console::lang()) {
        (false, Lang::Fr) => console::complain_of_usage(&in_french(error)),
        _ => {
            let _ = error.print();
        }
    }
}

fn in_french(error: &clap::Error) -> String {
    let named = |kind| error.get(kind).map(words).unwrap_or_default();
    let (argument, value) = (named(ContextKind::InvalidArg), named(ContextKind::InvalidValue));
    let reason = match error.kind() {
        ErrorKind::UnknownArgument => format!("option ou argument inconnu : {argument}"),
        ErrorKind::InvalidSubcommand => {
            format!("commande inconnue : {}", named(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("il manque : {argument}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("{argument} ne va pas avec {}", named(ContextKind::PriorArg))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if argument.is_empty() => error.to_string(),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("il manque une valeur pour {argument}")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("« {value} » n’est pas une valeur possible pour {argument}")
        }
        _ => error.to_string(),
    };
    format!("relais : {}\nAide : relais --help", reason.trim_end())
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french(words: &[&str]) -> String {
        in_french(&read_from(words.iter().map(OsString::from)).unwrap_err())
    }

    #[test]
    fn the_command_line_is_well_formed() {
        in_language(Asked::command()).debug_assert();
    }

    #[test]
    fn wrong_usage_is_told_in_french() {
        assert!(french(&["relais", "--servir"]).contains("option ou argument inconnu : --servir"));
        assert!(french(&["relais", "servir"]).contains("commande inconnue : servir"));
        assert!(
            french(&["relais", "serve", "--listen", "ici"]).contains("« ici » n’est pas une valeur possible")
        );
        assert!(french(&["relais", "serve", "--listen"]).contains("il manque une valeur pour"));
        assert!(french(&["relais", "--lang", "de", "serve"]).contains("fr ou en"));
    }
}
