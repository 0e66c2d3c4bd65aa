//! Which routes there are, and what the table in `docs/routes.md` says of them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Who may reach an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Everyone,
    /// Whoever has the link.
    Link,
    SignedIn,
    /// A role of the mechanism, and no record of another organisation.
    Role,
    /// Only their own sessions and tokens.
    Own,
    /// The organisation that has the case.
    Owner,
    /// Sender and receiver of the referral.
    Sides,
    /// The organisation whose service it is, or the directory manager.
    Keeper,
    /// The two organisations between which a person passes: by a transfer or a hand-over.
    Parties,
}

impl Who {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "everyone" => Self::Everyone,
            "link" => Self::Link,
            "signed in" => Self::SignedIn,
            "role" => Self::Role,
            "own" => Self::Own,
            "owner" => Self::Owner,
            "sides" => Self::Sides,
            "keeper" => Self::Keeper,
            "parties" => Self::Parties,
            _ => return None,
        })
    }

    /// A record of one organisation: for the others it does not exist.
    pub fn is_of_a_record(self) -> bool {
        matches!(self, Self::Owner | Self::Sides | Self::Keeper)
    }

    pub fn is_open(self) -> bool {
        matches!(self, Self::Everyone | Self::Link)
    }
}

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Route {
    pub method: String,
    pub address: String,
    pub who: Who,
    /// For a page's command: the JSON route, or why there is none.
    pub twin: String,
}

impl Route {
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.address)
    }

    pub fn is_json(&self) -> bool {
        self.address.starts_with("/api/")
    }

    pub fn changes(&self) -> bool {
        self.method != "GET"
    }
}

/// The table that people read.
pub fn table() -> Vec<Route> {
    let text = fs::read_to_string(root().join("docs/routes.md")).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("| `"));
    lines.map(line).collect()
}

fn line(line: &str) -> Route {
    let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
    let &[name, who, ref rest @ ..] = cells.as_slice() else {
        panic!("a line of three or four cells: {line}")
    };
    let (method, address) = name.trim_matches('`').split_once(' ').unwrap();
    Route {
        method: method.to_owned(),
        address: address.to_owned(),
        who: Who::of(who).unwrap_or_else(|| panic!("{who} is nobody: {line}")),
        twin: rest
            .first()
            .map_or(String::new(), |cell| cell.trim_matches('`').to_owned()),
    }
}

/// The pages' routes, read where they are registered: axum gives no list of them.
pub fn registered() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for file in sources(&root().join("crates")) {
        // The door of a locked installation is an application of its own, walked by `tests/it/sealing.rs`; so is the door of
        // a witness, in `tests/it/witnessing.rs`.
        let own = ["relais-shell/src/lock.rs", "relais/src/witness/door.rs"];
        if own.iter().any(|door| file.ends_with(door)) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for foreign in [".nest(", ".nest_service(", ".route_service("] {
            assert!(
                !text.contains(foreign),
                "{}: {foreign} is not counted here",
                file.display()
            );
        }
        for call in text.split(".route(").skip(1) {
            all.extend(routes_of(call, text, &file));
        }
    }
    all
}

/// `"/address", get(a).post(b))…`: the address, and the methods up to the end of the call.
fn routes_of(call: &str, file: &str, path: &Path) -> Vec<String> {
    let (address, rest) = call.split_once(',').unwrap();
    let address = address.trim();
    let address = match address.strip_prefix('"') {
        Some(literal) => literal.trim_end_matches('"').to_owned(),
        None => constant(address, file, path),
    };
    let end = end_of_call(rest);
    let methods = ["get", "post", "put", "delete", "patch"];
    let named = |method: &&&str| {
        let here = |call: String| {
            rest[..end].trim_start().starts_with(&call) || rest[..end].contains(&format!(".{call}"))
        };
        here(format!("{method}("))
    };
    let found: Vec<_> = methods.iter().filter(named).collect();
    assert!(!found.is_empty(), "{}: {address} has no method", path.display());
    found
        .into_iter()
        .map(|method| format!("{} {address}", method.to_uppercase()))
        .collect()
}

fn end_of_call(text: &str) -> usize {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// `module::ROUTE`, in the module's file beside this one.
fn constant(name: &str, file: &str, path: &Path) -> String {
    let module = name
        .strip_suffix("::ROUTE")
        .unwrap_or_else(|| panic!("{name} in {}", path.display()));
    let beside = path.with_file_name(format!("{module}.rs"));
    let text = fs::read_to_string(beside).unwrap_or_else(|_| file.to_owned());
    let value = text.split("const ROUTE: &str = \"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["tests", "examples", "proof"].contains(&&*name) {
            all.extend(sources(&path));
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            all.push(path);
        }
    }
    all
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
