use relais_directory::{Ground, queries::ReadService};
use relais_kernel::{Priority, PublicRef};
use relais_referral::{
    actions::clockwork::fire_due,
    clocks::{ClockKind, EscalationLevel},
    referral::{Command, DeclineReason, StateKind},
};

use crate::country::Country;

async fn round(country: &Country) -> usize {
    let round = fire_due(&country.test.trust, &country.definitions, 100)
        .await
        .unwrap();
    assert!(round.failed.is_empty(), "{:?}", round.failed);
    round.done
}

async fn level(country: &Country, referral: PublicRef) -> Option<EscalationLevel> {
    let row = country.row(referral).await;
    row.referral.escalation.map(|e| e.level)
}

#[tokio::test]
async fn an_emergency_nobody_answers_is_reminded_escalated_twice_and_expires() {
    // decisions §3: E 2 h, E1 2 h, E2 24 h, expiry 72 h
    for country in Country::on_each_engine().await {
        let (referral, _) = country.sent(Priority::Emergency).await;
        assert_eq!(round(&country).await, 0, "nothing is due yet");
        country.after_hours(1);
        assert_eq!(round(&country).await, 1);
        let fired = country.row(referral).await.referral.fired;
        assert_eq!(
            fired.iter().map(|f| f.kind).collect::<Vec<_>>(),
            [ClockKind::RemindAcknowledge]
        );
        assert_eq!(round(&country).await, 0, "a clock acts once");
        country.after_hours(1);
        round(&country).await;
        assert_eq!(level(&country, referral).await, Some(EscalationLevel::E1));
        country.after_hours(22);
        round(&country).await;
        assert_eq!(level(&country, referral).await, Some(EscalationLevel::E2));
        country.after_hours(48);
        round(&country).await;
        assert_eq!(country.state(referral).await, StateKind::Expired);
        assert_eq!(round(&country).await, 0);
    }
}

#[tokio::test]
async fn two_servers_on_one_database_let_a_clock_act_once() {
    // decisions §21
    for country in Country::on_each_engine().await {
        let (referral, _) = country.sent(Priority::Emergency).await;
        country.after_hours(1);
        let (a, b) = futures::future::join(
            fire_due(&country.test.trust, &country.definitions, 100),
            fire_due(&country.test.trust, &country.definitions, 100),
        )
        .await;
        assert_eq!(a.unwrap().done + b.unwrap().done, 1);
        assert_eq!(country.row(referral).await.referral.fired.len(), 1);
    }
}

/// What a page of the directory says of how the service answers.
async fn grounds(country: &Country) -> Vec<Ground> {
    let service = country.service;
    let read = ReadService {
        definitions: country.definitions.clone(),
        service,
    };
    let view = country.test.trust.look(&country.manager, &read).await.unwrap();
    view.reliability.grounds
}

#[tokio::test]
async fn a_service_that_lets_referrals_run_out_or_declines_against_its_entry_loses_trust() {
    for country in Country::on_each_engine().await {
        let (_, link) = country.sent(Priority::Urgent).await;
        let silence = |grounds: &[Ground]| {
            grounds.iter().find_map(|ground| match ground {
                Ground::Silence { silent, of } => Some((*silent, *of)),
                _ => None,
            })
        };
        let no = Command::Decline {
            reason: DeclineReason::ServiceStopped,
            note: None,
        };
        country.step(link, no).await.unwrap();
        let after_refusal = grounds(&country).await;
        assert_eq!(silence(&after_refusal), None);
        assert!(
            after_refusal.contains(&Ground::Answers { of: 1 }),
            "{after_refusal:?}"
        );

        let (referral, _) = country.sent(Priority::Emergency).await;
        for _ in 0..4 {
            country.after_hours(24);
            round(&country).await;
        }
        assert_eq!(country.state(referral).await, StateKind::Expired);
        assert_eq!(silence(&grounds(&country).await), Some((1, 2)));
    }
}
