//! What stands in addresses is random (security requirement 8, decisions §17).

use super::{
    house::{Application, Knock},
    routes::table,
    walk::try_route,
    world::World,
};

/// Every UUID in a text that tells the time at which it was made.
fn telling(text: &str) -> Vec<&str> {
    let starts = text.char_indices().map(|(at, _)| at);
    let words = starts.filter_map(|at| text.get(at..at + 36));
    words
        .filter(|word| {
            word.parse::<uuid::Uuid>()
                .is_ok_and(|id| id.get_version_num() == 7)
        })
        .collect()
}

#[test]
fn an_internal_id_is_recognised() {
    let inside = "0193f0c4-5c7e-7c3a-9d55-1f2b6a7f8e90";
    assert_eq!(telling(&format!("é href=\"/x/{inside}\"")), [inside]);
    assert!(telling("3f0b8f66-54f5-4b32-a6a6-2e3f1d2c9b10").is_empty());
}

/// An organisation’s journal as a file holds what was hashed: without its ids nobody could check it.
const HASHED: &str = "/journal/structure.";

#[tokio::test]
async fn sec_8_no_page_and_no_answer_carries_an_internal_id() {
    for world in World::on_each_engine().await {
        let app = Application::of(&world, Knock::Person(Box::new(world.insider.clone()))).await;
        let mut seen = 0;
        for route in table()
            .into_iter()
            .filter(|route| !route.address.starts_with(HASHED))
        {
            let answered = try_route(&app, &world, &route, &world.mine).await;
            let to = answered.headers.get(http::header::LOCATION);
            let to = to.map_or("", |to| to.to_str().unwrap());
            let shown = [telling(&answered.body), telling(to)].concat();
            assert!(shown.is_empty(), "{}: {shown:?}", route.name());
            seen += usize::from(answered.status.is_success());
        }
        assert!(
            seen > table().iter().filter(|r| !r.changes()).count() / 2,
            "most pages were seen"
        );
    }
}
