//! What keeps a text in a table from being taken for something else: for a formula, for nothing, for a line break.

use super::nothing;

/// Signs with which a spreadsheet takes a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// How some programs write a line break into a cell.
const BREAK: &str = "\\n";

/// Takes off the apostrophe that guards a text; nothing if there is none.
pub(super) fn unprotected(cell: &str) -> Option<&str> {
    cell.strip_prefix('\'').filter(|rest| needs_protection(rest))
}

/// Whether the text would be taken for something else. Apostrophes before it count too, so that taking off one gives back
/// what was there.
pub(super) fn needs_protection(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    bare.starts_with(FORMULA) || nothing::is_word(bare) || bare.contains(BREAK)
}

/// The text with its line breaks, where they were written as signs.
pub(super) fn broken(text: &str) -> Option<String> {
    text.contains(BREAK)
        .then(|| text.replace("\\r\\n", "\n").replace(BREAK, "\n"))
}
