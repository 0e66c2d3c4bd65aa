use std::sync::Arc;

use relais_directory::store::service_of;
use relais_kernel::{AnswerLink as LinkKind, Id, Localised};
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Query, Sight, accounts};

use super::outside::identity_may_leave;
use crate::{
    answer::AnswerLink,
    clocks::{Deadline, deadline},
    notice::ErasureNotice,
    packages::{Minimum, PackageAccess, access},
    referral::{Referral, ReferralState, Rules},
    room::ruling,
    store::{links, notices::notice_to, referral_of},
};

/// What a partner without an account sees: never who the person is, and nothing of the person once there is
/// nothing left to do (decisions §13, DP-04).
pub struct PartnerPage {
    pub definitions: Definitions,
    pub link: Id<LinkKind>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct PartnerView {
    pub link: AnswerLink,
    pub referral: Referral,
    pub definition: Arc<Definition>,
    pub case_code: String,
    pub from: Localised,
    pub service: Localised,
    /// `None` as soon as access has ended.
    pub minimum: Option<Minimum>,
    pub deadline: Option<Deadline>,
    /// With the PIN, the consented fields can be read now.
    pub released: bool,
    /// The case was erased: the partner is asked to erase too, and to say so.
    pub erasure: Option<ErasureNotice>,
}

impl Query for PartnerPage {
    type View = PartnerView;

    async fn look(&self, sight: &Sight<'_>) -> Result<PartnerView, Failure> {
        let held = links::link_of(sight.rows(), self.link).await?;
        held.link.check(sight.now())?;
        let row = referral_of(sight.rows(), held.link.referral).await?;
        let told = notice_to(sight.rows(), row.referral.case, held.link.organisation).await?;
        let erasure = told.map(|told| told.notice);
        if erasure.is_none() && matches!(row.referral.state, ReferralState::Closed { .. }) {
            return Err(AnswerLink::closed().into());
        }
        let definition = ruling(sight.rows(), &self.definitions, &row.referral).await?;
        let rules = Rules::from(&*definition);
        let reach = access(&row.referral, sight.now(), rules.deadlines, rules.calendar);
        let from = accounts::organisations(sight.rows())
            .await?
            .into_iter()
            .find(|o| o.id == row.referral.from_org)
            .ok_or(Failure::Missing)?;
        let service = service_of(sight.rows(), row.referral.service).await?.service;
        Ok(PartnerView {
            link: held.link,
            deadline: deadline(&row.referral, &rules),
            minimum: (erasure.is_none() && reach != PackageAccess::None).then_some(held.minimum),
            released: erasure.is_none()
                && reach == PackageAccess::Release
                && identity_may_leave(sight.rows(), sight.now(), &row, &service, &definition).await?,
            case_code: row.case_code,
            referral: row.referral,
            from: from.name,
            service: service.name,
            definition,
            erasure,
        })
    }
}
