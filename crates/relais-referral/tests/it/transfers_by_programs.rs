//! What the pages of transfers and of answers by telephone do, over the JSON routes.

use http::StatusCode;
use relais_kernel::{Priority, PublicRef};
use serde_json::{Value, json};

use crate::{
    program::Program,
    transferring::{HELD, Taker, consent},
    world::{NAME, World},
};

fn codes(problem: &Value) -> Vec<(&str, &str)> {
    let reasons = problem["reasons"].as_array().unwrap().iter();
    reasons
        .map(|r| {
            (
                r["code"].as_str().unwrap(),
                r["field"].as_str().unwrap_or_default(),
            )
        })
        .collect()
}

fn count(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

/// Asks as a page does: what is open goes along as it was listed.
async fn ask(worker: &Program, case: PublicRef, to: &Taker, key: &str) -> String {
    let path = format!("/api/v1/cases/{case}/transfers");
    let (status, choices) = worker.get(&path).await;
    assert_eq!(status, StatusCode::OK, "{choices}");
    let takers = choices["takers"].as_array().unwrap();
    assert!(
        takers
            .iter()
            .any(|t| t["id"] == to.public_ref.to_string() && t["consented"] == true)
    );
    let open = choices["open"].as_array().unwrap().iter();
    let open: Vec<_> = open.map(|line| line["id"].clone()).collect();
    let request = json!({
        "to": to.public_ref.to_string(), "reason": "Motif-Test", "summary": "", "handover": "Passation-Test", "open": open,
    });
    let (_, first) = worker.post_once(&path, key, request.clone()).await;
    let (_, again) = worker.post_once(&path, key, request).await;
    assert!(
        first["id"].is_string() && first == again,
        "sent twice, asked once: {first}"
    );
    format!("/api/v1/transfers/{}", first["id"].as_str().unwrap())
}

#[tokio::test]
async fn programs_ask_reject_take_back_and_accept_a_transfer() {
    for world in World::on_each_engine().await {
        let taker = Taker::of(&world, "P05").await;
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = world.draft(case, need, world.service, Priority::Urgent).await;
        world.send(referral).await;
        consent(&world, case, &[&taker], &HELD).await;
        let worker = Program::of(&world, &world.worker);
        let above = Program::of(&world, &taker.supervisor);
        let stranger = Program::of(&world, &world.answerer);

        // Asked: the taker sees the minimum and what was written for it, never the name; a stranger nothing.
        let transfer = ask(&worker, case, &taker, "key-1").await;
        let (_, lists) = above.get("/api/v1/transfers").await;
        assert_eq!((count(&lists["to_answer"]), count(&lists["asked"])), (1, 0));
        let (_, seen) = above.get(&transfer).await;
        assert_eq!(
            (&seen["state"], &seen["side"], &seen["may"]),
            (
                &json!("requested"),
                &json!("receiver"),
                &json!(["acceptance", "rejection"])
            )
        );
        assert_eq!(seen["words"]["handover"], "Passation-Test");
        assert!(seen["person"]["region"].is_string() && count(&seen["along"]) == 1);
        assert!(
            seen["case"].is_null() && !seen.to_string().contains(NAME),
            "{seen}"
        );
        assert_eq!(stranger.get(&transfer).await.0, StatusCode::NOT_FOUND);

        // Rejected with its reason; both sides read it as far as they may.
        let rejection = format!("{transfer}/rejection");
        let (status, refused) = above.post(&rejection, json!({ "reason": "other" })).await;
        // A refusal of the transfer itself, that says in which state it stands.
        assert_eq!(status, StatusCode::CONFLICT, "{refused}");
        assert_eq!(codes(&refused)[0].1, "note");
        let (_, refused) = above.post(&rejection, json!({})).await;
        assert_eq!(codes(&refused)[0].1, "reason");
        let no = json!({ "reason": "no_capacity", "note": "Complet-Test" });
        for other in [&worker, &stranger] {
            assert_eq!(other.post(&rejection, no.clone()).await.0, StatusCode::NOT_FOUND);
        }
        above.done(&rejection, no).await;
        let (_, told) = worker.get(&transfer).await;
        assert_eq!(
            (&told["rejected_for"], &told["words"]["rejection"]),
            (&json!("no_capacity"), &json!("Complet-Test"))
        );
        assert_eq!(told["case"], case.to_string());
        assert!(above.get(&transfer).await.1["words"].is_null());

        // Taken back by the owner alone.
        let transfer = ask(&worker, case, &taker, "key-2").await;
        let back = format!("{transfer}/revocation");
        assert_eq!(above.post(&back, json!({})).await.0, StatusCode::NOT_FOUND);
        worker.done(&back, json!({})).await;
        assert_eq!(above.get(&transfer).await.1["state"], "revoked");

        // Accepted: the case is the taker's, the former owner keeps the summary.
        let transfer = ask(&worker, case, &taker, "key-3").await;
        let accept = format!("{transfer}/acceptance");
        let (_, refused) = above.post(&accept, json!({})).await;
        assert_eq!(codes(&refused)[0].1, "manager");
        let (_, seen) = above.get(&transfer).await;
        let manager = taker.account(&world).await.to_string();
        let managers = seen["managers"].as_array().unwrap();
        assert!(managers.iter().any(|m| m["id"] == manager), "{seen}");
        let yes = json!({ "manager": manager });
        assert_eq!(worker.post(&accept, yes.clone()).await.0, StatusCode::NOT_FOUND);
        above.done(&accept, yes).await;
        assert_eq!(above.get(&transfer).await.1["case"], case.to_string());
        let (_, kept) = worker.get(&transfer).await;
        assert!(
            kept["case"].is_null() && count(&kept["summary"]["referrals"]) == 1,
            "{kept}"
        );
    }
}

#[tokio::test]
async fn a_program_that_asks_for_a_transfer_is_told_everything_that_is_missing() {
    for world in World::on_each_engine().await {
        let taker = Taker::of(&world, "P05").await;
        let case = world.case().await;
        let worker = Program::of(&world, &world.worker);
        let path = format!("/api/v1/cases/{case}/transfers");
        let (status, refused) = worker.post(&path, json!({})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(codes(&refused)[0].1, "to");
        let bare = json!({ "to": taker.public_ref.to_string() });
        let (_, refused) = worker.post(&path, bare.clone()).await;
        assert!(
            codes(&refused).contains(&("ReasonMissing", "reason")),
            "{refused}"
        );
        let (_, refused) = worker.post(&path, json!({ "owner": "x" })).await;
        assert_eq!(codes(&refused), [("UnknownField", "owner")]);
        let other = Program::of(&world, &taker.supervisor);
        assert_eq!(other.post(&path, bare).await.0, StatusCode::NOT_FOUND);
        assert_eq!(other.get(&path).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_program_of_the_sender_writes_down_an_answer_by_telephone() {
    for world in World::on_each_engine().await {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        let referral = world.draft(case, need, world.service, Priority::Urgent).await;
        world.send(referral).await;
        let sender = Program::of(&world, &world.focal_point);
        let home = format!("/api/v1/referrals/{referral}");
        let path = format!("{home}/telephone/accept");
        let answer = json!({ "plan": "contact_by", "at": "2026-03-03T09:00:00Z" });

        let (_, refused) = sender.post(&path, json!({ "answer": answer })).await;
        assert_eq!(codes(&refused), [("WhoMissing", "who")]);
        let (_, refused) = sender.post(&path, json!({ "who": "Permanence-Test" })).await;
        assert_eq!(codes(&refused)[0], ("MomentMissing", "at"));
        let told = json!({ "who": "Permanence-Test", "answer": answer });
        for actor in [&world.answerer, &world.worker] {
            let other = Program::of(&world, actor);
            assert_eq!(other.post(&path, told.clone()).await.0, StatusCode::NOT_FOUND);
        }
        let own = format!("{home}/telephone/cancel");
        assert_eq!(
            sender.post(&own, told.clone()).await.0,
            StatusCode::NOT_FOUND,
            "cancelling is no answer"
        );
        let (_, first) = sender.post_once(&path, "key-1", told.clone()).await;
        let (_, again) = sender.post_once(&path, "key-1", told).await;
        assert!(first["id"].is_string() && first == again, "{first} {again}");
        let row = world.row(referral).await.referral;
        assert_eq!(row.told.len(), 1);
        assert_eq!(sender.get(&home).await.1["state"], "accepted");
    }
}
