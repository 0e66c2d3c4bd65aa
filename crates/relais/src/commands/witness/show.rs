use super::Where;
use crate::{console, stop::Stop, witness::State};

/// `relais witness show`.
pub fn run(at: &Where) -> Result<(), Stop> {
    let state = State::open(&at.state)?;
    console::put(&state.key().public().to_string());
    if let Some(last) = state.last() {
        console::put(&format!("\n{}", last.to_string().trim_end()));
    }
    Ok(())
}
