use std::fmt;

use relais_directory::store::service_of;
use relais_platform::Failure;
use relais_trust::Sight;

use crate::{
    referral::{Side, StateKind},
    store::ReferralRow,
};

/// Where a hidden service is and how it is reached: for whoever brings the person there. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Shelter {
    pub town: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
}

impl fmt::Debug for Shelter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shelter (not shown)")
    }
}

/// The place of a hidden service, for the sender and as long as the person is expected or served there: on an accepted
/// referral alone (DP-35). The reading of the referral tells in the journal that it was shown.
pub(super) async fn shelter(
    sight: &Sight<'_>,
    row: &ReferralRow,
    side: Side,
) -> Result<Option<Shelter>, Failure> {
    let expected = matches!(
        row.referral.kind(),
        StateKind::Accepted | StateKind::NoShow | StateKind::InService
    );
    if side != Side::Sender || !expected {
        return Ok(None);
    }
    let held = service_of(sight.rows(), row.referral.service).await?;
    if !held.service.is_hidden() {
        return Ok(None);
    }
    let whole = held.whole(sight.trust())?;
    Ok(Some(Shelter {
        town: whole.place.spot.town,
        address: whole.place.address,
        phone: whole.contact.phone,
    }))
}
