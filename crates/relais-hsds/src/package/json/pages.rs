//! Pages, as interfaces give them.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::{At, Documents, objects::inside};
use crate::package::{Code, Note, Place, report::shortened, row::plain};

/// Under what name a page has its objects: in the standard, and elsewhere.
const CONTENTS: &str = "contents";
const ELSEWHERE: &[&str] = &["content", "data", "items"];

/// Whether this is a page of the standard.
pub(super) fn is_page(object: &Map<String, Json>) -> bool {
    contents(object, CONTENTS).is_some()
}

/// A record is no page, whatever its members are called.
fn contents<'o>(object: &'o Map<String, Json>, name: &str) -> Option<&'o [Json]> {
    let all = object.get(name).filter(|_| !object.contains_key("id"))?;
    Some(all.as_array()?.as_slice())
}

/// The objects of a page, with the name of their list.
fn page(document: &Json) -> Option<(&'static str, &[Json])> {
    let object = document.as_object()?;
    let mut names = std::iter::once(&CONTENTS).chain(ELSEWHERE);
    names.find_map(|name| Some((*name, contents(object, name)?)))
}

/// The objects in a document: itself, or those of its pages.
pub(super) fn objects<'d>(path: &str, document: &'d Json) -> Vec<At<'d>> {
    let mut all = Vec::new();
    match document {
        Json::Array(inner) => gather(path, inner, &mut all),
        _ => gather_one(path.to_owned(), document, &mut all),
    }
    all
}

fn gather<'d>(path: &str, inner: &'d [Json], all: &mut Vec<At<'d>>) {
    for (at, one) in inner.iter().enumerate() {
        gather_one(format!("{path}[{at}]"), one, all);
    }
}

fn gather_one<'d>(path: String, one: &'d Json, all: &mut Vec<At<'d>>) {
    match page(one) {
        Some((name, inner)) => gather(&inside(&path, name), inner, all),
        None => all.push((path, one)),
    }
}

impl Documents<'_, '_> {
    /// Tells what else stands on the pages of a document, but for their numbers.
    pub(super) fn beside(&mut self, path: &str, document: &Json) {
        if let Json::Array(inner) = document {
            for (at, one) in inner.iter().enumerate() {
                self.beside_one(&format!("{path}[{at}]"), one);
            }
        } else {
            self.beside_one(path, document);
        }
    }

    fn beside_one(&mut self, path: &str, one: &Json) {
        let (Some((name, inner)), Some(object)) = (page(one), one.as_object()) else {
            return;
        };
        let others = object.iter().filter(|(other, _)| *other != name);
        for (other, value) in others.filter(|(_, value)| value.is_array() || value.is_object()) {
            if let Some(text) = plain(value).filter(|text| text != "{}") {
                self.unread(name, inside(path, other), other, &text);
            }
        }
        for (at, one) in inner.iter().enumerate() {
            self.beside_one(&format!("{}[{at}]", inside(path, name)), one);
        }
    }

    fn unread(&mut self, table: &str, path: String, column: &str, value: &str) {
        self.report.note(Note {
            table: Arc::from(table),
            place: Place::Path(path),
            column: Some(Arc::from(column)),
            code: Code::ColumnUnknown,
            value: Some(shortened(value)),
            times: 1,
        });
    }
}
