use std::{
    fs::{self, File},
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::silent;

const PATIENCE: Duration = Duration::from_secs(60);
const BETWEEN: Duration = Duration::from_millis(50);

/// An installation of its own in a temporary folder, with a package imported, being served; gone when dropped.
pub struct House {
    pub folder: PathBuf,
    pub address: String,
    program: PathBuf,
    server: Option<Child>,
}

impl House {
    pub fn open(program: &Path, package: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = std::env::temp_dir().join(format!("relais-conformance-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let mut house = Self {
            folder,
            address: format!("http://127.0.0.1:{port}"),
            program: program.to_owned(),
            server: None,
        };
        let import = ["directory", "import", "--source", "conformance"];
        silent(house.relais(&import).arg(package))?;
        house.serve()?;
        Ok(house)
    }

    /// The program, working on this installation and on nothing that the environment names.
    pub fn relais(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(words)
            .arg("--data")
            .arg(self.folder.join("data"))
            .arg("--keys")
            .arg(self.folder.join("keys"))
            .env_remove("RELAIS_DATABASE");
        command
    }

    /// What the server answers to a GET, if that is 200.
    pub fn get(&self, path: &str) -> Result<String> {
        let host = self.host();
        let mut stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        body(&answer)
            .map(str::to_owned)
            .with_context(|| format!("GET {path}: {}", answer.lines().next().unwrap_or_default()))
    }

    fn host(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn serve(&mut self) -> Result<()> {
        let log = File::create(self.log())?;
        let mut serve = self.relais(&["serve", "--listen", self.host()]);
        serve.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        self.server = Some(serve.spawn().context("relais cannot be started")?);
        self.wait()
    }

    fn wait(&mut self) -> Result<()> {
        let started = Instant::now();
        while self.get("/healthz").is_err() {
            let ended = self.server.as_mut().map(Child::try_wait).transpose()?.flatten();
            if ended.is_some() || started.elapsed() > PATIENCE {
                bail!(
                    "the server did not get ready:\n{}",
                    fs::read_to_string(self.log())?
                );
            }
            thread::sleep(BETWEEN);
        }
        Ok(())
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = server.kill();
            let _ = server.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn body(answer: &str) -> Option<&str> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?;
    (status == "200").then_some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_good_answer_has_a_body() {
        assert_eq!(body("HTTP/1.0 200 OK\r\na: b\r\n\r\n{}"), Some("{}"));
        assert_eq!(body("HTTP/1.0 503 Service Unavailable\r\n\r\n{}"), None);
        assert_eq!(body(""), None);
    }
}
