//! How it stands with places, by text message, and how many wait.

use jiff::tz::TimeZone;
use relais_directory::{
    Heard,
    queries::{OwnServices, ReadService},
    store::{note_heard, service_by_ref, waiting_for},
};
use relais_kernel::Priority;
use relais_referral::{
    actions::on_sms,
    queries::{FindServices, ServiceChoice},
    referral::Command,
};
use relais_trust::Actor;

use crate::country::Country;

async fn provider(country: &Country) -> Actor {
    let rows = country.test.trust.database().reader();
    let row = service_by_ref(rows, country.service).await.unwrap();
    country.test.person(row.service.organisation, &["R07"]).await
}

async fn code(country: &Country) -> String {
    let query = OwnServices {
        definitions: country.definitions.clone(),
    };
    let view = country
        .test
        .trust
        .look(&provider(country).await, &query)
        .await
        .unwrap();
    let own = view
        .services
        .iter()
        .find(|own| own.face.public_ref == country.service);
    own.unwrap().code.unwrap().to_string()
}

async fn text(country: &Country, words: &str) -> String {
    let (trust, zone) = (&country.test.trust, TimeZone::UTC);
    on_sms(trust, &country.definitions, &zone, &[9], words, None)
        .await
        .unwrap()
}

async fn free(country: &Country) -> Option<u32> {
    let rows = country.test.trust.database().reader();
    let row = service_by_ref(rows, country.service).await.unwrap();
    row.service.capacity.unwrap().free()
}

#[tokio::test]
async fn places_by_text_message_count_at_once_and_answers_to_referrals_go_on() {
    for country in Country::on_each_engine().await {
        let code = code(&country).await;
        let answer = text(&country, &format!("PLACES {code} 3")).await;
        assert!(answer.contains("3 places libres"), "{answer}");
        assert_eq!(free(&country).await, Some(3));
        let answer = text(&country, &format!("complet {code}")).await;
        assert!(answer.contains("complet"), "{answer}");
        assert_eq!(free(&country).await, Some(0));
        let unknown = text(&country, "FERME A2B3-C4D5").await;
        assert!(unknown.contains("non reconnu"), "{unknown}");
        let unclear = text(&country, &format!("PLACES {code} beaucoup")).await;
        assert!(unclear.contains("PLACES CODE 3"), "{unclear}");
        assert_eq!(free(&country).await, Some(0));
        let referral = text(&country, "OUI A2B3-C4D5").await;
        assert!(referral.contains("code non reconnu"), "{referral}");
    }
}

#[tokio::test]
async fn who_waits_is_counted_until_the_service_takes_them() {
    for country in Country::on_each_engine().await {
        let (_, link) = country.sent(Priority::Urgent).await;
        let expected = "2026-12-20".parse().unwrap();
        country.step(link, Command::Waitlist { expected }).await.unwrap();
        let rows = country.test.trust.database().reader();
        let service = service_by_ref(rows, country.service).await.unwrap().service.id;
        assert_eq!(
            waiting_for(rows, &[service]).await.unwrap().get(&service),
            Some(&1)
        );
        let page = ReadService {
            definitions: country.definitions.clone(),
            service: country.service,
        };
        let view = country.test.trust.look(&country.manager, &page).await.unwrap();
        assert_eq!(view.waiting, 1);

        let no = Command::Decline {
            reason: relais_referral::referral::DeclineReason::NoCapacity,
            note: None,
        };
        country.step(link, no).await.unwrap();
        assert!(waiting_for(rows, &[service]).await.unwrap().is_empty());
    }
}

/// Referrals that ran out without an answer.
struct Silences(relais_directory::ServiceId, usize);

impl relais_trust::Command for Silences {
    type Outcome = ();
    const NAME: &'static str = "Silences";

    async fn carry_out(&self, scene: &relais_trust::Scene<'_>) -> Result<(), relais_trust::Failure> {
        for _ in 0..self.1 {
            note_heard(scene, self.0, Heard::Silent).await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn whoever_chooses_a_service_is_warned_of_one_that_does_not_answer() {
    for country in Country::on_each_engine().await {
        let find = FindServices {
            definitions: country.definitions.clone(),
            case: country.case,
            need: country.need,
        };
        let trust = &country.test.trust;
        let before = trust.look(&country.manager, &find).await.unwrap();
        let first = before.fits[0].service;
        let warned = |view: &ServiceChoice| {
            let line = view.fits.iter().find(|fit| fit.service == first).unwrap();
            let mut said = line.reasons.iter().map(|(_, words)| words.fr.as_str());
            said.any(|words| words.contains("sans réponse : appelez"))
        };
        assert!(!warned(&before));
        let rows = trust.database().reader();
        let service = service_by_ref(rows, first).await.unwrap().service.id;
        let clock = Actor::installation(relais_trust::Door::Clock);
        trust.perform(&clock, None, Silences(service, 20)).await.unwrap();
        let after = trust.look(&country.manager, &find).await.unwrap();
        assert!(warned(&after), "{:?}", after.fits);
    }
}
