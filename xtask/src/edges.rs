use anyhow::Result;

use crate::repository::{Metadata, Repository};

/// The rooms from the ground up (design §2); each may use what stands below it. Those on one line don't see
/// each other.
const FLOORS: &[&[&str]] = &[
    &["relais-kernel"],
    &[
        "relais-publish",
        "relais-geography",
        "relais-hsds",
        "relais-search",
        "relais-sealing",
        "relais-ledger",
    ],
    &["relais-platform"],
    &["relais-trust"],
    &["relais-shell"],
    &["relais-mechanism"],
    &["relais-directory"],
    &["relais-casework"],
    &["relais-governance"],
    &["relais-referral"],
    &["relais-assessment"],
    &["relais-results"],
    &["relais"],
];

/// Dependencies between crates of this repository that run up, or along a floor.
pub fn faults(here: &Repository) -> Result<Vec<String>> {
    Ok(upward(&here.metadata(false)?))
}

fn upward(metadata: &Metadata) -> Vec<String> {
    let mut faults = Vec::new();
    for package in metadata.packages.iter().filter(|package| package.name != "xtask") {
        let Some(floor) = floor(&package.name) else {
            faults.push(format!(
                "{}: no floor of the house is its own (xtask/src/edges.rs)",
                package.name
            ));
            continue;
        };
        let own = |dependency: &str| dependency == package.name;
        for dependency in package
            .dependencies
            .iter()
            .filter(|d| d.path.is_some() && !own(&d.name))
        {
            if self::floor(&dependency.name).is_none_or(|below| below >= floor) {
                let kind = dependency.kind.as_deref().unwrap_or("normal");
                faults.push(format!(
                    "{} must not use {} ({kind} dependency)",
                    package.name, dependency.name
                ));
            }
        }
    }
    faults
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(edges: &[(&str, &str)]) -> Metadata {
        let packages: Vec<serde_json::Value> = edges
            .iter()
            .map(|(from, to)| {
                serde_json::json!({
                    "id": from, "name": from, "version": "0", "license": null, "repository": null, "manifest_path": "",
                    "dependencies": [{ "name": to, "kind": null, "path": "/x" }],
                })
            })
            .collect();
        let whole =
            serde_json::json!({ "packages": packages, "workspace_members": [], "target_directory": "" });
        serde_json::from_value(whole).unwrap()
    }

    #[test]
    fn an_edge_that_runs_up_or_along_is_refused() {
        for (from, to) in [
            ("relais-trust", "relais-shell"),
            ("relais-ledger", "relais-sealing"),
            ("relais-casework", "relais-referral"),
            ("relais-kernel", "relais-unknown"),
            ("relais-unknown", "relais-kernel"),
        ] {
            assert_eq!(upward(&metadata(&[(from, to)])).len(), 1, "{from} → {to}");
        }
    }

    #[test]
    fn an_edge_that_runs_down_is_fine() {
        assert!(
            upward(&metadata(&[
                ("relais", "relais-results"),
                ("relais-referral", "relais-directory")
            ]))
            .is_empty()
        );
    }
}
