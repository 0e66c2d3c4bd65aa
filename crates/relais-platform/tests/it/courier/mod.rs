//! Messages: in the command's transaction, once, tried again, given up in sight, and never kept.

mod servers;
mod tls;
mod ways;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use futures::{FutureExt, future::BoxFuture};
use relais_kernel::{SystemEntropy, Timestamp, jiff::SignedDuration};
use relais_platform::{
    Database, Failure, Slug, Waits,
    courier::{
        self, Author, Channel, Courier, Delivery, Gateway, Gateways, Letter, Narrow, Order, Posting, Stand,
        Trouble, Why, Written,
    },
    own_migrations,
    testing::TestDatabase,
};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::jobs::{START, write};

const TO: &str = "structure-test@demo.relais.invalid";
const NUMBER: &str = "+237600000099";
const TEXT: &str = "Relais: essai K7M2-P9QX";

fn wanted(number: u128) -> Order {
    Order {
        kind: Slug::of("test_message"),
        subject: Uuid::from_u128(number),
        stage: Slug::of("main"),
        recipient: Uuid::from_u128(7),
        owner: Uuid::from_u128(8),
        scope: Uuid::from_u128(9),
        ids: BTreeMap::new(),
    }
}

async fn order(database: &Database, order: Order) -> bool {
    write(database, move |rows| {
        let order = order.clone();
        async move { courier::order(rows, &order, START, &SystemEntropy).await }.boxed()
    })
    .await
    .unwrap()
}

async fn again(database: &Database, held: &Delivery, now: Timestamp) -> Result<(), Failure> {
    let id = held.id;
    write(database, move |rows| courier::again(rows, id, now).boxed()).await
}

async fn all(database: &Database) -> Vec<Delivery> {
    courier::deliveries(database.reader(), Narrow::default(), 100)
        .await
        .unwrap()
}

async fn only(database: &Database) -> Delivery {
    let [held] = all(database).await.try_into().unwrap();
    held
}

fn mail() -> Letter {
    Letter::Mail {
        to: TO.into(),
        subject: "Essai K7M2-P9QX".into(),
        body: "Un référencement vous attend.\n\nhttps://relais.example/r/AAAA\n".into(),
    }
}

fn sms() -> Letter {
    Letter::Sms {
        to: NUMBER.into(),
        text: TEXT.into(),
    }
}

/// Writes the same to everybody.
struct Writes(Vec<Letter>);

impl Author for Writes {
    fn write<'a>(&'a self, _: &'a Order, _: Timestamp) -> BoxFuture<'a, Result<Written, Failure>> {
        async { Ok(Written::Letters(self.0.clone())) }.boxed()
    }
}

/// A way out that notes what it took, or fails.
#[derive(Default)]
struct Noted {
    took: Mutex<Vec<String>>,
    asked: AtomicUsize,
    fails: Option<Trouble>,
}

impl Noted {
    fn failing(trouble: Trouble) -> Arc<Self> {
        Arc::new(Self {
            fails: Some(trouble),
            ..Self::default()
        })
    }

    fn took(&self) -> usize {
        self.took.lock().unwrap().len()
    }
}

impl Gateway for Noted {
    fn post<'a>(&'a self, posting: Posting<'a>) -> BoxFuture<'a, Result<(), Trouble>> {
        async move {
            self.asked.fetch_add(1, Ordering::Relaxed);
            if let Some(trouble) = self.fails {
                return Err(trouble);
            }
            self.took.lock().unwrap().push(posting.id.to_string());
            Ok(())
        }
        .boxed()
    }
}

fn by_mail(gateway: Arc<dyn Gateway>) -> Gateways {
    Gateways {
        mail: Some(gateway),
        sms: None,
    }
}

fn with(database: &Database, letters: Vec<Letter>, gateways: Gateways) -> Courier {
    Courier::new(database.clone(), Arc::new(Writes(letters)), gateways)
}

/// Runs the courier at each moment at which the message is due, until it ends.
async fn until_the_end(courier: &Courier, database: &Database) -> (Delivery, Timestamp) {
    let mut now = START;
    for _ in 0..100 {
        courier.run_due(now).await.unwrap();
        let held = only(database).await;
        match held.stand {
            Stand::Again { at, .. } => now = at,
            _ => return (held, now),
        }
    }
    panic!("never given up");
}

#[tokio::test]
async fn a_message_asked_for_twice_goes_once() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        assert!(order(&test.database, wanted(1)).await);
        assert!(!order(&test.database, wanted(1)).await);
        let noted = Arc::new(Noted::default());
        let here = with(&test.database, vec![mail()], by_mail(noted.clone()));
        let there = with(&test.again().await, vec![mail()], by_mail(noted.clone()));
        let (one, other) = futures::join!(here.run_due(START), there.run_due(START));
        assert_eq!(one.unwrap().sent + other.unwrap().sent, 1);
        assert_eq!(noted.took(), 1);
        let held = only(&test.database).await;
        assert_eq!(held.stand, Stand::Sent { at: START });
        assert_eq!(held.channel, Some(Channel::Mail));
        assert!(!order(&test.database, wanted(1)).await);
    }
}

#[tokio::test]
async fn a_message_goes_with_the_command_that_was_taken_back() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        let refused = write(&test.database, |rows| {
            async move {
                courier::order(rows, &wanted(1), START, &SystemEntropy).await?;
                Err::<(), _>(Failure::Missing)
            }
            .boxed()
        });
        refused.await.unwrap_err();
        assert!(all(&test.database).await.is_empty());
    }
}

#[tokio::test]
async fn nothing_set_up_is_shown_and_goes_once_it_is() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        order(&test.database, wanted(1)).await;
        let none = with(&test.database, vec![mail(), sms()], Gateways::default());
        let (held, now) = until_the_end(&none, &test.database).await;
        let Stand::GivenUp { why, .. } = held.stand else {
            panic!("{held:?}")
        };
        assert_eq!((why, held.tries), (Why::NotConfigured, Waits::MESSAGES.tries));
        again(&test.database, &held, now).await.unwrap();
        let noted = Arc::new(Noted::default());
        let set_up = with(&test.database, vec![mail(), sms()], by_mail(noted.clone()));
        assert_eq!(set_up.run_due(now).await.unwrap().sent, 1);
    }
}

#[tokio::test]
async fn nobody_to_write_to_is_shown_at_once() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        order(&test.database, wanted(1)).await;
        let noted = Arc::new(Noted::default());
        let courier = with(&test.database, Vec::new(), by_mail(noted.clone()));
        courier.run_due(START).await.unwrap();
        let held = only(&test.database).await;
        assert_eq!(
            held.stand,
            Stand::GivenUp {
                at: START,
                why: Why::NoContact
            }
        );
        let tally = courier::tally(test.database.reader()).await.unwrap();
        assert_eq!((tally.waiting, tally.given_up), (0, 1));
    }
}

#[tokio::test]
async fn an_address_refused_for_good_is_reached_by_the_other_way() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        order(&test.database, wanted(1)).await;
        let noted = Arc::new(Noted::default());
        let gateways = Gateways {
            mail: Some(Noted::failing(Trouble::Never(Why::Refused))),
            sms: Some(noted.clone()),
        };
        let courier = with(&test.database, vec![mail(), sms()], gateways);
        assert_eq!(courier.run_due(START).await.unwrap().sent, 1);
        assert_eq!(only(&test.database).await.channel, Some(Channel::Sms));
    }
}

#[tokio::test]
async fn a_server_that_is_down_is_left_alone_for_a_while() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        for number in 0..40 {
            order(&test.database, wanted(number)).await;
        }
        let down = Noted::failing(Trouble::Down(Why::Unreachable));
        let courier = with(&test.database, vec![mail()], by_mail(down.clone()));
        assert_eq!(courier.run_due(START).await.unwrap().failed, 40);
        assert!(
            down.asked.load(Ordering::Relaxed) <= 4,
            "those under way together"
        );
        let all = all(&test.database).await;
        assert!(all.iter().all(|held| matches!(
            held.stand,
            Stand::Again {
                why: Why::Unreachable,
                ..
            }
        )));
    }
}

/// Takes a message and never comes back: its process is killed.
struct Dies(Notify);

impl Gateway for Dies {
    fn post<'a>(&'a self, _: Posting<'a>) -> BoxFuture<'a, Result<(), Trouble>> {
        async move {
            self.0.notify_one();
            futures::future::pending().await
        }
        .boxed()
    }
}

#[tokio::test]
async fn a_killed_workers_message_is_sent_by_another_after_its_lease() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        order(&test.database, wanted(1)).await;
        let dies = Arc::new(Dies(Notify::new()));
        let killed = with(&test.database, vec![mail()], by_mail(dies.clone()));
        tokio::select! {
            _ = killed.run_due(START) => panic!("it never ends"),
            () = dies.0.notified() => {}
        }
        let noted = Arc::new(Noted::default());
        let other = with(&test.again().await, vec![mail()], by_mail(noted.clone()));
        let early = START + SignedDuration::from_mins(9);
        assert_eq!(
            other.run_due(early).await.unwrap().sent,
            0,
            "it may still be under way"
        );
        let held = only(&test.database).await;
        assert!(matches!(
            again(&test.database, &held, early).await,
            Err(Failure::Missing)
        ));
        let late = START + SignedDuration::from_mins(11);
        assert_eq!(other.run_due(late).await.unwrap().sent, 1);
        assert_eq!(only(&test.database).await.tries, 2);
    }
}

#[tokio::test]
async fn dp_17_neither_address_nor_text_of_a_message_lies_on_disk() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        order(&test.database, wanted(1)).await;
        order(&test.database, wanted(2)).await;
        let gateways = Gateways {
            mail: Some(Noted::failing(Trouble::Later(Why::Unreachable))),
            sms: None,
        };
        with(&test.database, vec![mail()], gateways)
            .run_due(START)
            .await
            .unwrap();
        let mut read = 0;
        for file in std::fs::read_dir(&test.folder).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(TO) && !text.contains("K7M2-P9QX"));
            read += usize::from(text.contains("test_message"));
        }
        let on_disk = test.database.engine() == relais_platform::Engine::Sqlite;
        assert_eq!(read > 0, on_disk, "the rows themselves were looked at");
        assert!(!format!("{:?} {:?}", mail(), sms()).contains("237"));
    }
}
