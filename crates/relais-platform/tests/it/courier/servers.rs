//! Servers on 127.0.0.1 that behave as a test wants.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What a server was told.
pub type Heard = Arc<Mutex<Vec<String>>>;

pub struct Server {
    pub port: u16,
    pub heard: Heard,
    accepting: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Server {
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    pub async fn start<F, W>(talk: F) -> Self
    where
        F: Fn(TcpStream, Heard) -> W + Send + 'static,
        W: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Heard::default();
        let noted = heard.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, noted.clone()));
            }
        });
        Self {
            port,
            heard,
            accepting,
        }
    }

    /// Greets and hangs up.
    pub async fn smtp_that_hangs_up() -> Self {
        Self::start(|mut stream, heard| async move {
            heard.lock().unwrap().push("connection".into());
            stream.write_all(b"220 essai\r\n").await
        })
        .await
    }

    /// Takes mail; answers this to every recipient.
    pub async fn smtp(recipient: &'static str) -> Self {
        Self::start(move |stream, heard| take_mail(stream, heard, recipient)).await
    }

    /// Answers every request so.
    pub async fn http(answer: String) -> Self {
        Self::start(move |stream, heard| take_request(stream, heard, answer.clone())).await
    }
}

async fn take_mail(stream: TcpStream, heard: Heard, recipient: &'static str) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 essai\r\n").await?;
    talk(stream, heard, recipient).await
}

/// What comes after the greeting.
pub async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: BufReader<S>,
    heard: Heard,
    recipient: &'static str,
) -> std::io::Result<()> {
    let (mut mail, mut in_mail) = (String::new(), false);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        if in_mail {
            if line == ".\r\n" {
                heard.lock().unwrap().push(std::mem::take(&mut mail));
                in_mail = false;
                stream.write_all(b"250 pris\r\n").await?;
            } else {
                mail.push_str(&line);
            }
            continue;
        }
        let answer = match line.split_whitespace().next().unwrap_or_default() {
            "RCPT" => recipient,
            "DATA" => {
                in_mail = true;
                "354 oui"
            }
            "QUIT" => "221 fin",
            _ => "250 oui",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

async fn take_request(mut stream: TcpStream, heard: Heard, answer: String) -> std::io::Result<()> {
    let mut request = Vec::new();
    loop {
        let mut part = [0; 4096];
        let read = stream.read(&mut part).await?;
        request.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            body.len() >= length.unwrap_or(0)
        });
        if whole || read == 0 {
            heard.lock().unwrap().push(text);
            break;
        }
    }
    let answer = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).await
}
