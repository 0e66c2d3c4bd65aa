//! The right to answer without an account (decisions §13). A row holds nothing that opens it: token, code and PIN
//! follow from its id under the installation's key, and only a keyed token of the code stands here to find it by.

use relais_kernel::{AnswerLink as LinkKind, Id, Referral, ShortCode, Timestamp};
use relais_platform::{Corrupt, Failure, stamp};
use relais_trust::{Note, Scene, Trust, accounts::organisation_is_open};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{
    ReferralRow,
    tables::{answer_link as row, answer_miss as miss},
};
use crate::{
    answer::{AnswerLink, Gate, GateRule},
    packages::Minimum,
};

const PURPOSE: &str = "answer";

/// A link with what it shows of the person: fixed at sending, and nothing that says who it is (DP-03).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    pub link: AnswerLink,
    pub minimum: Minimum,
}

/// Opens the link of a referral that has just been sent: mail and short messages lead to it.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn open(scene: &Scene<'_>, sent: &ReferralRow, minimum: &Minimum) -> Result<AnswerLink, Failure> {
    add(scene, sent, minimum, false).await
}

/// Opens the link of a printed slip; the slip before it stops working.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn open_slip(
    scene: &Scene<'_>,
    sent: &ReferralRow,
    minimum: &Minimum,
) -> Result<AnswerLink, Failure> {
    for old in links_of(scene.rows(), sent.referral.id).await? {
        if old.link.slip && old.link.revoked_at.is_none() {
            save(scene, &old.link.revoke(scene.now())).await?;
        }
    }
    add(scene, sent, minimum, true).await
}

async fn add(
    scene: &Scene<'_>,
    sent: &ReferralRow,
    minimum: &Minimum,
    slip: bool,
) -> Result<AnswerLink, Failure> {
    let (id, code_token) = free_code(scene).await?;
    let r = &sent.referral;
    let link = AnswerLink {
        id,
        referral: r.id,
        organisation: r.to_org,
        slip,
        issued_at: scene.now(),
        expires: AnswerLink::expiry(scene.now()),
        revoked_at: None,
        wrong_pins: 0,
    };
    let model = row::ActiveModel {
        id: Set(id.uuid()),
        mechanism_id: Set(r.mechanism.uuid()),
        referral_id: Set(r.id.uuid()),
        organisation_id: Set(r.to_org.uuid()),
        slip: Set(slip),
        code_token: Set(code_token),
        issued_at: Set(stamp::to_column(link.issued_at)),
        expires_at: Set(stamp::to_column(link.expires)),
        revoked_at: Set(None),
        wrong_pins: Set(0),
        minimum: Set(serde_json::to_string(minimum).map_err(|e| Failure::Fault(e.to_string()))?),
    };
    row::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    scene.note(note("AnswerLinkOpened", &link).case(r.case).fact("slip", slip));
    Ok(link)
}

/// An id whose code nobody else has: with 40 bits two of a million would meet now and then.
async fn free_code(scene: &Scene<'_>) -> Result<(Id<LinkKind>, Vec<u8>), Failure> {
    for _ in 0..8 {
        let id = Id::<LinkKind>::new(scene.now(), scene.chance());
        let token = scene.trust().code_token(PURPOSE, code(scene.trust(), id));
        let taken = row::Entity::find()
            .filter(row::Column::CodeToken.eq(token.clone()))
            .one(scene.rows())
            .await?;
        if taken.is_none() {
            return Ok((id, token));
        }
    }
    Err(Failure::Fault("no free answer code".into()))
}

pub(crate) fn note(act: &str, link: &AnswerLink) -> Note {
    Note::new(act)
        .on("referral", link.referral.uuid())
        .fact("link", link.id)
}

/// What people type to answer: always the same for a link.
pub fn code(trust: &Trust, link: Id<LinkKind>) -> ShortCode {
    trust.short_code(PURPOSE, link.uuid())
}

/// The end of a link's address, `/r/{token}`.
pub fn token(trust: &Trust, link: Id<LinkKind>) -> String {
    trust.sign_token(PURPOSE, link.uuid())
}

/// The link of an address, if the address was made here.
pub fn read_token(trust: &Trust, text: &str) -> Option<Id<LinkKind>> {
    trust.read_token(PURPOSE, text).map(Id::from_uuid)
}

/// What messages to the sender's side call a referral. It answers nothing: only the partner's own code does.
pub fn message_code(trust: &Trust, referral: Id<Referral>) -> ShortCode {
    trust.short_code("message", referral.uuid())
}

/// The six digits agreed with the partner's focal point for one slip.
pub fn pin(trust: &Trust, link: Id<LinkKind>) -> String {
    let code = trust.short_code("answer pin", link.uuid()).compact();
    let number = code
        .bytes()
        .fold(0_u64, |sum, byte| (sum * 31 + u64::from(byte)) % 1_000_003);
    format!("{:06}", number % 1_000_000)
}

fn read(held: &row::Model) -> Result<LinkRow, Failure> {
    let at = |moment, column| stamp::from_column(moment, "answer_link", column, held.id);
    let link = AnswerLink {
        id: Id::from_uuid(held.id),
        referral: Id::from_uuid(held.referral_id),
        organisation: Id::from_uuid(held.organisation_id),
        slip: held.slip,
        issued_at: at(held.issued_at, "issued_at")?,
        expires: at(held.expires_at, "expires_at")?,
        revoked_at: held
            .revoked_at
            .map(|moment| at(moment, "revoked_at"))
            .transpose()?,
        wrong_pins: u8::try_from(held.wrong_pins)
            .map_err(|_| Corrupt::at("answer_link", "wrong_pins", held.id))?,
    };
    let minimum =
        serde_json::from_str(&held.minimum).map_err(|_| Corrupt::at("answer_link", "minimum", held.id))?;
    Ok(LinkRow { link, minimum })
}

/// # Errors
/// `LinkClosed` when there is none, or its organisation takes part no more: an unknown link answers like an expired
/// one.
pub async fn link_of<C: ConnectionTrait>(rows: &C, id: Id<LinkKind>) -> Result<LinkRow, Failure> {
    match row::Entity::find_by_id(id.uuid()).one(rows).await? {
        Some(held) if is_open(rows, &held).await? => read(&held),
        _ => Err(AnswerLink::closed().into()),
    }
}

/// A closed organisation answers no more (security requirement 12).
async fn is_open<C: ConnectionTrait>(rows: &C, held: &row::Model) -> Result<bool, Failure> {
    organisation_is_open(rows, Id::from_uuid(held.organisation_id)).await
}

/// The link that a code stands for.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn link_by_code<C: ConnectionTrait>(
    trust: &Trust,
    rows: &C,
    code: ShortCode,
) -> Result<Option<LinkRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::CodeToken.eq(trust.code_token(PURPOSE, code)))
        .one(rows)
        .await?;
    match found {
        Some(held) if is_open(rows, &held).await? => Ok(Some(read(&held)?)),
        _ => Ok(None),
    }
}

/// All links of a referral, newest first.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn links_of<C: ConnectionTrait>(rows: &C, referral: Id<Referral>) -> Result<Vec<LinkRow>, Failure> {
    let found = row::Entity::find()
        .filter(row::Column::ReferralId.eq(referral.uuid()))
        .order_by_desc(row::Column::Id)
        .all(rows)
        .await?;
    found.iter().map(read).collect()
}

/// Saves what may change of a link: its end and its wrong PINs.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn save(scene: &Scene<'_>, link: &AnswerLink) -> Result<(), Failure> {
    let model = row::ActiveModel {
        id: Set(link.id.uuid()),
        expires_at: Set(stamp::to_column(link.expires)),
        revoked_at: Set(link.revoked_at.map(stamp::to_column)),
        wrong_pins: Set(link.wrong_pins.into()),
        ..Default::default()
    };
    row::Entity::update(model).exec(scene.rows()).await?;
    Ok(())
}

/// Whether codes and PINs are taken from this source now; `source` is a keyed hash ([`Trust::visitor`]).
///
/// # Errors
/// [`Failure::Throttled`] with the seconds to wait.
pub async fn check_gate<C: ConnectionTrait>(rows: &C, source: &[u8], now: Timestamp) -> Result<(), Failure> {
    let rule = GateRule::default();
    let since = now.checked_sub(rule.window).unwrap_or(Timestamp::MIN);
    let held = miss::Entity::find()
        .filter(miss::Column::At.gt(stamp::to_column(since)))
        .all(rows)
        .await?;
    let (mut of_source, mut all) = (Vec::new(), Vec::new());
    for miss in held {
        let at = stamp::from_column(miss.at, "answer_miss", "at", miss.id)?;
        all.push(at);
        if miss.source == source {
            of_source.push(at);
        }
    }
    match rule.decide(&of_source, &all, now) {
        Gate::Open => Ok(()),
        Gate::Shut { until } => {
            let seconds = u64::try_from(until.duration_since(now).as_secs()).unwrap_or(0) + 1;
            Err(Failure::Throttled { seconds })
        }
    }
}

/// Counts a code or a PIN that was wrong; those that no longer count are forgotten.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn count_miss(scene: &Scene<'_>, source: &[u8]) -> Result<(), Failure> {
    let since = scene
        .now()
        .checked_sub(GateRule::default().window)
        .unwrap_or(Timestamp::MIN);
    miss::Entity::delete_many()
        .filter(miss::Column::At.lte(stamp::to_column(since)))
        .exec(scene.rows())
        .await?;
    let model = miss::ActiveModel {
        id: Set(Id::<LinkKind>::new(scene.now(), scene.chance()).uuid()),
        source: Set(source.to_vec()),
        at: Set(stamp::to_column(scene.now())),
    };
    miss::Entity::insert(model)
        .exec_without_returning(scene.rows())
        .await?;
    Ok(())
}
