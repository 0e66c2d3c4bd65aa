#![no_main]
use libfuzzer_sys::fuzz_target;
use relais_directory::import::Sheet;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(sheet) = Sheet::of_file(bytes)
        && let Ok(text) = sheet.to_text()
    {
        assert_eq!(Sheet::of_text(&text), Ok(sheet));
    }
});
