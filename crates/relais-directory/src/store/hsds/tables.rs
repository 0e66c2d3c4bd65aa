use relais_platform::table;

/// Records of the standard as they came in, whole; the documents that the public reads; and the edition of these, one
/// number that every change raises, by which other programs on the same database see that something changed.
pub const HSDS: &str = "
CREATE TABLE IF NOT EXISTS hsds_record (
  kind TEXT NOT NULL, id {id} NOT NULL, source TEXT NOT NULL, owner {id} NOT NULL, position {int} NOT NULL,
  body TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (kind, id));
CREATE INDEX IF NOT EXISTS hsds_record_by_owner ON hsds_record (source, owner);
CREATE TABLE IF NOT EXISTS hsds_document (
  kind TEXT NOT NULL, id {id} NOT NULL, lang TEXT NOT NULL, flat TEXT NOT NULL, lists TEXT NOT NULL,
  facets TEXT NOT NULL, edition {int} NOT NULL, PRIMARY KEY (id, kind, lang));
CREATE INDEX IF NOT EXISTS hsds_document_by_edition ON hsds_document (edition);
CREATE TABLE IF NOT EXISTS hsds_edition (id {int} PRIMARY KEY, edition {int} NOT NULL);
";

pub const DIGEST: &str = "
ALTER TABLE hsds_edition ADD COLUMN digest TEXT NOT NULL DEFAULT '';
";

table!(hsds_record, "hsds_record", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub source: String,
    /// What the record comes and goes with: an entry of the directory, or nil for a package.
    pub owner: Uuid,
    pub position: i64,
    pub body: String,
    pub words: String,
});

table!(hsds_document, "hsds_document", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub lang: String,
    pub flat: String,
    pub lists: String,
    /// Empty: the document is gone, and whoever holds it in a catalogue takes it out.
    pub facets: String,
    pub edition: i64,
});

table!(hsds_edition, "hsds_edition", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub edition: i64,
    /// Of all that was ever written, in its order: two directories, or one before and after a restore, may count alike.
    pub digest: String,
});
