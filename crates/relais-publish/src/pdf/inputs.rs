use typst::foundations::{Array, Bytes, Dict, IntoValue, Value};

use super::printable::printable;
use crate::{Block, Column, Document, Field, Languages, Paper, Text, Unprintable, qr_svg};
use relais_kernel::Lang;

/// Turns a document into the data that the template reads. Nothing of it is ever parsed as markup.
pub(super) struct Inputs {
    languages: Languages,
    /// The level of the heading before, so that none is skipped.
    level: u8,
}

fn dict<const N: usize>(entries: [(&str, Value); N]) -> Dict {
    entries
        .into_iter()
        .map(|(key, value)| (key.into(), value))
        .collect()
}

fn number(n: impl Into<i64>) -> Value {
    Value::Int(n.into())
}

impl Inputs {
    pub(super) fn of(document: &Document, scale: f64) -> Result<Dict, Unprintable> {
        let mut inputs = Self {
            languages: document.languages,
            level: 0,
        };
        let made = &document.made;
        let title: Vec<_> = document
            .title
            .runs(document.languages)
            .iter()
            .map(|(_, words)| printable(words))
            .collect();
        let paper = match document.paper {
            Paper::A4 => "a4",
            Paper::A5 => "a5",
        };
        let day = made.at.date();
        let entries = dict([
            ("lang", document.languages.first().code().into_value()),
            ("paper", paper.into_value()),
            ("scale", scale.into_value()),
            ("title", inputs.text(&document.title)),
            ("name", title.join(" / ").into_value()),
            ("foot", inputs.foot(document)),
            ("year", number(day.year())),
            ("month", number(day.month())),
            ("day", number(day.day())),
            ("hour", number(made.at.hour())),
            ("minute", number(made.at.minute())),
            ("second", number(made.at.second())),
            ("blocks", inputs.blocks(&document.blocks)?),
        ]);
        Ok(dict([("document", Value::Dict(entries))]))
    }

    fn foot(&self, document: &Document) -> Value {
        let lines = self.languages.all().into_iter();
        let lines = lines.map(|lang| run(lang, &document.made.line(lang)));
        Value::Array(lines.collect())
    }

    fn text(&self, text: &Text) -> Value {
        Value::Array(
            text.runs(self.languages)
                .into_iter()
                .map(|(lang, words)| run(lang, words))
                .collect(),
        )
    }

    fn texts<'a>(&self, texts: impl IntoIterator<Item = &'a Text>) -> Value {
        Value::Array(texts.into_iter().map(|text| self.text(text)).collect())
    }

    /// A text as one string, for what has no place for languages: the words said instead of a picture.
    fn line(&self, text: &Text) -> Value {
        let words: Vec<_> = text
            .runs(self.languages)
            .into_iter()
            .map(|(_, words)| printable(words))
            .collect();
        words.join(" / ").into_value()
    }

    fn caption(&self, caption: Option<&Text>) -> Value {
        caption.map_or(Value::None, |text| self.text(text))
    }

    fn blocks(&mut self, blocks: &[Block]) -> Result<Value, Unprintable> {
        let values: Result<Array, _> = blocks
            .iter()
            .map(|block| self.block(block).map(Value::Dict))
            .collect();
        values.map(Value::Array)
    }

    fn block(&mut self, block: &Block) -> Result<Dict, Unprintable> {
        let words = |kind: &str, text: &Text| dict([("kind", kind.into_value()), ("text", self.text(text))]);
        Ok(match block {
            Block::Heading { level, text } => {
                let mut heading = words("heading", text);
                self.level = (*level).clamp(1, 4).min(self.level + 1);
                heading.insert("level".into(), number(self.level));
                heading
            }
            Block::Paragraph(text) => words("paragraph", text),
            Block::Note(text) => words("note", text),
            Block::Fields(fields) => dict([("kind", "fields".into_value()), ("fields", self.fields(fields))]),
            Block::List { items, numbered } => dict([
                ("kind", "list".into_value()),
                ("items", self.texts(items)),
                ("numbered", numbered.into_value()),
            ]),
            Block::Table {
                caption,
                columns,
                rows,
            } => self.table(caption.as_ref(), columns, rows)?,
            Block::Figure { svg, alt, caption } => dict([
                ("kind", "figure".into_value()),
                ("image", image(svg.clone())),
                ("alt", self.line(alt)),
                ("caption", self.caption(caption.as_ref())),
            ]),
            Block::QrCode { content, alt, beside } => dict([
                ("kind", "qr".into_value()),
                ("image", image(qr_svg(content)?)),
                ("alt", self.line(alt)),
                ("beside", self.blocks(beside)?),
            ]),
            Block::Code { label, code } => dict([
                ("kind", "code".into_value()),
                ("label", self.text(label)),
                ("code", printable(code).into_value()),
            ]),
            Block::Columns(columns) => {
                let columns: Result<Array, _> = columns.iter().map(|blocks| self.blocks(blocks)).collect();
                dict([
                    ("kind", "columns".into_value()),
                    ("columns", Value::Array(columns?)),
                ])
            }
            Block::Rule => dict([("kind", "rule".into_value())]),
        })
    }

    fn fields(&self, fields: &[Field]) -> Value {
        let pairs = fields.iter().map(|field| {
            let value = field.value.as_ref().map_or(Value::None, |value| self.text(value));
            Value::Dict(dict([("label", self.text(&field.label)), ("value", value)]))
        });
        Value::Array(pairs.collect())
    }

    fn table(
        &self,
        caption: Option<&Text>,
        columns: &[Column],
        rows: &[Vec<Text>],
    ) -> Result<Dict, Unprintable> {
        if let Some(at) = rows.iter().position(|row| row.len() > columns.len()) {
            return Err(Unprintable::RowTooLong { row: at + 1 });
        }
        let blank = Text::Plain(String::new());
        let cells = rows
            .iter()
            .flat_map(|row| (0..columns.len()).map(|at| row.get(at).unwrap_or(&blank)));
        Ok(dict([
            ("kind", "table".into_value()),
            ("caption", self.caption(caption)),
            ("titles", self.texts(columns.iter().map(|column| &column.title))),
            (
                "numeric",
                Value::Array(columns.iter().map(|column| column.numeric.into_value()).collect()),
            ),
            ("cells", self.texts(cells)),
        ]))
    }
}

fn run(lang: Lang, words: &str) -> Value {
    Value::Dict(dict([
        ("lang", lang.code().into_value()),
        ("words", printable(words).into_value()),
    ]))
}

fn image(svg: String) -> Value {
    Value::Bytes(Bytes::from_string(svg))
}
