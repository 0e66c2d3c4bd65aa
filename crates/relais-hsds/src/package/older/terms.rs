use uuid::Uuid;

use super::{Older, lists::split};
use crate::{
    Kind,
    package::{Code, ids, row::Row, tables::Table},
};

impl Older<'_, '_> {
    /// Before version 3 a table each held the terms of services and of other things.
    pub(super) fn attribute(&mut self, mut row: Row) -> Row {
        match row.table.name {
            "other_attribute" => row.rename("link_type", "link_entity"),
            _ => {
                row.rename("service_id", "link_id");
                row.put("link_entity", Kind::Service.name());
            }
        }
        row.rename("taxonomy_id", "taxonomy_term_id");
        if let Some(detail) = row.take("taxonomy_detail") {
            row.note(
                self.report,
                Code::ColumnMoved,
                Some("taxonomy_detail"),
                Some(&detail),
            );
            row.put("value", detail);
        }
        if row.text("link_entity").as_deref() == Some("eligibility") {
            self.of_eligibility(&mut row);
        }
        row
    }

    /// Who may come is said of the service, with the type of link that the standard foresees.
    fn of_eligibility(&mut self, row: &mut Row) {
        let raw = row.text("link_id").unwrap_or_default();
        let Some(service) = self.of_service.get(&ids::of(self.source, "eligibility", &raw)) else {
            return;
        };
        let service = service.to_string();
        row.note(
            self.report,
            Code::ColumnMoved,
            Some("link_type"),
            Some("eligibility"),
        );
        row.take("link_id");
        row.take("link_entity");
        row.put("link_id", service);
        row.put("link_entity", Kind::Service.name());
        row.put("link_type", "eligibility");
    }

    /// A term of a version without taxonomies belongs to one made for its vocabulary.
    pub(super) fn term(&mut self, row: &mut Row) {
        if row.nested || row.has("taxonomy_id") || self.dialect == crate::package::Dialect::V3 {
            return;
        }
        let name = row.text("taxonomy").unwrap_or_else(|| self.source.to_owned());
        let taxonomy = self.vocabulary(row, &name);
        row.put("taxonomy_id", taxonomy.to_string());
        if row.has("parent_id")
            && let Some(parent) = row.take("parent_name")
        {
            row.note(
                self.report,
                Code::ColumnRepeats,
                Some("parent_name"),
                Some(&parent),
            );
        }
    }

    /// The taxonomy of a vocabulary, made when it is first named.
    fn vocabulary(&mut self, row: &Row, name: &str) -> Uuid {
        if let Some(id) = self.vocabularies.get(name) {
            return *id;
        }
        let id = ids::derived(self.source, "vocabulary", name);
        row.note(self.report, Code::VocabularyMade, Some("taxonomy"), Some(name));
        let taxonomy = row.beside(Table::of(Kind::Taxonomy));
        self.make(
            taxonomy
                .with("id", id.to_string())
                .with("name", name)
                .with("description", name),
        );
        self.vocabularies.insert(name.to_owned(), id);
        id
    }

    /// Terms that a service names by their ids.
    pub(super) fn terms_by_id(&mut self, row: &mut Row, column: &str) {
        let Some(text) = row.take(column) else { return };
        row.note(self.report, Code::ColumnMoved, Some(column), Some(&text));
        for term in split(&text) {
            self.tie(row, term);
        }
    }

    /// Words that a service carries become terms of a vocabulary of the source; what they mean in any other is not guessed.
    pub(in crate::package) fn terms_by_name(&mut self, row: &mut Row, column: &str) {
        let Some(text) = row.take(column) else { return };
        row.note(self.report, Code::ColumnMoved, Some(column), Some(&text));
        let vocabulary = format!("{} {column}", self.source);
        let taxonomy = self.vocabulary(row, &vocabulary);
        for name in split(&text) {
            let id = ids::derived(self.source, &vocabulary, name);
            if self.once.insert(id) {
                let term = row
                    .beside(Table::of(Kind::TaxonomyTerm))
                    .with("id", id.to_string());
                let term = term
                    .with("name", name)
                    .with("description", name)
                    .with("taxonomy_id", taxonomy.to_string());
                self.make(term.with("taxonomy", vocabulary.clone()));
            }
            self.tie(row, &id.to_string());
        }
    }

    fn tie(&mut self, row: &Row, term: &str) {
        let tie = row
            .beside(Table::of(Kind::Attribute))
            .with("link_id", row.id.to_string());
        self.make(
            tie.with("link_entity", row.kind().name())
                .with("taxonomy_term_id", term),
        );
    }
}
