use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    time,
};
use tower::ServiceExt;

use super::Limits;

/// The address at the other end of the connection: the proxy's, when there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// Serves until `stop` resolves; then accepts nothing new, lets open requests end within
/// [`Limits::farewell`], cuts off the others, and returns. A failure to accept one connection never ends the server.
pub async fn serve(listener: TcpListener, app: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let room = Arc::new(Semaphore::new(limits.connections));
    let farewell = GracefulShutdown::new();
    let (open_doors, doors) = watch::channel(());
    let http = protocol(limits);
    tokio::pin!(stop);
    loop {
        let permit = tokio::select! {
            permit = Arc::clone(&room).acquire_owned() => permit,
            () = &mut stop => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                pause_after(&error).await;
                continue;
            }
        };
        let connection = farewell.watch(open(&http, stream, peer, app.clone()));
        let mut doors = doors.clone();
        tokio::spawn(async move {
            // A client that breaks off or dawdles is no fault of ours: nothing to report.
            tokio::select! {
                _ = time::timeout(limits.connection, connection) => {}
                _ = doors.changed() => {}
            }
            drop(permit);
        });
    }
    drop(listener);
    if time::timeout(limits.farewell, farewell.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    // Nothing that a request still holds outlives the doors.
    drop(open_doors);
}

fn protocol(limits: Limits) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits.head_bytes)
        .max_headers(limits.headers);
    http
}

/// One request at a time of one connection, as hyper reads it.
trait Answers:
    hyper::service::Service<
        http::Request<Incoming>,
        Response = http::Response<Body>,
        Error = std::convert::Infallible,
        Future: Send,
    >
{
}
impl<S> Answers for S where
    S: hyper::service::Service<
            http::Request<Incoming>,
            Response = http::Response<Body>,
            Error = std::convert::Infallible,
            Future: Send,
        >
{
}

fn open(
    http: &http1::Builder,
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
) -> http1::Connection<TokioIo<TcpStream>, impl Answers + use<>> {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: http::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        app.clone().oneshot(request.map(Body::new))
    });
    http.serve_connection(TokioIo::new(stream), service)
}

/// Out of descriptors or memory: wait a little for connections to end, instead of spinning or giving up.
async fn pause_after(error: &io::Error) {
    let of_one_client = matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    );
    if !of_one_client {
        tracing::warn!(%error, "cannot accept a connection, trying again");
        time::sleep(Duration::from_millis(200)).await;
    }
}
