use std::collections::HashSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use proptest::prelude::*;
use relais_kernel::SeededEntropy;
use uuid::Uuid;

use super::chance;
use crate::{Context, Key, KeyId, SealError, Sealed, Suite, open, seal};

const CASE: Uuid = Uuid::from_u128(0x11);

fn place<'a>(table: &'a str, field: &'a str) -> Context<'a> {
    Context {
        table,
        case: CASE,
        record: Uuid::from_u128(0x22),
        field,
        version: 1,
    }
}

fn sealed_name() -> (Key, Sealed) {
    let chance = chance();
    let key = Key::new(&chance);
    let sealed = seal(
        &key,
        KeyId::new(&chance),
        &place("person", "name"),
        b"Personne-Test 1",
        &chance,
    );
    (key, sealed)
}

#[test]
fn a_sealed_value_opens_in_its_place_and_hides_its_text() {
    let (key, sealed) = sealed_name();
    assert_eq!(
        open(&key, &sealed, &place("person", "name")).unwrap().as_slice(),
        b"Personne-Test 1"
    );
    assert!(!sealed.as_bytes().windows(8).any(|part| part == b"Personne"));
}

/// SEC-39: two ciphertexts swapped by SQL are an error, not a wrong name.
#[test]
fn a_value_moved_anywhere_else_does_not_open() {
    let (key, sealed) = sealed_name();
    let home = place("person", "name");
    let elsewhere = [
        Context {
            table: "contact",
            ..home
        },
        Context {
            case: Uuid::from_u128(0x12),
            ..home
        },
        Context {
            record: Uuid::from_u128(0x23),
            ..home
        },
        Context {
            field: "alias",
            ..home
        },
        Context { version: 2, ..home },
    ];
    for other in elsewhere {
        assert_eq!(
            open(&key, &sealed, &other).unwrap_err(),
            SealError::Damaged,
            "{other:?}"
        );
    }
}

#[test]
fn where_one_name_ends_and_the_next_begins_matters() {
    let chance = chance();
    let key = Key::new(&chance);
    let sealed = seal(&key, KeyId::new(&chance), &place("ab", "c"), b"x", &chance);
    assert_eq!(
        open(&key, &sealed, &place("a", "bc")).unwrap_err(),
        SealError::Damaged
    );
}

#[test]
fn another_key_does_not_open_and_is_refused_by_name() {
    let chance = chance();
    let (_, sealed) = sealed_name();
    let (other, id) = (Key::new(&SeededEntropy::new(1)), KeyId::new(&chance));
    assert_eq!(
        open(&other, &sealed, &place("person", "name")).unwrap_err(),
        SealError::Damaged
    );
    assert!(sealed.require_key(sealed.key_id()).is_ok());
    assert_eq!(
        sealed.require_key(id),
        Err(SealError::WrongKey {
            expected: id,
            found: sealed.key_id()
        })
    );
}

#[test]
fn the_key_a_value_names_cannot_be_exchanged() {
    let (key, sealed) = sealed_name();
    let mut bytes = sealed.into_bytes();
    bytes[1..17].copy_from_slice(KeyId::from_uuid(Uuid::from_u128(9)).as_bytes());
    let renamed = Sealed::from_bytes(bytes).unwrap();
    assert_eq!(
        open(&key, &renamed, &place("person", "name")).unwrap_err(),
        SealError::Damaged
    );
}

/// SEC-50: the format has a suite from the first day; an unknown one is refused clearly.
#[test]
fn an_unknown_suite_is_refused_by_its_number() {
    let (_, sealed) = sealed_name();
    let mut bytes = sealed.into_bytes();
    for suite in [0, 2, 3, 200] {
        bytes[0] = suite;
        assert_eq!(
            Sealed::from_bytes(bytes.clone()),
            Err(SealError::UnknownSuite(suite))
        );
    }
    assert_eq!(Suite::try_from(1), Ok(Suite::Aes256GcmSiv));
    assert_eq!(Suite::try_from(9), Err(SealError::UnknownSuite(9)));
}

/// Stored values outlive versions: what was written on the first day must open for ever.
#[test]
fn a_value_of_the_first_day_still_opens() {
    let key = Key::from_bytes(&[7; 32]);
    let sealed = Sealed::from_bytes(STANDARD.decode(FIRST_VALUE).unwrap()).unwrap();
    assert_eq!(sealed.key_id(), KeyId::from_bytes([9; 16]));
    assert_eq!(
        open(&key, &sealed, &place("person", "name")).unwrap().as_slice(),
        b"Personne-Test 1"
    );
}

/// Made outside this crate, with another implementation of the cipher and the layout that README gives.
const FIRST_VALUE: &str = "AQkJCQkJCQkJCQkJCQkJCQkAAQIDBAUGBwgJCgv60OV0iYPyeLrZIMctibMPhJ1KYbaIzljwXcXL8+sv";

/// SEC-40: a million seals under one key, no nonce twice.
#[test]
fn sec_40_nonces_do_not_repeat() {
    let chance = chance();
    let (key, id, place) = (Key::new(&chance), KeyId::new(&chance), place("t", "f"));
    let mut seen = HashSet::with_capacity(SEALS);
    for _ in 0..SEALS {
        let sealed = seal(&key, id, &place, b"", &chance);
        assert!(seen.insert(<[u8; 12]>::try_from(&sealed.as_bytes()[17..29]).unwrap()));
    }
}
const SEALS: usize = 1_000_000;

#[test]
fn neither_keys_nor_values_are_printed() {
    let (key, sealed) = sealed_name();
    let printed = format!("{key:?} {sealed:?}");
    let first = format!("{:?}", key.as_bytes())
        .trim_matches(['[', ']'])
        .to_owned();
    assert!(
        !printed.contains(&first) && printed.starts_with("Key(…) Sealed(60 bytes"),
        "{printed}"
    );
}

proptest! {
    #[test]
    fn whatever_was_sealed_is_opened(plain in proptest::collection::vec(any::<u8>(), 0..300), seed: u64, version: u32) {
        let chance = SeededEntropy::new(seed);
        let (key, id) = (Key::new(&chance), KeyId::new(&chance));
        let place = Context { version, ..place("person", "name") };
        let sealed = seal(&key, id, &place, &plain, &chance);
        prop_assert_eq!(sealed.as_bytes().len(), plain.len() + 45);
        let stored = Sealed::from_bytes(sealed.into_bytes()).unwrap();
        prop_assert_eq!(stored.key_id(), id);
        let opened = open(&key, &stored, &place).unwrap();
        prop_assert_eq!(opened.as_slice(), plain.as_slice());
    }

    #[test]
    fn a_flipped_bit_anywhere_is_noticed(bit in 0usize..60 * 8) {
        let (key, sealed) = sealed_name();
        let mut bytes = sealed.into_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let opened = Sealed::from_bytes(bytes).and_then(|altered| open(&key, &altered, &place("person", "name")));
        prop_assert!(opened.is_err());
    }

    #[test]
    fn a_value_cut_short_is_noticed(length in 0usize..60) {
        let (key, sealed) = sealed_name();
        let cut = sealed.as_bytes()[..length].to_vec();
        let opened = Sealed::from_bytes(cut).and_then(|cut| open(&key, &cut, &place("person", "name")));
        prop_assert_eq!(opened.unwrap_err(), SealError::Damaged);
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        if let Ok(sealed) = Sealed::from_bytes(bytes) {
            prop_assert!(open(&Key::from_bytes(&[1; 32]), &sealed, &place("person", "name")).is_err());
        }
    }
}
