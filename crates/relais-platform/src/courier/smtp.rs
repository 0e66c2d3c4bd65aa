use std::{fmt, time::Duration};

use futures::{FutureExt, future::BoxFuture};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, CertificateStore, Tls, TlsParameters},
    },
};
use relais_kernel::PublicRef;

use super::{Gateway, Letter, Posting, Trouble, Why};

/// How the connection to the mail server is kept from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after the greeting; without it nothing is sent.
    StartTls,
    /// None: for a server on this machine.
    None,
}

/// The mail server.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpSetting {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub user: Option<String>,
    pub password: Option<String>,
    /// The certificate (PEM) of the authority that made the server's: that one is trusted then, and no public one.
    pub authority: Option<Vec<u8>>,
    /// `Relais <relais@mnr.example>`.
    pub from: String,
    pub timeout: Duration,
}

impl fmt::Debug for SmtpSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSetting")
            .field("host", &self.host)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

/// How a certificate begins in PEM.
const PEM_MARK: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// Sends mail through an SMTP server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    timeout: Duration,
}

impl Smtp {
    /// `None` when the sender's address or the server's name is none, or the authority's certificate cannot be read.
    pub fn new(setting: SmtpSetting) -> Option<Self> {
        let from: Mailbox = setting.from.parse().ok()?;
        let tls = match setting.security {
            Security::None => Tls::None,
            Security::Tls => Tls::Wrapper(trusted(&setting)?),
            Security::StartTls => Tls::Required(trusted(&setting)?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&setting.host)
            .port(setting.port)
            .tls(tls)
            .timeout(Some(setting.timeout));
        if let (Some(user), Some(password)) = (setting.user, setting.password) {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Some(Self {
            transport: builder.build(),
            from,
            timeout: setting.timeout,
        })
    }

    fn message(&self, id: PublicRef, letter: &Letter) -> Result<Message, Trouble> {
        let Letter::Mail { to, subject, body } = letter else {
            return Err(Trouble::Never(Why::Unwritten));
        };
        let to: Mailbox = to.parse().map_err(|_| Trouble::Never(Why::Refused))?;
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(body.clone())
            .map_err(|_| Trouble::Never(Why::Unwritten))
    }
}

impl Gateway for Smtp {
    fn post<'a>(&'a self, posting: Posting<'a>) -> BoxFuture<'a, Result<(), Trouble>> {
        async move {
            let message = self.message(posting.id, posting.letter)?;
            // Over the time limit of each answer one for the whole: a server that answers slowly for ever ends too.
            match tokio::time::timeout(self.timeout * 3, self.transport.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(trouble(&error)),
                Err(_) => Err(Trouble::Down(Why::Unreachable)),
            }
        }
        .boxed()
    }
}

fn trusted(setting: &SmtpSetting) -> Option<TlsParameters> {
    let parameters = TlsParameters::builder(setting.host.clone());
    let Some(pem) = &setting.authority else {
        return parameters.build().ok();
    };
    // A file without a certificate reads as none, and would trust nobody without saying so.
    let holds_one = pem.windows(PEM_MARK.len()).any(|part| part == PEM_MARK);
    let certificates = Certificate::from_pem(pem).ok().filter(|_| holds_one)?;
    parameters
        .certificate_store(CertificateStore::None)
        .add_root_certificate(certificates)
        .build()
        .ok()
}

fn trouble(error: &lettre::transport::smtp::Error) -> Trouble {
    let code = error.status().map(u16::from);
    match code {
        // The address, for good.
        Some(550..=553 | 501) => Trouble::Never(Why::Refused),
        // The account, the policy of the server: somebody can set it right.
        Some(500..) => Trouble::Later(Why::NotAccepted),
        Some(_) => Trouble::Later(Why::Unreachable),
        None if error.is_client() => Trouble::Later(Why::NotAccepted),
        None => Trouble::Down(Why::Unreachable),
    }
}

/// Written by a program: no holiday notice answers it (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
