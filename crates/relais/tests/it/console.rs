//! A folder, the program in it, and what it said.

use std::{
    fs,
    io::{BufRead, BufReader, Lines, Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A folder for one test; it goes away with it.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("relais-it-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    pub fn keys(&self) -> PathBuf {
        self.0.join("data.keys")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The program, told to work here, in English.
    pub fn relais(&self, words: &[&str]) -> Command {
        let mut command = relais(words);
        command.env("RELAIS_DATA", self.data()).env("RELAIS_LANG", "en");
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &[&str]) -> Said {
        Said::of(self.relais(words).output().unwrap())
    }

    /// Where the embedded database is.
    pub fn url(&self) -> String {
        format!("sqlite:{}", self.data().join("relais.sqlite").display())
    }

    /// Changes the database as somebody with the disk in hand would.
    pub fn sql(&self, statements: &str) {
        on_database(&self.url(), |database| async move {
            database.execute_unprepared(statements).await.unwrap();
        });
    }

    /// The one value `it`.
    pub fn ask(&self, select: &str) -> String {
        ask(&self.url(), select)
    }

    pub fn serve(&self) -> Server {
        Server::start(self.relais(&["serve", "--listen", "127.0.0.1:0"]))
    }
}

/// The one value `it` of the database at `url`.
pub fn ask(url: &str, select: &str) -> String {
    on_database(url, |database| async move {
        let ask = Statement::from_string(database.get_database_backend(), select);
        let row = database.query_one_raw(ask).await.unwrap().unwrap();
        row.try_get("", "it").unwrap()
    })
}

/// Works on the database at `url`.
pub fn on_database<T, F: Future<Output = T>>(url: &str, work: impl FnOnce(DatabaseConnection) -> F) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let database = Database::connect(url).await.unwrap();
        let done = work(database.clone()).await;
        database.close().await.unwrap();
        done
    })
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The program without any setting of this machine.
pub fn relais(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relais"));
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "RELAIS_LANG", "RELAIS_DATA"] {
        command.env_remove(name);
    }
    command.args(words);
    command
}

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    #[track_caller]
    pub fn stopped(self, code: i32, because: &str) {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(because), "{self:?}");
    }
}

/// A running server.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Server {
    /// Starts it and waits until it says that it is ready.
    #[track_caller]
    pub fn start(mut command: Command) -> Self {
        command.stderr(Stdio::piped());
        Self::ready(command)
    }

    /// Starts it so that what it logs is kept in a file.
    #[track_caller]
    pub fn logging(mut command: Command, file: &Path) -> Self {
        command.stderr(fs::File::create(file).unwrap());
        Self::ready(command)
    }

    #[track_caller]
    fn ready(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(Ok(greeting)) = lines.find(|line| line.as_ref().is_ok_and(|l| l.contains("listening on")))
        else {
            let said = Said::of(child.wait_with_output().unwrap());
            panic!("the server did not start: {said:?}");
        };
        let port = greeting.rsplit_once(':').unwrap().1.trim_end_matches(')');
        // What it logs is read away, so that it never waits for us.
        if let Some(mut err) = child.stderr.take() {
            std::thread::spawn(move || std::io::copy(&mut err, &mut std::io::sink()));
        }
        let address = format!("127.0.0.1:{port}").parse().unwrap();
        Self {
            child,
            address,
            lines,
        }
    }

    /// What it says up to the line that has this in it.
    pub fn said_until(mut self, last: &str) -> String {
        let mut said = String::new();
        for line in self.lines.by_ref().map_while(Result::ok) {
            said.push_str(&line);
            said.push('\n');
            if line.contains(last) {
                break;
            }
        }
        said
    }

    /// The next line that it says.
    pub fn said_next(mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    /// The status and the body of an answer.
    pub fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
        (status, body.unwrap_or_default())
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// As the system does before it shuts down.
    pub fn terminate(mut self) -> i32 {
        signal(&self.child, "TERM");
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Server {
    /// As a power cut ends it: without a word.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-s", name, &id])
            .status()
            .unwrap()
            .success()
    );
}

pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A schema of its own on the PostgreSQL of the tests, where there is one.
pub fn own_schema() -> Option<String> {
    let url = std::env::var("RELAIS_TEST_POSTGRES").ok()?;
    let schema = format!(
        "it{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let database = Database::connect(&url).await.unwrap();
        database
            .execute_unprepared(&format!("CREATE SCHEMA \"{schema}\""))
            .await
            .unwrap();
        database.close().await.unwrap();
    });
    let join = if url.contains('?') { '&' } else { '?' };
    Some(format!("{url}{join}options=-c%20search_path%3D{schema}"))
}
