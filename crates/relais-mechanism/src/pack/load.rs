use std::path::Path;

use relais_kernel::Localised;

use super::{
    error::{PackErrors, Report, Spot},
    known::Known,
    node::{Entry, Node, parse},
    parts,
    reader::Fields,
    source::{BuiltinPacks, PackFiles, PackFolder, PackLibrary},
};
use crate::{Definition, DefinitionVersion};

/// The files of a pack beside `lists/`, each a table of the same name.
const FILES: [&str; 12] = [
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
];
const FIELDS: &str = "fields";

/// Reads the pack in a folder; the packs it inherits from are looked for beside it, then in the program.
///
/// # Errors
/// Everything that is wrong with the pack, each with file, line and reason: one error refuses it as a whole.
pub fn load_pack(folder: &Path) -> Result<Definition, PackErrors> {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let code = absolute
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let beside = absolute.parent().unwrap_or(Path::new("/"));
    if absolute.is_dir() {
        return load(&PackFolder(beside.to_path_buf()), &code);
    }
    let report = Report::default();
    no_such_pack(
        &code,
        &Spot {
            file: folder.display().to_string(),
            line: None,
        },
        &report,
    );
    report.or(None, &code)
}

/// Reads a pack that comes with the program.
///
/// # Errors
/// When there is no such pack; the packs of the program itself are tested.
pub fn builtin(code: &str) -> Result<Definition, PackErrors> {
    load(&BuiltinPacks, code)
}

/// Reads a pack of a library.
///
/// # Errors
/// See [`load_pack`].
pub fn load(library: &dyn PackLibrary, code: &str) -> Result<Definition, PackErrors> {
    let report = Report::default();
    let whole = Spot {
        file: code.to_owned(),
        line: None,
    };
    let Some((root, own)) = inherited(library, code, &whole, &mut Vec::new(), &report) else {
        return report.or(None, code);
    };
    let found = definition(&root, &own, &report);
    report.or(found, code)
}

/// The pack laid over the packs it inherits from, and its own `pack.toml`.
fn inherited(
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
    let parent_code = super::reader::text(parent, report)?;
    let (base, _) = inherited(library, &parent_code, &parent.spot, below, report)?;
    Some((base.overlaid(tree), own))
}

fn no_such_pack(code: &str, spot: &Spot, report: &Report) {
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
    for (path, text) in files {
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
            None if FILES.contains(&stem) || stem == FIELDS => &mut parts,
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
        let node = parse(&file, text, report);
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

struct Head {
    code: String,
    name: Localised,
    label: String,
    inherits: Option<String>,
    country: Option<String>,
    currency: String,
    demo: bool,
}

/// `pack.toml`: code, name, version and parent are its own, country and currency may be inherited.
fn head(root: &Node, own: &Node, report: &Report) -> Option<Head> {
    let folder = &root.spot.file;
    let own = Fields::of(own, report)?;
    let merged = Fields::of(root.get("pack")?, report)?;
    let code = own.text("code");
    if let (Some(code), Some(node)) = (&code, own.optional("code"))
        && code != folder
    {
        report.say(
            &node.spot,
            "CodeMismatch",
            format!("Le code « {code} » n’est pas le nom du dossier, « {folder} »."),
            format!("The code \"{code}\" is not the name of the folder, \"{folder}\"."),
        );
    }
    let (name, label, demo) = (own.localised("name"), own.text("version"), own.flag("demo"));
    let inherits = own
        .optional("inherits")
        .and_then(|node| super::reader::text(node, report));
    own.optional("country");
    own.optional("currency");
    own.finish();
    let country = merged
        .optional("country")
        .map_or(Some(None), |node| letters(node, report).map(Some));
    let currency = merged.required("currency").and_then(|node| letters(node, report));
    Some(Head {
        code: code?,
        name: name?,
        label: label?,
        inherits,
        country: country?,
        currency: currency?,
        demo: demo?,
    })
}

/// Three capital letters: a country of ISO 3166-1 alpha-3, a currency of ISO 4217.
fn letters(node: &Node, report: &Report) -> Option<String> {
    let text = super::reader::text(node, report)?;
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(text);
    }
    report.say(
        &node.spot,
        "WrongForm",
        format!("« {text} » n’est pas un code ISO de trois lettres capitales."),
        format!("\"{text}\" is not an ISO code of three capital letters."),
    );
    None
}

fn definition(root: &Node, own: &Node, report: &Report) -> Option<Definition> {
    let known = Known::of(root, report);
    let head = head(root, own, report);
    let part = |name: &str| section(root, name, report);
    let roles = part("roles").and_then(|node| parts::roles(node, &known));
    let case = part("case").and_then(|node| parts::case(node, &known));
    let referral = part("referral").and_then(|node| parts::referral(node, &known));
    let calendar = part("calendar").and_then(|node| parts::calendar(node, &known));
    let weekend = calendar
        .as_ref()
        .map(|(calendar, _)| calendar.weekend.clone())
        .unwrap_or_default();
    let deadlines = part("deadlines").and_then(|node| parts::deadlines(node, &weekend, &known));
    let directory = root
        .get("deadlines")
        .and_then(|node| parts::directory(node, &known));
    let escalation = part("escalation").and_then(|node| parts::escalation(node, &known));
    let thresholds = part("statistics").and_then(|node| parts::thresholds(node, &known));
    let flow_rules = part("flow_rules").and_then(|node| parts::flow_rules(node, &known));
    let consent = part("consent").and_then(|node| parts::consent(node, &known));
    let lists = part("lists").and_then(|node| parts::code_lists(node, &known));
    let target_groups = part("target_groups").and_then(|node| parts::code_list("target_group", node, &known));
    let flags = part("flags").and_then(|node| parts::code_list("vulnerability_flag", node, &known));
    let fields = part(FIELDS).and_then(|node| parts::field_table(node, &known));
    let (head, (calendar, holidays)) = (head?, calendar?);
    let unstamped = Definition {
        code: head.code,
        name: head.name,
        version: DefinitionVersion {
            label: String::new(),
            hash: String::new(),
        },
        inherits: head.inherits,
        country: head.country,
        currency: head.currency,
        demo: head.demo,
        roles: roles?,
        case: case?,
        referral: referral?,
        deadlines: deadlines?,
        calendar,
        holidays,
        escalation: escalation?,
        directory: directory?,
        lists: lists?,
        target_groups: target_groups?,
        flags: flags?,
        consent: consent?,
        fields: fields?,
        flow_rules: flow_rules?,
        thresholds: thresholds?,
    };
    Some(unstamped.stamped(head.label))
}

/// A part of the pack, own or inherited.
fn section<'n>(root: &'n Node, name: &str, report: &Report) -> Option<&'n Node> {
    let found = root.get(name);
    if found.is_none() {
        let file = if name == "lists" {
            name.to_owned()
        } else {
            format!("{name}.toml")
        };
        report.say(
            &root.spot,
            "MissingFile",
            format!("Il manque {file} : le paquet ne l’a pas et n’en hérite pas."),
            format!("{file} is missing: the pack neither has nor inherits it."),
        );
    }
    found
}
