//! One text for one content, so that a signature can be checked anywhere: JSON without spaces, keys in the
//! order of RFC 8785 (UTF-16 code units), numbers as integers within ±(2⁵³−1) only. It is the part of
//! RFC 8785 that needs no floating point; amounts and coordinates are written as text.

use serde::Serialize;
use serde_json::{Map, Value};

/// The largest integer that every JSON reader keeps exactly.
const SAFE: u64 = (1 << 53) - 1;

/// Why a content has no canonical text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    #[error("numbers must be integers within ±(2^53-1): write others as text")]
    Number,
    #[error("the content cannot be written as JSON")]
    NotJson,
    #[error("the text is not in canonical form")]
    NotCanonical,
}

/// The canonical text of anything that serialises to JSON.
///
/// # Errors
/// [`CanonicalError::Number`] for a number that is not a safe integer, [`CanonicalError::NotJson`] for what
/// JSON cannot express.
pub fn to_bytes<T: Serialize + ?Sized>(content: &T) -> Result<Vec<u8>, CanonicalError> {
    let value = serde_json::to_value(content).map_err(|_| CanonicalError::NotJson)?;
    let mut out = Vec::new();
    write(&value, &mut out)?;
    Ok(out)
}

/// Reads a text and refuses it unless it is exactly the canonical one: doubled keys, spaces or another
/// order would let two readers see two contents under one signature.
///
/// # Errors
/// [`CanonicalError::NotJson`], [`CanonicalError::Number`] or [`CanonicalError::NotCanonical`].
pub fn from_bytes(bytes: &[u8]) -> Result<Value, CanonicalError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| CanonicalError::NotJson)?;
    if to_bytes(&value)? == bytes {
        Ok(value)
    } else {
        Err(CanonicalError::NotCanonical)
    }
}

fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(yes) => out.extend_from_slice(if *yes { b"true" } else { b"false" }),
        Value::Number(number) => {
            let safe = number
                .as_i64()
                .map(i64::unsigned_abs)
                .or(number.as_u64())
                .is_some_and(|n| n <= SAFE);
            if !safe {
                return Err(CanonicalError::Number);
            }
            out.extend_from_slice(number.to_string().as_bytes());
        }
        Value::String(text) => write_text(text, out)?,
        Value::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                write(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(fields) => write_fields(fields, out)?,
    }
    Ok(())
}

fn write_fields(fields: &Map<String, Value>, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    // Sorted here: the map's own order depends on features that other crates may switch on.
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push(b'{');
    for (i, (name, item)) in fields.into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write_text(name, out)?;
        out.push(b':');
        write(item, out)?;
    }
    out.push(b'}');
    Ok(())
}

/// serde_json escapes as RFC 8785 asks: the quote, the backslash and control characters, nothing else.
fn write_text(text: &str, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    serde_json::to_writer(out, text).map_err(|_| CanonicalError::NotJson)
}
