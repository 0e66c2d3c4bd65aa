//! How instants and dates stand in columns: whole milliseconds since 1970 (UTC) in a 64-bit integer, and ISO
//! dates as text. Both sort, subtract and average alike on both engines.

use jiff::{Timestamp, civil::Date};

use crate::Corrupt;

/// The column value of an instant.
pub fn to_column(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The instant of a column value; an impossible number is an error that names its place.
pub fn from_column(
    value: i64,
    table: &'static str,
    column: &'static str,
    row: impl ToString,
) -> Result<Timestamp, Corrupt> {
    Timestamp::from_millisecond(value).map_err(|_| Corrupt::at(table, column, row))
}

/// The date of a column value.
pub fn date_from_column(
    value: &str,
    table: &'static str,
    column: &'static str,
    row: impl ToString,
) -> Result<Date, Corrupt> {
    value.parse().map_err(|_| Corrupt::at(table, column, row))
}
