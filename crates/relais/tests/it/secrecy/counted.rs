//! What one organisation has moves no number of another (security requirement 9).

use std::{collections::BTreeMap, net::SocketAddr};

use super::Place;
use crate::{
    story::Story,
    visitor::{Visitor, person},
};

const ROUTES: &str = include_str!("../../../../../docs/routes.md");
/// Two organisations that have nothing to do with her: case managers, a supervisor who sends, one who does it all.
const ELSEWHERE: [&str; 3] = ["gestionnaire-centre", "superviseur-centre", "betamba"];

/// Every page, list, count and file that names no record, and the lists by every filter that a search has.
fn lists() -> Vec<String> {
    let lines = ROUTES.lines().filter_map(|line| line.strip_prefix("| `GET "));
    let addresses = lines.filter_map(|line| line.split('`').next());
    // What tells of oneself: one's sessions, and what one opened oneself between the two looks.
    let own = ["/compte", "/quitter", "/journal", "/api/v1/accesses"];
    let plain = addresses
        .filter(|address| !address.contains('{') && !own.iter().any(|start| address.starts_with(start)));
    let mut all: Vec<String> = plain.map(str::to_owned).collect();
    for list in ["reponses", "suites", "reorientations", "alertes", "attentes"] {
        all.push(format!("/a-faire/{list}"));
    }
    for query in ["need=health", "region=CM002", "need=health&region=CM002"] {
        all.push(format!("/annuaire?{query}"));
        all.push(format!("/api/v1/services?{query}"));
    }
    all
}

/// What stands between two marks and differs at each opening.
const MOMENTS: [(&str, &str); 3] = [
    ("name=\"once\" value=\"", "\""),
    ("\"counted_at\":\"", "\""),
    ("tels qu’ils étaient le ", ".</p>"),
];

/// A page without what differs at each opening: tokens of forms, and the minute in which a file was made.
fn still(page: &str) -> String {
    let text = MOMENTS.iter().fold(page.to_owned(), |page, (before, after)| {
        let mut parts = page.split(before);
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            text.push_str(part.split_once(after).map_or("", |(_, rest)| rest));
        }
        text
    });
    let lines = text.lines().filter(|line| {
        !["Établi le", "comptés à"]
            .iter()
            .any(|moment| line.contains(moment))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// All that somebody is shown, by address, and what the searches find.
fn shown(address: SocketAddr, who: &str) -> BTreeMap<String, (u16, String)> {
    let mut visitor = Visitor::signed_in(address, who);
    let mut all = BTreeMap::new();
    for path in lists() {
        let shown = visitor.get(&path);
        // A workbook carries the second in which it was made, and what is refused the number of the request.
        let page = match shown.status == 200 && !path.contains(".xlsx") {
            true => still(&shown.page()),
            false => String::new(),
        };
        all.insert(path, (shown.status, page));
    }
    for name in ["Zqxplantname Quintalou", "Zqxplant", "Personne-Test 9"] {
        let asked = [("name", name), ("birth_year", "")];
        let found = visitor.fill("/dossiers/recherche", "/dossiers/recherche", &asked);
        all.insert(format!("search for {name}"), (found.status, still(&found.page())));
    }
    all
}

#[test]
fn sec_9_what_is_planted_in_one_organisation_moves_no_number_search_or_list_of_another() {
    for place in Place::on_each_engine() {
        let server = place.serve();
        // Each has a case of its own, so that there is something to count.
        for who in ["gestionnaire-centre", "betamba"] {
            let mut visitor = Visitor::signed_in(server.address, who);
            visitor.take("/dossiers/nouveau", &person("Personne-Test 9"));
        }
        let look = || ELSEWHERE.map(|who| shown(server.address, who));
        let before = look();
        let mut story = Story::begin(server.address);
        story.just_send();
        story.once_more();
        let after = look();
        for ((who, before), after) in ELSEWHERE.iter().zip(&before).zip(&after) {
            let opened = before.values().filter(|(status, _)| *status == 200).count();
            assert!(opened > 12, "{who}: {opened} pages were opened");
            for (path, page) in before {
                let line = page
                    .1
                    .lines()
                    .zip(after[path].1.lines())
                    .find(|(one, other)| one != other);
                assert_eq!(line, None, "{who}: {path}");
                assert_eq!(page, &after[path], "{who}: {path}");
            }
        }
        // Taking down somebody of her name elsewhere tells nobody that she is known.
        let mut visitor = Visitor::signed_in(server.address, "betamba");
        let case = visitor.take("/dossiers/nouveau", &person("Zqxplantname Quintalou"));
        let page = visitor.get(&case).page();
        assert!(!page.contains(&story.case), "a duplicate of another organisation");
        assert_eq!(server.terminate(), 0);
    }
}
