//! The public directory for people.

use http::{Request, StatusCode, header};
use relais_directory::{Service, Visibility, hsds::is_public};

use super::{asking::Asker, town::Town};

async fn asker(town: &Town) -> Asker {
    Asker::new(town, &town.person("P11", &["R06"]).await)
}

async fn ask(asker: &Asker, fields: &str) -> String {
    let form = Request::post("/trouver")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, "http://localhost");
    let answer = asker.ask(form, fields.to_owned()).await;
    assert_eq!(answer.status, StatusCode::OK, "{fields}: {}", answer.body);
    answer.body
}

fn leads_to(page: &str, service: &Service) -> bool {
    page.contains(&format!("/trouver/{}", service.public_ref.uuid()))
}

#[tokio::test]
async fn a_word_without_accents_and_with_a_slip_finds_what_is_public() {
    for town in Town::on_each_engine().await {
        let asker = asker(&town).await;
        let all = town.services().await;
        let wanted = all
            .iter()
            .find(|s| is_public(s) && s.name.fr == "Écoute et conseil")
            .unwrap();
        for words in ["ecoute", "ÉCOUTE", "%C3%A9coutte"] {
            let page = ask(&asker, &format!("words={words}")).await;
            assert!(leads_to(&page, wanted), "{words}");
        }
        assert!(
            ask(&asker, "words=%C3%A9coutte")
                .await
                .contains("Cherché à la place")
        );
        let nothing = ask(&asker, "words=xqzvwk").await;
        assert!(!nothing.contains("class=\"work-item"));
    }
}

#[tokio::test]
async fn what_is_hidden_or_for_members_is_on_no_public_page() {
    for town in Town::on_each_engine().await {
        let asker = asker(&town).await;
        for service in town
            .services()
            .await
            .iter()
            .filter(|s| s.visibility != Visibility::Public)
        {
            let answer = asker.get(&format!("/trouver/{}", service.public_ref)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            for need in &service.needs {
                let page = ask(&asker, &format!("need={need}")).await;
                assert!(!leads_to(&page, service), "{need}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_asked_first_narrows_the_list_to_those_that_say_so() {
    for town in Town::on_each_engine().await {
        let asker = asker(&town).await;
        let public: Vec<Service> = town.services().await.into_iter().filter(is_public).collect();
        for condition in relais_directory::hsds::Condition::ALL {
            let holding: Vec<&Service> = public.iter().filter(|s| condition.holds(s)).collect();
            let page = ask(&asker, &format!("conditions={}", condition.code())).await;
            let word = format!("<h2 id=\"found\">{}", holding.len());
            assert!(page.contains(&word) || holding.is_empty(), "{condition:?} {word}");
        }
        let there = public.iter().find(|s| s.place.spot.region.is_some()).unwrap();
        let region = there.place.spot.region.as_ref().unwrap();
        let page = ask(&asker, &format!("region={region}&words={}", "service")).await;
        assert!(!page.contains("Ville-Cachee"));
        let all = ask(&asker, &format!("region={region}")).await;
        assert!(all.contains("class=\"work-item"));
        let refused = Request::post("/trouver").header(header::ORIGIN, "http://localhost");
        let refused = asker.ask(refused, "region=ailleurs").await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn a_public_page_says_how_to_reach_a_service_in_both_languages() {
    let town = Town::on_each_engine().await.remove(0);
    let asker = asker(&town).await;
    let all = town.services().await;
    let service = all
        .iter()
        .find(|s| is_public(s) && s.contact.phone.is_some())
        .unwrap();
    for (lang, name) in [("fr", &service.name.fr), ("en", &service.name.en)] {
        let request =
            Request::get(format!("/trouver/{}", service.public_ref)).header(header::ACCEPT_LANGUAGE, lang);
        let page = asker.ask(request, "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(service.contact.phone.as_deref().unwrap()));
        assert!(page.body.contains(&name.replace('&', "&#38;")), "{name}");
    }
}

#[tokio::test]
async fn the_map_shows_the_towns_of_what_was_found_and_of_nothing_hidden() {
    for town in Town::on_each_engine().await {
        let asker = asker(&town).await;
        let all = ask(&asker, "words=").await;
        let circles = all.matches("<circle").count();
        assert!(circles > 0, "towns with a public service are on the map");
        assert!(!all.contains("Ville-Cachee"));
        let nothing = ask(&asker, "words=xqzvwk").await;
        assert!(!nothing.contains("<circle"), "nothing found is nowhere");
    }
}
