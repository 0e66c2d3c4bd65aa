//! What a map promises to a page and to print.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use proptest::prelude::*;
use quick_xml::{Reader, events::Event};
use relais_geography::{Caption, Gazetteer, Map, Mark, Point, Size};
use relais_kernel::Lang;

const CAPTION: Caption = Caption {
    id: "cases",
    title: "Cases",
    description: "Where they are",
};
const DOUALA: Point = Point { lat: 4.05, lon: 9.7 };

fn cameroon() -> Map {
    Map::of("CMR", 328).unwrap()
}

fn svg(marks: &[Mark]) -> String {
    cameroon().picture(&CAPTION, marks).svg
}

type Element = (String, Vec<(String, String)>);

/// The elements of a picture with their attributes, and the text in it. Fails where it is not well-formed.
fn read(svg: &str) -> (Vec<Element>, String) {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut elements, mut text, mut depth) = (Vec::new(), String::new(), 0);
    loop {
        let event = reader.read_event().expect("well-formed");
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                depth += i32::from(matches!(event, Event::Start(_)));
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.expect("well-formed");
                    (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
                });
                elements.push((start.name().as_ref().to_owned(), attributes.collect::<Vec<_>>()));
            }
            Event::End(_) => depth -= 1,
            Event::Text(part) => text.push_str(part),
            Event::GeneralRef(entity) => {
                assert!(
                    ["amp", "lt", "gt", "quot", "#39"].contains(&&**entity),
                    "{entity:?}"
                );
            }
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(depth, 0);
    (elements, text)
}

fn count(svg: &str, element: &str) -> usize {
    read(svg).0.iter().filter(|(name, _)| name == element).count()
}

fn largest_towns(country: &str) -> Vec<Mark> {
    let towns = Gazetteer::embedded().towns_in(country).iter().take(20);
    towns
        .map(|t| {
            Mark::new(t.point, Size::Count(t.population.into()), &t.name)
                .href("/towns")
                .written()
        })
        .collect()
}

#[test]
fn every_country_has_a_small_map_at_every_width() {
    for country in Gazetteer::embedded().countries(Lang::En) {
        for width in [0, 328, 700, 1_500] {
            let map = Map::of(&country.iso3, width).expect(&country.iso3);
            assert!(
                (0.499..=1.501).contains(&(map.height() / map.width())),
                "{}",
                country.iso3
            );
            let picture = map.picture(&CAPTION, &largest_towns(&country.iso3));
            read(&picture.svg);
            assert_eq!(picture.outside, [], "{}", country.iso3);
            assert!(
                picture.svg.len() < 25_000,
                "{} {}",
                country.iso3,
                picture.svg.len()
            );
        }
    }
    for width in [328, 700] {
        let map = Map::of("CMR", width).unwrap();
        assert!(map.picture(&CAPTION, &largest_towns("CMR")).svg.len() < 15_000);
    }
}

#[test]
fn what_is_not_a_country_of_the_gazetteer_has_no_map() {
    // Uganda is drawn around others
    assert!(
        ["", "XXX", "cmr", "UGA"]
            .iter()
            .all(|code| Map::of(code, 328).is_none())
    );
}

#[test]
fn every_country_fills_its_frame_and_keeps_a_margin() {
    for country in Gazetteer::embedded().countries(Lang::En) {
        let map = Map::of(&country.iso3, 1_000).unwrap();
        for town in Gazetteer::embedded().towns_in(&country.iso3) {
            // the towns' file has some of Western Sahara in Morocco
            if let Some((x, y)) = map.place(town.point) {
                assert!(
                    x > 30.0 && x < 970.0 && y > 30.0 && y < map.height() - 30.0,
                    "{}",
                    town.name
                );
            } else {
                assert_eq!(country.iso3, "MAR", "{}", town.name);
            }
        }
    }
}

#[test]
fn a_degree_is_as_long_to_the_north_as_to_the_east_in_the_middle_of_a_map() {
    let map = Map::of("NER", 700).unwrap();
    let place = |lat, lon| map.place(Point { lat, lon }).unwrap();
    let (middle, east, north) = (place(17.6, 8.0), place(17.6, 9.0), place(18.6, 8.0));
    let ratio = (east.0 - middle.0) / (middle.1 - north.1);
    assert!((ratio - 17.6_f64.to_radians().cos()).abs() < 0.001);
}

#[test]
fn a_place_outside_the_frame_is_told_and_not_drawn() {
    let nairobi = Point {
        lat: -1.29,
        lon: 36.82,
    };
    let nowhere = Point {
        lat: f64::NAN,
        lon: 9.0,
    };
    let marks = [nairobi, DOUALA, nowhere].map(|at| Mark::new(at, Size::Count(4.0), "x").written());
    let picture = cameroon().picture(&CAPTION, &marks);
    assert_eq!(picture.outside, [0, 2]);
    assert_eq!(count(&picture.svg, "circle"), 1);
    assert_eq!(count(&picture.svg, "text"), 1);
}

#[test]
fn a_picture_says_what_it_is_and_is_no_image_where_it_links() {
    let svg = svg(&[Mark::new(DOUALA, Size::Radius(4.0), "Douala")]);
    let (elements, text) = read(&svg);
    let root = &elements[0];
    let has = |name: &str, value: &str| root.1.iter().any(|(n, v)| n == name && v == value);
    assert!(root.0 == "svg" && has("role", "img") && has("aria-labelledby", "cases-title"));
    assert!(has("aria-describedby", "cases-description"));
    assert_eq!(text, "CasesWhere they areDouala");
    let linked = self::svg(&[Mark::new(DOUALA, Size::Radius(4.0), "Douala").href("/cases?town=1&open=1")]);
    assert!(linked.contains("role=\"group\"") && linked.contains("<a href=\"/cases?town=1&amp;open=1\">"));
}

#[test]
fn a_picture_needs_neither_script_nor_style() {
    let (elements, _) = read(&svg(&largest_towns("CMR")));
    for (name, attributes) in elements {
        let known = ["svg", "title", "desc", "rect", "path", "g", "a", "circle", "text"];
        assert!(known.contains(&name.as_str()), "{name}");
        assert!(
            attributes
                .iter()
                .all(|(n, _)| n != "style" && !n.starts_with("on") && !n.contains(':'))
        );
    }
}

#[test]
fn no_number_has_more_than_one_decimal() {
    let svg = svg(&largest_towns("CMR"));
    let decimals = svg
        .split('.')
        .skip(1)
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // the opacity of the marks is no length
    let long = decimals.filter(|rest| rest[1..].starts_with(|c: char| c.is_ascii_digit()));
    assert_eq!(long.collect::<Vec<_>>().len(), 1);
}

#[test]
fn labels_are_never_written_over_each_other() {
    let same = ["Douala", "Bonabéri", "Deido", "Bali", "Akwa", "New Bell"];
    let marks = same.map(|name| Mark::new(DOUALA, Size::Radius(5.0), name).written());
    let svg = svg(&marks);
    assert_eq!(count(&svg, "circle"), 6);
    assert!((1..5).contains(&count(&svg, "text")));
}

proptest! {
    #[test]
    fn north_is_up_and_east_is_right(a in (2.0..13.0, 8.6..16.0), b in (2.0..13.0, 8.6..16.0)) {
        let [(x, y), (to_x, to_y)] = [a, b].map(|(lat, lon)| cameroon().place(Point { lat, lon }).unwrap());
        prop_assert_eq!(a.1 < b.1, x < to_x);
        prop_assert_eq!(a.0 < b.0, y > to_y);
    }

    #[test]
    fn nothing_given_breaks_out_of_the_picture(
        given in prop::collection::vec("(\\PC|[<>&\"'/=\\x00-\\x1f\u{fffe}]|</title>|<script>|\\]\\]>){0,12}", 6)
    ) {
        let [id, title, description, label, class, href] = [0, 1, 2, 3, 4, 5].map(|at| given[at].as_str());
        let caption = Caption { id, title, description };
        let target = format!("/{href}");
        let plain = Mark::new(DOUALA, Size::Radius(4.0), label).class(class).href(href);
        let linked = Mark::new(DOUALA, Size::Count(4.0), label).class(class).href(target).written();
        let svg = cameroon().picture(&caption, &[plain, linked]).svg;
        let (elements, _) = read(&svg);
        let targets = elements.iter().flat_map(|(_, all)| all).filter(|(name, _)| name == "href");
        let begins = ["/", "#", "?", "http"];
        prop_assert!(targets.into_iter().all(|(_, to)| begins.iter().any(|begin| to.starts_with(begin))));
        let names: Vec<_> = elements.into_iter().map(|(name, _)| name).collect();
        let expected = ["svg", "title", "desc", "rect", "path", "path", "g", "a", "circle", "title", "text"];
        prop_assert!(names.iter().all(|name| expected.contains(&name.as_str())), "{:?}", names);
        prop_assert_eq!(names.iter().filter(|name| *name == "circle").count(), 2);
        let allowed = svg.chars().all(|c| !c.is_control() && c != '\u{fffe}');
        prop_assert!(allowed);
    }

    #[test]
    fn a_picture_is_drawn_the_same_way_twice(counts in prop::collection::vec((2.0..13.0, 8.6..16.0, 0.0..99.0), 0..9)) {
        let marks: Vec<_> = counts
            .iter()
            .map(|(lat, lon, n)| Mark::new(Point { lat: *lat, lon: *lon }, Size::Count(*n), "x").written())
            .collect();
        prop_assert_eq!(svg(&marks), svg(&marks));
    }
}
