use tracing_subscriber::{EnvFilter, fmt};

use crate::stop::Stop;

/// Logs as JSON lines on the error stream. What is logged names routes, codes and numbers, never a person
/// (security requirement 71).
///
/// # Errors
/// When the filter cannot be read.
pub fn start(filter: &str) -> Result<(), Stop> {
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Stop::input(
            format!("le filtre de journalisation « {filter} » (--log) n’est pas valable : {error}"),
            format!("the log filter “{filter}” (--log) cannot be used: {error}"),
        )
    })?;
    let lines = fmt()
        .json()
        .with_env_filter(filter)
        // A log that takes nothing any more (a full disk) would be told of on the same stream, and that ends the program.
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first.
    let _ = lines.try_init();
    std::panic::set_hook(Box::new(|panic| {
        // The words of a panic may hold a value: only its place is told.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(target: "relais::fault", place, "a task stopped halfway");
    }));
    Ok(())
}
