use relais_directory::{actions::ImportCounts, store::directory_organisations};
use relais_trust::{Actor, Door, Failure};

use super::town::{SHEET, Town};

const ONE: &str = "clé;organisation;organisation (en);type;sigle;code PEAS;région;ville;service;service (en);besoins;\
    dimension;visibilité;vérifié le\n\
    P94;Clinique-Test;Test clinic;ngo;CT;oui;Littoral;Douala;Consultation-Test;Test consultation;health;health;membres;2026-02-20\n";

#[tokio::test]
async fn the_demonstration_sheet_comes_in_whole_and_twice_changes_nothing() {
    for town in Town::empty_on_each_engine().await {
        let console = Actor::installation(Door::Console);
        let first = town.import(&console, SHEET).await.unwrap();
        let services = town.services().await;
        assert_eq!(first.set_aside, 0);
        assert_eq!(first.services_added, services.len());
        assert!(
            first.services_added > 30 && first.organisations_added > 15,
            "{first:?}"
        );

        let second = town.import(&console, SHEET).await.unwrap();
        let unchanged = ImportCounts {
            services_unchanged: first.services_added,
            ..ImportCounts::default()
        };
        assert_eq!(second, unchanged);
        assert_eq!(town.services().await, services);
    }
}

#[tokio::test]
async fn sv_07_what_is_said_of_an_organisation_is_kept_and_the_same_sheet_changes_nothing() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let first = town.import(&manager, ONE).await.unwrap();
        assert_eq!(
            (first.organisations_added, first.services_added),
            (1, 1),
            "{first:?}"
        );
        let rows = town.test.trust.database().reader();
        let all = directory_organisations(rows).await.unwrap();
        let kept = all.iter().find(|o| o.code.as_str() == "P94").unwrap();
        assert_eq!(
            (kept.acronym.as_deref(), kept.psea_code),
            (Some("CT"), Some(true))
        );
        assert_eq!(town.service("Consultation-Test").await.organisation, kept.id);
        let second = town.import(&manager, ONE).await.unwrap();
        assert_eq!((second.organisations_changed, second.services_unchanged), (0, 1));
    }
}

#[tokio::test]
async fn only_the_directory_manager_imports() {
    for town in Town::on_each_engine().await {
        for role in ["R04", "R07", "R10", "R18"] {
            let other = town.person("P14", &[role]).await;
            let refused = town.import(&other, ONE).await;
            assert!(matches!(refused, Err(Failure::Missing)), "{role}");
        }
        let mut elsewhere = town.person("P14", &["R13"]).await;
        elsewhere.mechanism = None;
        assert!(matches!(
            town.import(&elsewhere, ONE).await,
            Err(Failure::Missing)
        ));
    }
}
