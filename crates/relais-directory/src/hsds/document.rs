use relais_hsds::{Kind, Object, Record, Shelf};
use uuid::Uuid;

use super::Facets;

/// A piece of what is given on: the members of a JSON object, as text without its braces, so that documents are joined
/// when they are read and a change writes one of them only.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub kind: Kind,
    pub id: Uuid,
    /// Empty for the language in which the record was written.
    pub lang: String,
    /// Its own columns.
    pub flat: String,
    /// Its lists, without those of documents.
    pub lists: String,
    /// With the first language only.
    pub facets: Option<Facets>,
}

const fn is_document(kind: Kind) -> bool {
    kind.is_root() || matches!(kind, Kind::Program | Kind::Taxonomy | Kind::TaxonomyTerm)
}

/// The documents of these records, which hold everything that stands in them.
pub fn documents(records: &[Record]) -> Vec<Document> {
    let shelf = Shelf::of(records);
    let langs: Vec<&str> = shelf.languages().into_iter().collect();
    let mut all = Vec::new();
    for (position, record) in (0_i64..)
        .zip(records)
        .filter(|(_, record)| is_document(record.kind))
    {
        let first = document(record, &shelf, None);
        for lang in &langs {
            let said = document(record, &shelf, Some(lang));
            if (&said.flat, &said.lists) != (&first.flat, &first.lists) {
                all.push(said);
            }
        }
        all.push(Document {
            facets: Some(Facets::of(record, &shelf, position)),
            ..first
        });
    }
    all
}

fn document(record: &Record, shelf: &Shelf, lang: Option<&str>) -> Document {
    let flat = shelf.flat(record, lang);
    // What stands in a whole record beside its columns: its lists, and of a term its taxonomy.
    let whole = shelf.whole(record, lang);
    let rest = whole.0.into_iter().skip(flat.0.len()).collect();
    Document {
        kind: record.kind,
        id: record.id,
        lang: lang.unwrap_or_default().to_owned(),
        flat: flat.members(),
        lists: Object(rest).members(),
        facets: None,
    }
}
