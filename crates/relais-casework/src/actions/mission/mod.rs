mod clock;
mod form;
mod people;
mod words;

use relais_kernel::{PublicRef, Refusal, ShortCode};
use relais_mechanism::CaseStep;
use relais_platform::Failure;
use relais_trust::{Command, Deed, Protected, Scene};

pub use clock::forget_missions;
pub use form::{MissionAnswerForm, MissionForm, MissionTimeForm};
use people::nobody_for_it;
pub use people::{MissionReceiver, mission_receivers};
pub use words::MissionWords;

use super::{open_fields, opened};
use crate::{
    consent::Receiver,
    identification::Confided,
    mission::{Mission, MissionId, NewMission, betrays},
    room::{Desk, Standing, for_case},
    store::{CaseRow, MissionRow, case_by_ref, ledger_of, mission_by_ref, save_mission},
};

/// Asks an interpreter or a driver for a mission (DP-40).
#[derive(Clone)]
pub struct OrderMission {
    pub desk: Desk,
    pub case: PublicRef,
    pub form: MissionForm,
}

impl Command for OrderMission {
    type Outcome = PublicRef;
    const NAME: &'static str = "OrderMission";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, row) = orderer(scene, &self.desk, self.case).await?;
        if !row.case.state.is_open() {
            return Err(case_ended().into());
        }
        let definition = &standing.definition;
        let wish = self.form.read(&**definition, &definition.calendar.zone())?;
        let scope = (row.case.mechanism, &**definition);
        let receivers = mission_receivers(scene.rows(), scope, standing.organisation).await?;
        let receiver = receivers
            .into_iter()
            .find(|it| it.public_ref == wish.receiver && it.kinds.contains(&wish.kind))
            .ok_or_else(nobody_for_it)?;
        let new = NewMission {
            mechanism: row.case.mechanism,
            case: row.case.id,
            from: standing.organisation,
            receiver: receiver.id,
            receiver_of: receiver.organisation,
            kind: wish.kind,
            begins: wish.times.0,
            ends: wish.times.1,
        };
        let id = MissionId::new(scene.now(), scene.chance());
        let number = ShortCode::new(scene.chance());
        let mission = Mission::order((id, number), new, &standing.by(), scene.now())?;
        may_be_told(scene, &row, &mission).await?;
        says_nothing_of_the_person(scene, &row, &wish.words).await?;
        let it = MissionRow {
            public_ref: PublicRef::new(scene.chance()),
            mission,
        };
        save_mission(scene, &it).await?;
        words::share(scene, &it.mission, &wish.words).await?;
        Ok(it.public_ref)
    }
}

/// Gives a mission another time: whoever was asked answers again.
#[derive(Clone)]
pub struct ChangeMission {
    pub desk: Desk,
    pub case: PublicRef,
    pub mission: PublicRef,
    /// The version that was read.
    pub expected: u64,
    pub form: MissionTimeForm,
}

impl Command for ChangeMission {
    type Outcome = PublicRef;
    const NAME: &'static str = "ChangeMission";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, row) = orderer(scene, &self.desk, self.case).await?;
        let it = of_case(scene, &row, self.mission).await?;
        expect(&it.mission, self.expected)?;
        let definition = &standing.definition;
        let times = self.form.read(&**definition, &definition.calendar.zone())?;
        let mission = it.mission.change(times, &standing.by(), scene.now())?;
        may_be_told(scene, &row, &mission).await?;
        let held = scene
            .shared_words(MissionWords::kept(&mission), mission.from)
            .await?;
        let words = MissionWords::read(&mission, &held.ok_or(Failure::Missing)?)?;
        save_mission(scene, &it.with(mission.clone())).await?;
        words::share(scene, &mission, &words).await?;
        Ok(it.public_ref)
    }
}

/// It is no longer needed, or somebody else is asked.
#[derive(Clone)]
pub struct CancelMission {
    pub desk: Desk,
    pub case: PublicRef,
    pub mission: PublicRef,
}

impl Command for CancelMission {
    type Outcome = PublicRef;
    const NAME: &'static str = "CancelMission";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let (standing, row) = orderer(scene, &self.desk, self.case).await?;
        let it = of_case(scene, &row, self.mission).await?;
        let mission = it.mission.cancel(&standing.by(), scene.now())?;
        save_mission(scene, &it.with(mission.clone())).await?;
        words::take_back(scene, &mission).await?;
        Ok(it.public_ref)
    }
}

/// Whoever was asked takes it, declines it, or says how it went.
#[derive(Clone)]
pub struct AnswerMission {
    pub desk: Desk,
    pub mission: PublicRef,
    /// The version that was read.
    pub expected: u64,
    pub form: MissionAnswerForm,
}

impl Command for AnswerMission {
    type Outcome = PublicRef;
    const NAME: &'static str = "AnswerMission";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PublicRef, Failure> {
        let standing = Standing::of(scene.rows(), scene.actor(), &self.desk.definitions, scene.now()).await?;
        let mechanism = scene.actor().mechanism.ok_or(Failure::Missing)?;
        let it = mission_by_ref(scene.rows(), mechanism, self.mission).await?;
        let roles = standing.roles_for(it.mission.kind.step());
        scene.permit(Deed::AnswerMission, &roles, &of_the_receiver(&it.mission))?;
        if it.mission.forgotten {
            return Err(Failure::Missing);
        }
        expect(&it.mission, self.expected)?;
        let answer = self.form.read(&*standing.definition)?;
        let mission = it.mission.answer(answer, scene.now())?;
        save_mission(scene, &it.with(mission.clone())).await?;
        if !mission.state.is_open() {
            words::take_back(scene, &mission).await?;
        }
        Ok(it.public_ref)
    }
}

/// The mission as whoever was asked stands to it.
pub(crate) fn of_the_receiver(mission: &Mission) -> Protected {
    Protected::mission(mission.id.uuid(), mission.receiver, mission.mechanism)
}

/// Those who have the case, and may ask somebody for a mission.
async fn orderer(scene: &Scene<'_>, desk: &Desk, case: PublicRef) -> Result<(Standing, CaseRow), Failure> {
    let standing = Standing::of(scene.rows(), scene.actor(), &desk.definitions, scene.now()).await?;
    let row = case_by_ref(scene.rows(), case).await?;
    let roles = standing.roles_for(CaseStep::OrderMission);
    for_case(scene.permit(Deed::OrderMission, &roles, &row.protected())?, &row)?;
    Ok((standing, row))
}

/// A mission of another case is none.
async fn of_case(scene: &Scene<'_>, row: &CaseRow, mission: PublicRef) -> Result<MissionRow, Failure> {
    let it = mission_by_ref(scene.rows(), row.case.mechanism, mission).await?;
    match it.mission.case == row.case.id {
        true => Ok(it),
        false => Err(Failure::Missing),
    }
}

/// From whom the person withholds, nobody learns even where she will be (DP-14).
async fn may_be_told(scene: &Scene<'_>, row: &CaseRow, mission: &Mission) -> Result<(), Failure> {
    let ledger = ledger_of(scene.rows(), row.case.id).await?;
    let receiver = Receiver {
        user: Some(mission.receiver),
        ..Receiver::organisation(mission.receiver_of)
    };
    match ledger.withheld(&receiver).is_empty() {
        true => Ok(()),
        false => Err(withheld().into()),
    }
}

/// The words go to somebody who learns nothing of the case: its person and its code do not stand in them.
async fn says_nothing_of_the_person(
    scene: &Scene<'_>,
    row: &CaseRow,
    words: &MissionWords,
) -> Result<(), Failure> {
    let case = row.case.id;
    let fields = open_fields(scene, ("case_file", case, case.uuid()), row.case.owner).await?;
    let confided = Confided::open(&opened(fields))?;
    let names: Vec<&str> = confided
        .name
        .iter()
        .chain(&confided.alias)
        .map(String::as_str)
        .collect();
    let typed = [
        ("place", Some(&words.place)),
        ("destination", words.destination.as_ref()),
    ];
    for (field, typed) in typed {
        if typed.is_some_and(|typed| betrays(typed, &names, row.case.code)) {
            return Err(names_the_person().at(field).into());
        }
    }
    Ok(())
}

fn expect(mission: &Mission, expected: u64) -> Result<(), Failure> {
    if mission.version == expected {
        return Ok(());
    }
    Err(Failure::Stale {
        current: i64::try_from(mission.version).map_err(|_| Failure::Fault("version".into()))?,
    })
}

fn case_ended() -> Refusal {
    Refusal::new(
        "CaseEnded",
        "Ce dossier n’est plus ouvert : aucune mission ne se demande.",
        "This case is no longer open: no mission is ordered for it.",
    )
}

fn withheld() -> Refusal {
    Refusal::new(
        "ConsentWithheld",
        "La personne a demandé que rien ne soit transmis à cette personne ou à sa structure. Choisissez quelqu’un d’autre.",
        "The person has asked that nothing goes to this person or their organisation. Choose somebody else.",
    )
    .at("receiver")
}

fn names_the_person() -> Refusal {
    Refusal::new(
        "PlaceNamesPerson",
        "Ce texte contient le nom de la personne ou le code du dossier : écrivez le lieu sans eux.",
        "This text has the person's name or the code of the case in it: write the place without them.",
    )
}
