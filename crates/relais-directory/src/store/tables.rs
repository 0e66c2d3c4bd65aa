use relais_platform::{Migration, table};

/// The tables of this room. Organisations themselves are those of the accounts (one record for both).
pub fn migrations() -> Vec<Migration> {
    let step = |number, sql| Migration {
        room: "directory",
        number,
        sql,
    };
    vec![
        step(1, SERVICES),
        step(2, PROFILES),
        step(3, WHEREABOUTS),
        step(4, super::hsds::HSDS),
        step(5, PUBLISHED),
        step(6, MAPPING),
        step(7, super::verification::VERIFICATION),
        step(8, super::history::HISTORY),
        step(9, super::tallies::TALLIES),
        step(10, super::disputes::DISPUTES),
        step(11, super::codes::CODES),
        step(12, super::offers::OFFERS),
        step(13, super::hsds::DIGEST),
    ]
}

const SERVICES: &str = "
CREATE TABLE IF NOT EXISTS service (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, organisation_id {id} NOT NULL, state TEXT NOT NULL,
  region TEXT, visibility TEXT NOT NULL, emergency {bool} NOT NULL, assured_on TEXT, version {int} NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS service_by_organisation ON service (organisation_id);
CREATE TABLE IF NOT EXISTS service_need (
  need TEXT NOT NULL, area TEXT NOT NULL, service_id {id} NOT NULL, PRIMARY KEY (need, area, service_id));
CREATE INDEX IF NOT EXISTS service_need_by_service ON service_need (service_id);
";

// What the directory says of an organisation beyond its account (SV-07).
const PROFILES: &str = "
CREATE TABLE IF NOT EXISTS organisation_profile (
  organisation_id {id} PRIMARY KEY, acronym TEXT, mandate TEXT, psea_code {bool}, data_measures {bool});
";

// Where a hidden service is, sealed; the entries that were there before are sealed when the server starts, with its keys.
const WHEREABOUTS: &str = "
ALTER TABLE service ADD COLUMN whereabouts {blob};
";

// The version of an entry that the public reads; nothing: it reads none.
const PUBLISHED: &str = "
ALTER TABLE service ADD COLUMN published {int};
";

// What the mapping asks of an organisation (F13).
const MAPPING: &str = "
ALTER TABLE organisation_profile ADD COLUMN funder TEXT;
ALTER TABLE organisation_profile ADD COLUMN funded_until TEXT;
ALTER TABLE organisation_profile ADD COLUMN agreement TEXT;
ALTER TABLE organisation_profile ADD COLUMN validation TEXT;
ALTER TABLE organisation_profile ADD COLUMN workshop TEXT;
";

table!(organisation_profile, "organisation_profile", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    pub acronym: Option<String>,
    pub mandate: Option<String>,
    pub psea_code: Option<bool>,
    pub data_measures: Option<bool>,
    pub funder: Option<String>,
    pub funded_until: Option<String>,
    pub agreement: Option<String>,
    pub validation: Option<String>,
    pub workshop: Option<String>,
});

table!(service, "service", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub organisation_id: Uuid,
    pub state: String,
    pub region: Option<String>,
    pub visibility: String,
    pub emergency: bool,
    pub assured_on: Option<String>,
    pub version: i64,
    pub body: String,
    /// Of a hidden service alone.
    pub whereabouts: Option<Vec<u8>>,
    pub published: Option<i64>,
});

// `area` is a P-code of what the service covers, or `*` when its coverage is not filled in.
table!(service_need, "service_need", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub need: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub area: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub service_id: Uuid,
});
