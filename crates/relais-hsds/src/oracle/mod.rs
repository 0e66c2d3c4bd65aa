//! What the standard's own files say of a document: for tests, here and in the crates that give documents on.
//!
//! The files are Open Referral's (`standard/README.md`); nothing of this is in the program.

mod page;
mod samples;
mod schemas;

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use jsonschema::Validator;
use serde_json::Value;

use super::Kind;

pub use page::page_faults;
pub use samples::{COPIES, sample_id, samples};
pub use schemas::{DESCRIPTOR, OPENAPI, close, schema};

/// What a document claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    Service,
    ServiceList,
    Organization,
    OrganizationList,
    ServiceAtLocation,
    ServiceAtLocationList,
    Taxonomy,
    TaxonomyTerm,
    /// An object where it stands in another one.
    Part(Kind),
}

/// How the faults that only the closed schemas find begin.
pub const UNKNOWN: &str = "unknown: ";

/// The schema as it is, and with every object closed to properties that it does not name.
struct Pair {
    loose: Validator,
    strict: Validator,
}

/// What the standard finds wrong with a document; empty where all is well.
///
/// Formats are asserted (uuid, uri, email, date-time), no null may stand anywhere, and in a second pass, as in the
/// standard's own checks, no property may stand that it does not name. What only that pass finds begins with [`UNKNOWN`].
pub fn faults(shape: Shape, document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    nulls("", document, &mut faults);
    match pair(shape).as_ref() {
        Ok(pair) => {
            let loose = said(&pair.loose, document);
            let strict = said(&pair.strict, document);
            let unknown = strict.into_iter().filter(|fault| !loose.contains(fault));
            let unknown: Vec<_> = unknown.map(|fault| format!("{UNKNOWN}{fault}")).collect();
            faults.extend(loose);
            faults.extend(unknown);
        }
        Err(broken) => faults.push(format!("the schema of {shape:?} cannot be used: {broken}")),
    }
    faults
}

fn said(validator: &Validator, document: &Value) -> Vec<String> {
    let errors = validator.iter_errors(document);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn nulls(path: &str, value: &Value, faults: &mut Vec<String>) {
    match value {
        Value::Null => faults.push(format!("{path}: null")),
        Value::Object(map) => map
            .iter()
            .for_each(|(key, v)| nulls(&format!("{path}/{key}"), v, faults)),
        Value::Array(list) => {
            let numbered = list.iter().enumerate();
            numbered.for_each(|(at, v)| nulls(&format!("{path}/{at}"), v, faults));
        }
        _ => {}
    }
}

type Built = Arc<Result<Pair, String>>;

/// Each pair is built once: that takes longer than a check.
fn pair(shape: Shape) -> Built {
    static BUILT: LazyLock<Mutex<HashMap<Shape, Built>>> = LazyLock::new(Mutex::default);
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    let pair = built.entry(shape).or_insert_with(|| Arc::new(build(shape)));
    Arc::clone(pair)
}

fn build(shape: Shape) -> Result<Pair, String> {
    Ok(Pair {
        loose: schemas::validator(shape, false)?,
        strict: schemas::validator(shape, true)?,
    })
}
