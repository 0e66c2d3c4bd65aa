use relais_casework::{
    actions::{NameAnnexHolder, RemoveAnnexHolder, StepCase, WriteAnnex},
    annex::AnnexForm,
    case::Command as Step,
    queries::{CasePage, ReadAnnexes, ReadIdentity},
};
use relais_kernel::PublicRef;
use relais_trust::{Actor, accounts::accounts_of};

use crate::office::{Office, code_of, person};

fn write(office: &Office, case: PublicRef, expected: u64) -> WriteAnnex {
    WriteAnnex {
        desk: office.desk.clone(),
        case,
        expected,
        form: AnnexForm {
            gbv_notes: "Note-Plantée 77".into(),
            ..AnnexForm::default()
        },
    }
}

fn read(office: &Office, case: PublicRef) -> ReadAnnexes {
    ReadAnnexes {
        definitions: office.desk.definitions.clone(),
        case,
    }
}

async fn address(office: &Office, actor: &Actor) -> PublicRef {
    let all = accounts_of(office.test.trust.database().reader(), actor.organisation)
        .await
        .unwrap();
    all.into_iter()
        .find(|a| Some(a.id) == actor.user)
        .unwrap()
        .public_ref
}

#[tokio::test]
async fn dp12_annexes_open_for_those_named_and_for_nobody_else() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        office
            .perform(&office.manager, write(&office, case, 0))
            .await
            .unwrap();
        let view = office.look(&office.manager, read(&office, case)).await.unwrap();
        assert_eq!(view.annexes.gbv.gbv_notes.as_deref(), Some("Note-Plantée 77"));
        for other in [
            &office.other_manager,
            &office.supervisor,
            &office.administrator,
            &office.stranger,
        ] {
            let read = office.look(other, read(&office, case)).await.unwrap_err();
            assert_eq!(code_of(&read), "Missing");
            let written = office.perform(other, write(&office, case, 1)).await.unwrap_err();
            assert_eq!(code_of(&written), "Missing");
        }
    }
}

#[tokio::test]
async fn dp12_a_holder_names_a_colleague_and_the_last_holder_stays() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let colleague = address(&office, &office.other_manager).await;
        let name = |colleague| NameAnnexHolder {
            desk: office.desk.clone(),
            case,
            colleague,
        };
        let strike = |colleague| RemoveAnnexHolder {
            desk: office.desk.clone(),
            case,
            colleague,
        };
        let stranger = address(&office, &office.stranger).await;
        let refused = office.perform(&office.manager, name(stranger)).await.unwrap_err();
        assert_eq!(code_of(&refused), "MayNotHoldAnnex");
        office.perform(&office.manager, name(colleague)).await.unwrap();
        let view = office
            .look(&office.other_manager, read(&office, case))
            .await
            .unwrap();
        assert_eq!(view.holders.len(), 2);
        let own = address(&office, &office.manager).await;
        office.perform(&office.other_manager, strike(own)).await.unwrap();
        let gone = office
            .look(&office.manager, read(&office, case))
            .await
            .unwrap_err();
        assert_eq!(code_of(&gone), "Missing");
        let last = office
            .perform(&office.other_manager, strike(colleague))
            .await
            .unwrap_err();
        assert_eq!(code_of(&last), "LastHolder");
    }
}

#[tokio::test]
async fn dp_12_each_opening_of_the_annexes_is_shown_to_those_who_answer_for_the_case() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        let page = |actor: &Actor| {
            let query = CasePage {
                definitions: office.desk.definitions.clone(),
                case,
            };
            let (office, actor) = (&office, actor.clone());
            async move { office.look(&actor, query).await }
        };
        assert!(
            page(&office.other_manager)
                .await
                .unwrap()
                .annex_readings
                .is_empty()
        );
        let mut opened = Vec::new();
        for _ in 0..2 {
            office.test.clock.advance(jiff::SignedDuration::from_hours(1));
            opened.push(office.test.trust.now());
            office.look(&office.manager, read(&office, case)).await.unwrap();
        }
        opened.reverse();
        // A try that is refused opens nothing.
        let tried = office.look(&office.supervisor, read(&office, case)).await;
        assert_eq!(code_of(&tried.unwrap_err()), "Missing");
        for answerable in [&office.manager, &office.other_manager, &office.supervisor] {
            let readings = page(answerable).await.unwrap().annex_readings;
            assert_eq!(readings.iter().map(|r| r.at).collect::<Vec<_>>(), opened);
            assert!(readings.iter().all(|r| r.who == "Personne-Test"));
        }
        for nobody in [&office.stranger, &office.administrator] {
            assert_eq!(code_of(&page(nobody).await.unwrap_err()), "Missing");
        }
    }
}

#[tokio::test]
async fn dp12_nothing_on_disk_tells_whether_a_case_has_annexes() {
    for office in Office::on_each_engine().await {
        let written = office.identify(person("Personne-Test 1")).await;
        let empty = office.identify(person("Personne-Test 2")).await;
        office
            .perform(&office.manager, write(&office, written, 0))
            .await
            .unwrap();
        let lengths = |case| {
            let office = &office;
            async move {
                use sea_orm::{ConnectionTrait, Statement};
                let rows = office.test.trust.database().reader();
                let id = office.case(case).await.id.uuid();
                let sql = match rows.get_database_backend() {
                    sea_orm::DatabaseBackend::Postgres => {
                        "SELECT field, length(value) AS n FROM sealed_field WHERE case_id = $1 AND class = 'annex'"
                    }
                    _ => {
                        "SELECT field, length(value) AS n FROM sealed_field WHERE case_id = ? AND class = 'annex'"
                    }
                };
                let found = rows
                    .query_all_raw(Statement::from_sql_and_values(
                        rows.get_database_backend(),
                        sql,
                        [id.into()],
                    ))
                    .await
                    .unwrap();
                let mut all: Vec<(String, i64)> = found
                    .iter()
                    .map(|row| {
                        let n = row
                            .try_get::<i64>("", "n")
                            .or_else(|_| row.try_get::<i32>("", "n").map(i64::from));
                        (row.try_get("", "field").unwrap(), n.unwrap())
                    })
                    .collect();
                all.sort();
                all
            }
        };
        let (one, other) = (lengths(written).await, lengths(empty).await);
        assert!(!one.is_empty());
        assert_eq!(one, other);
    }
}

#[tokio::test]
async fn two_people_who_write_the_same_annexes_are_told() {
    for office in Office::on_each_engine().await {
        let case = office.identify(person("Personne-Test 1")).await;
        office
            .perform(&office.manager, write(&office, case, 0))
            .await
            .unwrap();
        let stale = office
            .perform(&office.manager, write(&office, case, 0))
            .await
            .unwrap_err();
        assert_eq!(code_of(&stale), "Stale");
    }
}

#[tokio::test]
async fn a_note_on_a_step_leaves_the_identity_readable() {
    for office in Office::on_each_engine().await {
        let case = office.registered().await;
        let step = StepCase {
            words: "Remarque-Test".into(),
            ..office.step(case, Step::StartAssessment)
        };
        office.perform(&office.manager, step).await.unwrap();
        let query = ReadIdentity {
            definitions: office.desk.definitions.clone(),
            case,
        };
        let view = office.look(&office.manager, query).await.unwrap();
        assert_eq!(view.confided.name.as_deref(), Some("Personne-Test 1"));
    }
}
