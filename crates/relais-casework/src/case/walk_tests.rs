//! Random walks through the life of a case.

use proptest::prelude::*;
use relais_kernel::Refusal;

use super::{
    table_tests::{commands, everyone, sought},
    *,
};
use crate::fixture::*;

proptest! {
    #[test]
    fn whatever_is_tried_a_case_stays_whole(
        tries in prop::collection::vec((0..35_usize, 4..7_u128, any::<bool>(), 0..3_usize), 1..60),
    ) {
        let all = commands();
        prop_assert_eq!(all.len(), 35);
        let (steps, calendar) = (steps(), calendar());
        let mut case = identified();
        for (which, who, consents, open_referrals) in tries {
            let basis = if consents { calm().basis } else { Err(Refusal::new("ConsentMissing", "Non.", "No.")) };
            let around = Surroundings { open_referrals, basis };
            let by = everyone(who);
            let setting = Setting { by: &by, steps: &steps, calendar: &calendar, around: &around, now: monday() };
            if case.attempts.len() >= 3 {
                case = sought(&case);
            }
            match case.apply(&all[which], &setting) {
                Err(refusal) => prop_assert_eq!(refusal.state.as_deref(), Some(case.state.code())),
                Ok(change) => {
                    check(&case, &all[which], &change, &around)?;
                    case = change.case;
                }
            }
        }
    }
}

/// What holds of every change, wherever it starts.
fn check(
    before: &Case,
    command: &Command,
    change: &Change,
    around: &Surroundings,
) -> Result<(), TestCaseError> {
    let after = &change.case;
    prop_assert_eq!(after.version, before.version + 1);
    prop_assert!(!change.events.is_empty());
    let guards = matches!(command, Command::BarEmergency | Command::AllowEmergency);
    prop_assert!(
        guards || !before.state.is_terminal(),
        "nothing leaves {}",
        before.state.code()
    );
    prop_assert!(!guards || after.state == before.state);
    prop_assert_eq!(
        (after.id, after.code, after.public_ref),
        (before.id, before.code, before.public_ref)
    );
    if after.owner != before.owner {
        prop_assert_eq!(
            command,
            &Command::EndTransfer {
                end: TransferEnd::Accepted
            }
        );
    }
    if let (CaseState::Closed(closing), true) = (&after.state, before.state != after.state) {
        prop_assert_eq!(around.open_referrals, 0);
        prop_assert!(before.transfer.is_none());
        prop_assert_ne!(closing.requested.by, closing.approved.by);
    }
    prop_assert!(after.transfer.is_none() || after.state.is_open());
    prop_assert!(after.plan_version >= before.plan_version);
    if let CaseState::Work(Work::InService { version, .. } | Work::Monitoring { version, .. }) = &after.state
    {
        prop_assert_eq!(*version, after.plan_version);
        prop_assert!(after.served_since.is_some());
    }
    if matches!(after.state.code(), "registered") && before.state.code() != "registered" {
        let back = matches!(command, Command::Resume | Command::ReturnClosure);
        prop_assert!(back || around.basis.is_ok());
    }
    Ok(())
}
