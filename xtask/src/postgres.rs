use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::debian;

/// A PostgreSQL cluster of our own in a temporary folder; gone when dropped.
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    /// Whom the server runs as; PostgreSQL refuses to be root.
    user: Option<String>,
    pub url: String,
}

impl Cluster {
    /// Makes and starts one; installs PostgreSQL when it is missing and we may.
    ///
    /// # Errors
    /// One line that says what is missing.
    pub fn start() -> Result<Self> {
        let programs = match programs() {
            Some(programs) => programs,
            None if debian::install("postgresql") => {
                programs().context("postgresql was installed without initdb")?
            }
            None => bail!("PostgreSQL is missing: apt-get install postgresql, or set RELAIS_TEST_POSTGRES"),
        };
        let folder = std::env::temp_dir().join(format!("relais-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let user = debian::is_root().then(unprivileged).transpose()?;
        if let Some(user) = &user {
            quiet(Command::new("chown").arg(user).arg(&folder))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let url = format!("postgres://relais@127.0.0.1:{port}/postgres");
        let cluster = Self {
            programs,
            folder,
            user,
            url,
        };
        cluster.make(port)?;
        Ok(cluster)
    }

    fn make(&self, port: u16) -> Result<()> {
        let (data, log) = (self.folder.join("data"), self.folder.join("log"));
        let initdb = [
            "--username=relais",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ];
        quiet(self.program("initdb").args(initdb).arg("-D").arg(&data))?;
        let folder = self.folder.display();
        // What it holds is thrown away: durability would only cost time.
        let options = format!(
            "-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off \
             -c full_page_writes=off -c max_connections=400 -c timezone=UTC"
        );
        let mut start = self.program("pg_ctl");
        quiet(
            start
                .arg("-D")
                .arg(&data)
                .arg("-l")
                .arg(&log)
                .arg("-o")
                .arg(options)
                .args(["-w", "start"]),
        )
        .with_context(|| fs::read_to_string(&log).unwrap_or_default())
    }

    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = match &self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(path);
                command
            }
            None => Command::new(path),
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let _ = quiet(
            self.program("pg_ctl")
                .arg("-D")
                .arg(data)
                .args(["-m", "immediate", "-w", "stop"]),
        );
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of the newest server programs.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|e| Some(e.ok()?.path()));
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let mut there: Vec<PathBuf> = versions
        .filter(|path| path.join("bin/initdb").is_file())
        .collect();
    there.sort_by_key(|path| number(path));
    let debian = there.pop().map(|path| path.join("bin"));
    let in_path = std::env::var("PATH").unwrap_or_default();
    debian.or_else(|| {
        in_path
            .split(':')
            .map(PathBuf::from)
            .find(|folder| folder.join("initdb").is_file())
    })
}

fn unprivileged() -> Result<String> {
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let there = |name: &&str| accounts.lines().any(|line| line.split(':').next() == Some(*name));
    let found = ["postgres", "nobody"].into_iter().find(there);
    found
        .map(str::to_owned)
        .context("no account to run PostgreSQL as: it refuses to be root")
}

fn quiet(command: &mut Command) -> Result<()> {
    let done = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?
        .wait_with_output()?;
    if !done.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_says_what_it_wrote() {
        let error = quiet(Command::new("ls").arg("/does-not-exist")).unwrap_err();
        assert!(error.to_string().contains("does-not-exist"));
        assert!(quiet(Command::new("true").arg("x")).is_ok());
    }
}
