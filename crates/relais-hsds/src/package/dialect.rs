use std::collections::HashSet;

use super::{sheet::Sheet, tables};

/// The form in which a package is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// HSDS 1.0 as the Ohana API has it: lists in cells, `taxonomy.csv`, `mail_addresses.csv`.
    Ohana,
    /// HSDS 1.1.
    V1,
    /// HSDS 2.0.
    V2,
    /// HSDS 3.0 to 3.3.
    V3,
    /// Columns of the source's own, such as `service_name`.
    Own,
}

impl Dialect {
    /// What tables and columns there are says it better than a descriptor, which many packages do not have.
    pub(super) fn of(sheets: &[Sheet]) -> Self {
        let names: HashSet<&str> = sheets.iter().map(|sheet| &*sheet.name).collect();
        let any = |all: &[&str]| all.iter().any(|name| names.contains(name));
        let has = |table: &str, column: &str| {
            let sheet = sheets.iter().find(|sheet| &*sheet.name == table);
            sheet.is_some_and(|sheet| sheet.columns.iter().any(|name| &**name == column))
        };
        if sheets.iter().any(of_its_own) {
            Self::Own
        } else if any(&["mail_addresses"])
            || has("services", "accepted_payments")
            || has("taxonomy", "taxonomy_id")
            || has("locations", "admin_emails")
        {
            Self::Ohana
        } else if any(&["service_attributes", "other_attributes"])
            || has("taxonomy_terms", "term")
            || (any(&["schedules"]) && any(&["physical_addresses", "postal_addresses"]))
        {
            Self::V2
        } else if any(&[
            "regular_schedules",
            "holiday_schedules",
            "services_taxonomy",
            "taxonomy",
        ]) || any(&["physical_addresses", "postal_addresses", "payments_accepted"])
            || any(&["eligibility", "accessibility_for_disabilities"])
            || any(&["fees", "interpretation_services"])
            || has("organizations", "url")
        {
            Self::V1
        } else {
            Self::V3
        }
    }
}

/// Names its columns after the table: `service_name` in place of `name`.
fn of_its_own(sheet: &Sheet) -> bool {
    let Some(table) = tables::named(&sheet.name) else {
        return false;
    };
    let own = format!("{}_name", table.kind.name());
    let plain = sheet.columns.iter().any(|name| &**name == "name");
    !plain && sheet.columns.iter().any(|name| **name == *own)
}
