//! The benchmarks: demonstrations of growing size, the real program on each, people at once, one table.

mod client;
mod directory;
mod measure;
mod server;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use self::{
    client::{Client, hidden},
    measure::{Crowd, Measured, Times},
    server::Server,
};
use crate::{repository::Repository, run};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const LARGE: usize = 1_000_000;
/// People who work at once, where nothing else is asked for.
const USERS: usize = 8;
/// How often each of them asks for each page.
const TIMES: usize = 100;
/// Different cases of each kind: together fewer than one person opens within an hour before they are asked who they are.
const USUAL: usize = 14;
/// What the 95th percentile shall stay under.
const GOAL: Duration = Duration::from_millis(25);

/// One size, measured.
struct Row {
    cases: usize,
    referrals: u64,
    /// Unknown when it had been filled before.
    made_in: Option<Duration>,
    megabytes: u64,
    started: Duration,
    memory: u64,
    /// The most it held in memory while everybody worked.
    peak: u64,
    pages: Vec<(&'static str, usize)>,
    measured: Vec<Measured>,
}

/// Builds the release program and measures it; `--directory` measures the public directory instead, `--large` adds a million cases, `--only N` takes one size, `--users N` lets
/// so many people work at once, `--program FILE` measures one that is built already, and `--filled REPORT` a folder that is filled already: what
/// `relais demo generate --json --samples` said while it filled `target/bench-N`.
///
/// # Errors
/// When something cannot be built, filled or served.
pub fn bench(here: &Repository, flags: &[String]) -> Result<bool> {
    let wish = Wish::read(flags)?;
    let target = here.metadata(false)?.target_directory;
    let program = match wish.program {
        Some(program) => program,
        None => {
            run::shown(&here.root, "cargo", &["build", "--release", "--bin", "relais"])?;
            target.join("release/relais")
        }
    };
    println!("program: {:.1} MB", fs::metadata(&program)?.len() as f64 / 1e6);
    println!("load before: {}", load());
    if wish.directory {
        directory::measure(&program, &target)?;
        println!("load after: {}", load());
        return Ok(true);
    }
    let mut rows = Vec::new();
    for cases in wish.sizes {
        let data = target.join(format!("bench-{cases}"));
        let (report, made_in) = match &wish.filled {
            Some(report) => (serde_json::from_str(&fs::read_to_string(report)?)?, None),
            None => fill(&program, &data, cases).map(|(report, time)| (report, Some(time)))?,
        };
        let row = one(&program, &data, cases, wish.users, (&report, made_in))?;
        told(&row);
        rows.push(row);
    }
    println!("load after: {}", load());
    table(&rows, wish.users);
    Ok(true)
}

/// What is asked for.
struct Wish {
    sizes: Vec<usize>,
    users: usize,
    program: Option<PathBuf>,
    /// The public directory, and nothing else.
    directory: bool,
    filled: Option<PathBuf>,
}

impl Wish {
    fn read(flags: &[String]) -> Result<Self> {
        let mut flags = flags.iter();
        let mut wish = Self {
            sizes: SIZES.to_vec(),
            users: USERS,
            program: None,
            directory: false,
            filled: None,
        };
        while let Some(flag) = flags.next() {
            match flag.as_str() {
                "--directory" => wish.directory = true,
                "--large" => wish.sizes.push(LARGE),
                "--only" => {
                    wish.sizes = vec![flags.next().context("--only needs a number of cases")?.parse()?];
                }
                "--users" => wish.users = flags.next().context("--users needs a number")?.parse()?,
                "--program" => {
                    wish.program = Some(flags.next().context("--program needs a file")?.into());
                }
                "--filled" => {
                    wish.filled = Some(flags.next().context("--filled needs a file")?.into());
                }
                other => {
                    bail!(
                        "bench takes --directory, --large, --only N, --users N, --program FILE and --filled REPORT, not {other}"
                    )
                }
            }
        }
        Ok(wish)
    }
}

fn load() -> String {
    fs::read_to_string("/proc/loadavg")
        .map(|text| text.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
        .unwrap_or_default()
}

/// Fills a folder; answers what the program said, and how long it took.
fn fill(program: &Path, data: &Path, cases: usize) -> Result<(serde_json::Value, Duration)> {
    let start = Instant::now();
    let count = cases.to_string();
    let folder = data.display().to_string();
    let words = [
        "demo",
        "generate",
        "--fresh",
        "--json",
        "--samples",
        "--cases",
        &count,
        "--data",
        &folder,
    ];
    let report = run::output(Path::new("."), &program.display().to_string(), &words)?;
    Ok((serde_json::from_str(&report)?, start.elapsed()))
}

fn one(
    program: &Path,
    data: &Path,
    cases: usize,
    users: usize,
    (report, made_in): (&serde_json::Value, Option<Duration>),
) -> Result<Row> {
    let server = Server::start(program, data)?;
    std::thread::sleep(Duration::from_secs(3));
    let memory = server.memory().unwrap_or_default();
    let crowd = Crowd {
        server: &server,
        users,
    };
    let (pages, measured) = requests(&crowd, &report["samples"])?;
    Ok(Row {
        cases,
        referrals: report["referrals"].as_u64().unwrap_or_default(),
        made_in,
        megabytes: size(data) / 1_000_000,
        started: server.started,
        memory,
        peak: server.peak().unwrap_or_default(),
        pages,
        measured,
    })
}

fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    files
        .filter_map(|file| file.metadata().ok())
        .map(|about| about.len())
        .sum()
}

/// What the generator picked for us: addresses, never names.
fn picked(samples: &serde_json::Value, what: &str) -> Vec<String> {
    let all = samples[what].as_array().into_iter().flatten();
    all.filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// As many as one person opens within an hour before they are asked who they are.
fn some_of(samples: &serde_json::Value, what: &str) -> Vec<String> {
    picked(samples, what).into_iter().take(2 * USUAL).collect()
}

type Found = (Vec<(&'static str, usize)>, Vec<Measured>);

fn requests(crowd: &Crowd<'_>, samples: &serde_json::Value) -> Result<Found> {
    let (server, times) = (crowd.server, TIMES * crowd.users);
    let (manager, sender, receiver, coordinator) = (
        server.sign_in("gestionnaire")?,
        server.sign_in("envoi")?,
        server.sign_in("soudure")?,
        server.sign_in("coordination")?,
    );
    let mut all = Vec::new();
    let often = |paths: &[String]| -> Vec<String> {
        paths
            .iter()
            .cycle()
            .take(if paths.is_empty() { 0 } else { times })
            .cloned()
            .collect()
    };
    let cases: Vec<String> = picked(samples, "cases")
        .into_iter()
        .take(USUAL)
        .map(|case| format!("/dossiers/{case}"))
        .collect();
    let matching: Vec<String> = picked(samples, "matching").into_iter().take(USUAL).collect();
    let look = |client: &mut Client, path: &String| seen(client, path);
    let home = often(&["/".to_owned()]);
    all.push(crowd.measure("worklist, case manager", &manager, &home, look)?);
    all.push(crowd.measure("worklist, receiver", &receiver, &home, look)?);
    all.push(crowd.measure("list of cases", &manager, &often(&["/dossiers".to_owned()]), look)?);
    all.push(crowd.measure("case", &manager, &often(&cases), look)?);
    all.push(crowd.measure("matching", &manager, &often(&matching), look)?);
    all.push(crowd.measure(
        "send",
        &sender,
        &some_of(samples, "to_send"),
        |client, referral| {
            let page = format!("/referencements/{referral}");
            given(client, &page, &format!("{page}/envoi"), &[("channel", "app")])
        },
    )?);
    all.push(crowd.measure(
        "answer",
        &receiver,
        &some_of(samples, "to_answer"),
        |client, step| {
            let told: &[_] = if step.ends_with("record_outcome") {
                &[("outcome", "fully")]
            } else {
                &[]
            };
            given(client, step, step, told)
        },
    )?);
    let figures = ["/resultats".to_owned()];
    let figures: Vec<String> = figures.iter().cycle().take(times / 10).cloned().collect();
    all.push(crowd.measure("who answers", &coordinator, &figures, look)?);
    let mut pages = Vec::new();
    for (what, cookies, path) in [
        ("worklist", &manager, Some("/")),
        ("case", &manager, cases.first().map(|s| &**s)),
        ("matching", &manager, matching.first().map(|s| &**s)),
    ] {
        let Some(path) = path else { continue };
        let mut client = Client::new(server.address, cookies.clone());
        client.compressed = true;
        pages.push((what, client.get(path)?.body.len()));
    }
    Ok((pages, all))
}

fn seen(client: &mut Client, path: &str) -> Result<Duration> {
    let answer = client.get(path)?;
    if answer.status != 200 {
        bail!("{path} answered {}", answer.status);
    }
    Ok(answer.took)
}

/// Fills a form in and sends it; the time is that of sending.
fn given(client: &mut Client, page: &str, action: &str, more: &[(&str, &str)]) -> Result<Duration> {
    let form = client.get(page)?.text();
    let mut fields = hidden(&form, action)?;
    fields.extend(
        more.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let answer = client.post(action, &fields)?;
    if answer.status != 303 {
        bail!("{action} answered {} ({:?})", answer.status, answer.to);
    }
    Ok(answer.took)
}

fn told(row: &Row) {
    let made = row.made_in.map_or_else(String::new, |time| {
        let seconds = time.as_secs_f64();
        format!(
            "made in {seconds:.0} s ({:.0} cases/s), ",
            row.cases as f64 / seconds
        )
    });
    println!(
        "\n{} cases, {} referrals: {made}{} MB; ready after {} ms, {} MB in memory, {} MB at most",
        row.cases,
        row.referrals,
        row.megabytes,
        row.started.as_millis(),
        row.memory,
        row.peak,
    );
    for (page, bytes) in &row.pages {
        println!("  {page}: {:.1} KB compressed", *bytes as f64 / 1e3);
    }
}

fn table(rows: &[Row], users: usize) {
    let sizes: Vec<String> = rows
        .iter()
        .map(|row| format!("{:>24}", format!("{} cases", row.cases)))
        .collect();
    println!("\nmilliseconds as the client sees them on the loopback, p50 / p95");
    println!(
        "\n{:<24}{}",
        format!("{users} people, who read for a second"),
        sizes.join("")
    );
    each(rows, |m| times(m.reading));
    println!(
        "\n{:<24}{}",
        format!("{users} requests at once · processor time of the server"),
        sizes.join("")
    );
    each(rows, |m| format!("{} · {:.1}", times(m.pressed), ms(m.work)));
    let few: Vec<String> = rows
        .iter()
        .flat_map(|row| {
            row.measured
                .iter()
                .filter(|m| m.reading.count.min(m.pressed.count) < 50)
                .map(move |m| {
                    let (reading, pressed) = (m.reading.count, m.pressed.count);
                    format!("{} at {} cases: {reading} and {pressed}", m.what, row.cases)
                })
        })
        .collect();
    if !few.is_empty() {
        println!("few requests: {}", few.join(", "));
    }
}

fn each(rows: &[Row], cell: impl Fn(&Measured) -> String) {
    let Some(first) = rows.first() else { return };
    for (n, what) in first.measured.iter().map(|measured| measured.what).enumerate() {
        let cells = rows.iter().filter_map(|row| row.measured.get(n));
        let cells: String = cells.map(|m| format!("{:>24}", cell(m))).collect();
        println!("{what:<24}{cells}");
    }
}

/// A mark stands where the goal is missed.
fn times(times: Times) -> String {
    let late = if times.p95 > GOAL { "!" } else { "" };
    format!("{:.1} / {:.1}{late}", ms(times.p50), ms(times.p95))
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
