use std::panic;

/// From now on a panic logs where it happened, never its words, which may hold a person's (security
/// requirement 71). The program calls it before it serves.
pub fn quiet_panics() {
    panic::set_hook(Box::new(|info| {
        let at = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(at, "panic");
    }));
}
