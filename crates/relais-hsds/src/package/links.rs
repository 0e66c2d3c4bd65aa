//! Holds rows together: every id once, every link to something that is there.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{Code, Report, draft::Draft, ids, repeated::told_apart, row::Row};
use crate::{Kind, Need, Record};

/// Kinds in an order in which what others need comes before them.
const ORDER: &[Kind] = &[
    Kind::Organization,
    Kind::OrganizationIdentifier,
    Kind::Program,
    Kind::Service,
    Kind::Location,
    Kind::ServiceAtLocation,
    Kind::Contact,
    Kind::Phone,
    Kind::Unit,
    Kind::ServiceCapacity,
    Kind::CostOption,
    Kind::Taxonomy,
    Kind::TaxonomyTerm,
    Kind::Address,
    Kind::Schedule,
    Kind::Funding,
    Kind::ServiceArea,
    Kind::RequiredDocument,
    Kind::Language,
    Kind::Accessibility,
    Kind::Url,
    Kind::MetaTableDescription,
    Kind::Attribute,
    Kind::Metadata,
];

pub(super) struct Links<'r, 's> {
    pub source: &'s str,
    pub report: &'r mut Report,
    /// What the source calls the organizations that rows name: their ids, and names where it has some.
    pub organizations: HashMap<Uuid, String>,
    pub names: HashMap<Uuid, String>,
    /// What the source calls those whose ids are derived.
    pub said: HashMap<Uuid, String>,
    pub(super) there: HashSet<(Kind, Uuid)>,
    pub(super) placeholders: Vec<Record>,
}

impl<'r, 's> Links<'r, 's> {
    pub fn new(
        source: &'s str,
        report: &'r mut Report,
        organizations: HashMap<Uuid, String>,
        names: HashMap<Uuid, String>,
        said: HashMap<Uuid, String>,
    ) -> Self {
        Self {
            source,
            report,
            organizations,
            names,
            said,
            there: HashSet::new(),
            placeholders: Vec::new(),
        }
    }

    /// The records that hold together, table by table in the order of the standard.
    pub fn joined(&mut self, drafts: Vec<Draft>) -> Vec<Record> {
        let mut by_kind: HashMap<Kind, Vec<Draft>> = HashMap::new();
        for draft in told_apart(drafts, self.source, self.report) {
            let kind = draft.record.kind;
            self.there.insert((kind, draft.record.id));
            by_kind.entry(kind).or_default().push(draft);
        }
        let mut kept: HashMap<Kind, Vec<Record>> = HashMap::new();
        for kind in ORDER {
            let drafts = by_kind.remove(kind).unwrap_or_default();
            let records = drafts.into_iter().filter_map(|draft| self.join(draft));
            kept.insert(*kind, records.collect());
        }
        kept.entry(Kind::Organization)
            .or_default()
            .append(&mut self.placeholders);
        let own = self.own_ids(&kept);
        kept.entry(Kind::OrganizationIdentifier).or_default().extend(own);
        let all = Kind::ALL.iter().filter_map(|kind| kept.remove(kind));
        all.flatten().collect()
    }

    fn join(&mut self, draft: Draft) -> Option<Record> {
        let Draft {
            mut record,
            row,
            subject,
        } = draft;
        if let Err((code, column, value)) = self.hold(&mut record, &row, subject) {
            self.there.remove(&(record.kind, record.id));
            row.put_aside(self.report, code, Some(column), value.as_deref());
            return None;
        }
        if let (Kind::Organization, Some(own)) = (record.kind, row.own_id) {
            self.organizations.insert(record.id, own);
        }
        if row.counted {
            self.report.tally(&row.name).kept += 1;
        }
        Some(record)
    }

    /// Looks at every link of a record.
    fn hold(&mut self, record: &mut Record, row: &Row, subject: Option<String>) -> Result<(), Missing> {
        for link in record.kind.links() {
            let column = link.field;
            let needed = record
                .kind
                .field(column)
                .is_some_and(|field| field.need != Need::Optional);
            match record.link(column) {
                Some(id)
                    if self.there.contains(&(link.to, id)) && (link.to, id) != (record.kind, record.id) => {}
                Some(id)
                    if link.to == Kind::Organization
                        && record.kind != Kind::Organization
                        && wants_one(record.kind) =>
                {
                    self.not_described(row, id);
                }
                None if needed
                    && link.to == Kind::Organization
                    && record.kind != Kind::OrganizationIdentifier =>
                {
                    let id = self.not_named(row);
                    record.body.insert(column.to_owned(), id.to_string().into());
                }
                None if !needed => {}
                named if needed => {
                    return Err((Code::LinkRequired, column, named.map(|id| self.as_said(id))));
                }
                named => {
                    let said = named.map(|id| self.as_said(id));
                    row.note(self.report, Code::LinkMissing, Some(column), said.as_deref());
                    record.body.remove(column);
                }
            }
        }
        match record.kind {
            Kind::Attribute | Kind::Metadata => self.hold_subject(record, subject),
            _ => Ok(()),
        }
    }

    /// An attribute has to be about something that is there; a change may be about what is there no longer.
    fn hold_subject(&mut self, record: &mut Record, open: Option<String>) -> Result<(), Missing> {
        let (entity, column) = match record.kind {
            Kind::Attribute => ("link_entity", "link_id"),
            _ => ("resource_type", "resource_id"),
        };
        if let Some(raw) = open {
            let found = self.find(&raw);
            if let Some((kind, id)) = found {
                record.body.insert(entity.to_owned(), kind.name().into());
                record.body.insert(column.to_owned(), id.to_string().into());
            } else if record.kind == Kind::Metadata && record.text(entity).is_some() {
                let id = ids::of(self.source, record.text(entity).unwrap_or_default(), &raw);
                record.body.insert(column.to_owned(), id.to_string().into());
            } else {
                return Err((Code::LinkRequired, column, Some(raw)));
            }
        }
        match record.subject() {
            Some((Some(kind), id)) if record.kind == Kind::Metadata || self.there.contains(&(kind, id)) => {
                Ok(())
            }
            Some(_) if record.kind == Kind::Metadata => Ok(()),
            named => Err((Code::LinkRequired, column, named.map(|(_, id)| self.as_said(id)))),
        }
    }

    /// The id as the source has it.
    fn as_said(&self, id: Uuid) -> String {
        self.said.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// The one record that this id can be, whatever its kind.
    fn find(&self, raw: &str) -> Option<(Kind, Uuid)> {
        let mut all = Kind::ALL.iter().filter_map(|kind| {
            let id = ids::of(self.source, kind.name(), raw);
            self.there.contains(&(*kind, id)).then_some((*kind, id))
        });
        let found = all.next()?;
        all.next().is_none().then_some(found)
    }
}

/// Why a row is put aside: the code, the column, its value.
type Missing = (Code, &'static str, Option<String>);

/// Kinds for which an organization is made where theirs is missing.
fn wants_one(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Service | Kind::Program | Kind::OrganizationIdentifier | Kind::Location
    )
}
