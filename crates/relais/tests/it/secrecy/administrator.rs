//! Who administers the server sees nothing of a case (security requirement 7).

use std::collections::BTreeSet;

use super::{Place, around, walk::outside};
use crate::{
    story::{MARK, Story},
    visitor::Visitor,
};

/// The table that is compared with the routes of the program.
const ROUTES: &str = include_str!("../../../../../docs/routes.md");
/// What no record has.
const NOBODY: &str = "3f0b8f6654f54b32a6a62e3f1d2c9b10";

/// Every address that can be opened, with the story's records in the holes.
fn every_address(story: &Story) -> Vec<String> {
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let holes = [
        ("{case}", last(&story.case)),
        ("{need}", story.need.clone()),
        ("{referral}", last(&story.referral)),
        ("{step}", "put_on_hold".into()),
        ("{verb}", "withdraw".into()),
        ("{act}", "recu".into()),
        ("{file}", "app.css".into()),
        ("{list}", "suites".into()),
    ];
    let lines = ROUTES.lines().filter_map(|line| line.strip_prefix("| `GET "));
    let filled = lines.map(|line| {
        let address = line.split('`').next().unwrap().to_owned();
        let mut address = holes
            .iter()
            .fold(address, |address, (hole, with)| address.replace(hole, with));
        while let Some((start, rest)) = address.split_once('{') {
            let (_, rest) = rest.split_once('}').unwrap();
            address = format!("{start}{NOBODY}{rest}");
        }
        address
    });
    filled.collect()
}

/// What tells of her: the planted words, the code of her case, and the addresses of what was made for her.
fn marks(story: &mut Story) -> Vec<String> {
    let last = |path: &str| path.rsplit('/').next().unwrap().to_lowercase();
    let page = story.worker.get(&story.case).page();
    let title = page.split("<title>").nth(1).unwrap();
    let code = title.split(['<', ' ']).next().unwrap().trim().to_lowercase();
    assert!(code.contains('-') && code.len() > 5, "a code: {code}");
    vec![
        MARK.into(),
        "600000077".into(),
        "quintalou".into(),
        code,
        last(&story.case),
        last(&story.referral),
    ]
}

#[test]
fn sec_7_who_administers_the_server_opens_every_page_there_is_and_reads_nothing_of_a_case() {
    for place in Place::on_each_engine() {
        let server = place.serve();
        let mut story = Story::begin(server.address);
        story.send();
        story.accept();
        story.end();
        let marks = marks(&mut story);
        let mut administrator = Visitor::signed_in(server.address, "administration");
        let mut open = every_address(&story);
        assert!(open.len() > 90, "the table of routes was read");
        open.extend(story.addresses());
        let mut seen = BTreeSet::new();
        let mut opened = 0;
        while let Some(path) = open.pop() {
            if path.starts_with("/quitter") || !seen.insert(path.clone()) {
                continue;
            }
            assert!(seen.len() < 2000, "the pages have no end");
            let shown = administrator.get(&path);
            assert!(shown.status < 500, "{path}: {}", shown.status);
            opened += usize::from(shown.status == 200);
            let page = outside(&shown, "administration", &path);
            let text = page.to_lowercase();
            // A page that is not there still says where one is.
            for mark in marks.iter().filter(|mark| !path.contains(*mark)) {
                assert!(!text.contains(mark), "{path}: {}", around(&text, mark));
            }
            let links = page.split("href=\"/").skip(1);
            let links = links.filter_map(|rest| rest.split(['"', '#']).next());
            open.extend(links.map(|rest| format!("/{}", rest.replace("&amp;", "&"))));
        }
        assert!(opened > 40, "{opened} pages were opened");
        for work in [
            "/administration/personnes",
            "/administration/structures",
            "/annuaire",
        ] {
            assert!(seen.contains(work), "{work}");
        }
        assert_eq!(server.terminate(), 0);
    }
}
