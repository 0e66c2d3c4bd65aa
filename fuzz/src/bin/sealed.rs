#![no_main]
use libfuzzer_sys::fuzz_target;
use relais_sealing::{LockedMaster, OrganisationPublic, Part, Sealed, Signature};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(sealed) = Sealed::from_bytes(bytes.to_vec()) {
        assert_eq!(sealed.as_bytes(), bytes);
        let _ = sealed.key_id();
    }
    let _ = Signature::from_bytes(bytes);
    let _ = OrganisationPublic::from_bytes(bytes);
    let _ = LockedMaster::from_file(bytes);
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(parts) = Part::in_text(text)
    {
        let _ = Part::join(&parts);
    }
});
