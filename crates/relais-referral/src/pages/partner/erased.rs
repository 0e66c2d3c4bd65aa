use askama::Template;
use relais_shell::{Answer, Frame, page};

use super::acts::Act;
use crate::{notice::ErasureNotice, queries::PartnerView};

/// The case is no more: what is left to the partner is to erase too, and to say so.
#[derive(Template)]
#[template(path = "partner/erased.html")]
struct ErasedPage {
    frame: Frame,
    view: PartnerView,
    notice: ErasureNotice,
    home: String,
}

impl ErasedPage {
    fn is_awaited(&self) -> bool {
        self.notice.is_awaited()
    }

    fn due(&self) -> String {
        let due = self.notice.due;
        let (at, left) = (self.frame.moment(due), self.frame.due(due));
        self.frame.t2("partner-erased-due", "at", at, "left", left)
    }

    fn to(&self) -> String {
        format!("{}/{}", self.home, Act::Recall.slug())
    }
}

pub(super) fn erased(frame: Frame, view: PartnerView, notice: ErasureNotice, home: String) -> Answer {
    page(&ErasedPage {
        frame,
        view,
        notice,
        home,
    })
}
