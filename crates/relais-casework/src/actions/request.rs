use relais_kernel::{PublicRef, Refusal, Refusals};
use relais_mechanism::{CaseStep, Role, role_codes};
use relais_platform::{Corrupt, Failure};
use relais_trust::{Command, Deed, Scene, SharedWords};
use serde::{Deserialize, Serialize};

use super::{erase::erase_case, notes::of_request, order::officers_and_owner};
use crate::{
    OrganisationId,
    case::{Case, ErasureBasis},
    code::Codes,
    form::Reader,
    request::{
        Asked, AskedBy, Asker, Decision, IdentityCheck, RefusalGround, Request, RequestId, RequestKind,
    },
    room::{Desk, Standing},
    store::{CaseRow, RequestRow, case_by_ref, case_of, request_by_ref, requests_of, save_request},
};

/// What was asked, why it was answered so, and what was done: shared with the officers' organisations and the one
/// that has the case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestWords {
    pub wanted: String,
    pub reason: String,
    pub done: String,
}

impl RequestWords {
    /// Where they are kept.
    pub const fn place(request: &Request) -> SharedWords {
        SharedWords {
            table: "case_request",
            record: request.id.uuid(),
            case: Some(request.case),
        }
    }

    /// # Errors
    /// [`Corrupt`] when they cannot be read.
    pub fn read(request: &Request, text: &str) -> Result<Self, Corrupt> {
        serde_json::from_str(text).map_err(|_| Corrupt::at("sealed_copy", "value", request.id))
    }
}

/// A request as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct RequestForm {
    /// `access`, `rectification`, `erasure`, `portability` or `objection`.
    pub kind: String,
    /// `person` or `guardian`.
    pub asker: String,
    /// `in_person`, `phone`, `letter` or `message`.
    pub way: String,
    /// How it was made sure who asks: `known`, `document` or `questions`.
    pub check: String,
    pub on: String,
    /// Sealed.
    pub wanted: String,
}

impl RequestForm {
    fn read(&self, codes: &dyn Codes) -> Result<(Asked, String), Refusals> {
        let mut reader = Reader::new(codes);
        let kind = reader.known("kind", &self.kind, RequestKind::of);
        let kind = reader.required("kind", kind);
        let asker = reader.known("asker", &self.asker, Asker::of);
        let asker = reader.required("asker", asker);
        let way = reader.known("way", &self.way, AskedBy::of);
        let way = reader.required("way", way);
        let check = reader.known("check", &self.check, IdentityCheck::of);
        let check = reader.required("check", check);
        let on = reader.date("on", &self.on);
        let on = reader.required("on", on);
        let wanted = reader.narrative("wanted", &self.wanted).unwrap_or_default();
        // To see or to erase everything needs no further word; to correct or to object does.
        if matches!(kind, Some(RequestKind::Rectification | RequestKind::Objection)) && wanted.is_empty() {
            reader.required::<String>("wanted", None);
        }
        let asked = (|| {
            Some(Asked {
                kind: kind?,
                asker: asker?,
                way: way?,
                check: check?,
                on: on?,
            })
        })();
        Ok((reader.finish(asked)?, wanted))
    }
}

/// Records that the person, or who decides with her, asked something about her data (DP-24).
#[derive(Clone)]
pub struct RecordRequest {
    pub desk: Desk,
    pub case: PublicRef,
    pub form: RequestForm,
}

impl Command for RecordRequest {
    type Outcome = PublicRef;
    const NAME: &'static str = "RecordRequest";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::RecordRequest);
        scene.permit(Deed::ChangeCase, &roles, &row.protected())?;
        let definition = &standing.definition;
        let (asked, wanted) = self.form.read(&**definition)?;
        let within = definition.case.deadlines.rights_request;
        let request = Request::record(
            RequestId::new(scene.now(), scene.chance()),
            (row.case.id, row.case.mechanism),
            asked,
            &standing.by(),
            (scene.now(), within, &definition.calendar),
        )?;
        let it = RequestRow {
            public_ref: PublicRef::new(scene.chance()),
            request,
        };
        keep(scene, &it).await?;
        let words = RequestWords {
            wanted,
            ..RequestWords::default()
        };
        share(scene, &row.case, &it.request, &words).await?;
        Ok(it.public_ref)
    }
}

/// An answer as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct DecisionForm {
    /// `grant` or `refuse`.
    pub decision: String,
    /// Why it is refused: `legal_duty`, `legal_claim`, `vital_interest`, `others_rights`, `identity_unproven` or
    /// `unfounded`.
    pub ground: String,
    /// The day on which a refusal is looked at again.
    pub review: String,
    /// Sealed.
    pub reason: String,
}

impl DecisionForm {
    fn read(&self, codes: &dyn Codes) -> Result<(Decision, String), Refusals> {
        let mut reader = Reader::new(codes);
        let reason = reader.narrative("reason", &self.reason);
        let decision = match self.decision.trim() {
            "grant" => Some(Decision::Grant),
            "refuse" => {
                let ground = reader.known("ground", &self.ground, RefusalGround::of);
                let ground = reader.required("ground", ground);
                let review = reader.date("review", &self.review);
                reader.required("reason", reason.as_ref());
                ground.map(|ground| Decision::Refuse { ground, review })
            }
            _ => reader.required("decision", None),
        };
        Ok((reader.finish(decision)?, reason.unwrap_or_default()))
    }
}

/// Answers a request: the protection officer, or a supervisor of the organisation that has the case, and never who
/// recorded it. To grant an erasure is to erase.
#[derive(Clone)]
pub struct DecideRequest {
    pub desk: Desk,
    pub request: PublicRef,
    /// The version that was read.
    pub expected: u64,
    pub form: DecisionForm,
}

impl Command for DecideRequest {
    type Outcome = PublicRef;
    const NAME: &'static str = "DecideRequest";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, it, row) = found(scene, &self.desk, self.request).await?;
        let roles = standing.roles_for(CaseStep::DecideRequest);
        scene.permit(Deed::DecideRequest, &roles, &row.protected())?;
        expect(&it.request, self.expected)?;
        let (decision, reason) = self.form.read(&*standing.definition)?;
        let mut words = held(scene, &standing, &it.request).await?;
        let request = it
            .request
            .decide(decision, &standing.by(), scene.now(), standing.today)?;
        if request.asked.kind == RequestKind::Erasure && matches!(decision, Decision::Grant) {
            // The words go with the case.
            erase_case(scene, &self.desk, &row, ErasureBasis::Request).await?;
        } else {
            words.reason = reason;
            share(scene, &row.case, &request, &words).await?;
        }
        save(scene, &it, request).await
    }
}

/// What is done with a request besides answering it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUpOfRequest {
    /// What was granted was done.
    CarryOut,
    /// The person no longer wants it.
    TakeBack,
}

impl FollowUpOfRequest {
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "done" => Some(Self::CarryOut),
            "taken_back" => Some(Self::TakeBack),
            _ => None,
        }
    }
}

/// Says that what was granted was done, or that the person took the request back: those who work on the case.
#[derive(Clone)]
pub struct FollowRequest {
    pub desk: Desk,
    pub request: PublicRef,
    pub expected: u64,
    pub verb: FollowUpOfRequest,
    /// What was done, sealed.
    pub words: String,
}

impl Command for FollowRequest {
    type Outcome = PublicRef;
    const NAME: &'static str = "FollowRequest";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, it, row) = found(scene, &self.desk, self.request).await?;
        let roles = standing.roles_for(CaseStep::RecordRequest);
        scene.permit(Deed::ChangeCase, &roles, &row.protected())?;
        expect(&it.request, self.expected)?;
        let mut reader = Reader::new(&*standing.definition);
        let text = reader.narrative("done", &self.words);
        let text = reader.finish(Some(text.unwrap_or_default()))?;
        let mut words = held(scene, &standing, &it.request).await?;
        let request = match self.verb {
            FollowUpOfRequest::CarryOut => it.request.carry_out(&standing.by(), scene.now())?,
            FollowUpOfRequest::TakeBack => it.request.take_back(&standing.by(), scene.now())?,
        };
        words.done = text;
        share(scene, &row.case, &request, &words).await?;
        save(scene, &it, request).await
    }
}

async fn found(
    scene: &Scene<'_>,
    desk: &Desk,
    request: PublicRef,
) -> Result<(Standing, RequestRow, CaseRow), Failure> {
    let standing = Standing::of(scene.rows(), scene.actor(), &desk.definitions, scene.now()).await?;
    let mechanism = scene.actor().mechanism.ok_or(Failure::Missing)?;
    let it = request_by_ref(scene.rows(), mechanism, request).await?;
    let row = case_of(scene.rows(), it.request.case).await?;
    Ok((standing, it, row))
}

fn expect(request: &Request, expected: u64) -> Result<(), Failure> {
    if request.version == expected {
        return Ok(());
    }
    Err(Failure::Stale {
        current: i64::try_from(request.version).map_err(|_| Failure::Fault("version".into()))?,
    })
}

async fn save(scene: &Scene<'_>, it: &RequestRow, request: Request) -> Result<PublicRef, Failure> {
    let changed = RequestRow {
        public_ref: it.public_ref,
        request,
    };
    keep(scene, &changed).await?;
    Ok(it.public_ref)
}

/// Saves the request and notes what became of it.
async fn keep(scene: &Scene<'_>, it: &RequestRow) -> Result<(), Failure> {
    save_request(scene, it).await?;
    scene.note(of_request(&it.request));
    Ok(())
}

/// The words as the acting organisation holds them.
async fn held(scene: &Scene<'_>, standing: &Standing, request: &Request) -> Result<RequestWords, Failure> {
    let text = scene
        .shared_words(RequestWords::place(request), standing.organisation)
        .await?;
    let text = text.ok_or_else(not_shared)?;
    Ok(RequestWords::read(request, &text)?)
}

async fn share(
    scene: &Scene<'_>,
    case: &Case,
    request: &Request,
    words: &RequestWords,
) -> Result<(), Failure> {
    let holders = officers_and_owner(scene, case).await?;
    let text = serde_json::to_string(words).map_err(|e| Failure::Fault(e.to_string()))?;
    scene
        .share_words(RequestWords::place(request), &holders, &text)
        .await
}

/// The words of requests go along with the case to its new owner; the former one keeps none.
pub(super) async fn hand_on(scene: &Scene<'_>, from: OrganisationId, case: &Case) -> Result<(), Failure> {
    for it in requests_of(scene.rows(), case.id).await? {
        let place = RequestWords::place(&it.request);
        let Some(text) = scene.shared_words(place, from).await? else {
            continue;
        };
        let words = RequestWords::read(&it.request, &text)?;
        scene.take_words_from(place, from).await?;
        share(scene, case, &it.request, &words).await?;
    }
    Ok(())
}

/// Who follows the requests of a whole mechanism.
pub(crate) fn officers() -> Vec<relais_trust::RoleCode> {
    role_codes([Role::DATA_PROTECTION_OFFICER])
}

fn not_shared() -> Refusal {
    Refusal::new(
        "RequestNotShared",
        "Le texte de cette demande n’a pas été confié à votre structure : demandez qu’elle soit notée à nouveau.",
        "The text of this request was not shared with your organisation: have it recorded again.",
    )
}
