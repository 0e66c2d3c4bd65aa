use std::time::Duration;

use futures::future::BoxFuture;
use relais_kernel::jiff::SignedDuration;
use relais_ledger::{CosignerPublic, NoteSignature, Submission};
use relais_trust::{
    Failure, Trust,
    journal::{Answer, witnessed},
};

/// What a witness said to one submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Signed(Vec<NoteSignature>),
    /// It has seen so many entries.
    Seen(u64),
    /// The proof does not hold for it.
    Unproven,
    /// Nothing that can be used.
    Nothing,
}

/// Shows the newest checkpoint to the witness and keeps its answer. `send` carries one submission.
///
/// # Errors
/// [`Failure`] of the store.
pub async fn ask<'a>(
    trust: &Trust,
    witness: &CosignerPublic,
    send: impl Fn(Submission) -> BoxFuture<'a, Outcome>,
) -> Result<(), Failure> {
    if is_current(trust, witness).await? {
        return Ok(());
    }
    let mut seen = None;
    // A second time from where the witness says that it stands: an answer may have been lost on its way.
    for _ in 0..2 {
        let Some(asked) = trust.show_witness(witness, seen).await? else {
            break;
        };
        let shown = asked.checkpoint.clone();
        match send(asked).await {
            Outcome::Signed(signatures) => {
                let mut signed = shown;
                signed.signatures.extend(signatures);
                let vouched = witness.verify(&signed).is_ok();
                let answer = if vouched {
                    Answer::Vouched(signed)
                } else {
                    Answer::Silent
                };
                return trust.take_answer(witness, answer).await;
            }
            Outcome::Seen(size) if seen.is_none() => seen = Some(size),
            Outcome::Seen(size) => seen = Some(size.max(seen.unwrap_or(0))),
            Outcome::Unproven => {
                let seen = seen.unwrap_or(0).max(trust.seen_by(witness).await?);
                return trust.take_answer(witness, Answer::Contradicted { seen }).await;
            }
            Outcome::Nothing => return trust.take_answer(witness, Answer::Silent).await,
        }
    }
    match seen {
        Some(seen) => trust.take_answer(witness, Answer::Contradicted { seen }).await,
        None => Ok(()),
    }
}

/// The witness vouched for the newest checkpoint not long ago.
async fn is_current(trust: &Trust, witness: &CosignerPublic) -> Result<bool, Failure> {
    let newest = trust.newest_checkpoint().await?;
    let known = witnessed(trust.database().reader()).await?;
    let known = known.filter(|known| known.witness == witness.to_string());
    let last = known.filter(|known| known.contradiction.is_none() && known.silent_since.is_none());
    Ok(last.and_then(|known| known.last).is_some_and(|(size, at)| {
        newest.is_some_and(|newest| newest.checkpoint.size == size)
            && trust.now().duration_since(at) < SignedDuration::from_hours(1)
    }))
}

/// Sends a submission to an address; nothing is followed, and little is read.
pub fn by_http(address: String, timeout: Duration) -> impl Fn(Submission) -> BoxFuture<'static, Outcome> {
    let agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(timeout))
        .max_response_header_size(16 * 1024)
        .build()
        .new_agent();
    move |asked| {
        let (agent, address) = (agent.clone(), address.clone());
        Box::pin(async move {
            let sent = tokio::task::spawn_blocking(move || post(&agent, &address, &asked)).await;
            sent.unwrap_or(Outcome::Nothing)
        })
    }
}

/// An answer is a few lines (bytes).
const LONGEST: u64 = 16 * 1024;

fn post(agent: &ureq::Agent, address: &str, asked: &Submission) -> Outcome {
    let Ok(mut answer) = agent.post(address).send(asked.to_string()) else {
        return Outcome::Nothing;
    };
    let status = answer.status().as_u16();
    let text = answer.body_mut().with_config().limit(LONGEST).read_to_string();
    let text = text.unwrap_or_default();
    match status {
        200 => Outcome::Signed(text.lines().filter_map(|line| line.parse().ok()).collect()),
        409 => text.trim().parse().map_or(Outcome::Nothing, Outcome::Seen),
        422 => Outcome::Unproven,
        _ => Outcome::Nothing,
    }
}
