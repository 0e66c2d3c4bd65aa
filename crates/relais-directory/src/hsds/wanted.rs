use jiff::Timestamp;
use relais_geography::Point;
use relais_hsds::Kind;
use uuid::Uuid;

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listed {
    Services,
    Organizations,
    ServiceAtLocations,
    Taxonomies,
    TaxonomyTerms,
}

impl Listed {
    pub const ALL: [Self; 5] = [
        Self::Services,
        Self::Organizations,
        Self::ServiceAtLocations,
        Self::Taxonomies,
        Self::TaxonomyTerms,
    ];

    /// As the standard's addresses have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Organizations => "organizations",
            Self::ServiceAtLocations => "service_at_locations",
            Self::Taxonomies => "taxonomies",
            Self::TaxonomyTerms => "taxonomy_terms",
        }
    }

    pub const fn kind(self) -> Kind {
        match self {
            Self::Services => Kind::Service,
            Self::Organizations => Kind::Organization,
            Self::ServiceAtLocations => Kind::ServiceAtLocation,
            Self::Taxonomies => Kind::Taxonomy,
            Self::TaxonomyTerms => Kind::TaxonomyTerm,
        }
    }

    pub(super) const fn place(self) -> usize {
        self as usize
    }
}

/// Where something has to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Near {
    /// Served by what is listed, where that says whom it serves.
    Postcode(String),
    /// Within so many metres of the middle of the addresses with a postcode.
    AroundPostcode(String, f64),
    /// Within so many metres of a point.
    AroundPoint(Point, f64),
}

/// A region, by the code that its departments' codes begin with, and by its name, both folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    pub code: String,
    pub name: String,
}

/// What is asked of a list; all of it has to be met.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wanted {
    pub search: Option<String>,
    pub terms: Vec<Uuid>,
    pub taxonomies: Vec<Uuid>,
    pub organization: Option<Uuid>,
    /// On or after.
    pub modified_after: Option<Timestamp>,
    pub near: Option<Near>,
    pub region: Option<Region>,
    /// Code of a language that is spoken.
    pub language: Option<String>,
    /// Neither defunct nor inactive.
    pub in_use: bool,
    /// Terms without a parent.
    pub top_only: bool,
    pub parent: Option<Uuid>,
    /// Takes somebody of this age or older: its oldest age is not below.
    pub minimum_age: Option<f64>,
    /// Its youngest age is not above.
    pub maximum_age: Option<f64>,
    /// `MO`…`SU`.
    pub day: Option<String>,
    /// `HH:MM`: open by then, and still then.
    pub start_time: Option<String>,
    pub end_time: Option<String>,
}

impl Wanted {
    /// The moment, when nothing is asked but what was changed since.
    pub fn only_changed_since(&self) -> Option<Timestamp> {
        let rest = Self {
            modified_after: None,
            ..self.clone()
        };
        self.modified_after.filter(|_| rest == Self::default())
    }
}
