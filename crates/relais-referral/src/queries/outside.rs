//! What may leave to where nobody is signed in: paper, and the page of a link.

use relais_casework::{
    consent::{Asked, Receiver as Recipient},
    store::ledger_of,
};
use relais_directory::{Service, Visibility};
use relais_kernel::Timestamp;
use relais_mechanism::{DataCategory, Definition};
use relais_platform::Failure;
use sea_orm::ConnectionTrait;

use crate::{referral::Disclosure, store::ReferralRow};

/// Whether the need or the service would tell what must not be told there.
pub(super) fn tells(row: &ReferralRow, service: &Service, definition: &Definition) -> bool {
    let hides = |code: &str| {
        let needs = definition.list("need").map(|list| &list.items);
        needs.is_ok_and(|items| items.iter().any(|i| i.shown_as.as_deref() == Some(code)))
    };
    service.visibility == Visibility::HiddenAddress || hides(&row.need_shown)
}

/// Whether who the person is may be known there: they consent to it still, no exception takes the place of their
/// consent, this receiver is not one from whom it is withheld, and neither need nor service would tell more.
pub(crate) async fn identity_may_leave<C: ConnectionTrait>(
    rows: &C,
    now: Timestamp,
    row: &ReferralRow,
    service: &Service,
    definition: &Definition,
) -> Result<bool, Failure> {
    let r = &row.referral;
    let consented = r.clearance.as_ref().filter(|clearance| {
        r.disclosure == Disclosure::Identified
            && clearance.rests_on_consent()
            && clearance.categories().contains(&DataCategory::IDENTITY)
    });
    let Some(clearance) = consented.filter(|_| !tells(row, service, definition)) else {
        return Ok(false);
    };
    let asked = Asked {
        receiver: Recipient::organisation(r.to_org).for_need(r.need),
        purpose: r.purpose.clone(),
        categories: clearance.categories().clone(),
    };
    let ledger = ledger_of(rows, r.case).await?;
    let today = definition.calendar.date_of(now);
    Ok(ledger.cover(&asked, today).is_covered())
}
