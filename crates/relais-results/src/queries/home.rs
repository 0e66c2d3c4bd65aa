use std::collections::HashMap;

use relais_casework::queries::{
    CaseTasks, EnquiryTask, EnquiryTasks, MissionTask, MissionTasks, ReportsWaiting, TaskLists,
};
use relais_directory::queries::{EntriesToVerify, EntryLine};
use relais_kernel::{Id, Localised, Organisation};
use relais_mechanism::{Definitions, Role};
use relais_platform::Failure;
use relais_referral::queries::{
    Group, NoticeDuties, NoticeTasks, PendingTransfers, TransferLists, Worklist, Worklists,
};
use relais_trust::{
    Query, Sight,
    accounts::{AccountFace, AppointmentFace, Asked, RecoveryFace, organisation_names},
    reading::ReadingAlert,
};

/// What the reader has to do now, whatever their role: referrals, transfers, cases, entries of the directory.
pub struct Home {
    pub definitions: Definitions,
    /// How many lines a list shows.
    pub size: u64,
    /// One list of referrals alone, from this page on.
    pub only: Option<(Group, u64)>,
}

/// Everything that waits for the reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HomeView {
    pub referrals: Worklists,
    /// Only those that await an answer, from the reader's side or from the other.
    pub transfers: TransferLists,
    /// What was received of erased cases and is to be erased too, and who else is late with that.
    pub erasures: NoticeDuties,
    pub cases: TaskLists,
    /// Requests of bodies behind the firewall, those due first before the others.
    pub enquiries: Vec<EnquiryTask>,
    /// Of interpreters and drivers, and for who ordered them, the first to begin before the others.
    pub missions: Vec<MissionTask>,
    pub entries: Vec<EntryLine>,
    /// People who lost their second factor and whom the reader can confirm.
    pub recoveries: Vec<RecoveryFace>,
    /// People who say that they are back from a journey, and whose rights the reader can give back.
    pub travellers: Vec<AccountFace>,
    /// How many anonymous reports wait for the reader's organisation.
    pub reports: u64,
    /// Roles of colleagues that the reader can confirm.
    pub appointments: Vec<AppointmentFace>,
    /// Who opened more cases within an hour than is usual; for the protection officer.
    pub readings: Vec<ReadingAlert>,
    /// The reader's own roles, while nobody has confirmed them.
    pub own: Option<AppointmentFace>,
    pub names: HashMap<Id<Organisation>, Localised>,
    /// The exceptions on the list are the reader's to decide; a protection officer reads their accesses.
    pub decides: bool,
    /// A body that hands people over and reads nothing (DP-15).
    pub firewall: bool,
}

impl HomeView {
    /// Nothing has to be done by the reader; others may still have to act.
    pub fn is_empty(&self) -> bool {
        self.referrals.is_empty()
            && self.transfers.is_empty()
            && self.erasures.is_empty()
            && self.cases.is_empty()
            && self.enquiries.is_empty()
            && self.missions.is_empty()
            && self.entries.is_empty()
            && self.recoveries.is_empty()
            && self.travellers.is_empty()
            && self.reports == 0
            && self.appointments.is_empty()
            && self.readings.is_empty()
    }
}

impl Query for Home {
    type View = HomeView;

    async fn look(&self, sight: &Sight<'_>) -> Result<HomeView, Failure> {
        let mut view = HomeView {
            firewall: sight.actor().firewall,
            ..HomeView::default()
        };
        view.own = sight.own_appointment().await?;
        if view.firewall {
            return Ok(view);
        }
        let (size, only) = (self.size, self.only);
        view.decides = sight.actor().has(&Role::SUPERVISOR.to_string());
        view.referrals = Worklist { size, only }.look(sight).await?;
        if only.is_none() {
            view.transfers = self.transfers(sight).await?;
            let definitions = self.definitions.clone();
            view.erasures = NoticeTasks { definitions, size }.look(sight).await?;
            let definitions = self.definitions.clone();
            view.cases = CaseTasks { definitions, size }.look(sight).await?;
            let definitions = self.definitions.clone();
            view.enquiries = EnquiryTasks { definitions, size }.look(sight).await?;
            let definitions = self.definitions.clone();
            view.missions = MissionTasks { definitions, size }.look(sight).await?;
            let definitions = self.definitions.clone();
            view.recoveries = recoveries(sight).await?;
            view.travellers = travellers(sight).await?;
            view.reports = ReportsWaiting {
                definitions: self.definitions.clone(),
            }
            .look(sight)
            .await?;
            view.readings = sight.open_reading_alerts().await?;
            view.appointments = sight.appointments(Asked::Waiting).await?;
            view.entries = EntriesToVerify { definitions, size }.look(sight).await?;
        }
        let lines = Group::ALL
            .iter()
            .flat_map(|group| &view.referrals.of(*group).lines);
        let sides = lines.flat_map(|line| [line.from, line.to]);
        let readers = view.readings.iter().map(|alert| alert.organisation);
        let sides = sides.chain(readers).collect();
        view.names = organisation_names(sight.rows(), &sides).await?;
        Ok(view)
    }
}

/// Nothing for who administers nobody.
async fn recoveries(sight: &Sight<'_>) -> Result<Vec<RecoveryFace>, Failure> {
    if matches!(sight.reach(), Err(Failure::Missing)) {
        return Ok(Vec::new());
    }
    let mut all = sight.recoveries().await?;
    all.retain(|face| face.waits);
    Ok(all)
}

/// Nobody for who administers nobody.
async fn travellers(sight: &Sight<'_>) -> Result<Vec<AccountFace>, Failure> {
    if matches!(sight.reach(), Err(Failure::Missing)) {
        return Ok(Vec::new());
    }
    let mut all = sight.travellers().await?;
    all.retain(|face| face.travel.is_some_and(|travel| travel.back.is_some()));
    Ok(all)
}

impl Home {
    async fn transfers(&self, sight: &Sight<'_>) -> Result<TransferLists, Failure> {
        if sight.actor().organisation.is_none() {
            return Ok(TransferLists::default());
        }
        let definitions = self.definitions.clone();
        let lists = PendingTransfers { definitions }.look(sight).await?;
        Ok(TransferLists {
            ended: Vec::new(),
            ..lists
        })
    }
}
