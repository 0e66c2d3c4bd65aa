/// What can be done to a record, as the policies name it (policies/relais.cedarschema).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    OpenCase,
    SearchPersons,
    HandOver,
    ReadDirectory,
    ChangeDirectory,
    ReadStatistics,
    ReadJournal,
    AdministerUsers,
    ChangeDefinition,
    Coordinate,
    ReviewOrders,
    FollowRequests,
    /// By the protection officer, of what an organisation would tell a body behind the firewall.
    ApproveEnquiry,
    ReadCase,
    ReadIdentity,
    ChangeCase,
    ApproveCase,
    ReadAnnex,
    WriteAnnex,
    NameAnnexHolder,
    PrepareReferral,
    RequestTransfer,
    ReadAccesses,
    /// Of another organisation's case, for an hour (decisions §16).
    OpenInEmergency,
    /// What [`Deed::OpenInEmergency`] opened, by the person who opened it.
    ReadInEmergency,
    ReviewOpening,
    DecideRequest,
    /// Of an interpreter or a driver, for a case (DP-40).
    OrderMission,
    ReadReferral,
    ChangeSentReferral,
    AnswerReferral,
    ReadDecisionPackage,
    ReadReleasePackage,
    /// By a partner without an account ([`super::Bearer`]).
    ReadReleaseByPin,
    FollowReferral,
    ReadTransfer,
    AnswerTransfer,
    /// And to read it: the one person who was asked for it, and nothing else of the case.
    AnswerMission,
    ChangeOwnService,
    AdministerOwnUsers,
    FollowOwnMessages,
    /// Who opened the cases that one's organisation has.
    ReadOwnAccesses,
    /// In writing, of one named organisation, by a body behind the firewall; and what came of it.
    AskForData,
    /// What a body behind the firewall asked of one's organisation.
    AnswerEnquiry,
    /// The journal as far as it concerns one's organisation, to take away.
    ExportOwnJournal,
    /// What was told to one's organisation without a name.
    AnswerReports,
    /// For the roles of somebody of one's own organisation (security requirement 6).
    VouchForColleague,
    /// The same for somebody of an organisation where nobody can.
    VouchForMember,
    /// Withhold the rights of one whose telephone is gone.
    ProtectColleague,
    /// Who gave which roles, and who confirmed them.
    WatchAppointments,
}

impl Deed {
    /// The name in the policies and in the journal.
    pub fn name(self) -> String {
        format!("{self:?}")
    }
}
