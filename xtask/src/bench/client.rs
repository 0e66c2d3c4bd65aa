//! A small client for one server on this machine: it keeps its connection and its cookies, and measures.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

pub struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    pub cookies: BTreeMap<String, String>,
    /// Asks for compressed bodies, to count what goes over the line.
    pub compressed: bool,
}

pub struct Answer {
    pub status: u16,
    pub to: Option<String>,
    pub body: Vec<u8>,
    pub took: Duration,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    pub fn new(address: SocketAddr, cookies: BTreeMap<String, String>) -> Self {
        Self {
            address,
            stream: None,
            cookies,
            compressed: false,
        }
    }

    /// # Errors
    /// When the server does not answer.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        self.ask("GET", path, None)
    }

    /// Sends a form.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn post(&mut self, path: &str, fields: &[(String, String)]) -> Result<Answer> {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        self.ask("POST", path, Some(&body))
    }

    fn ask(&mut self, method: &str, path: &str, body: Option<&str>) -> Result<Answer> {
        let host = format!("localhost:{}", self.address.port());
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Language: fr\r\n");
        if !self.cookies.is_empty() {
            let cookies = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect::<Vec<_>>();
            head.push_str(&format!("Cookie: {}\r\n", cookies.join("; ")));
        }
        if self.compressed {
            head.push_str("Accept-Encoding: gzip\r\n");
        }
        if let Some(body) = body {
            head.push_str(&format!(
                "Origin: http://{host}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                body.len()
            ));
        }
        head.push_str("\r\n");
        head.push_str(body.unwrap_or_default());
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => BufReader::new(connect(self.address)?),
        };
        let start = Instant::now();
        stream.get_mut().write_all(head.as_bytes())?;
        let (mut answer, keep) = self.read(&mut stream)?;
        answer.took = start.elapsed();
        if keep {
            self.stream = Some(stream);
        }
        Ok(answer)
    }

    fn read(&mut self, stream: &mut BufReader<TcpStream>) -> Result<(Answer, bool)> {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .context("no status")?;
        let (mut length, mut chunked, mut keep, mut to) = (0, false, true, None);
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
                "connection" => keep = !value.eq_ignore_ascii_case("close"),
                "location" => to = Some(value.to_owned()),
                "set-cookie" => {
                    let cookie = value.split(';').next().unwrap_or_default();
                    if let Some((name, value)) = cookie.split_once('=') {
                        self.cookies.insert(name.to_owned(), value.to_owned());
                    }
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        if chunked {
            body = chunks(stream)?;
        } else {
            stream.read_exact(&mut body)?;
        }
        Ok((
            Answer {
                status,
                to,
                body,
                took: Duration::ZERO,
            },
            keep,
        ))
    }
}

fn connect(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(stream)
}

fn chunks(stream: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16)?;
        let mut chunk = vec![0; length + 2];
        stream.read_exact(&mut chunk)?;
        if length == 0 {
            return Ok(body);
        }
        chunk.truncate(length);
        body.extend(chunk);
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// The hidden fields of the form that goes to `action`.
///
/// # Errors
/// When the page has no such form.
pub fn hidden(page: &str, action: &str) -> Result<Vec<(String, String)>> {
    let Some(at) = page.find(&format!("action=\"{action}\"")) else {
        bail!("no form to {action}")
    };
    let form = &page[at..];
    let form = &form[..form.find("</form>").unwrap_or(form.len())];
    let mut fields = Vec::new();
    for input in form.split("<input").skip(1) {
        let tag = &input[..input.find('>').unwrap_or(input.len())];
        if tag.contains("type=\"hidden\"")
            && let (Some(name), Some(value)) = (attribute(tag, "name"), attribute(tag, "value"))
        {
            fields.push((name, value));
        }
    }
    Ok(fields)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split_once(&format!(" {name}=\""))?.1;
    Some(rest.split_once('"')?.0.to_owned())
}
