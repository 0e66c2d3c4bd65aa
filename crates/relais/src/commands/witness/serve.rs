use std::{net::SocketAddr, pin::pin};

use clap::Args;
use relais_kernel::Localised;
use relais_shell::listener::{self, Limits};
use tokio::net::TcpListener;

use super::Where;
use crate::{
    console::{self, say},
    logging,
    signals::Signals,
    stop::{Code, Stop},
    witness::{State, door},
};

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    at: Where,
    #[arg(long, value_name = say("ADRESSE", "ADDR"), default_value = "127.0.0.1:8090", help = say(
        "Adresse et port d’écoute", "Address and port to listen on"))]
    listen: SocketAddr,
}

/// `relais witness serve`: a few lines in, a few lines out; TLS is for the proxy in front.
pub async fn run(asked: &Serve, log: Option<&str>) -> Result<(), Stop> {
    logging::start(log.unwrap_or("info"))?;
    let mut signals = Signals::listen()?;
    let state = State::open(&asked.at.state)?;
    let listener = TcpListener::bind(asked.listen).await.map_err(|error| {
        Stop::new(
            Code::AddressTaken,
            format!("impossible d’écouter sur {} : {error}", asked.listen),
            format!("cannot listen on {}: {error}", asked.listen),
        )
    })?;
    let at = listener.local_addr().unwrap_or(asked.listen);
    console::tell(&Localised::new(
        format!("Le témoin écoute sur {at}"),
        format!("The witness listens on {at}"),
    ));
    let closing = async {
        let _ = signals.next().await;
    };
    listener::serve(listener, door(state), Limits::default(), pin!(closing)).await;
    Ok(())
}
