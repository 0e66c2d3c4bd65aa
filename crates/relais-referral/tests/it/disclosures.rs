//! Who received what about a person (security requirement 25).

use http::StatusCode;
use jiff::SignedDuration;
use relais_casework::{
    actions::{
        AnswerEnquiry, AskForData, EnquiryAnswerForm, EnquiryForm, ReviewEnquiry, WithdrawConsent,
        WithdrawalScope,
    },
    queries::ReadEnquiry,
    store::case_by_ref,
};
use relais_kernel::{Localised, Priority};
use relais_platform::Failure;
use relais_referral::{
    actions::recall,
    queries::{Disclosed, DisclosureList, ReadDisclosures},
    referral::{Command, ContactPlan, StateKind, Terms},
};
use relais_trust::{
    Actor, Door,
    accounts::{AddOrganisation, organisations},
};
use sea_orm::{ConnectionTrait, Statement};

use crate::{
    country::{Country, NAME},
    pages::Browser,
};

async fn read(country: &Country, actor: &Actor) -> Result<DisclosureList, Failure> {
    let query = ReadDisclosures {
        definitions: country.definitions.clone(),
        case: country.case,
    };
    country.test.trust.look(actor, &query).await
}

/// How often something was released, as the journal has it.
async fn in_the_journal(country: &Country) -> usize {
    let rows = country.test.trust.database().reader();
    let sql = "SELECT COUNT(*) AS n FROM journal_entry WHERE act IN ('PackageReleased', 'OwnershipMoved')";
    let counted = rows
        .query_one_raw(Statement::from_string(rows.get_database_backend(), sql))
        .await
        .unwrap();
    usize::try_from(counted.unwrap().try_get::<i64>("", "n").unwrap()).unwrap()
}

fn accept() -> Command {
    Command::Accept {
        plan: ContactPlan::ContactBy {
            by: "2026-11-24T09:00:00Z".parse().unwrap(),
        },
        terms: Terms::default(),
        note: None,
    }
}

#[tokio::test]
async fn sec_25_every_time_that_something_left_is_told_and_nothing_else() {
    for country in Country::on_each_engine().await {
        assert!(read(&country, &country.manager).await.unwrap().lines.is_empty());
        let (_, declined) = country.sent(Priority::Urgent).await;
        country
            .step(
                declined,
                Command::Decline {
                    reason: relais_referral::referral::DeclineReason::NoCapacity,
                    note: None,
                },
            )
            .await
            .unwrap();
        let (accepted, link) = country.sent(Priority::Urgent).await;
        country.step(link, accept()).await.unwrap();
        let list = read(&country, &country.manager).await.unwrap();
        assert_eq!(list.lines.len(), in_the_journal(&country).await);
        let told: Vec<_> = list.lines.iter().map(|line| (&line.what, line.open)).collect();
        let minimum = Disclosed::Minimum { contact: false };
        assert_eq!(told[1..], [(&minimum, true), (&minimum, false)]);
        let (Disclosed::Categories(names), true) = told[0] else {
            panic!("{told:?}")
        };
        let names: Vec<_> = names.iter().map(|name| name.fr.as_str()).collect();
        assert_eq!(names, ["Identité", "Besoins et services"]);
        assert!(
            list.lines
                .iter()
                .all(|line| line.why.as_ref().is_some_and(|why| why.exception.is_none()))
        );
        assert_eq!(list.lines[0].opened, None, "nobody looked yet");

        let receiver = country.receiver().await;
        let mut reader = Browser::signed_in(&country, &receiver);
        reader.get(&format!("/referencements/{accepted}")).await;
        let list = read(&country, &country.manager).await.unwrap();
        assert!(list.lines[0].opened.is_some());
        assert_eq!(list.lines[2].opened, None, "the other one is another referral");
    }
}

#[tokio::test]
async fn sec_25_the_page_is_for_those_who_have_the_case_and_names_nobody() {
    for country in Country::on_each_engine().await {
        country
            .test
            .trust
            .listen(recall::listener(country.definitions.clone()));
        let (referral, link) = country.sent(Priority::Urgent).await;
        country.step(link, accept()).await.unwrap();
        let address = format!("/dossiers/{}/transmissions", country.case);
        let mut own = Browser::signed_in(&country, &country.manager);
        let page = own.get(&address).await.1;
        for told in [
            "Identité, Besoins et services",
            "l’accord de la personne",
            "Peut encore être lu",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains(NAME));
        let receiver = country.receiver().await;
        assert!(matches!(read(&country, &receiver).await, Err(Failure::Missing)));
        let mut other = Browser::signed_in(&country, &receiver);
        assert_eq!(other.get(&address).await.0, StatusCode::NOT_FOUND);

        let withdraw = WithdrawConsent {
            desk: country.desk(),
            case: country.case,
            scope: WithdrawalScope::All,
        };
        country
            .test
            .trust
            .perform(&country.manager, None, withdraw)
            .await
            .unwrap();
        assert_eq!(country.state(referral).await, StateKind::Withdrawn);
        let list = read(&country, &country.manager).await.unwrap();
        assert!(
            list.lines.iter().all(|line| !line.open),
            "and nothing of the past is gone: {list:?}"
        );
        assert_eq!(list.lines.len(), 2);
    }
}

/// The police asks on an order, the manager and the officer answer.
async fn told_to_the_police(country: &Country) -> (Actor, ReadEnquiry) {
    let trust = &country.test.trust;
    let add = AddOrganisation {
        code: "T90".into(),
        name: Localised::new("Poste-test", "Test post"),
        kind: "police_border".into(),
        firewall: true,
    };
    let console = Actor::installation(Door::Console);
    let post = trust.perform(&console, None, add).await.unwrap();
    let police = country.test.person(post, &["R03"]).await;
    let secretariat = country.test.organisation("S97").await;
    let officer = country.test.person(secretariat, &["R15"]).await;
    let rows = trust.database().reader();
    let all = organisations(rows).await.unwrap();
    let house = all.iter().find(|o| Some(o.id) == country.manager.organisation);
    let ask = AskForData {
        desk: country.desk(),
        form: EnquiryForm {
            to: house.unwrap().public_ref.to_string(),
            whom: "Demande-Test".into(),
            wanted: "Demande-Test".into(),
            purpose: "Demande-Test".into(),
            basis: "order".into(),
            order: "Ordre-Test".into(),
            until: "2027-01-31".into(),
        },
    };
    let enquiry = trust.perform(&police, None, ask).await.unwrap();
    let answer = AnswerEnquiry {
        desk: country.desk(),
        enquiry,
        expected: 1,
        form: EnquiryAnswerForm {
            answer: "tell".into(),
            ground: "order".into(),
            code: case_by_ref(rows, country.case)
                .await
                .unwrap()
                .case
                .code
                .to_string(),
            told: "Information-Test".into(),
            reason: "Motif-Test".into(),
        },
    };
    trust.perform(&country.manager, None, answer).await.unwrap();
    assert!(read(country, &country.manager).await.unwrap().lines.is_empty());
    let agree = ReviewEnquiry {
        desk: country.desk(),
        enquiry,
        expected: 2,
        agreed: true,
        words: String::new(),
    };
    trust.perform(&officer, None, agree).await.unwrap();
    let reading = ReadEnquiry {
        definitions: country.definitions.clone(),
        enquiry,
    };
    (police, reading)
}

#[tokio::test]
async fn sec_25_what_a_body_behind_the_firewall_was_told_is_among_what_left() {
    for country in Country::on_each_engine().await {
        let (police, reading) = told_to_the_police(&country).await;
        let only = async || {
            let mut lines = read(&country, &country.manager).await.unwrap().lines;
            assert_eq!(lines.len(), 1);
            lines.pop().unwrap()
        };
        let told = only().await;
        assert_eq!(told.what, Disclosed::InWriting { order: true });
        assert_eq!(told.to, Localised::new("Poste-test", "Test post"));
        assert_eq!((told.open, told.opened), (true, None));
        country.test.trust.look(&police, &reading).await.unwrap();
        assert!(only().await.opened.is_some());
        country.test.clock.advance(SignedDuration::from_hours(24 * 100));
        assert!(!only().await.open);
    }
}
