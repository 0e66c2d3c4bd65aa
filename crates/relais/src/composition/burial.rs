use jiff::SignedDuration;
use relais_casework::{
    actions::{forget_missions, tend_retention},
    case::{CaseState, ErasureBasis},
    room::Desk,
    store::{case_of, leave_residue},
};
use relais_kernel::{Case, Id, SystemEntropy, Timestamp};
use relais_mechanism::Definitions;
use relais_platform::{Corrupt, Database, Failure, UnitOfWork, sea_orm::DatabaseTransaction};
use relais_referral::{notice::was_given, room::ruling, store::notices::tell};
use relais_trust::{Trust, bury, tombstones};

/// Does again what the tombstones among the keys say was done, in data that are older than they are (ADR 15).
///
/// # Errors
/// [`Failure`] of the store.
pub async fn bury_again(database: &Database) -> Result<Vec<Id<Case>>, Failure> {
    database.write(Burial).await
}

struct Burial;

impl UnitOfWork for Burial {
    type Output = Vec<Id<Case>>;

    async fn run(&self, rows: &DatabaseTransaction) -> Result<Self::Output, Failure> {
        let mut buried = Vec::new();
        for stone in tombstones(rows).await? {
            // Sealed text may lie there without its case: what is destroyed is destroyed either way.
            bury(rows, stone.case).await?;
            let case = match case_of(rows, stone.case).await {
                Ok(row) => row.case,
                Err(Failure::Missing) => continue,
                Err(failure) => return Err(failure),
            };
            if matches!(case.state, CaseState::Erased { .. }) {
                continue;
            }
            let basis = ErasureBasis::of(&stone.basis)
                .ok_or_else(|| Corrupt::at("keystore_tombstone", "basis", stone.case))?;
            let residue = case.residue(basis, stone.at, &SystemEntropy);
            leave_residue(rows, &residue).await?;
            tell_holders_again(rows, &case, stone.at).await?;
            relais_referral::store::leave_residue(rows, case.id, residue.code).await?;
            buried.push(case.id);
        }
        Ok(buried)
    }
}

/// Yesterday's data do not know who was told to erase: they are asked to confirm again, and nobody is written to twice.
async fn tell_holders_again(
    rows: &DatabaseTransaction,
    case: &relais_casework::case::Case,
    at: Timestamp,
) -> Result<(), Failure> {
    for row in relais_referral::store::referrals_of_case(rows, case.id).await? {
        if was_given(&row.referral) {
            let definition = ruling(rows, &Definitions::default(), &row.referral).await?;
            tell(rows, &row, case.owner, &definition, (at, &SystemEntropy)).await?;
        }
    }
    Ok(())
}

/// Destroyed keys lie in the write-ahead log until it is emptied: within minutes after an erasure.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn empty_log_after_erasures(trust: &Trust) -> Result<(), Failure> {
    let stones = tombstones(trust.database().reader()).await?;
    let fresh = |at| trust.now().duration_since(at) < SignedDuration::from_mins(10);
    if stones.last().is_some_and(|last| fresh(last.at)) {
        trust.database().empty_log().await?;
    }
    Ok(())
}

/// How many cases of a mechanism one round looks at.
const ROUND: u64 = 200;

/// Cases whose time is over are erased, and those whose time ends soon are listed (DP-26); of missions that ended, place and
/// language are erased (DP-40).
///
/// # Errors
/// [`Failure`] of the store.
pub async fn let_retention_run(trust: &Trust, desk: &Desk) -> Result<(), Failure> {
    forget_missions(trust, desk, ROUND).await?;
    let tended = tend_retention(trust, desk, ROUND).await?;
    match tended.failed.into_iter().next() {
        Some((_, failure)) => Err(failure),
        None => Ok(()),
    }
}
