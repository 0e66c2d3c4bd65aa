use crate::Migration;

/// The platform's own tables: jobs.
pub fn own_migrations() -> Vec<Migration> {
    vec![Migration {
        room: "platform",
        number: 1,
        sql: JOBS,
    }]
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
