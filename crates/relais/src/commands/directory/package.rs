use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use relais_directory::{
    actions::{ImportPackage, PackageCounts},
    store::hsds::{OWN, all_records},
};
use relais_hsds::{
    Kind, Record,
    package::{self, Found, Note, Package, Place, kinds_told},
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
    let (source, read) = known_or_new(asked, trust, files).await?;
    let command = ImportPackage {
        source: source.clone(),
        records: Arc::new(read.records.clone()),
        tells: kinds_told(files, &read),
    };
    let counts = if read.records.is_empty() {
        PackageCounts::default()
    } else if asked.dry_run {
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
    if read.records.is_empty() {
        return Err(nothing_kept());
    }
    Ok(())
}

/// So that whoever imports by a program learns it too.
pub fn nothing_kept() -> Stop {
    Stop::input(
        "rien n’a pu être repris de ce fichier, et rien n’a été écrit.",
        "nothing of this file could be taken, and nothing was written.",
    )
}

/// Under the name that is given; else as the next edition of what a source brought, where it is one; else as new.
async fn known_or_new(asked: &Import, trust: &Trust, files: &[Found]) -> Result<(String, Package), Stop> {
    let source = asked.source();
    let read = read_as(files, &source)?;
    if asked.source.is_some() {
        return Ok((source, read));
    }
    let held = Held::read(trust.database().reader()).await?;
    if let Some(known) = held.mostly(&services(&read.records), |_, _| true) {
        let read = if known == source {
            read
        } else {
            read_as(files, &known)?
        };
        return Ok((known, read));
    }
    // Ids that are no UUIDs are made with the name of their source: the same under its own name are the same services,
    // when they are called the same as well, and offered by the same.
    let organisations = kinds_told(files, &read).is_none_or(|kinds| kinds.contains(&Kind::Organization));
    let same = if organisations {
        |ours: &Named, theirs: &Named| ours == theirs
    } else {
        |ours: &Named, theirs: &Named| ours.service == theirs.service
    };
    for known in held.sources().filter(|known| **known != source) {
        let again = read_as(files, known)?;
        if held.mostly(&services(&again.records), same).as_ref() == Some(known) {
            return Ok((known.clone(), again));
        }
    }
    Ok((source, read))
}

fn read_as(files: &[Found], source: &str) -> Result<Package, Stop> {
    package::read(files, source).map_err(|refused| {
        let sentence = refused.sentence;
        Stop::input(sentence.fr, sentence.en)
    })
}

/// What a service and who offers it are called, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    service: String,
    organisation: String,
}

type Services = HashMap<Uuid, Named>;

fn services(records: &[Record]) -> Services {
    let name = |record: &Record| relais_geography::folded(record.text("name").unwrap_or_default());
    let of = |kind: Kind| records.iter().filter(move |record| record.kind == kind);
    let organisations: HashMap<Uuid, String> =
        of(Kind::Organization).map(|one| (one.id, name(one))).collect();
    let named = |service: &Record| {
        let organisation = service.link("organization_id");
        let organisation = organisation.and_then(|id| organisations.get(&id).cloned());
        Named {
            service: name(service),
            organisation: organisation.unwrap_or_default(),
        }
    };
    of(Kind::Service)
        .map(|service| (service.id, named(service)))
        .collect()
}

/// The services that sources brought.
struct Held(BTreeMap<String, Services>);

impl Held {
    async fn read<C: ConnectionTrait>(rows: &C) -> Result<Self, Failure> {
        let mut records: BTreeMap<String, Vec<Record>> = BTreeMap::new();
        for one in all_records(rows).await? {
            if one.source != OWN && matches!(one.record.kind, Kind::Service | Kind::Organization) {
                records.entry(one.source).or_default().push(one.record);
            }
        }
        let named = records
            .into_iter()
            .map(|(source, records)| (source, services(&records)));
        Ok(Self(named.collect()))
    }

    fn sources(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// The source of which this is the next edition, under another file name: half of what it brought is here, and half of
    /// what is here it brought.
    fn mostly(&self, brought: &Services, same: fn(&Named, &Named) -> bool) -> Option<String> {
        let shared = |held: &Services| {
            let known = brought
                .iter()
                .filter(|(id, theirs)| held.get(*id).is_some_and(|ours| same(ours, theirs)));
            known.count()
        };
        let counted = self
            .0
            .iter()
            .map(|(source, held)| (source, shared(held), held.len()));
        let mostly = counted
            .filter(|(_, shared, all)| *shared > 0 && shared * 2 >= *all && shared * 2 >= brought.len());
        mostly
            .max_by_key(|(_, shared, _)| *shared)
            .map(|(source, ..)| source.clone())
    }
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
        "source": source, "written": !asked.dry_run && !read.records.is_empty(), "version": format!("{:?}", read.version),
        "tables": tables.collect::<Vec<_>>(), "notes": notes.collect::<Vec<_>>(),
        "records": kinds.collect::<serde_json::Map<_, _>>(), "defunct": counts.defunct,
        "taken": taken.collect::<Vec<_>>(),
    })
}
