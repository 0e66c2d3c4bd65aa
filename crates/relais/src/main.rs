#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod cli;
mod clockwork;
mod commands;
mod composition;
mod console;
mod demo;
mod dump;
mod examination;
mod ground;
mod locked;
mod logging;
mod readiness;
mod serving;
mod settings;
mod signals;
mod stop;
mod timekeeping;
mod witness;

use std::process::ExitCode;

use stop::Stop;

fn main() -> ExitCode {
    console::choose_language(std::env::args_os(), |name| std::env::var(name).ok());
    let asked = match cli::read() {
        Ok(asked) => asked,
        Err(code) => return code,
    };
    match run(asked).and_then(|()| console::all_said()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            console::complain(&stop);
            ExitCode::from(stop.code.number())
        }
    }
}

fn run(asked: cli::Asked) -> Result<(), Stop> {
    Stop::check_open_files()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Stop::of_open_files(&error).unwrap_or_else(|| Stop::fault("runtime", &error)))?;
    runtime.block_on(commands::run(asked))
}
