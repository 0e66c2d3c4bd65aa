//! An interpreter and a driver are asked for a mission: their list is not empty when somebody looks at it.

use jiff::Timestamp;
use relais_casework::{
    actions::{MissionForm, OrderMission, mission_receivers},
    mission::MissionKind,
};
use relais_platform::Failure;

use super::{
    acts::{Company, Done, Held},
    hours::later,
    story::CaseStory,
};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

impl Company {
    /// For the day after tomorrow, so that it still waits while the demonstration is looked at.
    ///
    /// # Errors
    /// What the command refused.
    pub(super) async fn order_mission(
        &self,
        at: Timestamp,
        story: &CaseStory,
        held: &Held,
        kind: MissionKind,
    ) -> Result<Done, Failure> {
        let manager = self.cast.manager(story.house)?;
        let (mechanism, own) = manager
            .mechanism
            .zip(manager.organisation)
            .ok_or(Failure::Missing)?;
        let asked = self.cast.on_mission(kind)?.user;
        let rows = self.trust.database().reader();
        let receivers = mission_receivers(rows, (mechanism, &*self.definition), own).await?;
        let receiver = receivers
            .iter()
            .find(|it| Some(it.id) == asked)
            .ok_or(Failure::Missing)?;
        let begins = self.office.opens(later(at, 2 * DAY));
        let order = OrderMission {
            desk: self.desk.clone(),
            case: held.case.ok_or(Failure::Missing)?,
            form: MissionForm {
                begins: begins.to_string(),
                ends: later(begins, 2 * HOUR).to_string(),
                receiver: receiver.public_ref.to_string(),
                ..words(kind)
            },
        };
        self.give(at, manager, order).await?;
        Ok(Done::Nothing)
    }
}

fn words(kind: MissionKind) -> MissionForm {
    let (place, destination, language) = match kind {
        MissionKind::Interpreter => ("Salle-démo 2, premier étage", "", "ful"),
        MissionKind::Driver => ("Portail-démo, entrée nord", "Arrivée-démo, guichet 3", ""),
    };
    MissionForm {
        kind: kind.code().to_owned(),
        place: place.to_owned(),
        destination: destination.to_owned(),
        language: language.to_owned(),
        ..MissionForm::default()
    }
}
