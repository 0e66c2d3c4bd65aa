//! The listener on a real socket, with clients that behave as no browser does.

use std::{net::SocketAddr, time::Duration};

use relais_shell::listener::{Limits, serve};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

use crate::site::Site;

struct Served {
    at: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

async fn served(limits: Limits) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let app = Site::new().app();
    let task = tokio::spawn(serve(listener, app, limits, async move {
        let _ = stopped.await;
    }));
    Served { at, stop, task }
}

fn strict() -> Limits {
    Limits {
        head: Duration::from_millis(200),
        ..Limits::default()
    }
}

/// Sends, then reads until the server closes; a server that never closes fails the test.
async fn exchange(at: SocketAddr, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(at).await.unwrap();
    let _ = stream.write_all(sent).await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer))
        .await
        .expect("cut off");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn sec69_a_client_that_never_ends_its_head_is_cut_off() {
    let served = served(strict()).await;
    for sent in ["", "GET /page HTTP/1.1\r\nHost: localhost\r\n", "GET /pa"] {
        let answer = exchange(served.at, sent.as_bytes()).await;
        assert!(!answer.contains("200 OK"), "{sent:?}");
    }
}

#[tokio::test]
async fn sec69_an_idle_connection_is_closed_after_its_answer() {
    let served = served(strict()).await;
    let answer = exchange(served.at, b"GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn sec69_a_body_that_stops_coming_is_cut_off() {
    let served = served(Limits {
        connection: Duration::from_millis(500),
        ..Limits::default()
    })
    .await;
    let head = "POST /language HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nto=";
    assert!(!exchange(served.at, head.as_bytes()).await.contains("303"));
}

#[tokio::test]
async fn sec68_heads_over_the_limits_are_refused() {
    let served = served(strict()).await;
    let many: String = (0..150).map(|n| format!("X-{n}: 1\r\n")).collect();
    let answer = exchange(
        served.at,
        format!("GET /page HTTP/1.1\r\nHost: localhost\r\n{many}\r\n").as_bytes(),
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let long = format!(
        "GET /page HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n",
        "x".repeat(100_000)
    );
    assert!(!exchange(served.at, long.as_bytes()).await.contains("200 OK"));
}

#[tokio::test]
async fn sec68_a_huge_announced_body_is_not_invited() {
    let served = served(strict()).await;
    let head = "POST /language HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000000\r\nExpect: 100-continue\r\n\r\n";
    let answer = exchange(served.at, head.as_bytes()).await;
    assert!(
        answer.contains("413") && !answer.contains("100 Continue"),
        "{answer}"
    );
}

#[tokio::test]
async fn sec70_an_ambiguous_request_is_refused() {
    let served = served(strict()).await;
    for sent in [
        "GET /page HTTP/1.1\r\n\r\n",
        "GET /page HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        "POST /language HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "POST /language HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "GET /page HTTP/1.1\r\nHost: localhost\r\nX : 1\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ] {
        let answer = exchange(served.at, sent.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{sent:?} got {answer}");
    }
}

#[tokio::test]
async fn one_client_over_the_limit_waits_and_is_served_then() {
    let served = served(Limits {
        connections: 1,
        ..strict()
    })
    .await;
    let _held = TcpStream::connect(served.at).await.unwrap();
    let answer = exchange(
        served.at,
        b"GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(
        answer.starts_with("HTTP/1.1 200 OK"),
        "served once the silent one was cut off"
    );
}

#[tokio::test]
async fn sec82_it_stops_cleanly_when_told() {
    let served = served(Limits::default()).await;
    let _idle = TcpStream::connect(served.at).await.unwrap();
    served.stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(15), served.task)
        .await
        .expect("stopped")
        .unwrap();
    assert!(
        TcpStream::connect(served.at).await.is_err(),
        "no longer listening"
    );
}
