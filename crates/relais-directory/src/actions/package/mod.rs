mod dates;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use relais_hsds::{Kind, Record};
use relais_kernel::{PublicRef, Timestamp};
use relais_platform::Failure;
use relais_trust::{Command, Door, Note, Scene};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use self::dates::{changed_now, dated, defunct, touched};
use crate::{
    Service, ServiceId,
    dispute::{About, Dispute, differing, of_entry, with},
    history::fields,
    hsds::{betraying, documents},
    store::{
        decided,
        hsds::{
            Held, OWN, all_records, hangs_on, hidden, put_changed_documents, put_records, remove_documents,
            remove_records,
        },
        raise, service_by_ref, service_of, withdraw_disputes,
    },
};

/// Brings the records of a source in, over those it brought before. What it no longer has goes out; a service that is gone
/// stays as `defunct`, so that whoever copied it sees it go.
///
/// From the console alone: a package says of providers what nobody here vouched for.
#[derive(Clone)]
pub struct ImportPackage {
    pub source: String,
    pub records: Arc<Vec<Record>>,
    /// Of which kinds the package tells; of others it says nothing, and what the source brought before stays. `None`: it
    /// tells of all.
    pub tells: Option<BTreeSet<Kind>>,
}

/// What an import of a package did, in records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageCounts {
    /// By kind: new, changed, as they were, gone.
    pub kinds: BTreeMap<String, [usize; 4]>,
    /// Services that the source no longer has.
    pub defunct: usize,
    /// Records that another source brought under the same id; they stay as they are.
    pub taken: Vec<(String, Uuid, String)>,
}

const NEW: usize = 0;
const CHANGED: usize = 1;
const SAME: usize = 2;
const GONE: usize = 3;

/// What writing a package would do.
pub struct Plan {
    pub counts: PackageCounts,
    records: Vec<Record>,
    gone: Vec<(Kind, Uuid)>,
    disputed: Vec<Disputed>,
}

/// A record that another source holds, and what the package says of it otherwise.
struct Disputed {
    held: Held,
    theirs: Map<String, Value>,
}

impl ImportPackage {
    /// Holds the package against what is there.
    pub async fn plan<C: sea_orm::ConnectionTrait>(&self, rows: &C, now: Timestamp) -> Result<Plan, Failure> {
        let mut held: HashMap<(Kind, Uuid), Record> = HashMap::new();
        let mut others: HashMap<(Kind, Uuid), Held> = HashMap::new();
        let (mut disputed, decided) = (Vec::new(), decided(rows).await?);
        for one in all_records(rows).await? {
            let key = (one.record.kind, one.record.id);
            if one.source == self.source {
                held.insert(key, one.record);
            } else {
                others.insert(key, one);
            }
        }
        let mut counts = PackageCounts::default();
        let mut records = Vec::with_capacity(self.records.len());
        let mut hows = Vec::with_capacity(self.records.len());
        let mut there = HashSet::new();
        let of_entries = self.of_entries(rows, &others).await?;
        for record in self.records.iter() {
            let key = (record.kind, record.id);
            if let Some(other) = others.get(&key) {
                let source = other.source.clone();
                counts
                    .taken
                    .push((record.kind.name().to_owned(), record.id, source));
                let theirs = differing(&other.record, record);
                if !theirs.is_empty() {
                    let held = other.clone();
                    disputed.push(Disputed { held, theirs });
                }
                continue;
            }
            if of_entries.contains(&key) {
                counts
                    .taken
                    .push((record.kind.name().to_owned(), record.id, OWN.to_owned()));
                continue;
            }
            there.insert(key);
            let before = held.get(&key);
            let (record, how) = match before.filter(|_| !self.tells_of(record.kind)) {
                // What a package makes up where it needs a record says nothing of one that is there.
                Some(before) => (before.clone(), SAME),
                None => dated(&as_decided(record, &decided), before, now),
            };
            records.push(record);
            hows.push(how);
        }
        let mut gone: Vec<(Kind, Uuid)> = Vec::new();
        let (mut left_alone, mut lost) = (Vec::new(), Vec::new());
        let mut left: Vec<&Record> = held
            .iter()
            .filter(|(key, _)| !there.contains(*key))
            .map(|(_, r)| r)
            .collect();
        left.sort_by_key(|record| (record.kind, record.id));
        for record in left {
            match record.kind {
                kind if !self.tells_of(kind) => left_alone.push(record.clone()),
                Kind::Service => {
                    counts.defunct += usize::from(record.text("status") != Some("defunct"));
                    left_alone.push(defunct(record, now));
                }
                // What offered it stays with it.
                Kind::Organization => left_alone.push(record.clone()),
                _ => {
                    counts.kinds.entry(record.kind.name().to_owned()).or_default()[GONE] += 1;
                    gone.push((record.kind, record.id));
                    lost.push(record);
                }
            }
        }
        let changed = records.iter().zip(&hows).filter(|(_, how)| **how != SAME);
        let touched = touched(changed.map(|(record, _)| record).chain(lost), &records);
        for (record, how) in records.iter_mut().zip(&mut hows) {
            if *how == SAME && record.kind == Kind::Service && touched.contains(&record.id) {
                (*record, *how) = (changed_now(record, now), CHANGED);
            }
            counts.kinds.entry(record.kind.name().to_owned()).or_default()[*how] += 1;
        }
        // What the package says nothing of goes with what it belongs to.
        let removed: HashSet<Uuid> = gone.iter().map(|(_, id)| *id).collect();
        let belongs = |record: &Record| {
            let links = hangs_on(record).into_iter().chain([record.link("location_id")]);
            links.flatten().any(|id| removed.contains(&id))
        };
        let (orphans, stay): (Vec<Record>, Vec<Record>) = left_alone.into_iter().partition(belongs);
        gone.extend(orphans.iter().map(|record| (record.kind, record.id)));
        records.extend(stay);
        Ok(Plan {
            counts,
            records,
            gone,
            disputed,
        })
    }
}

impl ImportPackage {
    fn tells_of(&self, kind: Kind) -> bool {
        self.tells.as_ref().is_none_or(|kinds| kinds.contains(&kind))
    }

    /// What would tell of services that are entries: those that are public speak for themselves, the hidden ones not at all.
    async fn of_entries<C: sea_orm::ConnectionTrait>(
        &self,
        rows: &C,
        others: &HashMap<(Kind, Uuid), Held>,
    ) -> Result<HashSet<(Kind, Uuid)>, Failure> {
        let entries = others
            .iter()
            .filter(|((kind, _), held)| *kind == Kind::Service && held.source == OWN);
        let mut services: HashSet<Uuid> = entries.map(|((_, id), _)| *id).collect();
        services.extend(hidden(rows).await?);
        Ok(betraying(&self.records, &services))
    }
}

/// A source that says again what a person decided against is not believed again.
fn as_decided(record: &Record, decided: &[Dispute]) -> Record {
    let mut record = record.clone();
    let about = About::Record(record.kind, record.id);
    for dispute in decided.iter().filter(|dispute| dispute.about == about) {
        for field in dispute.taken.iter().flatten() {
            if let (Some(ours), Some(theirs)) = (dispute.ours.get(field), dispute.theirs.get(field))
                && record.body.get(field).unwrap_or(&Value::Null) == ours
            {
                record.body.insert(field.clone(), theirs.clone());
            }
        }
    }
    record
}

impl Command for ImportPackage {
    type Outcome = PackageCounts;
    const NAME: &'static str = "ImportPackage";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<PackageCounts, Failure> {
        if scene.actor().door != Door::Console {
            return Err(Failure::Missing);
        }
        let rows = scene.rows();
        let plan = self.plan(rows, scene.now()).await?;
        remove_records(rows, &self.source, Uuid::nil()).await?;
        put_records(rows, &self.source, Uuid::nil(), &plan.records).await?;
        remove_documents(rows, &plan.gone).await?;
        put_changed_documents(rows, documents(&plan.records)).await?;
        self.raise(scene, &plan.disputed).await?;
        let total = |how: usize| {
            plan.counts
                .kinds
                .values()
                .map(|counts| counts[how])
                .sum::<usize>()
        };
        scene.note(
            Note::new("PackageImported")
                .fact("added", total(NEW))
                .fact("changed", total(CHANGED))
                .fact("gone", total(GONE) + plan.counts.defunct)
                .fact("set_aside", plan.counts.taken.len()),
        );
        Ok(plan.counts)
    }
}

impl ImportPackage {
    /// What the package says of entries and of the records of others waits for a decision.
    async fn raise(&self, scene: &Scene<'_>, all: &[Disputed]) -> Result<(), Failure> {
        let mut entries: BTreeMap<ServiceId, (Service, Map<String, Value>)> = BTreeMap::new();
        let mut raised = BTreeSet::new();
        for Disputed { held, theirs } in all {
            if held.source != OWN {
                let about = About::Record(held.record.kind, held.record.id);
                raise(scene, about, &self.source, &held.record.body, theirs.clone()).await?;
                raised.insert(held.record.id);
            } else if matches!(held.record.kind, Kind::Service | Kind::Phone) {
                let service = service_by_ref(scene.rows(), PublicRef::from_uuid(held.owner))
                    .await?
                    .service;
                let (so_far, all) = entries
                    .entry(service.id)
                    .or_insert_with(|| (service.clone(), Map::new()));
                let said = of_entry(so_far, &held.record, theirs);
                *so_far = with(so_far, &said, said.keys());
                all.extend(said);
            }
        }
        for (id, (_, theirs)) in entries.into_iter().filter(|(_, (_, theirs))| !theirs.is_empty()) {
            let ours = fields(&service_of(scene.rows(), id).await?.service);
            raise(scene, About::Entry(id), &self.source, &ours, theirs).await?;
            raised.insert(id.uuid());
        }
        withdraw_disputes(scene, &self.source, &raised).await
    }
}
