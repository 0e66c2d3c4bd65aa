use super::{bubble::Bubble, clip::Spot, frame::Frame};

/// The mean width of a letter, as a part of the size of the writing; a little more than most faces need.
const LETTER: f64 = 0.58;
/// Between a bubble and its label, in units.
const GAP: f64 = 3.0;

/// A label where there is room for it.
pub(super) struct Label<'a> {
    /// Where the line of writing begins, ends or has its middle, as `anchor` says.
    pub at: Spot,
    pub anchor: &'static str,
    pub text: &'a str,
}

#[derive(Clone, Copy)]
struct Room {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Room {
    fn around(bubble: &Bubble) -> Self {
        let ((x, y), r) = (bubble.at, bubble.radius);
        Self {
            left: x - r,
            top: y - r,
            right: x + r,
            bottom: y + r,
        }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// The labels that are to be written, the largest bubble's first: to the right of the bubble, or else to its
/// left, above or below; never over another label or beyond the frame, and over another bubble only where
/// nothing else is left. A label without room is not written.
pub(super) fn labels<'a>(bubbles: &[Bubble<'a>], frame: &Frame, size: f64) -> Vec<Label<'a>> {
    let covered: Vec<Room> = bubbles.iter().map(Room::around).collect();
    let mut taken: Vec<Room> = Vec::new();
    let mut out = Vec::new();
    for bubble in bubbles
        .iter()
        .filter(|b| b.mark.written && !b.mark.label.is_empty())
    {
        let free: Vec<_> = around(bubble, size)
            .into_iter()
            .filter(|(_, room)| within(frame, room) && !taken.iter().any(|t| t.meets(room)))
            .collect();
        let clear = free
            .iter()
            .position(|(_, room)| !covered.iter().any(|c| c.meets(room)));
        if let Some((label, room)) = free.into_iter().nth(clear.unwrap_or(0)) {
            taken.push(room);
            out.push(label);
        }
    }
    out
}

fn around<'a>(bubble: &Bubble<'a>, size: f64) -> [(Label<'a>, Room); 4] {
    let text = bubble.mark.label.as_str();
    let wide = text.chars().count() as f64 * size * LETTER;
    let ((x, y), away) = (bubble.at, bubble.radius + GAP);
    let middle = y + size * 0.35;
    let spots = [
        ((x + away, middle), "start", x + away),
        ((x - away, middle), "end", x - away - wide),
        ((x, y - away), "middle", x - wide / 2.0),
        ((x, y + away + size * 0.75), "middle", x - wide / 2.0),
    ];
    spots.map(|(at, anchor, left)| {
        let room = Room {
            left,
            top: at.1 - size * 0.8,
            right: left + wide,
            bottom: at.1 + size * 0.25,
        };
        (Label { at, anchor, text }, room)
    })
}

fn within(frame: &Frame, room: &Room) -> bool {
    frame.holds(room.left, room.top) && frame.holds(room.right, room.bottom)
}
