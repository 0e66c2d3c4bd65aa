//! The directory as a file: what a reader could read page by page, all at once, and nothing more.

use http::StatusCode;

use super::{asking::Asker, town::Town};

/// The lines of a CSV answer, without its mark.
fn lines(body: &str) -> Vec<String> {
    let body = body.strip_prefix('\u{feff}').unwrap();
    body.split("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn the_directory_leaves_as_a_file_with_what_its_reader_found_and_the_journal_says_so() {
    for town in Town::on_each_engine().await {
        let person = town.person("P11", &["R06"]).await;
        let asker = Asker::new(&town, &person);
        let shown = town.services().await;
        let open = shown
            .iter()
            .filter(|s| ["active", "temporarily_closed"].contains(&s.entry.code()));
        let open = open
            .filter(|s| s.organisation != person.organisation.unwrap())
            .count();
        let own = shown
            .iter()
            .filter(|s| s.organisation == person.organisation.unwrap())
            .count();
        let all = asker.get("/annuaire/export.csv").await;
        assert_eq!(all.status, StatusCode::OK);
        let told = lines(&all.body);
        assert!(
            told[0].starts_with("Organisation;Service;Besoins;"),
            "{}",
            told[0]
        );
        // Headings, services, an empty line, where it comes from, and the end.
        assert_eq!(told.len(), 1 + open + own + 3, "{}", all.body);
        assert!(
            told[told.len() - 2].contains("Annuaire des prestataires"),
            "{}",
            all.body
        );
        assert!(!all.body.contains('⟦'), "{}", all.body);
        let narrowed = asker.get("/annuaire/export.csv?need=safe_shelter").await;
        assert!(lines(&narrowed.body).len() < told.len());
        let book = asker.get("/annuaire/export.xlsx").await;
        assert_eq!(book.status, StatusCode::OK);
        assert!(book.bytes.starts_with(b"PK"));
        assert_eq!(town.noted("DirectoryExported").await, 3);
        let nobody = asker.get("/annuaire/export.csv?region=CM005003").await;
        assert_eq!(
            nobody.status,
            StatusCode::NOT_FOUND,
            "nothing finer than a region"
        );
    }
}

#[tokio::test]
async fn sec_57_the_directory_leaves_as_a_file_only_after_a_fresh_proof() {
    for town in Town::on_each_engine().await {
        let person = town.person("P11", &["R06"]).await;
        let asker = Asker::new(&town, &person);
        town.test.clock.advance(jiff::SignedDuration::from_mins(11));
        for file in ["/annuaire/export.csv", "/annuaire/export.xlsx"] {
            let answer = asker.get(file).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{file}");
            assert!(
                answer.location.starts_with("/compte/preuve?back="),
                "{}",
                answer.location
            );
        }
        assert_eq!(
            asker.get("/annuaire").await.status,
            StatusCode::OK,
            "the pages stay open"
        );
        assert_eq!(town.noted("DirectoryExported").await, 0);
    }
}
