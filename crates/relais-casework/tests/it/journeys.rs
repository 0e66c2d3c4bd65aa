use http::StatusCode;
use relais_casework::{
    actions::WriteAnnex, annex::AnnexForm, identification::IdentificationForm, queries::ReadJourney,
};
use relais_trust::Actor;

use crate::{
    office::{Office, code_of, person},
    pages::Seat,
};

/// Somebody whose road is known.
fn traveller() -> IdentificationForm {
    IdentificationForm {
        countries_of_route: vec!["NER".into(), "LBY".into()],
        return_from: "LBY".into(),
        return_date: "2026-02-27".into(),
        ..person("Personne-Test 1")
    }
}

#[tokio::test]
async fn b_9_the_way_of_a_person_begins_before_she_came_and_goes_on_to_today() {
    for office in Office::on_each_engine().await {
        let case = office.identify(traveller()).await;
        let consent = office.consent(case, "given");
        office.perform(&office.manager, consent).await.unwrap();
        office
            .walk(case, &office.manager, relais_casework::case::Command::Register)
            .await;
        let query = ReadJourney {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let view = office.look(&office.manager, query).await.unwrap();
        let acts: Vec<_> = view.moments.iter().map(|moment| moment.what.act).collect();
        assert_eq!(
            acts,
            ["CaseIdentified", "CaseScreened", "ConsentGiven", "CaseRegistered"]
        );
        assert!(view.moments.is_sorted_by_key(|moment| moment.at));

        let (status, page) = Seat::of(&office, &office.manager)
            .get(&format!("/dossiers/{case}/parcours"))
            .await;
        assert_eq!(status, StatusCode::OK);
        for told in [
            "Niger",
            "Libye",
            "27\u{a0}fév",
            "Personne identifiée",
            "Consentement donné",
            "Dossier enregistré",
        ] {
            assert!(page.contains(told), "{told}");
        }
        assert!(!page.contains("Personne-Test"), "the way names nobody");
    }
}

#[tokio::test]
async fn dp_12_the_way_does_not_tell_whether_there_is_an_annex_and_only_those_who_answer_read_it() {
    for office in Office::on_each_engine().await {
        let case = office.identify(traveller()).await;
        let query = || ReadJourney {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let moments = async |actor: &Actor| office.look(actor, query()).await.map(|view| view.moments);
        let before = moments(&office.supervisor).await.unwrap();
        let write = WriteAnnex {
            desk: office.desk.clone(),
            case,
            expected: 0,
            form: AnnexForm {
                gbv_notes: "Note-Plantée 77".into(),
                ..AnnexForm::default()
            },
        };
        office.perform(&office.manager, write).await.unwrap();
        assert_eq!(moments(&office.supervisor).await.unwrap(), before);
        for other in [&office.administrator, &office.stranger] {
            assert_eq!(code_of(&moments(other).await.unwrap_err()), "Missing");
        }
    }
}
