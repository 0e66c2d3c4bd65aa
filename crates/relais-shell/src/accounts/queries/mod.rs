//! One query per screen.

mod appointments;
mod breach;
mod case_accesses;
mod colleagues;
mod contact;
mod export_journal;
mod journal;
mod organisations;
mod own_accesses;
mod people;
mod readings;
mod telling;

pub(super) use appointments::{AppointmentView, AppointmentsView, ListAppointments, OneAppointment};
pub(super) use breach::{AccountOfLogin, IncidentView, ListIncidents, ReadIncident};
pub(super) use case_accesses::{AccessesView, ReadAccesses};
pub(super) use colleagues::ListColleagues;
pub(super) use contact::OneContact;
pub(super) use export_journal::ExportOwnJournal;
pub(super) use journal::{ACTS, FindCase, FindStaff, JournalView, SearchJournal};
pub(super) use organisations::{ListOrganisations, OneOrganisation, OrganisationsView};
pub(super) use own_accesses::{OwnAccessesView, ReadOwnAccesses};
pub(super) use people::{ListPeople, OnePerson, PeopleView, PersonView};
pub(super) use readings::{ListReadings, ReadingsView};
pub(super) use telling::Told;
