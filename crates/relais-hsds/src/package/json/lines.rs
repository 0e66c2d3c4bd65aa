//! Documents with one on each line.

use std::{cell::LazyCell, collections::BTreeMap};

use serde::de::IgnoredAny;
use serde_json::Value as Json;

use super::{Documents, kind_of, pages, usual};
use crate::{
    Kind,
    package::{Code, Place, Refused},
};

/// Whether the lines of a text are documents, though some of them may be broken: a broken document is none of lines.
pub(super) fn are_documents(text: &str) -> bool {
    if text.trim_start().starts_with('[') {
        return false;
    }
    let lines = filled(text).map(|(_, line)| serde_json::from_str::<BTreeMap<String, IgnoredAny>>(line));
    let mut lines = lines.map(|read| read.is_ok()).peekable();
    if lines.peek() == Some(&true) {
        return true;
    }
    let (whole, broken): (Vec<bool>, Vec<bool>) = lines.partition(|whole| *whole);
    !whole.is_empty() && whole.len() >= broken.len()
}

fn filled(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
}

/// What the objects are of which it is clear.
fn usual_of(name: &str, text: &str) -> Option<Kind> {
    let documents = filled(text).filter_map(|(_, line)| serde_json::from_str::<Json>(line).ok());
    let kinds = documents.flat_map(|document| {
        let all = pages::objects("", &document).into_iter();
        let kinds: Vec<Kind> = all.filter_map(|(_, one)| kind_of(name, one)).collect();
        kinds
    });
    usual(kinds)
}

impl Documents<'_, '_> {
    /// Reads line by line: such files are long.
    pub(super) fn lines(&mut self, name: &str, text: &str) -> Result<(), Refused> {
        let usual = LazyCell::new(|| usual_of(name, text));
        for (at, line) in filled(text) {
            let path = format!("[{at}]");
            match serde_json::from_str::<Json>(line) {
                Ok(document) => {
                    self.beside(&path, &document);
                    self.all(name, &pages::objects(&path, &document), &usual)?;
                }
                Err(_) => self.lost(name, Place::Line(at as u64 + 1), Code::LineUnreadable, line),
            }
        }
        Ok(())
    }
}
