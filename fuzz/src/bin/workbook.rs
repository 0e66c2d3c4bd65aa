#![no_main]
use libfuzzer_sys::fuzz_target;
use relais_publish::{Limits, rows_of_workbook};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    if let Ok(rows) = rows_of_workbook(bytes, &limits) {
        assert!(rows.iter().flatten().map(String::len).sum::<usize>() <= limits.text);
    }
});
