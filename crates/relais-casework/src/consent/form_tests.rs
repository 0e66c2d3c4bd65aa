use relais_mechanism::{DataCategory as D, Purpose};

use super::{ledger_tests::ADULT, *};
use crate::{NeedId, OrganisationId, UserId, fixture::*};

/// `o6` is organisation 6, `n50` need 50, `u4` user 4.
pub(super) struct Numbered;

fn number<K>(kind: char, text: &str) -> Option<relais_kernel::Id<K>> {
    text.strip_prefix(kind)?.parse().ok().map(id)
}

impl Named for Numbered {
    fn organisation(&self, text: &str) -> Option<OrganisationId> {
        number('o', text)
    }

    fn need(&self, text: &str) -> Option<NeedId> {
        number('n', text)
    }

    fn user(&self, text: &str) -> Option<UserId> {
        number('u', text)
    }
}

pub(super) fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

fn form() -> ConsentForm {
    ConsentForm {
        purpose: "referral".into(),
        answer: "given".into(),
        recipients: list(&["o6"]),
        receivers_of: list(&["n50"]),
        data_categories: list(&["identity", "health"]),
        given_by: "self".into(),
        mode: "oral_witness".into(),
        witness: "Témoin-Test 1".into(),
        language: "ful".into(),
        interpreter: "Interprète-Test 1".into(),
        explained: list(&[
            "who",
            "why",
            "what",
            "risks",
            "no_cost",
            "withdrawal",
            "complaint",
        ]),
        withheld: "Ne pas parler du trajet.".into(),
        withheld_from: list(&["o66", "u7"]),
        withheld_reason: "fear_of_harm".into(),
        contact_restrictions: "Ne pas appeler le frère du mari.".into(),
        starts: "2026-11-23".into(),
        expires: "2027-05-22".into(),
        copy_given: "yes".into(),
        ..ConsentForm::default()
    }
}

fn read(form: &ConsentForm, person: Person) -> Result<ConsentRead, Vec<(String, String)>> {
    let rules = consent_rules();
    let taking = Taking {
        codes: &SmallLists,
        named: &Numbered,
        rules: &rules,
        person,
        by: id(4),
        now: monday(),
        today: day("2026-11-23"),
    };
    form.read(&taking).map_err(|r| {
        r.0.into_iter()
            .map(|r| (r.field.unwrap_or_default(), r.code))
            .collect()
    })
}

#[test]
fn a_form_becomes_terms_and_sealed_words() {
    let read = read(&form(), ADULT).unwrap();
    assert!(read.given);
    assert_eq!(read.terms.purpose, Purpose::REFERRAL);
    assert_eq!(
        read.terms.recipients,
        Recipients {
            organisations: [id(6)].into(),
            receivers_of: [id(50)].into()
        }
    );
    assert_eq!(read.terms.categories, [D::IDENTITY, D::HEALTH].into());
    assert_eq!(
        read.terms.withheld_from,
        [Party::Organisation(id(66)), Party::User(id(7))].into()
    );
    assert_eq!((read.terms.taken.by, read.terms.taken.at), (id(4), monday()));
    assert!(read.terms.contact_restrictions && read.terms.taken.interpreter);
    assert!(!format!("{read:?}").contains("frère"), "the words are sealed");
    let sealed = read.words.seal(&SmallLists).unwrap();
    assert_eq!(ConsentWords::open(&sealed).unwrap(), read.words);
}

#[test]
fn an_empty_form_is_told_who_how_and_until_when_at_once_sec_21() {
    let fields: Vec<_> = read(&ConsentForm::default(), ADULT)
        .unwrap_err()
        .into_iter()
        .map(|(f, _)| f)
        .collect();
    assert_eq!(
        fields,
        [
            "answer", "purpose", "given_by", "language", "mode", "starts", "expires"
        ]
    );
}

#[test]
fn a_refusal_is_recorded_without_asking_for_more_dp_09() {
    let refused = ConsentForm {
        answer: "refused".into(),
        recipients: Vec::new(),
        receivers_of: Vec::new(),
        data_categories: Vec::new(),
        explained: list(&["who"]),
        ..form()
    };
    assert!(!read(&refused, ADULT).unwrap().given);
}

#[test]
fn an_oral_consent_has_a_witness() {
    let alone = ConsentForm {
        witness: String::new(),
        ..form()
    };
    assert_eq!(
        read(&alone, ADULT).unwrap_err(),
        [("witness".to_owned(), "WitnessMissing".to_owned())]
    );
}

#[test]
fn an_unknown_recipient_is_refused_and_never_left_out() {
    let unknown = ConsentForm {
        recipients: list(&["o6", "zzz"]),
        ..form()
    };
    assert_eq!(
        read(&unknown, ADULT).unwrap_err(),
        [("recipients".to_owned(), "UnknownCode".to_owned())]
    );
}

#[test]
fn a_child_is_asked_and_a_caregiver_in_doubt_is_not_dp_10() {
    let junior = Person {
        age: Some(16),
        caregiver_in_doubt: true,
    };
    let uncle = ConsentForm {
        given_by: "caregiver".into(),
        caregiver_in_doubt: "no".into(),
        ..form()
    };
    let codes: Vec<_> = read(&uncle, junior)
        .unwrap_err()
        .into_iter()
        .map(|(_, code)| code)
        .collect();
    assert_eq!(codes, ["CaregiverInDoubt", "AssentMissing"]);
    let decided = ConsentForm {
        given_by: "best_interests".into(),
        deciders: list(&["u4", "u9"]),
        decider_roles: list(&["R04", "R09"]),
        assent: "given".into(),
        ..form()
    };
    assert!(matches!(
        read(&decided, junior).unwrap().terms.giver,
        Giver::BestInterests { .. }
    ));
    let one = ConsentForm {
        deciders: list(&["u4"]),
        ..decided
    };
    assert_eq!(
        read(&one, junior).unwrap_err(),
        [("deciders".to_owned(), "AnswerMissing".to_owned())]
    );
}

#[test]
fn whether_the_caregiver_can_be_trusted_is_always_asked_dp_10() {
    let child = Person {
        age: Some(12),
        caregiver_in_doubt: false,
    };
    let mother = ConsentForm {
        given_by: "caregiver".into(),
        assent: "given".into(),
        ..form()
    };
    assert_eq!(
        read(&mother, child).unwrap_err(),
        [("caregiver_in_doubt".to_owned(), "AnswerMissing".to_owned())]
    );
    let doubted = ConsentForm {
        caregiver_in_doubt: "yes".into(),
        ..mother.clone()
    };
    assert_eq!(
        read(&doubted, child).unwrap_err(),
        [("given_by".to_owned(), "CaregiverInDoubt".to_owned())]
    );
    assert!(
        read(
            &ConsentForm {
                caregiver_in_doubt: "no".into(),
                ..mother
            },
            child
        )
        .is_ok()
    );
}
