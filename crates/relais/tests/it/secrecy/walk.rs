//! Somebody who opens every page there is for them.

use std::collections::{BTreeMap, BTreeSet};

use crate::story::MARK;
use crate::visitor::{Shown, Visitor};

/// What was seen: pages with a planted word on them, by address.
pub struct Seen {
    pub marked: BTreeMap<String, String>,
    pub addresses: BTreeSet<String>,
}

/// The quick exit leaves; files are the same for all; the entries of the directory and the pages of the staff are many
/// and alike.
const ELSEWHERE: [&str; 5] = [
    "/quitter",
    "/static/",
    "/annuaire/services/",
    "/administration/personnes",
    "/administration/structures/",
];

/// Follows every link from the start and from `seeds`. Wherever it comes, no planted word may stand in the address,
/// the title or a head of the answer.
pub fn walk(visitor: &mut Visitor, who: &str, seeds: &BTreeSet<String>) -> Seen {
    let mut open: Vec<String> = [
        "/",
        "/dossiers",
        "/annuaire",
        "/journal",
        "/compte",
        "/api/v1/cases",
    ]
    .map(str::to_owned)
    .into();
    open.extend(seeds.iter().cloned());
    let mut seen = Seen {
        marked: BTreeMap::new(),
        addresses: BTreeSet::new(),
    };
    while let Some(path) = open.pop() {
        if ELSEWHERE.iter().any(|start| path.starts_with(start)) || !seen.addresses.insert(path.clone()) {
            continue;
        }
        assert!(seen.addresses.len() < 500, "{who}: the pages have no end");
        assert!(
            !path.to_lowercase().contains(MARK),
            "{who}: a planted word in {path}"
        );
        let shown = visitor.get(&path);
        assert_ne!(shown.status, 500, "{who}: {path}");
        let page = outside(&shown, who, &path);
        if page.to_lowercase().contains(MARK) {
            seen.marked.insert(path, page.clone());
        }
        open.extend(links(&page));
    }
    seen
}

/// The page itself, after a look at everything around it.
pub fn outside(shown: &Shown, who: &str, path: &str) -> String {
    let page = shown.page();
    let head = shown.head.to_lowercase();
    assert!(
        !head.contains(MARK),
        "{who}: {path}: a planted word in the head:\n{head}"
    );
    let title = page
        .split("<title>")
        .nth(1)
        .and_then(|rest| rest.split("</title>").next());
    let title = title.unwrap_or_default().to_lowercase();
    assert!(
        !title.contains(MARK),
        "{who}: {path}: a planted word in the title: {title}"
    );
    page
}

fn links(page: &str) -> Vec<String> {
    let found = page.split("href=\"/").skip(1);
    let found = found.filter_map(|rest| rest.split(['"', '#']).next());
    found
        .map(|rest| format!("/{}", rest.replace("&amp;", "&")))
        .collect()
}
