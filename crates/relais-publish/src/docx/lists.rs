use docx_rs::{
    AbstractNumbering, Level, LevelJc, LevelOverride, LevelText, NumberFormat, Numbering, Numberings,
    SpecialIndentType, Start,
};

/// How far the words of an item stand from the margin, in twentieths of a point.
const INDENT: i32 = 360;

const NUMBERS: usize = 3;

/// The lists of a document. Each numbered one is a list of its own, so that it begins at 1.
pub(super) struct Lists {
    numbered: usize,
}

impl Lists {
    /// Not 1: docx-rs always writes a list 1 of its own.
    pub(super) const BULLETS: usize = 2;

    pub(super) const fn new() -> Self {
        Self { numbered: 0 }
    }

    pub(super) const fn numbered(&mut self) -> usize {
        self.numbered += 1;
        NUMBERS + self.numbered - 1
    }

    pub(super) fn definitions(&self) -> Numberings {
        let looks = Numberings::new()
            .add_abstract_numbering(look(Self::BULLETS, "bullet", "•"))
            .add_abstract_numbering(look(NUMBERS, "decimal", "%1."))
            .add_numbering(Numbering::new(Self::BULLETS, Self::BULLETS));
        let numbered = (0..self.numbered)
            .map(|at| Numbering::new(NUMBERS + at, NUMBERS).add_override(LevelOverride::new(0).start(1)));
        numbered.fold(looks, Numberings::add_numbering)
    }
}

fn look(id: usize, format: &str, mark: &str) -> AbstractNumbering {
    let level = Level::new(
        0,
        Start::new(1),
        NumberFormat::new(format),
        LevelText::new(mark),
        LevelJc::new("left"),
    );
    let hanging = Some(SpecialIndentType::Hanging(INDENT));
    AbstractNumbering::new(id).add_level(level.indent(Some(INDENT), hanging, None, None))
}
