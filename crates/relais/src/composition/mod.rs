//! The one place that knows every room: their tables, texts, pages and JSON routes, and who hears whom.

mod burial;
#[cfg(test)]
mod burial_tests;
mod carried;
mod front_desk;
mod post;
#[cfg(test)]
mod proof;
mod reception;
mod rooms;
mod setting;

use std::sync::Arc;

use axum::{Router, middleware::from_fn_with_state};
use relais_directory::actions::RemindOfRounds;
use relais_mechanism::Definitions;
use relais_platform::Failure;
use relais_referral::actions::{clockwork, transfer::expire_transfers};
use relais_results::actions::release_due;
use relais_shell::{House, Readiness, Shell, Texts, know_who, surround};
use relais_trust::Trust;

use crate::{ground::Ground, settings::WitnessWay, stop::Stop, witness};

pub use burial::bury_again;
pub use carried::{carry_over, left_in_clear};
pub use post::Post;
pub use reception::Lobby;
pub use rooms::migrations;
pub use setting::{Here, here as setting_here};

/// Who hears every journal entry in the transaction that wrote it: only what protects people (decisions §20).
pub fn listen(trust: &Trust) {
    trust.listen(relais_referral::actions::recall::listener(Definitions::default()));
    trust.listen(relais_referral::actions::emergency::listener());
    trust.listen(relais_referral::actions::recovery::listener());
    trust.listen(relais_referral::actions::mission::listener());
    trust.listen(relais_referral::actions::erasure::listener(Definitions::default()));
    trust.listen(relais_casework::actions::leaving::listener());
    trust.listen(relais_referral::actions::leaving::listener(Definitions::default()));
}

/// The whole application, put together.
pub struct Composition {
    pub house: House,
    pub lobby: Lobby,
    pub app: Router,
    pub post: Post,
    witness: Option<WitnessWay>,
}

/// # Errors
/// When texts or the setting cannot be used.
pub async fn compose(ground: &Ground, readiness: Readiness) -> Result<Composition, Stop> {
    let definitions = Definitions::default();
    let lobby = Lobby::new(definitions.clone());
    lobby.refresh(&ground.trust).await?;
    ground.trust.follow(Arc::new(lobby.clone()));
    let texts = Texts::new(&rooms::sources()).map_err(|fault| Stop::fault("textes", &fault))?;
    let setting = setting::of(ground, &lobby)?;
    let shell = Shell::new(
        setting,
        texts.clone(),
        ground.clock.clone(),
        ground.chance.clone(),
    );
    let house = House::new(ground.trust.clone(), shell.clone(), lobby.reception(texts));
    let post = Post::of(ground, &shell);
    let sign_on = ground.settings.sign_on(ground.at)?;
    let rooms = rooms::routes(&house, &definitions, &lobby, sign_on)
        .layer(from_fn_with_state(house.clone(), know_who));
    let rooms = match post.door() {
        Some(door) => rooms.merge(door),
        None => rooms,
    };
    Ok(Composition {
        witness: ground.settings.witness()?,
        post,
        app: surround(rooms, &shell, readiness),
        house,
        lobby,
    })
}

/// The periodic work of the rooms; see [`crate::clockwork`].
pub fn jobs(composition: &Composition) -> Vec<crate::clockwork::Job> {
    use crate::clockwork::Job;
    let trust = composition.house.trust();
    let (signer, forgetter, lobby) = (trust.clone(), trust.clone(), composition.lobby.clone());
    let (eraser, keeper, follower) = (trust.clone(), trust.clone(), trust.clone());
    let desk = relais_casework::room::Desk {
        definitions: Definitions::default(),
        referrals: std::sync::Arc::new(relais_referral::room::Counted),
    };
    let (reader, clocks, definitions) = (trust.clone(), trust.clone(), Definitions::default());
    let (herald, heralded) = (trust.clone(), Definitions::default());
    let (press, pressed) = (trust.clone(), Definitions::default());
    let reminder = trust.clone();
    let mut jobs = vec![
        Job::every_seconds(60, "sign checkpoint", move || {
            let trust = signer.clone();
            async move { trust.sign_checkpoint().await.map(drop) }
        }),
        Job::every_seconds(5, "follow the master key", move || {
            let trust = follower.clone();
            async move { trust.follow_master().await }
        })
        .at_any_hour(),
        Job::every_seconds(3600, "forget old forms", move || {
            let trust = forgetter.clone();
            async move { trust.forget_old_forms().await.map(drop) }
        }),
        Job::every_seconds(60, "empty the log after erasures", move || {
            let trust = eraser.clone();
            async move { burial::empty_log_after_erasures(&trust).await }
        }),
        Job::every_seconds(3600, "let retention run", move || {
            let (trust, desk) = (keeper.clone(), desk.clone());
            async move { burial::let_retention_run(&trust, &desk).await }
        }),
        Job::every_seconds(60, "publish figures", move || {
            let (trust, definitions) = (press.clone(), pressed.clone());
            async move { release_due(&trust, &definitions).await.map(drop) }
        }),
        Job::every_seconds(3600, "remind of verifications", move || {
            let trust = reminder.clone();
            async move { remind_of_rounds(&trust).await }
        }),
        Job::every_seconds(5, "publish entries", move || {
            let (trust, definitions) = (herald.clone(), heralded.clone());
            async move { publish_entries(&trust, &definitions).await }
        })
        .at_any_hour(),
        Job::every_seconds(5, "read definitions", move || {
            let (lobby, trust) = (lobby.clone(), reader.clone());
            async move { lobby.refresh(&trust).await }
        })
        .at_any_hour(),
        Job::every_seconds(5, "let deadlines act", move || {
            let (trust, definitions) = (clocks.clone(), definitions.clone());
            async move { act(&trust, &definitions).await }
        }),
    ];
    jobs.extend(composition.post.jobs());
    jobs.extend(witness_job(composition));
    jobs
}

/// Shows the witness what was signed, where one is reached by the network.
fn witness_job(composition: &Composition) -> Option<crate::clockwork::Job> {
    let way = composition.witness.clone()?;
    let send = Arc::new(witness::by_http(way.address?, way.timeout));
    let (trust, key) = (composition.house.trust().clone(), way.key);
    let job = crate::clockwork::Job::every_seconds(60, "ask the witness", move || {
        let (trust, key, send) = (trust.clone(), key.clone(), send.clone());
        async move { witness::ask(&trust, &key, |asked| send(asked)).await }
    });
    Some(job.apart())
}

/// What the public reads of entries that changed by themselves, as places that were taken. Whether there are any is asked
/// first: nothing is written, nor in the journal, when there are none.
async fn publish_entries(trust: &Trust, definitions: &Definitions) -> Result<(), Failure> {
    if !relais_directory::store::hsds::anything_to_publish(trust.database().reader()).await? {
        return Ok(());
    }
    let command = relais_directory::actions::PublishEntries {
        definitions: definitions.clone(),
    };
    let clock = relais_trust::Actor::installation(relais_trust::Door::Clock);
    trust.perform(&clock, None, command).await.map(drop)
}

/// Providers that have not answered a round of verification are asked once more.
async fn remind_of_rounds(trust: &Trust) -> Result<(), Failure> {
    let due = RemindOfRounds::whom(trust.database().reader(), trust.now()).await?;
    if due.is_empty() {
        return Ok(());
    }
    let clock = relais_trust::Actor::installation(relais_trust::Door::Clock);
    trust.perform(&clock, None, RemindOfRounds).await.map(drop)
}

/// Deadlines of referrals and transfers, and consents that ran out, as many as one round takes.
async fn act(trust: &Trust, definitions: &Definitions) -> Result<(), Failure> {
    clockwork::fire_due(trust, definitions, 200).await?;
    expire_transfers(trust, definitions, 200).await?;
    clockwork::expire_consents(trust, definitions, 200)
        .await
        .map(drop)
}

/// What was done last before the doors close: the journal's head is signed.
pub async fn farewell(trust: &Trust) -> Result<(), Failure> {
    trust.sign_checkpoint().await.map(drop)
}
