//! The sheet as its spreadsheet saved it: the same rows, reports and refusals as pasted.

use base64::{Engine, prelude::BASE64_STANDARD};
use http::StatusCode;
use relais_directory::import::Sheet;
use rust_xlsxwriter::Workbook;
use serde_json::json;

use super::{
    asking::{Answered, Asker},
    town::{SHEET, Town},
};

const PAGE: &str = "/annuaire/import";

/// One service that can be written, and one row that cannot.
const TWO: &str = "clé;organisation;organisation (en);type;région;ville;service;service (en);besoins;dimension;visibilité;vérifié le;attente (jours)\n\
    P94;Clinique-Test;Test clinic;ngo;Littoral;Douala;Consultation-Test;Test consultation;health;health;membres;2026-02-20;3\n\
    P95;Foyer-Test;Test home;ngo;Littoral;Douala;Foyer-Test;Test home;couleur;health;membres;2026-02-20;3\n";

/// The same cells in a workbook; numbers are numbers there.
fn workbook(text: &str) -> Vec<u8> {
    let sheet = Sheet::of_text(text).unwrap();
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (row, cells) in (0..).zip(std::iter::once(&sheet.headers).chain(&sheet.rows)) {
        for (column, cell) in (0..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) if !cell.starts_with(['0', '+']) => {
                    page.write_number(row, column, number).map(drop)
                }
                _ => page.write_string(row, column, cell).map(drop),
            }
            .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// What a trial says, without the text it carries on and without tokens.
fn told(answer: &Answered) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let start = answer.body.find("<ul class=\"tiles\">").unwrap();
    let end = answer
        .body
        .find("<form method=\"post\" action=\"/annuaire/import/confirmation\"");
    answer.body[start..end.unwrap_or(answer.body.len())].to_owned()
}

/// The text of the sheet that a trial carries on.
fn carried(answer: &Answered) -> String {
    let text = answer.body.split("name=\"sheet\" value=\"").nth(1).unwrap();
    let text = text.split('"').next().unwrap();
    text.replace("&#34;", "\"")
        .replace("&#38;", "&")
        .replace("&#39;", "'")
}

#[tokio::test]
async fn a_workbook_is_tried_and_written_like_the_same_cells_pasted() {
    for town in Town::on_each_engine().await {
        let asker = Asker::new(&town, &town.person("P14", &["R13"]).await);
        let pasted = asker.fill(PAGE, PAGE, &[("sheet", TWO)]).await;
        let sent = asker.upload(PAGE, PAGE, &[("sheet", "")], &workbook(TWO)).await;
        assert_eq!(told(&sent), told(&pasted));
        assert!(sent.body.contains("couleur") && !sent.body.contains("Personne-Test.xlsx"));

        let before = town.services().await.len();
        let done = asker
            .fill(
                PAGE,
                "/annuaire/import/confirmation",
                &[("sheet", &carried(&sent))],
            )
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(town.services().await.len(), before + 1);
        assert_eq!(town.service("Consultation-Test").await.waiting_days(), Some(3));
    }
}

#[tokio::test]
async fn the_demonstration_sheet_as_a_workbook_changes_nothing_of_what_its_csv_wrote() {
    for town in Town::on_each_engine().await {
        let asker = Asker::new(&town, &town.person("P14", &["R13"]).await);
        let services = town.services().await;
        let sent = asker.upload(PAGE, PAGE, &[], &workbook(SHEET)).await;
        let pasted = asker.fill(PAGE, PAGE, &[("sheet", SHEET)]).await;
        assert_eq!(told(&sent), told(&pasted));
        assert!(
            !sent.body.contains("/annuaire/import/confirmation"),
            "nothing to write"
        );
        let body = json!({ "file": BASE64_STANDARD.encode(workbook(SHEET)) });
        let answer = asker.post_json("/api/v1/services/import", &body).await;
        let said: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(said["counts"]["services_unchanged"], services.len(), "{said}");
        assert_eq!(town.services().await, services);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_told_in_a_sentence_and_what_was_pasted_stays() {
    for town in Town::on_each_engine().await {
        let asker = Asker::new(&town, &town.person("P14", &["R13"]).await);
        let mut formulas = Workbook::new();
        formulas.add_worksheet().write_formula(4, 2, "=1+1").unwrap();
        let cases = [
            (formulas.save_to_buffer().unwrap(), "", "C5"),
            (b"%PDF-1.7\0".to_vec(), "", ".xlsx"),
            (b"PK\x03\x04".to_vec(), "", "abîmé"),
            (workbook(TWO), "clé;service", "pas les deux"),
        ];
        for (file, pasted, sentence) in cases {
            let sent = asker.upload(PAGE, PAGE, &[("sheet", pasted)], &file).await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
            assert!(
                sent.body.contains(sentence) && sent.body.contains(pasted),
                "{}",
                sent.body
            );
        }
        let neither = asker.post_json("/api/v1/services/import", &json!({})).await;
        assert!(neither.body.contains("OneSheet"), "{}", neither.body);
        let wrong = json!({ "file": "%%%" });
        let wrong = asker.post_json("/api/v1/services/import", &wrong).await;
        assert!(wrong.body.contains("NotBase64"), "{}", wrong.body);
    }
}

#[tokio::test]
async fn only_the_directory_manager_has_a_file_read() {
    for town in Town::on_each_engine().await {
        let keeper = Asker::new(&town, &town.person("P14", &["R13"]).await);
        assert_eq!(keeper.get(PAGE).await.status, StatusCode::OK);
        let other = Asker::new(&town, &town.person("P11", &["R07"]).await);
        let sent = other
            .upload("/annuaire/mes-services", PAGE, &[], b"no sheet")
            .await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{}", sent.body);
        let body = json!({ "file": "%%%" });
        let sent = other.post_json("/api/v1/services/import", &body).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{}", sent.body);
    }
}
