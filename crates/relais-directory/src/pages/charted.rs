//! The mapping of a country as a document: to correct in a workshop (Word) and to keep (PDF).

use axum::extract::State;
use relais_publish::{Block, Column, Document, Field, Languages, Made, Paper, Text, docx, pdf};
use relais_shell::{Answer, FileKind, Frame, JustProved, Trouble, file, press};
use relais_trust::Actor;

use super::words;
use crate::{
    List, Organisation, PCode, Service, Vocabulary,
    mapping::NeedCoverage,
    queries::{ExportMapping, MappingLines, MappingView, ReadMapping},
    room::Directory,
    whereabouts::shown_coverage,
};

/// To go on writing in.
pub async fn as_docx(State(room): State<Directory>, JustProved(actor): JustProved, frame: Frame) -> Answer {
    let document = read(&room, &actor, &frame, "docx").await?;
    let made = press(move || docx(&document)).await?;
    let made = made.map_err(|why| Trouble::Fault(format!("mapping document: {why}")))?;
    file(&frame.t("mapping-document-docx-name"), FileKind::Docx, made.bytes)
}

/// To keep and to sign.
pub async fn as_pdf(State(room): State<Directory>, JustProved(actor): JustProved, frame: Frame) -> Answer {
    let document = read(&room, &actor, &frame, "pdf").await?;
    let made = press(move || pdf(&document)).await?;
    let made = made.map_err(|why| Trouble::Fault(format!("mapping document: {why}")))?;
    file(&frame.t("mapping-document-pdf-name"), FileKind::Pdf, made.bytes)
}

async fn read(
    room: &Directory,
    actor: &Actor,
    frame: &Frame,
    form: &'static str,
) -> Result<Document, Trouble> {
    let definitions = || room.definitions.clone();
    let export = ExportMapping {
        definitions: definitions(),
        form,
    };
    let lines = room.house.look(actor, &export).await?;
    let coverage = ReadMapping {
        definitions: definitions(),
    };
    let view = room.house.look(actor, &coverage).await?;
    Ok(Charted {
        frame,
        words: Vocabulary::from(&*lines.definition),
    }
    .document(&view, &lines))
}

struct Charted<'f> {
    frame: &'f Frame,
    words: Vocabulary,
}

impl Charted<'_> {
    fn document(&self, view: &MappingView, found: &MappingLines) -> Document {
        let mut blocks = vec![
            Block::Paragraph(self.t("mapping-document-lead")),
            heading(1, self.t("mapping-table")),
            self.coverage(&view.coverage.needs),
            heading(1, self.t("mapping-document-organisations")),
        ];
        for (organisation, services) in by_organisation(found) {
            blocks.extend(self.organisation(organisation, &services));
        }
        Document {
            title: self.t("mapping-document-title"),
            languages: Languages::One(self.frame.lang),
            paper: Paper::A4,
            one_page: false,
            blocks,
            made: Made {
                from: self.t("mapping-document-title"),
                version: found.definition.version.label.clone(),
                at: self.frame.local(self.frame.now),
            },
        }
    }

    fn t(&self, key: &str) -> Text {
        self.frame.t(key).into()
    }

    /// A need by line: how many services, and the regions without any.
    fn coverage(&self, needs: &[NeedCoverage]) -> Block {
        let row = |need: &NeedCoverage| {
            let services: usize = need
                .cells
                .iter()
                .map(|cell| cell.services)
                .max()
                .unwrap_or_default();
            let bare: Vec<PCode> = need.bare_regions().cloned().collect();
            let served = need.cells.len() - bare.len();
            vec![
                self.label(List::Need, &need.need),
                services.to_string().into(),
                served.to_string().into(),
                words::areas(&bare, self.frame.lang).into(),
            ]
        };
        Block::Table {
            caption: None,
            columns: vec![
                Column::of_words(self.t("directory-need")),
                Column::of_figures(self.t("mapping-document-most")),
                Column::of_figures(self.t("mapping-document-regions")),
                Column::of_words(self.t("mapping-document-bare")),
            ],
            rows: needs.iter().map(row).collect(),
        }
    }

    fn organisation(&self, of: &Organisation, services: &[&Service]) -> Vec<Block> {
        let frame = self.frame;
        let mut fields = vec![Field::new(
            self.t("organisation-kind"),
            self.label(List::OrganisationType, of.kind.code()),
        )];
        let own = [
            ("organisation-acronym", &of.acronym),
            ("organisation-mandate", &of.mandate),
        ];
        let charted = own
            .into_iter()
            .map(|(key, words)| (key, words.clone()))
            .chain(words::charted(frame, of));
        // What nobody has said yet is a line to write on.
        fields.extend(charted.map(|(key, answer)| match answer {
            Some(words) => Field::new(self.t(key), words),
            None => Field::blank(self.t(key)),
        }));
        vec![
            heading(2, of.name.get(frame.lang).into()),
            Block::Fields(fields),
            self.services(services),
        ]
    }

    fn services(&self, services: &[&Service]) -> Block {
        let row = |service: &&Service| {
            let needs: Vec<_> = service.needs.iter().cloned().collect();
            let areas: Vec<PCode> = shown_coverage(service).into_iter().collect();
            let monthly = service.capacity.as_ref().and_then(|capacity| capacity.monthly);
            vec![
                service.name.get(self.frame.lang).into(),
                self.label(List::Dimension, &service.dimension),
                words::labels(&self.words, List::Need, &needs, self.frame.lang).into(),
                words::areas(&areas, self.frame.lang).into(),
                monthly
                    .map(|places| places.to_string())
                    .unwrap_or_default()
                    .into(),
            ]
        };
        Block::Table {
            caption: None,
            columns: vec![
                Column::of_words(self.t("directory-export-service")),
                Column::of_words(self.t("directory-dimension")),
                Column::of_words(self.t("directory-needs")),
                Column::of_words(self.t("directory-coverage")),
                Column::of_figures(self.t("mapping-targeted")),
            ],
            rows: services.iter().map(row).collect(),
        }
    }

    fn label(&self, list: List, code: &crate::Code) -> Text {
        self.words.label(list, code).get(self.frame.lang).into()
    }
}

fn heading(level: u8, text: Text) -> Block {
    Block::Heading { level, text }
}

/// In the order of the organisations' codes.
fn by_organisation(found: &MappingLines) -> Vec<(&Organisation, Vec<&Service>)> {
    let mut all: Vec<(&Organisation, Vec<&Service>)> = Vec::new();
    for (service, organisation) in &found.lines {
        match all.iter_mut().find(|(of, _)| of.id == organisation.id) {
            Some((_, services)) => services.push(service),
            None => all.push((organisation, vec![service])),
        }
    }
    all.sort_by(|(a, _), (b, _)| a.code.cmp(&b.code));
    all
}
