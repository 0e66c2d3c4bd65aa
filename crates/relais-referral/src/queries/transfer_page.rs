use std::sync::Arc;

use relais_casework::{
    case::ClearFacts,
    store::{case_of, needs_of},
};
use relais_kernel::{Id, Localised, Organisation, Priority, PublicRef, ShortCode};
use relais_mechanism::{Definition, Definitions, TransferStep};
use relais_platform::Failure;
use relais_trust::{Deed, Note, Query, RoleCode, Sight, accounts};

use crate::{
    actions::transfer::{managers_of, roles_for},
    referral::{Side, StateKind},
    store::{
        referrals_of_case,
        transfers::{CaseSummary, TransferRow, TransferWords, transfer_by_ref, transfer_code, words},
    },
    transfer::{CaseAccess, TransferKind, TransferRules},
};

/// The page of a transfer, for the organisation that asks and the one that is asked.
pub struct TransferPage {
    pub definitions: Definitions,
    pub transfer: PublicRef,
}

/// What is needed to decide: nothing of it says who the person is.
#[derive(Debug, Clone)]
pub struct TransferMinimum {
    pub facts: ClearFacts,
    /// Needs as they may stand in clear.
    pub needs: Vec<(String, Priority)>,
}

/// A referral that goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlongLine {
    pub need: String,
    pub to: Localised,
    pub state: StateKind,
}

/// What this reader may do now.
#[derive(Debug, Clone, Default)]
pub struct TransferRights {
    pub accept: bool,
    pub reject: bool,
    pub revoke: bool,
    /// The reader's organisation owns the case.
    pub case: Option<PublicRef>,
    /// Who may become its case manager: address and name of the account.
    pub managers: Vec<(PublicRef, String)>,
}

/// The page.
#[derive(Clone)]
pub struct TransferView {
    pub row: TransferRow,
    pub definition: Arc<Definition>,
    pub side: Side,
    pub from: Localised,
    pub to: Localised,
    /// What messages about it call it.
    pub code: ShortCode,
    pub words: Option<TransferWords>,
    pub minimum: Option<TransferMinimum>,
    pub along: Vec<AlongLine>,
    /// Read-only, for the former owner, for some time.
    pub summary: Option<CaseSummary>,
    pub may: TransferRights,
}

impl Query for TransferPage {
    type View = TransferView;

    async fn look(&self, sight: &Sight<'_>) -> Result<TransferView, Failure> {
        let row = transfer_by_ref(sight.rows(), self.transfer).await?;
        let definition = self
            .definitions
            .current(sight.rows(), row.transfer.mechanism)
            .await?;
        let organisation = sight.actor().organisation.ok_or(Failure::Missing)?;
        let side = match organisation == row.transfer.from_org {
            true => Side::Sender,
            false => Side::Receiver,
        };
        let readers = readers(&definition, side, row.transfer.state.kind());
        sight.permit(Deed::ReadTransfer, &readers, &row.protected())?;
        let access = match side {
            Side::Sender => row
                .transfer
                .sender_access(sight.now(), &TransferRules::from(&*definition)),
            _ => row.transfer.receiver_access(),
        };
        sight.note(
            Note::new("TransferRead")
                .on("transfer", row.transfer.id.uuid())
                .case(row.transfer.case),
        );
        let names = accounts::organisations(sight.rows()).await?;
        let pending = row.transfer.state.kind() == TransferKind::Requested;
        Ok(TransferView {
            from: name(&names, row.transfer.from_org),
            to: name(&names, row.transfer.to_org),
            code: transfer_code(sight.trust(), row.transfer.id),
            words: match access {
                CaseAccess::None => None,
                _ => {
                    let held = sight.shared_words(row.place()).await?;
                    Some(words(row.transfer.id, held.as_deref())?)
                }
            },
            minimum: match (pending, side) {
                (true, Side::Receiver) => Some(minimum(sight, &row).await?),
                _ => None,
            },
            along: if pending {
                along(sight, &row, &names).await?
            } else {
                Vec::new()
            },
            summary: row
                .about
                .summary
                .clone()
                .filter(|_| access == CaseAccess::Summary),
            may: rights(sight, &row, side, &definition).await?,
            side,
            row,
            definition,
        })
    }
}

/// Those who may ask for it on the one side, those who may answer it on the other; once it is accepted, those who manage
/// cases there read what was handed over.
fn readers(definition: &Definition, side: Side, state: TransferKind) -> Vec<RoleCode> {
    let mut readers = Vec::new();
    if side == Side::Receiver {
        readers.extend(roles_for(definition, TransferStep::Accept));
    }
    if side == Side::Sender || state == TransferKind::Accepted {
        readers.extend(roles_for(definition, TransferStep::Request));
    }
    readers
}

pub(crate) fn name(names: &[accounts::OrganisationFace], id: Id<Organisation>) -> Localised {
    let found = names.iter().find(|o| o.id == id);
    found.map_or_else(|| Localised::new("—", "—"), |o| o.name.clone())
}

async fn minimum(sight: &Sight<'_>, row: &TransferRow) -> Result<TransferMinimum, Failure> {
    let case = case_of(sight.rows(), row.transfer.case).await?.case;
    let needs = needs_of(sight.rows(), case.id).await?;
    Ok(TransferMinimum {
        needs: needs
            .iter()
            .filter(|row| row.need.is_open())
            .map(|row| (row.need.shown.as_str().to_owned(), row.need.urgency))
            .collect(),
        facts: case.facts,
    })
}

async fn along(
    sight: &Sight<'_>,
    row: &TransferRow,
    names: &[accounts::OrganisationFace],
) -> Result<Vec<AlongLine>, Failure> {
    let all = referrals_of_case(sight.rows(), row.transfer.case).await?;
    let listed = all
        .into_iter()
        .filter(|r| row.transfer.open_referrals.contains(&r.referral.id));
    Ok(listed
        .map(|r| AlongLine {
            to: name(names, r.referral.to_org),
            state: r.referral.kind(),
            need: r.need_shown,
        })
        .collect())
}

async fn rights(
    sight: &Sight<'_>,
    row: &TransferRow,
    side: Side,
    definition: &Definition,
) -> Result<TransferRights, Failure> {
    let pending = row.transfer.state.kind() == TransferKind::Requested;
    let case = case_of(sight.rows(), row.transfer.case).await?;
    let own = sight.actor().organisation == Some(case.case.owner);
    let may = |step| {
        sight.may(
            Deed::AnswerTransfer,
            &roles_for(definition, step),
            &row.protected(),
        )
    };
    let revoke = roles_for(definition, TransferStep::Revoke);
    let accept = pending && side == Side::Receiver && may(TransferStep::Accept);
    let managers = match accept {
        true => managers_of(sight.rows(), row.transfer.to_org).await?,
        false => Vec::new(),
    };
    Ok(TransferRights {
        accept,
        reject: pending && side == Side::Receiver && may(TransferStep::Reject),
        revoke: pending && sight.may(Deed::RequestTransfer, &revoke, &case.protected()),
        case: own.then_some(case.case.public_ref),
        managers: managers.into_iter().map(|a| (a.public_ref, a.name)).collect(),
    })
}
