//! Organizations that a source names: what it calls them, and what stands for those that it does not describe.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Code, ids, links::Links, row::Row};
use crate::{Kind, Record};

impl Links<'_, '_> {
    /// The ids that the source has for organizations, each an identifier of its organization.
    pub(super) fn own_ids(&self, kept: &HashMap<Kind, Vec<Record>>) -> Vec<Record> {
        let mut made = Vec::new();
        let source = self.source.trim();
        let kind = if source.is_empty() { "source" } else { source };
        for organization in kept.get(&Kind::Organization).into_iter().flatten() {
            let own = self.organizations.get(&organization.id);
            let Some(own) = own.filter(|own| Uuid::try_parse(own.trim()).is_err()) else {
                continue;
            };
            let id = ids::derived(self.source, "identifier of organization", own);
            let identifier =
                Record::new(Kind::OrganizationIdentifier, id).of("organization_id", organization.id);
            made.push(
                identifier
                    .with("identifier_type", kind)
                    .with("identifier", own.as_str()),
            );
        }
        made
    }

    /// Puts an organization in the place of one that the source names and does not describe.
    pub(super) fn not_described(&mut self, row: &Row, id: Uuid) {
        let raw = self
            .organizations
            .get(&id)
            .cloned()
            .unwrap_or_else(|| id.to_string());
        let name = self
            .names
            .get(&id)
            .cloned()
            .unwrap_or_else(|| format!("Organisation {raw}"));
        row.note(
            self.report,
            Code::OrganizationNotDescribed,
            Some("organization_id"),
            Some(&raw),
        );
        self.placeholder(
            id,
            format!("{name} (non décrite par la source / not described by the source)"),
            "La source nomme cette organisation et ne la décrit pas. / The source names this organization and does not \
             describe it.",
        );
    }

    /// The organization of all services whose organization the source does not name.
    pub(super) fn not_named(&mut self, row: &Row) -> Uuid {
        let id = ids::derived(self.source, Kind::Organization.name(), "");
        row.note(
            self.report,
            Code::OrganizationNotNamed,
            Some("organization_id"),
            None,
        );
        if !self.there.contains(&(Kind::Organization, id)) {
            self.placeholder(
                id,
                "Organisation non nommée par la source / not named by the source".to_owned(),
                "La source ne dit pas quelle organisation offre ces services. / The source does not say which \
                 organization offers these services.",
            );
        }
        id
    }

    fn placeholder(&mut self, id: Uuid, name: String, description: &str) {
        self.there.insert((Kind::Organization, id));
        let record = Record::new(Kind::Organization, id).with("name", name);
        self.placeholders.push(record.with("description", description));
    }
}
