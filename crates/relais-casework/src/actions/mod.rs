//! What people ask of cases: one file per command. Each loads, asks for a permit, calls the aggregate, saves and
//! notes, in one transaction.

mod annex;
mod closure;
mod consent;
mod emergency;
mod enquiry;
mod erase;
mod followup;
mod hand_over;
mod identify;
pub mod leaving;
mod mission;
mod narrow;
mod need;
mod neutral;
mod notes;
mod order;
mod plan;
mod report;
mod request;
mod retention;
mod step;
mod transfer;

pub use annex::{DecideTrafficking, NameAnnexHolder, RemoveAnnexHolder, WriteAnnex};
pub use closure::RequestClosure;
pub use consent::{
    AskForException, DecideException, ExceptionDecision, RefusedOrGiven, TakeConsent, WithdrawConsent,
    WithdrawalScope,
};
pub(crate) use emergency::proven;
pub use emergency::{AnswerOpening, OpenInEmergency, OpeningWords};
pub use enquiry::{
    AnswerEnquiry, AskForData, EnquiryAnswerForm, EnquiryForm, EnquiryWords, ReviewEnquiry, TakeBackEnquiry,
};
pub(crate) use enquiry::{enquiry_officers, of_the_asked, of_the_asking};
pub use followup::{FollowUpRecorded, RecordFollowUp};
pub use hand_over::{HandOverPerson, takers};
pub use identify::{CorrectIdentification, IdentifyPerson};
pub(crate) use mission::of_the_receiver;
pub use mission::{
    AnswerMission, CancelMission, ChangeMission, MissionAnswerForm, MissionForm, MissionReceiver,
    MissionTimeForm, MissionWords, OrderMission, forget_missions, mission_receivers,
};
pub use narrow::NarrowConsent;
pub use need::{ChangeNeed, RecordNeed};
pub use neutral::CarryFactsOver;
pub use order::{OrderWords, ReviewOrder};
pub use plan::{MovePlanLine, WritePlan};
pub(crate) use plan::{line_prefix, place as plan_place};
pub use report::{
    AnswerReport, Confidant, LeaveReport, LeftReport, OpenThread, OpenedThread, Thread, confidants,
    mechanism_at_the_door,
};
pub(crate) use report::{desk_of, letter_words};
pub(crate) use request::officers;
pub use request::{
    DecideRequest, DecisionForm, FollowRequest, FollowUpOfRequest, RecordRequest, RequestForm, RequestWords,
};
pub use retention::{HoldCase, HoldForm, LiftHold, Tended, tend_retention};
pub use step::StepCase;
pub use transfer::{categories_held, end_transfer, hold_for_transfer, move_keys};

use std::collections::BTreeMap;

use relais_kernel::Sensitivity;
use relais_platform::Failure;
use relais_trust::{Drawer, KeyClass, Scene};
use uuid::Uuid;

use crate::{
    CaseId, OrganisationId,
    sealed::{SealedField, SealedFields},
};

/// The drawer of a record's sealed fields: survivor-critical ones (S4) lie under the annex key.
pub(crate) const fn drawer(table: &'static str, case: CaseId, record: Uuid, class: KeyClass) -> Drawer {
    Drawer {
        table,
        case,
        record,
        class,
    }
}

/// Seals a record's fields, each under the key of its sensitivity.
pub(crate) async fn seal_all(
    scene: &Scene<'_>,
    (table, case, record): (&'static str, CaseId, Uuid),
    holder: OrganisationId,
    fields: &SealedFields,
) -> Result<(), Failure> {
    for class in KeyClass::ALL {
        let of_class: BTreeMap<String, String> = fields
            .0
            .iter()
            .filter(|field| class_of(field) == class)
            .map(|field| (field.key.clone(), field.text.clone()))
            .collect();
        if !of_class.is_empty() {
            scene
                .seal(drawer(table, case, record, class), holder, &of_class)
                .await?;
        }
    }
    Ok(())
}

/// Opens all that is sealed of a record but its survivor-critical fields, for an act that sends some of it (a
/// package). What is sent is noted by the act.
///
/// # Errors
/// [`Failure::Missing`] when the organisation holds no live grant.
pub async fn open_fields(
    scene: &Scene<'_>,
    (table, case, record): (&'static str, CaseId, Uuid),
    holder: OrganisationId,
) -> Result<BTreeMap<String, String>, Failure> {
    scene
        .unseal(drawer(table, case, record, KeyClass::Record), holder)
        .await
}

pub(crate) fn class_of(field: &SealedField) -> KeyClass {
    if field.sensitivity >= Sensitivity::S4 {
        KeyClass::Annex
    } else {
        KeyClass::Record
    }
}

/// Opened fields as the forms read them. Their sensitivity no longer matters: who may open them was decided.
pub(crate) fn opened(fields: BTreeMap<String, String>) -> SealedFields {
    let fields = fields.into_iter().map(|(key, text)| SealedField {
        key,
        sensitivity: Sensitivity::S3,
        text,
    });
    SealedFields(fields.collect())
}
