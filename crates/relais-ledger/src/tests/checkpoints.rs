use proptest::prelude::*;
use relais_kernel::SeededEntropy;

use super::{ORIGIN, bodies, checkpoint, hashes, instant, key};
use crate::{
    Checkpoint, CheckpointError, CheckpointKey, CheckpointPublic, Hash, NoteSignature, SignedCheckpoint,
};

#[test]
fn a_checkpoint_is_written_as_others_read_it() {
    let signed = checkpoint(&hashes(&bodies(3)), 3);
    let text = signed.to_string();
    let lines: Vec<_> = text.split('\n').collect();
    assert_eq!(lines[..2], [ORIGIN, "3"]);
    assert_eq!(lines[2].len(), 44);
    assert_eq!(lines[3..5], ["at 2026-11-20T13:00:00Z", ""]);
    assert!(lines[5].starts_with(&format!("— {ORIGIN} ")), "{text}");
    assert_eq!(lines[6..], [""]);
    assert_eq!(text.parse(), Ok(signed));
}

#[test]
fn the_root_of_an_empty_journal_can_be_signed() {
    let signed = checkpoint(&[], 0);
    assert_eq!(signed.checkpoint.root, Hash::of_nothing());
    assert_eq!(key().public().verify(&signed), Ok(()));
}

/// The verifier key of Go's checksum database, which everyone who checks it carries.
#[test]
fn a_verifier_key_of_another_log_is_read_with_its_known_id() {
    let text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
    let public: CheckpointPublic = text.parse().unwrap();
    assert_eq!(
        (public.origin(), public.key_id()),
        ("sum.golang.org", [0x03, 0x3d, 0xe0, 0xae])
    );
    assert_eq!(public.to_string(), text);
}

#[test]
fn a_verifier_key_whose_name_was_changed_is_refused() {
    let text = key().public().to_string();
    assert_eq!(text.parse(), Ok(key().public()));
    for wrong in [
        text.replace("demo", "dem0"),
        text.replacen('+', " ", 1),
        String::new(),
        "a+b".into(),
    ] {
        assert!(wrong.parse::<CheckpointPublic>().is_err(), "{wrong}");
    }
}

#[test]
fn a_key_that_was_put_away_signs_the_same() {
    let again = CheckpointKey::from_seed(ORIGIN, &key().seed()).unwrap();
    assert_eq!(again.public(), key().public());
    assert_eq!(
        format!("{again:?}"),
        format!("CheckpointKey({}, …)", key().public())
    );
}

#[test]
fn names_that_would_break_the_lines_are_refused() {
    for name in ["", "two words", "a+b", "a\nb", "a\u{a0}b", "a\tb"] {
        assert_eq!(
            CheckpointKey::new(name, &SeededEntropy::new(1)).unwrap_err(),
            CheckpointError::BadName
        );
    }
}

#[test]
fn a_key_signs_its_own_journal_only() {
    let other = Checkpoint {
        origin: "other".into(),
        size: 0,
        root: Hash::of_nothing(),
        at: instant(),
    };
    assert_eq!(key().sign(other), Err(CheckpointError::OtherOrigin));
    let stranger = CheckpointKey::new("other", &SeededEntropy::new(2)).unwrap();
    let signed = checkpoint(&[], 0);
    assert_eq!(
        stranger.public().verify(&signed),
        Err(CheckpointError::OtherOrigin)
    );
}

#[test]
fn a_signature_of_another_key_under_the_same_name_is_no_signature() {
    let forger = CheckpointKey::new(ORIGIN, &SeededEntropy::new(2)).unwrap();
    let mut signed = forger.sign(checkpoint(&[], 0).checkpoint).unwrap();
    assert_eq!(key().public().verify(&signed), Err(CheckpointError::Unsigned));
    // Even when it claims the id of the right key.
    signed.signatures[0].key_id = key().public().key_id();
    assert_eq!(key().public().verify(&signed), Err(CheckpointError::BadSignature));
}

#[test]
fn the_signature_of_a_witness_stands_beside_the_journals_own() {
    let mut signed = checkpoint(&[], 0);
    let witness = NoteSignature {
        name: "witness.example".into(),
        key_id: [1, 2, 3, 4],
        signature: vec![5; 72],
    };
    signed.signatures.insert(0, witness);
    let read: SignedCheckpoint = signed.to_string().parse().unwrap();
    assert_eq!(read, signed);
    assert_eq!(key().public().verify(&read), Ok(()));
}

#[test]
fn a_checkpoint_written_otherwise_is_refused() {
    let text = checkpoint(&hashes(&bodies(3)), 3).to_string();
    let wrong = [
        text.replace("\n3\n", "\n03\n"),
        text.replace("\n3\n", "\n+3\n"),
        text.replace("\n3\n", "\n-3\n"),
        text.replace("\n3\n", "\n99999999999999999999\n"),
        text.replace("13:00:00Z", "14:00:00+01:00"),
        text.replace("at ", "AT "),
        text.replace("\n\n", "\nmore\n\n"),
        text.replace('\n', "\r\n"),
        text.trim_end().to_owned(),
        text.replace("— ", "- "),
        text.split("\n\n").next().unwrap().to_owned(),
        String::new(),
    ];
    for wrong in wrong {
        assert!(wrong.parse::<SignedCheckpoint>().is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn a_checkpoint_altered_anywhere_does_not_verify(at in 0usize..200, replacement in any::<u8>()) {
        let original = checkpoint(&hashes(&bodies(9)), 9);
        let mut bytes = original.to_string().into_bytes();
        let at = at % bytes.len();
        prop_assume!(bytes[at] != replacement);
        bytes[at] = replacement;
        let read = String::from_utf8(bytes).ok().and_then(|text| text.parse::<SignedCheckpoint>().ok());
        if let Some(altered) = read {
            prop_assert!(key().public().verify(&altered).is_err(), "{}", altered);
        }
    }

    #[test]
    fn any_text_is_read_without_harm(text in any::<String>()) {
        if let Ok(signed) = text.parse::<SignedCheckpoint>() {
            prop_assert_eq!(signed.to_string(), text);
        }
    }
}
