use axum::{
    Extension, Router,
    body::{Body, to_bytes},
};
use http::{HeaderMap, Request, StatusCode, header};
use relais_kernel::Priority;
use relais_referral::{
    actions::OpenSlip,
    pages::{PARTNER_TEXTS, TEXTS, pages, partner_pages},
    referral::{Command, ContactPlan, StateKind, Terms},
    room::Referrals,
    store::links,
};
use relais_shell::{House, Readiness, Shell, Viewer, surround};
use relais_trust::{Actor, accounts::Presence};
use tower::ServiceExt;

use crate::country::{Country, NAME};

pub struct Browser {
    app: Router,
    cookies: String,
    pub language: &'static str,
}

impl Browser {
    /// Nobody is signed in.
    pub fn of(country: &Country) -> Self {
        Self::seen_by(country, None)
    }

    pub fn signed_in(country: &Country, actor: &Actor) -> Self {
        Self::seen_by(country, Some(actor))
    }

    fn seen_by(country: &Country, actor: Option<&Actor>) -> Self {
        let below = relais_casework::pages::TEXTS;
        let sources: Vec<_> = TEXTS.into_iter().chain(PARTNER_TEXTS).chain(below).collect();
        let shell = Shell::rehearsal(&sources).unwrap();
        let house = House::new(
            country.test.trust.clone(),
            shell.clone(),
            Box::new(|_, _| Viewer::default()),
        );
        let room = Referrals {
            house,
            definitions: country.definitions.clone(),
        };
        let casework = relais_casework::room::Casework {
            house: room.house.clone(),
            desk: country.desk(),
        };
        let below = relais_casework::pages::pages(casework);
        let mut rooms = partner_pages(room.clone()).merge(pages(room)).merge(below);
        if let Some(actor) = actor {
            rooms = rooms.layer(Extension(presence(actor)));
        }
        Self {
            app: surround(rooms, &shell, Readiness::new(|| async { true })),
            cookies: String::new(),
            language: "fr",
        }
    }

    async fn ask(&mut self, request: Request<Body>) -> (StatusCode, String, String) {
        let (status, headers, body) = self.fetch(request).await;
        let to = headers.get(header::LOCATION);
        let to = to.map_or(String::new(), |to| to.to_str().unwrap().to_owned());
        (status, to, String::from_utf8(body).unwrap())
    }

    async fn fetch(&mut self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let response = self.app.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            self.cookies = format!(
                "{}{}{pair}",
                self.cookies,
                if self.cookies.is_empty() { "" } else { "; " }
            );
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, headers, body.to_vec())
    }

    /// A file, with the headers it comes with.
    pub async fn file(&mut self, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
        let request = Request::get(path)
            .header(header::HOST, "localhost")
            .header(header::COOKIE, &self.cookies)
            .body(Body::empty())
            .unwrap();
        self.fetch(request).await
    }

    pub async fn get(&mut self, path: &str) -> (StatusCode, String) {
        let request = Request::get(path)
            .header(header::HOST, "localhost")
            .header(header::COOKIE, &self.cookies)
            .header(header::ACCEPT_LANGUAGE, self.language)
            .body(Body::empty())
            .unwrap();
        let (status, _, body) = self.ask(request).await;
        (status, body)
    }

    pub async fn post(&mut self, path: &str, once: &str, fields: &str) -> (StatusCode, String, String) {
        let request = Request::post(path)
            .header(header::HOST, "localhost")
            .header(header::ORIGIN, "http://localhost")
            .header(header::COOKIE, &self.cookies)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("once={once}&{fields}")))
            .unwrap();
        self.ask(request).await
    }
}

fn presence(actor: &Actor) -> Presence {
    Presence {
        actor: actor.clone(),
        name: "Personne-Test".into(),
        organisation: relais_kernel::Localised::new("Structure-test", "Test organisation"),
        awaits_second_factor: false,
        travelling: false,
        reads_only: false,
    }
}

pub fn once(body: &str) -> String {
    let mark = "name=\"once\" value=\"";
    let at = body.find(mark).unwrap() + mark.len();
    body[at..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn sec_dp_03_a_partner_reads_the_minimum_and_never_who_it_is() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let mut browser = Browser::of(&country);
        let home = format!("/r/{}", links::token(&country.test.trust, link));
        for path in [
            home.clone(),
            format!("{home}/oui"),
            format!("{home}/non"),
            format!("{home}/attente"),
            format!("{home}/question"),
            format!("{home}/resultat"),
        ] {
            let (status, body) = browser.get(&path).await;
            assert_eq!(status, StatusCode::OK, "{body}");
            assert!(!body.contains(NAME) && !body.contains("Zéphyrine"));
            assert!(!body.contains("partner-"), "a text is missing: {body}");
        }
        let (_, body) = browser.get(&home).await;
        assert!(body.contains(&country.row(referral).await.case_code) && body.contains("Santé"));
        // Reading changed nothing.
        assert_eq!(country.state(referral).await, StateKind::Sent);
    }
}

#[tokio::test]
async fn a_partner_answers_in_two_taps_without_script() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let mut browser = Browser::of(&country);
        let code = links::code(&country.test.trust, link);
        let (_, form) = browser.get("/reponse").await;
        let (status, home, _) = browser
            .post("/reponse", &once(&form), &format!("code={code}"))
            .await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, form) = browser.get(&format!("{home}/oui")).await;
        let (status, _, body) = browser
            .post(&format!("{home}/oui"), &once(&form), "at=&note=")
            .await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
        assert_eq!(country.state(referral).await, StateKind::Accepted);
        let (_, form) = browser.get(&format!("{home}/resultat")).await;
        let (status, _, body) = browser
            .post(
                &format!("{home}/resultat"),
                &once(&form),
                "outcome=fully&next=none",
            )
            .await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
        assert_eq!(country.state(referral).await, StateKind::FeedbackGiven);
        let (status, body) = browser.get(&home).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!body.contains(NAME));
    }
}

#[tokio::test]
async fn a_slip_asks_for_its_pin_beside_the_answer() {
    for country in Country::on_each_engine().await {
        let (referral, _) = country.sent(Priority::Urgent).await;
        let trust = &country.test.trust;
        let open = OpenSlip {
            definitions: country.definitions.clone(),
            referral,
        };
        let slip = trust.perform(&country.manager, None, open).await.unwrap();
        let mut browser = Browser::of(&country);
        let to = format!("/r/{}/recu", links::token(trust, slip));
        let (_, form) = browser.get(&to).await;
        let (status, _, body) = browser.post(&to, &once(&form), "pin=").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert_eq!(country.state(referral).await, StateKind::Sent);
        let pin = links::pin(trust, slip);
        let (status, _, body) = browser.post(&to, &once(&form), &format!("pin={pin}")).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
        assert_eq!(country.state(referral).await, StateKind::Acknowledged);
    }
}

#[tokio::test]
async fn links_that_open_nothing_are_answered_alike() {
    for country in Country::on_each_engine().await {
        let (_, link) = country.sent(Priority::Urgent).await;
        let mut browser = Browser::of(&country);
        let token = links::token(&country.test.trust, link);
        let unknown = browser
            .get("/r/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
            .await;
        country.after_hours(24 * 91);
        let expired = browser.get(&format!("/r/{token}")).await;
        assert_eq!(unknown.0, expired.0);
        assert!(
            unknown.1.contains("plus valable") && expired.1.contains("plus valable"),
            "{}",
            unknown.1
        );
    }
}

#[tokio::test]
async fn the_receiver_reads_each_thing_about_the_person_once_and_what_is_due_in_their_language() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let receiver = country.receiver().await;
        let address = format!("/referencements/{referral}");
        let mut browser = Browser::signed_in(&country, &receiver);
        assert!(
            browser
                .get(&address)
                .await
                .1
                .contains("Attendu : l’accusé de réception, dans")
        );
        browser.language = "en";
        assert!(
            browser
                .get(&address)
                .await
                .1
                .contains("Awaited: acknowledgement, in")
        );
        browser.language = "fr";
        let by = "2026-11-24T09:00:00Z".parse().unwrap();
        let accept = Command::Accept {
            plan: ContactPlan::ContactBy { by },
            terms: Terms::default(),
            note: None,
        };
        country.step(link, accept).await.unwrap();
        let page = browser.get(&address).await.1;
        assert!(page.contains(NAME), "{page}");
        for told in ["<dt>Tranche", "<dt>Sexe", "<dt>Région"] {
            assert_eq!(page.matches(told).count(), 1, "{told}: {page}");
        }
    }
}
