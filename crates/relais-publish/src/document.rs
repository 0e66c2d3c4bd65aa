use crate::moment;
use relais_kernel::{Lang, Localised, jiff::civil::DateTime};

/// What is printed: said once, in blocks, and rendered elsewhere ([`crate::pdf`], [`crate::docx`]). Every text in it is
/// data; nothing in it is ever evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Stands at the top and in the file's properties, so it never carries a person's name.
    pub title: Text,
    pub languages: Languages,
    pub paper: Paper,
    /// Type is made as large as fits on one page, between 70 % and 125 % of its size.
    pub one_page: bool,
    pub blocks: Vec<Block>,
    pub made: Made,
}

/// In which languages a document speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Languages {
    One(Lang),
    /// Both, this one first.
    Both(Lang),
}

impl Languages {
    /// The language of the document as a whole.
    pub const fn first(self) -> Lang {
        match self {
            Self::One(lang) | Self::Both(lang) => lang,
        }
    }

    /// Those that are printed, in their order.
    pub fn all(self) -> Vec<Lang> {
        match self {
            Self::One(lang) => vec![lang],
            Self::Both(Lang::Fr) => vec![Lang::Fr, Lang::En],
            Self::Both(Lang::En) => vec![Lang::En, Lang::Fr],
        }
    }
}

/// The sheet it is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    #[default]
    A4,
    A5,
}

/// From what the document was made, said at the foot of every page (design §3, Documents).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Which data, as in “Référencements du 1er au 31 mars 2026”.
    pub from: Text,
    /// Which version of them, or of the definition, as in `MNR-CM 3`.
    pub version: String,
    /// When, in the mechanism's own time.
    pub at: DateTime,
}

impl Made {
    /// What stands at the foot of every page, in one language.
    pub(crate) fn line(&self, lang: Lang) -> String {
        let from: Vec<_> = self
            .from
            .runs(Languages::One(lang))
            .into_iter()
            .map(|(_, words)| words)
            .collect();
        moment::made_line(&from.join(" "), &self.version, self.at, lang)
    }
}

/// A text of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// As it stands, in the document's language: a person's own words, a code, a name of an organisation.
    Plain(String),
    /// In this language, whatever the document's is; printed as it stands.
    In(Lang, String),
    /// In the document's language; in a document of both, one after the other.
    Both(Localised),
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::Plain(words.to_owned())
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::Plain(words)
    }
}

impl From<Localised> for Text {
    fn from(words: Localised) -> Self {
        Self::Both(words)
    }
}

impl Text {
    /// The words to print for a document's languages, each with its language.
    pub fn runs(&self, languages: Languages) -> Vec<(Lang, &str)> {
        match self {
            Self::Plain(words) => vec![(languages.first(), words)],
            Self::In(lang, words) => vec![(*lang, words)],
            Self::Both(words) if words.fr == words.en => vec![(languages.first(), &words.fr)],
            Self::Both(words) => languages
                .all()
                .into_iter()
                .map(|lang| (lang, words.get(lang)))
                .collect(),
        }
    }
}

/// One thing after another on the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// `level` 1 to 4. A level that would skip one is printed as the next one, for readers that navigate by them.
    Heading {
        level: u8,
        text: Text,
    },
    /// Line breaks in the text are kept.
    Paragraph(Text),
    /// Label and value pairs.
    Fields(Vec<Field>),
    List {
        items: Vec<Text>,
        numbered: bool,
    },
    /// Every row is as long as `columns`: what is missing is left empty, what is too much is an error.
    Table {
        caption: Option<Text>,
        columns: Vec<Column>,
        rows: Vec<Vec<Text>>,
    },
    /// A drawing, such as those of [`crate::figure`], and what it shows for those who do not see it.
    Figure {
        svg: String,
        alt: Text,
        caption: Option<Text>,
    },
    /// A QR code of `content`, and the blocks that stand beside it.
    QrCode {
        content: String,
        alt: Text,
        beside: Vec<Block>,
    },
    /// A code to be read aloud and typed, in large letters that cannot be mistaken for one another.
    Code {
        label: Text,
        code: String,
    },
    /// Set apart from the rest: a warning, a limit, how to read the figures.
    Note(Text),
    /// Side by side, of the same width.
    Columns(Vec<Vec<Block>>),
    Rule,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub label: Text,
    /// `None`: a line to write on by hand.
    pub value: Option<Text>,
}

impl Field {
    pub fn new(label: impl Into<Text>, value: impl Into<Text>) -> Self {
        Self {
            label: label.into(),
            value: Some(value.into()),
        }
    }

    /// A line to write on by hand.
    pub fn blank(label: impl Into<Text>) -> Self {
        Self {
            label: label.into(),
            value: None,
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: Text,
    /// Figures, set to the right.
    pub numeric: bool,
}

impl Column {
    pub fn of_words(title: impl Into<Text>) -> Self {
        Self {
            title: title.into(),
            numeric: false,
        }
    }

    pub fn of_figures(title: impl Into<Text>) -> Self {
        Self {
            title: title.into(),
            numeric: true,
        }
    }
}
