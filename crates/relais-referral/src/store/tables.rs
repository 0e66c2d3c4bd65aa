use relais_platform::{Migration, table};

/// The tables of this room.
pub fn migrations() -> Vec<Migration> {
    vec![
        Migration {
            room: "referral",
            number: 1,
            sql: REFERRALS,
        },
        Migration {
            room: "referral",
            number: 2,
            sql: LINKS,
        },
        Migration {
            room: "referral",
            number: 3,
            sql: FIGURES,
        },
        Migration {
            room: "referral",
            number: 4,
            sql: LISTS,
        },
        Migration {
            room: "transfer",
            number: 1,
            sql: TRANSFERS,
        },
        Migration {
            room: "erasure",
            number: 1,
            sql: NOTICES,
        },
    ]
}

const REFERRALS: &str = "
CREATE TABLE IF NOT EXISTS referral (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, mechanism_id {id} NOT NULL, case_id {id} NOT NULL,
  need_id {id} NOT NULL, service_id {id} NOT NULL, from_org {id} NOT NULL, to_org {id} NOT NULL, region TEXT,
  case_code TEXT NOT NULL, need_shown TEXT NOT NULL, priority TEXT NOT NULL, state TEXT NOT NULL, is_open {bool} NOT NULL,
  turn TEXT NOT NULL, escalation TEXT, sent_at {int}, acknowledged_at {int}, acknowledge_due {int}, decided_at {int},
  decision TEXT, decline_reason TEXT, contacted_at {int}, feedback_at {int}, next_due {int}, deadline_at {int},
  version {int} NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS referral_by_case ON referral (case_id);
CREATE INDEX IF NOT EXISTS referral_by_sender ON referral (from_org, is_open, deadline_at);
CREATE INDEX IF NOT EXISTS referral_by_receiver ON referral (to_org, is_open, deadline_at);
CREATE INDEX IF NOT EXISTS referral_by_clock ON referral (next_due);
CREATE INDEX IF NOT EXISTS referral_by_sending ON referral (mechanism_id, sent_at);
";

const LINKS: &str = "
CREATE TABLE IF NOT EXISTS answer_link (
  id {id} PRIMARY KEY, mechanism_id {id} NOT NULL, referral_id {id} NOT NULL, organisation_id {id} NOT NULL,
  slip {bool} NOT NULL, code_token {blob} NOT NULL UNIQUE, issued_at {int} NOT NULL, expires_at {int} NOT NULL,
  revoked_at {int}, wrong_pins INTEGER NOT NULL, minimum TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS answer_link_by_referral ON answer_link (referral_id);
CREATE TABLE IF NOT EXISTS answer_miss (id {id} PRIMARY KEY, source {blob} NOT NULL, at {int} NOT NULL);
CREATE INDEX IF NOT EXISTS answer_miss_by_moment ON answer_miss (at);
";

const TRANSFERS: &str = "
CREATE TABLE IF NOT EXISTS transfer (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, mechanism_id {id} NOT NULL, case_id {id} NOT NULL,
  from_org {id} NOT NULL, to_org {id} NOT NULL, state TEXT NOT NULL, requested_at {int}, expires_at {int},
  ended_at {int}, version {int} NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS transfer_by_case ON transfer (case_id);
CREATE INDEX IF NOT EXISTS transfer_by_sender ON transfer (from_org, state);
CREATE INDEX IF NOT EXISTS transfer_by_receiver ON transfer (to_org, state);
CREATE INDEX IF NOT EXISTS transfer_by_clock ON transfer (state, expires_at);
";

// Who was told to erase what it holds of an erased case, and what it said. Organisations and instants, and no word of
// the person: it stays when all else of the case is gone.
const NOTICES: &str = "
CREATE TABLE IF NOT EXISTS erasure_notice (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, mechanism_id {id} NOT NULL, case_id {id} NOT NULL,
  owner_id {id} NOT NULL, holder_id {id} NOT NULL, is_open {bool} NOT NULL, due_at {int} NOT NULL,
  version {int} NOT NULL, body TEXT NOT NULL, UNIQUE (case_id, holder_id));
CREATE INDEX IF NOT EXISTS notice_by_holder ON erasure_notice (mechanism_id, holder_id, is_open, due_at);
CREATE INDEX IF NOT EXISTS notice_by_owner ON erasure_notice (mechanism_id, owner_id, is_open, due_at);
CREATE INDEX IF NOT EXISTS notice_by_due ON erasure_notice (mechanism_id, is_open, due_at);
";

table!(notice, "erasure_notice", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub mechanism_id: Uuid,
    pub case_id: Uuid,
    pub owner_id: Uuid,
    pub holder_id: Uuid,
    pub is_open: bool,
    pub due_at: i64,
    pub version: i64,
    pub body: String,
});

table!(transfer, "transfer", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub mechanism_id: Uuid,
    pub case_id: Uuid,
    pub from_org: Uuid,
    pub to_org: Uuid,
    pub state: String,
    pub requested_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub version: i64,
    pub body: String,
});

// What figures and worklists read without opening a record: an index that covers the figures, one per list.
const FIGURES: &str = "
ALTER TABLE referral ADD COLUMN expired {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE referral ADD COLUMN removed {bool} NOT NULL DEFAULT FALSE;
UPDATE referral SET expired = (body NOT LIKE '%\"expired_at\":null%'), removed = (body NOT LIKE '%\"removed_at\":null%');
CREATE INDEX IF NOT EXISTS referral_for_figures ON referral (
  mechanism_id, sent_at, to_org, from_org, region, decision, decline_reason, acknowledged_at, acknowledge_due,
  expired, removed, priority, contacted_at, decided_at, need_shown);
CREATE INDEX IF NOT EXISTS referral_to_answer ON referral (to_org, turn, deadline_at);
CREATE INDEX IF NOT EXISTS referral_to_follow ON referral (from_org, turn, deadline_at);
CREATE INDEX IF NOT EXISTS referral_to_reroute ON referral (mechanism_id, turn, deadline_at);
CREATE INDEX IF NOT EXISTS referral_escalated ON referral (mechanism_id, deadline_at) WHERE escalation IS NOT NULL;
DROP INDEX IF EXISTS referral_by_sender;
DROP INDEX IF EXISTS referral_by_receiver;
";

// A list asks for its mechanism too: without it in front, the index of the whole mechanism was taken, and one
// organisation's list read everybody's.
const LISTS: &str = "
DROP INDEX IF EXISTS referral_to_answer;
DROP INDEX IF EXISTS referral_to_follow;
CREATE INDEX IF NOT EXISTS referral_to_answer ON referral (mechanism_id, to_org, turn, deadline_at);
CREATE INDEX IF NOT EXISTS referral_to_follow ON referral (mechanism_id, from_org, turn, deadline_at);
";

table!(answer_link, "answer_link", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub mechanism_id: Uuid,
    pub referral_id: Uuid,
    pub organisation_id: Uuid,
    pub slip: bool,
    pub code_token: Vec<u8>,
    pub issued_at: i64,
    pub expires_at: i64,
    pub revoked_at: Option<i64>,
    pub wrong_pins: i32,
    pub minimum: String,
});

table!(answer_miss, "answer_miss", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub source: Vec<u8>,
    pub at: i64,
});

table!(referral, "referral", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub mechanism_id: Uuid,
    pub case_id: Uuid,
    pub need_id: Uuid,
    pub service_id: Uuid,
    pub from_org: Uuid,
    pub to_org: Uuid,
    pub region: Option<String>,
    pub case_code: String,
    pub need_shown: String,
    pub priority: String,
    pub state: String,
    pub is_open: bool,
    pub turn: String,
    pub escalation: Option<String>,
    pub sent_at: Option<i64>,
    pub acknowledged_at: Option<i64>,
    pub acknowledge_due: Option<i64>,
    pub decided_at: Option<i64>,
    pub decision: Option<String>,
    pub decline_reason: Option<String>,
    pub contacted_at: Option<i64>,
    pub feedback_at: Option<i64>,
    pub next_due: Option<i64>,
    pub deadline_at: Option<i64>,
    pub expired: bool,
    pub removed: bool,
    pub version: i64,
    pub body: String,
});
