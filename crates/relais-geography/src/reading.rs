use std::collections::HashMap;

use relais_kernel::Localised;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{Country, Department, Point, Region, Town};

/// A row of the gazetteer's files that makes no sense.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadPlace {
    #[error("{file}: {source}")]
    Row { file: &'static str, source: csv::Error },
    #[error("{file}: {key}: {what}")]
    Value {
        file: &'static str,
        key: String,
        what: &'static str,
    },
}

/// What the files hold, before anything is indexed.
pub(crate) struct Tables {
    pub countries: Vec<Country>,
    pub regions: Vec<Region>,
    pub departments: Vec<Department>,
    pub towns: Vec<Town>,
}

#[derive(Deserialize)]
struct CountryRow {
    iso3: String,
    iso2: String,
    name_en: String,
    name_fr: String,
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
struct AreaRow {
    country: String,
    level: u8,
    pcode: String,
    name: String,
    parent: String,
}

#[derive(Deserialize)]
struct NameRow {
    pcode: String,
    name_fr: String,
    name_en: String,
    geonames_admin1: String,
    centre_geonameid: Option<u32>,
}

#[derive(Deserialize)]
struct TownRow {
    geonameid: u32,
    name: String,
    country_iso2: String,
    admin1_geonames: String,
    lat: f64,
    lon: f64,
    population: u32,
}

pub(crate) fn rows<T: DeserializeOwned>(file: &'static str, text: &'static str) -> Result<Vec<T>, BadPlace> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|source| BadPlace::Row { file, source })
}

fn point(file: &'static str, key: &str, lat: f64, lon: f64) -> Result<Point, BadPlace> {
    Point::new(lat, lon).ok_or_else(|| BadPlace::Value {
        file,
        key: key.to_owned(),
        what: "not on the Earth",
    })
}

/// Reads the embedded files; every row must make sense.
pub(crate) fn embedded() -> Result<Tables, BadPlace> {
    let countries = countries()?;
    let names: Vec<NameRow> = rows("cameroon.csv", include_str!("../data/cameroon.csv"))?;
    let towns = towns(&countries, &names)?;
    let (regions, departments) = areas(&names, &towns)?;
    Ok(Tables {
        countries,
        regions,
        departments,
        towns,
    })
}

fn countries() -> Result<Vec<Country>, BadPlace> {
    let file = "countries_wca.csv";
    rows::<CountryRow>(file, include_str!("../data/countries_wca.csv"))?
        .into_iter()
        .map(|row| {
            let centre = point(file, &row.iso3, row.lat, row.lon)?;
            let name = Localised::new(row.name_fr, row.name_en);
            Ok(Country {
                iso3: row.iso3,
                iso2: row.iso2,
                name,
                centre,
            })
        })
        .collect()
}

fn towns(countries: &[Country], names: &[NameRow]) -> Result<Vec<Town>, BadPlace> {
    let file = "places_wca.csv";
    let iso3: HashMap<&str, &str> = countries
        .iter()
        .map(|c| (c.iso2.as_str(), c.iso3.as_str()))
        .collect();
    let pcode_of: HashMap<&str, &str> = names
        .iter()
        .filter(|n| !n.geonames_admin1.is_empty())
        .map(|n| (n.geonames_admin1.as_str(), n.pcode.as_str()))
        .collect();
    rows::<TownRow>(file, include_str!("../data/places_wca.csv"))?
        .into_iter()
        .map(|row| {
            let key = row.geonameid.to_string();
            let point = point(file, &key, row.lat, row.lon)?;
            let unknown = || BadPlace::Value {
                file,
                key,
                what: "a country that the countries' file does not have",
            };
            let country = (*iso3.get(row.country_iso2.as_str()).ok_or_else(unknown)?).to_owned();
            let mapped = (country == "CMR")
                .then(|| pcode_of.get(row.admin1_geonames.as_str()))
                .flatten();
            let region = mapped.map(|pcode| (*pcode).to_owned());
            Ok(Town {
                id: row.geonameid,
                name: row.name,
                country,
                region,
                point,
                population: row.population,
            })
        })
        .collect()
}

fn areas(names: &[NameRow], towns: &[Town]) -> Result<(Vec<Region>, Vec<Department>), BadPlace> {
    let file = "pcodes_adm1_adm2.csv";
    let given: HashMap<&str, &NameRow> = names.iter().map(|n| (n.pcode.as_str(), n)).collect();
    let (mut regions, mut departments) = (Vec::new(), Vec::new());
    for row in rows::<AreaRow>(file, include_str!("../data/pcodes_adm1_adm2.csv"))? {
        let own = given.get(row.pcode.as_str());
        let name = own.map_or_else(
            || Localised::new(row.name.clone(), row.name.clone()),
            |n| Localised::new(n.name_fr.clone(), n.name_en.clone()),
        );
        match row.level {
            1 => {
                let centre = centre(&row.pcode, own.and_then(|n| n.centre_geonameid), towns);
                regions.push(Region {
                    pcode: row.pcode,
                    country: row.country,
                    name,
                    centre,
                });
            }
            2 => departments.push(Department {
                pcode: row.pcode,
                region: row.parent,
                name,
            }),
            _ => {
                return Err(BadPlace::Value {
                    file,
                    key: row.pcode,
                    what: "neither of level 1 nor of level 2",
                });
            }
        }
    }
    Ok((regions, departments))
}

/// The town that the names' file gives as centre, or else the most populous town of the region.
fn centre(pcode: &str, given: Option<u32>, towns: &[Town]) -> Option<Point> {
    let mut inside = towns.iter().filter(|t| t.region.as_deref() == Some(pcode));
    let town = match given {
        Some(id) => inside.find(|t| t.id == id),
        None => inside.max_by_key(|t| t.population),
    };
    town.map(|t| t.point)
}
