use jiff::tz::TimeZone;
use relais_directory::{
    PlacesMessage, Unread, actions::ChangePlacesByCode, how_to_write, no_such_code, noted, read_places,
};
use relais_kernel::Lang;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_trust::{Actor, Door, Once, Trust};

use super::{AnswerReferral, FindByCode, Wish};
use crate::{
    answer::{Intent, Unclear, confirmed, erased, not_possible, read_sms, too_many},
    referral::{AnswerVia, StateKind},
};

/// Answers a short message such as `OUI K7M2P9QX` (issue 2 item 7) and gives the reply, one short message long.
/// `source` is a keyed hash of the sender's number ([`Trust::visitor`]); the number itself stays outside, and
/// nothing of the message is kept but the answer it gave. `zone` completes a day without a year; the same `once` does
/// it once.
///
/// # Errors
/// [`Failure`] of the store: the message may be taken again.
pub async fn on_sms(
    trust: &Trust,
    definitions: &Definitions,
    zone: &TimeZone,
    source: &[u8],
    text: &str,
    once: Option<Once>,
) -> Result<String, Failure> {
    let today = trust.now().to_zoned(zone.clone()).date();
    match read_places(text, today) {
        Ok(said) => return on_places(trust, definitions, source, said, once).await,
        Err(Unread::Unclear(lang)) => return Ok(how_to_write(lang).to_owned()),
        Err(Unread::NotAboutPlaces) => {}
    }
    let read = match read_sms(text, today) {
        Ok(read) => read,
        Err(unclear) => return Ok(unclear.reply(unclear.lang().unwrap_or_default()).to_owned()),
    };
    let (lang, actor) = (read.lang, Actor::installation(Door::Link));
    let find = FindByCode {
        code: read.code,
        source: source.to_vec(),
    };
    let link = match trust.perform(&actor, None, find).await {
        Ok(Some(link)) => link,
        Ok(None) => return Ok(Unclear::NoCode.reply(lang).to_owned()),
        Err(Failure::Throttled { .. }) => return Ok(too_many(lang).to_owned()),
        Err(other) => return Err(other),
    };
    let recall = read.intent == Intent::ConfirmRecall;
    let answer = AnswerReferral {
        definitions: definitions.clone(),
        link,
        via: AnswerVia::Sms,
        pin: None,
        wish: Wish::Sms(read.intent),
    };
    let answered = trust.perform(&actor, once, answer).await;
    // A referral that had its end is answered no more, but for the erasure of its case.
    if recall && matches!(answered, Ok(StateKind::Closed)) {
        return Ok(erased(read.code, lang));
    }
    reply(answered, read.code, lang)
}

/// A provider says how it stands with its places, by the code of its service.
async fn on_places(
    trust: &Trust,
    definitions: &Definitions,
    source: &[u8],
    said: PlacesMessage,
    once: Option<Once>,
) -> Result<String, Failure> {
    let command = ChangePlacesByCode {
        definitions: definitions.clone(),
        code: said.code,
        update: said.update,
        source: source.to_vec(),
    };
    let actor = Actor::installation(Door::Link);
    match trust.perform(&actor, once, command).await {
        Ok(Some(now)) => Ok(noted(said.code, now.state, now.free, said.lang)),
        Ok(None) => Ok(no_such_code(said.lang).to_owned()),
        Err(Failure::Throttled { .. }) => Ok(too_many(said.lang).to_owned()),
        Err(Failure::Refused(_)) => Ok(how_to_write(said.lang).to_owned()),
        Err(other) => Err(other),
    }
}

fn reply(
    answered: Result<StateKind, Failure>,
    code: relais_kernel::ShortCode,
    lang: Lang,
) -> Result<String, Failure> {
    match answered {
        Ok(state) => Ok(confirmed(code, state, lang)),
        Err(Failure::Refused(_)) => Ok(not_possible(code, lang)),
        Err(other) => Err(other),
    }
}
