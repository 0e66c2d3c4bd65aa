use docx_rs::{IndentLevel, NumberingId, Paragraph, Run, Table};

use super::{lists::Lists, words};
use crate::{Block, Document, Languages, Text, Unprintable};

/// What stands one under the other on a page or in a cell.
pub(super) enum Piece {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

/// Turns blocks into paragraphs and tables, each with a style of the sheet (`styles.xml`).
pub(super) struct Writer {
    pub(super) languages: Languages,
    pub(super) lists: Lists,
    /// The level of the heading before, so that none is skipped.
    level: u8,
    paragraphs: u32,
}

impl Writer {
    pub(super) const fn new(languages: Languages) -> Self {
        Self {
            languages,
            lists: Lists::new(),
            level: 0,
            paragraphs: 0,
        }
    }

    /// The title and all blocks, on lines of this width (in twentieths of a point).
    pub(super) fn whole(&mut self, document: &Document, width: usize) -> Result<Vec<Piece>, Unprintable> {
        let title = words::stacked(&document.title, self.languages);
        let mut pieces = vec![self.piece("Title", title)];
        pieces.extend(self.blocks(&document.blocks, width)?);
        Ok(pieces)
    }

    pub(super) fn blocks(&mut self, blocks: &[Block], width: usize) -> Result<Vec<Piece>, Unprintable> {
        let mut pieces = Vec::new();
        for block in blocks {
            pieces.extend(self.block(block, width)?);
        }
        Ok(pieces)
    }

    fn block(&mut self, block: &Block, width: usize) -> Result<Vec<Piece>, Unprintable> {
        let languages = self.languages;
        Ok(match block {
            Block::Heading { level, text } => vec![self.heading(*level, text)],
            Block::Paragraph(text) => vec![self.piece("Normal", words::in_lines(text, languages))],
            Block::Note(text) => vec![self.piece("Note", words::in_lines(text, languages))],
            Block::Fields(fields) => self.fields(fields, width),
            Block::List { items, numbered } => self.list(items, *numbered),
            Block::Table {
                caption,
                columns,
                rows,
            } => self.table(caption.as_ref(), columns, rows, width)?,
            Block::Figure { alt, caption, .. } => vec![self.figure(alt, caption.as_ref())],
            Block::QrCode { content, alt, beside } => {
                let mut pieces = self.blocks(beside, width)?;
                pieces.push(self.opened_by_hand(alt, content));
                pieces
            }
            Block::Code { label, code } => vec![
                self.piece("CodeLabel", words::label(label, languages)),
                self.piece("Code", vec![words::run(languages.first(), code)]),
            ],
            Block::Columns(columns) => self.side_by_side(columns, width)?,
            Block::Rule => vec![self.piece("Rule", vec![])],
        })
    }

    /// A paragraph in a style of the sheet. Its number is ours: docx-rs counts over all documents of a thread, and the
    /// same document must give the same bytes.
    pub(super) fn paragraph(&mut self, style: &str, runs: Vec<Run>) -> Paragraph {
        self.paragraphs += 1;
        let empty = Paragraph::new()
            .id(format!("{:08X}", self.paragraphs))
            .style(style);
        runs.into_iter().fold(empty, Paragraph::add_run)
    }

    pub(super) fn piece(&mut self, style: &str, runs: Vec<Run>) -> Piece {
        Piece::Paragraph(Box::new(self.paragraph(style, runs)))
    }

    fn heading(&mut self, level: u8, text: &Text) -> Piece {
        self.level = level.clamp(1, 4).min(self.level + 1);
        let runs = words::stacked(text, self.languages);
        self.piece(&format!("Heading{}", self.level), runs)
    }

    fn list(&mut self, items: &[Text], numbered: bool) -> Vec<Piece> {
        let (style, list) = if numbered {
            ("ListNumber", self.lists.numbered())
        } else {
            ("ListBullet", Lists::BULLETS)
        };
        let item = |text| {
            let runs = words::in_line(text, self.languages);
            let paragraph = self
                .paragraph(style, runs)
                .numbering(NumberingId::new(list), IndentLevel::new(0));
            Piece::Paragraph(Box::new(paragraph))
        };
        items.iter().map(item).collect()
    }

    fn figure(&mut self, alt: &Text, caption: Option<&Text>) -> Piece {
        let mut runs = words::in_line(alt, self.languages);
        if let Some(caption) = caption {
            runs.push(words::line_break());
            runs.extend(words::label(caption, self.languages));
        }
        self.piece("Figure", runs)
    }

    fn opened_by_hand(&mut self, alt: &Text, content: &str) -> Piece {
        let mut runs = words::label(alt, self.languages);
        runs.push(words::line_break());
        runs.push(words::run(self.languages.first(), content));
        self.piece("Normal", runs)
    }
}
