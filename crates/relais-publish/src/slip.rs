use relais_kernel::{Lang, Localised};

use crate::{Block, Document, Field, Languages, Made, Paper, Text};

/// A sheet that a person carries from one service to the next: who sends to whom under which code, and how the
/// receiver answers. It knows nothing of referrals: it prints what it is given.
///
/// The title, the file's properties and [`Slip::file_name`] carry the code alone, never a person's name
/// (decisions §13, design §7).
#[derive(Debug, Clone, PartialEq)]
pub struct Slip {
    pub languages: Languages,
    pub paper: Paper,
    /// What the sheet is, as in « Fiche de référencement » / “Referral slip”.
    pub title: Localised,
    /// The code that is read aloud and typed, as in `K7M2-P9QX`.
    pub code: String,
    pub from: Text,
    pub to: Text,
    /// The rest of what the receiver needs: priority, service, appointment…
    pub fields: Vec<Field>,
    /// What to do with the sheet, one step after another.
    pub instructions: Vec<Localised>,
    /// The address that the QR code opens.
    pub qr_url: String,
    pub made: Made,
}

impl Slip {
    /// One page: title with code, the QR code, who sends to whom, and the instructions in each language.
    pub fn document(self) -> Document {
        let title = Localised::new(
            format!("{} {}", self.title.fr, self.code),
            format!("{} {}", self.title.en, self.code),
        );
        let code = Block::Code {
            label: Localised::new("Code", "Code").into(),
            code: self.code,
        };
        let between = Block::Fields(vec![
            Field::new(Localised::new("De", "From"), self.from),
            Field::new(Localised::new("À", "To"), self.to),
        ]);
        let steps = |lang: Lang| {
            let heading = match lang {
                Lang::Fr => "Pour répondre",
                Lang::En => "How to answer",
            };
            let items = self
                .instructions
                .iter()
                .map(|step| Text::In(lang, step.get(lang).to_owned()))
                .collect();
            vec![
                Block::Heading {
                    level: 1,
                    text: Text::In(lang, heading.to_owned()),
                },
                Block::List {
                    items,
                    numbered: true,
                },
            ]
        };
        let steps: Vec<_> = self.languages.all().into_iter().map(steps).collect();
        let blocks = vec![
            Block::QrCode {
                content: self.qr_url,
                alt: Localised::new("Code QR pour répondre", "QR code to answer").into(),
                beside: vec![code, between],
            },
            Block::Fields(self.fields),
            Block::Columns(steps),
        ];
        Document {
            title: title.into(),
            languages: self.languages,
            paper: self.paper,
            one_page: true,
            blocks,
            made: self.made,
        }
    }

    /// The name to save it under.
    pub fn file_name(&self) -> String {
        let safe: String = self
            .code
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .take(40)
            .collect();
        format!("{safe}.pdf")
    }
}
