use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Case, Id, Localised, Mechanism, PublicRef, Timestamp, User};
use relais_trust::{
    Deed, Failure, Note, Protected, Query, RoleCode, Sight,
    accounts::{self, AccountFace, accounts_like},
    breach::{Exposure, IncidentRow, exposures, incident_by_ref, incidents_of},
};

use super::super::{CaseDoor, CaseFace};

/// Breaches are the protection officer's (R15).
fn officer(sight: &Sight<'_>) -> Result<Id<Mechanism>, Failure> {
    let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
    let roles = [RoleCode::from("R15")];
    sight.permit(Deed::ReadJournal, &roles, &Protected::mechanism(mechanism))?;
    Ok(mechanism)
}

/// The incidents of the mechanism, open ones first.
pub(in super::super) struct ListIncidents;

impl Query for ListIncidents {
    type View = Vec<IncidentRow>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        let mechanism = officer(sight)?;
        incidents_of(sight.rows(), mechanism).await
    }
}

/// The account of a login, for the officer who opens an incident.
pub(in super::super) struct AccountOfLogin(pub String);

impl Query for AccountOfLogin {
    type View = Option<AccountFace>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        officer(sight)?;
        let wanted = self.0.trim().to_lowercase();
        let found = accounts_like(sight.rows(), &wanted, 50).await?;
        Ok(found.into_iter().find(|face| face.login == wanted))
    }
}

/// One incident with what was exposed, read from the journal as it stands now.
pub(in super::super) struct ReadIncident<'d> {
    pub door: &'d dyn CaseDoor,
    pub incident: PublicRef,
}

/// Its page.
pub(in super::super) struct IncidentView {
    pub row: IncidentRow,
    pub now: Timestamp,
    pub exposures: Vec<Exposure>,
    /// Those that are still known; an erased case has no face.
    pub cases: BTreeMap<Id<Case>, CaseFace>,
    /// The organisations whose cases were exposed: they are told.
    pub owners: Vec<Localised>,
    /// The account whose readings count.
    pub account: Option<String>,
}

impl Query for ReadIncident<'_> {
    type View = IncidentView;

    async fn look(&self, sight: &Sight<'_>) -> Result<IncidentView, Failure> {
        let mechanism = officer(sight)?;
        let row = incident_by_ref(sight.rows(), mechanism, self.incident).await?;
        let exposures = exposures(sight.rows(), &row.incident.window, Some(mechanism)).await?;
        let ids: Vec<Id<Case>> = exposures.iter().map(|exposure| exposure.case).collect();
        let cases = self.door.faces(sight, &ids).await?;
        let owners: BTreeSet<_> = cases.values().map(|face| face.owner).collect();
        let names = accounts::organisation_names(sight.rows(), &owners).await?;
        let mut owners: Vec<Localised> = names.into_values().collect();
        owners.sort_by(|one, other| one.fr.cmp(&other.fr));
        let account = match row.incident.window.user {
            Some(user) => Some(name_of(sight, user).await?),
            None => None,
        };
        sight.note(Note::new("IncidentRead").on("incident", row.incident.id.uuid()));
        Ok(IncidentView {
            now: sight.now(),
            exposures,
            cases,
            owners,
            account,
            row,
        })
    }
}

async fn name_of(sight: &Sight<'_>, user: Id<User>) -> Result<String, Failure> {
    let names = accounts::account_names(sight.rows(), [user]).await?;
    Ok(names.get(&user).cloned().unwrap_or_else(|| "—".to_owned()))
}
