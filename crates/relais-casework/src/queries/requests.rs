use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use relais_kernel::{Localised, PublicRef, ShortCode};
use relais_mechanism::{CaseStep, Definitions};
use relais_platform::Failure;
use relais_trust::{Deed, Note, Protected, Query, Sight, accounts};

use crate::{
    OrganisationId,
    actions::{RequestWords, officers},
    case::{Case, CaseState},
    request::Request,
    room::Standing,
    store::{CaseRow, RequestRow, case_by_ref, case_of, request_by_ref, requests_in, requests_of},
};

/// How many a list shows.
const MOST: u64 = 200;

/// One request in a list: by its case's code, never by a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    pub public_ref: PublicRef,
    pub request: Request,
    /// Nothing once the case was erased.
    pub code: Option<ShortCode>,
    /// Who has the case.
    pub owner: Localised,
    pub late: bool,
}

/// What was asked about one case, for those who work on it, and whether more may be recorded.
pub struct RequestsOfCase {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// The page of a case's requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestsView {
    pub case: Case,
    pub today: Date,
    /// Newest first.
    pub lines: Vec<RequestLine>,
}

impl Query for RequestsOfCase {
    type View = RequestsView;

    async fn look(&self, sight: &Sight<'_>) -> Result<RequestsView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::RecordRequest);
        sight.permit(Deed::ChangeCase, &roles, &row.protected())?;
        let found = requests_of(sight.rows(), row.case.id).await?;
        Ok(RequestsView {
            lines: lines(sight, &standing, found).await?,
            today: standing.today,
            case: row.case,
        })
    }
}

/// Requests that wait, the latest first, and the last that were answered: of the whole mechanism for its protection
/// officer, of their own organisation's cases for those who record or answer them.
pub struct ListRequests {
    pub definitions: Definitions,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestList {
    /// Late ones first, then by their day.
    pub open: Vec<RequestLine>,
    pub ended: Vec<RequestLine>,
}

impl Query for ListRequests {
    type View = RequestList;

    async fn look(&self, sight: &Sight<'_>) -> Result<RequestList, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let all = sight.actor().has_any(&officers());
        let mut roles = officers();
        for step in [CaseStep::RecordRequest, CaseStep::DecideRequest] {
            roles.extend(standing.roles_for(step));
        }
        sight.permit(Deed::FollowRequests, &roles, &Protected::mechanism(mechanism))?;
        let scope = (mechanism, (!all).then_some(standing.organisation));
        let open = requests_in(sight.rows(), scope, true, MOST).await?;
        let ended = requests_in(sight.rows(), scope, false, MOST / 4).await?;
        Ok(RequestList {
            open: lines(sight, &standing, open).await?,
            ended: lines(sight, &standing, ended).await?,
        })
    }
}

/// One request with what was said.
pub struct ReadRequest {
    pub definitions: Definitions,
    pub request: PublicRef,
}

/// Its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestView {
    pub line: RequestLine,
    /// The case, for those who may open it.
    pub case: Option<PublicRef>,
    pub today: Date,
    /// Nothing where they were not shared with the reader's organisation, or went with the case.
    pub words: Option<RequestWords>,
    pub may_decide: bool,
    /// May say that it was carried out or taken back.
    pub may_follow: bool,
}

impl Query for ReadRequest {
    type View = RequestView;

    async fn look(&self, sight: &Sight<'_>) -> Result<RequestView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let it = request_by_ref(sight.rows(), mechanism, self.request).await?;
        let row = case_of(sight.rows(), it.request.case).await?;
        let (decides, follows) = permitted(sight, &standing, &row)?;
        let held = sight.shared_words(RequestWords::place(&it.request)).await?;
        let words = held
            .map(|text| RequestWords::read(&it.request, &text))
            .transpose()?;
        sight.note(
            Note::new("RequestRead")
                .on("request", it.request.id.uuid())
                .case(it.request.case),
        );
        let request = &it.request;
        let is_there = !matches!(row.case.state, CaseState::Erased { .. });
        let waits = matches!(request.state, crate::request::RequestState::Open);
        Ok(RequestView {
            may_decide: decides && waits && words.is_some() && request.recorded.by != standing.user,
            may_follow: follows && request.state.is_open() && words.is_some(),
            case: follows.then_some(row.case.public_ref).filter(|_| is_there),
            today: standing.today,
            line: lines(sight, &standing, vec![it])
                .await?
                .pop()
                .ok_or(Failure::Missing)?,
            words,
        })
    }
}

/// Whether the reader answers requests about this case, and whether they carry them out; one of both.
fn permitted(sight: &Sight<'_>, standing: &Standing, row: &CaseRow) -> Result<(bool, bool), Failure> {
    let answer = standing.roles_for(CaseStep::DecideRequest);
    let record = standing.roles_for(CaseStep::RecordRequest);
    let follows = sight.may(Deed::ChangeCase, &record, &row.protected());
    if follows {
        let decides = sight.may(Deed::DecideRequest, &answer, &row.protected());
        return Ok((decides, true));
    }
    sight.permit(Deed::DecideRequest, &answer, &row.protected())?;
    Ok((true, false))
}

async fn lines(
    sight: &Sight<'_>,
    standing: &Standing,
    found: Vec<RequestRow>,
) -> Result<Vec<RequestLine>, Failure> {
    let mut cases = Vec::new();
    for it in &found {
        cases.push(case_of(sight.rows(), it.request.case).await?.case);
    }
    let owners: BTreeSet<OrganisationId> = cases.iter().map(|case| case.owner).collect();
    let names: HashMap<_, _> = accounts::organisation_names(sight.rows(), &owners).await?;
    let named = |owner| {
        names
            .get(&owner)
            .cloned()
            .unwrap_or_else(|| Localised::new("—", "—"))
    };
    let all = found.into_iter().zip(cases).map(|(it, case)| RequestLine {
        public_ref: it.public_ref,
        late: it.request.is_late(standing.today),
        code: (!matches!(case.state, CaseState::Erased { .. })).then_some(case.code),
        owner: named(case.owner),
        request: it.request,
    });
    Ok(all.collect())
}
