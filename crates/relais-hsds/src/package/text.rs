use std::sync::Arc;

use super::{Code, Found, Note, Place, Report};

/// What stands at 0x80 to 0x9F in Windows-1252; the rest is as in Latin-1.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a file, whichever way it is written down.
pub(super) fn decoded(file: &Found, report: &mut Report) -> String {
    let mut text = utf16(&file.bytes).unwrap_or_else(|| utf8(file, report));
    if text.contains('\0') {
        text.retain(|c| c != '\0');
        about_file(report, &file.name, Code::NulRemoved);
    }
    text
}

fn utf8(file: &Found, report: &mut Report) -> String {
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let (text, mixed) = by_lines(bytes);
    let code = if mixed {
        Code::EncodingMixed
    } else {
        Code::EncodingRepaired
    };
    about_file(report, &file.name, code);
    text
}

/// Reads line by line, and tells whether some are in UTF-8. Where most of them are, so is the rest of a line with a
/// stray byte.
fn by_lines(bytes: &[u8]) -> (String, bool) {
    let lines = || bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r'));
    let accented = lines().filter(|line| !line.is_ascii());
    let (good, bad): (Vec<&[u8]>, Vec<&[u8]>) = accented.partition(|line| std::str::from_utf8(line).is_ok());
    let mut text = String::with_capacity(bytes.len());
    for line in lines() {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) if good.len() > bad.len() => stray(line, &mut text),
            Err(_) => text.extend(line.iter().map(|byte| windows(*byte))),
        }
    }
    (text, !good.is_empty())
}

/// A line in UTF-8 but for some bytes.
fn stray(line: &[u8], text: &mut String) {
    for chunk in line.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| windows(*byte)));
    }
}

fn windows(byte: u8) -> char {
    let high = byte.checked_sub(0x80).and_then(|at| WINDOWS.get(usize::from(at)));
    high.copied().unwrap_or(char::from(byte))
}

/// UTF-16 says so with its first two bytes.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (rest, unit): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => (rest, u16::from_be_bytes),
        _ => return None,
    };
    let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let chars = char::decode_utf16(units);
    Some(chars.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// A note about a whole file.
pub(super) fn about_file(report: &mut Report, name: &str, code: Code) {
    report.note(Note {
        table: Arc::from(name),
        place: Place::Line(1),
        column: None,
        code,
        value: None,
        times: 1,
    });
}
