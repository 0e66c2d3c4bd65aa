use crate::Kind;

/// A list of the API, and the records behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Collection {
    Services,
    Organizations,
    ServiceAtLocations,
    Taxonomies,
    TaxonomyTerms,
}

impl Collection {
    pub const ALL: [Self; 5] = [
        Self::Services,
        Self::Organizations,
        Self::ServiceAtLocations,
        Self::Taxonomies,
        Self::TaxonomyTerms,
    ];

    /// Its name in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Organizations => "organizations",
            Self::ServiceAtLocations => "service_at_locations",
            Self::Taxonomies => "taxonomies",
            Self::TaxonomyTerms => "taxonomy_terms",
        }
    }

    /// What it lists.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Services => Kind::Service,
            Self::Organizations => Kind::Organization,
            Self::ServiceAtLocations => Kind::ServiceAtLocation,
            Self::Taxonomies => Kind::Taxonomy,
            Self::TaxonomyTerms => Kind::TaxonomyTerm,
        }
    }

    /// What may be asked of the list, by query, form or JSON; what the standard does not name comes last.
    pub const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Services => &[
                "search",
                "page",
                "per_page",
                "format",
                "taxonomy_term_id",
                "taxonomy_id",
                "organization_id",
                "modified_after",
                "minimal",
                "full",
                "lang",
                "minimum_age",
                "maximum_age",
                "day",
                "start_time",
                "end_time",
            ],
            Self::Organizations => &[
                "search",
                "page",
                "per_page",
                "format",
                "taxonomy_term_id",
                "taxonomy_id",
                "full_service",
                "full",
                "lang",
            ],
            Self::ServiceAtLocations => &[
                "search",
                "page",
                "per_page",
                "format",
                "taxonomy_term_id",
                "taxonomy_id",
                "organization_id",
                "modified_after",
                "full",
                "postcode",
                "proximity",
                "lang",
                "latitude",
                "longitude",
                "minimum_age",
                "maximum_age",
                "day",
                "start_time",
                "end_time",
            ],
            Self::Taxonomies => &["search", "page", "per_page", "format", "lang"],
            Self::TaxonomyTerms => &[
                "search",
                "page",
                "per_page",
                "format",
                "taxonomy_id",
                "top_only",
                "parent_id",
                "lang",
            ],
        }
    }

    /// What may be asked of one record.
    pub const fn item_parameters(self) -> &'static [&'static str] {
        match self {
            Self::Organizations => &["full_service", "lang"],
            _ => &["lang"],
        }
    }

    /// The standard requires the reading of its list and of its records.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Services)
    }

    /// The schema of a record alone.
    pub(super) const fn item(self) -> &'static str {
        match self {
            Self::Services => "service",
            Self::Organizations => "organization_full",
            Self::ServiceAtLocations => "service_at_location_full",
            Self::Taxonomies => "taxonomy",
            Self::TaxonomyTerms => "taxonomy_term",
        }
    }

    /// The schema of a record in the list, where it is shorter than the record alone.
    pub(super) const fn row(self) -> Option<&'static str> {
        match self {
            Self::Services => Some("service_list"),
            Self::Organizations => Some("organization_list"),
            Self::ServiceAtLocations => Some("service_at_location_list"),
            Self::Taxonomies | Self::TaxonomyTerms => None,
        }
    }

    /// The schema of a page.
    pub(super) const fn page(self) -> &'static str {
        match self {
            Self::Services => "service_page",
            Self::Organizations => "organization_page",
            Self::ServiceAtLocations => "service_at_location_page",
            Self::Taxonomies => "taxonomy_page",
            Self::TaxonomyTerms => "taxonomy_term_page",
        }
    }

    /// The schema of what is asked by POST.
    pub(super) const fn query(self) -> &'static str {
        match self {
            Self::Services => "service_query",
            Self::Organizations => "organization_query",
            Self::ServiceAtLocations => "service_at_location_query",
            Self::Taxonomies => "taxonomy_query",
            Self::TaxonomyTerms => "taxonomy_term_query",
        }
    }

    /// The schema of the same as a form.
    pub(super) const fn form(self) -> &'static str {
        match self {
            Self::Services => "service_form",
            Self::Organizations => "organization_form",
            Self::ServiceAtLocations => "service_at_location_form",
            Self::Taxonomies => "taxonomy_form",
            Self::TaxonomyTerms => "taxonomy_term_form",
        }
    }

    /// Its name in operation ids: of many, of one.
    pub(super) const fn spoken(self) -> (&'static str, &'static str) {
        match self {
            Self::Services => ("Services", "Service"),
            Self::Organizations => ("Organizations", "Organization"),
            Self::ServiceAtLocations => ("ServiceAtLocations", "ServiceAtLocation"),
            Self::Taxonomies => ("Taxonomies", "Taxonomy"),
            Self::TaxonomyTerms => ("TaxonomyTerms", "TaxonomyTerm"),
        }
    }
}
