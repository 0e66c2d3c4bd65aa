use std::collections::BTreeSet;

use relais_kernel::{Id, PublicRef, Refusal, Timestamp};
use relais_mechanism::{CaseStep, Role};
use relais_platform::{Corrupt, Failure};
use relais_trust::{
    Actor, Command, Deed, KeyClass, Note, RoleCode, Scene, SharedWords,
    accounts::{organisations, organisations_holding},
};
use serde::{Deserialize, Serialize};

use crate::{
    OrganisationId,
    case::Case,
    emergency::{EmergencyOpening, LastHour, OpeningForm, OpeningReview},
    room::{Desk, Standing},
    store::{
        CaseRow, OpeningRow, add_opening, case_by_any_code, case_of, opening_by_ref, openings_by,
        openings_of, save_opening,
    },
};

/// Why a case was opened, and what the review found: shared by who opened, the owner and the officers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpeningWords {
    pub reason: String,
    #[serde(default)]
    pub review: String,
}

impl OpeningWords {
    /// Where they are kept.
    pub fn place(opening: &EmergencyOpening) -> SharedWords {
        SharedWords {
            table: "emergency_opening",
            record: opening.id.uuid(),
            case: Some(opening.case),
        }
    }

    /// # Errors
    /// [`Corrupt`] when they cannot be read.
    pub fn read(opening: &EmergencyOpening, text: &str) -> Result<Self, Corrupt> {
        serde_json::from_str(text).map_err(|_| Corrupt::at("sealed_copy", "value", opening.id))
    }
}

/// Opens another organisation's case for an hour (DP-18). Key, review and notice are one transaction: nobody reads
/// without having been told of (security requirement 27).
#[derive(Clone)]
pub struct OpenInEmergency {
    pub desk: Desk,
    pub form: OpeningForm,
}

impl Command for OpenInEmergency {
    type Outcome = PublicRef;
    const NAME: &'static str = "OpenInEmergency";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        if !standing.may(CaseStep::OpenInEmergency) || scene.actor().firewall {
            return Err(Failure::Missing);
        }
        // Before anything is looked up: without it nobody learns whether a code opens.
        if !scene.actor().proved_recently(scene.now()) {
            return Err(Failure::ProveAgain);
        }
        let wish = self.form.read()?;
        let row = match self.reachable(scene, &standing, wish.code).await {
            Err(Failure::Missing) => return Err(no_case_to_open().into()),
            found => found?,
        };
        if let Some(live) = live(scene, &standing, &row.case).await? {
            return Ok(live);
        }
        let hour = openings_by(scene.rows(), standing.user, scene.now()).await?;
        if !proven(scene.actor(), hour, scene.now()) {
            return Err(Failure::ProveAgain);
        }
        let new = OpeningRow {
            public_ref: PublicRef::new(scene.chance()),
            opening: EmergencyOpening {
                id: Id::new(scene.now(), scene.chance()),
                case: row.case.id,
                mechanism: row.case.mechanism,
                organisation: standing.organisation,
                opened: crate::actor::Act {
                    by: standing.user,
                    at: scene.now(),
                },
                reason: wish.reason,
                unusual: hour.is_full(),
                review: OpeningReview::Waiting,
            },
        };
        add_opening(scene, &new).await?;
        let words = OpeningWords {
            reason: wish.words,
            review: String::new(),
        };
        share(scene, &row.case, &new.opening, &words).await?;
        let (until, to) = (Some(new.opening.until()), standing.organisation);
        let granted = scene
            .grant_case(row.case.id, KeyClass::Record, row.case.owner, to, until)
            .await;
        match granted {
            // Erased meanwhile: there is nothing to open any more.
            Err(Failure::Missing) => return Err(no_case_to_open().into()),
            done => done?,
        }
        scene.note(
            note("CaseOpenedInEmergency", &new.opening)
                .fact("reason", new.opening.reason.code())
                .fact("unusual", new.opening.unusual),
        );
        Ok(new.public_ref)
    }
}

impl OpenInEmergency {
    /// A code that leads to nothing, to a barred case or to one of the asker's own answers alike.
    async fn reachable(
        &self,
        scene: &Scene<'_>,
        standing: &Standing,
        code: relais_kernel::ShortCode,
    ) -> Result<CaseRow, Failure> {
        let row = case_by_any_code(scene.rows(), code).await?;
        let roles = standing.roles_for(CaseStep::OpenInEmergency);
        scene.permit(Deed::OpenInEmergency, &roles, &row.protected())?;
        Ok(row)
    }
}

/// The person has proven lately, and often enough, that it is they who ask.
pub(crate) fn proven(actor: &Actor, hour: LastHour, now: Timestamp) -> bool {
    let proof = actor.session.map(|session| session.proved_at);
    actor.proved_recently(now) && proof.is_some_and(|at| hour.accepts(at))
}

/// The opening of this case that the person has already, if it has not closed.
async fn live(scene: &Scene<'_>, standing: &Standing, case: &Case) -> Result<Option<PublicRef>, Failure> {
    let all = openings_of(scene.rows(), case.id).await?;
    let own = all
        .into_iter()
        .find(|row| row.opening.opened.by == standing.user && row.opening.is_live(scene.now()));
    Ok(own.map(|row| row.public_ref))
}

/// The word of those who answer for the case on an emergency opening.
#[derive(Clone)]
pub struct AnswerOpening {
    pub desk: Desk,
    pub opening: PublicRef,
    /// There was a reason to open the case.
    pub founded: bool,
    pub words: String,
}

impl Command for AnswerOpening {
    type Outcome = PublicRef;
    const NAME: &'static str = "AnswerOpening";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let mechanism = scene.actor().mechanism.ok_or(Failure::Missing)?;
        let held = opening_by_ref(scene.rows(), mechanism, self.opening).await?;
        let row = case_of(scene.rows(), held.opening.case).await?;
        let roles = standing.roles_for(CaseStep::ReviewOpening);
        scene.permit(Deed::ReviewOpening, &roles, &row.protected())?;
        let by = (standing.user, standing.organisation);
        let answered = held.opening.answer(by, self.founded, &self.words, scene.now())?;
        let place = OpeningWords::place(&answered);
        let mut words = match scene.shared_words(place, standing.organisation).await? {
            Some(text) => OpeningWords::read(&answered, &text)?,
            None => return Err(words_not_shared().into()),
        };
        self.words.trim().clone_into(&mut words.review);
        share(scene, &row.case, &answered, &words).await?;
        scene.note(note("EmergencyOpeningReviewed", &answered).fact("founded", self.founded));
        let changed = OpeningRow {
            public_ref: held.public_ref,
            opening: answered,
        };
        save_opening(scene, &changed).await?;
        Ok(self.opening)
    }
}

fn note(act: &str, opening: &EmergencyOpening) -> Note {
    Note::new(act)
        .on("opening", opening.id.uuid())
        .case(opening.case)
        .fact("by_organisation", opening.organisation)
}

/// Seals the words for the owner, for who opened, and for the officers; never for a firewall body.
async fn share(
    scene: &Scene<'_>,
    case: &Case,
    opening: &EmergencyOpening,
    words: &OpeningWords,
) -> Result<(), Failure> {
    let role = RoleCode(Role::DATA_PROTECTION_OFFICER.to_string());
    let mut holders: BTreeSet<OrganisationId> =
        organisations_holding(scene.rows(), case.mechanism, &role).await?;
    holders.extend([case.owner, opening.organisation]);
    let open: BTreeSet<OrganisationId> = organisations(scene.rows())
        .await?
        .into_iter()
        .filter(|organisation| organisation.active && !organisation.firewall)
        .map(|organisation| organisation.id)
        .collect();
    let holders: Vec<_> = holders.intersection(&open).copied().collect();
    let text = serde_json::to_string(words).map_err(|e| Failure::Fault(e.to_string()))?;
    scene
        .share_words(OpeningWords::place(opening), &holders, &text)
        .await
}

fn no_case_to_open() -> Refusal {
    Refusal::new(
        "NoCaseToOpen",
        "Aucun dossier ne s’ouvre en urgence sous ce code. Vérifiez-le ; un dossier de votre structure se trouve dans « Dossiers ».",
        "No case opens in an emergency under this code. Check it; a case of your own organisation is under “Cases”.",
    )
    .at("code")
}

fn words_not_shared() -> Refusal {
    Refusal::new(
        "WordsNotShared",
        "Les raisons de cette ouverture n’ont pas été confiées à votre structure : c’est à celle du dossier de l’examiner.",
        "The reasons for this opening were not shared with your organisation: that of the case has to review it.",
    )
}
