//! The directory held against the standard by programs that nobody here wrote (`tests/conformance`).

mod environment;
mod house;
mod package;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context, Result, anyhow, bail};

use crate::{repository::Repository, tally::Count};
use environment::Tools;
use house::House;

/// What a check works with.
struct Bench {
    sources: PathBuf,
    tools: Tools,
    house: House,
}

type Check = fn(&Bench) -> Result<()>;

const CHECKS: [(&str, Check); 5] = [
    ("our document is a valid OpenAPI document", our_document),
    (
        "so is the standard's, its known faults put right",
        official_document,
    ),
    (
        "the server does what the standard's document says",
        official_answers,
    ),
    ("the server does what our document says", our_answers),
    ("the exported package agrees with its descriptor", package::check),
];

/// `cargo xtask conformance`
pub fn alone(here: &Repository) -> Result<bool> {
    Ok(test(here)?.failed == 0)
}

/// Serves a made-up directory from an empty folder and lets the others' programs judge it.
pub fn test(here: &Repository) -> Result<Count> {
    let sources = here.root.join("tests/conformance");
    let tools = Tools::installed(here, &sources.join("requirements.txt"))?;
    let house = House::open(&here.programs()?.join("relais"), &sources.join("fixture"))?;
    let bench = Bench {
        sources,
        tools,
        house,
    };
    bench.write_documents()?;
    let mut count = Count::default();
    for (name, check) in CHECKS {
        match told(name, || check(&bench)) {
            true => count.passed += 1,
            false => count.failed += 1,
        }
    }
    Ok(count)
}

fn told(name: &str, check: impl FnOnce() -> Result<()>) -> bool {
    let started = Instant::now();
    let found = check();
    let seconds = started.elapsed().as_secs_f32();
    match &found {
        Ok(()) => println!("ok      {name} ({seconds:.1} s)"),
        Err(error) => eprintln!("FAILED  {name} ({seconds:.1} s)\n{error:#}"),
    }
    found.is_ok()
}

impl Bench {
    fn ours(&self) -> PathBuf {
        self.house.folder.join("ours.json")
    }

    fn official(&self) -> PathBuf {
        self.house.folder.join("official.json")
    }

    fn write_documents(&self) -> Result<()> {
        let ours = self.house.get("/hsds/openapi.json")?;
        std::fs::write(self.ours(), ours)?;
        let script = self.sources.join("official.py");
        silent(self.program("python").arg(script).arg(self.official()))
    }

    /// One of the tools, with nothing of it left in the repository.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.tools.program(name));
        command
            .current_dir(&self.house.folder)
            .env("PYTHONPATH", &self.sources)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("NO_COLOR", "1");
        command
    }

    fn valid(&self, document: &Path) -> Result<()> {
        silent(self.program("openapi-spec-validator").arg(document))
    }

    fn answers(&self, document: &Path) -> Result<()> {
        let mut schemathesis = self.program("schemathesis");
        schemathesis
            .arg("--config-file")
            .arg(self.sources.join("schemathesis.toml"))
            .arg("run")
            .arg(document)
            .args(["--url", &format!("{}/hsds", self.house.address)]);
        silent(&mut schemathesis)
            .map_err(|error| anyhow!("{error}\nhow to repeat a request: tests/conformance/README.md"))
    }
}

fn our_document(bench: &Bench) -> Result<()> {
    bench.valid(&bench.ours())
}

fn official_document(bench: &Bench) -> Result<()> {
    bench.valid(&bench.official())
}

fn official_answers(bench: &Bench) -> Result<()> {
    bench.answers(&bench.official())
}

fn our_answers(bench: &Bench) -> Result<()> {
    bench.answers(&bench.ours())
}

/// Runs a program, and shows what it wrote only when it fails.
fn silent(command: &mut Command) -> Result<()> {
    let done = command
        .output()
        .with_context(|| format!("{} cannot be started", command.get_program().display()))?;
    if !done.status.success() {
        let (out, err) = (
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr),
        );
        bail!(
            "{}\n{}\n{} failed",
            out.trim_end(),
            err.trim_end(),
            command.get_program().display()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_that_finds_something_is_heard() {
        let error = silent(Command::new("sh").args(["-c", "echo found; exit 1"])).unwrap_err();
        assert!(error.to_string().contains("found"));
        assert!(!told("a check", || bail!("found")));
        assert!(told("a check", || silent(&mut Command::new("true"))));
    }
}
