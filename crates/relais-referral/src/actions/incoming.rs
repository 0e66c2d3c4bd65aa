use std::sync::Arc;

use jiff::tz::TimeZone;
use relais_kernel::{PublicRef, Timestamp};
use relais_mechanism::Definitions;
use relais_platform::{
    Failure, UnitOfWork,
    courier::{Gateway, Letter, Posting, inbox},
};
use relais_trust::{Once, Trust};
use sea_orm::DatabaseTransaction;

use super::on_sms;

/// A short message as a gateway or a folder brought it.
#[derive(Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The gateway's own number of it: the same again is the same message.
    pub id: String,
    /// The sender's number, where it is known.
    pub from: String,
    pub text: String,
}

/// The longest text and number that are read.
const LONGEST: usize = 1000;

/// Takes short messages, does what they say and answers by the same way.
#[derive(Clone)]
pub struct Switchboard {
    pub trust: Trust,
    pub definitions: Definitions,
    /// Where a day without a year is completed.
    pub zone: TimeZone,
    /// By which answers go back, if they can.
    pub gateway: Option<Arc<dyn Gateway>>,
}

impl Switchboard {
    /// # Errors
    /// [`Failure`] of the store: the message may be brought again, and is then done once.
    pub async fn take(&self, message: &Incoming) -> Result<(), Failure> {
        let id = self.trust.visitor(&format!("sms {}", message.id));
        if inbox::was_taken(self.trust.database().reader(), &id).await? {
            return Ok(());
        }
        let text: String = message.text.chars().take(LONGEST).collect();
        let source = self.trust.visitor(&format!("answer {}", message.from));
        let name: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        let once = Some(Once(format!("sms-{name}")));
        let reply = on_sms(&self.trust, &self.definitions, &self.zone, &source, &text, once).await?;
        self.reply(&message.from, reply).await;
        let now = self.trust.now();
        self.trust.database().write(Taken { id, now }).await
    }

    /// Numbers are not kept, so an answer that cannot leave now is not tried again.
    async fn reply(&self, to: &str, text: String) {
        let Some(gateway) = &self.gateway else {
            return;
        };
        let to = if inbox::is_number(to) { to } else { "?" };
        let letter = Letter::Sms {
            to: to.to_owned(),
            text,
        };
        let posting = Posting {
            id: PublicRef::new(self.trust.chance()),
            letter: &letter,
            now: self.trust.now(),
        };
        if let Err(trouble) = gateway.post(posting).await {
            tracing::warn!(?trouble, "the answer to a short message did not leave");
        }
    }
}

struct Taken {
    id: Vec<u8>,
    now: Timestamp,
}

impl UnitOfWork for Taken {
    type Output = ();

    async fn run(&self, rows: &DatabaseTransaction) -> Result<(), Failure> {
        inbox::note_taken(rows, &self.id, self.now).await
    }
}
