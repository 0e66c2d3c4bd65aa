//! What somebody tells without a name (security requirement 23).

use relais_casework::{
    actions::{AnswerReport, LeaveReport, LeftReport, OpenThread, OpenedThread, Thread},
    queries::{ListReports, ReadReport, ReportDoor, ReportView, ReportsWaiting},
    report::{ReportCode, ReportForm, ReportState, Side},
};
use relais_kernel::PublicRef;
use relais_trust::{Actor, Door, Failure};
use sea_orm::{ConnectionTrait, Statement};

use crate::office::Office;

async fn journal_length(office: &Office) -> i64 {
    let rows = office.test.trust.database().reader();
    let count = "SELECT COUNT(*) AS it FROM journal_entry";
    let ask = Statement::from_string(rows.get_database_backend(), count);
    let row = rows.query_one_raw(ask).await.unwrap().unwrap();
    row.try_get("", "it").unwrap()
}

fn nobody() -> Actor {
    Actor::installation(Door::Link)
}

/// Somebody of an organisation that is open to reports.
struct Reader {
    actor: Actor,
    organisation: PublicRef,
}

impl Reader {
    async fn new(office: &Office, code: &str, roles: &[&str]) -> Self {
        let organisation = office.test.organisation(code).await;
        let actor = office.test.person(organisation, roles).await;
        let query = ReportDoor {
            definitions: office.desk.definitions.clone(),
        };
        let open = office.look(&nobody(), query).await.unwrap();
        let found = open.into_iter().find(|house| house.id == organisation);
        Self {
            actor,
            organisation: found.unwrap().public_ref,
        }
    }
}

async fn leave(office: &Office, to: PublicRef, kind: &str, form: &str) -> LeftReport {
    let wish = ReportForm {
        kind: kind.into(),
        to: to.to_string(),
        words: "Signalement-Test sans aucun nom".into(),
    };
    let command = LeaveReport {
        desk: office.desk.clone(),
        wish: wish.read().ok().unwrap(),
        form: form.into(),
    };
    office.perform(&nobody(), command).await.unwrap()
}

async fn told(office: &Office, to: PublicRef, kind: &str, form: &str) -> ReportCode {
    match leave(office, to, kind, form).await {
        LeftReport::Kept(code) => code,
        other => panic!("{other:?}"),
    }
}

async fn follow(office: &Office, code: ReportCode, letter: Option<(&str, &str)>) -> OpenedThread {
    let command = OpenThread {
        code,
        letter: letter.map(|(words, form)| (words.into(), form.into())),
        desk: office.desk.clone(),
    };
    office.perform(&nobody(), command).await.unwrap()
}

fn open(thread: OpenedThread) -> Thread {
    match thread {
        OpenedThread::Open(thread) => thread,
        _ => panic!("it does not open"),
    }
}

async fn list(office: &Office, actor: &Actor) -> Result<Vec<PublicRef>, Failure> {
    let query = ListReports {
        definitions: office.desk.definitions.clone(),
    };
    let all = office.look(actor, query).await?;
    Ok(all.into_iter().map(|report| report.public_ref).collect())
}

async fn read(office: &Office, actor: &Actor, report: PublicRef) -> Result<ReportView, Failure> {
    let query = ReadReport {
        definitions: office.desk.definitions.clone(),
        report,
    };
    office.look(actor, query).await
}

async fn answer(
    office: &Office,
    actor: &Actor,
    report: PublicRef,
    close: bool,
) -> Result<PublicRef, Failure> {
    let command = AnswerReport {
        desk: office.desk.clone(),
        report,
        words: "Reponse-Test assez longue".into(),
        close,
    };
    office.perform(actor, command).await
}

#[tokio::test]
async fn sec_23_what_was_told_is_read_by_one_house_and_answered_to_whoever_has_the_code() {
    for office in Office::on_each_engine().await {
        let reader = Reader::new(&office, "T81", &["R05"]).await;
        let code = told(&office, reader.organisation, "danger", "form-1").await;
        // The same form sent again is the same report.
        assert_eq!(told(&office, reader.organisation, "danger", "form-1").await, code);
        let reports = list(&office, &reader.actor).await.unwrap();
        assert_eq!(reports.len(), 1);
        let view = read(&office, &reader.actor, reports[0]).await.unwrap();
        assert_eq!(view.letters[0].1, "Signalement-Test sans aucun nom");

        answer(&office, &reader.actor, reports[0], false).await.unwrap();
        let thread = open(follow(&office, code, None).await);
        assert_eq!(thread.letters.len(), 2);
        assert_eq!(
            (thread.letters[1].0.from, thread.state),
            (Side::House, ReportState::Answered)
        );
        assert_eq!(thread.letters[1].1, "Reponse-Test assez longue");

        for _ in 0..2 {
            let thread = open(follow(&office, code, Some(("Suite-Test assez longue", "form-2"))).await);
            assert_eq!((thread.letters.len(), thread.state), (3, ReportState::Waiting));
        }
        answer(&office, &reader.actor, reports[0], true).await.unwrap();
        let late = follow(&office, code, Some(("Encore-Test assez longue", "form-3"))).await;
        assert!(matches!(late, OpenedThread::Refused(thread, _) if thread.letters.len() == 4));
        let wrong = ReportCode::from_bytes([3; 16]);
        assert!(matches!(
            follow(&office, wrong, None).await,
            OpenedThread::Unknown
        ));
    }
}

#[tokio::test]
async fn sec_23_nobody_else_reads_it_and_complaints_stay_apart_from_the_line_of_the_cases() {
    for office in Office::on_each_engine().await {
        let reader = Reader::new(&office, "T81", &["R05"]).await;
        let focal = Reader::new(&office, "T82", &["R16"]).await;
        told(&office, reader.organisation, "danger", "form-1").await;
        told(&office, focal.organisation, "abuse", "form-2").await;
        // Nobody there reads complaints, and nobody here reads reports of danger.
        for (to, kind) in [(reader.organisation, "abuse"), (focal.organisation, "danger")] {
            assert_eq!(leave(&office, to, kind, "form-3").await, LeftReport::NobodyThere);
        }
        let (danger, abuse) = (
            list(&office, &reader.actor).await.unwrap(),
            list(&office, &focal.actor).await.unwrap(),
        );
        assert_eq!((danger.len(), abuse.len()), (1, 1));
        for (actor, report) in [(&reader.actor, abuse[0]), (&focal.actor, danger[0])] {
            assert!(matches!(
                read(&office, actor, report).await,
                Err(Failure::Missing)
            ));
            let answered = answer(&office, actor, report, false).await;
            assert!(matches!(answered, Err(Failure::Missing)));
        }
        // In one house both lines stay apart.
        let house = reader.actor.organisation.unwrap();
        let beside = office.test.person(house, &["R16"]).await;
        assert!(list(&office, &beside).await.unwrap().is_empty());
        assert!(matches!(
            read(&office, &beside, danger[0]).await,
            Err(Failure::Missing)
        ));
        let manager = office.test.person(house, &["R04"]).await;
        assert!(matches!(list(&office, &manager).await, Err(Failure::Missing)));
        let waiting = |actor: Actor| {
            let query = ReportsWaiting {
                definitions: office.desk.definitions.clone(),
            };
            let office = &office;
            async move { office.look(&actor, query).await.unwrap() }
        };
        assert_eq!(waiting(reader.actor.clone()).await, 1);
        assert_eq!(waiting(manager).await, 0);
    }
}

#[tokio::test]
async fn sec_23_telling_leaves_no_line_in_the_journal_and_reading_does() {
    for office in Office::on_each_engine().await {
        let reader = Reader::new(&office, "T81", &["R05"]).await;
        let before = journal_length(&office).await;
        let code = told(&office, reader.organisation, "danger", "form-1").await;
        follow(&office, code, Some(("Suite-Test assez longue", "form-2"))).await;
        follow(&office, ReportCode::from_bytes([3; 16]), None).await;
        assert_eq!(journal_length(&office).await, before);
        let reports = list(&office, &reader.actor).await.unwrap();
        read(&office, &reader.actor, reports[0]).await.unwrap();
        assert_eq!(journal_length(&office).await, before + 1);
    }
}
