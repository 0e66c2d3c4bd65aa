use std::sync::Arc;

use relais_kernel::{Id, Localised, PublicRef};
use relais_mechanism::{CaseStep, Definition, Definitions, Role};
use relais_platform::Failure;
use relais_trust::{Deed, KeyClass, Note, Protected, Query, RoleCode, Sight, accounts};

use crate::{
    OrganisationId,
    actions::{OpeningWords, drawer, opened},
    case::Case,
    emergency::EmergencyOpening,
    identification::Confided,
    need::Need,
    room::Standing,
    store::{OpeningRow, case_of, needs_of, opening_by_ref, openings_in},
};

/// How many a list shows.
const MOST: u64 = 100;

/// The emergency openings that the reader may review: of its organisation's cases, or of the whole mechanism for the
/// protection officer. None names a person.
pub struct ListOpenings {
    pub definitions: Definitions,
}

/// One opening in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningLine {
    pub public_ref: PublicRef,
    /// The code of the case.
    pub code: String,
    pub opening: EmergencyOpening,
    /// The organisation that opened.
    pub by: Localised,
    /// The organisation that has the case.
    pub owner: Localised,
}

/// The lists, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpeningList {
    pub waiting: Vec<OpeningLine>,
    pub answered: Vec<OpeningLine>,
    /// The reader's role opens other organisations' cases in an emergency.
    pub may_open: bool,
}

impl Query for ListOpenings {
    type View = OpeningList;

    async fn look(&self, sight: &Sight<'_>) -> Result<OpeningList, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let may_open = standing.may(CaseStep::OpenInEmergency);
        let reviews = standing.may(CaseStep::ReviewOpening);
        if sight.actor().firewall || !(may_open || reviews) {
            return Err(Failure::Missing);
        }
        let mut list = OpeningList {
            may_open,
            ..OpeningList::default()
        };
        if reviews {
            let of = reviewed_by(sight, &standing)?;
            let names = accounts::organisations(sight.rows()).await?;
            for row in openings_in(sight.rows(), of, false, MOST).await? {
                list.waiting.push(line(sight, &names, row).await?);
            }
            for row in openings_in(sight.rows(), of, true, MOST).await? {
                list.answered.push(line(sight, &names, row).await?);
            }
        }
        Ok(list)
    }
}

/// The officer reviews those of the mechanism, everybody else those of their own cases.
pub(super) fn reviewed_by(
    sight: &Sight<'_>,
    standing: &Standing,
) -> Result<(Id<relais_kernel::Mechanism>, Option<OrganisationId>), Failure> {
    let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
    let officer = standing.by().has(Role::DATA_PROTECTION_OFFICER);
    Ok((mechanism, (!officer).then_some(standing.organisation)))
}

/// One opening: for the person who opened it while it is open, and for those who review it.
pub struct ReadOpening {
    pub definitions: Definitions,
    pub opening: PublicRef,
    /// Shows who the person is, where the reader may see it.
    pub person: bool,
}

/// The page.
#[derive(Debug, Clone)]
pub struct OpeningView {
    pub line: OpeningLine,
    pub case: Case,
    pub definition: Arc<Definition>,
    /// Nothing where they were not shared with the reader's organisation.
    pub words: Option<OpeningWords>,
    /// What was opened; for the person who opened, while it is open.
    pub shown: Option<Opened>,
    /// To be called now: who knows the person.
    pub owner_phone: Option<String>,
    pub may_review: bool,
}

/// What an emergency shows of a person: who she is, what she needs, and never an annex.
#[derive(Debug, Clone)]
pub struct Opened {
    pub confided: Confided,
    /// As they stand in clear.
    pub needs: Vec<Need>,
}

impl Query for ReadOpening {
    type View = OpeningView;

    async fn look(&self, sight: &Sight<'_>) -> Result<OpeningView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let held = opening_by_ref(sight.rows(), mechanism, self.opening).await?;
        let opening = &held.opening;
        let row = case_of(sight.rows(), opening.case).await?;
        let live = opening.is_live(sight.now()).then_some(opening.opened.by);
        let protected = row.protected().opened_by(live);
        let roles = standing.roles_for(CaseStep::ReviewOpening);
        let own = opening.opened.by == standing.user;
        let reviews = sight.may(Deed::ReviewOpening, &roles, &protected);
        let readable = self.person && own && sight.may(Deed::ReadInEmergency, &[], &protected);
        if !own && !reviews {
            // Tells the journal which case was tried, and answers as if there were none.
            sight.permit(Deed::ReviewOpening, &roles, &protected)?;
        }
        sight.note(
            Note::new("EmergencyOpeningRead")
                .on("opening", opening.id.uuid())
                .case(opening.case),
        );
        let shown = match readable {
            true => Some(shown(sight, &row.case, &protected).await?),
            false => None,
        };
        let words = sight.shared_words(OpeningWords::place(opening)).await?;
        let words = words.map(|text| OpeningWords::read(opening, &text)).transpose()?;
        let owner = accounts::contact_of(sight.rows(), row.case.owner).await?;
        let names = accounts::organisations(sight.rows()).await?;
        Ok(OpeningView {
            may_review: reviews
                && opening.waits()
                && opening.organisation != standing.organisation
                && words.is_some(),
            owner_phone: owner.filter(|_| own).and_then(|contact| contact.phone),
            words,
            shown,
            line: line(sight, &names, held).await?,
            case: row.case,
            definition: standing.definition,
        })
    }
}

async fn shown(sight: &Sight<'_>, case: &Case, protected: &Protected) -> Result<Opened, Failure> {
    let no_role: [RoleCode; 0] = [];
    let permit = sight.permit(Deed::ReadInEmergency, &no_role, protected)?;
    let place = drawer("case_file", case.id, case.id.uuid(), KeyClass::Record);
    let fields = sight.unseal(&permit, place).await?;
    let needs = needs_of(sight.rows(), case.id).await?;
    Ok(Opened {
        confided: Confided::open(&opened(fields))?,
        needs: needs.into_iter().map(|row| row.need).collect(),
    })
}

async fn line(
    sight: &Sight<'_>,
    names: &[accounts::OrganisationFace],
    row: OpeningRow,
) -> Result<OpeningLine, Failure> {
    let case = case_of(sight.rows(), row.opening.case).await?.case;
    let name = |id| {
        let found = names.iter().find(|organisation| organisation.id == id);
        found.map_or_else(|| Localised::new("—", "—"), |found| found.name.clone())
    };
    Ok(OpeningLine {
        public_ref: row.public_ref,
        code: case.code.to_string(),
        by: name(row.opening.organisation),
        owner: name(case.owner),
        opening: row.opening,
    })
}
