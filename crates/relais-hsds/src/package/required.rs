use super::Code;
use crate::{Kind, Record};

/// What may stand where the source says nothing.
pub(super) fn stand_in(record: &Record, field: &str) -> Option<(String, Code)> {
    use Kind::{
        Address, Location, Metadata, Organization, OrganizationIdentifier, Program, Service, Taxonomy,
        TaxonomyTerm,
    };
    let name = || record.text("name").map(str::to_owned);
    match (record.kind, field) {
        (Organization | Program | Taxonomy | TaxonomyTerm, "description") => {
            Some((name()?, Code::DescriptionAssumed))
        }
        (Service, "status") => Some(("active".to_owned(), Code::StatusAssumed)),
        // a place without an address is still a place: its address may be withheld
        (Location, "location_type") | (Address, "address_type") => {
            Some(("physical".to_owned(), Code::PlaceAssumed))
        }
        (Address, "address_1") => {
            let parts = [
                "address_2",
                "city",
                "region",
                "state_province",
                "postal_code",
                "attention",
            ];
            let any = parts
                .iter()
                .any(|part| record.text(part).is_some_and(|said| !said.is_empty()));
            any.then(|| (String::new(), Code::LeftEmpty))
        }
        (Address, "city" | "state_province" | "postal_code" | "country")
        | (
            Metadata,
            "last_action_type" | "field_name" | "previous_value" | "replacement_value" | "updated_by",
        ) => Some((String::new(), Code::LeftEmpty)),
        (OrganizationIdentifier, "identifier_type") => Some((
            record.text("identifier_scheme")?.to_owned(),
            Code::DescriptionAssumed,
        )),
        _ => None,
    }
}
