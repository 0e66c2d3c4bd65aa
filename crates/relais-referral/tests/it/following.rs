//! The page of messages: what needs somebody stands first, a page at a time.

use http::StatusCode;
use relais_kernel::{Priority, PublicRef};
use relais_platform::courier::{self, Order, Pile, Stand};
use relais_referral::{
    messages::MessageKind,
    queries::Messages,
    referral::{Command as ReferralCommand, DeclineReason},
};
use relais_trust::{Command, Failure, Scene};
use uuid::Uuid;

use crate::{country::Country, messaging::post, pages::Browser};

/// Puts so many messages into the outbox that wait to leave.
#[derive(Clone)]
struct Waiting(u16);

impl Command for Waiting {
    type Outcome = ();
    const NAME: &'static str = "Waiting";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        let actor = scene.actor();
        let (organisation, mechanism) = actor.organisation.zip(actor.mechanism).unwrap();
        for _ in 0..self.0 {
            let order = Order {
                kind: MessageKind::Answered.code().parse().unwrap(),
                subject: PublicRef::new(scene.chance()).uuid(),
                stage: "first".parse().unwrap(),
                recipient: Uuid::nil(),
                owner: organisation.uuid(),
                scope: mechanism.uuid(),
                ids: Default::default(),
            };
            courier::order(scene.rows(), &order, scene.now(), scene.chance()).await?;
        }
        Ok(())
    }
}

/// One message that went, then one that nobody could be written to.
async fn one_of_each(country: &Country) {
    let (_, link) = country.sent(Priority::Urgent).await;
    post(country).await;
    let no = ReferralCommand::Decline {
        reason: DeclineReason::NoCapacity,
        note: None,
    };
    country.step(link, no).await.unwrap();
    assert!(post(country).await.is_empty(), "the sender has no contact");
}

fn lines(page: &str) -> usize {
    page.matches("<th scope=\"row\">").count()
}

#[tokio::test]
async fn what_failed_stands_first_and_only_that_can_be_sent_again() {
    for country in Country::on_each_engine().await {
        one_of_each(&country).await;
        let mut browser = Browser::signed_in(&country, &country.manager);
        let (status, page) = browser.get("/envois").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(lines(&page), 2);
        assert_eq!(page.matches("Renvoyer").count(), 1, "{page}");
        assert!(
            page.find("Non remis</span>").unwrap() < page.find("Parti le").unwrap(),
            "{page}"
        );
        let (_, failed) = browser.get("/envois?etat=non-remis").await;
        assert_eq!((lines(&failed), failed.matches("Renvoyer").count()), (1, 1));
        let (_, gone) = browser.get("/envois?etat=partis").await;
        assert_eq!((lines(&gone), gone.matches("Renvoyer").count()), (1, 0));
        let (_, none) = browser.get("/envois?etat=en-attente").await;
        assert!(none.contains("Rien à faire ici"));
        assert_eq!(browser.get("/envois?etat=autre").await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn messages_stand_a_page_at_a_time_and_none_twice() {
    for country in Country::on_each_engine().await {
        one_of_each(&country).await;
        let trust = &country.test.trust;
        trust.perform(&country.manager, None, Waiting(52)).await.unwrap();
        let mut browser = Browser::signed_in(&country, &country.manager);
        let mut shown = Vec::new();
        for (path, count) in [("/envois", 25), ("/envois?page=2", 25), ("/envois?page=3", 4)] {
            let (_, page) = browser.get(path).await;
            assert_eq!(lines(&page), count, "{path}");
            shown.push(page.contains("rel=\"next\""));
        }
        assert_eq!(shown, [true, true, false]);
        let mut all = Vec::new();
        for page in 1..=8 {
            let query = Messages {
                definitions: country.definitions.clone(),
                pile: None,
                size: 7,
                page,
            };
            all.extend(trust.look(&country.manager, &query).await.unwrap().lines);
        }
        let rank = |stand| match stand {
            Stand::Again { .. } | Stand::GivenUp { .. } => 0,
            Stand::Waiting => 1,
            Stand::Sent { .. } | Stand::Dropped { .. } => 2,
        };
        let ranks: Vec<_> = all.iter().map(|line| rank(line.held.stand)).collect();
        assert!(ranks.is_sorted() && all.len() == 54, "{ranks:?}");
        let mut ids: Vec<_> = all.iter().map(|line| line.held.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 54);
        let query = Messages {
            definitions: country.definitions.clone(),
            pile: Some(Pile::Waiting),
            size: 100,
            page: 1,
        };
        assert_eq!(
            trust.look(&country.manager, &query).await.unwrap().lines.len(),
            52
        );
    }
}
