use relais_casework::{
    case::Command as Step,
    queries::{ReadIdentity, ReadPlan},
};
use relais_kernel::PublicRef;

use crate::{
    office::{Office, person},
    pages::Seat,
};

const REST: &str = "sex=female&age=31&age_estimated=yes&nationality=CMR&status=returnee_voluntary&urgent_signs=none\
                    &region=CM005&entry_point=airport&rights_explained=yes";

async fn two(office: &Office) -> (Seat, Seat) {
    (
        Seat::of(office, &office.manager),
        Seat::of(office, &office.other_manager),
    )
}

#[tokio::test]
async fn the_second_who_corrects_a_case_sees_what_the_first_wrote_beside_their_own() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let address = format!("/dossiers/{case}/identification");
        let (first, second) = two(&office).await;
        let (one, two) = (first.open(&address).await, second.open(&address).await);
        let typed = format!("name=Personne-Test+8&risk_level=medium&place=Lieu-Test+8&{REST}");
        let done = first.send_opened(&one, &address, &typed).await;
        assert!(done.page.starts_with("303"), "{}", done.page);

        let typed = format!("name=Personne-Test+9&risk_level=high&{REST}");
        let told = second.send_opened(&two, &address, &typed).await;
        let page = &told.page;
        assert!(page.starts_with("422"), "{page}");
        assert!(page.contains("modifié ceci entre-temps") && page.contains("value=\"Personne-Test 9\""));
        assert!(page.contains("Enregistré à présent : Personne-Test 8"), "{page}");
        assert!(page.contains("Enregistré à présent : Lieu-Test 8"));
        // Codes stand as words, and what is the same is not told.
        assert!(
            page.contains("Enregistré à présent : moyen") || page.contains("Enregistré à présent : Moyen")
        );
        assert!(!page.contains("Enregistré à présent : medium") && !page.contains("f-sex-now"));
        let title = page.split("</title>").next().unwrap();
        assert!(!title.contains("Personne-Test"));
        // Nothing was overwritten; sent again over the new version, it is meant.
        let read = || ReadIdentity {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let held = office.look(&office.manager, read()).await.unwrap();
        assert_eq!(held.confided.name.as_deref(), Some("Personne-Test 8"));
        let done = second.send_opened(&told, &address, &typed).await;
        assert!(done.page.starts_with("303"), "{}", done.page);
        let held = office.look(&office.manager, read()).await.unwrap();
        assert_eq!(held.confided.name.as_deref(), Some("Personne-Test 9"));
    }
}

fn line(row: usize, number: &str, goal: &str) -> String {
    format!(
        "&lines%5B{row}%5D.number={number}&lines%5B{row}%5D.line_type=TYPE&lines%5B{row}%5D.line_goal={goal}&lines%5B{row}%5D.line_status=planned"
    )
}

async fn goals(office: &Office, case: PublicRef) -> Vec<String> {
    let read = ReadPlan {
        definitions: office.desk.definitions.clone(),
        case,
    };
    let view = office.look(&office.manager, read).await.unwrap();
    let lines = view.versions[0].lines.iter();
    let goal = |line: &relais_casework::queries::LineView| line.words.clone().unwrap().line_goal.unwrap();
    lines.map(goal).collect()
}

#[tokio::test]
async fn the_second_who_writes_a_plan_sees_the_lines_of_the_first_and_takes_none_away() {
    for office in Office::on_each_engine().await {
        let case = office.planning().await;
        let plan = office.plan(case, 0, "But-Test 1");
        let kind = plan.form.lines[0].line_type.clone();
        office.perform(&office.manager, plan).await.unwrap();
        let address = format!("/dossiers/{case}/plan");
        let (first, second) = two(&office).await;
        let (one, two) = (first.open(&address).await, second.open(&address).await);
        let typed = |lines: &str| format!("place_of_return=Lieu-Test{lines}").replace("TYPE", &kind);
        let lines = line(0, "1", "But-Test+2") + &line(1, "", "But-Test+3");
        let done = first.send_opened(&one, &address, &typed(&lines)).await;
        assert!(done.page.starts_with("303"), "{}", done.page);

        let lines = line(0, "1", "But-Test+4") + &line(1, "", "But-Test+5");
        let told = second.send_opened(&two, &address, &typed(&lines)).await;
        let page = &told.page;
        assert!(page.starts_with("422"), "{page}");
        assert!(page.contains("Enregistré à présent : But-Test 2"), "{page}");
        // The line that the first added stands on the form after what the second typed.
        assert!(page.contains("name=\"lines[2].number\" value=\"2\"") && page.contains("But-Test 3"));
        assert!(page.contains("But-Test 4") && page.contains("But-Test 5"));
        assert_eq!(goals(&office, case).await, ["But-Test 2", "But-Test 3"]);
        let lines = lines + &line(2, "2", "But-Test+3");
        let done = second.send_opened(&told, &address, &typed(&lines)).await;
        assert!(done.page.starts_with("303"), "{}", done.page);
        let mut held = goals(&office, case).await;
        held.sort();
        assert_eq!(held, ["But-Test 3", "But-Test 4", "But-Test 5"]);
    }
}

#[tokio::test]
async fn what_was_typed_for_a_plan_that_was_handed_in_meanwhile_stays_on_the_page() {
    for office in Office::on_each_engine().await {
        let case = office.planning().await;
        let plan = office.plan(case, 0, "But-Test 1");
        let kind = plan.form.lines[0].line_type.clone();
        office.perform(&office.manager, plan).await.unwrap();
        let address = format!("/dossiers/{case}/plan");
        let second = Seat::of(&office, &office.other_manager);
        let open = second.open(&address).await;
        let agreed_on = office.today();
        let hand_in = relais_casework::case::Command::SubmitPlan { agreed_on };
        office.walk(case, &office.manager, hand_in).await;
        let typed = line(0, "1", "But-Test+7").replace("TYPE", &kind);
        let told = second.send_opened(&open, &address, &typed[1..]).await;
        assert!(
            told.page.starts_with("422") && told.page.contains("But-Test 7"),
            "{}",
            told.page
        );
        assert_eq!(goals(&office, case).await, ["But-Test 1"]);
    }
}

#[tokio::test]
async fn a_correction_on_the_page_keeps_what_the_page_does_not_ask() {
    for office in Office::on_each_engine().await {
        let mut form = person("Personne-Test 1");
        form.address = "Adresse-Test 1".into();
        form.countries_of_route = vec!["NER".into(), "LBY".into()];
        let case = office.identify(form).await;
        let address = format!("/dossiers/{case}/identification");
        let seat = Seat::of(&office, &office.manager);
        let open = seat.open(&address).await;
        assert!(open.page.contains("name=\"address\" value=\"Adresse-Test 1\""));
        for country in ["NER", "LBY"] {
            assert!(
                open.page.contains(&ticked("countries_of_route", country)),
                "{country}"
            );
        }
    }
}

fn ticked(field: &str, code: &str) -> String {
    format!("name=\"{field}\" value=\"{code}\" id=\"f-{field}-{code}\" checked")
}

#[tokio::test]
async fn a_person_of_two_nationalities_keeps_both_through_a_correction() {
    for office in Office::on_each_engine().await {
        let mut form = person("Personne-Test 1");
        form.nationality = vec!["CMR".into(), "TCD".into()];
        let case = office.identify(form).await;
        let address = format!("/dossiers/{case}/identification");
        let seat = Seat::of(&office, &office.manager);
        let open = seat.open(&address).await;
        assert!(open.page.contains(&ticked("other_nationalities", "TCD")));
        let typed = format!("name=Personne-Test+1&risk_level=high&other_nationalities=TCD&{REST}");
        let told = seat.send_opened(&open, &address, &typed).await;
        assert!(told.page.starts_with("303"), "{}", told.page);
        let query = ReadIdentity {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let read = office.look(&office.manager, query).await.unwrap();
        let both: Vec<_> = read
            .confided
            .nationality
            .unwrap()
            .given()
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(both, ["CMR", "TCD"]);
    }
}

#[tokio::test]
async fn the_second_who_writes_annexes_sees_what_the_first_wrote_beside_their_own() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let address = format!("/dossiers/{case}/annexes");
        let seat = Seat::of(&office, &office.manager);
        let (one, two) = (seat.open(&address).await, seat.open(&address).await);
        let done = seat
            .send_opened(
                &one,
                &address,
                "child_wishes=Souhait-Test+8&gbv_notes=Note-Test+8",
            )
            .await;
        assert!(done.page.starts_with("303"), "{}", done.page);
        let told = seat
            .send_opened(
                &two,
                &address,
                "child_wishes=Souhait-Test+9&gbv_notes=Note-Test+8",
            )
            .await;
        let page = &told.page;
        assert!(
            page.starts_with("422") && page.contains("modifié ceci entre-temps"),
            "{page}"
        );
        assert!(page.contains("Souhait-Test 9") && page.contains("Enregistré à présent : Souhait-Test 8"));
        assert!(
            !page.contains("Enregistré à présent : Note-Test 8"),
            "what is the same is not told"
        );
        let again = seat
            .send_opened(
                &told,
                &address,
                "child_wishes=Souhait-Test+9&gbv_notes=Note-Test+8",
            )
            .await;
        assert!(again.page.starts_with("303"), "{}", again.page);
        assert!(seat.get(&address).await.1.contains("Souhait-Test 9"));
    }
}

#[tokio::test]
async fn what_was_typed_for_a_closure_stays_when_somebody_else_moved_the_case_on() {
    for office in Office::on_each_engine().await {
        let case = office.registered().await;
        let address = format!("/dossiers/{case}/etapes/request_closure");
        let seat = Seat::of(&office, &office.manager);
        let open = seat.open(&address).await;
        office.walk(case, &office.manager, Step::StartAssessment).await;
        let told = seat
            .send_opened(&open, &address, "note=Note-Test+9&unreachable=yes&reason=other")
            .await;
        assert!(told.page.starts_with("422"), "{}", told.page);
        assert!(
            told.page.contains("Note-Test 9") && told.page.contains("est à présent à l’étape"),
            "{}",
            told.page
        );
    }
}
