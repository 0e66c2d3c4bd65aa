use proptest::prelude::*;
use relais_kernel::SeededEntropy;

use super::chance;
use crate::{
    Key, KeyId, MasterKey, OrganisationPair, OrganisationPublic, SealError, receive_key, send_key,
    unwrap_key, unwrap_secret, wrap, wrap_secret,
};

#[test]
fn a_wrapped_key_comes_back_under_its_label_only() {
    let chance = chance();
    let (wrapping, id, key) = (Key::new(&chance), KeyId::new(&chance), Key::new(&chance));
    let wrapped = wrap(&wrapping, id, "case/1/organisation/2", &key, &chance);
    assert_eq!(
        unwrap_key(&wrapping, id, "case/1/organisation/2", &wrapped),
        Ok(key)
    );
    assert_eq!(
        unwrap_key(&wrapping, id, "case/1/organisation/3", &wrapped),
        Err(SealError::Damaged)
    );
}

#[test]
fn a_key_wrapped_by_another_is_refused_by_name() {
    let chance = chance();
    let (wrapping, id, other) = (Key::new(&chance), KeyId::new(&chance), KeyId::new(&chance));
    let wrapped = wrap(&wrapping, id, "l", &Key::new(&chance), &chance);
    assert_eq!(
        unwrap_key(&wrapping, other, "l", &wrapped),
        Err(SealError::WrongKey {
            expected: other,
            found: id
        })
    );
    assert_eq!(
        unwrap_key(&Key::new(&chance), id, "l", &wrapped),
        Err(SealError::Damaged)
    );
}

#[test]
fn a_wrapped_secret_is_never_taken_for_a_wrapped_key() {
    let chance = chance();
    let (wrapping, id) = (Key::new(&chance), KeyId::new(&chance));
    let secret = wrap_secret(&wrapping, id, "l", &[5; 32], &chance);
    assert_eq!(
        unwrap_secret(&wrapping, id, "l", &secret).unwrap().as_slice(),
        [5; 32]
    );
    assert_eq!(unwrap_key(&wrapping, id, "l", &secret), Err(SealError::Damaged));
}

#[test]
fn derived_keys_differ_by_label_and_from_their_source() {
    let key = Key::new(&chance());
    assert_eq!(key.derive("tokens"), key.derive("tokens"));
    assert_ne!(key.derive("tokens"), key.derive("mail"));
    assert_ne!(key.derive("tokens"), key);
    // Computed outside this crate.
    let derived = u128::from_be_bytes(
        Key::from_bytes(&[7; 32]).derive("tokens").as_bytes()[..16]
            .try_into()
            .unwrap(),
    );
    assert_eq!(derived, 0xc977_3da4_f082_b44e_d2e2_be79_8a67_a27e);
    assert_ne!(key.fingerprint().as_bytes()[..], key.as_bytes()[..16]);
}

#[test]
fn a_key_sent_to_an_organisation_is_received_by_it_alone() {
    let chance = chance();
    let (receiver, stranger) = (OrganisationPair::new(&chance), OrganisationPair::new(&chance));
    let key = Key::new(&chance);
    let sent = send_key(&receiver.public(), &key, "package/1", &chance).unwrap();
    assert_eq!(receive_key(&receiver, &sent, "package/1"), Ok(key));
    assert_eq!(
        receive_key(&stranger, &sent, "package/1"),
        Err(SealError::Damaged)
    );
    assert_eq!(
        receive_key(&receiver, &sent, "package/2"),
        Err(SealError::Damaged)
    );
}

#[test]
fn the_same_key_sent_twice_looks_different() {
    let chance = chance();
    let (receiver, key) = (OrganisationPair::new(&chance).public(), Key::new(&chance));
    assert_ne!(
        send_key(&receiver, &key, "l", &chance),
        send_key(&receiver, &key, "l", &chance)
    );
}

#[test]
fn nothing_is_sent_to_a_public_key_that_hides_nothing() {
    let chance = chance();
    let weak = OrganisationPublic {
        encryption: [0; 32],
        ..OrganisationPair::new(&chance).public()
    };
    assert_eq!(
        send_key(&weak, &Key::new(&chance), "l", &chance),
        Err(SealError::BadPublicKey)
    );
}

#[test]
fn a_pair_and_its_public_half_survive_storage() {
    let pair = OrganisationPair::new(&chance());
    let restored = OrganisationPair::from_secret_bytes(&pair.to_secret_bytes()).unwrap();
    assert_eq!(restored.public(), pair.public());
    assert_eq!(
        OrganisationPublic::from_bytes(&pair.public().to_bytes()),
        Ok(pair.public())
    );
    let mut later = pair.public().to_bytes();
    later[0] = 77;
    assert_eq!(
        OrganisationPublic::from_bytes(&later),
        Err(SealError::UnknownSuite(77))
    );
    assert_eq!(
        OrganisationPublic::from_bytes(&later[..0]),
        Err(SealError::Damaged)
    );
}

#[test]
fn a_master_key_file_gives_the_same_key_back() {
    let chance = chance();
    let master = MasterKey::new(&chance);
    let file = format!("# Installation de Personne-Test\r\n\n{}", *master.to_text());
    let read = MasterKey::from_file(file.as_bytes()).unwrap();
    assert_eq!((read.id(), &read), (master.id(), &master));
    let pair = OrganisationPair::new(&chance);
    let wrapped = master.wrap_pair("organisation/1", &pair, &chance);
    assert_eq!(
        read.unwrap_pair("organisation/1", &wrapped).unwrap().public(),
        pair.public()
    );
}

/// SEC-41: a wrong key is told from a damaged one.
#[test]
fn another_master_key_is_refused_by_name() {
    let chance = chance();
    let (master, other) = (MasterKey::new(&chance), MasterKey::new(&chance));
    let wrapped = master.wrap("l", &Key::new(&chance), &chance);
    assert_eq!(
        other.unwrap_key("l", &wrapped),
        Err(SealError::WrongKey {
            expected: other.id(),
            found: master.id()
        })
    );
}

#[test]
fn a_mistyped_empty_or_doubled_master_key_file_is_refused() {
    let text = MasterKey::new(&chance()).to_text();
    let mistyped = text.replacen(&text[30..31], if &text[30..31] == "A" { "B" } else { "A" }, 1);
    for file in [
        "",
        "relais-master-key:",
        "bonjour",
        &mistyped,
        &text[..text.len() - 5],
        &text.repeat(2),
    ] {
        assert_eq!(
            MasterKey::from_file(file.as_bytes()),
            Err(SealError::NotAMasterKey),
            "{file}"
        );
    }
}

/// SEC-50: a master key for a later suite is told from rubbish.
#[test]
fn a_master_key_of_a_later_suite_is_refused_by_its_number() {
    let file = include_bytes!("fixtures/later-master-key.txt");
    assert_eq!(MasterKey::from_file(file), Err(SealError::UnknownSuite(9)));
}

proptest! {
    #[test]
    fn a_sent_key_with_a_flipped_bit_is_not_received(bit in 0usize..81 * 8) {
        let chance = SeededEntropy::new(3);
        let pair = OrganisationPair::new(&chance);
        let mut sent = send_key(&pair.public(), &Key::new(&chance), "l", &chance).unwrap();
        prop_assert_eq!(sent.len(), 81);
        sent[bit / 8] ^= 1 << (bit % 8);
        // X25519 ignores the top bit of a point; HPKE still binds all of it.
        prop_assert!(receive_key(&pair, &sent, "l").is_err());
    }

    #[test]
    fn any_bytes_are_refused_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        let pair = OrganisationPair::new(&SeededEntropy::new(3));
        prop_assert!(receive_key(&pair, &bytes, "l").is_err());
        prop_assert!(unwrap_key(&Key::from_bytes(&[1; 32]), KeyId::from_bytes([2; 16]), "l", &bytes).is_err());
        prop_assert!(MasterKey::from_file(&bytes).is_err());
    }
}
