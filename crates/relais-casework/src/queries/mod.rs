//! What people look at: one file per screen.

mod annex_readings;
mod annexes;
mod case_page;
mod consent;
mod enquiries;
mod followups;
mod hand_over;
mod identity;
mod journey;
mod list;
mod mission_tasks;
mod missions;
mod needs;
mod of_age;
mod openings;
mod orders;
mod plan;
mod register;
mod reports;
mod requests;
mod retention;
mod search;
mod tasks;

pub use annex_readings::AnnexReading;
pub use annexes::{AnnexView, Colleague, ReadAnnexes};
pub use case_page::{CasePage, CaseRights, CaseView, ConsentLine, ExceptionLine, StepLine};
pub use consent::{ConsentView, ReadConsent};
pub use enquiries::{
    AskedView, AskingView, EnquiryAsking, EnquiryDuty, EnquiryLine, EnquiryList, EnquiryTask, EnquiryTasks,
    EnquiryView, ListEnquiries, OwnEnquiry, OwnView, ReadEnquiry,
};
pub use followups::{FollowUpLine, FollowUpView, ReadFollowUps};
pub use hand_over::{HandOverForm, HandOverPage, HandOverView};
pub use identity::{Identity, ReadIdentity};
pub use journey::{JourneyView, Moment, ReadJourney, Road};
pub use list::{CaseLine, CaseList, CaseLists};
pub use mission_tasks::{MissionTask, MissionTasks};
pub use missions::{
    MissionLine, MissionsOfCase, MissionsView, OrderedMission, OrderedMissionView, OwnMission,
    OwnMissionList, OwnMissionView, OwnMissions, ReadMission,
};
pub use needs::{KnownNeed, NeedLine, NeedList, ReadNeeds, known_need};
pub use openings::{ListOpenings, Opened, OpeningLine, OpeningList, OpeningView, ReadOpening};
pub use orders::{ListOrders, OrderLine, OrderList, OrderView, ReadOrder};
pub use plan::{LineView, PlanVersion, PlanView, ReadPlan};
pub use register::ReadRegister;
pub use reports::{ListReports, ReadReport, ReportDoor, ReportView, ReportsWaiting};
pub use requests::{
    ListRequests, ReadRequest, RequestLine, RequestList, RequestView, RequestsOfCase, RequestsView,
};
pub use retention::{KeptLine, KeptList, ListKept};
pub use search::{Found, MayBegin, SearchPersons};
pub use tasks::{CaseTasks, Task, TaskLine, TaskLists};
