//! Where needs are served and where mandates lie over each other: who sees what of it.

use http::StatusCode;
use relais_directory::{Agreement, Validation, store::directory_organisations};

use super::{asking::Asker, town::Town};

const FUNDED: &str = "clé;organisation;organisation (en);type;financement;financement jusqu’au;convention;validation;atelier;région;service;service (en);besoins;dimension;visibilité;vérifié le\n\
    P94;Clinique-Test;Test clinic;ngo;Projet-Test;31/12/2026;signée;présentée en atelier;Atelier-Test;CM001;Consultation-Test;Test consultation;health;health;membres;2026-02-20\n";

#[tokio::test]
async fn what_the_mapping_asks_of_an_organisation_is_kept_and_the_same_sheet_changes_nothing() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        town.import(&manager, FUNDED).await.unwrap();
        let all = directory_organisations(town.test.trust.database().reader())
            .await
            .unwrap();
        let kept = &all.iter().find(|o| o.code.as_str() == "P94").unwrap().mapping;
        assert_eq!(kept.funder.as_deref(), Some("Projet-Test"));
        assert_eq!(kept.funded_until, "2026-12-31".parse().ok());
        assert_eq!(kept.agreement, Some(Agreement::Signed));
        assert_eq!(kept.validation, Some(Validation::Presented));
        assert_eq!(kept.workshop.as_deref(), Some("Atelier-Test"));
        let second = town.import(&manager, FUNDED).await.unwrap();
        assert_eq!((second.organisations_changed, second.services_unchanged), (0, 1));
    }
}

#[tokio::test]
async fn every_member_sees_where_needs_are_served_and_only_overseers_whose_funding_ends() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        town.import(&manager, FUNDED).await.unwrap();
        let member = town.person("P11", &["R06"]).await;
        for (person, oversees) in [(&manager, true), (&member, false)] {
            let asker = Asker::new(&town, person);
            let page = asker.get("/annuaire/couverture").await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.body.contains('⟦'), "{}", page.body);
            assert!(page.body.contains("Services par besoin et par région"));
            let told = "Financements qui s’arrêtent";
            assert_eq!(page.body.contains(told), oversees);
            assert_eq!(page.body.contains("Clinique-Test"), oversees);
            let file = asker.get("/annuaire/couverture.csv").await;
            let expected = if oversees {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            };
            assert_eq!(file.status, expected);
        }
    }
}

#[tokio::test]
async fn the_table_of_who_does_what_where_has_a_line_of_tags_and_one_for_each_need_and_area() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        town.import(&manager, FUNDED).await.unwrap();
        let asker = Asker::new(&town, &manager);
        let body = asker.get("/annuaire/couverture.csv").await.body;
        let lines: Vec<_> = body.lines().collect();
        assert!(
            lines[1].starts_with("#org+name;#org+funder;#sector;#activity;"),
            "{}",
            lines[1]
        );
        let of_clinic: Vec<_> = lines
            .iter()
            .filter(|line| line.starts_with("Clinique-Test"))
            .collect();
        assert_eq!(of_clinic.len(), 1);
        assert!(of_clinic[0].contains(";CM001;") && of_clinic[0].contains("Projet-Test"));
        assert_eq!(town.noted("DirectoryExported").await, 1);
    }
}

#[tokio::test]
async fn dp_35_no_department_of_a_hidden_service_is_in_the_table() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let services = town.services().await;
        let hidden = services.iter().find(|s| s.visibility.code() == "hidden").unwrap();
        let body = Asker::new(&town, &manager)
            .get("/annuaire/couverture.csv")
            .await
            .body;
        let lines: Vec<_> = body
            .lines()
            .filter(|line| line.contains(&hidden.name.fr))
            .collect();
        assert!(!lines.is_empty());
        let headings: Vec<_> = body.lines().nth(1).unwrap().split(';').collect();
        let at = headings.iter().position(|tag| *tag == "#adm2+code").unwrap();
        for line in lines {
            assert_eq!(line.split(';').nth(at), Some(""), "{line}");
        }
    }
}
