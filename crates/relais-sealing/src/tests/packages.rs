use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::chance;
use crate::{
    OrganisationPair, SealError, Signature,
    canonical::{CanonicalError, from_bytes, to_bytes},
    package::{sign, verify},
};

#[test]
fn fields_stand_in_order_without_spaces() {
    let content = json!({"référence": "K7M2-P9QX", "age": 17, "besoins": [{"type": "health", "since": null}], "urgent": true});
    let text =
        r#"{"age":17,"besoins":[{"since":null,"type":"health"}],"référence":"K7M2-P9QX","urgent":true}"#;
    assert_eq!(String::from_utf8(to_bytes(&content).unwrap()).unwrap(), text);
}

/// The order of RFC 8785 §3.2.3, with the keys of its example.
#[test]
fn keys_are_ordered_by_utf_16() {
    let content =
        json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
    let text = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}";
    assert_eq!(String::from_utf8(to_bytes(&content).unwrap()).unwrap(), text);
}

#[test]
fn only_what_must_be_escaped_is() {
    assert_eq!(
        to_bytes("\u{20ac}$\u{0f}\nA'B\"\\/<é").unwrap(),
        "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\/<é\"".as_bytes()
    );
}

#[test]
fn numbers_that_readers_could_round_are_refused() {
    for number in [
        json!(1.5),
        json!(1e30),
        json!(9_007_199_254_740_992_u64),
        json!(u64::MAX),
        json!(i64::MIN),
    ] {
        assert_eq!(
            to_bytes(&json!({ "n": number })),
            Err(CanonicalError::Number),
            "{number}"
        );
    }
    assert_eq!(to_bytes(&9_007_199_254_740_991_u64).unwrap(), b"9007199254740991");
    assert_eq!(
        to_bytes(&-9_007_199_254_740_991_i64).unwrap(),
        b"-9007199254740991"
    );
}

#[test]
fn a_text_that_two_readers_could_read_differently_is_refused() {
    for text in [
        r#"{"a":1,"a":2}"#,
        r#"{"b":1,"a":2}"#,
        r#"{ "a":1}"#,
        "[1 ]",
        r#""\u0041""#,
        "-0",
        "1\n",
    ] {
        assert!(from_bytes(text.as_bytes()).is_err(), "{text}");
    }
    assert_eq!(from_bytes(br#"{"a":1}"#), Ok(json!({"a": 1})));
}

/// SEC-18: what was sent is fixed; who sent it can be proven.
#[test]
fn a_package_signed_by_its_sender_is_verified() {
    let chance = chance();
    let (sender, other) = (OrganisationPair::new(&chance), OrganisationPair::new(&chance));
    let package = to_bytes(&json!({"referral": "K7M2P9QX"})).unwrap();
    let signature = Signature::from_bytes(&sign(&sender, &package).to_bytes()).unwrap();
    assert_eq!(verify(&sender.public(), &package, &signature), Ok(()));
    assert_eq!(
        verify(&other.public(), &package, &signature),
        Err(SealError::BadSignature)
    );
    assert_eq!(
        verify(&sender.public(), b"{}", &signature),
        Err(SealError::BadSignature)
    );
}

#[test]
fn a_signature_of_an_unknown_suite_is_refused_by_its_number() {
    let mut bytes = sign(&OrganisationPair::new(&chance()), b"{}").to_bytes();
    bytes[0] = 8;
    assert_eq!(Signature::from_bytes(&bytes), Err(SealError::UnknownSuite(8)));
    bytes[0] = 3;
    assert_eq!(Signature::from_bytes(&bytes[..64]), Err(SealError::Damaged));
}

fn content() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn the_canonical_text_is_stable_and_loses_nothing(value in content()) {
        let text = to_bytes(&value).unwrap();
        prop_assert_eq!(&from_bytes(&text).unwrap(), &value);
        // Written with spaces and read by anyone, it comes to the same text again.
        let pretty = serde_json::to_vec_pretty(&value).unwrap();
        let reread: Value = serde_json::from_slice(&pretty).unwrap();
        prop_assert_eq!(to_bytes(&reread).unwrap(), text);
    }

    #[test]
    fn the_order_of_writing_does_not_matter(mut fields in proptest::collection::btree_map(any::<String>(), any::<i32>(), 0..9)) {
        let forward: Map<_, _> = fields.clone().into_iter().map(|(k, v)| (k, v.into())).collect();
        let mut backward = Map::new();
        while let Some((key, value)) = fields.pop_last() {
            backward.insert(key, value.into());
        }
        prop_assert_eq!(to_bytes(&forward).unwrap(), to_bytes(&backward).unwrap());
    }

    #[test]
    fn a_signature_on_altered_bytes_does_not_hold(at in 0usize..40, bit in 0u8..8) {
        let sender = OrganisationPair::new(&chance());
        let mut package = [b'x'; 40];
        let signature = sign(&sender, &package);
        package[at] ^= 1 << bit;
        prop_assert_eq!(verify(&sender.public(), &package, &signature), Err(SealError::BadSignature));
    }
}
