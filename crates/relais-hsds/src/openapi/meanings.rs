//! What objects and columns mean, shortly and in our own words.

use crate::Kind;

pub(super) const fn object(kind: Kind) -> &'static str {
    match kind {
        Kind::Organization => "Who provides services.",
        Kind::Program => "Several services of an organization under one name.",
        Kind::Service => "What people can ask for.",
        Kind::Attribute => "A term of a taxonomy that a record carries.",
        Kind::ServiceAtLocation => "A service at one of the places where it is given.",
        Kind::Location => "A place, or a presence at a distance.",
        Kind::Phone => "A number to call.",
        Kind::Contact => "Whom to turn to.",
        Kind::Address => "An address of a place.",
        Kind::Schedule => "When something is open, as a rule that repeats (RFC 5545).",
        Kind::Funding => "What pays for it.",
        Kind::ServiceArea => "Where a service is given.",
        Kind::RequiredDocument => "What has to be brought along.",
        Kind::Language => "A language that is spoken there, without an interpreter.",
        Kind::Accessibility => "What makes a place fit for people with a disability.",
        Kind::TaxonomyTerm => "A word of a taxonomy.",
        Kind::Metadata => "A change that was made to a record.",
        Kind::MetaTableDescription => "What a table of a package holds.",
        Kind::CostOption => "What a service costs.",
        Kind::OrganizationIdentifier => "An organization's number in a register.",
        Kind::Taxonomy => "A set of words to sort records by.",
        Kind::ServiceCapacity => "How much of a service is to be had.",
        Kind::Unit => "What a capacity is counted in.",
        Kind::Url => "A further address on the web.",
    }
}

/// Of a column; where its object says it in a way of its own, that.
pub(super) fn column(kind: Kind, name: &str) -> &'static str {
    special(kind, name).unwrap_or_else(|| common(name))
}

fn special(kind: Kind, name: &str) -> Option<&'static str> {
    Some(match (kind, name) {
        (Kind::Attribute, "taxonomy_term_id") => "The term.",
        (Kind::Attribute, "value") => "What is said by the term here, where it needs more than itself.",
        (Kind::Attribute, "label") => "The words to show in place of those of the term.",
        (Kind::Contact, "title") => "What the person does there.",
        (Kind::Language, "code") => "ISO 639-1, or ISO 639-3 where there is no shorter one.",
        (Kind::Language, "note") => "What else there is to know of it.",
        (Kind::Phone, "type") => "Voice, text, fax, mobile, or another.",
        (Kind::Schedule, "description") => "The hours in words.",
        (Kind::ServiceArea, "uri") => "An address that stands for the area.",
        (Kind::ServiceCapacity, "description") => "What else there is to know of the count.",
        (Kind::Taxonomy | Kind::Unit | Kind::Organization, "uri") => {
            "An address that stands for it for good."
        }
        (Kind::RequiredDocument, "uri") => "Where the document is explained.",
        (Kind::TaxonomyTerm, "taxonomy") => "The taxonomy that it is of, by name.",
        (Kind::TaxonomyTerm, "language") => "The language of the term, ISO 639-2 or 639-3.",
        (Kind::TaxonomyTerm, "code") => "Its code in the taxonomy.",
        (Kind::MetaTableDescription, "language") => "The language of the table.",
        (Kind::Unit, "scheme") => "The list that the unit is from.",
        (Kind::CostOption, "valid_from") => "The first day of this cost.",
        (Kind::CostOption, "valid_to") => "The last day of this cost.",
        (Kind::Location, "url") => "Where to find it on the web, above all where it is virtual.",
        _ => return None,
    })
}

fn common(name: &str) -> &'static str {
    ids(name)
        .or_else(|| of_providers(name))
        .or_else(|| of_places(name))
        .or_else(|| of_times(name))
        .unwrap_or_default()
}

fn ids(name: &str) -> Option<&'static str> {
    Some(match name {
        "id" => "The same for as long as the record is kept.",
        "organization_id" => "The organization that it belongs to.",
        "service_id" => "The service that it belongs to.",
        "program_id" => "The program that it belongs to.",
        "location_id" => "The place that it belongs to.",
        "service_at_location_id" => "The service at a place that it belongs to.",
        "contact_id" => "The contact that it belongs to.",
        "phone_id" => "The number that it belongs to.",
        "unit_id" => "What it is counted in.",
        "taxonomy_id" => "The taxonomy that it is of.",
        "parent_id" => "The wider term.",
        "parent_organization_id" => "The organization that this one is part of.",
        "link_id" => "The record that carries the term.",
        "link_entity" => "What kind of record carries the term.",
        "link_type" => "What the term says of the record: its kind, its public, and so on.",
        "resource_id" => "The record that was changed.",
        "resource_type" => "What kind of record was changed.",
        "external_identifier" => "Its number in a register of places.",
        "external_identifier_type" => "That register.",
        "identifier" => "The number.",
        "identifier_scheme" => "The register, by its code.",
        "identifier_type" => "The register, in words.",
        "tax_id" => "Its number with the tax office.",
        _ => return None,
    })
}

fn of_providers(name: &str) -> Option<&'static str> {
    Some(match name {
        "name" => "What it is called.",
        "alternate_name" => "What else it is called.",
        "description" => "What there is to know of it.",
        "email" => "Where to write to.",
        "website" | "url" => "Its address on the web.",
        "logo" => "The address of its emblem.",
        "tax_status" => "Whether and how it pays tax.",
        "year_incorporated" => "The year in which it was founded in law.",
        "legal_status" => "Its form in law.",
        "status" => {
            "Whether it can be asked for today; what has ended stays as `defunct`, so that readers learn of it."
        }
        "interpretation_services" => "What interpreters there are.",
        "application_process" => "How to ask for it.",
        "fees_description" => "What it costs, in words.",
        "fees" | "wait_time" | "licenses" => "No longer used by the standard.",
        "accreditations" => "Who has tested and approved it.",
        "eligibility_description" => "Whom it is for.",
        "minimum_age" => "The youngest age that it is for.",
        "maximum_age" => "The oldest age that it is for.",
        "alert" => "What is out of the ordinary just now.",
        "assurer_email" => "How to reach whoever checked it last.",
        "source" => "Who pays.",
        "document" => "What to bring.",
        "option" => "For whom, or for what, this cost is.",
        "currency" => "The currency, ISO 4217.",
        "amount" => "The cost.",
        "amount_description" => "The cost in words.",
        "available" => "How many are free.",
        "maximum" => "How many there are in all.",
        "label" => "What it is called on a page.",
        "version" => "Which edition it is.",
        "term_uri" => "An address that stands for the term.",
        "previous_value" => "What was there before.",
        "replacement_value" => "What is there since.",
        "field_name" => "The column that was changed.",
        "updated_by" => "Who changed it.",
        "last_action_type" => "What was done.",
        "character_set" => "How its letters are written.",
        _ => return None,
    })
}

fn of_places(name: &str) -> Option<&'static str> {
    Some(match name {
        "location_type" | "address_type" => "Whether one can go there, write there, or reach it from afar.",
        "transportation" => "How to get there.",
        "latitude" => "Degrees north of the equator (WGS 84).",
        "longitude" => "Degrees east of Greenwich (WGS 84).",
        "attention" => "Whom a letter is for.",
        "address_1" => "Street and number, or what stands for them.",
        "address_2" => "The rest of the street address.",
        "city" => "The town.",
        "region" => "The region.",
        "state_province" => "The province or state.",
        "postal_code" => "The postal code.",
        "country" => "The country, ISO 3166-1, two letters.",
        "details" => "What there is, in full.",
        "extent" => "The bounds of the area.",
        "extent_type" => "How the bounds are written.",
        "number" => "The number, with the code of the country.",
        "extension" => "What to dial after it.",
        "department" => "The part of the organization.",
        _ => return None,
    })
}

fn of_times(name: &str) -> Option<&'static str> {
    Some(match name {
        "valid_from" => "The first day on which these hours hold.",
        "valid_to" => "The last day on which these hours hold.",
        "dtstart" => "The day of the first opening.",
        "until" => "The day of the last opening.",
        "count" => "How often it opens in all.",
        "timezone" => "Hours ahead of universal time.",
        "wkst" => "The day on which weeks begin.",
        "freq" => "Whether it repeats by week or by month.",
        "interval" => "Every how many weeks or months.",
        "byday" => "The days of the week, with their place in the month where it matters (`1SA`, `-1SU`).",
        "byweekno" => "The weeks of the year.",
        "bymonthday" => "The days of the month.",
        "byyearday" => "The days of the year.",
        "opens_at" => "When it opens.",
        "closes_at" => "When it closes.",
        "schedule_link" => "Where the hours stand on the web.",
        "attending_type" => "How one takes part: there, by phone, or otherwise.",
        "notes" => "What else there is to know of the hours.",
        "group" => "What hours belong together, such as those of a summer.",
        "assured_date" => "The day on which it was last checked.",
        "last_modified" => "When it, or something that belongs to it, last changed.",
        "last_action_date" => "The day of the change.",
        "updated" => "When it was counted.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{LISTED_AS, NEWER};

    #[test]
    fn every_column_is_explained() {
        let all = Kind::ALL
            .iter()
            .flat_map(|kind| kind.fields().iter().map(|field| (*kind, field.name)));
        let newer = NEWER
            .iter()
            .map(|(kind, field)| (*kind, field.name))
            .filter(|(_, name)| *name != LISTED_AS);
        for (kind, name) in all.chain(newer) {
            assert!(!column(kind, name).is_empty(), "{}.{name}", kind.name());
        }
    }
}
