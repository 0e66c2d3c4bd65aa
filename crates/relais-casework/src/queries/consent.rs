use std::sync::Arc;

use jiff::civil::Date;
use relais_kernel::PublicRef;
use relais_mechanism::{CaseStep, Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Deed, Note, Query, Sight, accounts, accounts::OrganisationFace};

use crate::{
    case::Case,
    consent::{Consent, Party},
    room::Standing,
    store::{case_by_ref, consent_rows},
};

/// One consent with those it may still reach, for whoever takes down what the person takes back of it.
pub struct ReadConsent {
    pub definitions: Definitions,
    pub case: PublicRef,
    pub consent: PublicRef,
}

/// A consent as it holds now.
#[derive(Debug, Clone)]
pub struct ConsentView {
    pub case: Case,
    pub definition: Arc<Definition>,
    pub today: Date,
    pub public_ref: PublicRef,
    pub consent: Consent,
    /// The organisations it still names.
    pub named: Vec<OrganisationFace>,
    /// The organisations from which it can still be kept.
    pub others: Vec<OrganisationFace>,
}

impl Query for ReadConsent {
    type View = ConsentView;

    async fn look(&self, sight: &Sight<'_>) -> Result<ConsentView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::WithdrawConsent);
        sight.permit(Deed::ChangeCase, &roles, &row.protected())?;
        let rows = consent_rows(sight.rows(), row.case.id).await?;
        let found = rows.into_iter().find(|line| line.public_ref == self.consent);
        let consent = found.ok_or(Failure::Missing)?.consent;
        sight.note(
            Note::new("CaseRead")
                .on("case", row.case.id.uuid())
                .case(row.case.id),
        );
        let all = accounts::organisations(sight.rows()).await?;
        let (named, others): (Vec<_>, Vec<_>) = all
            .into_iter()
            .filter(|o| o.id != row.case.owner)
            .partition(|o| consent.still_named().any(|id| *id == o.id));
        let kept = |o: &OrganisationFace| consent.withheld_from().any(|p| *p == Party::Organisation(o.id));
        Ok(ConsentView {
            others: others.into_iter().filter(|o| o.active && !kept(o)).collect(),
            named,
            public_ref: self.consent,
            consent,
            today: standing.today,
            definition: standing.definition,
            case: row.case,
        })
    }
}
