#![no_main]
use libfuzzer_sys::fuzz_target;
use relais_trust::journal::check_export;

fuzz_target!(|file: &[u8]| {
    let _ = check_export(file, None);
});
