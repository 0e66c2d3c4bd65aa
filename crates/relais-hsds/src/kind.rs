use super::objects;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Text,
    Number,
    Uuid,
    Uri,
    Email,
    /// RFC 3339 with an offset.
    Instant,
    /// `YYYY-MM-DD`.
    Date,
    /// `HH:MM:SSZ`, which both the prose and the descriptor of the standard accept.
    Time,
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// Where a column has to be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Optional,
    /// In JSON and in tables.
    Always,
    /// In tables, where nothing is nested.
    Tabular,
}

/// A column of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: Type,
    pub need: Need,
}

/// A column that holds the id of another object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub field: &'static str,
    pub to: Kind,
}

macro_rules! kinds {
    ($($kind:ident $name:literal $file:literal,)*) => {
        /// An object of the standard.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($kind),* }

        impl Kind {
            /// In the order of the standard's descriptor.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// As the standard writes it in `link_entity` and `resource_type`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name),* }
            }

            /// Its table in a package; six of them are singular.
            pub const fn file(self) -> &'static str {
                match self { $(Self::$kind => $file),* }
            }

            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$kind),)* _ => None }
            }
        }
    };
}

kinds! {
    Organization "organization" "organizations.csv",
    Program "program" "programs.csv",
    Service "service" "services.csv",
    Attribute "attribute" "attributes.csv",
    ServiceAtLocation "service_at_location" "service_at_location.csv",
    Location "location" "locations.csv",
    Phone "phone" "phones.csv",
    Contact "contact" "contacts.csv",
    Address "address" "addresses.csv",
    Schedule "schedule" "schedules.csv",
    Funding "funding" "funding.csv",
    ServiceArea "service_area" "service_areas.csv",
    RequiredDocument "required_document" "required_documents.csv",
    Language "language" "languages.csv",
    Accessibility "accessibility" "accessibility.csv",
    TaxonomyTerm "taxonomy_term" "taxonomy_terms.csv",
    Metadata "metadata" "metadata.csv",
    MetaTableDescription "meta_table_description" "meta_table_descriptions.csv",
    CostOption "cost_option" "cost_options.csv",
    OrganizationIdentifier "organization_identifier" "organization_identifiers.csv",
    Taxonomy "taxonomy" "taxonomies.csv",
    ServiceCapacity "service_capacity" "service_capacity.csv",
    Unit "unit" "units.csv",
    Url "url" "url.csv",
}

/// Columns that a newer version adds to an object (3.3), kept and given on where they come in. `listed_as` says in
/// which of the service's two new lists of schedules one stands; in tables 3.3 has no other place for it.
pub const NEWER: &[(Kind, Field)] = &[
    (Kind::Schedule, newer("group")),
    (Kind::Schedule, newer(LISTED_AS)),
];

/// The column that says in which list of a service a schedule stands.
pub const LISTED_AS: &str = "listed_as";

const fn newer(name: &'static str) -> Field {
    Field {
        name,
        kind: Type::Text,
        need: Need::Optional,
    }
}

impl Kind {
    /// Its columns, the id first, as in the standard's descriptor.
    pub const fn fields(self) -> &'static [Field] {
        objects::fields(self)
    }

    /// The columns that hold ids of other objects.
    pub const fn links(self) -> &'static [Link] {
        objects::links(self)
    }

    /// A column of it, also of those that 3.3 adds.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        let newer = NEWER
            .iter()
            .filter(|(kind, _)| *kind == self)
            .map(|(_, field)| field);
        self.fields().iter().chain(newer).find(|field| field.name == name)
    }

    /// The lists that stand in it: their name, what they hold, and the column of those that names it.
    pub const fn lists(self) -> &'static [(&'static str, Self, &'static str)] {
        use Kind::{
            Accessibility, Address, Contact, CostOption, Funding, Language, Location, OrganizationIdentifier,
            Phone, Program, RequiredDocument, Schedule, ServiceArea, ServiceAtLocation, ServiceCapacity, Url,
        };
        match self {
            Self::Organization => &[
                ("additional_websites", Url, "organization_id"),
                ("funding", Funding, "organization_id"),
                ("contacts", Contact, "organization_id"),
                ("phones", Phone, "organization_id"),
                ("locations", Location, "organization_id"),
                ("programs", Program, "organization_id"),
                (
                    "organization_identifiers",
                    OrganizationIdentifier,
                    "organization_id",
                ),
            ],
            Self::Service => &[
                ("additional_urls", Url, "service_id"),
                ("phones", Phone, "service_id"),
                ("schedules", Schedule, "service_id"),
                ("service_areas", ServiceArea, "service_id"),
                ("service_at_locations", ServiceAtLocation, "service_id"),
                ("languages", Language, "service_id"),
                ("funding", Funding, "service_id"),
                ("cost_options", CostOption, "service_id"),
                ("required_documents", RequiredDocument, "service_id"),
                ("contacts", Contact, "service_id"),
                ("capacities", ServiceCapacity, "service_id"),
            ],
            Self::ServiceAtLocation => &[
                ("service_areas", ServiceArea, "service_at_location_id"),
                ("contacts", Contact, "service_at_location_id"),
                ("phones", Phone, "service_at_location_id"),
                ("schedules", Schedule, "service_at_location_id"),
            ],
            Self::Location => &[
                ("languages", Language, "location_id"),
                ("addresses", Address, "location_id"),
                ("contacts", Contact, "location_id"),
                ("accessibility", Accessibility, "location_id"),
                ("phones", Phone, "location_id"),
                ("schedules", Schedule, "location_id"),
            ],
            Self::Contact => &[("phones", Phone, "contact_id")],
            Self::Phone => &[("languages", Language, "phone_id")],
            _ => &[],
        }
    }

    /// The single objects that stand in it: their name, what they are, and its own column that names them.
    pub const fn singles(self) -> &'static [(&'static str, Self, &'static str)] {
        match self {
            Self::Service => &[
                ("organization", Self::Organization, "organization_id"),
                ("program", Self::Program, "program_id"),
            ],
            Self::ServiceAtLocation => &[
                ("service", Self::Service, "service_id"),
                ("location", Self::Location, "location_id"),
            ],
            Self::ServiceCapacity => &[("unit", Self::Unit, "unit_id")],
            Self::Attribute => &[("taxonomy_term", Self::TaxonomyTerm, "taxonomy_term_id")],
            Self::TaxonomyTerm => &[("taxonomy_detail", Self::Taxonomy, "taxonomy_id")],
            _ => &[],
        }
    }

    /// A document of its own, to which others are joined.
    pub const fn is_root(self) -> bool {
        matches!(
            self,
            Self::Organization | Self::Service | Self::ServiceAtLocation | Self::Location
        )
    }

    /// May carry terms of taxonomies.
    pub const fn has_attributes(self) -> bool {
        !matches!(
            self,
            Self::Attribute | Self::Metadata | Self::Taxonomy | Self::TaxonomyTerm
        )
    }

    /// May carry records of its changes.
    pub const fn has_metadata(self) -> bool {
        !matches!(self, Self::Metadata)
    }
}
