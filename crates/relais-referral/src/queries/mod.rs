//! What people look at: one file per screen.

mod by_pin;
mod copy;
mod disclosures;
mod elsewhere;
mod lines;
mod messages;
mod notices;
mod of_case;
mod outside;
mod partner;
mod referral_page;
mod service_names;
mod services;
mod shelter;
mod slip;
mod transfer_form;
mod transfer_page;
mod transfers;
mod worklist;

pub use by_pin::{ReadByPin, Released};
pub use copy::{CopiedConsent, PersonCopy, ReadCopy, Source};
pub use disclosures::{Disclosed, Disclosure, DisclosureList, ReadDisclosures, Why};
pub use elsewhere::{Elsewhere, FindElsewhere};
pub use lines::{Line, Seen, Slice, count_seen, lines_behind};
pub use messages::{
    MessageLine, Messages, MessagesView, ReferralMessages, ReferralMessagesView, messages_reach,
};
pub use notices::{
    ListNotices, NoticeDuties, NoticeLine, NoticeLists, NoticeTasks, NoticeView, ReadNotice, Received,
};
pub use of_case::{CaseReferralLine, CaseReferralList, CaseReferrals};
pub use partner::{PartnerPage, PartnerView};
pub use referral_page::{LinkedReferral, PackageView, ReferralPage, ReferralView, Rights};
pub use service_names::{NameServices, ServiceName};
pub use services::{FindServices, FitLine, OutLine, ServiceChoice};
pub use shelter::Shelter;
pub use slip::{AskSlip, PrintSlip, SlipChoice, SlipSheet};
pub use transfer_form::{Taker, TransferChoice, TransferForm};
pub use transfer_page::{AlongLine, TransferMinimum, TransferPage, TransferRights, TransferView};
pub use transfers::{PendingTransfers, TransferLine, TransferLists};
pub use worklist::{Group, Lines, MOST, Worklist, Worklists};

pub(crate) use notices::lines as notice_lines;
pub(crate) use outside::identity_may_leave;
