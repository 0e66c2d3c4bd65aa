//! What a page can do, a program with a token of the same rights can do (issue 2).

use http::StatusCode;
use relais_kernel::PublicRef;
use serde_json::{Value, json};

use crate::{
    office::{Office, person},
    pages::Seat,
};

/// A program at one case.
struct Desk {
    seat: Seat,
    case: String,
}

impl Desk {
    fn at(office: &Office, actor: &relais_trust::Actor, case: PublicRef) -> Self {
        Self {
            seat: Seat::of(office, actor),
            case: format!("/api/v1/cases/{case}"),
        }
    }

    async fn ask(&self, method: &str, rest: &str, body: Value) -> (StatusCode, Value) {
        let path = format!("{}{rest}", self.case);
        let (status, _, answer) = self.seat.ask(method, &path, "", body.to_string()).await;
        (status, serde_json::from_str(&answer).unwrap_or(Value::Null))
    }

    async fn get(&self, rest: &str) -> Value {
        let (status, answer) = self.ask("GET", rest, Value::Null).await;
        assert_eq!(status, StatusCode::OK, "{rest}: {answer}");
        answer
    }

    async fn done(&self, method: &str, rest: &str, body: Value) {
        let (status, answer) = self.ask(method, rest, body).await;
        assert_eq!(status, StatusCode::OK, "{rest}: {answer}");
    }

    async fn refused(&self, method: &str, rest: &str, body: Value) -> String {
        let (status, answer) = self.ask(method, rest, body).await;
        assert!(status.is_client_error(), "{rest}: {answer}");
        let code = answer["reasons"][0]["code"].as_str().or(answer["code"].as_str());
        code.unwrap_or_default().to_owned()
    }
}

#[tokio::test]
async fn a_program_reads_and_corrects_the_identification() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let own = Desk::at(&office, &office.manager, case);
        let sheet = own.get("/identity").await;
        assert_eq!(
            (&sheet["form"]["name"], &sheet["form"]["age"]),
            (&json!("Personne-Test 1"), &json!("31"))
        );
        let mut form = sheet["form"].clone();
        form["alias"] = json!("Surnom-Test");
        own.done(
            "PUT",
            "/identity",
            json!({ "version": sheet["version"], "form": form }),
        )
        .await;
        assert_eq!(own.get("/identity").await["form"]["alias"], "Surnom-Test");
        let stale = json!({ "version": sheet["version"], "form": form });
        assert_eq!(own.refused("PUT", "/identity", stale).await, "ChangedMeanwhile");
    }
}

#[tokio::test]
async fn a_program_takes_a_case_through_its_steps() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        office
            .perform(&office.manager, office.consent(case, "given"))
            .await
            .unwrap();
        let (own, above) = (
            Desk::at(&office, &office.manager, case),
            Desk::at(&office, &office.supervisor, case),
        );
        for step in ["register", "start_assessment", "submit_assessment"] {
            let shown = own.get("").await;
            assert!(
                shown["steps"].as_array().unwrap().iter().any(|s| s == step),
                "{step}: {shown}"
            );
            let body = json!({ "version": shown["version"] });
            own.done("POST", &format!("/steps/{step}"), body).await;
        }
        assert_eq!(
            own.refused("POST", "/steps/approve_assessment", json!({})).await,
            "NotFound"
        );
        above.done("POST", "/steps/approve_assessment", json!({})).await;
        assert_eq!(own.get("").await["state"], "plan_draft");
        assert_eq!(
            own.refused("POST", "/steps/put_on_hold", json!({})).await,
            "UnknownCode"
        );
        assert_eq!(
            own.refused("POST", "/steps/no_such_step", json!({})).await,
            "NotFound"
        );
        let (_, refused) = own.ask("POST", "/steps/register", json!({ "owner": "x" })).await;
        assert_eq!(refused["reasons"][0]["field"], "owner");
    }
}

#[tokio::test]
async fn a_program_writes_a_plan_and_moves_its_lines() {
    for office in Office::on_each_engine().await {
        let case = office.planning().await;
        office
            .perform(&office.manager, office.plan(case, 0, "But-Test 1"))
            .await
            .unwrap();
        let (own, above) = (
            Desk::at(&office, &office.manager, case),
            Desk::at(&office, &office.supervisor, case),
        );
        let sheet = own.get("/plan").await;
        let (version, mut form) = (
            sheet["plans"][0]["version"].clone(),
            sheet["plans"][0]["form"].clone(),
        );
        assert_eq!(form["lines"][0]["line_goal"], "But-Test 1");
        form["lines"][0]["line_goal"] = json!("But-Test 2");
        own.done("PUT", "/plan", json!({ "version": version, "form": form }))
            .await;
        let agreed = json!({ "version": sheet["case_version"], "agreed_on": office.today() });
        own.done("POST", "/plan/submissions", agreed).await;
        above.done("POST", "/steps/approve_plan", json!({})).await;
        own.done("POST", "/plan/lines/1", json!({ "to": "ongoing" }))
            .await;
        let sheet = own.get("/plan").await;
        let line = &sheet["plans"][0]["form"]["lines"][0];
        assert_eq!(
            (&line["line_goal"], &line["line_status"]),
            (&json!("But-Test 2"), &json!("ongoing"))
        );
    }
}

#[tokio::test]
async fn a_program_follows_up_and_says_what_became_of_a_need() {
    for office in Office::on_each_engine().await {
        let case = office.registered().await;
        let own = Desk::at(&office, &office.manager, case);
        let need = json!({ "need_code": "health", "severity": "3", "urgency": "U", "person_wants_help": "yes", "rank": "1" });
        own.done("POST", "/needs", need).await;
        let id = own.get("/needs").await[0]["id"].as_str().unwrap().to_owned();
        own.done(
            "POST",
            &format!("/needs/{id}/changes"),
            json!({ "status": "unmet" }),
        )
        .await;
        assert_eq!(own.get("/needs").await[0]["status"], "unmet_no_service");
        own.done("POST", "/contact-attempts", json!({ "reached": true }))
            .await;
        assert_eq!(
            own.refused("POST", "/contact-attempts", json!({ "channel": "no-such" }))
                .await,
            "UnknownCode"
        );
        let told = json!({ "date": office.today(), "consent_still_valid": "yes", "progress": "Mot-Test 1" });
        own.done("POST", "/follow-ups", told).await;
        assert_eq!(own.get("/follow-ups").await[0]["progress"], "Mot-Test 1");
    }
}

#[tokio::test]
async fn a_program_asks_for_an_exception_and_another_decides() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let (own, above) = (
            Desk::at(&office, &office.manager, case),
            Desk::at(&office, &office.supervisor, case),
        );
        let rows = office.test.trust.database().reader();
        let all = relais_trust::accounts::organisations(rows).await.unwrap();
        let receiver = all
            .iter()
            .find(|o| o.code == "T02")
            .unwrap()
            .public_ref
            .to_string();
        let plea = json!({
            "receiver": receiver, "purpose": "referral", "basis": "vital_interest", "justification": "Motif-Test",
        });
        own.done("POST", "/exceptions", plea).await;
        let shown = above.get("").await;
        let id = shown["exceptions"][0]["id"].as_str().unwrap().to_owned();
        let decisions = format!("/exceptions/{id}/decisions");
        let word = || json!({ "decision": "authorise" });
        assert_eq!(own.refused("POST", &decisions, word()).await, "NotFound");
        above.done("POST", &decisions, word()).await;
        assert_eq!(above.get("").await["exceptions"][0]["state"], "authorised");
    }
}

#[tokio::test]
async fn dp_12_a_program_opens_annexes_for_those_named_only() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let own = Desk::at(&office, &office.manager, case);
        let form = json!({ "version": 0, "form": { "gbv_notes": "Note-Test" } });
        own.done("PUT", "/annexes", form).await;
        let sheet = own.get("/annexes").await;
        assert_eq!(sheet["form"]["gbv_notes"], "Note-Test");
        let other = sheet["others"][0]["id"].as_str().unwrap().to_owned();
        let colleague = Desk::at(&office, &office.other_manager, case);
        assert_eq!(
            colleague.refused("GET", "/annexes", Value::Null).await,
            "NotFound"
        );
        own.done("PUT", &format!("/annexes/holders/{other}"), Value::Null)
            .await;
        assert_eq!(colleague.get("/annexes").await["form"]["gbv_notes"], "Note-Test");
        own.done("DELETE", &format!("/annexes/holders/{other}"), Value::Null)
            .await;
        assert_eq!(
            colleague.refused("GET", "/annexes", Value::Null).await,
            "NotFound"
        );
    }
}

#[tokio::test]
async fn a_program_reads_a_consent_and_narrows_it() {
    for office in Office::on_each_engine().await {
        let case = office.registered().await;
        let own = Desk::at(&office, &office.manager, case);
        let id = own.get("").await["consents"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let consent = own.get(&format!("/consents/{id}")).await;
        assert_eq!(consent["data_categories"], json!(["identity"]));
        let narrowings = format!("/consents/{id}/narrowings");
        let refused = own
            .refused("POST", &narrowings, json!({ "data_categories": ["health"] }))
            .await;
        assert_eq!(refused, "UnknownCode");
        let sooner = json!({ "expires": office.today() });
        own.done("POST", &narrowings, sooner).await;
        let after = own.get(&format!("/consents/{id}")).await;
        assert_eq!(
            (&after["state"], &after["expires"]),
            (&json!("amended"), &json!(office.today()))
        );
        let stranger = Desk::at(&office, &office.stranger, case);
        let (status, _) = stranger.ask("GET", &format!("/consents/{id}"), Value::Null).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}
