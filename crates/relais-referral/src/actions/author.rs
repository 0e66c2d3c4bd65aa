//! Writes a message when it leaves: who is written to, in which language, and with which link, as things stand then.

use futures::{FutureExt, future::BoxFuture};
use relais_casework::store::{mission_of, opening_of};
use relais_directory::{
    Channel as Preferred, Contact as ServiceContact, Service, ServiceId,
    store::{
        service_of, services_of,
        verification::{self, ask_of},
    },
};
use relais_kernel::{Id, Lang, Organisation, PublicRef, ShortCode, Timestamp};
use relais_platform::{
    Failure,
    courier::{Author, Channel, Letter, Order, Why, Written},
};
use relais_trust::{
    Trust,
    accounts::{Contact, RecoveryState, contact_of, has_accounts, recovery_and_account},
};
use sea_orm::DatabaseConnection;

use super::mission::stage;
use crate::{
    messages::{AnswerAddress, Message, MessageKind, write},
    referral::StateKind,
    store::{
        ReferralRow, links,
        notices::notice_to,
        referral_of,
        transfers::{transfer_code, transfer_of},
    },
    transfer::TransferKind,
};

/// The author of this room's messages.
pub struct MessageAuthor {
    trust: Trust,
    /// The installation's address, without a slash at its end.
    base: String,
}

impl MessageAuthor {
    pub fn new(trust: Trust, base: String) -> Self {
        Self { trust, base }
    }
}

impl Author for MessageAuthor {
    fn write<'a>(&'a self, order: &'a Order, now: Timestamp) -> BoxFuture<'a, Result<Written, Failure>> {
        self.written(order, now).boxed()
    }
}

impl MessageAuthor {
    async fn written(&self, order: &Order, now: Timestamp) -> Result<Written, Failure> {
        let kind: MessageKind = order
            .kind
            .as_str()
            .parse()
            .map_err(|_| Failure::Fault(format!("no such message: {}", order.kind)))?;
        match kind {
            MessageKind::TransferAsked | MessageKind::TransferAnswered => {
                self.about_transfer(kind, order).await
            }
            MessageKind::EmergencyOpened => self.about_opening(kind, order).await,
            MessageKind::RecoveryAsked | MessageKind::RecoveryDone => self.about_recovery(kind, order).await,
            MessageKind::MissionAsked | MessageKind::MissionChanged | MessageKind::MissionCancelled => {
                self.about_mission(kind, order, now).await
            }
            MessageKind::Verification => self.about_verification(kind, order, now).await,
            _ => self.about_referral(kind, order, now).await,
        }
    }

    async fn about_referral(
        &self,
        kind: MessageKind,
        order: &Order,
        now: Timestamp,
    ) -> Result<Written, Failure> {
        let rows = self.trust.database().reader();
        let row = referral_of(rows, Id::from_uuid(order.subject)).await?;
        if is_overtaken(kind, row.referral.kind()) || self.is_erased_there(kind, &row).await? {
            return Ok(Written::Overtaken);
        }
        let recipient = Id::from_uuid(order.recipient);
        let asked = (recipient == row.referral.to_org).then_some(row.referral.service);
        let reached = reach(&self.trust, asked, recipient).await?;
        if reached.ways.is_empty() {
            return Ok(Written::Not(Why::NoContact));
        }
        let Some((code, address)) = self.way_in(rows, &row, recipient, now).await? else {
            return Ok(Written::Not(Why::LinkClosed));
        };
        let message = write(kind, code, &address, reached.lang);
        Ok(Written::Letters(letters(reached.ways, &message)))
    }

    /// The holder has confirmed meanwhile that it erased what it was given.
    async fn is_erased_there(&self, kind: MessageKind, row: &ReferralRow) -> Result<bool, Failure> {
        if kind != MessageKind::Erased {
            return Ok(false);
        }
        let rows = self.trust.database().reader();
        let told = notice_to(rows, row.referral.case, row.referral.to_org).await?;
        Ok(told.is_some_and(|told| !told.notice.is_awaited()))
    }

    /// Both organisations of a transfer sign in to its page; nobody answers one by link.
    async fn about_transfer(&self, kind: MessageKind, order: &Order) -> Result<Written, Failure> {
        let rows = self.trust.database().reader();
        let transfer = transfer_of(rows, Id::from_uuid(order.subject)).await?.transfer;
        let waits = transfer.state.kind() == TransferKind::Requested;
        if waits != (kind == MessageKind::TransferAsked) {
            return Ok(Written::Overtaken);
        }
        let code = transfer_code(&self.trust, transfer.id);
        self.leading_to(("/transferts/", transfer.public_ref), (kind, code), order)
            .await
    }

    /// Whoever reviews it signs in to its page.
    async fn about_opening(&self, kind: MessageKind, order: &Order) -> Result<Written, Failure> {
        let rows = self.trust.database().reader();
        let held = opening_of(rows, Id::from_uuid(order.subject)).await?;
        if !held.opening.waits() {
            return Ok(Written::Overtaken);
        }
        let code = self.trust.short_code("message", order.subject);
        self.leading_to(("/ouvertures/", held.public_ref), (kind, code), order)
            .await
    }

    /// Whoever administers the account signs in to its page. That it was asked for is still told when it came to nothing by
    /// itself: somebody gave the password.
    async fn about_recovery(&self, kind: MessageKind, order: &Order) -> Result<Written, Failure> {
        let rows = self.trust.database().reader();
        let (recovery, account) = recovery_and_account(rows, Id::from_uuid(order.subject)).await?;
        let seen = matches!(
            recovery.state,
            RecoveryState::Refused { .. } | RecoveryState::Used { .. }
        );
        if kind == MessageKind::RecoveryAsked && seen {
            return Ok(Written::Overtaken);
        }
        let code = self.trust.short_code("message", order.subject);
        let page = ("/administration/personnes/", account.public_ref);
        self.leading_to(page, (kind, code), order).await
    }

    /// Whoever is asked signs in to its page. A mission goes with its case.
    async fn about_mission(
        &self,
        kind: MessageKind,
        order: &Order,
        now: Timestamp,
    ) -> Result<Written, Failure> {
        let rows = self.trust.database().reader();
        let held = match mission_of(rows, Id::from_uuid(order.subject)).await {
            Ok(held) => held,
            Err(Failure::Missing) => return Ok(Written::Overtaken),
            Err(other) => return Err(other),
        };
        let mission = &held.mission;
        if order.stage.as_str() != stage(mission.version) || mission.ends <= now {
            return Ok(Written::Overtaken);
        }
        self.leading_to(("/missions/", held.public_ref), (kind, mission.number), order)
            .await
    }

    /// The provider answers by the link, without an account.
    async fn about_verification(
        &self,
        kind: MessageKind,
        order: &Order,
        now: Timestamp,
    ) -> Result<Written, Failure> {
        let rows = self.trust.database().reader();
        let ask = ask_of(rows, order.subject).await?;
        if ask.replied.is_some() || !ask.is_open(now) {
            return Ok(Written::Overtaken);
        }
        let reached = reach(&self.trust, None, ask.organisation).await?;
        if reached.ways.is_empty() {
            return Ok(Written::Not(Why::NoContact));
        }
        let page = self.address("/v/", &verification::token(&self.trust, ask.id))?;
        let code = self.trust.short_code("message", order.subject);
        let message = write(kind, code, &page, reached.lang);
        Ok(Written::Letters(letters(reached.ways, &message)))
    }

    /// A message to an organisation whose people sign in to a page.
    async fn leading_to(
        &self,
        (path, record): (&str, PublicRef),
        (kind, code): (MessageKind, ShortCode),
        order: &Order,
    ) -> Result<Written, Failure> {
        let reached = reach(&self.trust, None, Id::from_uuid(order.recipient)).await?;
        if reached.ways.is_empty() {
            return Ok(Written::Not(Why::NoContact));
        }
        let page = self.address(path, &record.to_string())?;
        let message = write(kind, code, &page, reached.lang);
        Ok(Written::Letters(letters(reached.ways, &message)))
    }

    fn address(&self, path: &str, token: &str) -> Result<AnswerAddress, Failure> {
        AnswerAddress::new(&format!("{}{path}", self.base), token)
            .map_err(|error| Failure::Fault(error.to_string()))
    }

    /// Where the message leads: the receiver to its answer link, whoever signs in to the referral's page.
    async fn way_in(
        &self,
        rows: &DatabaseConnection,
        row: &ReferralRow,
        recipient: Id<Organisation>,
        now: Timestamp,
    ) -> Result<Option<(ShortCode, AnswerAddress)>, Failure> {
        let r = &row.referral;
        if recipient == r.to_org {
            let links = links::links_of(rows, r.id).await?;
            let live = links
                .iter()
                .find(|held| !held.link.slip && held.link.check(now).is_ok());
            if let Some(held) = live {
                let token = links::token(&self.trust, held.link.id);
                let code = links::code(&self.trust, held.link.id);
                return Ok(Some((code, self.address("/r/", &token)?)));
            }
            if !has_accounts(rows, recipient).await? {
                return Ok(None);
            }
        }
        let page = self.address("/referencements/", &r.public_ref.to_string())?;
        Ok(Some((links::message_code(&self.trust, r.id), page)))
    }
}

/// What was to be said is no longer so: the message waited too long.
fn is_overtaken(kind: MessageKind, state: StateKind) -> bool {
    match kind {
        MessageKind::NewReferral => !state.is_underway(),
        MessageKind::Reminder | MessageKind::Escalation | MessageKind::Coordination => state.is_terminal(),
        MessageKind::InformationAsked => state != StateKind::InfoRequested,
        _ => false,
    }
}

/// Addresses in the order of preference, and the language.
struct Reached {
    ways: Vec<(Channel, String)>,
    lang: Lang,
}

/// The service that is asked has a contact of its own; else the organisation's is taken, else that of any of its
/// services.
async fn reach(
    trust: &Trust,
    asked: Option<ServiceId>,
    recipient: Id<Organisation>,
) -> Result<Reached, Failure> {
    let rows = trust.database().reader();
    let organisation = contact_of(rows, recipient).await?;
    let mut services = Vec::new();
    if let Some(asked) = asked {
        services.push(service_of(rows, asked).await?.whole(trust)?);
    }
    let asked = services.first().map(|service| ways_of_service(&service.contact));
    let mut ways = asked.unwrap_or_default();
    if ways.is_empty() {
        ways = organisation
            .as_ref()
            .map(ways_of_organisation)
            .unwrap_or_default();
    }
    if ways.is_empty() {
        for held in services_of(rows, recipient).await? {
            services.push(held.whole(trust)?);
        }
        ways = services
            .iter()
            .map(|service| ways_of_service(&service.contact))
            .find(|ways| !ways.is_empty())
            .unwrap_or_default();
    }
    let lang = organisation.map_or_else(
        || services.first().map(spoken).unwrap_or_default(),
        |held| held.lang,
    );
    Ok(Reached { ways, lang })
}

/// English where a service speaks it and no French.
fn spoken(service: &Service) -> Lang {
    let speaks = |code: &str| service.languages.iter().any(|held| held.as_str() == code);
    if speaks("eng") && !speaks("fra") {
        Lang::En
    } else {
        Lang::Fr
    }
}

fn ways_of_service(contact: &ServiceContact) -> Vec<(Channel, String)> {
    let by_text = matches!(contact.channel, Some(Preferred::Sms));
    ways(contact.email.as_deref(), contact.phone.as_deref(), by_text)
}

fn ways_of_organisation(contact: &Contact) -> Vec<(Channel, String)> {
    let by_text = contact.preferred() == Some(Channel::Sms);
    ways(contact.email.as_deref(), contact.phone.as_deref(), by_text)
}

/// Mail before SMS, unless SMS is preferred.
fn ways(email: Option<&str>, phone: Option<&str>, by_text: bool) -> Vec<(Channel, String)> {
    let mail = email.map(|to| (Channel::Mail, to.to_owned()));
    let sms = phone.map(|to| (Channel::Sms, to.to_owned()));
    let mut all: Vec<_> = mail.into_iter().chain(sms).collect();
    if by_text {
        all.reverse();
    }
    all
}

fn letters(ways: Vec<(Channel, String)>, message: &Message) -> Vec<Letter> {
    ways.into_iter()
        .map(|(channel, to)| match channel {
            Channel::Mail => Letter::Mail {
                to,
                subject: message.mail.subject.clone(),
                body: message.mail.body.clone(),
            },
            Channel::Sms => Letter::Sms {
                to,
                text: message.sms.clone(),
            },
        })
        .collect()
}
