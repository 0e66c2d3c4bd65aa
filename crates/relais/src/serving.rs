use relais_kernel::Localised;
use relais_shell::listener::{self, Limits};
use tokio::signal;

use crate::{clockwork::Clockwork, composition, console, ground::Ground, readiness::Pulse, stop::Stop};

/// Serves until the order to stop, then closes the doors in order: no new requests, the open ones end, the
/// worker ends, the journal is signed.
///
/// `introduce` is said once the doors are open.
///
/// # Errors
/// When the application cannot be put together.
pub async fn serve(ground: Ground, introduce: impl FnOnce()) -> Result<(), Stop> {
    let pulse = Pulse::new(ground.trust.clone(), ground.settings.sqlite_file());
    let composition = composition::compose(&ground, pulse.readiness()).await?;
    let stop = stop_order()?;
    let clockwork = Clockwork::start(composition::jobs(&composition));
    welcome(&ground)?;
    introduce();
    let Ground {
        listener,
        trust,
        folder: _held,
        ..
    } = ground;
    let closing = async {
        stop.await;
        tracing::info!("stopping");
        pulse.stop();
    };
    listener::serve(listener, composition.app, Limits::default(), closing).await;
    clockwork.stop().await;
    if let Err(failure) = composition::farewell(&trust).await {
        tracing::error!(%failure, "the journal's head could not be signed");
    }
    Ok(())
}

fn welcome(ground: &Ground) -> Result<(), Stop> {
    let at = ground
        .listener
        .local_addr()
        .map_err(|error| Stop::fault("adresse", &error))?;
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
    Ok(())
}

/// Resolves on Ctrl-C, and on the order of the system to stop.
#[cfg(unix)]
fn stop_order() -> Result<impl Future<Output = ()>, Stop> {
    let ended = signal::unix::signal(signal::unix::SignalKind::terminate());
    let mut ended = ended.map_err(|error| Stop::fault("signaux", &error))?;
    Ok(async move {
        tokio::select! {
            _ = ended.recv() => {}
            _ = signal::ctrl_c() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_order() -> Result<impl Future<Output = ()>, Stop> {
    Ok(async {
        let _ = signal::ctrl_c().await;
    })
}
