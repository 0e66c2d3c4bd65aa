use relais_kernel::PublicRef;
use relais_trust::{
    Failure, Query, Sight,
    accounts::{
        AccountFace, OrganisationFace, Reach, RecoveryFace, account_by_ref, accounts_of, organisation_by_ref,
        organisations,
    },
};

/// More accounts than one screen shows.
const MOST: usize = 300;

/// The people whom the reader administers, of one organisation or of all.
pub(in super::super) struct ListPeople {
    pub organisation: Option<PublicRef>,
}

/// A list of accounts, by organisation.
pub(in super::super) struct PeopleView {
    pub reach: Reach,
    /// Those that the reader may choose among.
    pub organisations: Vec<OrganisationFace>,
    /// Organisations with their people; without people only where one organisation was chosen.
    pub groups: Vec<(OrganisationFace, Vec<AccountFace>)>,
    /// There are more than are shown: choose an organisation.
    pub cut: bool,
    /// Recoveries of the last thirty days, newest first.
    pub recoveries: Vec<RecoveryFace>,
}

impl Query for ListPeople {
    type View = PeopleView;

    async fn look(&self, sight: &Sight<'_>) -> Result<PeopleView, Failure> {
        let reach = sight.reach()?;
        let chosen = match self.organisation {
            Some(reference) => Some(organisation_by_ref(sight.rows(), reference).await?.id),
            None => reach.only(),
        };
        if let Some(chosen) = chosen {
            reach.covers(chosen)?;
        }
        let mut open = organisations(sight.rows()).await?;
        open.retain(|organisation| reach.covers(organisation.id).is_ok());
        let mut people = accounts_of(sight.rows(), chosen).await?;
        let cut = people.len() > MOST;
        people.truncate(MOST);
        let groups = open
            .iter()
            .map(|organisation| {
                let here = people.iter().filter(|p| p.organisation == organisation.id);
                (organisation.clone(), here.cloned().collect::<Vec<_>>())
            })
            .filter(|(organisation, here)| !here.is_empty() || chosen == Some(organisation.id))
            .collect();
        Ok(PeopleView {
            reach,
            organisations: open,
            groups,
            cut,
            recoveries: sight.recoveries().await?,
        })
    }
}

/// One account whom the reader administers.
pub(in super::super) struct OnePerson(pub PublicRef);

/// An account, its organisation, and what may be done.
pub(in super::super) struct PersonView {
    pub face: AccountFace,
    pub organisation: OrganisationFace,
    pub reach: Reach,
    /// The account may be changed by this reader: it is not their own, and no role of it stands above them.
    pub may_change: bool,
    pub own: bool,
    /// What the person last asked for, if they lost the second factor.
    pub recovery: Option<RecoveryFace>,
}

impl Query for OnePerson {
    type View = PersonView;

    async fn look(&self, sight: &Sight<'_>) -> Result<PersonView, Failure> {
        let reach = sight.reach()?;
        let face = account_by_ref(sight.rows(), self.0).await?;
        reach.covers(face.organisation)?;
        let all = organisations(sight.rows()).await?;
        let organisation = all.into_iter().find(|one| one.id == face.organisation);
        let own = sight.actor().user == Some(face.id);
        let may_change = reach.covers_account(&face) && !own;
        let recovery = match may_change {
            true => sight.recovery_of(&face).await?,
            false => None,
        };
        Ok(PersonView {
            may_change,
            organisation: organisation.ok_or(Failure::Missing)?,
            own,
            recovery,
            reach,
            face,
        })
    }
}
