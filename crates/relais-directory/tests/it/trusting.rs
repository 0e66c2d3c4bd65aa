//! How entries keep and lose trust: their history, sources that disagree, answers and silence.

use http::StatusCode;
use relais_directory::{
    Freshness, FreshnessRules, Heard, Service, ServiceId, Visibility,
    actions::{RemindOfRounds, SettleDispute, Whom},
    store::note_heard,
    verification::{Outcome, Reply},
};
use relais_hsds::{Kind, Record};
use relais_kernel::PublicRef;
use relais_trust::{Actor, Command, Door, Failure, Scene};
use uuid::Uuid;

use super::{
    asking::Asker,
    standard::bring,
    town::{SHEET, Town},
    verifying::{NUMBER, again, answer, ask_of, column, corrected, open, seen_service, settle},
};

/// Somebody answers a referral, or does not.
struct Hear(ServiceId, Heard);

impl Command for Hear {
    type Outcome = ();
    const NAME: &'static str = "Hear";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        note_heard(scene, self.0, self.1).await
    }
}

async fn hear(town: &Town, service: &Service, heard: Heard, times: usize) {
    let clock = Actor::installation(Door::Clock);
    for _ in 0..times {
        let command = Hear(service.id, heard);
        town.test.trust.perform(&clock, None, command).await.unwrap();
    }
}

async fn decide(town: &Town, actor: &Actor, take: &[&str]) -> Result<(), Failure> {
    let open = column(town, "SELECT id FROM directory_dispute WHERE settled_at IS NULL").await;
    let command = SettleDispute {
        definitions: town.definitions.clone(),
        dispute: PublicRef::from_uuid(open[0]),
        take: take.iter().map(|field| (*field).to_owned()).collect(),
        expected: None,
    };
    town.test.trust.perform(actor, None, command).await
}

async fn waiting(town: &Town) -> usize {
    column(town, "SELECT id FROM directory_dispute WHERE settled_at IS NULL")
        .await
        .len()
}

/// A provider corrects its telephone number, and the manager takes it over.
async fn correct(town: &Town, manager: &Actor) -> Service {
    open(town, manager, Whom::Everybody).await.unwrap();
    let service = seen_service(town).await;
    let ask = ask_of(town, &service).await;
    answer(town, ask, &service, corrected(&service)).await.unwrap();
    settle(town, manager, Outcome::Taken).await.unwrap();
    service
}

#[tokio::test]
async fn an_entry_tells_its_history_to_the_manager_and_its_provider_and_nobody_else() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let before = correct(&town, &manager).await;
        let address = format!("/annuaire/services/{}/historique", before.public_ref);
        let page = Asker::new(&town, &manager).get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let old = before.contact.phone.as_deref().unwrap();
        assert!(page.body.contains(NUMBER) && page.body.contains(old) && !page.body.contains('⟦'));
        assert!(page.body.contains("par l’import d’une feuille"));
        assert!(page.body.contains("par le gestionnaire de l’annuaire"));

        let mut provider = town.person("P11", &["R07"]).await;
        let other = Asker::new(&town, &provider).get(&address).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
        provider.organisation = Some(before.organisation);
        let own = Asker::new(&town, &provider).get(&address).await;
        assert_eq!(own.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn dp_35_the_history_of_a_hidden_service_does_not_tell_where_it_is() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let all = town.services().await;
        let hidden = all.iter().find(|s| s.visibility == Visibility::HiddenAddress);
        let hidden = hidden.unwrap();
        let address = format!("/annuaire/services/{}/historique", hidden.public_ref);
        let page = Asker::new(&town, &manager).get(&address).await;
        assert!(page.status == StatusCode::OK && page.body.contains(&hidden.name.fr));
        let told = [
            &hidden.contact.phone,
            &hidden.contact.email,
            &hidden.place.address,
        ];
        assert!(told.iter().any(|text| text.is_some()));
        for secret in told.into_iter().flatten() {
            assert!(!page.body.contains(secret.as_str()), "{secret}");
        }
        let kept = column(
            &town,
            &format!(
                "SELECT id FROM service_edition WHERE body LIKE '%{}%'",
                hidden.contact.phone.as_deref().unwrap_or("+237")
            ),
        )
        .await;
        let shown = all.iter().filter(|s| s.visibility != Visibility::HiddenAddress);
        let shared = shown.filter(|s| s.contact.phone == hidden.contact.phone).count();
        assert_eq!(kept.len(), shared, "its number lies in no kept state of its own");
    }
}

/// A number as the demonstration's sheet has it.
fn as_typed(number: &str) -> String {
    let digits = number.strip_prefix("+237").unwrap();
    let pairs: Vec<&str> = (1..9).step_by(2).map(|at| &digits[at..at + 2]).collect();
    format!("+237 {} {}", &digits[..1], pairs.join(" "))
}

#[tokio::test]
async fn a_sheet_does_not_undo_what_a_provider_said_until_a_person_decides() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let before = correct(&town, &manager).await;
        let counts = town.import(&manager, SHEET).await.unwrap();
        assert_eq!((counts.disputed, waiting(&town).await), (1, 1), "{counts:?}");
        let phone = |service: Service| service.contact.phone.unwrap();
        assert_eq!(phone(again(&town, &before).await), NUMBER);

        let page = Asker::new(&town, &manager).get("/annuaire/desaccords").await;
        assert!(page.body.contains(NUMBER) && page.body.contains(&phone(before.clone())));
        let other = town.person("P11", &["R07"]).await;
        let hidden = Asker::new(&town, &other).get("/annuaire/desaccords").await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        assert!(matches!(decide(&town, &other, &[]).await, Err(Failure::Missing)));

        decide(&town, &manager, &[]).await.unwrap();
        assert_eq!(phone(again(&town, &before).await), NUMBER);
        town.import(&manager, SHEET).await.unwrap();
        assert_eq!(waiting(&town).await, 0, "what was decided is not asked again");
        assert_eq!(phone(again(&town, &before).await), NUMBER);

        let newer = SHEET.replace(&as_typed(&phone(before.clone())), "+237 6 00 00 00 99");
        town.import(&manager, &newer).await.unwrap();
        assert_eq!(phone(again(&town, &before).await), NUMBER);
        decide(&town, &manager, &["contact"]).await.unwrap();
        assert_eq!(phone(again(&town, &before).await), "+237600000099");
        let nothing = town.import(&manager, &newer).await.unwrap();
        assert_eq!((nothing.disputed, nothing.services_changed), (0, 0));
    }
}

#[tokio::test]
async fn a_decision_has_to_be_made_for_each_field_on_the_page() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let before = correct(&town, &manager).await;
        town.import(&manager, SHEET).await.unwrap();
        let open = column(&town, "SELECT id FROM directory_dispute").await[0];
        let dispute = PublicRef::from_uuid(open);
        let (page, action) = ("/annuaire/desaccords", format!("/annuaire/desaccords/{dispute}"));
        let asker = Asker::new(&town, &manager);
        let refused = asker.fill(page, &action, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Choisissez pour chaque ligne"));
        let choice = format!("{dispute}-contact");
        let done = asker.fill(page, &action, &[(&choice, "take")]).await;
        assert_eq!(done.location, page, "{}", done.body);
        assert_eq!(again(&town, &before).await.contact, before.contact);
    }
}

fn organisation(name: &str) -> Record {
    Record::new(Kind::Organization, Uuid::from_u128(41))
        .with("name", name)
        .with("description", "Description-Test")
}

async fn stands(town: &Town, asker: &Asker) -> String {
    let id = Uuid::from_u128(41);
    let answer = asker.get(&format!("/hsds/organizations/{id}")).await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "{}",
        town.noted("PackageImported").await
    );
    let said: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    said["name"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_two_packages_say_of_one_record_is_decided_once() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let asker = Asker::new(&town, &manager);
        bring(&town, "premier", vec![organisation("Nom-Un")]).await;
        bring(&town, "second", vec![organisation("Nom-Deux")]).await;
        assert_eq!(stands(&town, &asker).await, "Nom-Un");
        let page = asker.get("/annuaire/desaccords").await;
        assert!(page.body.contains("Nom-Un") && page.body.contains("Nom-Deux") && !page.body.contains('⟦'));

        decide(&town, &manager, &["name"]).await.unwrap();
        assert_eq!(stands(&town, &asker).await, "Nom-Deux");
        bring(&town, "premier", vec![organisation("Nom-Un")]).await;
        assert_eq!(
            stands(&town, &asker).await,
            "Nom-Deux",
            "the same words are not believed again"
        );
        bring(&town, "premier", vec![organisation("Nom-Trois")]).await;
        assert_eq!(stands(&town, &asker).await, "Nom-Trois", "newer words are");
        bring(&town, "second", vec![organisation("Nom-Trois")]).await;
        assert_eq!(waiting(&town).await, 0);
    }
}

#[tokio::test]
async fn silence_and_refusals_cost_trust_and_an_entry_that_lost_it_is_due_again() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let all = town.services().await;
        let today = "2026-11-21".parse().unwrap();
        let fresh = |s: &&Service| {
            let rules = FreshnessRules::default();
            let freshness = s.freshness(rules, today);
            matches!(freshness, Freshness::Fresh { .. }) && s.entry.code() == "active"
        };
        let lone = |s: &&Service| {
            let mut others = all.iter().filter(|o| o.organisation == s.organisation);
            others.all(|o| fresh(&o))
        };
        let service = all.iter().filter(fresh).find(lone).unwrap();
        let address = format!("/annuaire/services/{}", service.public_ref);
        hear(&town, service, Heard::Accepted, 3).await;
        let good = Asker::new(&town, &manager).get(&address).await.body;
        assert!(good.contains("par l’import d’une feuille"), "who vouched for it");
        assert!(
            good.contains("Les 3 référencements") && !good.contains("peu fiable"),
            "{good}"
        );

        // After the day of the last verification: what it said then turned out to be wrong.
        town.test.clock.set("2026-11-22T09:00:00Z".parse().unwrap());
        hear(&town, service, Heard::Silent, 30).await;
        hear(&town, service, Heard::Wrong, 3).await;
        let bad = Asker::new(&town, &manager).get(&address).await.body;
        assert!(
            bad.contains("peu fiable") && bad.contains("30 sans réponse, sur 36"),
            "{bad}"
        );
        assert!(bad.contains("3 refus"));
        let other = town.person("P11", &["R07"]).await;
        let told = Asker::new(&town, &other).get(&address).await.body;
        assert!(told.contains("Laisse des référencements sans réponse") && !told.contains("sur 36"));

        open(&town, &manager, Whom::Due).await.unwrap();
        ask_of(&town, service).await;
    }
}

#[tokio::test]
async fn those_who_do_not_answer_a_round_are_reminded_once_after_two_weeks() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let asked = open(&town, &manager, Whom::Everybody).await.unwrap();
        let service = seen_service(&town).await;
        let ask = ask_of(&town, &service).await;
        answer(&town, ask, &service, Reply::Confirmed).await.unwrap();
        let clock = Actor::installation(Door::Clock);
        let remind = || town.test.trust.perform(&clock, None, RemindOfRounds);
        assert_eq!(remind().await.unwrap(), 0);
        town.test.clock.set("2026-12-06T09:00:00Z".parse().unwrap());
        assert_eq!(remind().await.unwrap(), asked - 1);
        assert_eq!(remind().await.unwrap(), 0);
        let sent = column(
            &town,
            "SELECT recipient_id FROM outbox WHERE kind = 'verification'",
        )
        .await;
        assert_eq!(sent.len(), 2 * asked - 1);
    }
}

#[tokio::test]
async fn a_settled_answer_stays_when_the_provider_answers_again() {
    for town in Town::on_each_engine().await {
        let manager = town.person("P14", &["R13"]).await;
        let service = correct(&town, &manager).await;
        let ask = ask_of(&town, &service).await;
        let held = again(&town, &service).await;
        answer(&town, ask, &held, Reply::Gone { remark: None })
            .await
            .unwrap();
        answer(&town, ask, &held, Reply::Confirmed).await.unwrap();
        let kinds = column(&town, "SELECT id FROM verification_reply WHERE kind <> 'gone'").await;
        assert_eq!(kinds.len(), 2, "the settled correction and the last word");
        assert!(
            column(&town, "SELECT id FROM verification_reply WHERE kind = 'gone'")
                .await
                .is_empty()
        );
    }
}
