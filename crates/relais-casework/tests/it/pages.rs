use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    response::Response,
};
use http::{Request, StatusCode, header};
use relais_casework::{api, case::Command as Step, pages, room::Casework};
use relais_kernel::{Localised, PublicRef};
use relais_shell::{House, Readiness, Shell, Viewer, surround};
use relais_trust::{Actor, accounts::Presence};
use tower::ServiceExt;

use crate::office::{Office, person};

/// The pages as somebody signed in sees them.
pub struct Seat(Router);

/// A page that stands open in a browser.
pub struct Opened {
    cookie: String,
    pub page: String,
}

/// What came back from a form.
pub struct Sent {
    pub status: StatusCode,
    pub to: String,
    pub page: String,
}

impl Seat {
    pub fn of(office: &Office, actor: &Actor) -> Self {
        let shell = Shell::rehearsal(&pages::TEXTS).unwrap();
        let reception = Box::new(|_: &Presence, _| Viewer::default());
        let house = House::new(office.test.trust.clone(), shell.clone(), reception);
        let presence = Presence {
            actor: actor.clone(),
            name: "Personne-Test".into(),
            organisation: Localised::new("Structure-test", "Test organisation"),
            awaits_second_factor: false,
            travelling: false,
            reads_only: false,
        };
        let room = Casework {
            house,
            desk: office.desk.clone(),
        };
        let (json, _) = relais_shell::api("test", [api::api(room.clone())]);
        let rooms = pages::pages(room).merge(json).layer(Extension(presence));
        Self(surround(rooms, &shell, Readiness::new(|| async { true })))
    }

    pub async fn ask(
        &self,
        method: &str,
        path: &str,
        cookie: &str,
        body: String,
    ) -> (StatusCode, String, String) {
        let (parts, body) = self.response(method, path, cookie, body).await.into_parts();
        let bytes = to_bytes(body, 1 << 22).await.unwrap();
        let cookies = parts.headers.get_all(header::SET_COOKIE).iter();
        let cookie = cookies
            .map(|line| line.to_str().unwrap().split(';').next().unwrap())
            .collect::<Vec<_>>()
            .join("; ");
        (parts.status, cookie, String::from_utf8(bytes.to_vec()).unwrap())
    }

    async fn response(&self, method: &str, path: &str, cookie: &str, body: String) -> Response {
        let kind = if path.starts_with("/api/") {
            "application/json"
        } else {
            "application/x-www-form-urlencoded"
        };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost:8080")
            .header(header::ORIGIN, "http://localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT_LANGUAGE, "fr")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        self.0.clone().oneshot(request).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> (StatusCode, String) {
        let (status, _, page) = self.ask("GET", path, "", String::new()).await;
        (status, page)
    }

    /// The same form twice, as a double tap does.
    pub async fn send_twice(&self, page: &str, path: &str, fields: &str) -> (Sent, Sent) {
        let (_, cookie, shown) = self.ask("GET", page, "", String::new()).await;
        let form = shown.split(&format!("action=\"{path}\"")).nth(1).unwrap();
        let once = form.split("name=\"once\" value=\"").nth(1).unwrap();
        let once = once.split('"').next().unwrap();
        let body = format!("once={once}&{fields}");
        (
            self.sent(path, &cookie, body.clone()).await,
            self.sent(path, &cookie, body).await,
        )
    }

    async fn sent(&self, path: &str, cookie: &str, body: String) -> Sent {
        let response = self.response("POST", path, cookie, body).await;
        let to = response.headers().get(header::LOCATION);
        let to = to.map_or(String::new(), |to| to.to_str().unwrap().to_owned());
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1 << 22).await.unwrap();
        Sent {
            status,
            to,
            page: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// Opens a page and leaves it open: the form's token, its cookie and the page.
    pub async fn open(&self, page: &str) -> Opened {
        let (_, cookie, page) = self.ask("GET", page, "", String::new()).await;
        Opened { cookie, page }
    }

    /// Sends the form of a page that was opened before, with the version that it carries.
    pub async fn send_opened(&self, opened: &Opened, path: &str, fields: &str) -> Opened {
        let form = opened.page.split(&format!("action=\"{path}\"")).nth(1).unwrap();
        let value = |name: &str| {
            let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1);
            rest.unwrap().split('"').next().unwrap().to_owned()
        };
        let body = format!("once={}&version={}&{fields}", value("once"), value("version"));
        let sent = self.sent(path, &opened.cookie, body).await;
        Opened {
            cookie: opened.cookie.clone(),
            page: format!("{} {}", sent.status, sent.page),
        }
    }

    /// Fills in the form of a page and sends it to `path`.
    async fn send(&self, page: &str, path: &str, fields: &str) -> (StatusCode, String) {
        let (_, cookie, shown) = self.ask("GET", page, "", String::new()).await;
        // The form of the page itself, not those of the layout.
        let form = shown.split(&format!("action=\"{path}\"")).nth(1).unwrap();
        let once = form.split("name=\"once\" value=\"").nth(1).unwrap();
        let once = once.split('"').next().unwrap();
        let body = format!("once={once}&{fields}");
        let (status, _, page) = self.ask("POST", path, &cookie, body).await;
        (status, page)
    }
}

fn addresses(case: PublicRef) -> Vec<String> {
    [
        "",
        "/identite",
        "/parcours",
        "/besoins",
        "/annexes",
        "/plan",
        "/suivis",
        "/consentements/nouveau",
    ]
    .map(|rest| format!("/dossiers/{case}{rest}"))
    .into()
}

#[tokio::test]
async fn dp01_another_organisation_sees_the_same_as_for_a_case_that_does_not_exist() {
    for office in Office::on_each_engine().await {
        let case = office.planning().await;
        let (own, stranger) = (
            Seat::of(&office, &office.manager),
            Seat::of(&office, &office.stranger),
        );
        let nothing = PublicRef::new(office.test.trust.chance());
        for (there, nowhere) in addresses(case).iter().zip(addresses(nothing)) {
            assert_eq!(own.get(there).await.0, StatusCode::OK, "{there}");
            let (status, page) = stranger.get(there).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{there}");
            let (_, missing) = stranger.get(&nowhere).await;
            // Tokens of forms and the number of the request are fresh each time; the address asked for stands in
            // the language link.
            let plain = |page: &str, address: PublicRef| {
                let page = page.replace(&address.to_string(), "");
                let lines = page.lines().filter(|line| !line.contains("Numéro de la demande"));
                let page: String = lines.collect();
                let mut parts = page.split("name=\"once\" value=\"");
                let first = parts.next().unwrap_or_default().to_owned();
                parts.fold(first, |all, part| all + part.split_once('"').unwrap().1)
            };
            assert_eq!(plain(&page, case), plain(&missing, nothing), "{there}");
        }
    }
}

#[tokio::test]
async fn dp12_the_page_of_annexes_is_missing_for_a_supervisor_and_an_administrator() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let address = format!("/dossiers/{case}/annexes");
        for other in [&office.supervisor, &office.administrator, &office.other_manager] {
            let (status, _) = Seat::of(&office, other).get(&address).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
        }
        let own = Seat::of(&office, &office.manager);
        let (status, _) = own
            .send(&address, &address, "version=0&gbv_notes=Note-Test+5")
            .await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert!(own.get(&address).await.1.contains("Note-Test 5"));
    }
}

#[tokio::test]
async fn faults_stand_beside_their_fields_and_what_was_typed_stays() {
    for office in Office::on_each_engine().await {
        let case = office.planning().await;
        let own = Seat::of(&office, &office.manager);
        let address = format!("/dossiers/{case}/plan");
        let typed = "version=0&lines%5B0%5D.line_goal=But-Test+9&lines%5B0%5D.line_type=";
        let (status, page) = own.send(&address, &address, typed).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("But-Test 9"));
        assert!(page.contains("lines[0].line_type"));
        let address = format!("/dossiers/{case}/suivis");
        let (status, page) = own
            .send(&address, &address, "date=2099-01-01&progress=Mot-Test+3")
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("Mot-Test 3"));
        assert!(page.contains("pas encore arrivée"));
    }
}

#[tokio::test]
async fn closure_is_asked_for_on_a_page_of_its_own() {
    for office in Office::on_each_engine().await {
        let case = office.registered().await;
        let own = Seat::of(&office, &office.manager);
        let address = format!("/dossiers/{case}/etapes/request_closure");
        assert_eq!(own.get(&address).await.0, StatusCode::OK);
        // Over an older version: the page again, which says so.
        let (status, page) = own.send(&address, &address, "version=0").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("modifié ceci entre-temps"), "{page}");
        office.walk(case, &office.manager, Step::StartAssessment).await;
        let (status, _) = Seat::of(&office, &office.stranger).get(&address).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn programs_do_what_the_pages_do_and_find_the_same_things_missing() {
    for office in Office::on_each_engine().await {
        let (own, stranger) = (
            Seat::of(&office, &office.manager),
            Seat::of(&office, &office.stranger),
        );
        let form = serde_json::to_string(&person("Personne-Test 1")).unwrap();
        let (status, _, done) = own.ask("POST", "/api/v1/cases", "", form).await;
        assert_eq!(status, StatusCode::OK, "{done}");
        let done: serde_json::Value = serde_json::from_str(&done).unwrap();
        let address = format!("/api/v1/cases/{}", done["id"].as_str().unwrap());
        let (status, sheet) = own.get(&address).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!sheet.contains("Personne-Test"));
        let (status, refused) = stranger.get(&address).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(refused.contains("NotFound"));
        let annex = r#"{"version":0,"form":{"gbv_notes":"Note-Test"}}"#.to_owned();
        let (status, _, _) = own
            .ask("PUT", &format!("{address}/annexes"), "", annex.clone())
            .await;
        assert_eq!(status, StatusCode::OK);
        let (status, _, _) = Seat::of(&office, &office.supervisor)
            .ask("PUT", &format!("{address}/annexes"), "", annex)
            .await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let sought = r#"{"name":"Personne-Test 1"}"#.to_owned();
        let (_, _, found) = own.ask("POST", "/api/v1/cases/search", "", sought).await;
        assert!(found.contains(done["id"].as_str().unwrap()));
    }
}

#[tokio::test]
async fn sec_3_a_form_is_shown_to_those_alone_who_can_send_it() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let sender = office.test.person(office.house, &["R06"]).await;
        let (sender, supervisor, manager) = (
            Seat::of(&office, &sender),
            Seat::of(&office, &office.supervisor),
            Seat::of(&office, &office.manager),
        );
        for (form, shown) in [
            ("", [true, true, true]),
            ("/consentements/nouveau", [false, false, true]),
            ("/exceptions/nouvelle", [false, false, true]),
            ("/consentements/retrait", [false, true, true]),
        ] {
            let address = format!("/dossiers/{case}{form}");
            for (seat, shown) in [&sender, &supervisor, &manager].into_iter().zip(shown) {
                let expected = if shown {
                    StatusCode::OK
                } else {
                    StatusCode::NOT_FOUND
                };
                assert_eq!(seat.get(&address).await.0, expected, "{form}");
            }
        }
    }
}
