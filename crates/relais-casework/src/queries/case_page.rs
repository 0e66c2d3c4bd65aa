use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use jiff::civil::Date;
use relais_kernel::{Localised, PublicRef};
use relais_mechanism::{CaseStep, Definition, Definitions, PurposeRule, Step};
use relais_platform::Failure;
use relais_trust::{Deed, Note, Query, RoleCode, Sight, accounts};

use super::{
    annex_readings::{AnnexReading, annex_readings},
    identity::may_read as may_read_identity,
    missions::{MissionLine, lines_for_case},
    of_age::to_ask_again,
};
use crate::{
    OrganisationId,
    case::{Case, Due},
    consent::{Consent, ExceptionState, Ledger, LegalBasis, LegalOrder, Party},
    emergency::EmergencyOpening,
    room::Standing,
    store::{CaseRow, ConsentRow, case_by_ref, consent_rows, exception_rows, hand_over_of, openings_of},
};

/// The page of a case: what stands in clear, what can be done next, the ledger of consent. Names stay sealed
/// until somebody asks for them.
pub struct CasePage {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct CaseView {
    pub case: Case,
    pub definition: Arc<Definition>,
    pub due: Option<Due>,
    pub today: Date,
    /// Steps that the state and the reader's role allow now.
    pub steps: Vec<StepLine>,
    pub consents: Vec<ConsentLine>,
    /// What others consented to for a person who decides by now (DP-11); nothing for who may not read her identity.
    pub to_ask_again: Vec<PurposeRule>,
    pub exceptions: Vec<ExceptionLine>,
    /// Who handed the person over, if anybody did.
    pub handed_over_by: Option<Localised>,
    /// Who opened the protection annexes, newest first, for those who answer for the case.
    pub annex_readings: Vec<AnnexReading>,
    /// What other organisations opened in an emergency, newest first, for everybody who works on the case (DP-18).
    pub openings: Vec<(EmergencyOpening, Localised)>,
    /// What interpreters and drivers were asked for, newest first; nothing for who may not order it.
    pub missions: Option<Vec<MissionLine>>,
    pub may: CaseRights,
}

/// Which doors of the page open for this reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one door each")]
pub struct CaseRights {
    pub read_identity: bool,
    pub edit: bool,
    pub record_consent: bool,
    pub withdraw_consent: bool,
    pub record_needs: bool,
    pub refer: bool,
    pub transfer: bool,
    pub plan: bool,
    pub follow_up: bool,
    pub annex: bool,
    pub accesses: bool,
    /// Who received what.
    pub disclosures: bool,
    pub decide_exceptions: bool,
    /// What the person asks about her data.
    pub requests: bool,
}

/// A step that can be taken now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLine {
    pub code: &'static str,
    pub name: Localised,
    pub guard: Option<Localised>,
}

/// One record of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentLine {
    pub public_ref: PublicRef,
    pub consent: Consent,
    /// Expired by today's calendar, whatever its row says.
    pub in_force: bool,
    pub recipients: Vec<Localised>,
    pub withheld_from: Vec<Localised>,
}

/// One lawful exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionLine {
    pub public_ref: PublicRef,
    pub receiver: Localised,
    pub basis: LegalBasis,
    pub state: ExceptionState,
    /// A body behind the firewall demands it: how far its review has come.
    pub order: Option<LegalOrder>,
    pub own: bool,
}

impl Query for CasePage {
    type View = CaseView;

    async fn look(&self, sight: &Sight<'_>) -> Result<CaseView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        let row = case_by_ref(sight.rows(), self.case).await?;
        let readers = readers(&standing);
        sight.permit(Deed::ReadCase, &readers, &row.protected())?;
        sight.note(
            Note::new("CaseRead")
                .on("case", row.case.id.uuid())
                .case(row.case.id),
        );
        let consents = consent_rows(sight.rows(), row.case.id).await?;
        let exceptions = exception_rows(sight.rows(), row.case.id).await?;
        let definition = standing.definition.clone();
        let handed = hand_over_of(sight.rows(), row.case.id).await?;
        let mut named_here: BTreeSet<OrganisationId> = handed.iter().map(|h| h.from).collect();
        named_here.extend(exceptions.iter().map(|row| row.exception.receiver()));
        let openings = openings_of(sight.rows(), row.case.id).await?;
        named_here.extend(openings.iter().map(|row| row.opening.organisation));
        for ConsentRow { consent, .. } in &consents {
            named_here.extend(consent.terms().recipients.organisations.iter());
            named_here.extend(withheld(consent));
        }
        let names = accounts::organisation_names(sight.rows(), &named_here).await?;
        let may = rights(sight, &standing, &row);
        let to_ask_again = if may.read_identity {
            let ledger = Ledger::new(row.case.id, consents.iter().map(|c| c.consent.clone()).collect());
            let permit = may_read_identity(sight, &standing, &row)?;
            to_ask_again(sight, &standing, (&row, &permit), &ledger).await?
        } else {
            Vec::new()
        };
        Ok(CaseView {
            handed_over_by: handed.and_then(|h| names.get(&h.from).cloned()),
            due: row.case.due(&definition.case.deadlines, &definition.calendar),
            today: standing.today,
            steps: steps(&row.case, &standing),
            consents: consents
                .into_iter()
                .map(|c| ConsentLine {
                    public_ref: c.public_ref,
                    in_force: c.consent.in_force(standing.today),
                    recipients: named(&names, c.consent.still_named()),
                    withheld_from: named(&names, withheld(&c.consent)),
                    consent: c.consent,
                })
                .collect(),
            exceptions: exceptions
                .into_iter()
                .map(|row| (row.public_ref, row.exception))
                .map(|(public_ref, e)| ExceptionLine {
                    public_ref,
                    receiver: named_one(&names, e.receiver()),
                    basis: e.basis(),
                    state: *e.state(),
                    order: e.order(),
                    own: e.requested().by == standing.user,
                })
                .collect(),
            openings: openings
                .into_iter()
                .map(|row| {
                    let by = named_one(&names, row.opening.organisation);
                    (row.opening, by)
                })
                .collect(),
            annex_readings: annex_readings(sight, &standing, &row).await?,
            missions: lines_for_case(sight, &standing, &row).await?,
            may,
            to_ask_again,
            case: row.case,
            definition,
        })
    }
}

/// Everyone of the owner who works on cases, and those who identify people.
fn readers(standing: &Standing) -> Vec<RoleCode> {
    let mut roles = standing.roles_for(CaseStep::EditIdentification);
    roles.extend(standing.roles_for(CaseStep::ApproveAssessment));
    roles.extend(standing.roles_for(CaseStep::Identify));
    roles.extend(["R06", "R09"].map(RoleCode::from));
    roles
}

fn steps(case: &Case, standing: &Standing) -> Vec<StepLine> {
    let state = case.state.code();
    let rules = &standing.definition.case.workflow.steps;
    rules
        .iter()
        .filter(|(step, rule)| {
            // Some do not depend on the state: the pack names none.
            let now = rule.from.iter().any(|from| from == state)
                || match step {
                    CaseStep::AssignCase => case.state.is_open(),
                    CaseStep::BarEmergency => !case.barred,
                    CaseStep::AllowEmergency => case.barred,
                    _ => false,
                };
            now && standing.may(**step)
        })
        .filter(|(step, _)| !ELSEWHERE.contains(step))
        .map(|(step, rule)| StepLine {
            code: step.code(),
            name: rule.name.clone(),
            guard: rule.guard.clone(),
        })
        .collect()
}

/// Steps that have a page of their own.
const ELSEWHERE: [CaseStep; 4] = [
    CaseStep::Identify,
    CaseStep::RecordConsent,
    CaseStep::RecordNeeds,
    CaseStep::WritePlan,
];

fn rights(sight: &Sight<'_>, standing: &Standing, row: &CaseRow) -> CaseRights {
    let may = |deed, step| sight.may(deed, &standing.roles_for(step), &row.protected());
    let open = row.case.state.is_open();
    let supervisor = relais_mechanism::role_codes([relais_mechanism::Role::SUPERVISOR]);
    let refer = relais_mechanism::role_codes(
        standing
            .definition
            .referral
            .workflow
            .who_may(relais_mechanism::ReferralStep::Draft),
    );
    let transfer = relais_mechanism::role_codes(
        standing
            .definition
            .referral
            .transfer
            .who_may(relais_mechanism::TransferStep::Request),
    );
    let refers = sight.may(Deed::PrepareReferral, &refer, &row.protected());
    let accesses = may(Deed::ReadAccesses, CaseStep::ReviewAccess);
    let read_identity = may(Deed::ReadIdentity, CaseStep::EditIdentification)
        || may(Deed::ReadIdentity, CaseStep::ApproveAssessment);
    CaseRights {
        read_identity,
        edit: open && may(Deed::ChangeCase, CaseStep::EditIdentification),
        record_consent: open && may(Deed::ChangeCase, CaseStep::RecordConsent),
        withdraw_consent: may(Deed::ChangeCase, CaseStep::WithdrawConsent),
        record_needs: open && may(Deed::ChangeCase, CaseStep::RecordNeeds),
        transfer: open && sight.may(Deed::RequestTransfer, &transfer, &row.protected()),
        refer: open && refers,
        disclosures: refers || accesses || read_identity,
        plan: open && may(Deed::ChangeCase, CaseStep::WritePlan),
        follow_up: open && may(Deed::ChangeCase, CaseStep::RecordFollowUp),
        annex: sight.may(Deed::ReadAnnex, &[], &row.protected()),
        accesses,
        requests: may(Deed::ChangeCase, CaseStep::RecordRequest),
        decide_exceptions: sight.may(Deed::ApproveCase, &supervisor, &row.protected()),
    }
}

/// The organisations from which the person withholds what this consent is about.
fn withheld(consent: &Consent) -> impl Iterator<Item = &OrganisationId> {
    consent.withheld_from().filter_map(|party| match party {
        Party::Organisation(organisation) => Some(organisation),
        Party::User(_) => None,
    })
}

fn named<'a>(
    names: &HashMap<OrganisationId, Localised>,
    of: impl Iterator<Item = &'a OrganisationId>,
) -> Vec<Localised> {
    of.filter_map(|o| names.get(o).cloned()).collect()
}

fn named_one(names: &HashMap<OrganisationId, Localised>, of: OrganisationId) -> Localised {
    let name = names.get(&of).cloned();
    name.unwrap_or_else(|| Localised::new("—", "—"))
}
