use super::chance;
use crate::{Effort, LockedMaster, MasterKey, SealError};

const LITTLE: Effort = Effort {
    memory: 64,
    passes: 1,
};
const WORDS: &str = "girafe lagune marmite pluie";

fn locked() -> (MasterKey, LockedMaster) {
    let master = MasterKey::new(&chance());
    let locked = LockedMaster::new(&master, WORDS, LITTLE, &chance()).unwrap();
    (master, locked)
}

#[test]
fn sec_43_a_passphrase_and_no_other_opens_the_master_key() {
    let (master, locked) = locked();
    let read = LockedMaster::from_file(locked.to_text().as_bytes()).unwrap();
    assert_eq!(read, locked);
    assert_eq!(read.open(WORDS), Ok(master.clone()));
    assert_eq!(read.open(&format!(" {WORDS}\n")), Ok(master));
    assert!(matches!(
        read.open("girafe lagune marmite"),
        Err(SealError::WrongKey { .. })
    ));
}

#[test]
fn the_file_says_nothing_of_the_key_and_differs_each_time() {
    let (master, locked) = locked();
    let again = LockedMaster::new(&master, WORDS, LITTLE, &relais_kernel::SeededEntropy::new(8)).unwrap();
    assert_ne!(locked.to_text(), again.to_text());
    let key = master.to_text();
    let inner = key.trim_start_matches("relais-master-key:").trim();
    assert!(!locked.to_text().contains(&inner[4..20]));
    assert!(!format!("{locked:?}").contains(&locked.to_text()[40..60]));
}

#[test]
fn an_altered_file_is_refused_and_one_that_asks_for_too_much_memory_too() {
    let (master, locked) = locked();
    let text = locked.to_text();
    for at in (25..text.len() - 4).step_by(7) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert!(LockedMaster::from_file(&bytes).is_err(), "{at}");
    }
    assert_eq!(
        LockedMaster::from_file(master.to_text().as_bytes()),
        Err(SealError::NotAMasterKey)
    );
    let huge = Effort {
        memory: u32::MAX,
        passes: 1,
    };
    assert!(LockedMaster::new(&master, WORDS, huge, &chance()).is_err());
    assert_eq!(
        LockedMaster::from_file(locked.with_effort(huge).to_text().as_bytes()),
        Err(SealError::NotAMasterKey)
    );
}
