use std::borrow::Cow;

use serde::{Serialize, Serializer, ser::SerializeMap};

/// A JSON object whose members keep their order: the id first, then as the standard has them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Object(pub Vec<(Cow<'static, str>, Value)>);

/// What stands in an object.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Plain(serde_json::Value),
    Object(Object),
    List(Vec<Object>),
}

impl Object {
    pub fn put(&mut self, name: impl Into<Cow<'static, str>>, value: Value) {
        self.0.push((name.into(), value));
    }

    /// Adds a list, unless it is empty.
    pub fn list(&mut self, name: &'static str, all: Vec<Self>) {
        if !all.is_empty() {
            self.put(name, Value::List(all));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The members as JSON text without the braces, so that objects can be joined by a comma.
    pub fn members(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        let members = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        members.unwrap_or_default().to_owned()
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Plain(value) => value.serialize(to),
            Self::Object(object) => object.serialize(to),
            Self::List(list) => list.serialize(to),
        }
    }
}
