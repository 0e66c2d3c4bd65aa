use std::collections::HashSet;

use relais_kernel::Localised;
use relais_mechanism::{BuiltinPacks, Definition};
use relais_trust::{
    Actor, Door, Trust,
    accounts::{AddOrganisation, organisations},
};

use crate::stop::Stop;

/// Providers and lead organisations of the demo pack; both begin with key, French name, English name, type.
const FILES: [&str; 2] = [
    "cameroun-demo/structures-referentes.csv",
    "cameroun-demo/prestataires.csv",
];

/// # Errors
/// When a file of the pack cannot be read.
pub async fn add(trust: &Trust, definition: &Definition) -> Result<(), Stop> {
    let held = organisations(trust.database().reader()).await?;
    let mut known: HashSet<String> = held.into_iter().map(|organisation| organisation.code).collect();
    for file in FILES {
        for organisation in read(file, definition)? {
            if known.insert(organisation.code.clone()) {
                trust
                    .perform(&Actor::installation(Door::Console), None, organisation)
                    .await?;
            }
        }
    }
    Ok(())
}

fn read(file: &str, definition: &Definition) -> Result<Vec<AddOrganisation>, Stop> {
    let fault = |why: &dyn std::fmt::Display| Stop::fault(file, why);
    let bytes = BuiltinPacks::file(file).ok_or_else(|| fault(&"missing"))?;
    let mut lines = csv::Reader::from_reader(&*bytes);
    let mut found = Vec::new();
    for line in lines.records() {
        let line = line.map_err(|error| fault(&error))?;
        let cell = |index: usize| line.get(index).unwrap_or_default().trim().to_owned();
        let kind = cell(3);
        let item = definition
            .item("organisation_type", &kind)
            .map_err(|refusal| fault(&refusal.sentence.en))?;
        found.push(AddOrganisation {
            code: cell(0),
            name: Localised::new(cell(1), cell(2)),
            firewall: item.firewall,
            kind,
        });
    }
    Ok(found)
}
