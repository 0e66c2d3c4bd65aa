//! What a partner sees without an account, state by state.

use std::collections::BTreeSet;

use relais_casework::actions::{WithdrawConsent, WithdrawalScope};
use relais_kernel::{AnswerLink, Id, Priority};
use relais_referral::{
    actions::recall,
    referral::{Command, ContactPlan, DeclineReason, Feedback, Next, Outcome, Terms, Words, Work},
    store::links,
};

use crate::{
    country::Country,
    pages::{Browser, once},
};

/// Everything that a partner can open, whatever the state: pages, forms, the code's page.
async fn shows_nobody(country: &Country, link: Id<AnswerLink>, when: &str) {
    let mut browser = Browser::of(country);
    let home = format!("/r/{}", links::token(&country.test.trust, link));
    let acts = [
        "",
        "/recu",
        "/oui",
        "/attente",
        "/revue",
        "/question",
        "/non",
        "/contact",
        "/absence",
        "/rendez-vous",
        "/debut",
        "/resultat",
        "/efface",
    ];
    for path in acts.map(|act| format!("{home}{act}")) {
        let (_, body) = browser.get(&path).await;
        assert!(!body.contains("Zéphyrine"), "{when}: {path}");
    }
    let (_, form) = browser.get("/reponse").await;
    let code = links::code(&country.test.trust, link);
    let (_, to, body) = browser
        .post("/reponse", &once(&form), &format!("code={code}"))
        .await;
    assert!(!to.contains("phyrine") && !body.contains("Zéphyrine"), "{when}");
}

#[tokio::test]
async fn dp_03_neither_link_nor_code_shows_who_it_is_in_any_state() {
    for country in Country::on_each_engine().await {
        country
            .test
            .trust
            .listen(recall::listener(country.definitions.clone()));
        let by = "2026-11-24T09:00:00Z".parse().unwrap();
        let accept = || Command::Accept {
            plan: ContactPlan::ContactBy { by },
            terms: Terms::default(),
            note: None,
        };
        let served = || Command::RecordOutcome {
            outcome: Outcome::Fully {
                work: Work::default(),
            },
            note: None,
        };
        let feedback = || Command::GiveFeedback {
            feedback: Feedback {
                next: Next::None,
                satisfaction: None,
            },
            note: None,
        };
        let question = || Words::new("Question-Test").unwrap().unwrap();
        let ways: [Vec<Command>; 5] = [
            vec![
                Command::Acknowledge,
                accept(),
                Command::StartService { expected_end: None },
                served(),
                feedback(),
            ],
            vec![Command::RequestInformation { question: question() }],
            vec![Command::Waitlist {
                expected: "2026-12-07".parse().unwrap(),
            }],
            vec![Command::Decline {
                reason: DeclineReason::NoCapacity,
                note: None,
            }],
            vec![accept(), Command::RecordNoShow { note: None }],
        ];
        let mut seen = BTreeSet::new();
        let mut held = Vec::new();
        for way in ways {
            let (referral, link) = country.sent(Priority::Urgent).await;
            held.push((referral, link));
            shows_nobody(&country, link, "sent").await;
            for command in way {
                country.step(link, command).await.unwrap();
                let state = country.state(referral).await;
                seen.insert(state.code());
                shows_nobody(&country, link, state.code()).await;
            }
        }
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
        for (referral, link) in held {
            let state = country.state(referral).await;
            seen.insert(state.code());
            shows_nobody(&country, link, state.code()).await;
        }
        assert!(seen.len() >= 9, "{seen:?}");
    }
}
