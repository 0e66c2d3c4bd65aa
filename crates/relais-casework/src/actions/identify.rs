use std::collections::BTreeMap;

use relais_kernel::PublicRef;
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, KeyClass, Note, Protected, Scene};

use super::{drawer, notes::note, opened, seal_all};
use crate::{
    case::{Case, CaseEvent, Command as CaseCommand, NewCase, Setting, Surroundings},
    code::Codes,
    identification::{Confided, Identification, IdentificationForm},
    room::{Desk, Standing},
    store::{
        AnnexRecord, add_case, add_holder, annexes_of, case_by_ref, expect_version, keep_annexes, save_case,
    },
};

/// Identifies a person and, when the risk was judged, screens them in the same go (F1; domain §2.1).
#[derive(Clone)]
pub struct IdentifyPerson {
    pub desk: Desk,
    pub form: IdentificationForm,
}

impl Command for IdentifyPerson {
    type Outcome = PublicRef;
    const NAME: &'static str = "IdentifyPerson";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let mechanism = scene.actor().mechanism.ok_or(Failure::Missing)?;
        let roles = standing.roles_for(CaseStep::Identify);
        scene.permit(Deed::OpenCase, &roles, &Protected::mechanism(mechanism))?;
        let read = self.form.read(&*standing.definition, standing.today)?;
        let new = NewCase {
            mechanism,
            owner: standing.organisation,
            facts: read.facts.clone(),
            by: standing.user,
        };
        let opened = Case::identify(new, scene.now(), scene.chance());
        let (mut case, mut events) = (opened.case, opened.events);
        if let Some(risk) = read.risk {
            let around = Surroundings {
                open_referrals: 0,
                basis: Err(no_consent_yet()),
            };
            let by = standing.by();
            let setting = Setting {
                by: &by,
                steps: &standing.definition.case,
                calendar: &standing.definition.calendar,
                around: &around,
                now: scene.now(),
            };
            let screened = case.apply(&CaseCommand::Screen { risk }, &setting)?;
            case = screened.case;
            events.extend(screened.events);
        }
        open_case(scene, &standing, &case, &events, &read).await?;
        Ok(case.public_ref)
    }
}

/// Puts a new case into the file of its owner: its row, its keys, what was taken down.
pub(super) async fn open_case(
    scene: &Scene<'_>,
    standing: &Standing,
    case: &Case,
    events: &[CaseEvent],
    read: &Identification,
) -> Result<(), Failure> {
    let due = case.due(&standing.definition.case.deadlines, &standing.definition.calendar);
    add_case(scene, case, due).await?;
    scene.make_case_keys(case.id, case.owner).await?;
    if case.owner == standing.organisation {
        // Who takes down survivor-critical facts is the first to be named on them (DP-12).
        add_holder(scene, case.id, standing.user).await?;
    }
    // Every case has its annexes from the first day, written or not.
    keep_annexes(scene, case.id, case.owner, &AnnexRecord::default()).await?;
    keep_identity(scene, case, read).await?;
    for event in events {
        scene.note(note(case, event, &standing.definition.version.hash));
    }
    Ok(())
}

/// Corrects what was taken down at identification. The first judgement of the risk screens the person, as it does
/// when it comes with the first form; a later one takes its place.
#[derive(Clone)]
pub struct CorrectIdentification {
    pub desk: Desk,
    pub case: PublicRef,
    pub expected: u64,
    pub form: IdentificationForm,
}

impl Command for CorrectIdentification {
    type Outcome = PublicRef;
    const NAME: &'static str = "CorrectIdentification";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let row = case_by_ref(scene.rows(), self.case).await?;
        let roles = standing.roles_for(CaseStep::EditIdentification);
        let permit = scene.permit(Deed::ChangeCase, &roles, &row.protected())?;
        expect_version(&row.case, self.expected)?;
        let read = self.form.read(&*standing.definition, standing.today)?;
        let named = row.is_held_by(scene.actor().user);
        let read = match named {
            true => read,
            false => beside_the_reserved(scene, &row.case, read, &*standing.definition).await?,
        };
        let around = self.desk.around(scene, &row, standing.today).await?;
        let by = standing.by();
        let setting = Setting {
            by: &by,
            steps: &standing.definition.case,
            calendar: &standing.definition.calendar,
            around: &around,
            now: scene.now(),
        };
        let mut facts = read.facts.clone();
        facts.risk = read.risk;
        let change = row.case.apply(
            &CaseCommand::CorrectFacts {
                facts: Box::new(facts),
            },
            &setting,
        )?;
        let due = change
            .case
            .due(&standing.definition.case.deadlines, &standing.definition.calendar);
        save_case(scene, &permit, &change.case, due).await?;
        // Sealed anew though nothing changed: how often annexes were sealed does not tell that they were written.
        let annexes = annexes_of(scene, change.case.id, change.case.owner).await?;
        keep_annexes(scene, change.case.id, change.case.owner, &annexes).await?;
        forget_unsaid(scene, &change.case, &read, named).await?;
        keep_identity(scene, &change.case, &read).await?;
        for event in &change.events {
            scene.note(note(&change.case, event, &standing.definition.version.hash));
        }
        Ok(self.case)
    }
}

/// Whoever is not named on the annexes was not shown what lies there, and takes nothing of it away.
async fn beside_the_reserved(
    scene: &Scene<'_>,
    case: &Case,
    read: Identification,
    codes: &dyn Codes,
) -> Result<Identification, Failure> {
    let place = drawer("case_file", case.id, case.id.uuid(), KeyClass::Annex);
    let reserved = opened(scene.unseal(place, case.owner).await?);
    Ok(read.joined_to(&Confided::open(&reserved)?, codes)?)
}

/// What the form no longer says goes, as far as its writer was shown it.
async fn forget_unsaid(
    scene: &Scene<'_>,
    case: &Case,
    read: &Identification,
    named: bool,
) -> Result<(), Failure> {
    for class in KeyClass::ALL {
        if class == KeyClass::Annex && !named {
            continue;
        }
        let place = drawer("case_file", case.id, case.id.uuid(), class);
        let before = scene.unseal(place, case.owner).await?;
        let gone = before.into_keys().filter(|key| read.sealed.get(key).is_none());
        let gone: BTreeMap<String, String> = gone.map(|key| (key, String::new())).collect();
        scene.seal(place, case.owner, &gone).await?;
    }
    Ok(())
}

async fn keep_identity(scene: &Scene<'_>, case: &Case, read: &Identification) -> Result<(), Failure> {
    let place = ("case_file", case.id, case.id.uuid());
    seal_all(scene, place, case.owner, &read.sealed).await?;
    let names: Vec<&str> = [&read.confided.name, &read.confided.alias]
        .into_iter()
        .filter_map(|n| n.as_deref())
        .collect();
    let year = read.confided.birth().map(crate::identification::Birth::year);
    scene.index_person_for(case.owner, case.id, &names, year).await?;
    scene.note(
        Note::new("IdentityRecorded")
            .on("case", case.id.uuid())
            .case(case.id),
    );
    Ok(())
}

fn no_consent_yet() -> relais_kernel::Refusal {
    relais_kernel::Refusal::new(
        "ConsentMissing",
        "La personne n’a pas encore été interrogée sur son consentement.",
        "The person has not been asked for consent yet.",
    )
}
