use super::{
    error::{Report, Spot},
    known::Known,
    node::{Entry, Node, parse},
    reader::text,
    source::{PackFiles, PackLibrary},
};

/// The files of a pack beside `lists/`, each a table of the same name.
const FILES: [&str; 13] = [
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
    let files = match library.files(code) {
        Ok(Some(files)) => files,
        Ok(None) => {
            no_such_pack(code, named_at, report);
            return None;
        }
        Err(error) => {
            report.say(
                named_at,
                "Unreadable",
                format!("Le paquet ne peut pas être lu : {error}."),
                format!("The pack cannot be read: {error}."),
            );
            return None;
        }
    };
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
        let spot = Spot {
            file: file.clone(),
            line: None,
        };
        let stem = path.trim_end_matches(".toml");
        let list = stem
            .strip_prefix("lists/")
            .filter(|list| !list.contains('/') && !Known::is_elsewhere(list));
        let into = match list {
            Some(_) => &mut lists,
            None if FILES.contains(&stem) => &mut parts,
            None => {
                report.say(
                    &spot,
                    "UnknownFile",
                    "Ce fichier n’a pas sa place dans un paquet.",
                    "This file has no place in a pack.",
                );
                continue;
            }
        };
        let node = parse(&file, words, report);
        into.push(Entry {
            key: list.unwrap_or(stem).to_owned(),
            spot,
            node,
        });
    }
    let folder = |name: &str| Spot {
        file: format!("{code}{name}"),
        line: None,
    };
    if !lists.is_empty() {
        let node = Node::table(folder("/lists"), lists);
        parts.push(Entry {
            key: "lists".to_owned(),
            spot: folder("/lists"),
            node,
        });
    }
    Node::table(folder(""), parts)
}
