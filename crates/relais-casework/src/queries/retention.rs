use std::collections::BTreeSet;

use jiff::civil::Date;
use relais_kernel::{Localised, ShortCode};
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Deed, Protected, Query, Sight, accounts};

use crate::{
    OrganisationId,
    actions::officers,
    retention::LegalHold,
    room::Standing,
    store::{case_of, keepings_in},
};

/// How many the list shows.
const MOST: u64 = 500;

/// Cases whose time ends soon, and those that are held, for the protection officer.
pub struct ListKept {
    pub definitions: Definitions,
}

/// One case, by its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLine {
    pub code: ShortCode,
    /// Who has it.
    pub owner: Localised,
    /// The last day on which it is kept; nothing while somebody works on it.
    pub until: Option<Date>,
    pub hold: Option<LegalHold>,
    /// The hold should have been looked at again.
    pub review_due: bool,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptList {
    /// The soonest first.
    pub due: Vec<KeptLine>,
    pub held: Vec<KeptLine>,
}

impl Query for ListKept {
    type View = KeptList;

    async fn look(&self, sight: &Sight<'_>) -> Result<KeptList, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let officers = officers();
        sight.permit(Deed::FollowRequests, &officers, &Protected::mechanism(mechanism))?;
        let mut found = Vec::new();
        for keeping in keepings_in(sight.rows(), mechanism, MOST).await? {
            let case = case_of(sight.rows(), keeping.case).await?.case;
            found.push((keeping, case));
        }
        let owners: BTreeSet<OrganisationId> = found.iter().map(|(_, case)| case.owner).collect();
        let names = accounts::organisation_names(sight.rows(), &owners).await?;
        let mut list = KeptList::default();
        for (keeping, case) in found {
            let line = KeptLine {
                code: case.code,
                owner: names
                    .get(&case.owner)
                    .cloned()
                    .unwrap_or_else(|| Localised::new("—", "—")),
                until: keeping.until,
                review_due: keeping.hold.is_some_and(|hold| hold.review <= standing.today),
                hold: keeping.hold,
            };
            match line.hold {
                Some(_) => list.held.push(line),
                None => list.due.push(line),
            }
        }
        Ok(list)
    }
}
