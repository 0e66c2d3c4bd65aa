use http::StatusCode;
use serde_json::{Value, json};

use crate::{
    program::Program,
    world::{NAME, World},
};

/// A program of each side, and the addresses of a case and its need.
struct Ends {
    worker: Program,
    sender: Program,
    receiver: Program,
    case: String,
    need: String,
}

impl Ends {
    async fn of(world: &World) -> Self {
        let case = world.case().await;
        let need = world.need(case, "mental_health", "U").await;
        world.consent(case).await;
        Self {
            worker: Program::of(world, &world.worker),
            sender: Program::of(world, &world.focal_point),
            receiver: Program::of(world, &world.answerer),
            case: format!("/api/v1/cases/{case}"),
            need: format!("/api/v1/cases/{case}/needs/{need}"),
        }
    }

    async fn draft(&self) -> String {
        let (_, found) = self.worker.get(&format!("{}/services", self.need)).await;
        let draft =
            json!({ "service": found["fits"][0]["service"], "priority": "U", "disclosure": "identified" });
        let id = self.worker.done(&format!("{}/referrals", self.need), draft).await;
        format!("/api/v1/referrals/{id}")
    }

    async fn sent(&self) -> String {
        let referral = self.draft().await;
        self.sender
            .done(&format!("{referral}/sending"), json!({ "channel": "app" }))
            .await;
        referral
    }
}

fn code(problem: &Value) -> &str {
    problem["reasons"][0]["code"].as_str().unwrap_or_default()
}

fn has(list: &Value, code: &str) -> bool {
    list.as_array().unwrap().iter().any(|step| step == code)
}

#[tokio::test]
async fn two_programs_refer_accept_serve_and_close() {
    for world in World::on_each_engine().await {
        let ends = Ends::of(&world).await;
        let (status, found) = ends.worker.get(&format!("{}/services", ends.need)).await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            !found["fits"][0]["reasons"].as_array().unwrap().is_empty(),
            "{found}"
        );
        let referral = ends.sent().await;

        let (_, work) = ends.receiver.get("/api/v1/referrals").await;
        assert_eq!(work["to_answer"].as_array().unwrap().len(), 1);
        let (_, before) = ends.receiver.get(&referral).await;
        assert_eq!(
            (&before["state"], &before["side"]),
            (&json!("sent"), &json!("receiver"))
        );
        assert!(
            has(&before["steps"], "accept") && before["person"]["age_band"].is_string(),
            "{before}"
        );
        assert!(
            !before.to_string().contains(NAME),
            "the minimum only, before the decision"
        );

        let step = |verb: &str| format!("{referral}/steps/{verb}");
        let plan = json!({ "plan": "appointment", "at": "2026-03-03T09:00:00Z" });
        ends.receiver.done(&step("accept"), plan).await;
        let (_, after) = ends.receiver.get(&referral).await;
        assert!(after["released"].to_string().contains(NAME), "{after}");
        ends.receiver.done(&step("start_service"), json!({})).await;
        ends.receiver
            .done(&step("record_outcome"), json!({ "outcome": "fully" }))
            .await;
        ends.receiver
            .done(&step("give_feedback"), json!({ "next": "none" }))
            .await;
        ends.sender.done(&step("read_feedback"), json!({})).await;
        ends.sender
            .done(&step("close"), json!({ "settlement": "confirmed" }))
            .await;
        let (_, closed) = ends.sender.get(&referral).await;
        assert_eq!(closed["state"], "closed");
        assert!(
            !closed.to_string().contains(NAME),
            "a referral never shows its sender the name"
        );
        let (_, of_case) = ends.worker.get(&format!("{}/referrals", ends.case)).await;
        assert_eq!(of_case[0]["state"], "closed");
    }
}

#[tokio::test]
async fn a_program_is_told_what_is_wrong_beside_each_field() {
    for world in World::on_each_engine().await {
        let ends = Ends::of(&world).await;
        let (status, refused) = ends
            .worker
            .post(&format!("{}/referrals", ends.need), json!({}))
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields: Vec<_> = refused["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| &r["field"])
            .collect();
        assert_eq!(fields, ["service", "disclosure", "priority"]);
        let referral = ends.sent().await;
        let accept = format!("{referral}/steps/accept");
        let (_, refused) = ends
            .receiver
            .post(&accept, json!({ "plan": "appointment" }))
            .await;
        assert_eq!(
            (code(&refused), &refused["reasons"][0]["field"]),
            ("MomentMissing", &json!("at"))
        );
        let (_, refused) = ends.receiver.post(&accept, json!({ "state": "accepted" })).await;
        assert_eq!(
            (code(&refused), &refused["reasons"][0]["field"]),
            ("UnknownField", &json!("state"))
        );
        let (status, refused) = ends
            .receiver
            .post(&format!("{referral}/steps/close"), json!({}))
            .await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{refused}");
        let (status, _) = ends
            .receiver
            .post(&format!("{referral}/steps/erase"), json!({}))
            .await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn sec_77_the_same_key_drafts_one_referral() {
    for world in World::on_each_engine().await {
        let ends = Ends::of(&world).await;
        let (_, found) = ends.worker.get(&format!("{}/services", ends.need)).await;
        let draft =
            json!({ "service": found["fits"][0]["service"], "priority": "U", "disclosure": "pseudonymous" });
        let to = format!("{}/referrals", ends.need);
        let (_, first) = ends.worker.post_once(&to, "key-1", draft.clone()).await;
        let (_, again) = ends.worker.post_once(&to, "key-1", draft).await;
        assert!(first["id"].is_string() && first == again);
        let (_, of_case) = ends.worker.get(&format!("{}/referrals", ends.case)).await;
        assert_eq!(of_case.as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_program_renews_links_and_opens_slips_and_takes_them_back() {
    for world in World::on_each_engine().await {
        let ends = Ends::of(&world).await;
        let referral = ends.sent().await;
        let links = format!("{referral}/links");
        let (status, first) = ends.sender.post(&links, json!({})).await;
        assert_eq!(status, StatusCode::OK, "{first}");
        let (_, second) = ends.sender.post(&links, json!({})).await;
        assert!(first["path"].as_str().unwrap().starts_with("/r/") && first["code"] != second["code"]);
        let (_, slip) = ends.sender.post(&format!("{referral}/slips"), json!({})).await;
        assert_eq!(slip["pin"].as_str().unwrap().len(), 6);
        assert_eq!(ends.sender.delete(&links).await.0, StatusCode::OK);
        for other in [&ends.receiver, &ends.worker] {
            assert_eq!(other.post(&links, json!({})).await.0, StatusCode::NOT_FOUND);
            assert_eq!(other.delete(&links).await.0, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn a_program_redirects_after_a_decline_and_confirms_a_recall() {
    for world in World::on_each_engine().await {
        let ends = Ends::of(&world).await;
        let declined = ends.sent().await;
        ends.receiver
            .done(
                &format!("{declined}/steps/decline"),
                json!({ "reason": "no_capacity" }),
            )
            .await;
        let service = world.another_service().await.0.to_string();
        let to = format!("{declined}/redirections");
        let new = ends.worker.done(&to, json!({ "service": service })).await;
        let (_, fresh) = ends.worker.get(&format!("/api/v1/referrals/{new}")).await;
        assert_eq!(fresh["state"], "draft");

        let taken_back = ends.sent().await;
        ends.sender
            .done(&format!("{taken_back}/steps/withdraw"), json!({}))
            .await;
        let (_, shown) = ends.receiver.get(&taken_back).await;
        assert!(has(&shown["steps"], "confirm_recall"), "{shown}");
        assert_eq!(shown["person"], Value::Null, "nothing after a recall");
        ends.receiver
            .done(&format!("{taken_back}/steps/confirm_recall"), json!({}))
            .await;
    }
}

#[tokio::test]
async fn a_program_follows_the_messages_of_its_own_desk() {
    for world in World::on_each_engine().await {
        let ends = Ends::of(&world).await;
        ends.sent().await;
        let (status, list) = ends.sender.get("/api/v1/messages").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(
            (list[0]["kind"].as_str(), list[0]["state"].as_str()),
            (Some("new_referral"), Some("waiting"))
        );
        let again = format!("/api/v1/messages/{}/again", list[0]["id"].as_str().unwrap());
        let (status, _) = ends.sender.post(&again, json!({})).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "it has not left yet");
        let (_, troubled) = ends.sender.get("/api/v1/messages?troubled=true").await;
        assert_eq!(troubled, json!([]));
        let (status, _) = ends.receiver.get("/api/v1/messages").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}
