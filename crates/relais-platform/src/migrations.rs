use crate::Migration;

/// The platform's own tables: jobs, and messages that leave.
pub fn own_migrations() -> Vec<Migration> {
    let step = |number, sql| Migration {
        room: "platform",
        number,
        sql,
    };
    vec![step(1, JOBS), step(2, OUTBOX), step(3, SEEN)]
}

const JOBS: &str = "
CREATE TABLE IF NOT EXISTS job (
  id {id} PRIMARY KEY, kind TEXT NOT NULL, subject_id {id} NOT NULL, stage TEXT NOT NULL, body TEXT NOT NULL,
  due_at {int} NOT NULL, tries INTEGER NOT NULL, last_error TEXT, claimed_until {int} NOT NULL, ended_at {int},
  ending TEXT);
CREATE UNIQUE INDEX IF NOT EXISTS job_once ON job (kind, subject_id, stage);
CREATE INDEX IF NOT EXISTS job_due ON job (due_at) WHERE ended_at IS NULL;
CREATE INDEX IF NOT EXISTS job_given_up ON job (ended_at) WHERE ending = 'given_up';
";

const OUTBOX: &str = "
CREATE TABLE IF NOT EXISTS outbox (
  id {id} PRIMARY KEY, kind TEXT NOT NULL, subject_id {id} NOT NULL, stage TEXT NOT NULL, recipient_id {id} NOT NULL,
  owner_id {id} NOT NULL, scope_id {id} NOT NULL, body TEXT NOT NULL, made_at {int} NOT NULL, due_at {int} NOT NULL,
  tries INTEGER NOT NULL, last_error TEXT, claimed_until {int} NOT NULL, ended_at {int}, ending TEXT, channel TEXT);
CREATE UNIQUE INDEX IF NOT EXISTS outbox_once ON outbox (kind, subject_id, stage, recipient_id);
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due_at) WHERE ended_at IS NULL;
CREATE INDEX IF NOT EXISTS outbox_given_up ON outbox (ended_at) WHERE ending = 'given_up';
CREATE INDEX IF NOT EXISTS outbox_by_subject ON outbox (subject_id, made_at);
CREATE INDEX IF NOT EXISTS outbox_by_owner ON outbox (owner_id, made_at);
CREATE INDEX IF NOT EXISTS outbox_by_scope ON outbox (scope_id, made_at);
";

// What a gateway brought in: only a keyed hash of its own number, so that a repeated one is known.
const SEEN: &str = "
CREATE TABLE IF NOT EXISTS sms_seen (id {blob} PRIMARY KEY, at {int} NOT NULL);
CREATE INDEX IF NOT EXISTS sms_seen_by_age ON sms_seen (at);
";
