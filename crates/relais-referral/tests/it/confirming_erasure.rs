//! Those who were told to erase confirm that they did (security requirement 44, DP-27).

use http::StatusCode;
use relais_casework::{
    actions::{DecideRequest, DecisionForm, RecordRequest, RequestForm, WithdrawConsent, WithdrawalScope},
    store::case_by_ref,
};
use relais_kernel::{AnswerLink, Id, Priority, PublicRef};
use relais_referral::{
    actions::{ConfirmErasure, NoteErasureTold, erasure, on_sms, recall},
    notice::{Confirmer, NoticeState},
    queries::{ListNotices, NoticeTasks, ReadNotice},
    referral::{Command, ContactPlan, ReferralState, Terms},
    store::{
        links,
        notices::{NoticeRow, notices_of_case},
    },
};
use relais_trust::{Actor, Failure};
use serde_json::{Value, json};

use crate::{
    country::{Country, NAME, refused},
    pages::{Browser, once},
    program::Program,
};

/// A case that was erased after its referral was accepted and withdrawn.
struct Gone {
    referral: PublicRef,
    link: Id<AnswerLink>,
    request: PublicRef,
    officer: Actor,
    notice: NoticeRow,
    /// What both sides called the person.
    code: String,
}

impl Gone {
    async fn of(country: &Country) -> Self {
        let trust = &country.test.trust;
        trust.listen(recall::listener(country.definitions.clone()));
        trust.listen(erasure::listener(country.definitions.clone()));
        let secretariat = country.test.organisation("S97").await;
        let officer = country.test.person(secretariat, &["R15"]).await;
        let (referral, link) = country.sent(Priority::Urgent).await;
        let accept = Command::Accept {
            plan: ContactPlan::ContactBy {
                by: "2026-11-24T09:00:00Z".parse().unwrap(),
            },
            terms: Terms::default(),
            note: None,
        };
        country.step(link, accept).await.unwrap();
        let withdraw = WithdrawConsent {
            desk: country.desk(),
            case: country.case,
            scope: WithdrawalScope::All,
        };
        trust.perform(&country.manager, None, withdraw).await.unwrap();
        let code = country.row(referral).await.case_code;
        let case = case_by_ref(trust.database().reader(), country.case)
            .await
            .unwrap();
        let request = asked(country).await;
        let grant = DecideRequest {
            desk: country.desk(),
            request,
            expected: 1,
            form: DecisionForm {
                decision: "grant".into(),
                ..DecisionForm::default()
            },
        };
        trust.perform(&officer, None, grant).await.unwrap();
        let mut told = notices_of_case(trust.database().reader(), case.case.id)
            .await
            .unwrap();
        assert_eq!(told.len(), 1);
        Self {
            referral,
            link,
            request,
            officer,
            notice: told.remove(0),
            code,
        }
    }

    fn page(&self) -> String {
        format!("/effacements/{}", self.notice.public_ref)
    }

    async fn now(&self, country: &Country) -> NoticeState {
        let rows = country.test.trust.database().reader();
        let all = notices_of_case(rows, self.notice.notice.case).await.unwrap();
        all[0].notice.state.clone()
    }

    async fn recall_is_confirmed(&self, country: &Country) -> bool {
        let row = country.row(self.referral).await;
        matches!(row.referral.state, ReferralState::Withdrawn { .. })
            && row.referral.milestones.recall_confirmed_at.is_some()
    }

    fn confirm(&self, country: &Country) -> ConfirmErasure {
        ConfirmErasure {
            definitions: country.definitions.clone(),
            notice: self.notice.public_ref,
        }
    }

    fn called(&self, country: &Country, on: &str) -> NoteErasureTold {
        NoteErasureTold {
            definitions: country.definitions.clone(),
            notice: self.notice.public_ref,
            on: on.parse().unwrap(),
        }
    }
}

async fn asked(country: &Country) -> PublicRef {
    let record = RecordRequest {
        desk: country.desk(),
        case: country.case,
        form: RequestForm {
            kind: "erasure".into(),
            asker: "person".into(),
            way: "in_person".into(),
            check: "known".into(),
            on: "2026-11-23".into(),
            wanted: String::new(),
        },
    };
    let trust = &country.test.trust;
    trust.perform(&country.manager, None, record).await.unwrap()
}

/// How many lines the reader has: to confirm, awaited from others, confirmed.
async fn lists(country: &Country, actor: &Actor) -> (usize, usize, usize) {
    let query = ListNotices {
        definitions: country.definitions.clone(),
    };
    let lists = country.test.trust.look(actor, &query).await.unwrap();
    (lists.to_confirm.len(), lists.awaited.len(), lists.confirmed.len())
}

#[tokio::test]
async fn sec_44_a_holder_confirms_at_its_page_and_the_request_shows_who_did() {
    for country in Country::on_each_engine().await {
        let gone = Gone::of(&country).await;
        let holder = country.receiver().await;
        assert_eq!(lists(&country, &holder).await, (1, 0, 0));
        assert_eq!(lists(&country, &country.manager).await, (0, 1, 0));
        assert_eq!(lists(&country, &gone.officer).await, (0, 1, 0));
        let request = format!("/demandes/{}", gone.request);
        let (_, shown) = Browser::signed_in(&country, &gone.officer).get(&request).await;
        assert!(
            shown.contains("confirmé\u{a0}: 0 sur 1") && shown.contains("Pas encore confirmé"),
            "{shown}"
        );

        let mut desk = Browser::signed_in(&country, &holder);
        let (status, page) = desk.get(&gone.page()).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!page.contains(&gone.code) && !page.contains(NAME), "{page}");
        // What has to go is found by the code that the holder's messages had; nobody else is shown it.
        let known = links::code(&country.test.trust, gone.link).to_string();
        assert!(page.contains(&known), "{page}");
        let (_, others) = Browser::signed_in(&country, &country.manager)
            .get(&gone.page())
            .await;
        assert!(!others.contains(&known), "{others}");
        // The word is given and not only sent.
        let (status, _, body) = desk.post(&gone.page(), &once(&page), "").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body.contains("f-gone-fault"), "{body}");
        for _ in 0..2 {
            let (status, to, body) = desk.post(&gone.page(), &once(&page), "gone=yes").await;
            assert_eq!((status, to), (StatusCode::SEE_OTHER, gone.page()), "{body}");
        }
        assert!(matches!(
            gone.now(&country).await,
            NoticeState::Confirmed {
                by: Confirmer::Member { .. },
                ..
            }
        ));
        assert!(gone.recall_is_confirmed(&country).await);
        assert_eq!(country.noted("ErasureConfirmed").await, 1);
        assert_eq!(lists(&country, &holder).await, (0, 0, 1));
        for reader in [&country.manager, &gone.officer] {
            assert_eq!(lists(&country, reader).await, (0, 0, 1));
            let (_, shown) = Browser::signed_in(&country, reader).get(&request).await;
            assert!(shown.contains("confirmé\u{a0}: 1 sur 1"), "{shown}");
            assert!(shown.contains("par Point focal récepteur, "), "{shown}");
        }
        // Somebody else confirms once more: it is said that it was done.
        let again = country
            .test
            .trust
            .perform(&holder, None, gone.confirm(&country))
            .await;
        assert_eq!(refused(again), "ErasureConfirmed");
    }
}

#[tokio::test]
async fn sec_44_a_partner_without_an_account_confirms_by_its_link_and_nothing_else_is_left_there() {
    for country in Country::on_each_engine().await {
        let gone = Gone::of(&country).await;
        let home = format!("/r/{}", links::token(&country.test.trust, gone.link));
        let mut partner = Browser::of(&country);
        let (status, page) = partner.get(&home).await;
        assert_eq!(status, StatusCode::OK);
        assert!(
            page.contains("Tout est effacé chez nous") && !page.contains(&gone.code),
            "{page}"
        );
        let now = country.row(gone.referral).await.case_code;
        assert!(
            !page.contains(&now),
            "the code of what is left leads nowhere: {page}"
        );
        let (status, _) = partner.get(&format!("{home}/oui")).await;
        assert!(status.is_client_error(), "{status}");
        for _ in 0..2 {
            let (status, to, body) = partner.post(&format!("{home}/efface"), &once(&page), "").await;
            assert_eq!((status, &to), (StatusCode::SEE_OTHER, &home), "{body}");
        }
        let (_, page) = partner.get(&home).await;
        assert!(
            page.contains("Effacement confirmé") && !page.contains("/efface\""),
            "{page}"
        );
        // A second tap on an old page says the same, and changes nothing.
        country.step(gone.link, Command::ConfirmRecall).await.unwrap();
        assert_eq!(country.noted("ErasureConfirmed").await, 1);
        assert!(gone.recall_is_confirmed(&country).await);
        assert_eq!(
            refused(country.step(gone.link, Command::Acknowledge).await),
            "LinkClosed"
        );
    }
}

#[tokio::test]
async fn sec_44_one_word_by_short_message_confirms() {
    for country in Country::on_each_engine().await {
        let gone = Gone::of(&country).await;
        let trust = &country.test.trust;
        let zone = jiff::tz::TimeZone::get("Africa/Douala").unwrap();
        let code = links::code(trust, gone.link);
        for _ in 0..2 {
            let source = trust.visitor("+237600000000");
            let text = format!("EFFACE {code}");
            let reply = on_sms(trust, &country.definitions, &zone, &source, &text, None)
                .await
                .unwrap();
            assert!(reply.contains("bien noté"), "{reply}");
        }
        assert!(matches!(
            gone.now(&country).await,
            NoticeState::Confirmed {
                by: Confirmer::Partner { .. },
                ..
            }
        ));
        assert_eq!(country.noted("ErasureConfirmed").await, 1);
    }
}

#[tokio::test]
async fn sec_44_who_is_late_is_seen_and_what_was_said_by_telephone_is_written_down() {
    for country in Country::on_each_engine().await {
        let gone = Gone::of(&country).await;
        let trust = &country.test.trust;
        let tasks = || NoticeTasks {
            definitions: country.definitions.clone(),
            size: 12,
        };
        let late = async |actor: &Actor| trust.look(actor, &tasks()).await.unwrap().late.len();
        assert_eq!(late(&country.manager).await, 0);
        country.after_hours(24 * 15);
        assert_eq!((late(&country.manager).await, late(&gone.officer).await), (1, 1));
        let holder = country.receiver().await;
        assert_eq!(late(&holder).await, 0);
        let request = format!("/demandes/{}", gone.request);
        let (_, shown) = Browser::signed_in(&country, &gone.officer).get(&request).await;
        assert!(
            shown.contains("En retard\u{a0}: 1") && shown.contains("Confirmation en retard"),
            "{shown}"
        );

        let call = |on: &str| gone.called(&country, on);
        let manager = &country.manager;
        assert_eq!(
            refused(trust.perform(manager, None, call("2026-11-22")).await),
            "BeforeNotice"
        );
        assert_eq!(
            refused(trust.perform(manager, None, call("2027-11-22")).await),
            "InTheFuture"
        );
        let mut desk = Browser::signed_in(&country, manager);
        let (_, page) = desk.get(&gone.page()).await;
        assert!(
            !page.contains("f-gone"),
            "the owner does not confirm for the holder: {page}"
        );
        let to = format!("{}/telephone", gone.page());
        let (status, _, body) = desk.post(&to, &once(&page), "on=").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(body.contains("f-on-fault"), "{body}");
        let (status, ..) = desk.post(&to, &once(&page), "on=2026-12-07").await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (_, shown) = desk.get(&request).await;
        assert!(
            shown.contains("par téléphone le") && !shown.contains("En retard\u{a0}"),
            "{shown}"
        );
        assert_eq!(late(manager).await, 0);
    }
}

#[tokio::test]
async fn a_program_confirms_as_a_page_does() {
    for country in Country::on_each_engine().await {
        let gone = Gone::of(&country).await;
        let trust = &country.test.trust;
        let holder = Program::at(trust, &country.definitions, &country.receiver().await);
        let (_, all) = holder.get("/api/v1/erasures").await;
        assert_eq!(all["to_confirm"][0]["told"]["confirmed_at"], Value::Null);
        assert!(!all.to_string().contains(&gone.code));
        let one = format!(
            "/api/v1/erasures/{}",
            all["to_confirm"][0]["id"].as_str().unwrap()
        );
        let word = format!("{one}/confirmation");
        let (status, _) = holder.post(&word, json!({})).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        for _ in 0..2 {
            let (status, answer) = holder
                .post_once(&word, "erasure-1", json!({ "gone": true }))
                .await;
            assert_eq!(status, StatusCode::OK, "{answer}");
        }
        let owner = Program::at(trust, &country.definitions, &country.manager);
        let (_, shown) = owner.get(&one).await;
        assert_eq!(
            (&shown["may_note"], &shown["erasure"]["told"]["via"]),
            (&json!(false), &json!("member"))
        );
        let (status, _) = owner
            .post(&format!("{one}/telephone"), json!({ "on": "2026-11-23" }))
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_notice_exists_for_its_holder_its_owner_and_the_officer_alone() {
    for country in Country::on_each_engine().await {
        let gone = Gone::of(&country).await;
        let trust = &country.test.trust;
        let elsewhere = country.test.organisation("S96").await;
        let stranger = country
            .test
            .person(elsewhere, &["R03", "R04", "R05", "R07", "R08"])
            .await;
        assert_eq!(lists(&country, &stranger).await, (0, 0, 0));
        let nobody = PublicRef::from_uuid(uuid::Uuid::from_u128(7));
        let read = |notice| ReadNotice {
            definitions: country.definitions.clone(),
            notice,
        };
        for notice in [gone.notice.public_ref, nobody] {
            let seen = trust.look(&stranger, &read(notice)).await;
            assert!(matches!(seen, Err(Failure::Missing)), "{seen:?}");
        }
        // The officer reads, and speaks for nobody; the owner does not confirm in the holder's name.
        let view = trust
            .look(&gone.officer, &read(gone.notice.public_ref))
            .await
            .unwrap();
        assert!(!view.may_confirm && !view.may_note);
        for actor in [&stranger, &gone.officer, &country.manager] {
            let tried = trust.perform(actor, None, gone.confirm(&country)).await;
            assert!(matches!(tried, Err(Failure::Missing)), "{tried:?}");
        }
        let holder = country.receiver().await;
        for actor in [&stranger, &gone.officer, &holder] {
            let tried = trust
                .perform(actor, None, gone.called(&country, "2026-11-23"))
                .await;
            assert!(matches!(tried, Err(Failure::Missing)), "{tried:?}");
        }
        assert_eq!(gone.now(&country).await, NoticeState::Awaited);
    }
}
