//! How it is said that an organisation was told to erase what it holds, and what it answered.

use relais_shell::{Frame, Tone};

use crate::room::{HolderWay, HolderWord, ToldHolder};

/// Whether it has confirmed, in words.
pub fn holder_state(frame: &Frame, told: &ToldHolder) -> (Tone, String) {
    let (tone, key) = match &told.word {
        Some(_) => (Tone::Good, "holder-confirmed"),
        None if told.late => (Tone::Late, "holder-late"),
        None => (Tone::Wait, "holder-awaited"),
    };
    (tone, frame.t(key))
}

/// When it was told, and until when it confirms or who confirmed for it.
pub fn holder_facts(frame: &Frame, told: &ToldHolder) -> Vec<String> {
    let mut facts = vec![frame.t1("holder-told", "at", frame.moment(told.told_at))];
    match &told.word {
        None => facts.push(frame.t1("holder-due", "at", frame.moment(told.due))),
        Some(word) => {
            facts.push(frame.t1("holder-confirmed-at", "at", frame.moment(word.at)));
            facts.push(by_whom(frame, told, word));
        }
    }
    facts
}

fn by_whom(frame: &Frame, told: &ToldHolder, word: &HolderWord) -> String {
    let holder = frame.l(&told.holder);
    match &word.way {
        HolderWay::Member { role } => frame.t2("holder-by-member", "role", frame.l(role), "holder", holder),
        HolderWay::Link => frame.t("holder-by-link"),
        HolderWay::Sms => frame.t("holder-by-sms"),
        HolderWay::Slip => frame.t("holder-by-slip"),
        HolderWay::Telephone {
            on,
            role,
            organisation,
        } => {
            let who = frame.t2(
                "holder-noted-by",
                "role",
                frame.l(role),
                "owner",
                frame.l(organisation),
            );
            frame.t2("holder-by-telephone", "on", frame.date(*on), "who", who)
        }
    }
}
