use std::collections::BTreeSet;

use relais_casework::{
    actions::{end_transfer, move_keys},
    case::TransferEnd,
    consent::{Asked, Receiver as Recipient},
    store::{CaseRow, case_of, ledger_of, needs_of},
};
use relais_kernel::{Id, User};
use relais_mechanism::{DataCategory, Definition, Definitions, OrganisationKey, Purpose};
use relais_platform::{Corrupt, Failure};
use relais_trust::{Note, Scene, accounts};

use crate::{
    referral::{Rules, StateKind},
    room::ruling,
    store::{
        ReferralRow, referrals_of_case, save_referral,
        transfers::{CaseSummary, TransferRow, save_transfer},
    },
};

/// Everything that follows from an acceptance, in its transaction: keys, referrals, owner, and the summary that the
/// former owner keeps (domain §2.3).
pub(super) async fn to_the_new_owner(
    scene: &Scene<'_>,
    definitions: &Definitions,
    definition: &Definition,
    row: &mut TransferRow,
    manager: Id<User>,
) -> Result<(), Failure> {
    let case = case_of(scene.rows(), row.transfer.case).await?;
    let referrals = referrals_of_case(scene.rows(), case.case.id).await?;
    row.about.summary = Some(summary(scene, &case, &referrals).await?);
    let open = open_categories(scene, definition, row).await?;
    move_keys(scene, definition, &case, (row.transfer.to_org, manager), &open).await?;
    for referral in referrals {
        if referral.referral.kind() != StateKind::Closed {
            along(scene, definitions, row, referral).await?;
        }
    }
    end_transfer(scene, definition, &case, TransferEnd::Accepted, Some(manager)).await?;
    save_transfer(scene, row).await
}

async fn summary(
    scene: &Scene<'_>,
    case: &CaseRow,
    referrals: &[ReferralRow],
) -> Result<CaseSummary, Failure> {
    let needs = needs_of(scene.rows(), case.case.id).await?;
    let said = |row: &ReferralRow| (row.need_shown.clone(), row.referral.to_org, row.referral.kind());
    Ok(CaseSummary {
        state: case.case.state.code().to_owned(),
        needs: needs
            .iter()
            .map(|row| {
                (
                    row.need.shown.as_str().to_owned(),
                    row.need.status.code().to_owned(),
                )
            })
            .collect(),
        referrals: referrals.iter().map(said).collect(),
    })
}

/// What the person's consent, or the recorded exception, and the sharing agreement open to the new owner today.
async fn open_categories(
    scene: &Scene<'_>,
    definition: &Definition,
    row: &TransferRow,
) -> Result<BTreeSet<DataCategory>, Failure> {
    let today = definition.calendar.date_of(scene.now());
    let organisations = accounts::organisations(scene.rows()).await?;
    let to = organisations.iter().find(|o| o.id == row.transfer.to_org);
    let code = &to.ok_or(Failure::Missing)?.code;
    let key = OrganisationKey::new(code.clone()).map_err(|_| Corrupt::at("organisation", "code", code))?;
    let flows = definition
        .flow_rules
        .open_categories(&key, &Purpose::TRANSFER, today);
    if row.about.excepted {
        return Ok(flows);
    }
    let ledger = ledger_of(scene.rows(), row.transfer.case).await?;
    let recipient = Recipient::organisation(row.transfer.to_org);
    let asked = Asked {
        receiver: recipient,
        purpose: Purpose::TRANSFER,
        categories: row.about.categories.clone(),
    };
    ledger.cover(&asked, today).consents()?;
    let mut open = BTreeSet::new();
    for opening in ledger.openings(&recipient, &Purpose::TRANSFER, today) {
        open.extend(opening.categories);
    }
    Ok(open.intersection(&flows).cloned().collect())
}

/// A referral that has not ended is followed by the new owner from now on; the receiver notices nothing.
async fn along(
    scene: &Scene<'_>,
    definitions: &Definitions,
    transfer: &TransferRow,
    mut row: ReferralRow,
) -> Result<(), Failure> {
    let (from, to) = (row.referral.from_org, transfer.transfer.to_org);
    let definition = ruling(scene.rows(), definitions, &row.referral).await?;
    let place = row.words();
    let words = scene.shared_words(place, from).await?;
    row.referral = row.referral.with_sender(to, scene.now());
    if let Some(text) = words {
        scene.share_words(place, &[to], &text).await?;
    }
    if from != row.referral.to_org {
        scene.take_words_from(place, from).await?;
    }
    save_referral(scene, &row, &Rules::from(&*definition)).await?;
    scene.note(
        Note::new("ReferralSenderChanged")
            .on("referral", row.referral.id.uuid())
            .case(row.referral.case)
            .fact("from", from)
            .fact("to", to),
    );
    Ok(())
}
