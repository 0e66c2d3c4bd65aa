use std::collections::HashMap;

use relais_kernel::{Id, Localised, Organisation, PublicRef};
use relais_trust::{
    Failure, Query, Sight,
    accounts::{AppointmentFace, Asked, organisation_names},
};

/// Who gave which roles, and who confirmed them, as far as it concerns the reader.
pub(in super::super) struct ListAppointments;

/// With the names of the organisations.
pub(in super::super) struct AppointmentsView {
    pub all: Vec<AppointmentFace>,
    /// What the reader received last and nobody confirmed.
    pub own: Option<AppointmentFace>,
    pub names: HashMap<Id<Organisation>, Localised>,
}

impl Query for ListAppointments {
    type View = AppointmentsView;

    async fn look(&self, sight: &Sight<'_>) -> Result<AppointmentsView, Failure> {
        let all = sight.appointments(Asked::All).await?;
        let own = sight.own_appointment().await?;
        let places = all.iter().chain(&own).map(|face| face.appointment.organisation);
        Ok(AppointmentsView {
            names: organisation_names(sight.rows(), &places.collect()).await?,
            all,
            own,
        })
    }
}

/// One of them.
pub(in super::super) struct OneAppointment(pub PublicRef);

/// With the name of the organisation.
pub(in super::super) struct AppointmentView {
    pub face: AppointmentFace,
    pub organisation: Localised,
}

impl Query for OneAppointment {
    type View = AppointmentView;

    async fn look(&self, sight: &Sight<'_>) -> Result<AppointmentView, Failure> {
        let face = sight.appointment(self.0).await?;
        let place = face.appointment.organisation;
        let mut names = organisation_names(sight.rows(), &[place].into()).await?;
        Ok(AppointmentView {
            organisation: names.remove(&place).ok_or(Failure::Missing)?,
            face,
        })
    }
}
