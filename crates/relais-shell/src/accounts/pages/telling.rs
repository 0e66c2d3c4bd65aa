//! How a line of the journal is said on its pages.

use relais_kernel::Lang;
use relais_trust::Door;

use super::super::queries::Told;
use crate::{Frame, Tone};

/// The sentence of an act; an act without one is shown by its code.
pub(in super::super) fn sentence(texts: &crate::Texts, lang: Lang, act: &str) -> String {
    let key = format!("journal-act-{act}");
    match texts.knows(&key) {
        true => texts.say(lang, &key, &[]),
        false => act.to_owned(),
    }
}

pub(super) fn said(frame: &Frame, line: &Told) -> String {
    sentence(frame.shell().texts(), frame.lang, &line.act)
}

pub(super) fn who(frame: &Frame, line: &Told) -> String {
    let name = line.who.name.clone().unwrap_or_else(|| match line.door {
        Door::Session | Door::Token if line.line.body.user.is_some() => frame.t("journal-who-gone"),
        Door::Session | Door::Token => frame.t("journal-who-nobody"),
        Door::Link => frame.t("journal-who-partner"),
        Door::Clock => frame.t("journal-who-clock"),
        Door::Console => frame.t("journal-who-console"),
    });
    match &line.who.organisation {
        Some(organisation) => format!("{name}, {}", organisation.get(frame.lang)),
        None => name,
    }
}

/// By which door, towards whom, for what: as far as the line says.
pub(super) fn details(frame: &Frame, line: &Told) -> Vec<String> {
    let mut details = vec![frame.t(door_key(line.door))];
    if let Some(towards) = &line.towards {
        details.push(frame.t1("journal-towards", "who", towards.get(frame.lang)));
    }
    if let Some(purpose) = &line.purpose {
        details.push(frame.t1("journal-purpose", "code", purpose.as_str()));
    }
    if let Some((command, code)) = &line.refused {
        details.push(frame.t2(
            "journal-refused",
            "command",
            command.as_str(),
            "code",
            code.as_str(),
        ));
    }
    details
}

fn door_key(door: Door) -> &'static str {
    match door {
        Door::Session => "journal-door-session",
        Door::Token => "journal-door-token",
        Door::Link => "journal-door-link",
        Door::Clock => "journal-door-clock",
        Door::Console => "journal-door-console",
    }
}

/// Readings of what identifies a person stand out, and so do refusals.
pub(super) fn tone(line: &Told) -> Tone {
    match line.act.as_str() {
        "AnnexRead" => Tone::Stop,
        "IdentityRead" | "PackageRead" => Tone::Late,
        "Refused" | "SignInFailed" | "SecondFactorFailed" => Tone::Wait,
        _ => Tone::Quiet,
    }
}
