mod forms;
mod words;

use relais_kernel::{PublicRef, Refusal, ShortCode};
use relais_mechanism::{CaseStep, Role, role_codes};
use relais_platform::Failure;
use relais_trust::{Command, Deed, Protected, RoleCode, Scene};

pub use forms::{EnquiryAnswerForm, EnquiryForm};
use forms::{Wanted, no_such_case};
pub use words::EnquiryWords;
use words::{held, keep, save};

use super::hand_over::takers;
use crate::{
    CaseId, OrganisationId,
    case::CaseState,
    consent::Receiver,
    enquiry::{Enquiry, EnquiryId, Ground, NewEnquiry, Proposal},
    form::Reader,
    room::{Desk, Standing},
    store::{EnquiryRow, case_by_any_code, case_of, enquiries_owed_by, enquiry_by_ref, ledger_of},
};

/// A body behind the firewall asks one named organisation (security requirement 13). Nothing is looked up.
#[derive(Clone)]
pub struct AskForData {
    pub desk: Desk,
    pub form: EnquiryForm,
}

impl Command for AskForData {
    type Outcome = PublicRef;
    const NAME: &'static str = "AskForData";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let mechanism = scene.actor().mechanism.ok_or(Failure::Missing)?;
        let own = Protected::desk(standing.organisation.uuid(), standing.organisation);
        scene.permit(Deed::AskForData, &standing.roles_for(CaseStep::AskForData), &own)?;
        let definition = &standing.definition;
        let wish = self.form.read(&**definition)?;
        let asked = takers(scene.rows(), standing.organisation).await?;
        let asked = asked
            .iter()
            .find(|organisation| organisation.public_ref == wish.to)
            .ok_or_else(nobody_asked)?;
        let new = NewEnquiry {
            mechanism,
            from: standing.organisation,
            to: asked.id,
            basis: wish.basis,
            until: wish.until,
        };
        let within = definition.case.deadlines.enquiry;
        let enquiry = Enquiry::ask(
            EnquiryId::new(scene.now(), scene.chance()),
            new,
            &standing.by(),
            (scene.now(), within, &definition.calendar),
        )?;
        let it = EnquiryRow {
            public_ref: PublicRef::new(scene.chance()),
            enquiry,
        };
        save(scene, &it, &wish.words).await
    }
}
/// The organisation that was asked proposes an answer. Nothing leaves with it.
#[derive(Clone)]
pub struct AnswerEnquiry {
    pub desk: Desk,
    pub enquiry: PublicRef,
    /// The version that was read.
    pub expected: u64,
    pub form: EnquiryAnswerForm,
}

impl Command for AnswerEnquiry {
    type Outcome = PublicRef;
    const NAME: &'static str = "AnswerEnquiry";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, it) = found(scene, &self.desk, self.enquiry).await?;
        let roles = standing.roles_for(CaseStep::AnswerEnquiry);
        scene.permit(Deed::AnswerEnquiry, &roles, &of_the_asked(&it.enquiry))?;
        expect(&it.enquiry, self.expected)?;
        let (wanted, told, reason) = self.form.read(&*standing.definition)?;
        let mut words = held(scene, &standing, &it.enquiry).await?;
        let (proposal, code) = match wanted {
            Wanted::Unknown => (Proposal::Unknown, String::new()),
            Wanted::Refused => (Proposal::Refused, String::new()),
            Wanted::Tell { ground, code } => (
                telling(scene, &standing, &it.enquiry, (ground, code), &roles).await?,
                code.to_string(),
            ),
        };
        let when = (scene.now(), standing.today);
        let enquiry = it.enquiry.propose(&proposal, &standing.by(), when)?;
        words = EnquiryWords {
            proposal: Some(proposal),
            code,
            told,
            reason,
            ..words
        };
        save(scene, &changed(&it, enquiry), &words).await
    }
}

/// What may be told of one of the organisation's own cases.
async fn telling(
    scene: &Scene<'_>,
    standing: &Standing,
    enquiry: &Enquiry,
    (ground, code): (Ground, ShortCode),
    roles: &[RoleCode],
) -> Result<Proposal, Failure> {
    let row = match case_by_any_code(scene.rows(), code).await {
        Err(Failure::Missing) => return Err(no_such_case().at("code").into()),
        found => found?,
    };
    let own = row.case.owner == standing.organisation;
    if !own || scene.permit(Deed::ReadCase, roles, &row.protected()).is_err() {
        return Err(no_such_case().at("code").into());
    }
    if matches!(row.case.state, CaseState::Erased { .. }) {
        return Err(no_such_case().at("code").into());
    }
    let ledger = ledger_of(scene.rows(), row.case.id).await?;
    let asking = Receiver::organisation(enquiry.from);
    Ok(Proposal::tell(ground, &asking, &ledger, standing.today)?)
}

/// The protection officer agrees to an answer or sends it back; never who proposed it (security requirement 14).
#[derive(Clone)]
pub struct ReviewEnquiry {
    pub desk: Desk,
    pub enquiry: PublicRef,
    pub expected: u64,
    pub agreed: bool,
    /// Why not, or what was looked at; sealed.
    pub words: String,
}

impl Command for ReviewEnquiry {
    type Outcome = PublicRef;
    const NAME: &'static str = "ReviewEnquiry";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, it) = found(scene, &self.desk, self.enquiry).await?;
        let mechanism = Protected::mechanism(it.enquiry.mechanism);
        scene.permit(Deed::ApproveEnquiry, &enquiry_officers(), &mechanism)?;
        expect(&it.enquiry, self.expected)?;
        let mut reader = Reader::new(&*standing.definition);
        let review = reader.narrative("words", &self.words);
        if !self.agreed {
            reader.required("words", review.as_ref());
        }
        let review = reader.finish(Some(review.unwrap_or_default()))?;
        let mut words = held(scene, &standing, &it.enquiry).await?;
        let by = standing.by();
        let enquiry = match (self.agreed, words.proposal) {
            (true, Some(proposal)) => {
                let proposal = still(scene, &standing, &it.enquiry, proposal).await?;
                it.enquiry.agree(&proposal, &by, (scene.now(), standing.today))?
            }
            _ => it.enquiry.send_back(&by, scene.now())?,
        };
        words.review = review;
        save(scene, &changed(&it, enquiry), &words).await
    }
}

/// What was proposed still holds: the case is there and with those who answered, the consent was not taken back.
async fn still(
    scene: &Scene<'_>,
    standing: &Standing,
    enquiry: &Enquiry,
    proposal: Proposal,
) -> Result<Proposal, Failure> {
    let Proposal::Tell { ground, case, .. } = proposal else {
        return Ok(proposal);
    };
    let case = case_of(scene.rows(), case).await?.case;
    if case.owner != enquiry.to || matches!(case.state, CaseState::Erased { .. }) {
        return Err(no_longer().into());
    }
    let ledger = ledger_of(scene.rows(), case.id).await?;
    let asking = Receiver::organisation(enquiry.from);
    Ok(Proposal::tell(ground, &asking, &ledger, standing.today)?)
}

/// The asking body no longer wants it. It brings no version: that would count what others did meanwhile.
#[derive(Clone)]
pub struct TakeBackEnquiry {
    pub desk: Desk,
    pub enquiry: PublicRef,
}

impl Command for TakeBackEnquiry {
    type Outcome = PublicRef;
    const NAME: &'static str = "TakeBackEnquiry";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, it) = found(scene, &self.desk, self.enquiry).await?;
        let roles = standing.roles_for(CaseStep::AskForData);
        scene.permit(Deed::AskForData, &roles, &of_the_asking(&it.enquiry))?;
        let enquiry = it
            .enquiry
            .take_back(&standing.by(), scene.now(), standing.today)?;
        keep(scene, &changed(&it, enquiry)).await?;
        Ok(it.public_ref)
    }
}

/// What was proposed to be told of a case that is being erased goes with it.
pub(super) async fn forget_proposals(
    scene: &Scene<'_>,
    owner: OrganisationId,
    case: CaseId,
) -> Result<(), Failure> {
    for it in enquiries_owed_by(scene.rows(), owner).await? {
        let Some(text) = scene
            .shared_words(EnquiryWords::place(&it.enquiry), owner)
            .await?
        else {
            continue;
        };
        let words = EnquiryWords::read(&it.enquiry, &text)?;
        if words.proposal.and_then(|proposal| proposal.case()) != Some(case) {
            continue;
        }
        let words = EnquiryWords {
            proposal: None,
            code: String::new(),
            told: String::new(),
            reason: String::new(),
            ..words
        };
        save(scene, &changed(&it, it.enquiry.fall_back(scene.now())), &words).await?;
    }
    Ok(())
}

/// Who agrees to answers.
pub(crate) fn enquiry_officers() -> Vec<RoleCode> {
    role_codes([Role::DATA_PROTECTION_OFFICER])
}

/// The enquiry as the organisation that was asked stands to it.
pub(crate) fn of_the_asked(enquiry: &Enquiry) -> Protected {
    Protected::desk(enquiry.id.uuid(), enquiry.to)
}

/// The enquiry as the asking body stands to it.
pub(crate) fn of_the_asking(enquiry: &Enquiry) -> Protected {
    Protected::desk(enquiry.id.uuid(), enquiry.from)
}

async fn found(
    scene: &Scene<'_>,
    desk: &Desk,
    enquiry: PublicRef,
) -> Result<(Standing, EnquiryRow), Failure> {
    let standing = Standing::of(scene.rows(), scene.actor(), &desk.definitions, scene.now()).await?;
    let mechanism = scene.actor().mechanism.ok_or(Failure::Missing)?;
    let it = enquiry_by_ref(scene.rows(), mechanism, enquiry).await?;
    Ok((standing, it))
}

fn changed(it: &EnquiryRow, enquiry: Enquiry) -> EnquiryRow {
    EnquiryRow {
        public_ref: it.public_ref,
        enquiry,
    }
}

fn expect(enquiry: &Enquiry, expected: u64) -> Result<(), Failure> {
    if enquiry.version == expected {
        return Ok(());
    }
    Err(Failure::Stale {
        current: i64::try_from(enquiry.version).map_err(|_| Failure::Fault("version".into()))?,
    })
}
fn nobody_asked() -> Refusal {
    Refusal::new(
        "NobodyAsked",
        "Choisissez la structure à laquelle la requête s’adresse.",
        "Choose the organisation that is asked.",
    )
    .at("to")
}
fn no_longer() -> Refusal {
    Refusal::new(
        "CaseGone",
        "Le dossier n’est plus auprès de la structure qui a répondu : renvoyez-lui la requête.",
        "The case is no longer with the organisation that answered: send the request back to it.",
    )
}
