//! Rounds of verification: opened and settled by the directory manager, answered by link without an account.

use http::StatusCode;
use relais_directory::{
    Entry, Service, Visibility,
    actions::{OpenRound, ReplyToRound, SettleReply, Whom},
    store::verification::token,
    verification::{Facts, Outcome, Reply},
};
use relais_kernel::PublicRef;

use relais_trust::{Actor, Door, Failure};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::{asking::Asker, town::Town};

pub const NUMBER: &str = "+237600000077";

pub async fn column(town: &Town, sql: &str) -> Vec<Uuid> {
    let rows = town.test.trust.database().reader();
    let asked = Statement::from_string(rows.get_database_backend(), sql.to_owned());
    let found = rows.query_all_raw(asked).await.unwrap();
    found.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

pub async fn open(town: &Town, actor: &Actor, whom: Whom) -> Result<usize, Failure> {
    let command = OpenRound {
        definitions: town.definitions.clone(),
        whom,
    };
    let opened = town.test.trust.perform(actor, None, command).await?;
    Ok(opened.asked)
}

/// The ask of the organisation of a service.
pub async fn ask_of(town: &Town, service: &Service) -> Uuid {
    let rows = town.test.trust.database().reader();
    let asks = column(town, "SELECT id FROM verification_ask ORDER BY id").await;
    for id in asks {
        let ask = relais_directory::store::verification::ask_of(rows, id)
            .await
            .unwrap();
        if ask.organisation == service.organisation {
            return id;
        }
    }
    panic!("nobody was asked")
}

pub async fn answer(town: &Town, ask: Uuid, service: &Service, reply: Reply) -> Result<(), Failure> {
    let command = ReplyToRound {
        definitions: town.definitions.clone(),
        ask,
        service: service.public_ref,
        reply,
    };
    let partner = Actor::installation(Door::Link);
    town.test.trust.perform(&partner, None, command).await
}

pub async fn settle(town: &Town, actor: &Actor, outcome: Outcome) -> Result<(), Failure> {
    let replies = column(
        town,
        "SELECT id FROM verification_reply WHERE kind <> 'confirmed' ORDER BY settled_at IS NOT NULL",
    )
    .await;
    let command = SettleReply {
        definitions: town.definitions.clone(),
        reply: PublicRef::from_uuid(replies[0]),
        outcome,
        expected: None,
    };
    town.test.trust.perform(actor, None, command).await
}

pub fn corrected(service: &Service) -> Reply {
    let seen = Facts::of(service);
    let said = Facts {
        phone: Some(NUMBER.into()),
        ..seen.clone()
    };
    Reply::corrected(seen, said, None)
}

/// A service in use whose contact members see.
pub async fn seen_service(town: &Town) -> Service {
    let all = town.services().await;
    let in_use =
        |s: &&Service| matches!(s.entry, Entry::Active { .. }) && s.visibility != Visibility::HiddenAddress;
    all.iter().find(in_use).unwrap().clone()
}

pub async fn again(town: &Town, service: &Service) -> Service {
    let all = town.services().await;
    all.into_iter().find(|s| s.id == service.id).unwrap()
}

#[tokio::test]
async fn a_round_asks_each_provider_once_and_only_the_directory_manager_opens_one() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let other = town.person("P11", &["R07"]).await;
        assert!(matches!(
            open(&town, &other, Whom::Everybody).await,
            Err(Failure::Missing)
        ));
        let asked = open(&town, &manager, Whom::Everybody).await.unwrap();
        let messages = column(
            &town,
            "SELECT recipient_id FROM outbox WHERE kind = 'verification'",
        )
        .await;
        assert!(asked > 15 && messages.len() == asked, "{asked}");
        let again = open(&town, &manager, Whom::Everybody).await;
        assert!(
            matches!(again, Err(Failure::Refused(_))),
            "whoever has a link is not asked again"
        );
    }
}

#[tokio::test]
async fn a_confirmation_by_link_counts_at_once_and_for_the_provider_s_own_entries_only() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        open(&town, &manager, Whom::Everybody).await.unwrap();
        let service = seen_service(&town).await;
        let ask = ask_of(&town, &service).await;
        let all = town.services().await;
        let foreign = all
            .iter()
            .find(|s| s.organisation != service.organisation)
            .unwrap();
        let refused = answer(&town, ask, foreign, Reply::Confirmed).await;
        assert!(matches!(refused, Err(Failure::Missing)));
        answer(&town, ask, &service, Reply::Confirmed).await.unwrap();
        let assurance = again(&town, &service).await.entry.assurance().unwrap();
        assert_eq!(
            (assurance.on, assurance.by),
            ("2026-11-21".parse().unwrap(), None)
        );
    }
}

#[tokio::test]
async fn a_correction_waits_for_the_directory_manager_and_is_settled_once() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        open(&town, &manager, Whom::Everybody).await.unwrap();
        let service = seen_service(&town).await;
        let ask = ask_of(&town, &service).await;
        answer(&town, ask, &service, corrected(&service)).await.unwrap();
        assert_eq!(
            again(&town, &service).await,
            service,
            "nothing changes before it was looked at"
        );

        let page = Asker::new(&town, &manager).get("/annuaire/verifications").await;
        assert!(
            page.body.contains(NUMBER) && !page.body.contains('⟦'),
            "{}",
            page.body
        );
        let other = town.person("P11", &["R07"]).await;
        assert_eq!(
            Asker::new(&town, &other)
                .get("/annuaire/verifications")
                .await
                .status,
            StatusCode::NOT_FOUND
        );
        assert!(matches!(
            settle(&town, &other, Outcome::Taken).await,
            Err(Failure::Missing)
        ));

        settle(&town, &manager, Outcome::Taken).await.unwrap();
        let now = again(&town, &service).await;
        assert_eq!(now.contact.phone.as_deref(), Some(NUMBER));
        assert_eq!(now.assured_on(), "2026-11-21".parse().ok());
        assert!(matches!(
            settle(&town, &manager, Outcome::Taken).await,
            Err(Failure::Refused(_))
        ));
    }
}

#[tokio::test]
async fn what_is_set_aside_changes_nothing_and_what_is_gone_is_wound_up_once_taken() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        open(&town, &manager, Whom::Everybody).await.unwrap();
        let service = seen_service(&town).await;
        let ask = ask_of(&town, &service).await;
        answer(&town, ask, &service, Reply::Gone { remark: None })
            .await
            .unwrap();
        settle(&town, &manager, Outcome::Refused).await.unwrap();
        assert_eq!(again(&town, &service).await, service);
        answer(&town, ask, &service, Reply::Gone { remark: None })
            .await
            .unwrap();
        settle(&town, &manager, Outcome::Taken).await.unwrap();
        assert_eq!(again(&town, &service).await.entry.code(), "defunct");
    }
}

#[tokio::test]
async fn a_link_that_has_run_out_shows_and_takes_nothing() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        open(&town, &manager, Whom::Everybody).await.unwrap();
        let service = seen_service(&town).await;
        let ask = ask_of(&town, &service).await;
        let address = format!("/v/{}", token(&town.test.trust, ask));
        let asker = Asker::new(&town, &manager);
        assert_eq!(asker.get(&address).await.status, StatusCode::OK);
        town.test.clock.set("2026-12-22T09:00:00Z".parse().unwrap());
        let late = asker.get(&address).await;
        assert!(late.status.is_client_error(), "{}", late.status);
        assert!(!late.body.contains(&service.name.fr));
        let refused = answer(&town, ask, &service, Reply::Confirmed).await;
        assert!(matches!(refused, Err(Failure::Refused(_))));
    }
}

#[tokio::test]
async fn dp_35_the_door_of_a_hidden_service_tells_neither_where_it_is_nor_how_it_is_reached() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        open(&town, &manager, Whom::Everybody).await.unwrap();
        let all = town.services().await;
        let hidden = all
            .iter()
            .find(|s| s.visibility == Visibility::HiddenAddress)
            .unwrap();
        let ask = ask_of(&town, hidden).await;
        let address = format!("/v/{}", token(&town.test.trust, ask));
        let asker = Asker::new(&town, &manager);
        let entry = format!("{address}/{}", hidden.public_ref);
        for path in [address.clone(), entry] {
            let page = asker.get(&path).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.body.contains(&hidden.name.fr) && !page.body.contains('⟦'));
            // Another service of the same provider may have the same number, and shows it.
            let shared = |secret: &str| {
                let seen = all.iter().filter(|s| s.visibility != Visibility::HiddenAddress);
                let told =
                    |s: &Service| [&s.contact.phone, &s.contact.email, &s.place.address].map(Clone::clone);
                seen.filter(|s| s.organisation == hidden.organisation)
                    .any(|s| told(s).iter().flatten().any(|text| text == secret))
            };
            for secret in [
                &hidden.contact.phone,
                &hidden.contact.email,
                &hidden.place.address,
            ] {
                let Some(secret) = secret else { continue };
                if path == address && shared(secret) {
                    continue;
                }
                assert!(!page.body.contains(secret.as_str()), "{path} tells {secret}");
            }
        }
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_said_beside_its_field_with_what_was_typed_still_there() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        open(&town, &manager, Whom::Everybody).await.unwrap();
        let service = seen_service(&town).await;
        let ask = ask_of(&town, &service).await;
        let entry = format!("/v/{}/{}", token(&town.test.trust, ask), service.public_ref);
        let asker = Asker::new(&town, &manager);
        let refused = asker
            .fill(
                &entry,
                &entry,
                &[("said", "corrected"), ("phone", "demain"), ("hours", "souvent")],
            )
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("demain") && refused.body.contains("souvent"));
        assert!(refused.body.contains("Écrivez un seul numéro"));
        assert_eq!(again(&town, &service).await, service);
    }
}
