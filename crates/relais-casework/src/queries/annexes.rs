use std::sync::Arc;

use jiff::civil::Date;
use relais_kernel::PublicRef;
use relais_mechanism::{CaseStep, Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Deed, Query, Sight, accounts};

use crate::{
    annex::Annexes,
    case::Case,
    room::Standing,
    store::{annex_drawer, case_by_ref, read_annexes},
};

/// The protection annexes of a case, for those who are named on it; each reading is in the journal (DP-12, DP-19).
pub struct ReadAnnexes {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// The annexes, opened.
#[derive(Debug, Clone)]
pub struct AnnexView {
    pub case: Case,
    pub definition: Arc<Definition>,
    pub annexes: Annexes,
    pub version: u64,
    pub today: Date,
    pub holders: Vec<Colleague>,
    /// Who could be named as well.
    pub others: Vec<Colleague>,
}

/// Somebody of the owner's team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub public_ref: PublicRef,
    pub name: String,
}

impl Query for ReadAnnexes {
    type View = AnnexView;

    async fn look(&self, sight: &Sight<'_>) -> Result<AnnexView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let permit = sight.permit(Deed::ReadAnnex, &[], &row.protected())?;
        let record = read_annexes(&sight.unseal(&permit, annex_drawer(row.case.id)).await?)?;
        let roles = standing.roles_for(CaseStep::ReadAnnex);
        let (mut holders, mut others) = (Vec::new(), Vec::new());
        for account in accounts::accounts_of(sight.rows(), Some(row.case.owner)).await? {
            let colleague = Colleague {
                public_ref: account.public_ref,
                name: account.name,
            };
            if row.holders.contains(&account.id) {
                holders.push(colleague);
            } else if account.active && account.roles.iter().any(|role| roles.contains(role)) {
                others.push(colleague);
            }
        }
        Ok(AnnexView {
            case: row.case,
            definition: standing.definition,
            annexes: record.annexes,
            version: record.version,
            today: standing.today,
            holders,
            others,
        })
    }
}
