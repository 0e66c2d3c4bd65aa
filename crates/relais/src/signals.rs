//! What the system and the console order a running server to do.

use tokio::signal;

use crate::stop::Stop;

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Ctrl-C, or the system stops the service.
    Stop,
    /// `relais seal`: wipe the keys, show the lock.
    Seal,
}

/// The ear for orders. It is opened before anything else: an order to seal never ends the process for want of a
/// listener.
#[cfg(unix)]
pub struct Signals {
    ended: signal::unix::Signal,
    seal: signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// # Errors
    /// When the system refuses.
    pub fn listen() -> Result<Self, Stop> {
        use signal::unix::{SignalKind, signal};
        let of = |kind| signal(kind).map_err(|error| Stop::fault("signaux", &error));
        Ok(Self {
            ended: of(SignalKind::terminate())?,
            seal: of(SignalKind::user_defined1())?,
        })
    }

    pub async fn next(&mut self) -> Order {
        tokio::select! {
            _ = self.ended.recv() => Order::Stop,
            _ = signal::ctrl_c() => Order::Stop,
            _ = self.seal.recv() => Order::Seal,
        }
    }
}

#[cfg(not(unix))]
pub struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// # Errors
    /// None here.
    pub fn listen() -> Result<Self, Stop> {
        Ok(Self)
    }

    pub async fn next(&mut self) -> Order {
        let _ = signal::ctrl_c().await;
        Order::Stop
    }
}
