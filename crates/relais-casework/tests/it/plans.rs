use relais_casework::{
    actions::{RecordFollowUp, RequestClosure},
    case::{CaseState, Command as Step, FirstService},
    closure::ClosureForm,
    followup::FollowUpForm,
    plan::PlanState,
    queries::{ReadFollowUps, ReadPlan},
};
use relais_kernel::PublicRef;

use crate::office::{Office, code_of};

fn read(office: &Office, case: PublicRef) -> ReadPlan {
    ReadPlan {
        definitions: office.desk.definitions.clone(),
        case,
    }
}

#[tokio::test]
async fn a_plan_is_approved_by_somebody_else_and_a_revision_leaves_it_as_it_was() {
    for office in Office::on_each_engine().await {
        let case = office.planning().await;
        let agreed_on = office.today();
        let early = office
            .perform(&office.manager, office.step(case, Step::SubmitPlan { agreed_on }))
            .await
            .unwrap_err();
        assert_eq!(code_of(&early), "PlanEmpty");
        office
            .perform(&office.manager, office.plan(case, 0, "But-Test 1"))
            .await
            .unwrap();
        let stale = office
            .perform(&office.other_manager, office.plan(case, 0, "But-Test 2"))
            .await
            .unwrap_err();
        assert_eq!(code_of(&stale), "Stale");
        office
            .walk(case, &office.manager, Step::SubmitPlan { agreed_on })
            .await;
        let late = office
            .perform(&office.manager, office.plan(case, 2, "But-Test 3"))
            .await
            .unwrap_err();
        assert_eq!(code_of(&late), "NotPossibleInThisState");
        office.walk(case, &office.supervisor, Step::ApprovePlan).await;
        let first = FirstService::Direct;
        office
            .walk(case, &office.manager, Step::StartService { first })
            .await;
        office.walk(case, &office.manager, Step::RevisePlan).await;
        let view = office.look(&office.manager, read(&office, case)).await.unwrap();
        assert_eq!(view.versions.len(), 2);
        assert_eq!(view.versions[0].plan.state, PlanState::Draft);
        assert!(matches!(view.versions[1].plan.state, PlanState::Approved { .. }));
        let goals: Vec<_> = view
            .versions
            .iter()
            .map(|v| v.lines[0].words.as_ref().unwrap().line_goal.clone().unwrap())
            .collect();
        assert_eq!(goals, ["But-Test 1", "But-Test 1"]);
    }
}

#[tokio::test]
async fn dp01_a_plan_does_not_exist_for_another_organisation() {
    for office in Office::on_each_engine().await {
        let case = office.planning().await;
        office
            .perform(&office.manager, office.plan(case, 0, "But-Test 1"))
            .await
            .unwrap();
        let looked = office
            .look(&office.stranger, read(&office, case))
            .await
            .unwrap_err();
        assert_eq!(code_of(&looked), "Missing");
        let written = office
            .perform(&office.stranger, office.plan(case, 1, "But-Test 2"))
            .await
            .unwrap_err();
        assert_eq!(code_of(&written), "Missing");
    }
}

#[tokio::test]
async fn a_follow_up_that_doubts_the_consent_asks_for_its_withdrawal() {
    for office in Office::on_each_engine().await {
        let case = office.registered().await;
        let record = RecordFollowUp {
            desk: office.desk.clone(),
            case,
            form: FollowUpForm {
                date: office.today().to_string(),
                progress: "Progrès-Test".into(),
                consent_still_valid: "no".into(),
                ..FollowUpForm::default()
            },
        };
        let stranger = office
            .perform(&office.stranger, record.clone())
            .await
            .unwrap_err();
        assert_eq!(code_of(&stranger), "Missing");
        let done = office.perform(&office.manager, record).await.unwrap();
        assert!(done.asks_about_consent);
        let query = ReadFollowUps {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let view = office.look(&office.supervisor, query).await.unwrap();
        assert_eq!(view.lines[0].words.progress.as_deref(), Some("Progrès-Test"));
        assert_eq!(office.case(case).await.last_follow_up, Some(office.today()));
    }
}

#[tokio::test]
async fn a_case_is_closed_by_a_second_person_only() {
    for office in Office::on_each_engine().await {
        let case = office.registered().await;
        let reason = relais_mechanism::builtin("cameroun-demo").unwrap();
        let reason = reason
            .list("closure_reason")
            .unwrap()
            .active()
            .next()
            .unwrap()
            .code
            .clone();
        let request = RequestClosure {
            desk: office.desk.clone(),
            case,
            expected: office.case(case).await.version,
            form: ClosureForm {
                reason,
                informed_on: office.today().to_string(),
                reoffer_explored: "yes".into(),
                note: "Note-Test".into(),
                ..ClosureForm::default()
            },
        };
        let both = office.test.person(office.house, &["R04", "R05"]).await;
        office.perform(&both, request).await.unwrap();
        let erase_at = office.today().checked_add(jiff::Span::new().months(24)).unwrap();
        let approve = || office.step(case, Step::ApproveClosure { erase_at });
        let own = office.perform(&both, approve()).await.unwrap_err();
        assert_eq!(code_of(&own), "SecondPersonNeeded");
        office.perform(&office.supervisor, approve()).await.unwrap();
        assert!(matches!(office.case(case).await.state, CaseState::Closed(_)));
    }
}
