//! Prints the OpenAPI document of the directory, for validators that are not part of the tests.

use std::io::{self, Write};

use relais_hsds::openapi::{About, Publisher, document};

fn main() -> io::Result<()> {
    let publisher = Publisher {
        name: "Réseau-Test".to_owned(),
        email: Some("annuaire@example.org".to_owned()),
        ..Publisher::default()
    };
    let about = About::at("https://example.org/hsds", "Annuaire des services", publisher);
    let text = serde_json::to_string_pretty(&document(&about))?;
    writeln!(io::stdout(), "{text}")
}
