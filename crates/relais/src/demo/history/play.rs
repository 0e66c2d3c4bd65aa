//! Lets it all happen, in the order of time, with the deadlines acting between.

use jiff::Timestamp;
use relais_casework::store::case_by_ref;
use relais_platform::Failure;
use relais_referral::{
    actions::clockwork,
    store::{links, referral_by_ref},
};
use relais_results::actions::release_due;

use super::{
    acts::{Company, Done, Held, HeldReferral},
    hours::later,
    story::{Act, CaseStory},
    timeline::Event,
};

/// How often deadlines are looked at, in minutes: as exact as an emergency's deadline needs.
const ROUND: i64 = 120;
/// As many acts as one commit takes. Which of them comes first is left to chance, and with it who gets which id.
pub const TOGETHER: usize = 48;

/// What came of it.
#[derive(Debug, Default)]
pub struct Played {
    pub acts: usize,
    pub deadlines: usize,
    /// Acts that were refused, by their code: none, unless a rule changed.
    pub refused: Vec<String>,
}

/// Carries out every act up to the end of the line.
///
/// # Errors
/// [`Failure`] of the store; what a command refuses is counted.
pub async fn play(
    company: &Company,
    (stories, events): (&[CaseStory], &[Event]),
    at_once: usize,
    now: Timestamp,
    mut told: impl FnMut(usize, usize),
) -> Result<(Played, Vec<Held>), Failure> {
    let mut held = vec![Held::default(); stories.len()];
    let mut played = Played::default();
    let Some(first) = events.first() else {
        return Ok((played, held));
    };
    let mut round = first.at;
    let mut rest = events;
    while !rest.is_empty() {
        let (batch, after) = rest.split_at(together(rest, round, at_once));
        if batch.is_empty() {
            round = later(round, ROUND);
            played.deadlines += deadlines(company, round).await?;
            continue;
        }
        given(company, stories, batch, &mut held, &mut played).await?;
        rest = after;
        told(events.len() - rest.len(), events.len());
    }
    while round < now {
        round = later(round, ROUND).min(now);
        played.deadlines += deadlines(company, round).await?;
    }
    Ok((played, held))
}

/// How many of the next acts are given together: of different cases, before the next round of deadlines.
fn together(rest: &[Event], round: Timestamp, at_once: usize) -> usize {
    let mut cases = Vec::new();
    let fits = |event: &&Event| {
        let alone = matches!(event.act, Act::RequestClosure);
        let fits = event.at <= round
            && cases.len() < at_once
            && !cases.contains(&event.case)
            && (!alone || cases.is_empty());
        cases.push(event.case);
        fits
    };
    rest.iter().take_while(fits).count()
}

async fn given(
    company: &Company,
    stories: &[CaseStory],
    batch: &[Event],
    held: &mut [Held],
    played: &mut Played,
) -> Result<(), Failure> {
    for event in batch
        .iter()
        .filter(|event| matches!(event.act, Act::RequestClosure))
    {
        if let Some(case) = held[event.case].case {
            held[event.case].version = case_by_ref(company.trust.database().reader(), case)
                .await?
                .case
                .version;
        }
    }
    let acts = batch
        .iter()
        .map(|event| company.act(event, &stories[event.case], &held[event.case]));
    let done = futures::future::join_all(acts).await;
    for (event, done) in batch.iter().zip(done) {
        match done {
            Ok(done) => note(company, &mut held[event.case], done).await?,
            Err(Failure::Refused(refusals)) => {
                let code = refusals.0.first().map_or("Refused", |refusal| &*refusal.code);
                played.refused.push(format!("{:?} {code}", event.act));
            }
            Err(Failure::Missing) => played.refused.push(format!("{:?} Missing", event.act)),
            Err(other) => return Err(other),
        }
        played.acts += 1;
    }
    Ok(())
}

async fn note(company: &Company, held: &mut Held, done: Done) -> Result<(), Failure> {
    let rows = company.trust.database().reader();
    match done {
        Done::Case(case) => held.case = Some(case),
        Done::Need(number, need) => _ = held.needs.insert(number, need),
        Done::Referral(number, public_ref) => {
            let row = referral_by_ref(rows, public_ref).await?.referral;
            held.referrals.insert(
                number,
                HeldReferral {
                    public_ref,
                    id: row.id,
                    to: row.to_org,
                    link: None,
                },
            );
        }
        Done::Sent(number) => {
            if let Some(referral) = held.referrals.get_mut(&number) {
                let links = links::links_of(rows, referral.id).await?;
                referral.link = links.first().map(|row| row.link.id);
            }
        }
        Done::Transfer(transfer) => held.transfer = Some(transfer),
        Done::Nothing => {}
    }
    Ok(())
}

/// Reminders, escalation and expiry that are due by then, and the figures whose day has come.
async fn deadlines(company: &Company, at: Timestamp) -> Result<usize, Failure> {
    company.clock.set(at);
    let round = clockwork::fire_due(&company.trust, &company.desk.definitions, 10_000).await?;
    match round.failed.into_iter().next() {
        Some((_, failure)) => Err(failure),
        None => {
            release_due(&company.trust, &company.desk.definitions).await?;
            Ok(round.done)
        }
    }
}
