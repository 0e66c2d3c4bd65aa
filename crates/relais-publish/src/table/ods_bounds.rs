//! How far an OpenDocument sheet says it goes, before anything is made of it: a cell and a row may claim to be
//! repeated a million times.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{Limits, Unreadable};

/// Where the reading stands.
#[derive(Default)]
struct Place {
    row: usize,
    row_repeats: usize,
    column: usize,
}

/// # Errors
/// [`Unreadable`] when a cell that holds something stands, or is repeated, beyond the limits.
pub(super) fn check(content: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    let mut reader = Reader::from_reader(content);
    let mut place = Place::default();
    let mut buffer = Vec::new();
    loop {
        let event = reader
            .read_event_into(&mut buffer)
            .map_err(|_| Unreadable::Damaged)?;
        match &event {
            Event::Eof => return Ok(()),
            Event::Start(element) => place.meet(element, true, limits)?,
            Event::Empty(element) => {
                place.meet(element, false, limits)?;
                if is(element, "table:table-row") {
                    place.leave_row();
                }
            }
            Event::End(element) if element.name().as_ref() == "table:table-row" => place.leave_row(),
            _ => {}
        }
        buffer.clear();
    }
}

impl Place {
    fn meet(
        &mut self,
        element: &BytesStart<'_>,
        has_content: bool,
        limits: &Limits,
    ) -> Result<(), Unreadable> {
        if is(element, "table:table") {
            *self = Self::default();
        } else if is(element, "table:table-row") {
            self.row_repeats = repeats(element, "table:number-rows-repeated")?;
            self.column = 0;
        } else if is(element, "table:table-cell") || is(element, "table:covered-table-cell") {
            let wide = repeats(element, "table:number-columns-repeated")?;
            self.column = self.column.saturating_add(wide);
            if has_content || holds_a_value(element) {
                if self.column > limits.columns {
                    return Err(Unreadable::TooManyColumns { most: limits.columns });
                }
                if self.row.saturating_add(self.row_repeats) > limits.rows {
                    return Err(Unreadable::TooManyRows {
                        most: limits.rows - 1,
                    });
                }
            }
        }
        Ok(())
    }

    const fn leave_row(&mut self) {
        self.row = self.row.saturating_add(self.row_repeats);
    }
}

fn is(element: &BytesStart<'_>, name: &str) -> bool {
    element.name().as_ref() == name
}

fn repeats(element: &BytesStart<'_>, name: &str) -> Result<usize, Unreadable> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| Unreadable::Damaged)?;
        if attribute.key.as_ref() == name {
            return attribute.value.trim().parse().map_err(|_| Unreadable::Damaged);
        }
    }
    Ok(1)
}

fn holds_a_value(element: &BytesStart<'_>) -> bool {
    let mut all = element.attributes().flatten();
    all.any(|a| a.key.as_ref().starts_with("office:") || a.key.as_ref() == "table:formula")
}
