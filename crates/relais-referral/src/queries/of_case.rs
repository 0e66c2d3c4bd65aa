use std::sync::Arc;

use relais_casework::store::case_by_ref;
use relais_kernel::{Localised, PublicRef};
use relais_mechanism::{Definition, Definitions, ReferralStep};
use relais_platform::Failure;
use relais_trust::{Deed, Query, Sight, accounts};

use crate::{
    room::roles_for,
    store::{ReferralRow, referrals_of_case},
};

/// The referrals of a case, for its owner.
pub struct CaseReferrals {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// The list with its case.
#[derive(Debug, Clone)]
pub struct CaseReferralList {
    pub case: PublicRef,
    pub case_code: String,
    pub definition: Arc<Definition>,
    pub lines: Vec<CaseReferralLine>,
}

/// One referral and the organisation that it goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseReferralLine {
    pub row: ReferralRow,
    pub to: Localised,
}

impl Query for CaseReferrals {
    type View = CaseReferralList;

    async fn look(&self, sight: &Sight<'_>) -> Result<CaseReferralList, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let definition = self.definitions.current(sight.rows(), mechanism).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let roles = roles_for(&definition, ReferralStep::Draft);
        sight.permit(Deed::PrepareReferral, &roles, &row.protected())?;
        let organisations = accounts::organisations(sight.rows()).await?;
        let named = |row: ReferralRow| {
            let to = organisations.iter().find(|o| o.id == row.referral.to_org);
            let to = to.map_or_else(|| Localised::new("—", "—"), |o| o.name.clone());
            CaseReferralLine { row, to }
        };
        let found = referrals_of_case(sight.rows(), row.case.id).await?;
        Ok(CaseReferralList {
            case: row.case.public_ref,
            case_code: row.case.code.to_string(),
            definition,
            lines: found.into_iter().map(named).collect(),
        })
    }
}
