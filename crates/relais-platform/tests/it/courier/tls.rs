//! A mail server on TLS. Its key and certificates were made for these tests and open nothing else.

use std::{io, time::Duration};

use relais_kernel::PublicRef;
use relais_platform::courier::{Security, Smtp, SmtpSetting};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

use super::{
    servers::{Heard, Server, talk},
    *,
};

const AUTHORITY: &[u8] = include_bytes!("tls/authority.pem");
/// Of that authority, for 127.0.0.1.
const HERE: &[u8] = include_bytes!("tls/here.pem");
/// Of that authority, for another server.
const ELSEWHERE: &[u8] = include_bytes!("tls/elsewhere.pem");
const KEY: &[u8] = include_bytes!("tls/server.key.pem");

fn acceptor(certificate: &[u8]) -> TlsAcceptor {
    let chain = vec![CertificateDer::from_pem_slice(certificate).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key);
    TlsAcceptor::from(Arc::new(config.unwrap()))
}

/// TLS from the first byte.
async fn from_the_start(stream: TcpStream, heard: Heard, acceptor: TlsAcceptor) -> io::Result<()> {
    let mut stream = BufReader::new(acceptor.accept(stream).await?);
    stream.write_all(b"220 essai\r\n").await?;
    stream.flush().await?;
    talk(stream, heard, "250 oui").await
}

/// TLS once it is asked for; nothing but the asking is answered before.
async fn once_asked(stream: TcpStream, heard: Heard, acceptor: TlsAcceptor) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 essai\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        match line.split_whitespace().next().unwrap_or_default() {
            "EHLO" => stream.write_all(b"250-essai\r\n250 STARTTLS\r\n").await?,
            "STARTTLS" => break,
            _ => {
                heard.lock().unwrap().push(format!("in clear: {line}"));
                return Ok(());
            }
        }
    }
    stream.write_all(b"220 oui\r\n").await?;
    let stream = acceptor.accept(stream.into_inner()).await?;
    talk(BufReader::new(stream), heard, "250 oui").await
}

async fn server(security: Security, certificate: &'static [u8]) -> Server {
    match security {
        Security::Tls => {
            Server::start(move |stream, heard| from_the_start(stream, heard, acceptor(certificate))).await
        }
        _ => Server::start(move |stream, heard| once_asked(stream, heard, acceptor(certificate))).await,
    }
}

async fn post(port: u16, security: Security, authority: Option<&[u8]>) -> Result<(), Trouble> {
    let setting = SmtpSetting {
        host: "127.0.0.1".into(),
        port,
        security,
        user: None,
        password: None,
        authority: authority.map(<[u8]>::to_vec),
        from: "Relais <relais@demo.relais.invalid>".into(),
        timeout: Duration::from_secs(20),
    };
    let letter = mail();
    let posting = Posting {
        id: PublicRef::from_uuid(Uuid::from_u128(5)),
        letter: &letter,
        now: START,
    };
    Smtp::new(setting).unwrap().post(posting).await
}

const BOTH: [Security; 2] = [Security::Tls, Security::StartTls];

#[tokio::test]
async fn a_mail_reaches_a_server_on_tls_whose_authority_is_trusted() {
    for security in BOTH {
        let server = server(security, HERE).await;
        post(server.port, security, Some(AUTHORITY)).await.unwrap();
        let [mail] = server.heard().try_into().unwrap();
        assert!(mail.contains("Subject: Essai K7M2-P9QX"), "{security:?}: {mail}");
    }
}

#[tokio::test]
async fn a_server_whose_certificate_is_not_trusted_gets_no_mail() {
    for security in BOTH {
        for (certificate, authority) in [
            (HERE, None),
            (ELSEWHERE, Some(AUTHORITY)),
            (HERE, Some(ELSEWHERE)),
        ] {
            let server = server(security, certificate).await;
            let posted = post(server.port, security, authority).await;
            assert!(posted.is_err(), "{security:?}");
            assert!(server.heard().is_empty(), "{security:?}: {:?}", server.heard());
        }
    }
}

#[test]
fn an_authority_that_cannot_be_read_is_told() {
    for wrong in [&b""[..], b"no certificate", KEY] {
        let setting = SmtpSetting {
            host: "127.0.0.1".into(),
            port: 465,
            security: Security::Tls,
            user: None,
            password: None,
            authority: Some(wrong.to_vec()),
            from: "relais@demo.relais.invalid".into(),
            timeout: Duration::from_secs(20),
        };
        assert!(Smtp::new(setting).is_none());
    }
}
