use super::{
    error::{Report, Spot},
    known::Known,
    node::{Entry, Node, parse},
    reader::text,
    source::{PackFiles, PackLibrary},
};
use crate::definition::is_code;

/// The files of a pack beside `lists/`, each a table of the same name.
const FILES: [&str; 14] = [
    "pack",
    "roles",
    "case",
    "referral",
    "deadlines",
    "calendar",
    "escalation",
    "statistics",
    "flow_rules",
    "consent",
    "target_groups",
    "flags",
    "fields",
    "processing",
];

/// The pack laid over the packs it inherits from, and its own `pack.toml`.
pub(super) fn inherited(
    library: &dyn PackLibrary,
    code: &str,
    named_at: &Spot,
    below: &mut Vec<String>,
    report: &Report,
) -> Option<(Node, Node)> {
    if below.iter().any(|seen| seen == code) {
        report.say(
            named_at,
            "InheritanceLoop",
            format!("Le paquet « {code} » hérite de lui-même : {}.", below.join(" → ")),
            format!("The pack \"{code}\" inherits from itself: {}.", below.join(" → ")),
        );
        return None;
    }
    below.push(code.to_owned());
    let files = files(library, code, named_at, report)?;
    let tree = tree(code, &files, report);
    let own = tree
        .get("pack")
        .cloned()
        .unwrap_or_else(|| Node::table(tree.spot.clone(), Vec::new()));
    let Some(parent) = own.get("inherits") else {
        return Some((tree, own));
    };
    let parent_code = text(parent, report)?;
    let (base, _) = inherited(library, &parent_code, &parent.spot, below, report)?;
    Some((base.overlaid(tree), own))
}

fn files(library: &dyn PackLibrary, code: &str, named_at: &Spot, report: &Report) -> Option<PackFiles> {
    // A code is never a path: "../elsewhere" names no pack.
    let found = if is_code(code) {
        library.files(code)
    } else {
        Ok(None)
    };
    match found {
        Ok(Some(files)) => return Some(files),
        Ok(None) => no_such_pack(code, named_at, report),
        Err(error) => report.say(
            named_at,
            "Unreadable",
            format!("Le paquet ne peut pas être lu : {error}."),
            format!("The pack cannot be read: {error}."),
        ),
    }
    None
}

pub(super) fn no_such_pack(code: &str, spot: &Spot, report: &Report) {
    report.say(
        spot,
        "UnknownPack",
        format!("Le paquet « {code} » n’existe pas."),
        format!("There is no pack \"{code}\"."),
    );
}

/// All files of one pack as one table, the lists under `lists`.
fn tree(code: &str, files: &PackFiles, report: &Report) -> Node {
    let (mut parts, mut lists) = (Vec::new(), Vec::new());
    for (path, words) in files {
        let file = format!("{code}/{path}");
        let stem = path.trim_end_matches(".toml");
        let list = stem
            .strip_prefix("lists/")
            .filter(|list| !list.contains('/') && !Known::is_elsewhere(list));
        match list {
            Some(list) => lists.push(entry(list, &file, parse(&file, words, report))),
            None if FILES.contains(&stem) => parts.push(entry(stem, &file, parse(&file, words, report))),
            None => report.say(
                &Spot { file, line: None },
                "UnknownFile",
                "Ce fichier n’a pas sa place dans un paquet.",
                "This file has no place in a pack.",
            ),
        }
    }
    let folder = |name: &str| Spot {
        file: format!("{code}{name}"),
        line: None,
    };
    if !lists.is_empty() {
        let file = format!("{code}/lists");
        parts.push(entry("lists", &file, Node::table(folder("/lists"), lists)));
    }
    Node::table(folder(""), parts)
}

fn entry(key: &str, file: &str, node: Node) -> Entry {
    Entry {
        key: key.to_owned(),
        spot: Spot {
            file: file.to_owned(),
            line: None,
        },
        node,
    }
}
