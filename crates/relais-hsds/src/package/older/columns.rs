use super::Older;
use crate::{
    Kind,
    package::{Code, Dialect, ids, row::Row, tables::Table},
};

/// Columns that have another name today: in which table, then and now.
const RENAMED: &[(Kind, &str, &str)] = &[
    (Kind::Organization, "url", "website"),
    (Kind::Organization, "date_incorporated", "year_incorporated"),
    (Kind::Service, "accrediations", "accreditations"),
    (Kind::Service, "eligibility", "eligibility_description"),
    (Kind::Service, "website", "url"),
    (Kind::Location, "website", "url"),
    (Kind::Phone, "number_type", "type"),
    (Kind::ServiceArea, "service_area", "name"),
    (Kind::Language, "language", "name"),
    (Kind::Accessibility, "accessibility", "description"),
    (Kind::CostOption, "payment", "amount_description"),
    (Kind::CostOption, "fee", "amount_description"),
    (Kind::TaxonomyTerm, "term", "name"),
    (Kind::TaxonomyTerm, "vocabulary", "taxonomy"),
];

impl Older<'_, '_> {
    pub(super) fn rename(&mut self, row: &mut Row) {
        let kind = row.kind();
        for (_, from, to) in RENAMED.iter().filter(|(of, _, _)| *of == kind) {
            self.rename_one(row, from, to);
        }
        if kind == Kind::Service && self.dialect != Dialect::V3 {
            self.rename_one(row, "fees", "fees_description");
        }
    }

    fn rename_one(&mut self, row: &mut Row, from: &str, to: &str) {
        if row.has(from) && !row.has(to) {
            row.note(self.report, Code::ColumnRenamed, Some(from), Some(to));
            row.rename(from, to);
        }
    }

    pub(super) fn organization(&mut self, row: &mut Row) {
        self.parts(
            row,
            "funding_sources",
            Table::of(Kind::Funding),
            "organization_id",
            "source",
        );
    }

    pub(super) fn location(&mut self, row: &mut Row) {
        if let Some(text) = row.take("virtual") {
            row.note(self.report, Code::ColumnMoved, Some("virtual"), Some(&text));
            match text.to_lowercase().as_str() {
                "true" | "t" | "1" | "yes" | "oui" | "vrai" => row.put("location_type", "virtual"),
                "false" | "f" | "0" | "no" | "non" | "faux" => row.put("location_type", "physical"),
                _ => {}
            }
        }
        if let Some(email) = row.take("email") {
            row.note(self.report, Code::ColumnMoved, Some("email"), Some(&email));
            let contact = row.beside(Table::of(Kind::Contact));
            self.make(
                contact
                    .with("location_id", row.id.to_string())
                    .with("email", email),
            );
        }
        self.parts(
            row,
            "accessibility",
            Table::of(Kind::Accessibility),
            "location_id",
            "description",
        );
        self.parts(row, "languages", Table::of(Kind::Language), "location_id", "name");
        if !row.has("description") {
            self.rename_one(row, "short_desc", "description");
        }
    }

    /// What a service has at one of its locations alone: version 3 has contacts there, and further addresses in the web of
    /// the service.
    pub(super) fn at_location(&mut self, row: &mut Row) {
        if let Some(email) = row.take("email") {
            row.note(self.report, Code::ColumnMoved, Some("email"), Some(&email));
            let contact = row.beside(Table::of(Kind::Contact));
            self.make(
                contact
                    .with("service_at_location_id", row.id.to_string())
                    .with("email", email),
            );
        }
        if let Some(service) = row.text("service_id")
            && let Some(url) = row.take("url")
        {
            row.note(self.report, Code::ColumnMoved, Some("url"), Some(&url));
            let further = row.beside(Table::of(Kind::Url));
            self.make(further.with("service_id", service).with("url", url));
        }
    }

    pub(super) fn service(&mut self, row: &mut Row) {
        if let Some(place) = row.take("location_id") {
            row.note(self.report, Code::ColumnMoved, Some("location_id"), Some(&place));
            self.held_at(row, &place);
        }
        if let Some(audience) = row.take("audience") {
            row.note(self.report, Code::ColumnMoved, Some("audience"), Some(&audience));
            row.append("eligibility_description", &audience, "\n");
        }
        self.parts(
            row,
            "funding_sources",
            Table::of(Kind::Funding),
            "service_id",
            "source",
        );
        self.parts(row, "languages", Table::of(Kind::Language), "service_id", "name");
        self.parts(
            row,
            "service_areas",
            Table::of(Kind::ServiceArea),
            "service_id",
            "name",
        );
        self.parts(
            row,
            "required_documents",
            Table::of(Kind::RequiredDocument),
            "service_id",
            "document",
        );
        self.parts(
            row,
            "accepted_payments",
            Table::of(Kind::CostOption),
            "service_id",
            "amount_description",
        );
        self.terms_by_id(row, "taxonomy_ids");
        self.terms_by_name(row, "keywords");
    }

    /// A service that names its location in its own row; before 1.1 it had its organization from there.
    fn held_at(&mut self, row: &mut Row, place: &str) {
        let at = row.beside(Table::of(Kind::ServiceAtLocation));
        self.make(
            at.with("service_id", row.id.to_string())
                .with("location_id", place),
        );
        let id = ids::of(self.source, "location", place);
        if !row.has("organization_id")
            && let Some(organization) = self.at.get(&id)
        {
            row.put("organization_id", organization.clone());
        }
    }

    pub(super) fn phone(&mut self, row: &mut Row) {
        if let Some(prefix) = row.take("country_prefix") {
            row.note(
                self.report,
                Code::ColumnMoved,
                Some("country_prefix"),
                Some(&prefix),
            );
            if let Some(number) = row.take("number") {
                row.put("number", format!("{prefix} {number}"));
            }
        }
        for column in ["department", "vanity_number"] {
            if let Some(text) = row.take(column) {
                row.note(self.report, Code::ColumnKeptAsText, Some(column), Some(&text));
                row.append("description", &text, " – ");
            }
        }
        self.parts(row, "language", Table::of(Kind::Language), "phone_id", "name");
    }

    /// Older versions have a name or a code in one column; no language is called by two or three small letters.
    pub(super) fn language(&mut self, row: &mut Row) {
        let code =
            |name: &String| (2..=3).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase());
        if let Some(name) = row.text("name").filter(code)
            && !row.has("code")
            && self.dialect != Dialect::V3
        {
            row.note(self.report, Code::ColumnMoved, Some("name"), Some(&name));
            row.rename("name", "code");
        }
    }

    pub(super) fn address(&mut self, row: &mut Row) {
        for column in ["address_3", "address_4"] {
            if let Some(text) = row.take(column) {
                row.note(self.report, Code::ColumnMoved, Some(column), Some(&text));
                row.append("address_2", &text, ", ");
            }
        }
        match row.table.name {
            "physical_address" => row.put("address_type", "physical"),
            "postal_address" => row.put("address_type", "postal"),
            _ => {}
        }
        if let Some(organization) = row.take("organization_id") {
            self.of_organization(row, organization);
        }
    }

    /// Version 3 knows addresses of locations alone.
    fn of_organization(&mut self, row: &mut Row, organization: String) {
        row.note(
            self.report,
            Code::AddressOfOrganization,
            Some("organization_id"),
            Some(&organization),
        );
        if row.has("location_id") {
            return;
        }
        let kind = row.text("address_type").unwrap_or_else(|| "physical".to_owned());
        let id = ids::derived(self.source, "location of", &format!("{organization}\u{1f}{kind}"));
        row.put("location_id", id.to_string());
        if self.once.insert(id) {
            let place = row.beside(Table::of(Kind::Location)).with("id", id.to_string());
            self.make(
                place
                    .with("organization_id", organization)
                    .with("location_type", kind),
            );
        }
    }
}
