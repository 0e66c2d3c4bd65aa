use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use relais_platform::{
    Column, ColumnKind, Failure,
    sea_orm::{QueryResult, Value as Bound},
};
use serde_json::Value;
use uuid::Uuid;

use super::line::Kind;

/// What stands in one column of one row, whatever the database calls it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Null,
    Bytes(Vec<u8>),
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(String),
}

impl Cell {
    /// Reads a column of a row.
    ///
    /// # Errors
    /// [`Failure::Store`] when the column holds something else than it should.
    pub fn of_row(row: &QueryResult, column: &Column) -> Result<Self, Failure> {
        let name = column.name.as_str();
        let found = match column.kind {
            ColumnKind::Id => {
                let id: Option<Uuid> = row.try_get("", name)?;
                id.map(|id| Self::Bytes(id.as_bytes().to_vec()))
            }
            ColumnKind::Bytes => row.try_get::<Option<Vec<u8>>>("", name)?.map(Self::Bytes),
            ColumnKind::Bool => row.try_get::<Option<bool>>("", name)?.map(Self::Bool),
            ColumnKind::Int if column.narrow => {
                let narrow: Option<i32> = row.try_get("", name)?;
                narrow.map(|number| Self::Int(i64::from(number)))
            }
            ColumnKind::Int => row.try_get::<Option<i64>>("", name)?.map(Self::Int),
            ColumnKind::Real => row.try_get::<Option<f64>>("", name)?.map(Self::Real),
            ColumnKind::Text => row.try_get::<Option<String>>("", name)?.map(Self::Text),
        };
        Ok(found.unwrap_or(Self::Null))
    }

    pub fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bytes(bytes) => Value::String(STANDARD_NO_PAD.encode(bytes)),
            Self::Bool(flag) => Value::Bool(*flag),
            Self::Int(number) => Value::from(*number),
            Self::Real(number) => Value::from(*number),
            Self::Text(text) => Value::String(text.clone()),
        }
    }

    /// `None` when the line says something else than its table's head.
    pub fn of_json(value: Value, kind: Kind) -> Option<Self> {
        match (value, kind) {
            (Value::Null, _) => Some(Self::Null),
            (Value::String(text), Kind::Bytes) => STANDARD_NO_PAD.decode(text).ok().map(Self::Bytes),
            (Value::String(text), Kind::Text) => Some(Self::Text(text)),
            (Value::Bool(flag), Kind::Bool) => Some(Self::Bool(flag)),
            (Value::Number(number), Kind::Int) => number.as_i64().map(Self::Int),
            (Value::Number(number), Kind::Real) => number.as_f64().map(Self::Real),
            _ => None,
        }
    }

    /// As the target's column takes it; `None` when it cannot.
    pub fn bind(self, column: &Column) -> Option<Bound> {
        match (self, column.kind) {
            (Self::Null, kind) => Some(nothing(kind, column.narrow)),
            (Self::Bytes(bytes), ColumnKind::Id) => Uuid::from_slice(&bytes).ok().map(Bound::from),
            (Self::Bytes(bytes), ColumnKind::Bytes) => Some(bytes.into()),
            (Self::Bool(flag), ColumnKind::Bool) => Some(flag.into()),
            (Self::Int(number), ColumnKind::Int) if column.narrow => {
                i32::try_from(number).ok().map(Bound::from)
            }
            (Self::Int(number), ColumnKind::Int) => Some(number.into()),
            (Self::Real(number), ColumnKind::Real) => Some(number.into()),
            (Self::Text(text), ColumnKind::Text) => Some(text.into()),
            _ => None,
        }
    }
}

fn nothing(kind: ColumnKind, narrow: bool) -> Bound {
    match kind {
        ColumnKind::Id => None::<Uuid>.into(),
        ColumnKind::Bytes => None::<Vec<u8>>.into(),
        ColumnKind::Bool => None::<bool>.into(),
        ColumnKind::Int if narrow => None::<i32>.into(),
        ColumnKind::Int => None::<i64>.into(),
        ColumnKind::Real => None::<f64>.into(),
        ColumnKind::Text => None::<String>.into(),
    }
}
