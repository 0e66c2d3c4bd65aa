use relais_kernel::{PublicRef, ShortCode};
use relais_trust::{Deed, Failure, Note, Query, Sight, journal::CaseAccesses};

use super::{super::CaseDoor, Told, telling::tell};

/// Lines on one screen.
const PAGE: u64 = 50;
/// What positions of these lists are sealed under.
const LIST: &str = "case accesses";

/// Who saw and did what on one case: for the protection officer and the case's owner. The reading is itself in
/// the journal.
pub(in super::super) struct ReadAccesses<'d> {
    pub door: &'d dyn CaseDoor,
    pub case: PublicRef,
    /// Where an earlier page ended.
    pub after: Option<String>,
}

/// A page of accesses, newest first.
pub(in super::super) struct AccessesView {
    pub code: ShortCode,
    pub lines: Vec<Told>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl Query for ReadAccesses<'_> {
    type View = AccessesView;

    async fn look(&self, sight: &Sight<'_>) -> Result<AccessesView, Failure> {
        let opened = self.door.open(sight, self.case).await?;
        if opened.permit.deed() != Deed::ReadAccesses {
            return Err(Failure::Fault("the case was opened for something else".into()));
        }
        let trust = sight.trust();
        let before = match &self.after {
            Some(text) => Some(trust.open_position(LIST, text).ok_or(Failure::Missing)?),
            None => None,
        };
        let read = CaseAccesses::read(sight, &opened.permit, opened.id, before, PAGE).await?;
        let next = read
            .lines
            .last()
            .filter(|_| read.more)
            .map(|line| trust.seal_position(LIST, line.position));
        sight.note(
            Note::new("AccessesRead")
                .on("case", opened.id.uuid())
                .case(opened.id),
        );
        Ok(AccessesView {
            code: opened.code,
            lines: tell(sight, read.lines).await?,
            next,
        })
    }
}
