use relais_kernel::Timestamp;
use relais_trust::{
    Deed, Failure, Note, Permit, Protected, Query, RoleCode, Sight,
    journal::{JournalExport, OwnEntries},
};

use super::super::CaseDoor;

/// Supervisors, and the protection officer.
const ROLES: [&str; 2] = ["R05", "R15"];

/// The permit to take away the journal as far as it concerns the reader's organisation.
pub(super) fn may_export(sight: &Sight<'_>) -> Result<Permit, Failure> {
    let own = sight.actor().organisation.ok_or(Failure::Missing)?;
    let desk = Protected::desk(own.uuid(), own);
    sight.permit(Deed::ExportOwnJournal, &ROLES.map(RoleCode::from), &desk)
}

/// The entries that concern the reader's organisation, to be taken away as a file that outsiders can check (security
/// requirement 36). Who takes it has just proved who they are; that it left is in the journal.
pub(in super::super) struct ExportOwnJournal<'d> {
    pub door: &'d dyn CaseDoor,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// `jsonl` or `csv`, for the journal.
    pub form: &'static str,
}

impl Query for ExportOwnJournal<'_> {
    type View = JournalExport;

    async fn look(&self, sight: &Sight<'_>) -> Result<JournalExport, Failure> {
        let permit = may_export(sight)?;
        if !sight.actor().proved_recently(sight.now()) {
            return Err(Failure::ProveAgain);
        }
        let own = self.door.own(sight, false).await?;
        let entries = OwnEntries {
            cases: own.cases,
            organisation: own.organisation,
            mechanism: sight.actor().mechanism.ok_or(Failure::Missing)?,
            from: self.from,
            until: self.until,
        };
        let export = entries.read(sight, &permit).await?;
        sight.note(
            Note::new("JournalExported")
                .on("organisation", own.organisation.uuid())
                .fact("entries", export.entries().count())
                .fact("of", export.checkpoint.checkpoint.size)
                .fact("form", self.form),
        );
        Ok(export)
    }
}
