//! What bodies behind the firewall ask, and what they are told (security requirements 13 and 14, DP-15).

use http::StatusCode;
use jiff::{SignedDuration, ToSpan};
use relais_casework::{
    actions::{AnswerEnquiry, AskForData, EnquiryAnswerForm, EnquiryForm, ReviewEnquiry, TakeBackEnquiry},
    queries::{EnquiryDuty, EnquiryList, EnquiryTask, EnquiryTasks, EnquiryView, ListEnquiries, ReadEnquiry},
    store::enquiries_told_of,
};
use relais_kernel::PublicRef;
use relais_trust::{Actor, accounts::organisations};

use crate::{
    hand_over::officer as police,
    office::{Office, code_of, person},
    pages::Seat,
    requests::{asking as asking_for, granting, officer as protection_officer},
};

const WHOM: &str = "Personne-Test 91";
const TOLD: &str = "Information-Test 91";
const REASON: &str = "Motif-Test 91";
const ORDER: &str = "Ordre-Test 91";

async fn reference_of(office: &Office, code: &str) -> PublicRef {
    let all = organisations(office.test.trust.database().reader())
        .await
        .unwrap();
    all.iter().find(|o| o.code == code).unwrap().public_ref
}

async fn asking(office: &Office) -> AskForData {
    let until = office.today().checked_add(60.days()).unwrap();
    AskForData {
        desk: office.desk.clone(),
        form: EnquiryForm {
            to: reference_of(office, "T01").await.to_string(),
            whom: WHOM.into(),
            wanted: "Question-Test 91".into(),
            purpose: "Usage-Test 91".into(),
            basis: "order".into(),
            order: ORDER.into(),
            until: until.to_string(),
        },
    }
}

fn answering(office: &Office, enquiry: PublicRef, expected: u64, answer: &str) -> AnswerEnquiry {
    AnswerEnquiry {
        desk: office.desk.clone(),
        enquiry,
        expected,
        form: EnquiryAnswerForm {
            answer: answer.into(),
            reason: REASON.into(),
            ..EnquiryAnswerForm::default()
        },
    }
}

fn telling(office: &Office, enquiry: PublicRef, ground: &str, code: &str) -> AnswerEnquiry {
    let mut command = answering(office, enquiry, 1, "tell");
    command.form.ground = ground.into();
    command.form.code = code.into();
    command.form.told = TOLD.into();
    command
}

fn reviewing(office: &Office, enquiry: PublicRef, agreed: bool) -> ReviewEnquiry {
    ReviewEnquiry {
        desk: office.desk.clone(),
        enquiry,
        expected: 2,
        agreed,
        words: "Revue-Test 91".into(),
    }
}

fn reading(office: &Office, enquiry: PublicRef) -> ReadEnquiry {
    ReadEnquiry {
        definitions: office.desk.definitions.clone(),
        enquiry,
    }
}

async fn tasks(office: &Office, actor: &Actor) -> Vec<EnquiryTask> {
    let tasks = EnquiryTasks {
        definitions: office.desk.definitions.clone(),
        size: 12,
    };
    office.look(actor, tasks).await.unwrap()
}

async fn duties(office: &Office, actor: &Actor) -> Vec<EnquiryDuty> {
    let tasks = tasks(office, actor).await;
    tasks.into_iter().map(|task| task.duty).collect()
}

/// A page without what differs on every page: the token of its forms, and the address of the record.
fn alike(page: &str, enquiry: PublicRef) -> String {
    let mut parts = page.split("name=\"once\" value=\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('"').map_or(part, |(_, rest)| rest));
    }
    out.replace(&enquiry.to_string(), "")
}

#[tokio::test]
async fn sec_13_the_police_cannot_search_and_its_request_is_a_task_of_one_organisation() {
    for office in Office::on_each_engine().await {
        let police = police(&office, "T90").await;
        let protection = protection_officer(&office).await;
        office.identify(person(WHOM)).await;
        let seat = Seat::of(&office, &police);
        for path in [
            "/dossiers",
            "/dossiers/recherche",
            "/dossiers/nouveau",
            "/api/v1/cases",
        ] {
            assert_eq!(seat.get(path).await.0, StatusCode::NOT_FOUND, "{path}");
        }
        // Not even what is wrong with a form that they should not have.
        let (status, ..) = seat.ask("POST", "/dossiers/recherche", "", String::new()).await;
        assert_ne!(status, StatusCode::UNPROCESSABLE_ENTITY);
        let search = r#"{"name":"Personne-Test 91"}"#.to_owned();
        let (status, ..) = seat.ask("POST", "/api/v1/cases/search", "", search).await;
        assert_eq!(status, StatusCode::NOT_FOUND);

        // The form says what is missing beside its field, and asks once for two taps.
        let (page, to) = ("/requetes/nouvelle", reference_of(&office, "T01").await);
        let (status, shown) = seat.get(page).await;
        assert_eq!(status, StatusCode::OK, "{shown}");
        assert!(!shown.contains(WHOM));
        let until = office.today().checked_add(60.days()).unwrap();
        let fields =
            format!("to={to}&whom=Personne-Test+91&wanted=Question-Test&purpose=Usage-Test&until={until}");
        let (refused, _) = seat
            .send_twice(page, page, &format!("{fields}&basis=order"))
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.page.contains("f-order-fault") && refused.page.contains(WHOM),
            "{}",
            refused.page
        );
        let fields = format!("{fields}&basis=order&order=Ordre-Test+91");
        let (first, second) = seat.send_twice(page, page, &fields).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.page);
        assert_eq!(first.to, second.to, "sent twice, asked once");

        // A task for those who answer in the organisation that was asked, and for nobody else.
        for answers in [&office.manager, &office.supervisor] {
            let tasks = tasks(&office, answers).await;
            assert_eq!(tasks.len(), 1);
            assert_eq!(tasks[0].duty, EnquiryDuty::Answer);
            assert_eq!(format!("/requetes/{}", tasks[0].public_ref), first.to);
        }
        for other in [&office.stranger, &office.administrator, &protection, &police] {
            assert!(duties(&office, other).await.is_empty());
        }
        // A word of it stands on no list and in no other organisation's hands.
        let (_, list) = Seat::of(&office, &office.manager).get("/requetes").await;
        assert!(
            list.contains("Poste-test") && !list.contains(WHOM) && !list.contains(ORDER),
            "{list}"
        );
        let (_, shown) = Seat::of(&office, &office.manager).get(&first.to).await;
        assert!(shown.contains(WHOM) && shown.contains(ORDER), "{shown}");
        let other_post = self::police(&office, "T91").await;
        for outsider in [&office.stranger, &office.administrator, &other_post] {
            let (status, _) = Seat::of(&office, outsider).get(&first.to).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
        }
        // Nobody but a body behind the firewall asks this way.
        for other in [&office.manager, &office.stranger, &protection] {
            let asked = office.perform(other, asking(&office).await).await;
            assert_eq!(code_of(&asked.unwrap_err()), "Missing");
            let (status, _) = Seat::of(&office, other).get(page).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
        }
    }
}

#[tokio::test]
async fn sec_14_a_refusal_an_unknown_person_and_silence_read_alike_to_the_asking_body() {
    for office in Office::on_each_engine().await {
        let police = police(&office, "T90").await;
        let protection = protection_officer(&office).await;
        let mut all = Vec::new();
        for _ in 0..4 {
            let asked = office.perform(&police, asking(&office).await).await;
            all.push(asked.unwrap());
        }
        let [silent, proposed, refused, unknown] = all[..] else {
            panic!("four requests")
        };
        for (enquiry, answer) in [(proposed, "unknown"), (refused, "refused"), (unknown, "unknown")] {
            let command = answering(&office, enquiry, 1, answer);
            office.perform(&office.manager, command).await.unwrap();
        }
        for enquiry in [refused, unknown] {
            let command = reviewing(&office, enquiry, true);
            office.perform(&protection, command).await.unwrap();
        }
        let seat = Seat::of(&office, &police);
        for (after, words) in [
            (0, "En cours d’examen"),
            (24 * 30, "Aucune information communiquée"),
        ] {
            office.test.clock.advance(SignedDuration::from_hours(after));
            let mut pages = Vec::new();
            for enquiry in [silent, proposed, refused, unknown] {
                let (status, page) = seat.get(&format!("/requetes/{enquiry}")).await;
                assert_eq!(status, StatusCode::OK);
                assert!(page.contains(words), "{page}");
                assert!(!page.contains(REASON) && !page.contains("Revue-Test"));
                let (_, json) = seat.get(&format!("/api/v1/enquiries/{enquiry}")).await;
                assert!(!json.contains(REASON) && !json.contains("version"), "{json}");
                pages.push((alike(&page, enquiry), alike(&json, enquiry)));
            }
            for other in &pages[1..] {
                assert_eq!(other, &pages[0]);
            }
        }
        // On the list they are alike as well.
        let list = ListEnquiries {
            definitions: office.desk.definitions.clone(),
        };
        let EnquiryList::Own(own) = office.look(&police, list).await.unwrap() else {
            panic!("its own requests")
        };
        let mut readings: Vec<_> = own.iter().map(|line| (line.reading, line.due)).collect();
        readings.dedup();
        assert_eq!((own.len(), readings.len()), (4, 1));
        // Nor does taking back tell which of them was answered.
        for enquiry in [silent, refused] {
            let command = TakeBackEnquiry {
                desk: office.desk.clone(),
                enquiry,
            };
            let late = office.perform(&police, command).await;
            assert_eq!(code_of(&late.unwrap_err()), "EnquiryOver");
        }
    }
}

#[tokio::test]
async fn sec_14_nothing_is_told_before_the_organisation_and_the_officer_both_agreed() {
    for office in Office::on_each_engine().await {
        let police = police(&office, "T90").await;
        let protection = protection_officer(&office).await;
        let case = office.identify(person(WHOM)).await;
        let code = office.case(case).await.code;
        let enquiry = office.perform(&police, asking(&office).await).await.unwrap();
        let (page, asker) = (format!("/requetes/{enquiry}"), Seat::of(&office, &police));
        let unread = async || {
            let (_, shown) = asker.get(&page).await;
            assert!(
                shown.contains("En cours d’examen") && !shown.contains(TOLD),
                "{shown}"
            );
        };
        unread().await;
        let seat = Seat::of(&office, &office.manager);
        let answer = format!("{page}/reponse");
        let fields = format!(
            "version=1&answer=tell&ground=order&code={code}&told=Information-Test+91&reason=Motif-Test+91"
        );
        let (first, second) = seat.send_twice(&page, &answer, &fields).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.page);
        assert_eq!(first.to, second.to);
        unread().await;
        assert!(duties(&office, &office.manager).await.is_empty());
        assert_eq!(duties(&office, &protection).await, [EnquiryDuty::Agree]);

        // Nobody of the organisation agrees to it, and nothing was told yet.
        for other in [&office.supervisor, &office.manager, &office.stranger, &police] {
            let agreed = office.perform(other, reviewing(&office, enquiry, true)).await;
            assert_eq!(code_of(&agreed.unwrap_err()), "Missing");
        }
        let rows = office.test.trust.database().reader();
        let id = office.case(case).await.id;
        assert!(enquiries_told_of(rows, id).await.unwrap().is_empty());
        unread().await;

        let desk = Seat::of(&office, &protection);
        let (_, shown) = desk.get(&page).await;
        assert!(shown.contains(TOLD) && shown.contains(REASON), "{shown}");
        let (sent, again) = desk
            .send_twice(&page, &page, "version=2&agreed=yes&words=Revue-Test+91")
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.page);
        assert_eq!(sent.to, again.to);
        let (_, shown) = asker.get(&page).await;
        assert!(
            shown.contains("Information communiquée") && shown.contains(TOLD),
            "{shown}"
        );
        for inside in [REASON, "Revue-Test", &code.to_string()] {
            assert!(!shown.contains(inside), "{inside}: {shown}");
        }
        // What left stands on the case.
        assert_eq!(enquiries_told_of(rows, id).await.unwrap().len(), 1);
        // After the day that was named it is read no more.
        office.test.clock.advance(SignedDuration::from_hours(24 * 61));
        let (_, shown) = asker.get(&page).await;
        assert!(
            !shown.contains(TOLD) && shown.contains("Délai de lecture"),
            "{shown}"
        );
        if office.is_file() {
            let bytes = office.bytes();
            for word in [WHOM, TOLD, REASON, ORDER, "Question-Test", "Revue-Test"] {
                assert!(
                    !bytes.windows(word.len()).any(|window| window == word.as_bytes()),
                    "{word}"
                );
            }
        }
    }
}

#[tokio::test]
async fn sec_14_two_roles_in_one_person_are_one_approval_and_what_is_sent_back_is_answered_anew() {
    for office in Office::on_each_engine().await {
        let police = police(&office, "T90").await;
        let protection = protection_officer(&office).await;
        let both = office.test.person(office.house, &["R05", "R15"]).await;
        let enquiry = office.perform(&police, asking(&office).await).await.unwrap();
        office
            .perform(&both, answering(&office, enquiry, 1, "refused"))
            .await
            .unwrap();
        let alone = office.perform(&both, reviewing(&office, enquiry, true)).await;
        assert_eq!(code_of(&alone.unwrap_err()), "SecondPersonNeeded");
        let EnquiryView::Asked(view) = office.look(&both, reading(&office, enquiry)).await.unwrap() else {
            panic!("the side that answers")
        };
        assert!(!view.may_review && !view.may_answer);
        office
            .perform(&protection, reviewing(&office, enquiry, false))
            .await
            .unwrap();
        assert_eq!(duties(&office, &office.supervisor).await, [EnquiryDuty::Answer]);
        let stale = office
            .perform(&office.manager, answering(&office, enquiry, 1, "unknown"))
            .await;
        assert_eq!(code_of(&stale.unwrap_err()), "Stale");
        let again = answering(&office, enquiry, 3, "unknown");
        office.perform(&office.manager, again).await.unwrap();
        assert_eq!(duties(&office, &protection).await, [EnquiryDuty::Agree]);
    }
}

#[tokio::test]
async fn dp_15_a_consent_that_reaches_the_asking_body_is_needed_and_a_foreign_case_is_no_case() {
    for office in Office::on_each_engine().await {
        let police = police(&office, "T90").await;
        let case = office.identify(person(WHOM)).await;
        let code = office.case(case).await.code.to_string();
        let enquiry = office.perform(&police, asking(&office).await).await.unwrap();
        let propose = async |actor: &Actor, ground: &str, code: &str| {
            let command = telling(&office, enquiry, ground, code);
            office.perform(actor, command).await.unwrap_err()
        };
        assert_eq!(
            code_of(&propose(&office.manager, "consent", &code).await),
            "ConsentMissing"
        );
        let elsewhere = relais_casework::actions::IdentifyPerson {
            desk: office.desk.clone(),
            form: person("Personne-Test 92"),
        };
        let foreign = office.perform(&office.stranger, elsewhere).await.unwrap();
        let foreign = office.case(foreign).await.code.to_string();
        for none in [&*foreign, "0000-0000"] {
            let refused = propose(&office.manager, "order", none).await;
            assert_eq!(code_of(&refused), "NoSuchCase", "{none}");
        }
        assert_eq!(
            code_of(&propose(&office.stranger, "order", &foreign).await),
            "Missing"
        );
    }
}

#[tokio::test]
async fn sec_44_what_was_to_be_told_goes_with_the_case_that_is_erased() {
    for office in Office::on_each_engine().await {
        let police = police(&office, "T90").await;
        let protection = protection_officer(&office).await;
        let case = office.identify(person(WHOM)).await;
        let code = office.case(case).await.code.to_string();
        let enquiry = office.perform(&police, asking(&office).await).await.unwrap();
        office
            .perform(&office.manager, telling(&office, enquiry, "order", &code))
            .await
            .unwrap();
        let erasure = office
            .perform(&office.manager, asking_for(&office, case, "erasure"))
            .await
            .unwrap();
        office
            .perform(&protection, granting(&office, erasure))
            .await
            .unwrap();
        let view = office.look(&protection, reading(&office, enquiry)).await;
        let EnquiryView::Asked(view) = view.unwrap() else {
            panic!("the side that answers")
        };
        let words = view.words.unwrap();
        assert!(words.proposal.is_none() && words.told.is_empty() && words.code.is_empty());
        assert_eq!(words.whom, WHOM, "what was asked stays to be answered");
        let agreed = office
            .perform(&protection, reviewing(&office, enquiry, true))
            .await;
        assert_eq!(code_of(&agreed.unwrap_err()), "Stale");
        assert_eq!(duties(&office, &office.manager).await, [EnquiryDuty::Answer]);
    }
}

#[tokio::test]
async fn a_late_request_is_on_the_list_of_those_who_owe_an_answer_and_of_the_officer() {
    for office in Office::on_each_engine().await {
        let police = police(&office, "T90").await;
        let protection = protection_officer(&office).await;
        office.perform(&police, asking(&office).await).await.unwrap();
        assert!(duties(&office, &protection).await.is_empty());
        office.test.clock.advance(SignedDuration::from_hours(24 * 30));
        let late = tasks(&office, &office.supervisor).await;
        assert_eq!(late[0].duty, EnquiryDuty::Answer);
        assert!(late[0].due < office.test.trust.now());
        assert_eq!(duties(&office, &protection).await, [EnquiryDuty::Chase]);
        let (_, list) = Seat::of(&office, &protection).get("/requetes").await;
        assert!(list.contains("En retard"), "{list}");
    }
}

#[tokio::test]
async fn programs_ask_answer_agree_and_take_back_as_people_do() {
    for office in Office::on_each_engine().await {
        let police = police(&office, "T90").await;
        let protection = protection_officer(&office).await;
        let all = "/api/v1/enquiries";
        let send = async |actor: &Actor, method: &str, path: &str, body: serde_json::Value| {
            let seat = Seat::of(&office, actor);
            let (status, _, answer) = seat.ask(method, path, "", body.to_string()).await;
            assert_eq!(status, StatusCode::OK, "{answer}");
            serde_json::from_str::<serde_json::Value>(&answer).unwrap()
        };
        let form = serde_json::to_value(asking(&office).await.form).unwrap();
        let asked = send(&police, "POST", all, form.clone()).await;
        let one = format!("{all}/{}", asked["id"].as_str().unwrap());
        let (_, list) = Seat::of(&office, &office.manager).get(all).await;
        assert!(
            list.contains("\"state\":\"open\"") && !list.contains(WHOM),
            "{list}"
        );
        let answer = serde_json::json!({ "version": 1, "answer": { "answer": "unknown" } });
        send(&office.manager, "POST", &format!("{one}/proposals"), answer).await;
        let review = serde_json::json!({ "version": 2, "agreed": true });
        send(&protection, "POST", &format!("{one}/reviews"), review).await;
        let (_, shown) = Seat::of(&office, &protection).get(&one).await;
        assert!(shown.contains("\"state\":\"withheld\""), "{shown}");
        let (_, shown) = Seat::of(&office, &police).get(&one).await;
        assert!(shown.contains("\"state\":\"waiting\""), "{shown}");
        send(&police, "DELETE", &one, serde_json::Value::Null).await;
        let (_, shown) = Seat::of(&office, &police).get(all).await;
        assert!(shown.contains("\"state\":\"taken_back\""), "{shown}");
    }
}
