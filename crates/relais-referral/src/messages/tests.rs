use std::collections::BTreeSet;

use relais_kernel::{Lang, SeededEntropy, ShortCode};

use super::*;
use crate::referral::DeclineReason;

fn address(token: &str) -> AnswerAddress {
    AnswerAddress::new("https://relais.example.cm/r/", token).unwrap()
}

fn all() -> impl Iterator<Item = (MessageKind, Lang)> {
    MessageKind::ALL
        .iter()
        .flat_map(|kind| Lang::ALL.map(|lang| (*kind, lang)))
}

const TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAA";

#[test]
fn a_message_differs_by_code_and_link_and_by_nothing_else() {
    // DP-17
    let (one, other) = (
        ShortCode::new(&SeededEntropy::new(1)),
        ShortCode::new(&SeededEntropy::new(2)),
    );
    let (here, there) = (address(TOKEN), address("BBBBBBBBBBBBBBBBBBBBBB"));
    let swap = |text: &str| {
        text.replace(&one.to_string(), &other.to_string())
            .replace(here.as_str(), there.as_str())
    };
    for (kind, lang) in all() {
        let (first, second) = (write(kind, one, &here, lang), write(kind, other, &there, lang));
        assert_eq!(swap(&first.sms), second.sms);
        assert_eq!(swap(&first.mail.body), second.mail.body);
        assert_eq!(swap(&first.mail.subject), second.mail.subject);
    }
}

#[test]
fn every_short_message_is_one_message_with_its_link_and_its_code() {
    let code = ShortCode::new(&SeededEntropy::new(3));
    for (kind, lang) in all() {
        let message = write(kind, code, &address(TOKEN), lang);
        let length = gsm7_length(&message.sms).unwrap_or_else(|| panic!("not GSM 7-bit: {}", message.sms));
        assert!(length <= 160, "{length}: {}", message.sms);
        assert!(
            message.sms.contains(&code.to_string()) && message.sms.contains(TOKEN),
            "{}",
            message.sms
        );
        assert!(message.mail.body.contains(TOKEN) && message.mail.subject.contains(&code.to_string()));
        assert!(!message.mail.body.contains('{') && !message.sms.contains('{'));
    }
}

#[test]
fn a_link_that_does_not_fit_leaves_the_code() {
    let code = ShortCode::new(&SeededEntropy::new(3));
    for host in [1, 20, 40, 60, 80, 100, 120] {
        let base = format!("https://{}.example/", "a".repeat(host));
        let address = AnswerAddress::new(&base, TOKEN).unwrap();
        for (kind, lang) in all() {
            let sms = write(kind, code, &address, lang).sms;
            assert!(gsm7_length(&sms).is_some_and(|l| l <= 160), "{sms}");
            assert!(sms.contains(&code.to_string()));
            assert!(host < 120 || !sms.contains("https"), "{sms}");
        }
    }
}

#[test]
fn no_message_names_a_service_a_need_or_a_reason() {
    // DP-17: no diagnosis, category or service type.
    let telling = [
        "sant", "médic", "hôpital", "vih", "viol", "vbg", "traite", "héberg", "logement", "enfant", "mineur",
        "psych", "juridi", "emploi", "health", "medic", "hospital", "hiv", "rape", "gbv", "traffick",
        "shelter", "housing", "child", "minor", "mental", "legal", "job",
    ];
    let code = "00000000".parse().unwrap();
    for (kind, lang) in all() {
        let message = write(kind, code, &address(TOKEN), lang);
        let text = format!("{} {} {}", message.mail.subject, message.mail.body, message.sms).to_lowercase();
        for word in telling {
            assert!(!text.contains(word), "{word}: {text}");
        }
        for reason in DeclineReason::ALL.iter().filter(|r| **r != DeclineReason::Other) {
            assert!(!text.contains(&reason.label().fr) && !text.contains(&format!(" {}", reason.label().en)));
        }
    }
}

#[test]
fn french_and_english_say_the_same_occasions_in_their_own_words() {
    let code = "00000000".parse().unwrap();
    let subjects: BTreeSet<_> = all()
        .map(|(kind, lang)| write(kind, code, &address(TOKEN), lang).mail.subject)
        .collect();
    assert_eq!(subjects.len(), MessageKind::ALL.len() * 2);
}

#[test]
fn nothing_but_a_token_travels_in_a_link() {
    let base = "https://relais.example.cm/r/";
    for token in [
        "Personne-Test",
        "Personne Test 1 Besoin Soin",
        "AAAAAAAAAAAAAAAAAAAAA?x",
        "",
        &"A".repeat(65),
    ] {
        assert_eq!(AnswerAddress::new(base, token).unwrap_err(), NotAnAddress);
    }
    for base in [
        "relais.example.cm/",
        "https://relais.example.cm",
        "https://",
        "https://a b/",
        "ftp://a/",
    ] {
        assert_eq!(AnswerAddress::new(base, TOKEN).unwrap_err(), NotAnAddress);
    }
    assert!(!format!("{:?}", address(TOKEN)).contains(TOKEN));
}
