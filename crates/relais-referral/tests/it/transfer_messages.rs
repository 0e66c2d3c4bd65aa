//! The two messages of a transfer (domain §2.3, DP-17).

use http::StatusCode;
use relais_kernel::{Lang, PublicRef};
use relais_platform::courier::{Author, Letter, Narrow, Order, Written, deliveries};
use relais_referral::actions::MessageAuthor;
use relais_trust::{
    Actor, Door,
    accounts::{Contact, SetContact},
};

use crate::{
    seat::Seat,
    transferring::{HELD, Taker, ask, consent},
    world::{NAME, World},
};

pub const BASE: &str = "https://relais.example";

pub async fn contact(
    world: &World,
    organisation: relais_kernel::Id<relais_kernel::Organisation>,
    email: &str,
) {
    let set = SetContact {
        organisation,
        contact: Contact {
            email: Some(email.into()),
            lang: Lang::Fr,
            ..Contact::default()
        },
    };
    let console = Actor::installation(Door::Console);
    world.test.trust.perform(&console, None, set).await.unwrap();
}

/// What was ordered about transfers.
async fn ordered(world: &World) -> Vec<Order> {
    let rows = world.test.trust.database().reader();
    let all = deliveries(rows, Narrow::default(), 100).await.unwrap();
    let orders = all.into_iter().map(|held| held.order);
    orders
        .filter(|order| order.kind.as_str().starts_with("transfer_"))
        .collect()
}

/// The message that answers a request.
async fn the_answer(world: &World, asked: &Order) -> Order {
    let all = ordered(world).await.into_iter();
    let answers = |order: &Order| order.subject == asked.subject && order.kind != asked.kind;
    let [told] = all.filter(answers).collect::<Vec<_>>().try_into().unwrap();
    told
}

async fn written(world: &World, order: &Order) -> Written {
    let author = MessageAuthor::new(world.test.trust.clone(), BASE.into());
    author.write(order, world.test.trust.now()).await.unwrap()
}

async fn answered(world: &World, taker: &Taker, transfer: PublicRef, act: &str, fields: &str) {
    let path = format!("/transferts/{transfer}/{act}");
    let seat = Seat::of(world, &taker.supervisor);
    let done = seat.send(&path, &path, fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.page);
}

#[tokio::test]
async fn who_is_asked_to_take_a_case_is_told_and_then_who_asked_with_a_code_and_a_link_alone() {
    for world in World::on_each_engine().await {
        let (first, second) = (Taker::of(&world, "P04").await, Taker::of(&world, "P05").await);
        let sender = world.worker.organisation.unwrap();
        contact(&world, first.organisation, "reprise@demo.relais.invalid").await;
        contact(&world, sender, "referente@demo.relais.invalid").await;
        let case = world.case().await;
        world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        consent(&world, case, &[&first, &second], &HELD).await;

        let transfer = ask(&world, case, &first).await;
        let [asked] = ordered(&world).await.try_into().unwrap();
        assert_eq!(
            (asked.kind.as_str(), asked.recipient, asked.owner),
            ("transfer_asked", first.organisation.uuid(), sender.uuid())
        );
        let Written::Letters(letters) = written(&world, &asked).await else {
            panic!("it can be written")
        };
        let [Letter::Mail { to, subject, body }] = letters.as_slice() else {
            panic!("one mail")
        };
        assert_eq!(to, "reprise@demo.relais.invalid");
        assert!(body.contains(&format!("{BASE}/transferts/{transfer}")), "{body}");
        for told in [NAME, "Motif", "Passation", "mental", "Personne", "P04"] {
            assert!(
                !body.contains(told) && !subject.contains(told),
                "{told}: {subject} {body}"
            );
        }
        // The page shows what the message calls it.
        let seat = Seat::of(&world, &first.supervisor);
        let page = seat.get(&format!("/transferts/{transfer}")).await.page;
        let code = subject.rsplit(' ').next().unwrap();
        assert!(page.contains(code), "{subject}");

        answered(&world, &first, transfer, "refuser", "reason=no_capacity").await;
        let told = the_answer(&world, &asked).await;
        assert_eq!(
            (told.kind.as_str(), told.recipient),
            ("transfer_answered", sender.uuid())
        );
        let Written::Letters(letters) = written(&world, &told).await else {
            panic!("it can be written")
        };
        let [Letter::Mail { to, body, .. }] = letters.as_slice() else {
            panic!("one mail")
        };
        assert_eq!(to, "referente@demo.relais.invalid");
        assert!(body.contains(&format!("{BASE}/transferts/{transfer}")) && !body.contains("refus"));
        // What waited too long is not sent any more.
        assert!(matches!(written(&world, &asked).await, Written::Overtaken));

        // Accepted by another: the same, and it has no contact yet.
        let transfer = ask(&world, case, &second).await;
        let asked = ordered(&world).await.into_iter();
        let to_second = |order: &Order| order.recipient == second.organisation.uuid();
        let [asked] = asked.filter(to_second).collect::<Vec<_>>().try_into().unwrap();
        assert!(matches!(written(&world, &asked).await, Written::Not(_)));
        let fields = format!("manager={}", second.account(&world).await);
        answered(&world, &second, transfer, "accepter", &fields).await;
        let told = the_answer(&world, &asked).await;
        assert_eq!(
            (told.kind.as_str(), told.recipient),
            ("transfer_answered", sender.uuid())
        );
        assert!(matches!(written(&world, &told).await, Written::Letters(_)));
    }
}
