use relais_kernel::{Id, Localised, PublicRef};
use relais_mechanism::{Definitions, ReferralStep, Role, role_codes};
use relais_platform::{
    Failure,
    courier::{self, Delivery, Narrow, Pile},
};
use relais_trust::{Actor, Deed, Protected, Query, Sight, Trust, accounts};

use crate::{
    answer::AnswerLink,
    messages::MessageKind,
    room::{roles_for, ruling},
    store::{links, referral_by_ref, referral_of},
};

/// How many the page of a referral shows.
const LATEST: u64 = 5;

/// Which messages a reader follows: the coordination and the administration all of their mechanism, a sending desk
/// those of its own organisation.
///
/// # Errors
/// [`Failure::Missing`] for who follows none.
pub fn messages_reach(trust: &Trust, actor: &Actor) -> Result<Narrow, Failure> {
    let (mechanism, organisation) = actor.mechanism.zip(actor.organisation).ok_or(Failure::Missing)?;
    let whole = Protected::mechanism(mechanism);
    let may = |deed, role: Role| {
        trust
            .guard()
            .permit(actor, deed, &role_codes([role]), &whole)
            .is_ok()
    };
    if may(Deed::Coordinate, Role::COORDINATOR) || may(Deed::AdministerUsers, Role::ADMINISTRATOR) {
        return Ok(Narrow {
            scope: Some(mechanism.uuid()),
            ..Narrow::default()
        });
    }
    let desk = Protected::desk(organisation.uuid(), organisation);
    let roles = role_codes([Role::SENDING_FOCAL_POINT, Role::SUPERVISOR, Role::CASE_MANAGER]);
    trust
        .guard()
        .permit(actor, Deed::FollowOwnMessages, &roles, &desk)?;
    Ok(Narrow {
        scope: Some(mechanism.uuid()),
        owner: Some(organisation.uuid()),
        ..Narrow::default()
    })
}

/// The messages that left or did not: first what has not arrived, then what waits, then the rest, newest first.
pub struct Messages {
    pub definitions: Definitions,
    /// Only these.
    pub pile: Option<Pile>,
    /// How many stand on a page.
    pub size: u64,
    /// Which page, from 1.
    pub page: u64,
}

/// One message in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageLine {
    pub held: Delivery,
    pub kind: MessageKind,
    pub to: Localised,
    /// The referral, where the reader may open it.
    pub referral: Option<PublicRef>,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagesView {
    pub lines: Vec<MessageLine>,
    /// There is a next page.
    pub more: bool,
    /// The reader's own organisation, whose contact they may set.
    pub own: Option<PublicRef>,
}

impl Query for Messages {
    type View = MessagesView;

    async fn look(&self, sight: &Sight<'_>) -> Result<MessagesView, Failure> {
        let reach = messages_reach(sight.trust(), sight.actor())?;
        let mut found = self.found(sight, reach).await?;
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let more = found.len() > size;
        found.truncate(size);
        let names = accounts::organisations(sight.rows()).await?;
        let mut lines = Vec::with_capacity(found.len());
        for held in found {
            let referral = self.openable(sight, &held).await?;
            lines.push(line(held, &names, referral)?);
        }
        let own = sight
            .reach()
            .is_ok()
            .then_some(sight.actor().organisation)
            .flatten();
        Ok(MessagesView {
            lines,
            more,
            own: own.and_then(|id| names.iter().find(|o| o.id == id).map(|o| o.public_ref)),
        })
    }
}

impl Messages {
    /// One more than the page shows, pile after pile.
    async fn found(&self, sight: &Sight<'_>, reach: Narrow) -> Result<Vec<Delivery>, Failure> {
        let piles = self.pile.map_or_else(|| Pile::ALL.to_vec(), |pile| vec![pile]);
        let mut skip = self.page.saturating_sub(1).saturating_mul(self.size);
        let mut wanted = self.size.saturating_add(1);
        let mut found = Vec::new();
        for pile in piles {
            let narrow = Narrow {
                pile: Some(pile),
                skip,
                ..reach
            };
            let some = courier::deliveries(sight.rows(), narrow, wanted).await?;
            if some.is_empty() && skip > 0 {
                skip = skip.saturating_sub(courier::how_many(sight.rows(), narrow).await?);
            } else {
                skip = 0;
            }
            wanted = wanted.saturating_sub(some.len() as u64);
            found.extend(some);
            if wanted == 0 {
                break;
            }
        }
        Ok(found)
    }

    async fn openable(&self, sight: &Sight<'_>, held: &Delivery) -> Result<Option<PublicRef>, Failure> {
        let row = match referral_of(sight.rows(), Id::from_uuid(held.order.subject)).await {
            Ok(row) => row,
            Err(Failure::Missing) => return Ok(None),
            Err(other) => return Err(other),
        };
        let definition = ruling(sight.rows(), &self.definitions, &row.referral).await?;
        let protected = row.protected(&definition, sight.now());
        let own = role_codes([Role::CASE_MANAGER, Role::SUPERVISOR, Role::SENDING_FOCAL_POINT]);
        let follow = roles_for(&definition, ReferralStep::Reroute);
        let may = sight.may(Deed::ReadReferral, &own, &protected)
            || sight.may(Deed::FollowReferral, &follow, &protected);
        Ok(may.then_some(row.referral.public_ref))
    }
}

fn line(
    held: Delivery,
    names: &[accounts::OrganisationFace],
    referral: Option<PublicRef>,
) -> Result<MessageLine, Failure> {
    let kind = held.order.kind.as_str().parse();
    let kind = kind.map_err(|_| relais_platform::Corrupt::at("outbox", "kind", held.id))?;
    let to = names.iter().find(|o| o.id.uuid() == held.order.recipient);
    Ok(MessageLine {
        kind,
        to: to.map_or_else(|| Localised::new("—", "—"), |o| o.name.clone()),
        referral,
        held,
    })
}

/// What was said about one referral, for its sender: on the referral's page.
pub struct ReferralMessages {
    pub definitions: Definitions,
    pub referral: PublicRef,
}

/// The part of a referral's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralMessagesView {
    pub referral: PublicRef,
    pub lines: Vec<MessageLine>,
    /// What messages to the sender's side call it.
    pub code: String,
    /// The partner's link that opens something now.
    pub link: Option<AnswerLink>,
    /// The reader may take it back and open a new one.
    pub may_renew: bool,
    pub may_send_again: bool,
}

impl Query for ReferralMessages {
    /// `None` for who is not on the sender's side.
    type View = Option<ReferralMessagesView>;

    async fn look(&self, sight: &Sight<'_>) -> Result<Self::View, Failure> {
        let row = referral_by_ref(sight.rows(), self.referral).await?;
        let definition = ruling(sight.rows(), &self.definitions, &row.referral).await?;
        let protected = row.protected(&definition, sight.now());
        let own = role_codes([Role::CASE_MANAGER, Role::SUPERVISOR, Role::SENDING_FOCAL_POINT]);
        if row.referral.milestones.sent_at.is_none() || !sight.may(Deed::ReadReferral, &own, &protected) {
            return Ok(None);
        }
        let narrow = Narrow {
            subject: Some(row.referral.id.uuid()),
            ..Narrow::default()
        };
        let names = accounts::organisations(sight.rows()).await?;
        let found = courier::deliveries(sight.rows(), narrow, LATEST).await?;
        let lines: Result<Vec<_>, _> = found.into_iter().map(|held| line(held, &names, None)).collect();
        let links = links::links_of(sight.rows(), row.referral.id).await?;
        let live = links
            .into_iter()
            .map(|held| held.link)
            .find(|link| !link.slip && link.check(sight.now()).is_ok());
        let sends = roles_for(&definition, ReferralStep::Send);
        Ok(Some(ReferralMessagesView {
            referral: self.referral,
            lines: lines?,
            code: links::message_code(sight.trust(), row.referral.id).to_string(),
            link: live,
            may_renew: row.referral.kind().is_underway()
                && sight.may(Deed::ChangeSentReferral, &sends, &protected),
            may_send_again: messages_reach(sight.trust(), sight.actor()).is_ok(),
        }))
    }
}
