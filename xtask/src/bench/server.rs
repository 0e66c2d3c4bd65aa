//! The program on a filled demonstration, from its start to its end.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Lines},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::client::{Client, hidden};

const PASSWORD: &str = "girafe-lagune-2026";

pub struct Server {
    child: Child,
    /// Kept open: what it still says has to go somewhere.
    _said: Lines<BufReader<ChildStdout>>,
    pub address: SocketAddr,
    /// From the start of the process to the first answer that it is ready.
    pub started: Duration,
}

impl Server {
    /// # Errors
    /// When it does not start.
    pub fn start(program: &Path, data: &Path) -> Result<Self> {
        let start = Instant::now();
        let mut child = Command::new(program)
            .args([
                "--lang",
                "en",
                "--log",
                "error",
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--data",
            ])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let greeting = lines
            .by_ref()
            .map_while(Result::ok)
            .find(|line| line.contains("listening on"));
        let greeting = greeting.context("the server did not start")?;
        let port: u16 = greeting
            .rsplit_once(':')
            .map(|(_, port)| port.trim_end_matches(')'))
            .context("no port")?
            .parse()?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        while Client::new(address, BTreeMap::new()).get("/healthz")?.status != 200 {}
        Ok(Self {
            child,
            _said: lines,
            address,
            started: start.elapsed(),
        })
    }

    /// What it holds in memory, in megabytes.
    pub fn memory(&self) -> Option<u64> {
        self.status("VmRSS")
    }

    /// The most it has held in memory so far, in megabytes.
    pub fn peak(&self) -> Option<u64> {
        self.status("VmHWM")
    }

    fn status(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with(name))?;
        Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
    }

    /// The processor time it has used, on all cores; the kernel counts it in hundredths of a second.
    pub fn worked(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        let (_, fields) = stat.rsplit_once(')')?;
        let ticks = fields.split_whitespace().skip(11).take(2);
        let ticks: u64 = ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
        Some(Duration::from_millis(ticks * 10))
    }

    /// Signs somebody of the demonstration in; answers the session's cookies.
    ///
    /// # Errors
    /// When the door stays shut.
    pub fn sign_in(&self, name: &str) -> Result<BTreeMap<String, String>> {
        let mut client = Client::new(self.address, BTreeMap::new());
        let page = client.get("/connexion")?.text();
        let mut fields = hidden(&page, "/connexion")?;
        fields.push(("login".into(), format!("{name}@demo.relais.invalid")));
        fields.push(("password".into(), PASSWORD.into()));
        let answer = client.post("/connexion", &fields)?;
        if answer.status != 303 || client.get("/")?.status != 200 {
            bail!("{name} cannot sign in ({})", answer.status);
        }
        Ok(client.cookies)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}
