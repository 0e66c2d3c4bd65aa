use relais_kernel::PublicRef;
use relais_mechanism::{CaseStep, Definitions};
use relais_platform::Failure;
use relais_trust::{Deed, KeyClass, Protected, Query, Sight};

use super::{CaseLine, list::line};
use crate::{
    actions::{drawer, opened},
    identification::Confided,
    room::Standing,
    store::case_of,
};

/// Looks for a person among the cases of the reader's own organisation, before a new case is opened. What is
/// typed never stands in an address or in the journal (security requirement 94).
pub struct SearchPersons {
    pub definitions: Definitions,
    pub name: String,
    pub birth_year: Option<i16>,
}

/// Whether the reader may come to the search, or to the form of a new case: a body behind the firewall finds neither
/// (security requirement 13).
pub struct MayBegin {
    pub definitions: Definitions,
    pub deed: Deed,
    pub step: CaseStep,
}

impl MayBegin {
    pub const fn search(definitions: Definitions) -> Self {
        Self {
            definitions,
            deed: Deed::SearchPersons,
            step: CaseStep::SearchPersons,
        }
    }

    pub const fn identify(definitions: Definitions) -> Self {
        Self {
            definitions,
            deed: Deed::OpenCase,
            step: CaseStep::Identify,
        }
    }
}

impl Query for MayBegin {
    type View = ();

    async fn look(&self, sight: &Sight<'_>) -> Result<(), Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let roles = standing.roles_for(self.step);
        sight.permit(self.deed, &roles, &Protected::mechanism(mechanism))?;
        Ok(())
    }
}

/// A case that may be the person's, and how much speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub public_ref: PublicRef,
    pub line: CaseLine,
    pub same_year: bool,
    /// Every word of the name is the same, accents and case aside.
    pub same_name: bool,
}

const MOST: usize = 12;

impl Query for SearchPersons {
    type View = Vec<Found>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Vec<Found>, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let roles = standing.roles_for(CaseStep::SearchPersons);
        sight.permit(Deed::SearchPersons, &roles, &Protected::mechanism(mechanism))?;
        let mut found = Vec::new();
        for case in sight.candidates(&self.name, MOST).await? {
            let row = case_of(sight.rows(), case).await?;
            let Ok(permit) = sight.permit(Deed::ReadIdentity, &roles, &row.protected()) else {
                continue;
            };
            let place = drawer("case_file", case, case.uuid(), KeyClass::Record);
            let confided = Confided::open(&opened(sight.unseal(&permit, place).await?))?;
            let names = [&confided.name, &confided.alias];
            let wanted = relais_sealing::names::exact(&self.name);
            let same_name = names
                .into_iter()
                .flatten()
                .any(|name| relais_sealing::names::exact(name) == wanted);
            let year = confided.birth().map(crate::identification::Birth::year);
            let same_year = year.is_some() && year == self.birth_year;
            found.push(Found {
                public_ref: row.case.public_ref,
                line: line(&row.case, &standing.definition),
                same_year,
                same_name,
            });
        }
        found.sort_by_key(|f| (std::cmp::Reverse(f.same_name), std::cmp::Reverse(f.same_year)));
        Ok(found)
    }
}
