use relais_platform::{Migration, table};

/// The tables of this room.
pub fn migrations() -> Vec<Migration> {
    vec![Migration {
        room: "referral",
        number: 1,
        sql: REFERRALS,
    }]
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
    pub version: i64,
    pub body: String,
});
