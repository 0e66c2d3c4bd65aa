//! The objects of HSDS 3.2.3 as data: columns, types, what is required, what refers to what (`spec/datapackage.json` and
//! `spec/schema/` of the standard). A test holds this table against the official files.

use super::{
    Field, Kind, Link,
    Need::{Always, Optional, Tabular},
    Type::{self, Choice, Date, Email, Instant, Number, Text, Time, Uri, Uuid},
};

/// A function would do, but what it gives could not be lent out for good.
macro_rules! f {
    ($name:literal, $kind:expr, $need:expr) => {
        Field {
            name: $name,
            kind: $kind,
            need: $need,
        }
    };
}

const STATUS: Type = Choice(&["active", "inactive", "defunct", "temporarily closed"]);
const PLACE: Type = Choice(&["physical", "postal", "virtual"]);
const DAY: Type = Choice(&["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
const EVERY: Type = Choice(&["WEEKLY", "MONTHLY"]);

/// The columns of an object, the id first.
pub(super) const fn fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Organization => &[
            f!("id", Uuid, Always),
            f!("name", Text, Always),
            f!("alternate_name", Text, Optional),
            f!("description", Text, Always),
            f!("email", Email, Optional),
            f!("website", Uri, Optional),
            f!("tax_status", Text, Optional),
            f!("tax_id", Text, Optional),
            f!("year_incorporated", Number, Optional),
            f!("legal_status", Text, Optional),
            f!("logo", Text, Optional),
            f!("uri", Uri, Optional),
            f!("parent_organization_id", Uuid, Optional),
        ],
        Kind::Program => &[
            f!("id", Uuid, Always),
            f!("organization_id", Uuid, Tabular),
            f!("name", Text, Always),
            f!("alternate_name", Text, Optional),
            f!("description", Text, Always),
        ],
        Kind::Service => &[
            f!("id", Uuid, Always),
            f!("organization_id", Uuid, Tabular),
            f!("program_id", Uuid, Optional),
            f!("name", Text, Always),
            f!("alternate_name", Text, Optional),
            f!("description", Text, Optional),
            f!("url", Uri, Optional),
            f!("email", Email, Optional),
            f!("status", STATUS, Always),
            f!("interpretation_services", Text, Optional),
            f!("application_process", Text, Optional),
            f!("fees_description", Text, Optional),
            f!("wait_time", Text, Optional),
            f!("fees", Text, Optional),
            f!("accreditations", Text, Optional),
            f!("eligibility_description", Text, Optional),
            f!("minimum_age", Number, Optional),
            f!("maximum_age", Number, Optional),
            f!("assured_date", Date, Optional),
            f!("assurer_email", Email, Optional),
            f!("licenses", Text, Optional),
            f!("alert", Text, Optional),
            f!("last_modified", Instant, Optional),
        ],
        Kind::Attribute => &[
            f!("id", Uuid, Always),
            f!("link_id", Uuid, Tabular),
            f!("taxonomy_term_id", Uuid, Tabular),
            f!("link_type", Text, Optional),
            f!("link_entity", Text, Tabular),
            f!("value", Text, Optional),
            f!("label", Text, Optional),
        ],
        Kind::ServiceAtLocation => &[
            f!("id", Uuid, Always),
            f!("service_id", Uuid, Tabular),
            f!("location_id", Uuid, Tabular),
            f!("description", Text, Optional),
        ],
        Kind::Location => &[
            f!("id", Uuid, Always),
            f!("location_type", PLACE, Always),
            f!("url", Uri, Optional),
            f!("organization_id", Uuid, Optional),
            f!("name", Text, Optional),
            f!("alternate_name", Text, Optional),
            f!("description", Text, Optional),
            f!("transportation", Text, Optional),
            f!("latitude", Number, Optional),
            f!("longitude", Number, Optional),
            f!("external_identifier", Text, Optional),
            f!("external_identifier_type", Text, Optional),
        ],
        Kind::Phone => &[
            f!("id", Uuid, Always),
            f!("location_id", Uuid, Optional),
            f!("service_id", Uuid, Optional),
            f!("organization_id", Uuid, Optional),
            f!("contact_id", Uuid, Optional),
            f!("service_at_location_id", Uuid, Optional),
            f!("number", Text, Always),
            f!("extension", Number, Optional),
            f!("type", Text, Optional),
            f!("description", Text, Optional),
        ],
        Kind::Contact => &[
            f!("id", Uuid, Always),
            f!("organization_id", Uuid, Optional),
            f!("service_id", Uuid, Optional),
            f!("service_at_location_id", Uuid, Optional),
            f!("location_id", Uuid, Optional),
            f!("name", Text, Optional),
            f!("title", Text, Optional),
            f!("department", Text, Optional),
            f!("email", Email, Optional),
        ],
        Kind::Address => &[
            f!("id", Uuid, Always),
            f!("location_id", Uuid, Optional),
            f!("attention", Text, Optional),
            f!("address_1", Text, Always),
            f!("address_2", Text, Optional),
            f!("city", Text, Always),
            f!("region", Text, Optional),
            f!("state_province", Text, Always),
            f!("postal_code", Text, Always),
            f!("country", Text, Always),
            f!("address_type", PLACE, Always),
        ],
        Kind::Schedule => &[
            f!("id", Uuid, Always),
            f!("service_id", Uuid, Optional),
            f!("location_id", Uuid, Optional),
            f!("service_at_location_id", Uuid, Optional),
            f!("valid_from", Date, Optional),
            f!("valid_to", Date, Optional),
            f!("dtstart", Date, Optional),
            f!("timezone", Number, Optional),
            f!("until", Date, Optional),
            f!("count", Number, Optional),
            f!("wkst", DAY, Optional),
            f!("freq", EVERY, Optional),
            f!("interval", Number, Optional),
            f!("byday", Text, Optional),
            f!("byweekno", Text, Optional),
            f!("bymonthday", Text, Optional),
            f!("byyearday", Text, Optional),
            f!("description", Text, Optional),
            f!("opens_at", Time, Optional),
            f!("closes_at", Time, Optional),
            f!("schedule_link", Uri, Optional),
            f!("attending_type", Text, Optional),
            f!("notes", Text, Optional),
        ],
        Kind::Funding => &[
            f!("id", Uuid, Always),
            f!("organization_id", Uuid, Optional),
            f!("service_id", Uuid, Optional),
            f!("source", Text, Optional),
        ],
        Kind::ServiceArea => &[
            f!("id", Uuid, Always),
            f!("service_id", Uuid, Optional),
            f!("service_at_location_id", Uuid, Optional),
            f!("name", Text, Optional),
            f!("description", Text, Optional),
            f!("extent", Text, Optional),
            f!("extent_type", Text, Optional),
            f!("uri", Text, Optional),
        ],
        Kind::RequiredDocument => &[
            f!("id", Uuid, Always),
            f!("service_id", Uuid, Optional),
            f!("document", Text, Optional),
            f!("uri", Uri, Optional),
        ],
        Kind::Language => &[
            f!("id", Uuid, Always),
            f!("service_id", Uuid, Optional),
            f!("location_id", Uuid, Optional),
            f!("phone_id", Uuid, Optional),
            f!("name", Text, Optional),
            f!("code", Text, Optional),
            f!("note", Text, Optional),
        ],
        Kind::Accessibility => &[
            f!("id", Uuid, Always),
            f!("location_id", Uuid, Optional),
            f!("description", Text, Optional),
            f!("details", Text, Optional),
            f!("url", Uri, Optional),
        ],
        Kind::TaxonomyTerm => &[
            f!("id", Uuid, Always),
            f!("code", Text, Optional),
            f!("name", Text, Always),
            f!("description", Text, Always),
            f!("parent_id", Uuid, Optional),
            f!("taxonomy", Text, Optional),
            f!("language", Text, Optional),
            f!("taxonomy_id", Uuid, Optional),
            f!("term_uri", Uri, Optional),
        ],
        Kind::Metadata => &[
            f!("id", Uuid, Always),
            f!("resource_id", Uuid, Tabular),
            f!("resource_type", Text, Tabular),
            f!("last_action_date", Date, Always),
            f!("last_action_type", Text, Always),
            f!("field_name", Text, Always),
            f!("previous_value", Text, Always),
            f!("replacement_value", Text, Always),
            f!("updated_by", Text, Always),
        ],
        Kind::MetaTableDescription => &[
            f!("id", Uuid, Always),
            f!("name", Text, Optional),
            f!("language", Text, Optional),
            f!("character_set", Text, Optional),
        ],
        Kind::CostOption => &[
            f!("id", Uuid, Always),
            f!("service_id", Uuid, Tabular),
            f!("valid_from", Date, Optional),
            f!("valid_to", Date, Optional),
            f!("option", Text, Optional),
            f!("currency", Text, Optional),
            f!("amount", Number, Optional),
            f!("amount_description", Text, Optional),
        ],
        Kind::OrganizationIdentifier => &[
            f!("id", Uuid, Always),
            f!("organization_id", Uuid, Tabular),
            f!("identifier_scheme", Text, Optional),
            f!("identifier_type", Text, Always),
            f!("identifier", Text, Always),
        ],
        Kind::Taxonomy => &[
            f!("id", Uuid, Always),
            f!("name", Text, Always),
            f!("description", Text, Always),
            f!("uri", Uri, Optional),
            f!("version", Text, Optional),
        ],
        Kind::ServiceCapacity => &[
            f!("id", Uuid, Always),
            f!("service_id", Uuid, Tabular),
            f!("unit_id", Uuid, Tabular),
            f!("available", Number, Always),
            f!("maximum", Number, Optional),
            f!("description", Text, Optional),
            f!("updated", Instant, Always),
        ],
        Kind::Unit => &[
            f!("id", Uuid, Always),
            f!("name", Text, Always),
            f!("scheme", Text, Optional),
            f!("identifier", Text, Optional),
            f!("uri", Uri, Optional),
        ],
        Kind::Url => &[
            f!("id", Uuid, Always),
            f!("label", Text, Optional),
            f!("url", Uri, Always),
            f!("organization_id", Uuid, Optional),
            f!("service_id", Uuid, Optional),
        ],
    }
}

/// Which columns name other objects; links of attributes and metadata, which name their kind beside, are not among them.
pub(super) const fn links(kind: Kind) -> &'static [Link] {
    match kind {
        Kind::Organization => &[Link {
            field: "parent_organization_id",
            to: Kind::Organization,
        }],
        Kind::Program => &[Link {
            field: "organization_id",
            to: Kind::Organization,
        }],
        Kind::Service => &[
            Link {
                field: "organization_id",
                to: Kind::Organization,
            },
            Link {
                field: "program_id",
                to: Kind::Program,
            },
        ],
        Kind::Attribute => &[Link {
            field: "taxonomy_term_id",
            to: Kind::TaxonomyTerm,
        }],
        Kind::ServiceAtLocation => &[
            Link {
                field: "service_id",
                to: Kind::Service,
            },
            Link {
                field: "location_id",
                to: Kind::Location,
            },
        ],
        Kind::Location => &[Link {
            field: "organization_id",
            to: Kind::Organization,
        }],
        Kind::Phone => &[
            Link {
                field: "contact_id",
                to: Kind::Contact,
            },
            Link {
                field: "location_id",
                to: Kind::Location,
            },
            Link {
                field: "organization_id",
                to: Kind::Organization,
            },
            Link {
                field: "service_id",
                to: Kind::Service,
            },
            Link {
                field: "service_at_location_id",
                to: Kind::ServiceAtLocation,
            },
        ],
        Kind::Contact => &[
            Link {
                field: "location_id",
                to: Kind::Location,
            },
            Link {
                field: "organization_id",
                to: Kind::Organization,
            },
            Link {
                field: "service_id",
                to: Kind::Service,
            },
            Link {
                field: "service_at_location_id",
                to: Kind::ServiceAtLocation,
            },
        ],
        Kind::Address => &[Link {
            field: "location_id",
            to: Kind::Location,
        }],
        Kind::Schedule => &[
            Link {
                field: "location_id",
                to: Kind::Location,
            },
            Link {
                field: "service_id",
                to: Kind::Service,
            },
            Link {
                field: "service_at_location_id",
                to: Kind::ServiceAtLocation,
            },
        ],
        Kind::Funding => &[
            Link {
                field: "organization_id",
                to: Kind::Organization,
            },
            Link {
                field: "service_id",
                to: Kind::Service,
            },
        ],
        Kind::ServiceArea => &[
            Link {
                field: "service_id",
                to: Kind::Service,
            },
            Link {
                field: "service_at_location_id",
                to: Kind::ServiceAtLocation,
            },
        ],
        Kind::RequiredDocument => &[Link {
            field: "service_id",
            to: Kind::Service,
        }],
        Kind::Language => &[
            Link {
                field: "location_id",
                to: Kind::Location,
            },
            Link {
                field: "phone_id",
                to: Kind::Phone,
            },
            Link {
                field: "service_id",
                to: Kind::Service,
            },
        ],
        Kind::Accessibility => &[Link {
            field: "location_id",
            to: Kind::Location,
        }],
        Kind::TaxonomyTerm => &[
            Link {
                field: "taxonomy_id",
                to: Kind::Taxonomy,
            },
            Link {
                field: "parent_id",
                to: Kind::TaxonomyTerm,
            },
        ],
        Kind::CostOption => &[Link {
            field: "service_id",
            to: Kind::Service,
        }],
        Kind::OrganizationIdentifier => &[Link {
            field: "organization_id",
            to: Kind::Organization,
        }],
        Kind::ServiceCapacity => &[
            Link {
                field: "service_id",
                to: Kind::Service,
            },
            Link {
                field: "unit_id",
                to: Kind::Unit,
            },
        ],
        Kind::Url => &[
            Link {
                field: "organization_id",
                to: Kind::Organization,
            },
            Link {
                field: "service_id",
                to: Kind::Service,
            },
        ],
        Kind::Metadata | Kind::MetaTableDescription | Kind::Taxonomy | Kind::Unit => &[],
    }
}
