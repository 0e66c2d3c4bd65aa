use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use relais_kernel::{Case, Id, PublicRef, ShortCode, Timestamp};
use relais_trust::{
    Deed, Failure, Note, Permit, Protected, Query, RoleCode, Sight,
    accounts::{AccountFace, account_by_ref, accounts_like},
    journal::{JournalSearch, JournalState},
};

use super::{
    super::{CaseDoor, CaseFace},
    Told,
    telling::tell,
};

const PAGE: u64 = 50;
const LIST: &str = "journal";
/// People shown for one search by name.
const MOST: usize = 20;

/// The acts that can be asked for: those that the pages have words for.
pub(in super::super) static ACTS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let words = include_str!("../../../locales/fr/journal.ftl").lines();
    words
        .filter_map(|line| Some(line.strip_prefix("journal-act-")?.split_once(" =")?.0))
        .collect()
});

/// The whole journal of the mechanism, for its protection officer alone (R15).
fn officer(sight: &Sight<'_>) -> Result<Permit, Failure> {
    let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
    let roles = [RoleCode::from("R15")];
    sight.permit(Deed::ReadJournal, &roles, &Protected::mechanism(mechanism))
}

/// The last entries, of one person or of all, in a period. The search is itself in the journal.
pub(in super::super) struct SearchJournal<'d> {
    pub door: &'d dyn CaseDoor,
    pub person: Option<PublicRef>,
    /// One act alone, such as `ReferralSent`.
    pub act: Option<String>,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub after: Option<String>,
}

/// A page of the journal, newest first.
pub(in super::super) struct JournalView {
    pub state: JournalState,
    pub person: Option<AccountFace>,
    /// Only this act is shown.
    pub act: Option<String>,
    pub lines: Vec<Told>,
    /// The cases that the lines concern.
    pub cases: BTreeMap<Id<Case>, CaseFace>,
    pub next: Option<String>,
}

impl Query for SearchJournal<'_> {
    type View = JournalView;

    async fn look(&self, sight: &Sight<'_>) -> Result<JournalView, Failure> {
        let permit = officer(sight)?;
        let trust = sight.trust();
        let person = match self.person {
            Some(reference) => Some(account_by_ref(sight.rows(), reference).await?),
            None => None,
        };
        let before = match &self.after {
            Some(text) => Some(trust.open_position(LIST, text).ok_or(Failure::Missing)?),
            None => None,
        };
        let search = JournalSearch {
            act: self.act.clone(),
            user: person.as_ref().map(|face| face.id),
            case: None,
            from: self.from,
            until: self.until,
        };
        let page = search.read(sight, &permit, before, PAGE).await?;
        sight.note(searched(&search));
        let ids: BTreeSet<Id<Case>> = page
            .lines
            .iter()
            .filter_map(|line| line.body.case)
            .map(Id::from_uuid)
            .collect();
        let ids: Vec<Id<Case>> = ids.into_iter().collect();
        Ok(JournalView {
            state: JournalState::read(sight, &permit).await?,
            cases: self.door.faces(sight, &ids).await?,
            next: page.next.map(|position| trust.seal_position(LIST, position)),
            lines: tell(sight, page.lines).await?,
            act: search.act,
            person,
        })
    }
}

fn searched(search: &JournalSearch) -> Note {
    let mut note = Note::new("JournalSearched");
    if let Some(act) = search.act.as_deref().filter(|act| ACTS.contains(act)) {
        note = note.fact("act", act);
    }
    match search.user {
        Some(user) => note.on("user", user.uuid()),
        None => note,
    }
}

/// Staff by name or login, for the protection officer.
pub(in super::super) struct FindStaff(pub String);

impl Query for FindStaff {
    type View = Vec<AccountFace>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        officer(sight)?;
        accounts_like(sight.rows(), &self.0, MOST).await
    }
}

/// A case by the code that people read aloud, for the protection officer.
pub(in super::super) struct FindCase<'d> {
    pub door: &'d dyn CaseDoor,
    pub code: ShortCode,
}

impl Query for FindCase<'_> {
    type View = PublicRef;

    async fn look(&self, sight: &Sight<'_>) -> Result<PublicRef, Failure> {
        officer(sight)?;
        self.door.find(sight, self.code).await
    }
}
