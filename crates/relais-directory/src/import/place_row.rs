use relais_geography::{Gazetteer, folded};

use super::{ImportSetting, reader::RowReader, sheet::Column, spellings, values};
use crate::{PCode, Point, Service, Spot};

/// Where the service is, which areas it serves and who may see it.
pub(super) fn place(
    reader: &mut RowReader<'_>,
    setting: &ImportSetting<'_>,
    service: &mut Service,
    is_new: bool,
) {
    let (gazetteer, country) = (setting.gazetteer, setting.country);
    let expected = ("cette région n’est pas connue", "this region is not known");
    let region = reader.read(Column::Region, expected, |text| region(gazetteer, country, text));
    let visibility = reader.choice(Column::Visibility, spellings::VISIBILITIES);
    if is_new {
        reader.required(Column::Region, region.as_ref());
        // Taking a shelter for an open address would be found out too late: nobody decides this but the sheet.
        reader.required(Column::Visibility, visibility);
    }
    service.visibility = visibility.unwrap_or(service.visibility);
    let spot = &mut service.place.spot;
    if let Some(region) = region.filter(|region| spot.region.as_ref() != Some(region)) {
        *spot = Spot {
            region: Some(region),
            ..Spot::default()
        };
    }
    department(reader, gazetteer, spot);
    town(reader, setting, spot);
    point(reader, spot);
    service.place.address = reader
        .text(Column::Address)
        .map(str::to_owned)
        .or(service.place.address.take());
    let all = || gazetteer.regions(country).filter_map(|r| r.pcode.parse().ok());
    if reader
        .text(Column::Coverage)
        .is_some_and(|text| matches!(&*folded(text), "toutes" | "tout le pays" | "all" | "national"))
    {
        service.coverage = all().collect();
    } else if let Some(areas) = reader.several(Column::Coverage, |text| area(gazetteer, country, text)) {
        service.coverage = areas;
    }
}

fn department(reader: &mut RowReader<'_>, gazetteer: &Gazetteer, spot: &mut Spot) {
    let region = spot.region.clone();
    let expected = (
        "ce département n’est pas dans la région",
        "this department is not in the region",
    );
    let found = reader.read(Column::Department, expected, |text| {
        let wanted = folded(text);
        let mut all = gazetteer.departments(region.as_ref()?.as_str());
        let named = all.find(|d| {
            [&d.pcode, &d.name.fr, &d.name.en]
                .iter()
                .any(|name| folded(name) == wanted)
        })?;
        named.pcode.parse().ok()
    });
    spot.department = found.or(spot.department.take());
}

/// The town, with its point when the gazetteer has it once in this region: otherwise no distance is worked out, and
/// this is told.
fn town(reader: &mut RowReader<'_>, setting: &ImportSetting<'_>, spot: &mut Spot) {
    let Some(name) = reader.text(Column::Town) else {
        return;
    };
    if spot.town.as_deref() == Some(name) && spot.point.is_some() {
        return;
    }
    let region = spot.region.as_ref().map(PCode::as_str);
    let here = |t: &&relais_geography::Town| t.region.is_none() || t.region.as_deref() == region;
    let mut towns = setting.gazetteer.towns_named(name, setting.country).filter(here);
    let found = match (towns.next(), towns.next()) {
        (Some(town), None) => Some(town.point),
        // The first is the most populous: a hamlet of the same name is not what a sheet means by "Douala".
        (Some(town), Some(other)) if town.population / 10 >= other.population => Some(town.point),
        _ => None,
    };
    spot.town = Some(name.to_owned());
    spot.point = found;
    if found.is_none() && reader.text(Column::Latitude).is_none() {
        reader.note(
            Column::Town,
            "TownWithoutPoint",
            "Cette ville n’est pas connue dans la région, ou pas seule de ce nom : la distance ne sera pas calculée.",
            "This town is not known in the region, or not alone of that name: no distance will be worked out.",
        );
    }
}

fn point(reader: &mut RowReader<'_>, spot: &mut Spot) {
    let expected = ("des degrés comme 4.0483", "degrees such as 4.0483");
    let lat = reader.read(Column::Latitude, expected, values::degrees);
    let lon = reader.read(Column::Longitude, expected, values::degrees);
    match lat.zip(lon) {
        Some((lat, lon)) => match Point::new(lat, lon) {
            Some(point) => spot.point = Some(point),
            None => reader.refuse(
                Column::Latitude,
                "PointOutside",
                "Ces coordonnées ne sont pas sur la Terre.",
                "These coordinates are not on the Earth.",
            ),
        },
        None if lat.is_some() || lon.is_some() => reader.refuse(
            Column::Latitude,
            "PointIncomplete",
            "La latitude et la longitude vont ensemble.",
            "Latitude and longitude go together.",
        ),
        None => {}
    }
}

/// A region of the country by its P-code or its name.
fn region(gazetteer: &Gazetteer, country: &str, text: &str) -> Option<PCode> {
    let wanted = folded(text);
    let mut all = gazetteer.regions(country);
    let named = all.find(|r| {
        [&r.pcode, &r.name.fr, &r.name.en]
            .iter()
            .any(|name| folded(name) == wanted)
    })?;
    named.pcode.parse().ok()
}

/// A region, or a department by its P-code.
fn area(gazetteer: &Gazetteer, country: &str, text: &str) -> Option<PCode> {
    region(gazetteer, country, text).or_else(|| {
        let code: PCode = text.parse().ok()?;
        let department = gazetteer.department(code.as_str())?;
        gazetteer
            .regions(country)
            .any(|r| r.pcode == department.region)
            .then_some(code)
    })
}
