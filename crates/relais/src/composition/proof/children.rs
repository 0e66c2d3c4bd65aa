//! A child is looked up under its parent (security requirement 4).

use http::StatusCode;

use super::{
    house::{Application, Knock, plain},
    routes::{Route, table},
    walk::try_route,
    world::{Records, World},
};

/// The children that stand in addresses and belong to one case.
const CHILDREN: [&str; 4] = ["{need}", "{exception}", "{consent}", "{mission}"];

fn nested() -> Vec<Route> {
    let mut all = table();
    all.retain(|route| {
        route.address.contains("{case}") && CHILDREN.iter().any(|c| route.address.contains(c))
    });
    all
}

#[test]
fn sec_4_every_hole_of_an_address_is_known_here() {
    let known = [
        // Records.
        "case",
        "need",
        "exception",
        "consent",
        "referral",
        "service",
        "person",
        "organisation",
        "session",
        "token",
        "passkey",
        "message",
        "transfer",
        "hand_over",
        "order",
        "opening",
        "report",
        "enquiry",
        "mission",
        "notice",
        "request",
        "incident",
        "appointment",
        "alert",
        "reply",
        "dispute",
        "offer",
        "candidacy",
        "partnership",
        // A record of the standard that anybody may read.
        "id",
        // A number of the plan of the case, a colleague of the case's owner, words.
        "line",
        "colleague",
        "step",
        "verb",
        "act",
        "file",
        "list",
        // What stands nowhere.
        "*rest",
    ];
    for route in table() {
        for hole in route.address.split('{').skip(1) {
            let hole = hole.split('}').next().unwrap();
            assert!(known.contains(&hole), "{}: {hole}", route.name());
        }
    }
    assert!(nested().len() >= 10);
}

#[tokio::test]
async fn sec_4_a_child_under_another_parent_does_not_exist() {
    for world in World::on_each_engine().await {
        let insider = Knock::Person(Box::new(world.insider.clone()));
        let app = Application::of(&world, insider).await;
        let nothing = world.nothing();
        for route in nested() {
            let swapped = Records {
                case: world.mine.case,
                ..world.sibling
            };
            let unknown = Records {
                case: world.mine.case,
                ..nothing
            };
            let other = try_route(&app, &world, &route, &swapped).await;
            let none = try_route(&app, &world, &route, &unknown).await;
            assert_eq!(
                other.status,
                StatusCode::NOT_FOUND,
                "{}: {}",
                route.name(),
                other.body
            );
            let holes = |r: &Records| [r.need, r.exception, r.consent, r.mission].map(|it| it.to_string());
            assert_eq!(
                plain(&other, &holes(&swapped)),
                plain(&none, &holes(&unknown)),
                "{}",
                route.name()
            );
        }
    }
}

/// The plan of the other case has three lines, this one's has one.
#[tokio::test]
async fn sec_4_a_line_of_another_plan_does_not_exist_in_this_one() {
    for world in World::on_each_engine().await {
        let app = Application::of(&world, Knock::Person(Box::new(world.insider.clone()))).await;
        let line = |case| format!("/api/v1/cases/{case}/plan/lines/3");
        let body = r#"{"to":"ongoing"}"#;
        assert!(
            app.send("POST", &line(world.mine.case), body)
                .await
                .status
                .is_client_error()
        );
        assert_eq!(
            app.send("POST", &line(world.sibling.case), body).await.status,
            StatusCode::OK
        );
    }
}

/// Who is no colleague of the owner is not named on its annexes, whether they exist elsewhere or not at all.
#[tokio::test]
async fn sec_4_nobody_of_another_organisation_is_named_on_an_annex() {
    for world in World::on_each_engine().await {
        let app = Application::of(&world, Knock::Person(Box::new(world.insider.clone()))).await;
        let all = relais_trust::accounts::accounts_of(
            world.test.trust.database().reader(),
            world.stranger.organisation,
        );
        let foreign = all.await.unwrap()[0].public_ref.to_string();
        let nobody = world.nothing().case.to_string();
        let name = |who: &str| format!("/api/v1/cases/{}/annexes/holders/{who}", world.mine.case);
        let (one, other) = (
            app.send("PUT", &name(&foreign), "").await,
            app.send("PUT", &name(&nobody), "").await,
        );
        assert_eq!(one.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", one.body);
        assert_eq!(plain(&one, &[foreign]), plain(&other, &[nobody]));
    }
}
