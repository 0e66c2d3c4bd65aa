//! Identity for a partner without an account: with the PIN, after acceptance, never before and never after the end.

use http::StatusCode;
use relais_casework::actions::TakeConsent;
use relais_kernel::{AnswerLink, Id, Priority, PublicRef};
use relais_referral::{
    actions::{RenewLink, TellPin, Wish},
    answer::Intent,
    queries::{PackageView, ReadByPin},
    referral::{Command, Disclosure, StateKind, WithdrawalCause},
    store::links,
};
use relais_trust::{Actor, Door, Failure, accounts::organisation_by_code};

use crate::{
    country::{Country, NAME, consent, refused},
    pages::{Browser, once},
};

fn accept() -> Wish {
    Wish::Sms(Intent::Accept {
        day: None,
        hour: None,
    })
}

impl Country {
    /// What the partner's organisation reads with a PIN.
    async fn read_by_pin(&self, link: Id<AnswerLink>, pin: &str) -> Result<String, Failure> {
        let rows = self.test.trust.database().reader();
        let organisation = links::link_of(rows, link).await?.link.organisation;
        let reader = Actor {
            organisation: Some(organisation),
            ..Actor::installation(Door::Link)
        };
        let query = ReadByPin {
            definitions: self.definitions.clone(),
            link,
            pin: pin.into(),
        };
        let released = self.test.trust.look(&reader, &query).await?;
        let texts: Vec<_> = released
            .fields
            .0
            .values()
            .map(|f| f.value.reveal().to_owned())
            .collect();
        Ok(texts.join(" "))
    }
}

impl Country {
    async fn tell_pin(&self, who: &Actor, referral: PublicRef) -> Result<Id<AnswerLink>, Failure> {
        let tell = TellPin {
            definitions: self.definitions.clone(),
            referral,
        };
        self.test.trust.perform(who, None, tell).await
    }

    /// What somebody of the partner's organisation reads who has an account.
    async fn read_signed_in(&self, referral: PublicRef) -> String {
        let view = self.look(&self.receiver().await, referral).await.unwrap();
        let PackageView::Release(package) = view.package else {
            panic!("nothing was released");
        };
        let fields = package.fields.0.values();
        let texts: Vec<_> = fields.map(|f| f.value.reveal().to_owned()).collect();
        texts.join(" ")
    }
}

fn missing(result: &Result<String, Failure>) -> bool {
    matches!(result, Err(Failure::Missing))
}

#[tokio::test]
async fn identity_goes_to_a_partner_with_the_pin_after_acceptance_and_never_after_the_end() {
    for mut country in Country::on_each_engine().await {
        country.turn_to("Aide sociale").await;
        let (referral, link) = country.sent(Priority::Urgent).await;
        let trust = &country.test.trust;
        let told = country.tell_pin(&country.manager, referral).await;
        assert_eq!(told.unwrap(), link);
        assert_eq!(country.noted("AnswerPinTold").await, 1);
        let receiver = country.receiver().await;
        let told = country.tell_pin(&receiver, referral).await;
        assert!(matches!(told, Err(Failure::Missing)), "the receiver's side");
        let pin = links::pin(trust, link);
        assert!(
            missing(&country.read_by_pin(link, &pin).await),
            "before the decision"
        );
        assert_eq!(country.answer(link, accept()).await.unwrap(), StateKind::Accepted);
        assert!(
            missing(&country.read_by_pin(link, "000").await),
            "without the PIN"
        );
        let read = country.noted("PackageRead").await;
        let shown = country.read_by_pin(link, &pin).await.unwrap();
        assert!(shown.contains(NAME));
        assert_eq!(
            shown,
            country.read_signed_in(referral).await,
            "what a signed-in member reads"
        );
        assert_eq!(country.noted("PackageRead").await, read + 2, "in the journal");
        let withdraw = relais_referral::actions::StepReferral {
            definitions: country.definitions.clone(),
            referral,
            side: relais_referral::referral::Side::Sender,
            command: Command::Withdraw {
                cause: WithdrawalCause::PersonsWish,
            },
        };
        trust.perform(&country.manager, None, withdraw).await.unwrap();
        assert!(missing(&country.read_by_pin(link, &pin).await), "after the end");
    }
}

#[tokio::test]
async fn a_referral_without_identity_gives_none_and_another_links_pin_opens_nothing() {
    for mut country in Country::on_each_engine().await {
        country.turn_to("Aide sociale").await;
        let trust = &country.test.trust;
        let (identified, first) = country.sent(Priority::Urgent).await;
        let (pseudonymous, second) = country.sent_as(Priority::Urgent, Disclosure::Pseudonymous).await;
        for link in [first, second] {
            country.answer(link, accept()).await.unwrap();
        }
        assert!(missing(
            &country.read_by_pin(first, &links::pin(trust, second)).await
        ));
        let pin = links::pin(trust, second);
        assert!(missing(&country.read_by_pin(second, &pin).await));
        let told = country.tell_pin(&country.manager, pseudonymous).await;
        assert_eq!(refused(told), "IdentityStays");
        let pin = links::pin(trust, first);
        assert!(country.read_by_pin(first, &pin).await.is_ok());
        let renew = RenewLink {
            definitions: country.definitions.clone(),
            referral: identified,
            revoke_only: true,
        };
        trust.perform(&country.manager, None, renew).await.unwrap();
        assert!(
            country.read_by_pin(first, &pin).await.is_err(),
            "a link that was taken back"
        );
    }
}

#[tokio::test]
async fn the_partners_page_shows_who_it_is_for_the_pin_alone() {
    for mut country in Country::on_each_engine().await {
        country.turn_to("Aide sociale").await;
        let (_, link) = country.sent(Priority::Urgent).await;
        let trust = &country.test.trust;
        let mut browser = Browser::of(&country);
        let home = format!("/r/{}", links::token(trust, link));
        let identity = format!("{home}/identite");
        let (status, _) = browser.get(&identity).await;
        assert_eq!(
            status,
            StatusCode::NOT_FOUND,
            "before acceptance there is no such page"
        );
        country.answer(link, accept()).await.unwrap();
        let (_, shown) = browser.get(&home).await;
        assert!(shown.contains(&identity) && !shown.contains(NAME), "{shown}");
        let (_, form) = browser.get(&identity).await;
        let (status, _, body) = browser.post(&identity, &once(&form), "pin=12").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!body.contains(NAME) && !body.contains('⟦'), "{body}");
        let right = format!("pin={}", links::pin(trust, link));
        let (status, _, body) = browser.post(&identity, &once(&form), &right).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        assert!(body.contains(NAME) && !body.contains('⟦'), "{body}");
        // Told as people say it: no codes, and who it is before everything else.
        let facts = body.split("<main").nth(1).unwrap_or_default();
        for raw in ["CM0", "2026-", ", Non", "not_asked"] {
            assert!(!facts.contains(raw), "{raw}: {facts}");
        }
        assert!(facts.find(NAME) < facts.find("<dt>Tranche"), "{facts}");
        let (_, shown) = browser.get(&home).await;
        assert!(!shown.contains(NAME), "nothing is kept for the next page");
    }
}

#[tokio::test]
async fn dp_35_no_pin_opens_who_was_sent_to_a_hidden_shelter() {
    for mut country in Country::on_each_engine().await {
        country.turn_to("Hébergement temporaire").await;
        let (referral, link) = country.sent(Priority::Urgent).await;
        country.answer(link, accept()).await.unwrap();
        let trust = &country.test.trust;
        let pin = links::pin(trust, link);
        assert!(missing(&country.read_by_pin(link, &pin).await));
        let told = country.tell_pin(&country.manager, referral).await;
        assert_eq!(refused(told), "IdentityStays");
        let mut browser = Browser::of(&country);
        let home = format!("/r/{}", links::token(trust, link));
        let (_, shown) = browser.get(&home).await;
        assert!(!shown.contains("identite"), "{shown}");
        let (status, _, _) = browser
            .post(&format!("{home}/identite"), &once(&shown), &format!("pin={pin}"))
            .await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let mut sender = Browser::signed_in(&country, &country.manager);
        let (_, page) = sender.get(&format!("/referencements/{referral}")).await;
        assert!(
            !page.contains(&format!("/referencements/{referral}/pin")),
            "{page}"
        );
    }
}

#[tokio::test]
async fn dp_14_no_pin_opens_what_the_person_withholds_from_the_partner_since() {
    for mut country in Country::on_each_engine().await {
        country.turn_to("Aide sociale").await;
        let (_, link) = country.sent(Priority::Urgent).await;
        country.answer(link, accept()).await.unwrap();
        let pin = links::pin(&country.test.trust, link);
        assert!(country.read_by_pin(link, &pin).await.is_ok());
        let reference = async |code: &str| {
            let rows = country.test.trust.database().reader();
            let found = organisation_by_code(rows, code).await.unwrap();
            found.public_ref.to_string()
        };
        let mut form = consent(&reference("P04").await);
        form.withheld_from = vec![reference("P03").await];
        form.withheld_reason = "fear_of_harm".into();
        let take = TakeConsent {
            desk: country.desk(),
            case: country.case,
            form,
        };
        let taken = country.test.trust.perform(&country.manager, None, take).await;
        assert!(taken.unwrap().given);
        assert!(missing(&country.read_by_pin(link, &pin).await));
    }
}

#[tokio::test]
async fn five_wrong_pins_close_the_link_and_show_nobody() {
    for mut country in Country::on_each_engine().await {
        country.turn_to("Aide sociale").await;
        let (_, link) = country.sent(Priority::Urgent).await;
        country.answer(link, accept()).await.unwrap();
        let right = links::pin(&country.test.trust, link);
        let wrong = format!("pin={:06}", (right.parse::<u32>().unwrap() + 1) % 1_000_000);
        let mut browser = Browser::of(&country);
        let identity = format!("/r/{}/identite", links::token(&country.test.trust, link));
        let (_, form) = browser.get(&identity).await;
        for _ in 0..5 {
            let (_, _, body) = browser.post(&identity, &once(&form), &wrong).await;
            assert!(!body.contains(NAME));
        }
        assert_eq!(country.noted("WrongPinGiven").await, 5);
        let right = format!("pin={right}");
        let (_, _, body) = browser.post(&identity, &once(&form), &right).await;
        assert!(body.contains("plus valable") && !body.contains(NAME), "{body}");
        assert_eq!(country.noted("PackageRead").await, 0);
    }
}

#[tokio::test]
async fn the_sender_is_shown_the_partners_pin_to_tell_it_by_telephone() {
    for mut country in Country::on_each_engine().await {
        country.turn_to("Aide sociale").await;
        let (referral, link) = country.sent(Priority::Urgent).await;
        let home = format!("/referencements/{referral}");
        let mut sender = Browser::signed_in(&country, &country.manager);
        let (_, page) = sender.get(&home).await;
        let pin = links::pin(&country.test.trust, link);
        assert!(
            page.contains(&format!("{home}/pin")) && !page.contains(&pin),
            "{page}"
        );
        let (status, _, told) = sender.post(&format!("{home}/pin"), &once(&page), "").await;
        assert_eq!(status, StatusCode::OK, "{told}");
        assert!(
            told.contains(&pin) && !told.contains(NAME) && !told.contains('⟦'),
            "{told}"
        );
    }
}
