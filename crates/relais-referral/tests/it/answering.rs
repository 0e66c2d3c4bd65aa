use relais_kernel::Priority;
use relais_referral::{
    actions::{FindByCode, OpenSlip, PinTried, RenewLink, TryPin, Wish, on_sms},
    referral::{Command, DeclineReason, Feedback, Next, Outcome, StateKind, Work},
    store::links,
};
use relais_trust::{Actor, Door, Failure, Trust};

use crate::country::{Country, refused};

fn done() -> Wish {
    Wish::Report {
        outcome: Outcome::Fully {
            work: Work::default(),
        },
        feedback: Feedback {
            next: Next::None,
            satisfaction: None,
        },
        note: None,
    }
}

fn accept() -> Wish {
    Wish::Sms(relais_referral::answer::Intent::Accept {
        day: None,
        hour: None,
    })
}

#[tokio::test]
async fn a_partner_accepts_serves_and_reports_without_an_account() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        assert_eq!(
            country.step(link, Command::Acknowledge).await.unwrap(),
            StateKind::Acknowledged
        );
        assert_eq!(country.answer(link, accept()).await.unwrap(), StateKind::Accepted);
        // One act: the service is begun, its outcome noted and the feedback given.
        assert_eq!(
            country.answer(link, done()).await.unwrap(),
            StateKind::FeedbackGiven
        );
        let row = country.row(referral).await;
        assert!(row.referral.milestones.service_started_at.is_some());
        assert!(row.referral.milestones.outcome_at.is_some());
    }
}

#[tokio::test]
async fn a_link_gives_the_receivers_side_and_no_more() {
    // decisions §13: the link is the proof, for this side alone
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        assert_eq!(
            refused(country.step(link, Command::Cancel).await),
            "NotForThisSide"
        );
        assert_eq!(country.state(referral).await, StateKind::Sent);
    }
}

#[tokio::test]
async fn an_expired_a_revoked_and_an_unknown_link_answer_alike() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let renew = RenewLink {
            definitions: country.definitions.clone(),
            referral,
            revoke_only: false,
        };
        let trust = &country.test.trust;
        let new = trust
            .perform(&country.manager, None, renew)
            .await
            .unwrap()
            .unwrap();
        assert_ne!(links::code(trust, new), links::code(trust, link));
        let revoked = refused(country.step(link, Command::Acknowledge).await);
        let unknown = refused(
            country
                .step(
                    relais_kernel::Id::from_uuid(uuid::Uuid::nil()),
                    Command::Acknowledge,
                )
                .await,
        );
        country.after_hours(24 * 91);
        let expired = refused(country.step(new, Command::Acknowledge).await);
        assert_eq!(
            (revoked.as_str(), unknown.as_str(), expired.as_str()),
            ("LinkClosed", "LinkClosed", "LinkClosed")
        );
    }
}

async fn try_code(trust: &Trust, code: &str, source: &str) -> Result<bool, Failure> {
    let find = FindByCode {
        code: code.parse().unwrap(),
        source: trust.visitor(source),
    };
    let found = trust
        .perform(&Actor::installation(Door::Link), None, find)
        .await?;
    Ok(found.is_some())
}

#[tokio::test]
async fn guessing_codes_is_slowed_by_source_and_over_all_codes() {
    for country in Country::on_each_engine().await {
        let (_, link) = country.sent(Priority::Urgent).await;
        let trust = &country.test.trust;
        let code = links::code(trust, link).to_string();
        for n in 0..10 {
            assert!(!try_code(trust, &format!("000000{n:02}"), "a").await.unwrap());
        }
        // The right code is not even looked up any more from there; from elsewhere it is.
        let shut = try_code(trust, &code, "a").await;
        assert!(matches!(shut, Err(Failure::Throttled { .. })), "{shut:?}");
        assert!(try_code(trust, &code, "b").await.unwrap());
        for n in 10..100 {
            assert!(
                !try_code(trust, &format!("000000{n:02}"), &format!("s{n}"))
                    .await
                    .unwrap()
            );
        }
        let shut = try_code(trust, &code, "b").await;
        assert!(matches!(shut, Err(Failure::Throttled { .. })), "{shut:?}");
        country.after_hours(2);
        assert!(try_code(trust, &code, "a").await.unwrap());
    }
}

#[tokio::test]
async fn a_slip_answers_with_its_pin_alone_and_five_wrong_ones_close_it() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let trust = &country.test.trust;
        let open = || OpenSlip {
            definitions: country.definitions.clone(),
            referral,
        };
        let slip = trust.perform(&country.manager, None, open()).await.unwrap();
        assert_eq!(
            refused(country.step(slip, Command::Acknowledge).await),
            "PinNeeded"
        );
        let nobody = Actor::installation(Door::Link);
        let right = links::pin(trust, slip);
        let tried = |pin: &str| TryPin {
            link: slip,
            pin: pin.into(),
            source: trust.visitor("a"),
        };
        assert_eq!(
            trust.perform(&nobody, None, tried(&right)).await.unwrap(),
            PinTried::Right
        );
        let wrong = format!("{:06}", (right.parse::<u32>().unwrap() + 1) % 1_000_000);
        for left in (1..5).rev() {
            assert_eq!(
                trust.perform(&nobody, None, tried(&wrong)).await.unwrap(),
                PinTried::Wrong { left }
            );
        }
        assert_eq!(
            trust.perform(&nobody, None, tried(&wrong)).await.unwrap(),
            PinTried::Closed
        );
        assert_eq!(
            refused(country.step(slip, Command::Acknowledge).await),
            "LinkClosed"
        );
        // The partner's own link is not hurt by what happens to the paper.
        country.step(link, Command::Acknowledge).await.unwrap();
    }
}

#[tokio::test]
async fn a_short_message_answers_and_shows_nothing() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let trust = &country.test.trust;
        let code = links::code(trust, link).compact();
        let zone = jiff::tz::TimeZone::get("Africa/Douala").unwrap();
        let source = trust.visitor("+237600000000");
        let say = async |text: String| {
            on_sms(trust, &country.definitions, &zone, &source, &text, None)
                .await
                .unwrap()
        };
        let reply = say(format!("OUI {code}")).await;
        assert!(
            reply.contains("bien noté") && reply.chars().count() <= 160,
            "{reply}"
        );
        assert_eq!(country.state(referral).await, StateKind::Accepted);
        assert!(say(format!("NON {code}")).await.contains("motif"));
        assert!(say("OUI 00000000".into()).await.contains("code non reconnu"));
        assert!(say(format!("LISTE {code}")).await.contains("Relais"));
        say(format!("FAIT {code}")).await;
        assert_eq!(country.state(referral).await, StateKind::FeedbackGiven);
    }
}

#[tokio::test]
async fn dp_04_a_declined_referral_leaves_nothing_to_read() {
    use relais_referral::queries::PartnerPage;
    for country in Country::on_each_engine().await {
        let (_, link) = country.sent(Priority::Urgent).await;
        let nobody = Actor::installation(Door::Link);
        let page = PartnerPage {
            definitions: country.definitions.clone(),
            link,
        };
        let before = country.test.trust.look(&nobody, &page).await.unwrap();
        assert_eq!(before.minimum.unwrap().need, "health");
        let decline = Command::Decline {
            reason: DeclineReason::NoCapacity,
            note: None,
        };
        country.step(link, decline).await.unwrap();
        let after = country.test.trust.look(&nobody, &page).await.unwrap();
        assert_eq!(after.minimum, None);
    }
}
