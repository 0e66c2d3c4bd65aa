use std::{collections::BTreeMap, sync::Arc};

use relais_geography::Gazetteer;
use relais_kernel::{Localised, PublicRef};
use relais_mechanism::{Definition, Definitions};
use relais_platform::Failure;
use relais_trust::{Note, Query, Sight};

use crate::{
    Code, Entry, List, Organisation, OrganisationId, PCode, Service,
    mapping::{Agreement, Coverage, Doubled, Ending, Validation, doubled, ending},
    room::Standing,
    store::{all_services, directory_organisations},
};

/// Where each need is served, and where nobody does, for every member; for those who see to it that mandates fit
/// together, also who stands over whom and whose money ends (domain §3 F13; SV-03, SV-05, SV-07).
pub struct ReadMapping {
    pub definitions: Definitions,
}

/// The mapping of a country.
pub struct MappingView {
    pub definition: Arc<Definition>,
    pub regions: Vec<PCode>,
    pub coverage: Coverage,
    /// Nothing for those who only look where a need is served.
    pub oversight: Option<Oversight>,
}

/// What is looked at by those who keep the mandates apart.
pub struct Oversight {
    pub doubled: Vec<Doubled>,
    pub ending: Vec<Ending>,
    pub names: BTreeMap<OrganisationId, (PublicRef, Localised)>,
    pub papers: Papers,
}

/// How many of the organisations with a service in use have what is asked of them (SV-07).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Papers {
    pub organisations: usize,
    pub agreement: usize,
    pub psea_code: usize,
    pub data_measures: usize,
    pub validated: usize,
}

impl Query for ReadMapping {
    type View = MappingView;

    async fn look(&self, sight: &Sight<'_>) -> Result<MappingView, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        standing.may_read(sight.trust().guard(), sight.actor())?;
        let definition = standing.definition.clone();
        let regions = regions(&definition);
        let services = in_use(sight).await?;
        let coverage = Coverage::of(&services, &needs(&definition), &regions, Gazetteer::embedded());
        let oversight = match standing.oversees(sight.trust().guard(), sight.actor()) {
            true => Some(oversight(sight, &services, &coverage, &standing).await?),
            false => None,
        };
        Ok(MappingView {
            definition,
            regions,
            coverage,
            oversight,
        })
    }
}

/// The lines of the table of who does what where, to be taken away; that it left is in the journal.
pub struct ExportMapping {
    pub definitions: Definitions,
    /// `csv` or `xlsx`, for the journal.
    pub form: &'static str,
}

/// Entries in use, each with its organisation.
pub struct MappingLines {
    pub definition: Arc<Definition>,
    pub lines: Vec<(Service, Organisation)>,
}

impl Query for ExportMapping {
    type View = MappingLines;

    async fn look(&self, sight: &Sight<'_>) -> Result<MappingLines, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        standing.may_read(sight.trust().guard(), sight.actor())?;
        if !standing.oversees(sight.trust().guard(), sight.actor()) {
            return Err(Failure::Missing);
        }
        let services = in_use(sight).await?;
        taken_away(sight, standing, services, self.form).await
    }
}

/// The mapping sheet as the directory would fill it in, for whoever keeps it; that it left is in the journal.
pub struct ExportSheet {
    pub definitions: Definitions,
    /// `sheet-csv` or `sheet-xlsx`, for the journal.
    pub form: &'static str,
}

impl Query for ExportSheet {
    type View = MappingLines;

    async fn look(&self, sight: &Sight<'_>) -> Result<MappingLines, Failure> {
        let standing = Standing::of(sight.rows(), sight.actor(), &self.definitions, sight.now()).await?;
        if !standing.keeps(sight.trust().guard(), sight.actor()) {
            return Err(Failure::Missing);
        }
        let rows = all_services(sight.rows()).await?.into_iter();
        let services = rows.map(|row| row.service);
        let kept = services.filter(|service| !matches!(service.entry, Entry::Defunct { .. }));
        let services = kept.collect();
        taken_away(sight, standing, services, self.form).await
    }
}

async fn taken_away(
    sight: &Sight<'_>,
    standing: Standing,
    services: Vec<Service>,
    form: &'static str,
) -> Result<MappingLines, Failure> {
    let organisations = directory_organisations(sight.rows()).await?;
    let by_id: BTreeMap<_, _> = organisations.into_iter().map(|o| (o.id, o)).collect();
    let lines: Vec<_> = services
        .into_iter()
        .filter_map(|service| Some((by_id.get(&service.organisation)?.clone(), service)))
        .map(|(organisation, service)| (service, organisation))
        .collect();
    sight.note(
        Note::new("DirectoryExported")
            .on("mechanism", standing.mechanism.uuid())
            .under(&standing.definition.version.hash)
            .fact("services", lines.len())
            .fact("form", form),
    );
    Ok(MappingLines {
        definition: standing.definition,
        lines,
    })
}

async fn in_use(sight: &Sight<'_>) -> Result<Vec<Service>, Failure> {
    let rows = all_services(sight.rows()).await?.into_iter();
    let services = rows.map(|row| row.service);
    Ok(services
        .filter(|service| matches!(service.entry, Entry::Active { .. }))
        .collect())
}

async fn oversight(
    sight: &Sight<'_>,
    services: &[Service],
    coverage: &Coverage,
    standing: &Standing,
) -> Result<Oversight, Failure> {
    let mut organisations = directory_organisations(sight.rows()).await?;
    organisations.retain(|of| services.iter().any(|service| service.organisation == of.id));
    Ok(Oversight {
        doubled: doubled(services),
        ending: ending(&organisations, coverage, standing.today),
        papers: papers(&organisations),
        names: organisations
            .into_iter()
            .map(|of| (of.id, (of.public_ref, of.name)))
            .collect(),
    })
}

fn papers(organisations: &[Organisation]) -> Papers {
    let count = |has: fn(&Organisation) -> bool| organisations.iter().filter(|of| has(of)).count();
    Papers {
        organisations: organisations.len(),
        agreement: count(|of| of.mapping.agreement == Some(Agreement::Signed)),
        psea_code: count(|of| of.psea_code == Some(true)),
        data_measures: count(|of| of.data_measures == Some(true)),
        validated: count(|of| of.mapping.validation == Some(Validation::Validated)),
    }
}

fn regions(definition: &Definition) -> Vec<PCode> {
    let country = definition.country.as_deref().unwrap_or("CMR");
    let regions = Gazetteer::embedded().regions(country);
    regions.filter_map(|region| region.pcode.parse().ok()).collect()
}

fn needs(definition: &Definition) -> Vec<Code> {
    let items = definition.list(List::Need.code());
    let active = items.into_iter().flat_map(|list| list.active());
    active.filter_map(|item| item.code.parse().ok()).collect()
}
