use std::pin::pin;

use relais_kernel::Localised;
use relais_sealing::MasterKey;
use relais_shell::listener::{self, Limits};

use crate::{
    clockwork::Clockwork,
    composition, console,
    ground::{Doorstep, Ground, Kind, Standing, Tell},
    locked,
    readiness::Pulse,
    settings::Settings,
    signals::{Order, Signals},
    stop::Stop,
    timekeeping::Timekeeper,
};

/// What is said once the doors are open.
pub type Introduction = Box<dyn FnOnce()>;

/// Nothing more than that they are open.
pub fn nothing() -> Introduction {
    Box::new(|| ())
}

/// Serves until the order to stop. Where a passphrase locks the keys, only the lock is shown until somebody opens it;
/// the order to seal wipes the keys and leads there at once (security requirement 43).
///
/// `prepare` is done each time the installation has been opened, and says what shall be said then.
///
/// # Errors
/// One sentence and an exit code; nothing is left half started.
pub async fn serve<P>(settings: Settings, kind: Kind, prepare: P) -> Result<(), Stop>
where
    P: AsyncFn(&Ground) -> Result<Introduction, Stop>,
{
    let mut signals = Signals::listen()?;
    let doorstep = Doorstep::take(settings).await?;
    let mut sealed = false;
    loop {
        let Some(given) = at_the_lock(&doorstep, sealed, &mut signals).await? else {
            return Ok(());
        };
        let ground = Ground::lay(&doorstep, kind, given).await?;
        let introduce = prepare(&ground).await?;
        match open(&doorstep, ground, introduce, &mut signals).await? {
            Order::Stop => return Ok(()),
            Order::Seal => sealed = true,
        }
    }
}

/// The master key that somebody gave, or that lies open; nothing at all when the order to stop came first.
async fn at_the_lock(
    doorstep: &Doorstep,
    sealed: bool,
    signals: &mut Signals,
) -> Result<Option<Option<MasterKey>>, Stop> {
    let locked = doorstep.keys().locked()?;
    if locked.is_none() && !sealed {
        return Ok(Some(None));
    }
    let given = locked::wait(doorstep, locked, signals).await?;
    Ok(given.map(Some))
}

/// Serves the open installation, then closes the doors in order: no new requests, the open ones end, the worker ends,
/// the journal is signed.
async fn open(
    doorstep: &Doorstep,
    ground: Ground,
    introduce: Introduction,
    signals: &mut Signals,
) -> Result<Order, Stop> {
    let keeper = Timekeeper::begin(&ground.trust, ground.installation.demo).await?;
    let pulse = Pulse::new(ground.trust.clone(), ground.settings.sqlite_file()).under(keeper.clone());
    let composition = composition::compose(&ground, pulse.readiness()).await?;
    let clockwork = Clockwork::start(composition::jobs(&composition), Some(&keeper));
    let listener = doorstep.listener()?;
    welcome(&ground);
    doorstep.say(Standing::Open);
    introduce();
    let trust = ground.trust;
    let (told, mut limits) = (tokio::sync::OnceCell::new(), Limits::default());
    let closing = async {
        let order = signals.next().await;
        if order == Order::Seal {
            // First of all: whatever still runs opens nothing from here on.
            trust.forget_keys();
        }
        tracing::info!(?order, "closing");
        pulse.stop();
        let _ = told.set(order);
    };
    limits.farewell = limits.farewell.min(locked::FAREWELL);
    listener::serve(listener, composition.app, limits, pin!(closing)).await;
    clockwork.stop().await;
    let order = told.get().copied().unwrap_or(Order::Stop);
    if order == Order::Seal {
        trust
            .perform(
                &relais_trust::Actor::installation(relais_trust::Door::Console),
                None,
                Tell("KeysForgotten"),
            )
            .await?;
    }
    // Signed at an hour in doubt, the head would vouch for it at the next start.
    if keeper.believes().await
        && let Err(failure) = composition::farewell(&trust).await
    {
        tracing::error!(%failure, "the journal's head could not be signed");
    }
    if let Err(failure) = trust.database().empty_log().await {
        tracing::error!(%failure, "the database's log could not be emptied");
    }
    Ok(order)
}

fn welcome(ground: &Ground) {
    let at = ground.at;
    let base = ground.settings.link_base(at);
    tracing::info!(address = %at, version = env!("CARGO_PKG_VERSION"), "ready");
    console::tell(&Localised::new(
        format!("Relais est prêt : {base} (écoute sur {at})"),
        format!("Relais is ready: {base} (listening on {at})"),
    ));
    if !ground.installation.ready {
        let code = ground.trust.set_up_code();
        console::tell(&Localised::new(
            format!(
                "Cette installation n’a pas encore d’administrateur. Ouvrez {base}/installation et donnez le code {code}"
            ),
            format!(
                "This installation has no administrator yet. Open {base}/installation and give the code {code}"
            ),
        ));
    }
}
