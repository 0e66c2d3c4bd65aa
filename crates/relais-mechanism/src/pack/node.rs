use relais_kernel::Date;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::error::{Report, Spot};

/// A value of a pack that knows where it was written, so that a fault found late still names its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub spot: Spot,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Flag(bool),
    Day(Date),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// Fractions, times: nothing in a pack is written so.
    Strange,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub key: String,
    pub spot: Spot,
    pub node: Node,
}

impl Node {
    pub fn table(spot: Spot, entries: Vec<Entry>) -> Self {
        Self {
            spot,
            value: Value::Table(entries),
        }
    }

    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.node)
    }

    /// This node with another laid over it: tables are laid over each other key by key, anything else is
    /// replaced. What a child does not mention it inherits.
    pub fn overlaid(self, child: Self) -> Self {
        match (self.value, child.value) {
            (Value::Table(mut entries), Value::Table(over)) => {
                for new in over {
                    match entries.iter().position(|old| old.key == new.key) {
                        Some(at) => {
                            let old = entries.remove(at);
                            let node = old.node.overlaid(new.node);
                            entries.insert(at, Entry { node, ..new });
                        }
                        None => entries.push(new),
                    }
                }
                Self::table(child.spot, entries)
            }
            (_, value) => Self {
                spot: child.spot,
                value,
            },
        }
    }
}

/// Reads one file of a pack; what is not TOML is reported and the rest still read.
pub(super) fn parse(file: &str, text: &str, report: &Report) -> Node {
    let breaks = text.match_indices('\n').map(|(at, _)| at).collect();
    let lines = Lines { file, breaks };
    let (table, faults) = DeTable::parse_recoverable(text);
    for fault in faults {
        let spot = lines.spot(fault.span().map_or(0, |span| span.start));
        let message = fault.message();
        report.say(
            &spot,
            "NotToml",
            format!("Ce n’est pas du TOML correct : {message}."),
            format!("This is not correct TOML: {message}."),
        );
    }
    let spot = Spot {
        file: file.to_owned(),
        line: None,
    };
    Node::table(spot, lines.entries(table.get_ref()))
}

struct Lines<'t> {
    file: &'t str,
    /// Where the lines end, ascending.
    breaks: Vec<usize>,
}

impl Lines<'_> {
    fn spot(&self, offset: usize) -> Spot {
        let line = 1 + self.breaks.partition_point(|end| *end < offset);
        Spot {
            file: self.file.to_owned(),
            line: Some(line),
        }
    }

    /// The entries in the order they were written: people order their lists on purpose.
    fn entries(&self, table: &DeTable<'_>) -> Vec<Entry> {
        let mut written: Vec<_> = table.iter().collect();
        written.sort_by_key(|(key, _)| key.span().start);
        let entry = |(key, value): (&Spanned<_>, _)| {
            let key: &Spanned<std::borrow::Cow<'_, str>> = key;
            let spot = self.spot(key.span().start);
            Entry {
                key: key.get_ref().to_string(),
                node: self.node(value, &spot),
                spot,
            }
        };
        written.into_iter().map(entry).collect()
    }

    fn node(&self, value: &Spanned<DeValue<'_>>, key: &Spot) -> Node {
        let spot = self.spot(value.span().start);
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Integer(number) => number.to_string().parse().map_or(Value::Strange, Value::Whole),
            DeValue::Datetime(moment) => moment.to_string().parse().map_or(Value::Strange, Value::Day),
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .map(|item| self.node(item, &self.spot(item.span().start)))
                    .collect(),
            ),
            DeValue::Table(table) => return Node::table(key.clone(), self.entries(table)),
            DeValue::Float(_) => Value::Strange,
        };
        Node { spot, value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_replaces_what_it_names_and_inherits_the_rest() {
        let report = Report::default();
        let parent = parse(
            "p/a.toml",
            "[n]\nkept = 1\nchanged = \"a\"\nlist = [1, 2]\n",
            &report,
        );
        let child = parse(
            "c/a.toml",
            "\n[n]\nchanged = \"b\"\nlist = [3]\nnew = true\n",
            &report,
        );
        let merged = parent.overlaid(child);
        let table = merged.get("n").unwrap();
        assert_eq!(table.get("kept").unwrap().spot.to_string(), "p/a.toml:2");
        assert_eq!(table.get("changed").unwrap().value, Value::Text("b".into()));
        assert_eq!(table.get("changed").unwrap().spot.to_string(), "c/a.toml:3");
        assert_eq!(
            table.get("list").unwrap().value,
            Value::List(vec![table.get("list").unwrap().list_head()])
        );
        let keys: Vec<_> = table.entries().iter().map(|e| e.key.as_str()).collect();
        assert_eq!(keys, ["kept", "changed", "list", "new"]);
        assert!(report.or(Some(()), "p").is_ok());
    }

    impl Node {
        fn list_head(&self) -> Self {
            match &self.value {
                Value::List(items) => items[0].clone(),
                _ => panic!("not a list"),
            }
        }
    }
}
