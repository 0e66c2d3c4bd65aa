use relais_kernel::Localised;
use serde::Serialize;

use crate::Point;

/// A country or territory.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Country {
    /// ISO 3166-1 alpha-3, as in `CMR`.
    pub iso3: String,
    /// ISO 3166-1 alpha-2, as in `CM`.
    pub iso2: String,
    pub name: Localised,
    /// The centroid that OCHA gives, for maps; not for distances.
    pub centre: Point,
}

/// An area of administrative level 1: a region, state or province.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Region {
    /// OCHA P-code, as in `CM005`.
    pub pcode: String,
    /// ISO 3166-1 alpha-3.
    pub country: String,
    /// In the words of the country; the same in both languages where the country has one name for it.
    pub name: Localised,
    /// The most populous town; `None` where no town of the data is known to lie in the region.
    pub centre: Option<Point>,
}

/// An area of administrative level 2: a department, district or local government area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Department {
    /// OCHA P-code, as in `CM005004`.
    pub pcode: String,
    /// P-code of the region, as in `CM005`.
    pub region: String,
    pub name: Localised,
}

/// A town or village of 1 000 inhabitants or more.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Town {
    /// GeoNames identifier.
    pub id: u32,
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: String,
    /// P-code of the region; `None` outside Cameroon, where the correspondence has not been checked.
    pub region: Option<String>,
    pub point: Point,
    /// Inhabitants as GeoNames gives them; a rank, not a census. Zero stands for unknown there.
    pub population: u32,
}
