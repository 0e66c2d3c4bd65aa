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
    /// As the messages called the referral: what else both sides called the person is gone.
    code: String,
}

impl ErasedPage {
    fn is_awaited(&self) -> bool {
        self.notice.is_awaited()
    }

    fn lead(&self) -> String {
        let from = self.frame.l(&self.view.from);
        let code = self.code.clone();
        self.frame
            .t2("partner-erased-lead", "code", code, "organisation", from)
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

pub(super) fn erased(
    frame: Frame,
    view: PartnerView,
    notice: ErasureNotice,
    (home, code): (String, String),
) -> Answer {
    page(&ErasedPage {
        frame,
        code,
        view,
        notice,
        home,
    })
}
