use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use super::silent;
use crate::{debian, repository::Repository, run};

/// What the tools need: the oldest Python that they run on, and what makes an environment of it.
const ABLE: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
const MISSING: &str = "Python 3.11 or newer with its venv module is missing: apt-get install python3-venv";

/// The others' programs, in a Python environment of their own below the target folder.
pub struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Installs them unless they are there as the requirements name them.
    ///
    /// # Errors
    /// One line that says what is missing, or what pip says.
    pub fn installed(here: &Repository, requirements: &Path) -> Result<Self> {
        let folder = here.metadata(false)?.target_directory.join("tools/conformance");
        let tools = Self { folder };
        let wanted = fs::read_to_string(requirements)?;
        if !tools.are_as(&wanted) {
            tools.install(requirements)?;
            fs::write(tools.stamp(), wanted)?;
        }
        Ok(tools)
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }

    /// Written last, so that an installation that was broken off is begun again.
    fn stamp(&self) -> PathBuf {
        self.folder.join("requirements.txt")
    }

    /// An environment whose Python has been taken away still has its files, and does not start.
    fn are_as(&self, wanted: &str) -> bool {
        let there = fs::read_to_string(self.stamp()).is_ok_and(|there| there == wanted);
        there && silent(Command::new(self.program("python")).arg("--version")).is_ok()
    }

    fn install(&self, requirements: &Path) -> Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        let python = python()?;
        println!("installing tests/conformance/requirements.txt");
        silent(Command::new(python).args(["-m", "venv"]).arg(&self.folder))?;
        let words = [
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
        ];
        silent(Command::new(self.program("pip")).args(words).arg(requirements))
    }
}

fn python() -> Result<&'static str> {
    if able() || (debian::install("python3-venv") && able()) {
        return Ok("python3");
    }
    bail!(MISSING)
}

fn able() -> bool {
    run::first_there(&["python3"]).is_some() && silent(Command::new("python3").args(["-c", ABLE])).is_ok()
}
