//! The ways out: SMTP, HTTP, a folder.

use std::time::Duration;

use relais_kernel::PublicRef;
use relais_platform::courier::{Folder, HttpGateway, HttpSetting, Pile, Security, Smtp, SmtpSetting};

use super::{servers::Server, *};

fn smtp(port: u16) -> Arc<Smtp> {
    let setting = SmtpSetting {
        host: "127.0.0.1".into(),
        port,
        security: Security::None,
        user: None,
        password: None,
        authority: None,
        from: "Relais <relais@demo.relais.invalid>".into(),
        timeout: Duration::from_secs(20),
    };
    Arc::new(Smtp::new(setting).unwrap())
}

fn http(url: String, json: bool) -> HttpSetting {
    HttpSetting {
        url,
        token: Some("jeton-test".into()),
        to: "destinataire".into(),
        text: "message".into(),
        id: Some("reference".into()),
        fields: BTreeMap::from([("expediteur".to_owned(), "Relais".to_owned())]),
        json,
        timeout: Duration::from_secs(20),
    }
}

fn posting(letter: &Letter) -> Posting<'_> {
    Posting {
        id: PublicRef::from_uuid(Uuid::from_u128(5)),
        letter,
        now: START,
    }
}

#[tokio::test]
async fn a_mail_reaches_the_server_with_its_subject_and_its_words() {
    let server = Server::smtp("250 oui").await;
    smtp(server.port).post(posting(&mail())).await.unwrap();
    let [mail] = server.heard().try_into().unwrap();
    for part in [
        "From: Relais <relais@demo.relais.invalid>",
        TO,
        "Subject: Essai K7M2-P9QX",
        "Auto-Submitted: auto-generated",
        "Message-ID: <00000000000000000000000000000005@demo.relais.invalid>",
        "https://relais.example/r/AAAA",
    ] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
}

#[tokio::test]
async fn a_lost_smtp_connection_is_tried_again_then_given_up_and_shown() {
    for test in TestDatabase::on_each_engine(&own_migrations()).await {
        order(&test.database, wanted(1)).await;
        let server = Server::smtp_that_hangs_up().await;
        let courier = with(&test.database, vec![mail()], by_mail(smtp(server.port)));
        let (held, now) = until_the_end(&courier, &test.database).await;
        assert!(
            matches!(
                held.stand,
                Stand::GivenUp {
                    why: Why::Unreachable,
                    ..
                }
            ),
            "{held:?}"
        );
        assert_eq!(held.tries, Waits::MESSAGES.tries);
        assert!(server.heard().len() > 1, "it was tried again");
        let shown = Narrow {
            pile: Some(Pile::Troubled),
            ..Narrow::default()
        };
        let shown = courier::deliveries(test.database.reader(), shown, 9)
            .await
            .unwrap();
        assert_eq!(shown, std::slice::from_ref(&held));

        let healthy = Server::smtp("250 oui").await;
        again(&test.database, &held, now).await.unwrap();
        let courier = with(&test.database, vec![mail()], by_mail(smtp(healthy.port)));
        assert_eq!(courier.run_due(now).await.unwrap().sent, 1);
        assert_eq!(healthy.heard().len(), 1);
    }
}

#[tokio::test]
async fn an_unknown_mailbox_is_not_tried_again() {
    let server = Server::smtp("550 inconnu").await;
    let refused = smtp(server.port).post(posting(&mail())).await;
    assert_eq!(refused, Err(Trouble::Never(Why::Refused)));
    let full = Server::smtp("452 plein").await;
    let later = smtp(full.port).post(posting(&mail())).await;
    assert_eq!(later, Err(Trouble::Later(Why::Unreachable)));
}

#[tokio::test]
async fn a_server_that_offers_no_tls_gets_no_mail_when_tls_is_asked() {
    let server = Server::smtp("250 oui").await;
    let setting = SmtpSetting {
        host: "127.0.0.1".into(),
        port: server.port,
        security: Security::StartTls,
        user: Some("relais".into()),
        password: Some("secret-test".into()),
        authority: None,
        from: "relais@demo.relais.invalid".into(),
        timeout: Duration::from_secs(20),
    };
    assert!(!format!("{setting:?}").contains("secret-test"));
    let refused = Smtp::new(setting).unwrap().post(posting(&mail())).await;
    assert_eq!(refused, Err(Trouble::Later(Why::NotAccepted)));
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn an_sms_gateway_gets_the_fields_it_wants() {
    for json in [false, true] {
        let server = Server::http("202 Accepted".into()).await;
        let gateway =
            HttpGateway::new(http(format!("http://127.0.0.1:{}/envoi", server.port), json)).unwrap();
        gateway.post(posting(&sms())).await.unwrap();
        let [request] = server.heard().try_into().unwrap();
        assert!(request.starts_with("POST /envoi HTTP/1.1"), "{request}");
        assert!(
            request
                .to_lowercase()
                .contains("authorization: bearer jeton-test")
        );
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        let (number, sender) = match json {
            true => (r#""destinataire":"+237600000099""#, r#""expediteur":"Relais""#),
            false => ("destinataire=%2B237600000099", "expediteur=Relais"),
        };
        assert!(
            body.contains(number) && body.contains(sender) && body.contains("K7M2-P9QX"),
            "{body}"
        );
        assert!(body.contains("reference"));
    }
}

#[tokio::test]
async fn what_an_sms_gateway_answers_decides_whether_it_is_asked_again() {
    for (answer, expected) in [
        ("400 Bad Request", Trouble::Never(Why::Refused)),
        ("401 Unauthorized", Trouble::Later(Why::NotAccepted)),
        ("429 Too Many Requests", Trouble::Later(Why::Unreachable)),
        ("503 Service Unavailable", Trouble::Down(Why::Unreachable)),
    ] {
        let server = Server::http(answer.into()).await;
        let gateway = HttpGateway::new(http(format!("http://127.0.0.1:{}/", server.port), false)).unwrap();
        assert_eq!(gateway.post(posting(&sms())).await, Err(expected), "{answer}");
    }
    let gone = Server::http("200 OK".into()).await.port;
    let gateway = HttpGateway::new(http(format!("http://127.0.0.1:{gone}/"), false)).unwrap();
    assert_eq!(
        gateway.post(posting(&sms())).await,
        Err(Trouble::Down(Why::Unreachable))
    );
}

#[tokio::test]
async fn number_and_token_follow_no_redirect() {
    let elsewhere = Server::http("200 OK".into()).await;
    let answer = format!(
        "307 Temporary Redirect\r\nlocation: http://127.0.0.1:{}/",
        elsewhere.port
    );
    let server = Server::http(answer).await;
    let gateway = HttpGateway::new(http(format!("http://127.0.0.1:{}/", server.port), false)).unwrap();
    let refused = gateway.post(posting(&sms())).await;
    assert_eq!(refused, Err(Trouble::Later(Why::NotAccepted)));
    assert!(elsewhere.heard().is_empty());
}

#[test]
fn an_sms_gateway_has_a_web_address() {
    for wrong in [
        "",
        "gateway.example",
        "ftp://gateway.example/",
        "file:///etc/passwd",
    ] {
        assert!(HttpGateway::new(http(wrong.into(), false)).is_none(), "{wrong}");
    }
}

#[tokio::test]
async fn a_folder_keeps_messages_to_this_account() {
    for test in TestDatabase::on_each_engine(&[]).await {
        let folder = Folder::at(test.folder.join("outbox"));
        for letter in [mail(), sms()] {
            folder.post(posting(&letter)).await.unwrap();
            folder.post(posting(&letter)).await.unwrap();
        }
        let files: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|file| file.unwrap())
            .collect();
        assert_eq!(files.len(), 2, "the same message is one file");
        for file in &files {
            let text = std::fs::read_to_string(file.path()).unwrap();
            assert!(text.contains("K7M2-P9QX") && text.starts_with("To: "));
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            }
        }
        let unusable = Folder::at(files[0].path().join("below-a-file"));
        assert_eq!(
            unusable.post(posting(&sms())).await,
            Err(Trouble::Later(Why::FolderUnwritable))
        );
    }
}
