use relais_platform::Migration;

/// The tables of trust.
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration {
            room: "trust",
            number: 1,
            sql: JOURNAL,
        },
        Migration {
            room: "trust",
            number: 2,
            sql: VAULT,
        },
        Migration {
            room: "trust",
            number: 3,
            sql: ACCOUNTS,
        },
        Migration {
            room: "trust",
            number: 4,
            sql: SCOPES,
        },
        Migration {
            room: "trust",
            number: 5,
            sql: SHARED,
        },
        Migration {
            room: "trust",
            number: 6,
            sql: CONTACTS,
        },
        Migration {
            room: "trust",
            number: 7,
            sql: WORDS,
        },
        Migration {
            room: "trust",
            number: 8,
            sql: WITNESS,
        },
        Migration {
            room: "trust",
            number: 9,
            sql: MARKS,
        },
        Migration {
            room: "accounts",
            number: 1,
            sql: PASSKEYS,
        },
        Migration {
            room: "accounts",
            number: 2,
            sql: RECOVERIES,
        },
        Migration {
            room: "accounts",
            number: 3,
            sql: SIGN_ON,
        },
        Migration {
            room: "accounts",
            number: 4,
            sql: APPOINTMENTS,
        },
        Migration {
            room: "accounts",
            number: 5,
            sql: TRAVEL,
        },
        Migration {
            room: "accounts",
            number: 6,
            sql: UNDERTAKING,
        },
        Migration {
            room: "tombstone",
            number: 1,
            sql: TOMBSTONES,
        },
        Migration {
            room: "incident",
            number: 1,
            sql: INCIDENTS,
        },
        Migration {
            room: "reading",
            number: 1,
            sql: READING,
        },
        Migration {
            room: "reading",
            number: 2,
            sql: COUNTED,
        },
        Migration {
            room: "keys",
            number: 1,
            sql: GENERATIONS,
        },
    ]
}

const JOURNAL: &str = "
CREATE TABLE IF NOT EXISTS journal_entry (
  position {int} PRIMARY KEY, at {int} NOT NULL, act TEXT NOT NULL, user_id {id}, organisation_id {id},
  case_id {id}, subject_id {id}, body TEXT NOT NULL, leaf {blob} NOT NULL);
CREATE INDEX IF NOT EXISTS journal_by_case ON journal_entry (case_id, position);
CREATE INDEX IF NOT EXISTS journal_by_user ON journal_entry (user_id, position);
CREATE INDEX IF NOT EXISTS journal_by_act ON journal_entry (act, position);
CREATE TABLE IF NOT EXISTS journal_head (id INTEGER PRIMARY KEY, frontier {blob} NOT NULL);
CREATE TABLE IF NOT EXISTS journal_checkpoint (size {int} PRIMARY KEY, text TEXT NOT NULL, at {int} NOT NULL);
CREATE TABLE IF NOT EXISTS done_once (
  token TEXT PRIMARY KEY, command TEXT NOT NULL, outcome TEXT NOT NULL, at {int} NOT NULL);
CREATE INDEX IF NOT EXISTS done_once_by_age ON done_once (at);
";

const VAULT: &str = "
CREATE TABLE IF NOT EXISTS keystore_organisation (
  organisation_id {id} PRIMARY KEY, key_id {id} NOT NULL, wrapped_key {blob} NOT NULL, wrapped_pair {blob} NOT NULL,
  public {blob} NOT NULL);
CREATE TABLE IF NOT EXISTS keystore_grant (
  id {id} PRIMARY KEY, case_id {id} NOT NULL, class TEXT NOT NULL, organisation_id {id} NOT NULL, key_id {id} NOT NULL,
  wrapped {blob} NOT NULL, since {int} NOT NULL, until {int}, ended_at {int});
CREATE INDEX IF NOT EXISTS grant_by_case ON keystore_grant (case_id, organisation_id, class);
CREATE TABLE IF NOT EXISTS keystore_package (
  package_id {id} NOT NULL, organisation_id {id} NOT NULL, sent {bool} NOT NULL, wrapped {blob} NOT NULL,
  until {int}, ended_at {int}, PRIMARY KEY (package_id, organisation_id));
CREATE TABLE IF NOT EXISTS sealed_field (
  record_id {id} NOT NULL, field TEXT NOT NULL, case_id {id} NOT NULL, class TEXT NOT NULL, version INTEGER NOT NULL,
  value {blob} NOT NULL, PRIMARY KEY (record_id, field));
CREATE INDEX IF NOT EXISTS sealed_by_case ON sealed_field (case_id);
CREATE TABLE IF NOT EXISTS package (
  id {id} PRIMARY KEY, referral_id {id} NOT NULL, case_id {id} NOT NULL, kind TEXT NOT NULL, sender_id {id} NOT NULL,
  key_id {id} NOT NULL, content {blob} NOT NULL, signature {blob} NOT NULL, purpose TEXT NOT NULL,
  consents TEXT NOT NULL, made_at {int} NOT NULL, expires_at {int} NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS package_by_referral ON package (referral_id, kind);
CREATE TABLE IF NOT EXISTS person_token (
  organisation_id {id} NOT NULL, token {blob} NOT NULL, case_id {id} NOT NULL, kind TEXT NOT NULL,
  PRIMARY KEY (organisation_id, token, case_id));
CREATE INDEX IF NOT EXISTS person_token_by_case ON person_token (case_id);
";

const ACCOUNTS: &str = "
CREATE TABLE IF NOT EXISTS installation (
  id INTEGER PRIMARY KEY, demo {bool} NOT NULL, ready {bool} NOT NULL, key_check {blob} NOT NULL, since {int} NOT NULL);
CREATE TABLE IF NOT EXISTS organisation (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, name_fr TEXT NOT NULL,
  name_en TEXT NOT NULL, kind TEXT NOT NULL, firewall {bool} NOT NULL, active {bool} NOT NULL, version {int} NOT NULL);
CREATE TABLE IF NOT EXISTS account (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, organisation_id {id} NOT NULL, login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, lang TEXT NOT NULL, active {bool} NOT NULL, password TEXT, totp {blob}, totp_confirmed {bool} NOT NULL,
  totp_step {int} NOT NULL, since {int} NOT NULL, version {int} NOT NULL);
CREATE INDEX IF NOT EXISTS account_by_organisation ON account (organisation_id);
CREATE TABLE IF NOT EXISTS membership (
  account_id {id} NOT NULL, mechanism_id {id} NOT NULL, roles TEXT NOT NULL, PRIMARY KEY (account_id, mechanism_id));
CREATE TABLE IF NOT EXISTS session (
  id {id} PRIMARY KEY, token {blob} NOT NULL UNIQUE, account_id {id} NOT NULL, since {int} NOT NULL, seen {int} NOT NULL,
  proved {int} NOT NULL, strong {bool} NOT NULL, agent TEXT NOT NULL, ended {int});
CREATE INDEX IF NOT EXISTS session_by_account ON session (account_id, ended);
CREATE TABLE IF NOT EXISTS invitation (
  id {id} PRIMARY KEY, account_id {id} NOT NULL, expires {int} NOT NULL, used {int}, revoked {int});
CREATE TABLE IF NOT EXISTS throttle (
  subject {blob} PRIMARY KEY, failures INTEGER NOT NULL, last {int} NOT NULL, until {int} NOT NULL);
CREATE TABLE IF NOT EXISTS program_token (
  id {id} PRIMARY KEY, token {blob} NOT NULL UNIQUE, account_id {id} NOT NULL, name TEXT NOT NULL, since {int} NOT NULL,
  expires {int} NOT NULL, ended {int});
";

const SCOPES: &str = "
CREATE TABLE IF NOT EXISTS program_scope (
  token_id {id} PRIMARY KEY, roles TEXT NOT NULL, writes {bool} NOT NULL, proved {int} NOT NULL);
CREATE INDEX IF NOT EXISTS program_token_by_account ON program_token (account_id, ended);
CREATE INDEX IF NOT EXISTS invitation_by_account ON invitation (account_id);
CREATE INDEX IF NOT EXISTS journal_by_time ON journal_entry (at);
";

const SHARED: &str = "
CREATE TABLE IF NOT EXISTS sealed_copy (
  record_id {id} NOT NULL, organisation_id {id} NOT NULL, value {blob} NOT NULL,
  PRIMARY KEY (record_id, organisation_id));
";

// Where an organisation as a whole is written to; its services may have contacts of their own.
const CONTACTS: &str = "
CREATE TABLE IF NOT EXISTS organisation_contact (
  organisation_id {id} PRIMARY KEY, email TEXT, phone TEXT, prefers TEXT, lang TEXT NOT NULL);
";

const WORDS: &str = "
CREATE TABLE IF NOT EXISTS case_words (
  case_id {id} NOT NULL, record_id {id} NOT NULL, PRIMARY KEY (case_id, record_id));
";

// What a witness elsewhere saw of the journal last.
const WITNESS: &str = "
CREATE TABLE IF NOT EXISTS journal_witness (
  id INTEGER PRIMARY KEY, witness TEXT NOT NULL, size {int} NOT NULL, edge {blob} NOT NULL, text TEXT, at {int},
  contradicts {int}, since {int}, silent_since {int});
";

// Entries that are there already stay without a mark.
const MARKS: &str = "
ALTER TABLE journal_entry ADD COLUMN mark {blob};
ALTER TABLE journal_head ADD COLUMN ratchet {blob};
ALTER TABLE journal_head ADD COLUMN ratchet_from {int};
";

const PASSKEYS: &str = "
CREATE TABLE IF NOT EXISTS passkey (
  id {id} PRIMARY KEY, account_id {id} NOT NULL, credential {blob} NOT NULL UNIQUE, sealed {blob} NOT NULL,
  name TEXT NOT NULL, since {int} NOT NULL, used {int});
CREATE INDEX IF NOT EXISTS passkey_by_account ON passkey (account_id);
CREATE TABLE IF NOT EXISTS challenge (
  holder {id} NOT NULL, reason TEXT NOT NULL, state {blob} NOT NULL, expires {int} NOT NULL,
  PRIMARY KEY (holder, reason));
CREATE INDEX IF NOT EXISTS challenge_by_age ON challenge (expires);
";

const RECOVERIES: &str = "
CREATE TABLE IF NOT EXISTS recovery (
  id {id} PRIMARY KEY, account_id {id} NOT NULL, asked {int} NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL,
  version {int} NOT NULL);
CREATE INDEX IF NOT EXISTS recovery_by_account ON recovery (account_id, asked);
CREATE INDEX IF NOT EXISTS recovery_by_age ON recovery (asked);
";

const SIGN_ON: &str = "
CREATE TABLE IF NOT EXISTS sign_on_link (
  account_id {id} PRIMARY KEY, subject {blob} NOT NULL UNIQUE, bound {blob} NOT NULL, since {int} NOT NULL);
";

// Roles that one person gave and a second confirms. Whoever held roles before holds them still.
const APPOINTMENTS: &str = "
CREATE TABLE IF NOT EXISTS appointment (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, account_id {id} NOT NULL, organisation_id {id} NOT NULL,
  mechanism_id {id} NOT NULL, roles TEXT NOT NULL, given_by {id} NOT NULL, given {int} NOT NULL, state TEXT NOT NULL,
  body TEXT NOT NULL, version {int} NOT NULL);
CREATE INDEX IF NOT EXISTS appointment_by_account ON appointment (account_id, state);
CREATE INDEX IF NOT EXISTS appointment_by_place ON appointment (mechanism_id, organisation_id, given);
CREATE INDEX IF NOT EXISTS appointment_by_state ON appointment (state);
";

// The rights of an account rest while this is set.
const TRAVEL: &str = "
ALTER TABLE account ADD COLUMN travel TEXT;
";

// When a person signed the code of conduct: unknown for those who came in before it was asked.
const UNDERTAKING: &str = "
ALTER TABLE account ADD COLUMN undertaken {int};
";

// With the keys, and in the same part of a backup.
const TOMBSTONES: &str = "
CREATE TABLE IF NOT EXISTS keystore_tombstone (case_id {id} PRIMARY KEY, at {int} NOT NULL, basis TEXT NOT NULL);
";

// What one person read within an hour, and what the protection officer was told of it.
const READING: &str = "
CREATE INDEX IF NOT EXISTS journal_by_reader ON journal_entry (user_id, at);
CREATE TABLE IF NOT EXISTS reading_alert (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, mechanism_id {id} NOT NULL, account_id {id} NOT NULL,
  organisation_id {id} NOT NULL, at {int} NOT NULL, cases INTEGER NOT NULL, seen_by {id}, seen {int});
CREATE INDEX IF NOT EXISTS reading_alert_by_account ON reading_alert (account_id, at);
CREATE INDEX IF NOT EXISTS reading_alert_by_place ON reading_alert (mechanism_id, at);
";

// The hour of a reader is counted out of the index alone: every page that opens a case asks for it.
const COUNTED: &str = "
DROP INDEX IF EXISTS journal_by_reader;
CREATE INDEX IF NOT EXISTS journal_by_reading ON journal_entry (user_id, at, act, case_id);
";

// Breaches that became known, with the clock of their notices; what was exposed is read from the journal anew.
const INCIDENTS: &str = "
CREATE TABLE IF NOT EXISTS incident (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, mechanism_id {id} NOT NULL, is_open {bool} NOT NULL,
  due_at {int} NOT NULL, version {int} NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS incident_by_due ON incident (mechanism_id, is_open, due_at);
";

// An organisation's keys are replaced: since when those hold that it has, and what is kept of the earlier ones. Those that are there
// already are as old as the installation at most.
const GENERATIONS: &str = "
ALTER TABLE keystore_organisation ADD COLUMN since {int};
ALTER TABLE keystore_organisation ADD COLUMN former_id {id};
UPDATE keystore_organisation SET since = (SELECT MIN(since) FROM installation);
CREATE TABLE IF NOT EXISTS keystore_former (
  organisation_id {id} NOT NULL, key_id {id} NOT NULL, number INTEGER NOT NULL, tokens {blob} NOT NULL, words {blob} NOT NULL,
  public {blob} NOT NULL, wrapped_key {blob}, wrapped_pair {blob}, since {int}, ended {int},
  PRIMARY KEY (organisation_id, key_id));
ALTER TABLE person_token ADD COLUMN layer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE package ADD COLUMN signed_by {id};
CREATE INDEX IF NOT EXISTS grant_by_organisation ON keystore_grant (organisation_id, id);
CREATE INDEX IF NOT EXISTS package_key_by_organisation ON keystore_package (organisation_id, package_id);
CREATE INDEX IF NOT EXISTS copy_by_organisation ON sealed_copy (organisation_id, record_id);
CREATE INDEX IF NOT EXISTS package_by_sender ON package (sender_id, id);
";
