use std::sync::Arc;

use jiff::civil::Date;
use relais_kernel::PublicRef;
use relais_mechanism::{CaseStep, Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Deed, KeyClass, Query, Sight};

use crate::{
    actions::{drawer, opened},
    case::Case,
    followup::{FollowUp, FollowUpWords},
    room::Standing,
    store::{case_by_ref, follow_ups_of},
};

/// The follow-ups of a case with what the person told, opened for the owner's case workers.
pub struct ReadFollowUps {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// What their page shows.
#[derive(Debug, Clone)]
pub struct FollowUpView {
    pub case: Case,
    pub definition: Arc<Definition>,
    pub today: Date,
    /// Latest first.
    pub lines: Vec<FollowUpLine>,
    pub may_record: bool,
}

/// One follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpLine {
    pub record: FollowUp,
    pub words: FollowUpWords,
}

impl Query for ReadFollowUps {
    type View = FollowUpView;

    async fn look(&self, sight: &Sight<'_>) -> Result<FollowUpView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let writers = standing.roles_for(CaseStep::RecordFollowUp);
        let mut readers = standing.roles_for(CaseStep::ApproveAssessment);
        readers.extend(writers.iter().cloned());
        let permit = sight.permit(Deed::ReadIdentity, &readers, &row.protected())?;
        let held = row.is_held_by(sight.actor().user);
        let mut lines = Vec::new();
        for record in follow_ups_of(sight.rows(), row.case.id).await? {
            let place = |class| drawer("case_follow_up", row.case.id, record.id.uuid(), class);
            let mut fields = sight.unseal(&permit, place(KeyClass::Record)).await?;
            if held {
                let annex = sight.permit(Deed::ReadAnnex, &[], &row.protected())?;
                fields.extend(sight.unseal(&annex, place(KeyClass::Annex)).await?);
            }
            let words = FollowUpWords::open(&opened(fields))?;
            lines.push(FollowUpLine { record, words });
        }
        Ok(FollowUpView {
            may_record: row.case.state.is_open() && sight.may(Deed::ChangeCase, &writers, &row.protected()),
            case: row.case,
            definition: standing.definition,
            today: standing.today,
            lines,
        })
    }
}
