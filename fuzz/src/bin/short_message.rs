#![no_main]
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use relais_referral::answer::read_sms;

fuzz_target!(|text: &str| {
    let _ = read_sms(text, date(2026, 2, 28));
});
