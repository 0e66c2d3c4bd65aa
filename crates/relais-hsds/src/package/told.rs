use std::collections::BTreeSet;

use super::{Found, Package, tables};
use crate::Kind;

/// Whether a file of this name is a table of the standard, of whichever version.
pub fn is_table(name: &str) -> bool {
    tables::named(&tables::stem(name)).is_some()
}

/// Of which kinds a package tells; `None`: of all. With a descriptor, or as documents, it is whole: what is not in it is
/// not there. Of loose tables somebody may have sent some only, and the others say nothing.
pub fn kinds_told(files: &[Found], package: &Package) -> Option<BTreeSet<Kind>> {
    let whole = |file: &Found| {
        let name = file.name.to_lowercase();
        [".json", ".ndjson", ".jsonl"]
            .iter()
            .any(|end| name.ends_with(end))
    };
    if files.iter().any(whole) {
        return None;
    }
    let names = package
        .report
        .tables
        .iter()
        .map(|tally| tables::stem(&tally.table));
    let mut kinds = BTreeSet::new();
    for name in names {
        // What was said of services in a table of its own leaves their own table unsaid.
        let own = |table: &tables::Table| table.kind != Kind::Service || !table.is_older();
        if let Some(table) = tables::named(&name).filter(own) {
            kinds.insert(table.kind);
        }
        // Before version 3 terms stood in `taxonomy`.
        if name == "taxonomy" {
            kinds.insert(Kind::TaxonomyTerm);
        }
    }
    Some(kinds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::read;

    fn told(files: &[Found]) -> Option<Vec<Kind>> {
        let package = read(files, "source-test").unwrap();
        kinds_told(files, &package).map(|kinds| kinds.into_iter().collect())
    }

    #[test]
    fn loose_tables_tell_of_themselves_and_a_whole_package_of_everything() {
        let services = Found::new(
            "services.csv",
            "id,organization_id,name,status\n1,1,Un-Test,active\n",
        );
        let eligible = Found::new("eligibility.csv", "id,service_id,eligibility\n1,1,Adultes\n");
        assert_eq!(told(std::slice::from_ref(&services)), Some(vec![Kind::Service]));
        assert_eq!(told(&[services.clone(), eligible]), Some(vec![Kind::Service]));
        assert_eq!(told(&[services, Found::new("datapackage.json", "{}")]), None);
        assert!(is_table("Services.csv") && is_table("regular_schedules.csv") && !is_table("feuille.csv"));
    }
}
