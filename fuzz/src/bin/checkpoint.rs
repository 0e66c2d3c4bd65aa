#![no_main]
use libfuzzer_sys::fuzz_target;
use relais_ledger::{CheckpointPublic, CosignerPublic, Frontier, SignedCheckpoint, StartKey, Submission};

fuzz_target!(|bytes: &[u8]| {
    let _ = Frontier::from_bytes(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(read) = text.parse::<SignedCheckpoint>() {
        let again: SignedCheckpoint = read.to_string().parse().unwrap();
        assert_eq!(again, read);
    }
    let _ = text.parse::<Submission>();
    let _ = text.parse::<CheckpointPublic>();
    let _ = text.parse::<CosignerPublic>();
    let _ = text.parse::<StartKey>();
});
