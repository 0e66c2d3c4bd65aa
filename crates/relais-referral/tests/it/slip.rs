//! The printed slip: who prints it, what stands on it, what it can do in strange hands.

use http::{StatusCode, header};
use relais_kernel::{Priority, PublicRef};
use relais_referral::{
    actions::OpenSlip,
    queries::{PrintSlip, SlipSheet},
    referral::{Command, DeclineReason, Disclosure, StateKind},
    store::links,
};
use relais_trust::{Actor, Failure};

use crate::{
    country::{Country, NAME, refused},
    pages::{Browser, once},
};

impl Country {
    async fn open_slip(&self, referral: PublicRef) -> relais_kernel::Id<relais_kernel::AnswerLink> {
        let open = OpenSlip {
            definitions: self.definitions.clone(),
            referral,
        };
        self.test.trust.perform(&self.manager, None, open).await.unwrap()
    }

    async fn print(
        &self,
        who: &Actor,
        referral: PublicRef,
        show_name: bool,
    ) -> Result<Option<SlipSheet>, Failure> {
        let print = PrintSlip {
            definitions: self.definitions.clone(),
            referral,
            show_name,
        };
        self.test.trust.look(who, &print).await
    }
}

#[tokio::test]
async fn a_slip_is_made_with_its_pin_shown_once_and_printing_it_changes_nothing() {
    for country in Country::on_each_engine().await {
        let (referral, _) = country.sent(Priority::Urgent).await;
        let home = format!("/referencements/{referral}");
        let mut browser = Browser::signed_in(&country, &country.manager);
        let (status, form) = browser.get(&format!("{home}/fiche")).await;
        assert_eq!(status, StatusCode::OK, "{form}");
        assert!(!form.contains('⟦'), "a text is missing: {form}");
        let once = once(&form);
        let (status, _, made) = browser.post(&format!("{home}/fiche"), &once, "lang=both").await;
        assert_eq!(status, StatusCode::OK, "{made}");
        let id = country.row(referral).await.referral.id;
        let all = links::links_of(country.test.trust.database().reader(), id)
            .await
            .unwrap();
        let slip = all.iter().find(|l| l.link.slip).unwrap().link.clone();
        let pin = links::pin(&country.test.trust, slip.id);
        assert!(made.contains(&pin) && !made.contains('⟦'), "{made}");
        // The same form again makes no second slip.
        browser.post(&format!("{home}/fiche"), &once, "lang=both").await;
        let code = links::code(&country.test.trust, slip.id).to_string();
        for (n, lang) in ["fr", "en", "both"].into_iter().enumerate() {
            let (status, headers, pdf) = browser.file(&format!("{home}/fiche.pdf?lang={lang}")).await;
            assert_eq!(status, StatusCode::OK, "{lang}");
            assert!(pdf.starts_with(b"%PDF-"), "{lang}");
            let name = headers[header::CONTENT_DISPOSITION].to_str().unwrap();
            assert_eq!(name, format!("attachment; filename=\"{code}.pdf\""));
            assert_eq!(headers[header::CACHE_CONTROL], "no-store");
            assert_eq!(country.noted("SlipPrinted").await, n + 1);
        }
        let after = links::links_of(country.test.trust.database().reader(), id)
            .await
            .unwrap();
        assert_eq!(after, all, "printing opens no link and closes none");
        assert_eq!(country.state(referral).await, StateKind::Sent);
        let (_, page) = browser.get(&home).await;
        assert!(
            page.contains(&format!("{home}/fiche")) && !page.contains(&pin),
            "{page}"
        );
        let (status, _, _) = browser.file(&format!("{home}/fiche.pdf?lang=de")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "unknown codes are refused");
    }
}

#[tokio::test]
async fn the_name_stands_on_a_slip_only_when_asked_for_and_consented_to() {
    for mut country in Country::on_each_engine().await {
        country.turn_to("Aide sociale").await;
        let (referral, _) = country.sent(Priority::Urgent).await;
        country.open_slip(referral).await;
        let manager = &country.manager;
        let plain = country.print(manager, referral, false).await.unwrap().unwrap();
        assert!(plain.name.is_none() && plain.service.is_some());
        assert_eq!(plain.minimum.need, "health");
        let read = country.noted("PackageRead").await;
        let named = country.print(manager, referral, true).await.unwrap().unwrap();
        assert!(named.name.unwrap().reveal().contains(NAME));
        // The reading of the name is in the journal.
        assert_eq!(country.noted("PackageRead").await, read + 1);
        let (pseudonymous, _) = country.sent_as(Priority::Urgent, Disclosure::Pseudonymous).await;
        country.open_slip(pseudonymous).await;
        let asked = country.print(manager, pseudonymous, true).await;
        assert_eq!(refused(asked), "NameNotCovered");
    }
}

#[tokio::test]
async fn dp_35_a_slip_to_a_hidden_shelter_names_neither_the_service_nor_the_person() {
    for mut country in Country::on_each_engine().await {
        country.turn_to("Hébergement temporaire").await;
        let (referral, _) = country.sent(Priority::Urgent).await;
        country.open_slip(referral).await;
        let sheet = country.print(&country.manager, referral, false).await;
        let sheet = sheet.unwrap().unwrap();
        assert_eq!(sheet.service, None);
        let asked = country.print(&country.manager, referral, true).await;
        assert_eq!(refused(asked), "NameNotCovered");
    }
}

#[tokio::test]
async fn only_the_sender_prints_and_only_while_an_answer_is_awaited() {
    for country in Country::on_each_engine().await {
        let (referral, link) = country.sent(Priority::Urgent).await;
        let none = |result: Result<Option<SlipSheet>, Failure>| result.unwrap().is_none();
        let manager = &country.manager;
        assert!(
            none(country.print(manager, referral, false).await),
            "no slip was made"
        );
        country.open_slip(referral).await;
        let elsewhere = country.test.organisation("S98").await;
        let other = country.test.person(elsewhere, &["R04", "R05", "R06"]).await;
        let receiver = country.row(referral).await.referral.to_org;
        let partner = country.test.person(receiver, &["R05", "R07"]).await;
        for stranger in [&other, &partner] {
            let refused = country.print(stranger, referral, false).await;
            assert!(matches!(refused, Err(Failure::Missing)));
        }
        let decline = Command::Decline {
            reason: DeclineReason::NoCapacity,
            note: None,
        };
        country.step(link, decline).await.unwrap();
        assert!(
            none(country.print(manager, referral, false).await),
            "it was declined"
        );
    }
}

#[tokio::test]
async fn five_wrong_pins_on_the_slips_page_close_it_and_the_referral_stands() {
    for country in Country::on_each_engine().await {
        let (referral, _) = country.sent(Priority::Urgent).await;
        let slip = country.open_slip(referral).await;
        let trust = &country.test.trust;
        let right = links::pin(trust, slip);
        let wrong = format!("{:06}", (right.parse::<u32>().unwrap() + 1) % 1_000_000);
        let mut browser = Browser::of(&country);
        let home = format!("/r/{}", links::token(trust, slip));
        let (status, shown) = browser.get(&home).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!shown.contains(NAME));
        let (_, form) = browser.get(&format!("{home}/oui")).await;
        for _ in 0..4 {
            let (status, _, body) = browser
                .post(
                    &format!("{home}/oui"),
                    &once(&form),
                    &format!("at=&note=&pin={wrong}"),
                )
                .await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        }
        browser
            .post(
                &format!("{home}/oui"),
                &once(&form),
                &format!("at=&note=&pin={wrong}"),
            )
            .await;
        let (_, body) = browser.get(&home).await;
        assert!(body.contains("plus valable"), "{body}");
        let (_, _, body) = browser
            .post(
                &format!("{home}/oui"),
                &once(&form),
                &format!("at=&note=&pin={right}"),
            )
            .await;
        assert!(body.contains("plus valable"), "{body}");
        assert_eq!(country.state(referral).await, StateKind::Sent);
    }
}
