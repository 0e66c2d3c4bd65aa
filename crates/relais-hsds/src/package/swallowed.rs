//! Rows that two stray quotation marks made one cell of.

/// Lines of a cell beyond which it is looked at whether they are rows, whatever their shape.
const LONG: usize = 20;
/// Lines that look like rows of the table.
const ALIKE: usize = 2;

/// Whether a cell holds what looks like rows of its table: lines with as many delimiters as the table has between its
/// columns, or a great many lines with delimiters in them.
pub(super) fn rows(cell: &str, columns: usize, delimiter: u8) -> bool {
    if columns < 3 || !cell.contains('\n') {
        return false;
    }
    let signs = |line: &str| line.bytes().filter(|byte| *byte == delimiter).count();
    let inner = cell.lines().skip(1).map(signs);
    let alike = inner.clone().filter(|signs| *signs == columns - 1).count();
    let long = inner.clone().count() > LONG && inner.clone().sum::<usize>() > inner.count();
    alike >= ALIKE || long
}
