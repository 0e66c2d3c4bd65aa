#![no_main]
use libfuzzer_sys::fuzz_target;
use relais_shell::parts;

fuzz_target!(|input: (&str, &[u8])| {
    let (content_type, body) = input;
    let _ = parts(content_type, body);
    // The boundary is known to whoever sends: most bodies come with theirs.
    let _ = parts("multipart/form-data; boundary=relais", body);
});
