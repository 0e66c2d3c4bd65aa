use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::Sensitivity;
use serde::de::DeserializeOwned;

use super::{
    error::{Report, Spot},
    node::{Node, Value},
    reader::{CODE, Fields, SENSITIVITY, all, coded, coded_text, text},
};
use crate::definition::is_code;

/// The codes that a pack defines, so that whatever refers to one can be checked where it is written.
pub(super) struct Known<'r> {
    pub report: &'r Report,
    roles: BTreeSet<String>,
    lists: BTreeMap<String, BTreeSet<String>>,
    /// What the person is told about each category of data.
    told: BTreeMap<String, Sensitivity>,
}

/// Lists that are written elsewhere than under `lists/`: the code, and the path to their items.
const OTHER_LISTS: [(&str, &[&str]); 6] = [
    ("target_group", &["target_groups", "items"]),
    ("vulnerability_flag", &["flags", "items"]),
    ("purpose", &["consent", "purposes"]),
    ("data_category", &["consent", "categories"]),
    ("legal_basis", &["consent", "legal_bases"]),
    ("explained", &["consent", "explained"]),
];

impl<'r> Known<'r> {
    pub fn of(root: &Node, report: &'r Report) -> Self {
        let under = |path: &[&str]| path.iter().try_fold(root, |node, key| node.get(key));
        let mut lists: BTreeMap<_, _> = under(&["lists"])
            .map_or(&[][..], Node::entries)
            .iter()
            .map(|list| (list.key.clone(), codes(list.node.get("items"))))
            .collect();
        for (code, path) in OTHER_LISTS {
            lists.insert(code.to_owned(), codes(under(path)));
        }
        let categories = under(&["consent", "categories"])
            .map_or(&[][..], Node::entries)
            .iter();
        let silent = Report::default();
        let told = categories.filter_map(|entry| {
            let told = entry.node.get("sensitivity")?;
            Some((entry.key.clone(), coded(told, SENSITIVITY, &silent)?))
        });
        Self {
            report,
            roles: codes(under(&["roles"])),
            lists,
            told: told.collect(),
        }
    }

    pub fn is_elsewhere(list: &str) -> bool {
        OTHER_LISTS.iter().any(|(code, _)| *code == list)
    }

    /// Every code of a list, in its order.
    pub fn all_of(&self, list: &str) -> Vec<&str> {
        let codes = self.lists.get(list).into_iter().flatten();
        codes.map(String::as_str).collect()
    }

    pub fn role(&self, role: &str, spot: &Spot) -> bool {
        self.check(
            self.roles.contains(role),
            spot,
            "UnknownRole",
            ("le rôle", "the role"),
            role,
        )
    }

    pub fn list(&self, list: &str, spot: &Spot) -> bool {
        let known = self.lists.contains_key(list);
        self.check(
            known,
            spot,
            "UnknownList",
            ("la liste de codes", "the code list"),
            list,
        )
    }

    /// A code of a list.
    pub fn code(&self, list: &str, code: &str, spot: &Spot) -> bool {
        let known = self.lists.get(list).is_some_and(|codes| codes.contains(code));
        let (fr, en) = match list {
            "purpose" => ("la finalité", "the purpose"),
            "data_category" => ("la catégorie de données", "the category of data"),
            _ => ("le code", "the code"),
        };
        self.check(known, spot, "UnknownCode", (fr, en), code)
    }

    /// No field is more sensitive than what the person is told about its category.
    pub fn no_more_than_told(&self, category: &str, field: Sensitivity, spot: &Spot) {
        let Some(told) = self.told.get(category).filter(|told| field > **told) else {
            return;
        };
        self.report.say(
            spot,
            "MoreSensitiveThanCategory",
            format!("Le champ est {field:?}, et sa catégorie « {category} » seulement {told:?}."),
            format!("The field is {field:?}, and its category \"{category}\" only {told:?}."),
        );
    }

    pub fn missing_list(&self, list: &str, spot: &Spot) {
        self.report.say(
            spot,
            "MissingList",
            format!("Il manque la liste « {list} », dont le programme a besoin."),
            format!("The list \"{list}\", which the program needs, is missing."),
        );
    }

    pub fn missing_code(&self, code: &str, spot: &Spot) {
        self.report.say(
            spot,
            "MissingCode",
            format!("Il manque le code « {code} », dont le programme a besoin."),
            format!("The code \"{code}\", which the program needs, is missing."),
        );
    }

    /// A key that has the form of a code.
    pub fn code_form(&self, key: &str, spot: &Spot) -> Option<String> {
        if is_code(key) {
            return Some(key.to_owned());
        }
        let (fr, en) = CODE;
        self.report.say(
            spot,
            "WrongForm",
            format!("« {key} » n’est pas {fr}."),
            format!("\"{key}\" is not {en}."),
        );
        None
    }

    /// A key that may be absent, and else holds a code of a list.
    pub fn optional_code(
        &self,
        fields: &Fields<'_>,
        key: &'static str,
        list: &str,
    ) -> Option<Option<String>> {
        let Some(node) = fields.optional(key) else {
            return Some(None);
        };
        let code = text(node, self.report)?;
        self.code(list, &code, &node.spot).then_some(Some(code))
    }

    /// The codes of a list under a key, at least one.
    pub fn codes<T: DeserializeOwned + Ord>(
        &self,
        fields: &Fields<'_>,
        key: &'static str,
        list: &str,
    ) -> Option<BTreeSet<T>> {
        fields.required(key)?;
        let texts = fields.texts(key)?;
        let codes = texts.into_iter().map(|(code, spot)| {
            self.code(list, &code, spot)
                .then(|| coded_text(&code, spot, CODE, self.report))
                .flatten()
        });
        Some(all(codes)?.into_iter().collect())
    }

    fn check(&self, known: bool, spot: &Spot, code: &'static str, what: (&str, &str), value: &str) -> bool {
        if !known {
            let (fr, en) = what;
            self.report.say(
                spot,
                code,
                format!("Le paquet ne définit pas {fr} « {value} », ou l’a retiré."),
                format!("The pack does not define {en} \"{value}\", or has retired it."),
            );
        }
        known
    }
}

/// The keys of a table whose items are not retired.
fn codes(table: Option<&Node>) -> BTreeSet<String> {
    let retired = |node: &Node| {
        node.get("retired")
            .is_some_and(|flag| flag.value == Value::Flag(true))
    };
    let items = table.map_or(&[][..], Node::entries).iter();
    items
        .filter(|item| !retired(&item.node))
        .map(|item| item.key.clone())
        .collect()
}
