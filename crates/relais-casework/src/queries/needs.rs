use std::sync::Arc;

use relais_kernel::PublicRef;
use relais_mechanism::{CaseStep, Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Deed, KeyClass, Query, Sight};

use crate::{
    actions::{drawer, opened},
    case::Case,
    need::{Need, NeedWords},
    room::Standing,
    store::{case_by_ref, needs_of},
};

/// The needs of a case with what was said of them, opened for the owner's case workers.
pub struct ReadNeeds {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// One need as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedLine {
    pub public_ref: PublicRef,
    pub need: Need,
    /// `None` when its words are reserved for those named on the annexes.
    pub words: Option<NeedWords>,
}

/// The list with its case.
#[derive(Debug, Clone)]
pub struct NeedList {
    pub case: Case,
    pub definition: Arc<Definition>,
    pub lines: Vec<NeedLine>,
}

impl Query for ReadNeeds {
    type View = NeedList;

    async fn look(&self, sight: &Sight<'_>) -> Result<NeedList, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let mut roles = standing.roles_for(CaseStep::RecordNeeds);
        roles.extend(standing.roles_for(CaseStep::ApproveAssessment));
        let permit = sight.permit(Deed::ReadIdentity, &roles, &row.protected())?;
        let held = row.is_held_by(sight.actor().user);
        let mut lines = Vec::new();
        for need in needs_of(sight.rows(), row.case.id).await? {
            let place = |class| drawer("case_need", row.case.id, need.need.id.uuid(), class);
            let mut fields = sight.unseal(&permit, place(KeyClass::Record)).await?;
            if held {
                let annex = sight.permit(Deed::ReadAnnex, &[], &row.protected())?;
                fields.extend(sight.unseal(&annex, place(KeyClass::Annex)).await?);
            }
            let words = NeedWords::open(&opened(fields)).ok();
            lines.push(NeedLine {
                public_ref: need.public_ref,
                need: need.need,
                words,
            });
        }
        Ok(NeedList {
            case: row.case,
            definition: standing.definition,
            lines,
        })
    }
}
