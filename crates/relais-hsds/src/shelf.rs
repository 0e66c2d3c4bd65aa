use std::collections::{BTreeSet, HashMap};

use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    Kind, Object, Record, Value,
    kind::{LISTED_AS, NEWER},
    record::says,
};

/// The lists of schedules that 3.3 adds to a service.
const APART: [&str; 2] = ["operating_hours", "events"];

fn apart(schedule: &Record) -> Option<&'static str> {
    let listed = schedule.text(LISTED_AS)?;
    APART.into_iter().find(|name| *name == listed)
}

/// Records side by side, each found by its id and by what it belongs to.
pub struct Shelf<'r> {
    by_id: HashMap<(Kind, Uuid), &'r Record>,
    /// Of a kind, those whose column names an id.
    naming: HashMap<(Kind, &'static str, Uuid), Vec<&'r Record>>,
    /// Attributes and records of change, by what they are about.
    about: HashMap<(Kind, Uuid), Vec<&'r Record>>,
}

impl<'r> Shelf<'r> {
    pub fn of(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut shelf = Self {
            by_id: HashMap::new(),
            naming: HashMap::new(),
            about: HashMap::new(),
        };
        for record in records {
            shelf.by_id.insert((record.kind, record.id), record);
            for link in record.kind.links() {
                if let Some(id) = record.link(link.field) {
                    shelf
                        .naming
                        .entry((record.kind, link.field, id))
                        .or_default()
                        .push(record);
                }
            }
            if let Some((_, id)) = record.subject() {
                shelf.about.entry((record.kind, id)).or_default().push(record);
            }
        }
        shelf
    }

    pub fn get(&self, kind: Kind, id: Uuid) -> Option<&'r Record> {
        self.by_id.get(&(kind, id)).copied()
    }

    /// Records of a kind whose column names this id, in the order in which they came.
    pub fn naming(&self, kind: Kind, field: &'static str, id: Uuid) -> &[&'r Record] {
        self.naming.get(&(kind, field, id)).map_or(&[], Vec::as_slice)
    }

    /// Attributes or records of change of a record. One whose kind of subject is none of the standard's belongs to
    /// whatever carries the id.
    pub fn about(&self, what: Kind, subject: &Record) -> impl Iterator<Item = &'r Record> {
        let all = self.about.get(&(what, subject.id)).map_or(&[][..], Vec::as_slice);
        let kind = subject.kind;
        let of_it = move |record: &&&Record| {
            let named = record.subject().and_then(|(kind, _)| kind);
            named.is_none_or(|named| named == kind)
        };
        all.iter().filter(of_it).copied()
    }

    /// The languages in which any of these records says something.
    pub fn languages(&self) -> BTreeSet<&'r str> {
        let words = self.by_id.values().flat_map(|record| record.words.keys());
        words.map(String::as_str).collect()
    }

    /// The columns of a record alone, in one of its languages where it has words in it.
    pub fn flat(&self, record: &Record, lang: Option<&str>) -> Object {
        let mut object = Object::default();
        object.put("id", Value::Plain(Json::String(record.id.to_string())));
        let words = lang.and_then(|lang| record.words.get(lang));
        let newer = NEWER.iter().filter(|(kind, _)| *kind == record.kind);
        let columns = record
            .kind
            .fields()
            .iter()
            .chain(newer.map(|(_, field)| field))
            .skip(1)
            .filter(|field| field.name != LISTED_AS);
        for field in columns {
            let said = words
                .and_then(|words| words.get(field.name))
                .filter(|said| says(said));
            if let Some(value) = said.or_else(|| record.body.get(field.name)) {
                object.put(field.name, Value::Plain(value.clone()));
            }
        }
        object
    }

    /// The lists of a record, whole; without those of roots, which are documents of their own and are joined to others
    /// when they are read.
    pub fn lists(&self, record: &Record, lang: Option<&str>) -> Object {
        let mut object = Object::default();
        let lists = record.kind.lists().iter();
        for (name, kind, field) in lists.filter(|(_, kind, _)| !kind.is_root()) {
            let all = self.naming(*kind, field, record.id).iter();
            if record.kind == Kind::Service && *kind == Kind::Schedule {
                self.schedules(&mut object, all.copied(), lang);
            } else {
                object.list(name, all.map(|child| self.whole(child, lang)).collect());
            }
        }
        self.remarks(&mut object, record, lang);
        object
    }

    /// What 3.3 lists apart from the other schedules of a service stands apart here; one that is said to stand in a list
    /// that there is not stands among the others.
    fn schedules(&self, object: &mut Object, all: impl Iterator<Item = &'r Record>, lang: Option<&str>) {
        let all: Vec<_> = all.collect();
        let others = ("schedules", None);
        for (name, listed) in [others].into_iter().chain(APART.map(|name| (name, Some(name)))) {
            let those = all.iter().filter(|schedule| apart(schedule) == listed);
            object.list(name, those.map(|schedule| self.whole(schedule, lang)).collect());
        }
    }

    /// A record with all that stands in it but roots.
    pub fn whole(&self, record: &Record, lang: Option<&str>) -> Object {
        let mut object = self.flat(record, lang);
        for (name, kind, field) in record
            .kind
            .singles()
            .iter()
            .filter(|(_, kind, _)| !kind.is_root())
        {
            if let Some(single) = record.link(field).and_then(|id| self.get(*kind, id)) {
                object.put(*name, Value::Object(self.whole(single, lang)));
            }
        }
        object.0.extend(self.lists(record, lang).0);
        object
    }

    fn remarks(&self, object: &mut Object, record: &Record, lang: Option<&str>) {
        if record.kind.has_attributes() {
            let all = self.about(Kind::Attribute, record);
            object.list("attributes", all.map(|a| self.whole(a, lang)).collect());
        }
        if record.kind.has_metadata() {
            let all = self.about(Kind::Metadata, record);
            object.list("metadata", all.map(|m| self.flat(m, lang)).collect());
        }
    }
}
