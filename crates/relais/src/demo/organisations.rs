use std::collections::HashSet;

use relais_directory::{actions::ImportProviders, import::Sheet, store::all_services};
use relais_kernel::{Id, Lang, Localised, Mechanism};
use relais_mechanism::{BuiltinPacks, Definition, Definitions};
use relais_trust::{
    Actor, Door, Trust,
    accounts::{AddOrganisation, Contact, SetContact, contact_of, organisation_by_code, organisations},
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
    settle_contacts(trust).await
}

/// Lead organisations offer no service whose contact could be taken: theirs stands in their file. What people change
/// in the demonstration stays changed.
async fn settle_contacts(trust: &Trust) -> Result<(), Stop> {
    let rows = trust.database().reader();
    let bytes = BuiltinPacks::file(FILES[0]).ok_or_else(|| Stop::fault(FILES[0], &"missing"))?;
    for line in csv::Reader::from_reader(&*bytes).records() {
        let line = line.map_err(|error| Stop::fault(FILES[0], &error))?;
        let cell = |index: usize| line.get(index).map(str::trim).filter(|text| !text.is_empty());
        let organisation = organisation_by_code(rows, cell(0).unwrap_or_default()).await?.id;
        if contact_of(rows, organisation).await?.is_some() {
            continue;
        }
        let set = SetContact {
            organisation,
            contact: Contact {
                phone: cell(7).map(str::to_owned),
                email: cell(8).map(str::to_owned),
                prefers: cell(9).filter(|way| *way == "sms").map(str::to_owned),
                lang: Lang::Fr,
            },
        };
        trust
            .perform(&Actor::installation(Door::Console), None, set)
            .await?;
    }
    Ok(())
}

/// The services of the 30 providers, through the same import as anybody's sheet; once, so that what people change in
/// the demonstration stays changed.
///
/// # Errors
/// When the sheet of the pack cannot be read.
pub async fn add_services(trust: &Trust, mechanism: Id<Mechanism>) -> Result<(), Stop> {
    if !all_services(trust.database().reader()).await?.is_empty() {
        return Ok(());
    }
    let file = FILES[1];
    let bytes = BuiltinPacks::file(file).ok_or_else(|| Stop::fault(file, &"missing"))?;
    let sheet = Sheet::of_text(&String::from_utf8_lossy(&bytes))
        .map_err(|refusal| Stop::fault(file, &refusal.sentence.en))?;
    let import = ImportProviders {
        definitions: Definitions::default(),
        mechanism,
        sheet,
    };
    trust
        .perform(&Actor::installation(Door::Console), None, import)
        .await?;
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
