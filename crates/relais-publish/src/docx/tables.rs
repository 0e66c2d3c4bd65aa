use docx_rs::{
    AlignmentType, HeightRule, Table, TableCell, TableCellBorder, TableCellBorderPosition, TableCellBorders,
    TableLayoutType, TableRow, VAlignType, WidthType,
};

use super::{
    blocks::{Piece, Writer},
    words,
};
use crate::{Block, Column, Field, Text, Unprintable};

/// All of a width, as Word counts it: in fiftieths of a percent.
const FULL: usize = 5_000;
/// Room for a hand to write in, in twentieths of a point.
const LINE_FOR_A_HAND: f32 = 560.0;
/// What a cell without borders leaves free at its right (`TableLayout` in the sheet).
const GUTTER: usize = 240;

impl Writer {
    /// Label and value pairs side by side, without borders but for the lines to write on.
    pub(super) fn fields(&mut self, fields: &[Field], width: usize) -> Vec<Piece> {
        if fields.is_empty() {
            return vec![];
        }
        let widths = shares(width, &[38, 62]);
        let rows = fields.iter().map(|field| self.field(field, &widths)).collect();
        let table = full_width("TableLayout", rows, widths).layout(TableLayoutType::Fixed);
        self.followed_by_a_gap(table)
    }

    fn field(&mut self, field: &Field, widths: &[usize]) -> TableRow {
        let label = words::stacked(&field.label, self.languages);
        let value = field.value.as_ref();
        let said = value.map_or_else(Vec::new, |value| words::stacked(value, self.languages));
        let label = TableCell::new().add_paragraph(self.paragraph("FieldLabel", label));
        let said = TableCell::new().add_paragraph(self.paragraph("TableText", said));
        if value.is_some() {
            return TableRow::new(wide(vec![label, said], widths));
        }
        let line = TableCellBorder::new(TableCellBorderPosition::Bottom).size(6);
        let said = said.set_borders(TableCellBorders::with_empty().set(line));
        TableRow::new(wide(vec![label.vertical_align(VAlignType::Bottom), said], widths))
            .row_height(LINE_FOR_A_HAND)
            .height_rule(HeightRule::AtLeast)
    }

    /// A table of figures and words, whose head is repeated on every page.
    pub(super) fn table(
        &mut self,
        caption: Option<&Text>,
        columns: &[Column],
        rows: &[Vec<Text>],
        width: usize,
    ) -> Result<Vec<Piece>, Unprintable> {
        if let Some(at) = rows.iter().position(|row| row.len() > columns.len()) {
            return Err(Unprintable::RowTooLong { row: at + 1 });
        }
        let mut pieces = Vec::new();
        if let Some(caption) = caption {
            let runs = words::label(caption, self.languages);
            pieces.push(self.piece("Caption", runs));
        }
        if columns.is_empty() {
            return Ok(pieces);
        }
        let parts: Vec<_> = columns
            .iter()
            .map(|column| if column.numeric { 1 } else { 2 })
            .collect();
        let widths = shares(width, &parts);
        let mut lines = vec![self.head(columns, &widths)];
        lines.extend(rows.iter().map(|row| self.row(columns, row, &widths)));
        let table = full_width("TableGrid", lines, widths);
        pieces.extend(self.followed_by_a_gap(table));
        Ok(pieces)
    }

    /// docx-rs has no word for a head that is repeated: it is marked as a row that is not split, which `package`
    /// completes. No other row may be marked so.
    fn head(&mut self, columns: &[Column], widths: &[usize]) -> TableRow {
        let cell = |column: &Column| {
            let title = words::label(&column.title, self.languages);
            let title = self.paragraph("TableHeader", title).align(side(column));
            TableCell::new().add_paragraph(title)
        };
        let cells = columns.iter().map(cell).collect();
        TableRow::new(wide(cells, widths)).cant_split()
    }

    fn row(&mut self, columns: &[Column], row: &[Text], widths: &[usize]) -> TableRow {
        let cell = |(at, column): (usize, &Column)| {
            let said = row
                .get(at)
                .map_or_else(Vec::new, |text| words::in_line(text, self.languages));
            let said = self.paragraph("TableText", said).align(side(column));
            TableCell::new().add_paragraph(said)
        };
        let cells = columns.iter().enumerate().map(cell).collect();
        TableRow::new(wide(cells, widths))
    }

    /// Blocks beside each other, of the same width, without borders.
    pub(super) fn side_by_side(
        &mut self,
        columns: &[Vec<Block>],
        width: usize,
    ) -> Result<Vec<Piece>, Unprintable> {
        if columns.is_empty() {
            return Ok(vec![]);
        }
        let widths = shares(width, &vec![1; columns.len()]);
        let cells: Result<Vec<_>, _> = columns
            .iter()
            .zip(&widths)
            .map(|(blocks, width)| self.cell(blocks, width.saturating_sub(GUTTER)))
            .collect();
        let row = TableRow::new(wide(cells?, &widths));
        let table = full_width("TableLayout", vec![row], widths).layout(TableLayoutType::Fixed);
        Ok(self.followed_by_a_gap(table))
    }

    fn cell(&mut self, blocks: &[Block], width: usize) -> Result<TableCell, Unprintable> {
        let mut pieces = self.blocks(blocks, width)?;
        if pieces.is_empty() {
            pieces.push(self.piece("Normal", vec![]));
        }
        let add = |cell: TableCell, piece| match piece {
            Piece::Paragraph(paragraph) => cell.add_paragraph(*paragraph),
            Piece::Table(table) => cell.add_table(*table),
        };
        Ok(pieces.into_iter().fold(TableCell::new(), add))
    }

    /// Word makes one of two tables that touch, and wants a paragraph at the end of a cell.
    fn followed_by_a_gap(&mut self, table: Table) -> Vec<Piece> {
        vec![Piece::Table(Box::new(table)), self.piece("Gap", vec![])]
    }
}

/// The borders are those of the style.
fn full_width(style: &str, rows: Vec<TableRow>, widths: Vec<usize>) -> Table {
    Table::without_borders(rows)
        .set_grid(widths)
        .width(FULL, WidthType::Pct)
        .style(style)
}

fn wide(cells: Vec<TableCell>, widths: &[usize]) -> Vec<TableCell> {
    let cells = cells.into_iter().zip(widths);
    cells
        .map(|(cell, width)| cell.width(*width, WidthType::Dxa))
        .collect()
}

fn shares(width: usize, parts: &[usize]) -> Vec<usize> {
    let all: usize = parts.iter().sum();
    parts.iter().map(|part| width * part / all.max(1)).collect()
}

const fn side(column: &Column) -> AlignmentType {
    if column.numeric {
        AlignmentType::Right
    } else {
        AlignmentType::Left
    }
}
