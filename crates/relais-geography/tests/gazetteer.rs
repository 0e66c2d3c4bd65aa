//! What the embedded places promise to the rooms.
#![allow(clippy::unwrap_used)]
use relais_geography::{Gazetteer, distance_km};
use relais_kernel::Lang;

fn places() -> &'static Gazetteer {
    Gazetteer::embedded()
}

#[test]
fn every_embedded_row_is_read() {
    assert_eq!(places().countries(Lang::Fr).len(), 31);
    let all: Vec<_> = places()
        .countries(Lang::Fr)
        .iter()
        .map(|c| c.iso3.clone())
        .collect();
    let regions: Vec<_> = all.iter().flat_map(|c| places().regions(c)).collect();
    let departments: usize = regions
        .iter()
        .map(|r| places().departments(&r.pcode).count())
        .sum();
    assert_eq!(regions.len() + departments, 4_675);
    assert_eq!(
        all.iter().map(|c| places().towns_in(c).len()).sum::<usize>(),
        7_904
    );
}

#[test]
fn towns_known_by_everyone_lie_in_their_region_of_cameroon() {
    let known = [
        ("Ngaoundéré", "CM001"),
        ("Meïganga", "CM001"),
        ("Yaoundé", "CM002"),
        ("Mbalmayo", "CM002"),
        ("Bertoua", "CM003"),
        ("Garoua Boulaï", "CM003"),
        ("Maroua", "CM004"),
        ("Kousséri", "CM004"),
        ("Douala", "CM005"),
        ("Édéa", "CM005"),
        ("Garoua", "CM006"),
        ("Guider", "CM006"),
        ("Bamenda", "CM007"),
        ("Kumbo", "CM007"),
        ("Bafoussam", "CM008"),
        ("Dschang", "CM008"),
        ("Ébolowa", "CM009"),
        ("Kribi", "CM009"),
        ("Buea", "CM010"),
        ("Limbe", "CM010"),
    ];
    for (town, region) in known {
        assert_eq!(
            places().find_town(town, "CMR").unwrap().region.as_deref(),
            Some(region),
            "{town}"
        );
    }
}

#[test]
fn every_town_of_cameroon_has_its_region() {
    assert!(
        places()
            .towns_in("CMR")
            .iter()
            .all(|t| t.region.as_deref().is_some_and(|r| places().region(r).is_some()))
    );
}

#[test]
fn the_ten_regions_of_cameroon_have_both_names_and_a_centre() {
    let names: Vec<_> = places()
        .regions("CMR")
        .map(|r| (r.name.fr.as_str(), r.name.en.as_str()))
        .collect();
    assert_eq!(names.len(), 10);
    assert!(names.contains(&("Extrême-Nord", "Far North")));
    assert!(names.contains(&("Sud-Ouest", "South-West")));
    assert!(places().regions("CMR").all(|r| r.centre.is_some()));
    assert_eq!(
        places()
            .regions("CMR")
            .map(|r| places().departments(&r.pcode).count())
            .sum::<usize>(),
        58
    );
}

#[test]
fn the_centre_of_a_region_is_its_largest_town() {
    for (pcode, town) in [
        ("CM005", "Douala"),
        ("CM006", "Garoua"),
        ("CM002", "Yaoundé"),
        ("CM004", "Maroua"),
    ] {
        let centre = places().region(pcode).unwrap().centre;
        assert_eq!(
            centre,
            places().find_town(town, "CMR").map(|t| t.point),
            "{pcode}"
        );
    }
}

#[test]
fn a_town_is_found_however_it_is_typed() {
    for typed in ["Ngaoundéré", "ngaoundere", " NGAOUNDÉRÉ "] {
        assert_eq!(places().find_town(typed, "CMR").unwrap().id, 2_224_827);
    }
    assert!(places().find_town("Ngaoundéré", "TCD").is_none());
    assert!(places().find_town("", "CMR").is_none());
}

#[test]
fn of_towns_with_one_name_the_most_populous_comes_first() {
    let towns = places().towns_in("NGA");
    assert!(towns.is_sorted_by_key(|t| std::cmp::Reverse(t.population)));
    assert_eq!(towns[0].name, "Lagos");
}

#[test]
fn a_place_is_located_by_its_town_or_else_by_its_region() {
    let douala = places().find_town("Douala", "CMR").unwrap();
    let edea = places().find_town("Edea", "CMR").unwrap();
    assert_eq!(places().locate(Some(edea.id), Some("CM005")), Some(edea.point));
    assert_eq!(places().locate(None, Some("CM005")), Some(douala.point));
    assert_eq!(places().locate(None, Some("CM005004")), Some(douala.point));
    assert_eq!(places().locate(Some(1), Some("CM005")), Some(douala.point));
    assert_eq!(places().locate(None, Some("XX")), None);
    assert_eq!(places().locate(None, None), None);
}

#[test]
fn douala_and_yaounde_are_two_hundred_kilometres_apart() {
    let [a, b] = ["Douala", "Yaoundé"].map(|t| places().find_town(t, "CMR").unwrap().point);
    assert!((195.0..210.0).contains(&distance_km(a, b)));
}

#[test]
fn countries_are_sorted_in_the_readers_language() {
    let first = |lang| {
        places()
            .countries(lang)
            .first()
            .map(|c| c.name.get(lang).to_owned())
    };
    assert_eq!(first(Lang::Fr).as_deref(), Some("Algérie"));
    assert_eq!(places().country("CMR").unwrap().name.get(Lang::En), "Cameroon");
    let last: Vec<_> = places()
        .countries(Lang::Fr)
        .iter()
        .rev()
        .take(2)
        .map(|c| c.iso3.clone())
        .collect();
    assert_eq!(last, ["TUN", "TGO"]);
    assert!(places().country("XXX").is_none());
}
