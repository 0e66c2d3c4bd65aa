use axum::{
    Extension, Router,
    body::{Body, to_bytes},
};
use http::{Request, StatusCode, header};
use relais_kernel::{Localised, Priority};
use relais_mechanism::Definitions;
use relais_publish::{Limits, rows_of_workbook};
use relais_referral::{
    actions::Wish,
    partition::{PartitionClass, class},
    referral::Command,
};
use relais_results::room::Results;
use relais_shell::{House, Readiness, Shell, Viewer, surround};
use relais_trust::{Actor, SessionMark, accounts::Presence, testing::TestTrust};
use tower::ServiceExt;

use crate::{
    country::{Country, NAME},
    land::Land,
};

/// The pages as somebody signed in sees them.
pub struct Seat(Router);

impl Seat {
    pub fn of(country: &Country, actor: &Actor) -> Self {
        Self::at(&country.test, &country.definitions, actor)
    }

    pub fn at(test: &TestTrust, definitions: &Definitions, actor: &Actor) -> Self {
        let shell = Shell::rehearsal(&relais_results::TEXTS).unwrap();
        // The tests' clock, so that the last ninety days are those of the tests.
        let shell = Shell::new(
            shell.setting().clone(),
            shell.texts().clone(),
            test.clock.clone(),
            std::sync::Arc::new(relais_kernel::SystemEntropy),
        );
        let reception = Box::new(|_: &Presence, _| Viewer::default());
        let house = House::new(test.trust.clone(), shell.clone(), reception);
        // As right after signing in.
        let mark = SessionMark {
            id: uuid::Uuid::nil(),
            proved_at: test.trust.now(),
            strong: true,
        };
        let presence = Presence {
            actor: Actor {
                session: actor.session.or(Some(mark)),
                ..actor.clone()
            },
            name: "Personne-Test".into(),
            organisation: Localised::new("Structure-test", "Test organisation"),
            awaits_second_factor: false,
            travelling: false,
            reads_only: false,
        };
        let room = Results {
            house,
            definitions: definitions.clone(),
            kept: relais_results::kept::Kept::default(),
        };
        let (json, _) = relais_shell::api("test", [relais_results::api(room.clone())]);
        let rooms = relais_results::pages(room).merge(json).layer(Extension(presence));
        Self(surround(rooms, &shell, Readiness::new(|| async { true })))
    }

    pub async fn get(&self, path: &str) -> (StatusCode, String) {
        let (status, bytes) = self.fetch(path).await;
        (status, String::from_utf8(bytes).unwrap())
    }

    pub async fn fetch(&self, path: &str) -> (StatusCode, Vec<u8>) {
        let request = Request::get(path)
            .header(header::HOST, "localhost:8080")
            .header(header::ACCEPT_LANGUAGE, "fr")
            .body(Body::empty())
            .unwrap();
        let (parts, body) = self.0.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, 1 << 22).await.unwrap();
        (parts.status, bytes.to_vec())
    }
}

pub async fn somebody(country: &Country, code: &str, roles: &[&str]) -> Actor {
    let rows = country.test.trust.database().reader();
    let organisation = relais_trust::accounts::organisation_by_code(rows, code)
        .await
        .unwrap();
    country.test.person(organisation.id, roles).await
}

/// Twelve to P03 of which two are declined, three to P04 that nobody answers.
async fn some_referrals(land: &mut Land) {
    for place in 0..12 {
        let (_, link) = land.send(0, Priority::Urgent).await;
        let command = if place < 2 {
            Command::Decline {
                reason: relais_referral::referral::DeclineReason::OutOfArea,
                note: None,
            }
        } else {
            Command::Acknowledge
        };
        assert!(land.answer(link, Wish::Step(Box::new(command))).await);
    }
    for _ in 0..3 {
        land.send(1, Priority::Urgent).await;
    }
    land.wait(25).await;
}

#[tokio::test]
async fn the_coordination_reads_masked_figures_and_only_what_was_escalated() {
    for mut land in Land::on_each_engine().await {
        some_referrals(&mut land).await;
        let coordinator = somebody(&land.country, "P06", &["R10"]).await;
        let seat = Seat::of(&land.country, &coordinator);
        let (status, page) = seat.get("/resultats").await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(
            page.contains("paraîtront le 11\u{a0}déc.\u{a0}2026") && !page.contains("Par prestataire"),
            "{page}"
        );
        // Figures are published once, when the deadlines of the month have passed: nothing of it is read before.
        assert_eq!(land.publish_on("2026-12-11").await, 11);
        let seat = Seat::of(&land.country, &coordinator);
        let (status, page) = seat.get("/resultats").await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains("Référencements envoyés du 1er\u{a0}nov."), "{page}");
        assert!(!page.contains(NAME) && !page.contains('⟦'), "{page}");
        assert!(page.contains("&lt;5") || page.contains("&#60;5"), "{page}");
        // A masked figure opens nothing; asked for by hand it says no number.
        assert!(!page.contains("quoi=no_response"), "{page}");
        let period = "periode=2026-11";
        let (status, list) = seat
            .get(&format!("/resultats/liste?{period}&quoi=no_response"))
            .await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            list.contains("masqué") && !list.contains("autres référencements"),
            "{list}"
        );
        // The three that nobody answered were escalated: those, and no other, are shown one by one.
        for referral in &land.sent {
            let row = land.row(*referral).await.referral;
            let silent = class(&row, land.country.test.trust.now()) == Some(PartitionClass::NoResponse);
            let shown = list.contains(&format!("/referencements/{referral}"));
            assert_eq!(shown, silent && row.escalation.is_some());
        }
        let both = format!("/resultats/liste?{period}&quoi=all&prestataire=P03&region=CM002");
        assert_eq!(seat.get(&both).await.0, StatusCode::NOT_FOUND);
        let (_, json) = seat.get("/api/v1/results/referrals?period=2026-11").await;
        assert!(json.contains("\"fewer_than\":5"), "{json}");
        assert!(
            !json.contains("\"count\":2,") && !json.contains("\"count\":3,"),
            "{json}"
        );
        // What is taken away as a file is masked alike.
        let file = format!("/resultats/fichiers/referencements.csv?{period}");
        let (status, file) = seat.get(&file).await;
        assert_eq!(status, StatusCode::OK, "{file}");
        assert!(file.contains("<5") && !file.contains(NAME), "{file}");
        let mut cells = file.lines().flat_map(|line| line.split(';'));
        assert!(!cells.any(|cell| cell == "2" || cell == "3"), "{file}");
        the_workbook_says_what_the_csv_says(&seat, period, &file).await;
    }
}

/// Opened and compared cell by cell: what is masked in the one is masked in the other, and no part of the file holds
/// more than its sheet shows.
async fn the_workbook_says_what_the_csv_says(seat: &Seat, period: &str, csv: &str) {
    let path = format!("/resultats/fichiers/referencements.xlsx?{period}");
    let (status, book) = seat.fetch(&path).await;
    assert_eq!(status, StatusCode::OK);
    let rows = rows_of_workbook(&book, &Limits::default()).unwrap();
    let lines: Vec<Vec<String>> = csv
        .trim_start_matches('\u{feff}')
        .lines()
        .map(|line| {
            line.split(';')
                .map(|cell| cell.trim_matches('"').to_owned())
                .collect()
        })
        .collect();
    let until = lines
        .iter()
        .position(|line| line.iter().all(String::is_empty))
        .unwrap();
    let masked = rows.iter().flatten().filter(|cell| *cell == "<5").count();
    assert!(until > 3 && masked > 3, "{rows:?}");
    for (row, line) in rows.iter().zip(&lines).take(until) {
        for (at, cell) in line.iter().enumerate() {
            let there = row.get(at).map_or("", String::as_str);
            assert_eq!(
                there.replace('.', ","),
                cell.replace('.', ","),
                "{row:?} {line:?}"
            );
        }
        assert!(!row.iter().any(|cell| cell == "2" || cell == "3"), "{row:?}");
    }
    let sheets = rows
        .get(until..)
        .unwrap()
        .iter()
        .flatten()
        .filter(|cell| !cell.is_empty());
    assert_eq!(sheets.count(), 1, "below the figures stands their source alone");
}

#[tokio::test]
async fn an_organisation_reads_its_own_line_and_opens_its_own_records() {
    for mut land in Land::on_each_engine().await {
        some_referrals(&mut land).await;
        let focal = somebody(&land.country, "P04", &["R07"]).await;
        let seat = Seat::of(&land.country, &focal);
        let (status, page) = seat.get("/resultats").await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert!(page.contains("Reçus par votre structure") && !page.contains("Par prestataire"));
        let period = "periode=2026-11";
        let mine = format!("/resultats/liste?{period}&quoi=no_response&cote=recus");
        let (status, list) = seat.get(&mine).await;
        assert_eq!(status, StatusCode::OK);
        let shown = land
            .sent
            .iter()
            .filter(|r| list.contains(&format!("/referencements/{r}")));
        assert_eq!(shown.count(), 3);
        let file = format!("/resultats/fichiers/referencements.csv?{period}");
        assert_eq!(seat.get(&file).await.0, StatusCode::NOT_FOUND);
        let book = format!("/resultats/fichiers/referencements.xlsx?{period}");
        assert_eq!(seat.get(&book).await.0, StatusCode::NOT_FOUND);
        for refused in ["", "&prestataire=P03", "&region=CM002", "&cote=envoyes"] {
            let path = format!("/resultats/liste?{period}&quoi=all{refused}");
            assert_eq!(seat.get(&path).await.0, StatusCode::NOT_FOUND, "{refused}");
        }
    }
}

#[tokio::test]
async fn nobody_else_reads_figures() {
    for mut land in Land::on_each_engine().await {
        some_referrals(&mut land).await;
        for roles in [["R04"], ["R18"], ["R15"], ["R13"]] {
            let other = somebody(&land.country, "P06", &roles).await;
            let seat = Seat::of(&land.country, &other);
            for path in ["/resultats", "/resultats?du=x", "/api/v1/results/referrals"] {
                assert_eq!(seat.get(path).await.0, StatusCode::NOT_FOUND, "{roles:?} {path}");
            }
        }
        let mut police = somebody(&land.country, "P06", &["R05", "R10"]).await;
        police.firewall = true;
        let seat = Seat::of(&land.country, &police);
        assert_eq!(seat.get("/resultats").await.0, StatusCode::NOT_FOUND);
        let (_, home) = seat.get("/").await;
        assert!(!home.contains("/referencements/"), "{home}");
    }
}

/// Free days were asked for once: two such periods could be subtracted. Whoever kept such an address finds the period
/// that holds the days, and is told so.
#[tokio::test]
async fn an_address_with_free_days_leads_to_the_period_that_holds_them_and_says_why() {
    for mut land in Land::on_each_engine().await {
        some_referrals(&mut land).await;
        land.publish_on("2026-12-11").await;
        let coordinator = somebody(&land.country, "P06", &["R10"]).await;
        let seat = Seat::of(&land.country, &coordinator);
        let (_, plain) = seat.get("/resultats?periode=2026-11").await;
        assert!(!plain.contains("ne trahissent personne"), "{plain}");
        for asked in [
            "du=2026-11-20&au=2026-11-01",
            "du=2026-11-20&au=2026-11-22",
            "du=hier&au=2026-11-22",
            "periode=hier",
            "du=demain",
        ] {
            let (status, page) = seat.get(&format!("/resultats?{asked}")).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            assert!(
                page.contains("ne trahissent personne") && page.contains("novembre 2026"),
                "{page}"
            );
            let figures = |page: &str| page.split("<section").skip(1).collect::<String>();
            assert_eq!(figures(&page), figures(&plain), "{asked}");
        }
        let (status, file) = seat
            .get("/resultats/fichiers/referencements.csv?du=2026-11-10&au=2026-11-20")
            .await;
        assert_eq!(status, StatusCode::OK);
        let (_, whole) = seat
            .get("/resultats/fichiers/referencements.csv?periode=2026-11")
            .await;
        assert_eq!(file, whole);
        let (status, list) = seat
            .get("/resultats/liste?du=2026-11-10&au=2026-11-20&quoi=all")
            .await;
        assert_eq!(status, StatusCode::OK);
        assert!(list.contains("15 référencements étaient comptés"), "{list}");
        let (_, json) = seat
            .get("/api/v1/results/referrals?since=2026-11-10&until=2026-11-20")
            .await;
        let (_, month) = seat.get("/api/v1/results/referrals?period=2026-11").await;
        assert_eq!(json, month);
        let (status, refused) = seat.get("/api/v1/results/referrals?period=2026-13").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.contains("NotAPeriod"), "{refused}");
        // What is not published yet, or never was, says so, to whoever asks for its file too.
        let (_, running) = seat.get("/resultats?periode=2026-Q4").await;
        assert!(running.contains("paraîtront le 11\u{a0}janv."), "{running}");
        let (_, before) = seat.get("/resultats?periode=2025").await;
        assert!(before.contains("n’a été publié"), "{before}");
        let early = "/resultats/fichiers/referencements.csv?periode=2026-Q4";
        assert_eq!(seat.get(early).await.0, StatusCode::SEE_OTHER);
        let unread = "/resultats/liste?du=hier&quoi=all";
        assert_eq!(seat.get(unread).await.0, StatusCode::SEE_OTHER);
    }
}
