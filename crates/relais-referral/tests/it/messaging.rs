//! Messages: ordered with the act, written when they leave, followed by those whom they concern, answered by SMS.

use std::sync::{Arc, Mutex};

use axum::{Router, body::Body};
use futures::{FutureExt, future::BoxFuture};
use http::{Request, StatusCode, header};
use jiff::{SignedDuration, tz::TimeZone};
use relais_kernel::{AnswerLink, Id, Lang, Priority, PublicRef};
use relais_platform::courier::{Courier, Gateway, Gateways, Letter, Pile, Posting, Stand, Trouble, Why};
use relais_referral::{
    actions::{Incoming, MessageAuthor, RenewLink, SendAgain, Switchboard, clockwork::fire_due},
    messages::MessageKind,
    pages::{DoorSetting, gateway_door},
    queries::{MessageLine, Messages, ReferralMessages, ReferralMessagesView},
    referral::StateKind,
    store::links,
};
use relais_trust::{
    Actor, Door, Failure,
    accounts::{Contact, SetContact},
};
use tower::ServiceExt;

use crate::country::{Country, NAME};

const BASE: &str = "https://relais.example";

/// A way out that keeps what it took.
#[derive(Default)]
struct Kept(Mutex<Vec<Letter>>);

impl Kept {
    fn taken(&self) -> Vec<Letter> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Gateway for Kept {
    fn post<'a>(&'a self, posting: Posting<'a>) -> BoxFuture<'a, Result<(), Trouble>> {
        self.0.lock().unwrap().push(posting.letter.clone());
        async { Ok(()) }.boxed()
    }
}

/// Sends what lies in the outbox, and tells what left.
pub async fn post(country: &Country) -> Vec<Letter> {
    let kept = Arc::new(Kept::default());
    let trust = country.test.trust.clone();
    let gateways = Gateways {
        mail: Some(kept.clone()),
        sms: Some(kept.clone()),
    };
    let author = MessageAuthor::new(trust.clone(), BASE.into());
    let courier = Courier::new(trust.database().clone(), Arc::new(author), gateways);
    courier.run_due(trust.now()).await.unwrap();
    kept.taken()
}

fn text_of(letter: &Letter) -> String {
    match letter {
        Letter::Mail { subject, body, .. } => format!("{subject}\n{body}"),
        Letter::Sms { text, .. } => text.clone(),
    }
}

fn to(letter: &Letter) -> &str {
    match letter {
        Letter::Mail { to, .. } | Letter::Sms { to, .. } => to,
    }
}

async fn contact(country: &Country, code: &str, email: &str) {
    let rows = country.test.trust.database().reader();
    let organisation = relais_trust::accounts::organisation_by_code(rows, code)
        .await
        .unwrap()
        .id;
    let set = SetContact {
        organisation,
        contact: Contact {
            email: Some(email.into()),
            lang: Lang::Fr,
            ..Contact::default()
        },
    };
    let console = Actor::installation(Door::Console);
    country.test.trust.perform(&console, None, set).await.unwrap();
}

async fn followed(country: &Country, reader: &Actor) -> Result<Vec<MessageLine>, Failure> {
    let query = Messages {
        definitions: country.definitions.clone(),
        pile: None,
        size: 100,
        page: 1,
    };
    let view = country.test.trust.look(reader, &query).await?;
    Ok(view.lines)
}

async fn of_referral(country: &Country, referral: PublicRef) -> ReferralMessagesView {
    let query = ReferralMessages {
        definitions: country.definitions.clone(),
        referral,
    };
    let view = country.test.trust.look(&country.manager, &query).await.unwrap();
    view.unwrap()
}

async fn renew(country: &Country, referral: PublicRef, revoke_only: bool) -> Option<Id<AnswerLink>> {
    let renew = RenewLink {
        definitions: country.definitions.clone(),
        referral,
        revoke_only,
    };
    country
        .test
        .trust
        .perform(&country.manager, None, renew)
        .await
        .unwrap()
}

#[tokio::test]
async fn dp_17_a_provider_gets_a_code_and_a_link_and_nothing_else() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let [letter] = post(&country).await.try_into().unwrap();
        assert_eq!(
            to(&letter),
            "+237600000003",
            "the service's own number, as it prefers"
        );
        let trust = &country.test.trust;
        let (code, token) = (links::code(trust, link).to_string(), links::token(trust, link));
        let text = text_of(&letter);
        assert!(
            text.contains(&code) && text.contains(&format!("{BASE}/r/{token}")),
            "{text}"
        );
        let row = country.row(referral).await;
        for told in [
            NAME,
            "Zéphyrine",
            &row.case_code,
            "Étoile",
            "ébergement",
            "anté",
            "Structure-test",
        ] {
            assert!(!text.contains(told), "{told}: {text}");
        }
        assert!(post(&country).await.is_empty(), "it goes once");
    }
}

#[tokio::test]
async fn silence_is_told_to_the_provider_then_the_coordination_then_the_sender() {
    for country in Country::on_each_engine().await {
        let coordination = country.test.organisation("S01").await;
        let coordinator = country.test.person(coordination, &["R10"]).await;
        contact(&country, "S01", "coordination@demo.relais.invalid").await;
        contact(&country, "S99", "referente@demo.relais.invalid").await;
        let (referral, _) = country.sent(Priority::Emergency).await;
        post(&country).await;
        let mut told = Vec::new();
        for hours in [1, 1, 22, 48] {
            country.after_hours(hours);
            fire_due(&country.test.trust, &country.definitions, 100)
                .await
                .unwrap();
            let mut addresses: Vec<_> = post(&country).await.iter().map(|l| to(l).to_owned()).collect();
            addresses.sort_unstable();
            told.push(addresses);
        }
        assert_eq!(country.state(referral).await, StateKind::Expired);
        let provider = "+237600000003".to_owned();
        let (coordination, sender) = (
            "coordination@demo.relais.invalid".to_owned(),
            "referente@demo.relais.invalid".to_owned(),
        );
        assert_eq!(told[0], std::slice::from_ref(&provider), "reminded");
        assert!(told[1].contains(&provider), "E1: {told:?}");
        assert!(told[2].contains(&coordination), "E2: {told:?}");
        assert_eq!(told[3], [coordination, sender], "expired, to be rerouted");
        // The coordination opens the referral by the message, the sender's message names no answer code.
        let lines = followed(&country, &coordinator).await.unwrap();
        assert!(lines.iter().any(|line| line.kind == MessageKind::Rerouting));
    }
}

#[tokio::test]
async fn the_sender_is_told_of_an_answer_by_a_link_that_answers_nothing() {
    for country in Country::on_each_engine().await {
        contact(&country, "S99", "referente@demo.relais.invalid").await;
        let (referral, link) = country.sent(Priority::Urgent).await;
        post(&country).await;
        let accept = relais_referral::answer::Intent::Accept {
            day: None,
            hour: None,
        };
        country
            .answer(link, relais_referral::actions::Wish::Sms(accept))
            .await
            .unwrap();
        let [letter] = post(&country).await.try_into().unwrap();
        let text = text_of(&letter);
        assert_eq!(to(&letter), "referente@demo.relais.invalid");
        assert!(
            text.contains(&format!("{BASE}/referencements/{referral}")),
            "{text}"
        );
        let trust = &country.test.trust;
        assert!(!text.contains(&links::code(trust, link).to_string()));
        assert!(!text.contains(&links::token(trust, link)));
        assert!(text.contains(&of_referral(&country, referral).await.code));
    }
}

#[tokio::test]
async fn whom_nobody_could_write_to_is_shown_where_people_look() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        post(&country).await;
        // The newest message stands first; at one instant none is the newest.
        country.test.clock.advance(SignedDuration::from_secs(1));
        country
            .step(
                link,
                relais_referral::referral::Command::Decline {
                    reason: relais_referral::referral::DeclineReason::NoCapacity,
                    note: None,
                },
            )
            .await
            .unwrap();
        assert!(post(&country).await.is_empty(), "the sender has no contact");
        let page = of_referral(&country, referral).await;
        let last = &page.lines[0];
        assert_eq!(last.kind, MessageKind::Answered);
        assert!(matches!(
            last.held.stand,
            Stand::GivenUp {
                why: Why::NoContact,
                ..
            }
        ));
        let query = Messages {
            definitions: country.definitions.clone(),
            pile: Some(Pile::Troubled),
            size: 100,
            page: 1,
        };
        let view = country.test.trust.look(&country.manager, &query).await.unwrap();
        assert_eq!(view.lines.len(), 1);
        assert_eq!(view.lines[0].referral, Some(referral));
        // Once there is a contact, the same message leaves.
        contact(&country, "S99", "referente@demo.relais.invalid").await;
        let again = SendAgain {
            message: last.held.id,
        };
        country
            .test
            .trust
            .perform(&country.manager, None, again)
            .await
            .unwrap();
        assert_eq!(post(&country).await.len(), 1);
    }
}

#[tokio::test]
async fn a_link_that_was_taken_back_is_sent_to_nobody_and_a_new_one_is() {
    for country in Country::on_each_engine().await {
        let (referral, old) = country.sent(Priority::Urgent).await;
        assert!(of_referral(&country, referral).await.link.is_some());
        renew(&country, referral, true).await;
        assert!(post(&country).await.is_empty());
        let page = of_referral(&country, referral).await;
        assert_eq!(page.link, None);
        assert!(page.may_renew);
        assert!(matches!(
            page.lines[0].held.stand,
            Stand::GivenUp {
                why: Why::LinkClosed,
                ..
            }
        ));
        let new = renew(&country, referral, false).await.unwrap();
        let [letter] = post(&country).await.try_into().unwrap();
        let trust = &country.test.trust;
        assert!(text_of(&letter).contains(&links::token(trust, new)));
        assert!(!text_of(&letter).contains(&links::token(trust, old)));
    }
}

#[tokio::test]
async fn dp_01_messages_are_followed_by_their_own_desk_and_the_coordination_only() {
    for country in Country::on_each_engine().await {
        country.sent(Priority::Urgent).await;
        post(&country).await;
        let mine = followed(&country, &country.manager).await.unwrap();
        assert_eq!(mine.len(), 1);
        let elsewhere = country.test.organisation("S98").await;
        let desk = country.test.person(elsewhere, &["R05", "R06"]).await;
        assert!(followed(&country, &desk).await.unwrap().is_empty());
        let worker = country
            .test
            .person(elsewhere, &["R07", "R08", "R13", "R15"])
            .await;
        assert!(matches!(followed(&country, &worker).await, Err(Failure::Missing)));
        for stranger in [&desk, &worker] {
            let again = SendAgain {
                message: mine[0].held.id,
            };
            let tried = country.test.trust.perform(stranger, None, again).await;
            assert!(matches!(tried, Err(Failure::Missing)));
        }
        let administrator = country.test.person(elsewhere, &["R18"]).await;
        let seen = followed(&country, &administrator).await.unwrap();
        assert_eq!(
            (seen.len(), seen[0].referral),
            (1, None),
            "without the referral itself"
        );
    }
}

fn switchboard(country: &Country, kept: &Arc<Kept>) -> Switchboard {
    Switchboard {
        trust: country.test.trust.clone(),
        definitions: country.definitions.clone(),
        zone: TimeZone::get("Africa/Douala").unwrap(),
        gateway: Some(kept.clone()),
    }
}

#[tokio::test]
async fn an_answer_by_sms_counts_once_and_is_answered_once() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let code = links::code(&country.test.trust, link).compact();
        let kept = Arc::new(Kept::default());
        let board = switchboard(&country, &kept);
        let message = Incoming {
            id: "passerelle-1".into(),
            from: "+237600000003".into(),
            text: format!("OUI {code}"),
        };
        board.take(&message).await.unwrap();
        board.take(&message).await.unwrap();
        assert_eq!(country.state(referral).await, StateKind::Accepted);
        let [reply] = kept.taken().try_into().unwrap();
        assert_eq!(to(&reply), "+237600000003");
        assert!(text_of(&reply).contains("bien noté"), "{}", text_of(&reply));
    }
}

const SECRET: &str = "secret-test-0123456789";

fn door(country: &Country, kept: &Arc<Kept>) -> Router {
    let setting = DoorSetting {
        secret: SECRET.into(),
        from: "expediteur".into(),
        text: "message".into(),
        id: "numero".into(),
    };
    gateway_door(switchboard(country, kept), setting)
}

async fn bring(door: &Router, secret: &str, kind: &str, body: String) -> StatusCode {
    let request = Request::post("/sms/entrant")
        .header(header::AUTHORIZATION, format!("Bearer {secret}"))
        .header(header::CONTENT_TYPE, kind)
        .body(Body::from(body))
        .unwrap();
    door.clone().oneshot(request).await.unwrap().status()
}

#[tokio::test]
async fn the_gateways_door_opens_to_its_secret_alone() {
    const FORM: &str = "application/x-www-form-urlencoded";
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let code = links::code(&country.test.trust, link).compact();
        let kept = Arc::new(Kept::default());
        let door = door(&country, &kept);
        let form = format!("numero=7&expediteur=%2B237600000003&message=OUI+{code}");
        for wrong in ["", "secret-test-012345678", "secret-test-9876543210"] {
            let status = bring(&door, wrong, FORM, form.clone()).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED);
        }
        for (kind, body) in [
            (FORM, "expediteur=1&message=OUI".to_owned()),
            ("application/json", "{".to_owned()),
            ("text/plain", form.clone()),
        ] {
            assert_eq!(bring(&door, SECRET, kind, body).await, StatusCode::BAD_REQUEST);
        }
        let huge = format!("{form}{}", "x".repeat(20_000));
        assert_eq!(
            bring(&door, SECRET, FORM, huge).await,
            StatusCode::PAYLOAD_TOO_LARGE
        );
        assert_eq!(country.state(referral).await, StateKind::Sent);
        assert_eq!(bring(&door, SECRET, FORM, form).await, StatusCode::NO_CONTENT);
        assert_eq!(country.state(referral).await, StateKind::Accepted);
        let json = format!(r#"{{"numero":7,"expediteur":"+237600000003","message":"NON {code} 1"}}"#);
        let again = bring(&door, SECRET, "application/json", json).await;
        assert_eq!(
            again,
            StatusCode::NO_CONTENT,
            "the same number is the same message"
        );
        assert_eq!(country.state(referral).await, StateKind::Accepted);
        assert_eq!(kept.taken().len(), 1);
    }
}
