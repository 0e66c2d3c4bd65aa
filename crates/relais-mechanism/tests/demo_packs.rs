#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use relais_mechanism::builtin;
#[test]
fn t() {
    for c in ["modele-regional", "cameroun-demo"] {
        match builtin(c) {
            Ok(d) => println!("{} {}", d.code, d.version),
            Err(e) => panic!("{e}"),
        }
    }
}
