//! Rows of one table that share an id: the same said again, or other things under an id that is not theirs alone.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{Code, Report, draft::Draft, ids};
use crate::Kind;

/// Kinds whose records others name: which of several rows of one id they mean cannot be known.
const NAMED: &[Kind] = &[
    Kind::Organization,
    Kind::Program,
    Kind::Service,
    Kind::Location,
    Kind::ServiceAtLocation,
    Kind::Taxonomy,
    Kind::TaxonomyTerm,
    Kind::Unit,
];

type Key = (Kind, Uuid);

/// Leaves every id to one draft.
///
/// What is said again word for word stays one. Where rows of one id say different things and nothing names that id, each
/// of them gets an id from the old one and its content: from the first as well, so that their order does not matter. Where
/// something names it, the first row stays.
pub(super) fn told_apart(drafts: Vec<Draft>, source: &str, report: &mut Report) -> Vec<Draft> {
    let contents = contents(&drafts);
    if contents.is_empty() {
        return drafts;
    }
    let named = named(&drafts, &contents, source);
    let mut apart = Apart {
        source,
        report,
        contents,
        named,
        seen: HashSet::new(),
        taken: HashSet::new(),
    };
    drafts.into_iter().filter_map(|draft| apart.one(draft)).collect()
}

struct Apart<'r, 's> {
    source: &'s str,
    report: &'r mut Report,
    /// Of the ids that come more than once.
    contents: HashMap<Key, HashSet<String>>,
    named: HashSet<Key>,
    seen: HashSet<(Key, String)>,
    taken: HashSet<Key>,
}

impl Apart<'_, '_> {
    fn one(&mut self, mut draft: Draft) -> Option<Draft> {
        let key = key(&draft);
        let Some(contents) = self.contents.get(&key) else {
            return Some(draft);
        };
        let several = contents.len() > 1 && !self.named.contains(&key);
        let said = content(&draft);
        let id = ids::of_several(self.source, draft.row.table.name, key.1, &said);
        if !self.seen.insert((key, said)) {
            return self.aside(&draft, Code::SaidAgain);
        }
        if several {
            let own = own_id(&draft);
            draft
                .row
                .note(self.report, Code::IdShared, Some("id"), Some(&own));
            draft.record.id = id;
        } else if !self.taken.insert(key) {
            return self.aside(&draft, Code::SameIdTwice);
        }
        Some(draft)
    }

    fn aside(&mut self, draft: &Draft, code: Code) -> Option<Draft> {
        let own = own_id(draft);
        draft.row.put_aside(self.report, code, Some("id"), Some(&own));
        None
    }
}

fn key(draft: &Draft) -> Key {
    (draft.record.kind, draft.record.id)
}

fn own_id(draft: &Draft) -> String {
    let own = draft.row.own_id.clone();
    own.unwrap_or_else(|| draft.row.id.to_string())
}

/// What the rows of each id say that comes more than once.
fn contents(drafts: &[Draft]) -> HashMap<Key, HashSet<String>> {
    let mut seen = HashSet::new();
    let again = drafts.iter().map(key).filter(|key| !seen.insert(*key));
    let mut contents: HashMap<Key, HashSet<String>> = again.map(|key| (key, HashSet::new())).collect();
    if contents.is_empty() {
        return contents;
    }
    for draft in drafts {
        if let Some(all) = contents.get_mut(&key(draft)) {
            all.insert(content(draft));
        }
    }
    contents
}

/// All that a draft says, whichever way its columns are ordered.
fn content(draft: &Draft) -> String {
    let mut cells: Vec<String> = draft
        .record
        .body
        .iter()
        .map(|(name, value)| format!("{name}\u{1f}{value}"))
        .collect();
    cells.extend(draft.subject.iter().map(|raw| format!("\u{1f}{raw}")));
    cells.sort_unstable();
    cells.join("\u{1e}")
}

/// Those of the shared ids that something names, or that may not be told apart by their kind.
fn named(drafts: &[Draft], shared: &HashMap<Key, HashSet<String>>, source: &str) -> HashSet<Key> {
    let mut named: HashSet<Key> = shared
        .keys()
        .filter(|(kind, _)| NAMED.contains(kind))
        .copied()
        .collect();
    let kinds: HashSet<Kind> = shared.keys().map(|(kind, _)| *kind).collect();
    for draft in drafts {
        let record = &draft.record;
        let links = record.kind.links().iter();
        named.extend(links.filter_map(|link| Some((link.to, record.link(link.field)?))));
        if let Some((Some(kind), id)) = record.subject() {
            named.insert((kind, id));
        }
        if let Some(raw) = &draft.subject {
            named.extend(
                kinds
                    .iter()
                    .map(|kind| (*kind, ids::of(source, kind.name(), raw))),
            );
        }
    }
    named.retain(|key| shared.contains_key(key));
    named
}
