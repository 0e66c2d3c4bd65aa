use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use relais_directory::{
    actions::{ImportPackage, PackageCounts},
    store::hsds::{OWN, all_records},
};
use relais_hsds::{
    Kind, Record,
    package::{self, Found, Note, Package, Place},
};
use relais_kernel::Localised;
use relais_trust::{Actor, Door, Failure, Trust};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use super::import::Import;
use crate::{
    console::{self, lang},
    stop::Stop,
};

/// Notes that the console prints; the JSON report has all.
const PRINTED: usize = 100;

/// Reads a package, tells every row that did not come in as it was, and writes it unless this is a trial.
pub async fn bring(asked: &Import, trust: &Trust, files: &[Found]) -> Result<(), Stop> {
    let mut source = asked.source();
    let mut read = read_as(files, &source)?;
    if asked.source.is_none()
        && let Some(known) = came_before(trust.database().reader(), &read.records).await?
        && known != source
    {
        read = read_as(files, &known)?;
        source = known;
    }
    let command = ImportPackage {
        source: source.clone(),
        records: Arc::new(read.records.clone()),
    };
    let counts = if asked.dry_run {
        command.plan(trust.database().reader(), trust.now()).await?.counts
    } else {
        trust
            .perform(&Actor::installation(Door::Console), None, command)
            .await?
    };
    if asked.json {
        console::put(&report(asked, &source, &read, &counts).to_string());
    } else {
        tell(asked, &source, &read, &counts);
    }
    Ok(())
}

fn read_as(files: &[Found], source: &str) -> Result<Package, Stop> {
    package::read(files, source).map_err(|refused| {
        let sentence = refused.sentence;
        Stop::input(sentence.fr, sentence.en)
    })
}

/// The source whose services these are for the most part: the next edition of a package, under another file name.
async fn came_before<C: ConnectionTrait>(rows: &C, records: &[Record]) -> Result<Option<String>, Failure> {
    let brought: HashSet<Uuid> = ids(records.iter()).collect();
    let mut held: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let all = all_records(rows).await?;
    for one in all
        .iter()
        .filter(|one| one.record.kind == Kind::Service && one.source != OWN)
    {
        let (same, whole) = held.entry(one.source.clone()).or_default();
        *same += usize::from(brought.contains(&one.record.id));
        *whole += 1;
    }
    let mostly = held
        .into_iter()
        .filter(|(_, (same, whole))| same * 2 >= *whole && *same > 0);
    Ok(mostly
        .max_by_key(|(_, (same, _))| *same)
        .map(|(source, _)| source))
}

fn ids<'r>(records: impl Iterator<Item = &'r Record>) -> impl Iterator<Item = Uuid> {
    records
        .filter(|record| record.kind == Kind::Service)
        .map(|record| record.id)
}

fn tell(asked: &Import, source: &str, read: &Package, counts: &PackageCounts) {
    let say = |fr: String, en: String| console::tell(&Localised::new(fr, en));
    say(format!("Source : {source}"), format!("Source: {source}"));
    say("Lignes lues :".into(), "Rows read:".into());
    for table in &read.report.tables {
        let (name, rows, kept, aside) = (&table.table, table.read, table.kept, table.put_aside);
        say(
            format!("  {name} : {rows} lues, {kept} reprises, {aside} mises de côté"),
            format!("  {name}: {rows} read, {kept} kept, {aside} put aside"),
        );
    }
    for note in read.report.notes.iter().take(PRINTED) {
        console::put(&format!("  {}", line(note)));
    }
    let more = read.report.notes.len().saturating_sub(PRINTED);
    if more > 0 {
        say(
            format!("  … et {more} autres remarques : --json les donne toutes."),
            format!("  … and {more} more remarks: --json gives all of them."),
        );
    }
    let (fr, en) = match asked.dry_run {
        true => ("Ce que l’import changerait :", "What the import would change:"),
        false => ("Ce que l’import a changé :", "What the import changed:"),
    };
    say(fr.into(), en.into());
    for (kind, [new, changed, same, gone]) in &counts.kinds {
        say(
            format!("  {kind} : {new} nouveaux, {changed} changés, {same} inchangés, {gone} retirés"),
            format!("  {kind}: {new} new, {changed} changed, {same} unchanged, {gone} gone"),
        );
    }
    if counts.defunct > 0 {
        let defunct = counts.defunct;
        say(
            format!("  {defunct} services que la source n’a plus restent visibles comme disparus (defunct)."),
            format!("  {defunct} services that the source no longer has stay visible as defunct."),
        );
    }
    for (kind, id, other) in &counts.taken {
        say(
            format!("  {kind} {id} : mis de côté, la source « {other} » l’a déjà apporté."),
            format!("  {kind} {id}: put aside, the source “{other}” brought it already."),
        );
    }
}

fn place(note: &Note) -> String {
    let at = match &note.place {
        Place::Line(line) => format!("{}:{line}", note.table),
        Place::Path(path) => path.clone(),
    };
    match &note.column {
        Some(column) => format!("{at} {column}"),
        None => at,
    }
}

fn line(note: &Note) -> String {
    let value = note
        .value
        .as_ref()
        .map(|value| format!(" « {value} »"))
        .unwrap_or_default();
    let times = if note.times > 1 {
        format!(" (× {})", note.times)
    } else {
        String::new()
    };
    format!("{}{value}{times} : {}", place(note), note.sentence().get(lang()))
}

fn report(asked: &Import, source: &str, read: &Package, counts: &PackageCounts) -> Value {
    let tables = read.report.tables.iter().map(|table| {
        json!({ "table": table.table, "read": table.read, "kept": table.kept, "put_aside": table.put_aside })
    });
    let notes = read.report.notes.iter().map(|note| {
        let sentence = note.sentence();
        json!({
            "place": place(note), "code": format!("{:?}", note.code), "done": format!("{:?}", note.done()),
            "value": note.value, "times": note.times, "sentence_fr": sentence.fr, "sentence_en": sentence.en,
        })
    });
    let kinds = counts.kinds.iter().map(|(kind, [new, changed, same, gone])| {
        (
            kind.clone(),
            json!({ "new": new, "changed": changed, "unchanged": same, "gone": gone }),
        )
    });
    let taken = counts
        .taken
        .iter()
        .map(|(kind, id, source)| json!({ "kind": kind, "id": id, "source": source }));
    json!({
        "source": source, "written": !asked.dry_run, "version": format!("{:?}", read.version),
        "tables": tables.collect::<Vec<_>>(), "notes": notes.collect::<Vec<_>>(),
        "records": kinds.collect::<serde_json::Map<_, _>>(), "defunct": counts.defunct,
        "taken": taken.collect::<Vec<_>>(),
    })
}
