use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use relais_geography::Gazetteer;
use relais_kernel::{Id, Mechanism};
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{
    Command, Deed, Door, Note, Protected, Scene, Trust,
    accounts::{AddOrganisation, organisation_by_code},
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::Map;

use super::publish_due;
use crate::{
    Organisation, Service, ServiceId, Vocabulary,
    dispute::{About, SHEET, set_apart},
    history::{fields, hands},
    import::{self, Change, Dialling, Disputed, ImportReport, ImportSetting, Known, Sheet},
    room::keepers,
    store::{
        all_services, directory_organisations, editions, open_disputes_of, put_profile, put_service, raise,
    },
};

/// States of an entry that are looked through for whose hand a fact is from.
const EDITIONS: u64 = 200;

/// Brings a mapping sheet in (domain §3 F13): its organisations and services, in one transaction. Rows that are put
/// aside stay out and are counted; the dry run (`crate::queries::TrySheet`) says why.
///
/// From a browser or a program it is for the directory manager. The console asks no guard: whoever works there
/// holds the files and the keys of the installation, has no account, and sets up the first directory before
/// anybody has a role. No request from outside comes in by that door.
#[derive(Clone)]
pub struct ImportProviders {
    pub definitions: Definitions,
    pub mechanism: Id<Mechanism>,
    pub sheet: Sheet,
}

/// What an import did, in records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportCounts {
    pub organisations_added: usize,
    pub organisations_changed: usize,
    pub services_added: usize,
    pub services_changed: usize,
    /// Services of the sheet that are in the directory as they are.
    pub services_unchanged: usize,
    /// Rows that stayed out.
    pub set_aside: usize,
    /// Services of which somebody who knows them says otherwise than the sheet: a person decides.
    pub disputed: usize,
}

impl ImportCounts {
    /// What writing a report does.
    pub fn of(report: &ImportReport) -> Self {
        let mut counts = Self {
            set_aside: report.set_aside().len(),
            disputed: report.disputed.len(),
            ..Self::default()
        };
        for planned in &report.organisations {
            match planned.change {
                Change::Created => counts.organisations_added += 1,
                Change::Changed(_) => counts.organisations_changed += 1,
                Change::Unchanged => {}
            }
        }
        for planned in &report.services {
            match planned.change {
                Change::Created => counts.services_added += 1,
                Change::Changed(_) => counts.services_changed += 1,
                Change::Unchanged => counts.services_unchanged += 1,
            }
        }
        counts
    }
}

impl Command for ImportProviders {
    type Outcome = ImportCounts;
    const NAME: &'static str = "ImportProviders";

    async fn carry_out(&self, scene: &Scene<'_>) -> Result<ImportCounts, Failure> {
        self.permit(scene)?;
        let definition = self.definitions.current(scene.rows(), self.mechanism).await?;
        let mut report =
            read_sheet(scene.rows(), scene.trust(), &definition, &self.sheet, scene.now()).await?;
        let counts = ImportCounts::of(&report);
        for planned in report.organisations.clone() {
            if planned.change != Change::Unchanged {
                write_organisation(scene, &planned.record, &mut report).await?;
            }
        }
        for planned in report.services.iter().filter(|p| p.change != Change::Unchanged) {
            put_service(scene, &planned.record, None).await?;
        }
        publish_due(scene, &definition).await?;
        raise_disputes(scene, &report).await?;
        scene.note(
            Note::new("ProvidersImported")
                .on("mechanism", self.mechanism.uuid())
                .under(&definition.version.hash)
                .fact("added", counts.services_added)
                .fact("changed", counts.services_changed)
                .fact("set_aside", counts.set_aside),
        );
        Ok(counts)
    }
}

impl ImportProviders {
    fn permit(&self, scene: &Scene<'_>) -> Result<(), Failure> {
        if scene.actor().door == Door::Console {
            return Ok(());
        }
        if scene.actor().mechanism != Some(self.mechanism) {
            return Err(Failure::Missing);
        }
        let record = Protected::mechanism(self.mechanism);
        scene.permit(Deed::ChangeDirectory, &keepers(), &record).map(drop)
    }
}

/// What the sheet says otherwise waits for a decision; what it no longer says otherwise waits no more.
async fn raise_disputes(scene: &Scene<'_>, report: &ImportReport) -> Result<(), Failure> {
    for disputed in &report.disputed {
        let about = About::Entry(disputed.service);
        raise(scene, about, SHEET, &disputed.ours, disputed.theirs.clone()).await?;
    }
    let said: BTreeSet<ServiceId> = report.services.iter().map(|planned| planned.record.id).collect();
    let disputed: BTreeSet<ServiceId> = report.disputed.iter().map(|one| one.service).collect();
    for open in open_disputes_of(scene.rows(), SHEET).await? {
        if let About::Entry(service) = open.about
            && said.contains(&service)
            && !disputed.contains(&service)
        {
            raise(scene, open.about, SHEET, &Map::new(), Map::new()).await?;
        }
    }
    Ok(())
}

/// What somebody who knows a service said of it since the last sheet is not undone by the next one.
async fn set_disputed_apart<C: ConnectionTrait>(
    rows: &C,
    before: &HashMap<ServiceId, Service>,
    report: &mut ImportReport,
) -> Result<(), Failure> {
    for planned in &mut report.services {
        let (Change::Changed(_), Some(held)) = (&planned.change, before.get(&planned.record.id)) else {
            continue;
        };
        let hands = hands(&editions(rows, held.id, EDITIONS).await?);
        let (kept, theirs) = set_apart(held, &planned.record, &hands);
        if theirs.is_empty() {
            continue;
        }
        planned.change = import::change(Some(held), &kept);
        planned.record = kept;
        report.disputed.push(Disputed {
            row: planned.row,
            service: held.id,
            ours: fields(held),
            theirs,
        });
    }
    Ok(())
}

async fn write_organisation(
    scene: &Scene<'_>,
    record: &Organisation,
    report: &mut ImportReport,
) -> Result<(), Failure> {
    let add = AddOrganisation {
        code: record.code.as_str().to_owned(),
        name: record.name.clone(),
        kind: record.kind.code().as_str().to_owned(),
        firewall: record.kind.is_firewalled(),
    };
    let id = add.within(scene).await?;
    put_profile(scene, id, record).await?;
    let held = organisation_by_code(scene.rows(), record.code.as_str()).await?;
    report.settle(&record.code, id, held.public_ref);
    Ok(())
}

/// Reads a sheet against what the directory has. The source of a sheet is the mechanism's own directory, however it
/// comes in: the pack's sheet and the manager's are about the same services (decisions §17).
///
/// # Errors
/// [`Failure`] of the store.
pub async fn read_sheet<C: ConnectionTrait>(
    rows: &C,
    trust: &Trust,
    definition: &Definition,
    sheet: &Sheet,
    now: Timestamp,
) -> Result<ImportReport, Failure> {
    let services = all_services(rows).await?.into_iter().map(|row| row.whole(trust));
    let services: Vec<_> = services.collect::<Result<_, _>>()?;
    let before: HashMap<ServiceId, Service> = services.iter().map(|one| (one.id, one.clone())).collect();
    let known = Known::new(directory_organisations(rows).await?, services);
    let words = Vocabulary::from(definition);
    let setting = ImportSetting {
        words: &words,
        gazetteer: Gazetteer::embedded(),
        country: definition.country.as_deref().unwrap_or("CMR"),
        currency: &definition.currency,
        // The only country whose numbers this version knows; others are written in international form.
        dialling: Dialling::CAMEROON,
        source: &definition.code,
        known: &known,
        today: definition.calendar.date_of(now),
        now,
        chance: trust.chance(),
    };
    let mut report = import::read(sheet, &setting);
    set_disputed_apart(rows, &before, &mut report).await?;
    Ok(report)
}
