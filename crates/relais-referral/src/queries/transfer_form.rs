use std::{collections::BTreeSet, sync::Arc};

use relais_casework::{
    consent::{Asked, Receiver as Recipient},
    store::{case_by_ref, ledger_of},
};
use relais_kernel::{Localised, PublicRef};
use relais_mechanism::{
    DataCategory, Definition, Definitions, OrganisationKey, Purpose, Role, TransferStep, role_codes,
};
use relais_platform::Failure;
use relais_trust::{Deed, Query, Sight, accounts};

use super::transfer_page::{AlongLine, name};
use crate::{
    actions::transfer::roles_for,
    store::{referrals_of_case, transfers::transfers_of_case},
    transfer::TransferKind,
};

/// What has to be known to ask for the transfer of a case.
pub struct TransferForm {
    pub definitions: Definitions,
    pub case: PublicRef,
}

/// An organisation that could take the case over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taker {
    pub public_ref: PublicRef,
    pub name: Localised,
    /// The person has consented to a transfer to it.
    pub consented: bool,
}

/// The screen.
#[derive(Debug, Clone)]
pub struct TransferChoice {
    pub case: PublicRef,
    pub case_code: String,
    pub definition: Arc<Definition>,
    /// Those for which a consent stands come first.
    pub takers: Vec<Taker>,
    /// The open referrals, which go along.
    pub along: Vec<(PublicRef, AlongLine)>,
    /// A transfer already awaits its answer.
    pub pending: Option<PublicRef>,
}

impl Query for TransferForm {
    type View = TransferChoice;

    async fn look(&self, sight: &Sight<'_>) -> Result<TransferChoice, Failure> {
        let mechanism = sight.actor().mechanism.ok_or(Failure::Missing)?;
        let definition = self.definitions.current(sight.rows(), mechanism).await?;
        let case = case_by_ref(sight.rows(), self.case).await?;
        let roles = roles_for(&definition, TransferStep::Request);
        sight.permit(Deed::RequestTransfer, &roles, &case.protected())?;
        let names = accounts::organisations(sight.rows()).await?;
        let managers = with_managers(sight).await?;
        let ledger = ledger_of(sight.rows(), case.case.id).await?;
        let today = definition.calendar.date_of(sight.now());
        let consented = |organisation| {
            let asked = Asked {
                receiver: Recipient::organisation(organisation),
                purpose: Purpose::TRANSFER,
                categories: [DataCategory::IDENTITY].into(),
            };
            ledger.cover(&asked, today).is_covered()
        };
        let agreed = |code: &str| {
            let key = OrganisationKey::new(code.to_owned()).ok();
            key.is_some_and(|key| {
                let open = definition
                    .flow_rules
                    .open_categories(&key, &Purpose::TRANSFER, today);
                open.contains(&DataCategory::IDENTITY)
            })
        };
        let mut takers: Vec<Taker> = names
            .iter()
            .filter(|o| o.active && !o.firewall && o.id != case.case.owner)
            .filter(|o| managers.contains(&o.id) && agreed(&o.code))
            .map(|o| Taker {
                public_ref: o.public_ref,
                name: o.name.clone(),
                consented: consented(o.id),
            })
            .collect();
        takers.sort_by_key(|taker| !taker.consented);
        let referrals = referrals_of_case(sight.rows(), case.case.id).await?;
        let along = referrals
            .into_iter()
            .filter(|r| r.referral.kind().is_underway())
            .map(|r| {
                let line = AlongLine {
                    to: name(&names, r.referral.to_org),
                    state: r.referral.kind(),
                    need: r.need_shown,
                };
                (r.referral.public_ref, line)
            });
        let transfers = transfers_of_case(sight.rows(), case.case.id).await?;
        let pending = transfers
            .iter()
            .find(|row| row.transfer.state.kind() == TransferKind::Requested);
        Ok(TransferChoice {
            case: self.case,
            case_code: case.case.code.to_string(),
            takers,
            along: along.collect(),
            pending: pending.map(|row| row.transfer.public_ref),
            definition,
        })
    }
}

async fn with_managers(sight: &Sight<'_>) -> Result<BTreeSet<relais_casework::OrganisationId>, Failure> {
    let manager = role_codes([Role::CASE_MANAGER]);
    let all = accounts::accounts_of(sight.rows(), None).await?;
    let owns = |account: &&accounts::AccountFace| {
        account.active && account.roles.iter().any(|role| manager.contains(role))
    };
    Ok(all
        .iter()
        .filter(owns)
        .map(|account| account.organisation)
        .collect())
}
