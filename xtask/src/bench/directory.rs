//! The public directory by the standard: packages of growing size, brought in by the real program, and what it works for
//! one answer.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::{client::Client, server::Server};

/// Services of each package.
const SIZES: [usize; 2] = [4_000, 50_000];
/// How often each question is asked: the kernel counts work in hundredths of a second.
const TIMES: u32 = 2_000;

/// Words of which descriptions are made: some everywhere, some rare.
const WORDS: [&str; 24] = [
    "accueil",
    "écoute",
    "hébergement",
    "orientation",
    "juridique",
    "santé",
    "soins",
    "formation",
    "emploi",
    "métier",
    "enfants",
    "femmes",
    "famille",
    "retour",
    "transport",
    "documents",
    "logement",
    "crédit",
    "école",
    "langue",
    "transit",
    "frontière",
    "suivi",
    "groupe",
];

/// Measures the directory at each size, and says how it grows.
///
/// # Errors
/// When a package cannot be brought in or served.
pub fn measure(program: &Path, target: &Path) -> Result<()> {
    println!("| services | question | work | to the first size |\n|---|---|---|---|");
    let mut first: Vec<Duration> = Vec::new();
    for size in SIZES {
        let data = target.join(format!("bench-directory-{size}"));
        let package = target.join(format!("bench-package-{size}"));
        for folder in [&data, &package, &data.with_extension("keys")] {
            let _ = fs::remove_dir_all(folder);
        }
        write(&package, size)?;
        let start = Instant::now();
        import(program, &data, &package)?;
        let imported = start.elapsed();
        let server = Server::start(program, &data)?;
        let mut client = Client::new(server.address, BTreeMap::new());
        let start = Instant::now();
        client.get("/hsds/services?per_page=1")?;
        println!(
            "| {size} | imported in {:.1} s, first answer after {:.1} s, {} MB | | |",
            imported.as_secs_f64(),
            start.elapsed().as_secs_f64(),
            server.memory().unwrap_or(0)
        );
        for (place, (name, path)) in questions(&mut client)?.iter().enumerate() {
            let work = work_of(&server, &mut client, path)?;
            let ratio = first
                .get(place)
                .map(|one| work.as_secs_f64() / one.as_secs_f64().max(1e-6));
            let ratio = ratio.map(|ratio| format!("{ratio:.1}")).unwrap_or_default();
            println!(
                "| {size} | {name} | {:.2} ms | {ratio} |",
                work.as_secs_f64() * 1e3
            );
            if size == SIZES[0] {
                first.push(work);
            }
        }
    }
    Ok(())
}

fn questions(client: &mut Client) -> Result<Vec<(&'static str, String)>> {
    let list = client.get("/hsds/services?per_page=1&page=1000")?.text();
    let id = list
        .split("\"id\":\"")
        .nth(1)
        .and_then(|rest| rest.get(..36))
        .context("no service")?;
    Ok(vec![
        ("a list of 20", "/hsds/services?per_page=20&page=7".into()),
        (
            "a search for one word",
            "/hsds/services?per_page=20&search=hebergement".into(),
        ),
        (
            "a search for two words",
            "/hsds/services?per_page=20&search=ecoute%20enfants".into(),
        ),
        (
            "a search with a typing error",
            "/hsds/services?per_page=20&search=hebergemant".into(),
        ),
        ("one service", format!("/hsds/services/{id}")),
        (
            "a list of 20, whole",
            "/hsds/services?per_page=20&full=true".into(),
        ),
        (
            "20 services at locations",
            "/hsds/service_at_locations?per_page=20&page=3".into(),
        ),
        (
            "what changed since",
            "/hsds/services?modified_after=2026-01-01&per_page=20".into(),
        ),
    ])
}

fn work_of(server: &Server, client: &mut Client, path: &str) -> Result<Duration> {
    let worked = || server.worked().context("no count of work");
    for _ in 0..20 {
        client.get(path)?;
    }
    let before = worked()?;
    for _ in 0..TIMES {
        let answer = client.get(path)?;
        if answer.status != 200 {
            bail!("{path}: {}", answer.status);
        }
    }
    Ok((worked()? - before) / TIMES)
}

fn import(program: &Path, data: &Path, package: &Path) -> Result<()> {
    let done = Command::new(program)
        .args(["directory", "import", "--source", "bench", "--data"])
        .arg(data)
        .arg(package)
        .stdout(Stdio::null())
        .status()?;
    if !done.success() {
        bail!("the package was not imported");
    }
    Ok(())
}

/// The tables of a package: an organisation for eight services, a place, an address, a telephone, hours and two terms each.
fn write(folder: &Path, services: usize) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut tables: BTreeMap<&str, String> = BTreeMap::new();
    let heads = [
        ("organizations", "id,name,description"),
        (
            "services",
            "id,organization_id,name,description,status,last_modified",
        ),
        ("locations", "id,location_type,name,latitude,longitude"),
        ("service_at_location", "id,service_id,location_id"),
        (
            "addresses",
            "id,location_id,address_1,city,state_province,postal_code,country,address_type",
        ),
        ("phones", "id,service_id,number"),
        ("schedules", "id,service_id,freq,byday,opens_at,closes_at"),
        ("taxonomies", "id,name,description"),
        ("taxonomy_terms", "id,taxonomy_id,name,description"),
        ("attributes", "id,link_id,link_entity,taxonomy_term_id"),
    ];
    for (table, head) in heads {
        tables.insert(table, format!("{head}\n"));
    }
    let mut row = |table: &str, line: String| {
        if let Some(text) = tables.get_mut(table) {
            let _ = writeln!(text, "{line}");
        }
    };
    row("taxonomies", format!("{},Besoins,Besoins", id(0, 0)));
    for (number, word) in WORDS.iter().enumerate() {
        row(
            "taxonomy_terms",
            format!("{},{},{word},{word}", id(1, number), id(0, 0)),
        );
    }
    for number in 0..services {
        let (service, place, word) = (id(3, number), id(4, number), |n: usize| {
            WORDS[(number * 7 + n * n) % WORDS.len()]
        });
        if number % 8 == 0 {
            row(
                "organizations",
                format!(
                    "{},Structure {number},Structure d’essai {}",
                    id(2, number / 8),
                    word(1)
                ),
            );
        }
        let words = (0..60)
            .map(|n| word(n + number / 24))
            .collect::<Vec<_>>()
            .join(" ");
        row(
            "services",
            format!(
                "{service},{},{} {} {number},{words} numéro{number},active,2026-0{}-01T08:00:00.000Z",
                id(2, number / 8),
                word(0),
                word(3),
                1 + number % 9
            ),
        );
        row(
            "locations",
            format!(
                "{place},physical,Lieu {number},{:.4},{:.4}",
                3.0 + (number % 500) as f64 / 100.0,
                9.0 + (number % 400) as f64 / 100.0
            ),
        );
        row(
            "service_at_location",
            format!("{},{service},{place}", id(5, number)),
        );
        row(
            "addresses",
            format!(
                "{},{place},Rue {number},Ville-Test,Région-Test,{:05},CM,physical",
                id(6, number),
                number % 300
            ),
        );
        row("phones", format!("{},{service},+237600000000", id(7, number)));
        row(
            "schedules",
            format!(
                "{},{service},WEEKLY,\"MO,TU,WE\",08:00:00Z,16:00:00Z",
                id(8, number)
            ),
        );
        for one in 0..2 {
            row(
                "attributes",
                format!(
                    "{},{service},service,{}",
                    id(9 + one, number),
                    id(1, (number + one * 5) % WORDS.len())
                ),
            );
        }
    }
    for (table, text) in tables {
        fs::write(folder.join(format!("{table}.csv")), text)?;
    }
    Ok(())
}

fn id(kind: usize, number: usize) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}
