use std::collections::{BTreeMap, BTreeSet};

use relais_kernel::{Id, Localised, Mechanism, PublicRef};
use relais_mechanism::{Definition, mechanisms, role_codes};
use relais_platform::Failure;
use relais_trust::{
    Command, Deed, Note, Protected, Scene, SharedWords, Trust,
    accounts::{organisations, organisations_holding},
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use crate::{
    OrganisationId,
    report::{AnonymousReport, Letter, ReportCode, ReportKind, ReportState, ReportWish},
    room::{Desk, Standing},
    store::{add_report, report_by_lock, report_by_ref, reports_on, save_report},
};

/// How many reports an installation takes in a day: whoever floods it fills no disk.
const MOST_A_DAY: u64 = 300;

/// Where the words of a letter are kept.
pub(crate) fn letter_words(letter: &Letter) -> SharedWords {
    SharedWords {
        table: "anonymous_letter",
        record: letter.id.uuid(),
        case: None,
    }
}

/// An organisation that reports can be told to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confidant {
    pub id: OrganisationId,
    pub public_ref: PublicRef,
    pub name: Localised,
    pub kinds: BTreeSet<ReportKind>,
}

/// The organisations in which somebody reads reports, by name; firewall bodies never do.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn confidants<C: ConnectionTrait>(
    rows: &C,
    (mechanism, definition): (Id<Mechanism>, &Definition),
) -> Result<Vec<Confidant>, Failure> {
    let mut kinds: BTreeMap<OrganisationId, BTreeSet<ReportKind>> = BTreeMap::new();
    for kind in ReportKind::ALL {
        for role in role_codes(definition.case.workflow.who_may(kind.step())) {
            for organisation in organisations_holding(rows, mechanism, &role).await? {
                kinds.entry(organisation).or_default().insert(kind);
            }
        }
    }
    let all = organisations(rows).await?;
    let open = all.into_iter().filter(|face| face.active && !face.firewall);
    let mut found: Vec<Confidant> = open
        .filter_map(|face| {
            Some(Confidant {
                kinds: kinds.remove(&face.id)?,
                id: face.id,
                public_ref: face.public_ref,
                name: face.name,
            })
        })
        .collect();
    found.sort_by(|a, b| a.name.fr.cmp(&b.name.fr));
    Ok(found)
}

/// The mechanism to which somebody without an account speaks: the first by code.
///
/// # Errors
/// [`Failure::Missing`] before there is one.
pub async fn mechanism_at_the_door<C: ConnectionTrait>(rows: &C) -> Result<Id<Mechanism>, Failure> {
    let all = mechanisms(rows).await?;
    let first = all.into_iter().min_by(|a, b| a.code.cmp(&b.code));
    Ok(first.ok_or(Failure::Missing)?.id)
}

fn lock(trust: &Trust, code: ReportCode) -> [u8; 16] {
    trust.told_again("anonymous report", &code.compact())
}

/// An id that follows from the form: the form sent again is the same letter.
fn letter_id(trust: &Trust, form: &str) -> PublicRef {
    let bytes = trust.told_again("anonymous letter", form);
    PublicRef::from_uuid(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// Tells something without a name. The journal has no line about it, since each of its lines has an hour: the first line
/// is that of the organisation that reads it (ADR 43).
///
/// The form itself makes it count once: the same form gives the same code.
#[derive(Clone)]
pub struct LeaveReport {
    pub desk: Desk,
    pub wish: ReportWish,
    /// The once token of the form.
    pub form: String,
}

/// What became of it. No refusal: those are in the journal, with their hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeftReport {
    Kept(ReportCode),
    /// Nobody of this organisation reads such reports (any more).
    NobodyThere,
    /// Too many were made today.
    Flooded,
}

impl Command for LeaveReport {
    type Outcome = LeftReport;
    const NAME: &'static str = "LeaveReport";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<LeftReport, Failure> {
        let (rows, trust) = (scene.rows(), scene.trust());
        let mechanism = mechanism_at_the_door(rows).await?;
        let definition = self.desk.definitions.current(rows, mechanism).await?;
        let code = ReportCode::from_bytes(trust.told_again("report code", &self.form));
        let lock = lock(trust, code);
        if report_by_lock(rows, mechanism, &lock).await?.is_some() {
            return Ok(LeftReport::Kept(code));
        }
        let reading = confidants(rows, (mechanism, &definition)).await?;
        let Some(confidant) = reading
            .iter()
            .find(|c| c.public_ref == self.wish.to && c.kinds.contains(&self.wish.kind))
        else {
            return Ok(LeftReport::NobodyThere);
        };
        let today = definition.calendar.date_of(scene.now());
        if reports_on(rows, today).await? >= MOST_A_DAY {
            return Ok(LeftReport::Flooded);
        }
        let letter = letter_id(trust, &self.form);
        let new = AnonymousReport::told(
            PublicRef::new(scene.chance()),
            (mechanism, confidant.id),
            self.wish.kind,
            (letter, today),
        );
        add_report(scene, &new, &lock).await?;
        keep_words(scene, &new, &self.wish.words).await?;
        Ok(LeftReport::Kept(code))
    }
}

/// Seals the words of the newest letter for the organisation.
async fn keep_words(scene: &Scene<'_>, report: &AnonymousReport, words: &str) -> Result<(), Failure> {
    let Some(letter) = report.letters.last() else {
        return Ok(());
    };
    scene
        .share_words(letter_words(letter), &[report.organisation], words)
        .await
}

/// What the person who has the code sees: both sides' letters, and nothing else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    pub to: Localised,
    pub state: ReportState,
    pub letters: Vec<(Letter, String)>,
}

/// Opens a report by its code, and adds a letter to it if there is one. It is done without a once token, so that its
/// outcome is kept nowhere; the journal has no line about it either.
#[derive(Clone)]
pub struct OpenThread {
    pub code: ReportCode,
    /// The words, and the once token of the form that carried them.
    pub letter: Option<(String, String)>,
    pub desk: Desk,
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpenedThread {
    Open(Thread),
    /// The letter could not be added: code and sentences of the refusal.
    Refused(Thread, Localised),
    /// No report opens by this code.
    Unknown,
}

impl Command for OpenThread {
    type Outcome = OpenedThread;
    const NAME: &'static str = "OpenThread";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<OpenedThread, Failure> {
        let (rows, trust) = (scene.rows(), scene.trust());
        let mechanism = mechanism_at_the_door(rows).await?;
        let lock = lock(trust, self.code);
        let Some(mut report) = report_by_lock(rows, mechanism, &lock).await? else {
            return Ok(OpenedThread::Unknown);
        };
        let mut refused = None;
        if let Some((words, form)) = &self.letter {
            let definition = self.desk.definitions.current(rows, mechanism).await?;
            let today = definition.calendar.date_of(scene.now());
            match report.add(letter_id(trust, form), today) {
                Ok(next) if next == report => {}
                Ok(next) => {
                    save_report(scene, &next).await?;
                    keep_words(scene, &next, words).await?;
                    report = next;
                }
                Err(why) => refused = Some(why.sentence),
            }
        }
        let thread = thread(scene, &report).await?;
        Ok(match refused {
            Some(why) => OpenedThread::Refused(thread, why),
            None => OpenedThread::Open(thread),
        })
    }
}

async fn thread(scene: &Scene<'_>, report: &AnonymousReport) -> Result<Thread, Failure> {
    let mut letters = Vec::new();
    for letter in &report.letters {
        let words = scene
            .shared_words(letter_words(letter), report.organisation)
            .await?;
        letters.push((*letter, words.unwrap_or_default()));
    }
    let all = organisations(scene.rows()).await?;
    let to = all.into_iter().find(|face| face.id == report.organisation);
    Ok(Thread {
        to: to.map_or_else(|| Localised::new("", ""), |face| face.name),
        state: report.state,
        letters,
    })
}

/// The organisation's answer.
#[derive(Clone)]
pub struct AnswerReport {
    pub desk: Desk,
    pub report: PublicRef,
    pub words: String,
    /// Nothing more is expected.
    pub close: bool,
}

impl Command for AnswerReport {
    type Outcome = PublicRef;
    const NAME: &'static str = "AnswerReport";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let mechanism = scene.actor().mechanism.ok_or(Failure::Missing)?;
        let held = report_by_ref(scene.rows(), (mechanism, standing.organisation), self.report).await?;
        let roles = standing.roles_for(held.kind.step());
        scene.permit(Deed::AnswerReports, &roles, &desk_of(standing.organisation))?;
        let words = crate::report::words_of(&self.words)?;
        let letter = PublicRef::new(scene.chance());
        let next = held.answer(letter, standing.today, self.close)?;
        save_report(scene, &next).await?;
        keep_words(scene, &next, &words).await?;
        scene.note(
            Note::new("ReportAnswered")
                .on("report", next.public_ref.uuid())
                .fact("kind", next.kind.code())
                .fact("closed", self.close),
        );
        Ok(self.report)
    }
}

/// The desk of the organisation that was told.
pub(crate) fn desk_of(organisation: OrganisationId) -> Protected {
    Protected::desk(organisation.uuid(), organisation)
}
