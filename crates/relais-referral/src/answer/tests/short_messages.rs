use super::*;

fn today() -> Date {
    "2026-03-02".parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn read(text: &str) -> Result<SmsAnswer, Unclear> {
    read_sms(text, today())
}

fn intent(text: &str) -> Intent {
    let answer = read(text).unwrap_or_else(|unclear| panic!("{text}: {unclear:?}"));
    assert_eq!(answer.code.compact(), "K7M2P9QX", "{text}");
    answer.intent
}

#[test]
fn people_say_yes_no_and_received_in_many_ways() {
    let yes = Intent::Accept {
        day: None,
        hour: None,
    };
    for text in [
        "OUI K7M2P9QX",
        "oui k7m2-p9qx",
        " Oui,  k7m2 p9qx !",
        "K7M2P9QX yes",
        "J’accepte K7M2P9QX. Merci",
    ] {
        assert_eq!(intent(text), yes, "{text}");
    }
    for text in [
        "RECU K7M2P9QX",
        "reçu K7M2P9QX",
        "Bien reçu K7M2P9QX",
        "ack k7m2p9qx",
        "Accusé de réception K7M2P9QX",
    ] {
        assert_eq!(intent(text), Intent::Acknowledge, "{text}");
    }
    let full = Intent::Decline {
        reason: DeclineReason::NoCapacity,
        note: None,
    };
    for text in [
        "NON K7M2P9QX 2",
        "no k7m2p9qx 2",
        "Refusé 2 K7M2P9QX",
        "refus K7M2 P9QX 2",
    ] {
        assert_eq!(intent(text), full, "{text}");
    }
}

#[test]
fn every_reason_has_its_number() {
    for (number, reason) in (1..).zip(DeclineReason::ALL) {
        let Intent::Decline { reason: read, .. } = intent(&format!("NON K7M2P9QX {number} mot")) else {
            panic!()
        };
        assert_eq!(read, *reason);
    }
    for (number, reason) in (1..).zip(NotReason::ALL) {
        let Intent::Outcome { outcome, .. } = intent(&format!("PAS FAIT K7M2P9QX {number} mot")) else {
            panic!()
        };
        assert_eq!(outcome, Outcome::Not { reason: *reason });
    }
    assert_eq!(read("NON K7M2P9QX"), Err(Unclear::ReasonMissing));
    assert_eq!(read("NON K7M2P9QX 0"), Err(Unclear::ReasonMissing));
    assert_eq!(read("NON K7M2P9QX 10"), Err(Unclear::ReasonMissing));
    assert_eq!(read("NON K7M2P9QX 9"), Err(Unclear::ReasonMissing));
    assert_eq!(read("PAS FAIT K7M2P9QX"), Err(Unclear::NotReasonMissing));
    assert_eq!(read("NOT DONE K7M2P9QX 7"), Err(Unclear::NotReasonMissing));
}

#[test]
fn an_appointment_may_come_along() {
    let accept = |day, hour| Intent::Accept { day: Some(day), hour };
    let half_nine = Time::new(9, 30, 0, 0).ok();
    assert_eq!(
        intent("OUI K7M2P9QX 12/03 9h30"),
        accept(day("2026-03-12"), half_nine)
    );
    assert_eq!(
        intent("YES K7M2P9QX 12/03/2026 09:30"),
        accept(day("2026-03-12"), half_nine)
    );
    assert_eq!(intent("YES K7M2P9QX 2026-03-12"), accept(day("2026-03-12"), None));
    assert_eq!(intent("OUI K7M2P9QX 01/02"), accept(day("2027-02-01"), None));
    assert_eq!(
        intent("ATTENTE K7M2P9QX 25.03"),
        Intent::Waitlist {
            expected: day("2026-03-25")
        }
    );
    assert_eq!(read("ATTENTE K7M2P9QX"), Err(Unclear::DateMissing));
    assert_eq!(read("ATTENTE K7M2P9QX 31/02"), Err(Unclear::DateMissing));
}

#[test]
fn what_could_mean_two_things_is_not_guessed() {
    assert_eq!(
        read("oui non K7M2P9QX 2"),
        Err(Unclear::TwoMeanings(Some(Lang::Fr)))
    );
    assert_eq!(
        read("oui reçu K7M2P9QX"),
        Err(Unclear::TwoMeanings(Some(Lang::Fr)))
    );
    assert_eq!(
        read("pas reçu K7M2P9QX"),
        Err(Unclear::TwoMeanings(Some(Lang::Fr)))
    );
    assert_eq!(
        read("not accepted K7M2P9QX"),
        Err(Unclear::TwoMeanings(Some(Lang::En)))
    );
    assert_eq!(
        read("OUI K7M2P9QX si un lit se libère"),
        Err(Unclear::NotUnderstood)
    );
    assert_eq!(read("OUI"), Err(Unclear::NoCode));
    assert_eq!(read("OUI K7M2P9QX A1B2C3D4"), Err(Unclear::NoCode));
    assert_eq!(read("K7M2P9QX"), Err(Unclear::NoVerb(None)));
    assert_eq!(read("AIDE"), Err(Unclear::Help(Some(Lang::Fr))));
    assert_eq!(read(""), Err(Unclear::NoVerb(None)));
    // MERCREDI could be read as a code; one with digits wins.
    assert_eq!(intent("ABSENT K7M2P9QX mercredi"), Intent::NoShow);
}

#[test]
fn later_news_comes_by_short_message_too() {
    let work = Work::default();
    let outcome = |outcome| Intent::Outcome { outcome, note: None };
    assert_eq!(intent("FAIT K7M2P9QX"), outcome(Outcome::Fully { work }));
    assert_eq!(intent("partly K7M2P9QX"), outcome(Outcome::Partly { work }));
    assert_eq!(intent("No show K7M2P9QX"), Intent::NoShow);
    assert_eq!(intent("Pas venue K7M2P9QX"), Intent::NoShow);
    assert_eq!(intent("début K7M2P9QX"), Intent::StartService);
    assert_eq!(intent("EFFACÉ K7M2P9QX"), Intent::ConfirmRecall);
}

#[test]
fn the_language_of_the_answer_is_kept_for_the_confirmation() {
    assert_eq!(read("YES K7M2P9QX").unwrap().lang, Lang::En);
    assert_eq!(read("OUI K7M2P9QX").unwrap().lang, Lang::Fr);
    assert_eq!(read("ACK K7M2P9QX").unwrap().lang, Lang::Fr);
}

#[test]
fn yes_without_a_day_promises_contact_within_the_time_there_is() {
    let world = World::default();
    let sent = world.sent(Priority::Urgent);
    let now = later(monday(), 5);
    let command = |text: &str| intent(text).command(&sent, &world.rules(), now).unwrap();
    let Command::Accept { plan, .. } = command("OUI K7M2P9QX") else {
        panic!()
    };
    assert_eq!(
        plan,
        ContactPlan::ContactBy {
            by: later(monday(), 72)
        }
    );
    let Command::Accept { plan, .. } = command("OUI K7M2P9QX 12/03 9h30") else {
        panic!()
    };
    // 9:30 in Douala.
    assert_eq!(
        plan,
        ContactPlan::Appointment {
            at: crate::fixtures::at("2026-03-12T08:30:00Z")
        }
    );
    assert!(world.give(&sent, command("NON K7M2P9QX 2"), now).is_ok());
}

#[test]
fn every_reply_fits_one_short_message_and_repeats_nothing() {
    // DP-17
    let all = [
        Unclear::Help(None),
        Unclear::NoVerb(None),
        Unclear::TwoMeanings(None),
        Unclear::NoCode,
        Unclear::ReasonMissing,
        Unclear::NotReasonMissing,
        Unclear::DateMissing,
        Unclear::NotUnderstood,
    ];
    for (unclear, lang) in all.into_iter().flat_map(|u| Lang::ALL.map(|l| (u, l))) {
        let reply = unclear.reply(lang);
        let length = gsm7_length(reply).unwrap_or_else(|| panic!("not in the telephone alphabet: {reply}"));
        assert!(length <= 160, "{length}: {reply}");
    }
}

#[test]
fn yes_to_somebody_on_the_waiting_list_promises_contact_from_now() {
    let world = World::default();
    let waiting = world.sent_then(Priority::Urgent, vec![waitlist(monday(), 30)]);
    let now = later(monday(), 24 * 20);
    let Command::Accept { plan, .. } = intent("OUI K7M2P9QX")
        .command(&waiting, &world.rules(), now)
        .unwrap()
    else {
        panic!()
    };
    assert_eq!(plan, ContactPlan::ContactBy { by: later(now, 72) });
}

#[test]
fn a_code_of_figures_alone_is_no_day() {
    for typed in ["20260312", "3227-0223", "3227 0223", "32270223"] {
        let bare = typed.replace(['-', ' '], "");
        assert_eq!(
            read(&format!("OUI {typed}")).map(|a| a.code),
            Ok(bare.parse().unwrap()),
            "{typed}"
        );
    }
    let both = read("OUI 20260312 2026-03-13").unwrap();
    assert_eq!(both.code, "20260312".parse().unwrap());
    assert_eq!(
        both.intent,
        Intent::Accept {
            day: Some(day("2026-03-13")),
            hour: None
        }
    );
}

proptest::proptest! {
    #[test]
    fn every_code_is_found_however_it_is_typed(seed: u64, style in 0usize..4) {
        let code = ShortCode::new(&SeededEntropy::new(seed));
        let typed = match style {
            0 => code.to_string(),
            1 => code.compact().to_lowercase(),
            2 => format!("{} {}", &code.compact()[..4], &code.compact()[4..]),
            _ => code.compact(),
        };
        proptest::prop_assert_eq!(read(&format!("OUI {typed}")).map(|a| a.code), Ok(code));
    }

    #[test]
    fn no_text_makes_reading_fail_otherwise_than_with_a_sentence(text in ".{0,80}") {
        let _ = read(&text);
    }
}
