use relais_platform::{Migration, table};

/// The tables of this room. Beside the clear columns that SQL counts and ranks by (decisions §10), `body` holds
/// the whole clear record as JSON; what identifies or narrates lies sealed in the vault.
pub fn migrations() -> Vec<Migration> {
    let step = |number, sql| Migration {
        room: "casework",
        number,
        sql,
    };
    let hand_overs = Migration {
        room: "handover",
        number: 1,
        sql: HAND_OVERS,
    };
    let emergencies = Migration {
        room: "emergency",
        number: 1,
        sql: OPENINGS,
    };
    let requests = Migration {
        room: "request",
        number: 1,
        sql: REQUESTS,
    };
    let retentions = Migration {
        room: "retention",
        number: 1,
        sql: RETENTIONS,
    };
    let reports = Migration {
        room: "report",
        number: 1,
        sql: REPORTS,
    };
    let enquiries = Migration {
        room: "enquiry",
        number: 1,
        sql: ENQUIRIES,
    };
    let missions = Migration {
        room: "mission",
        number: 1,
        sql: MISSIONS,
    };
    vec![
        step(1, CASES),
        step(2, TASKS),
        step(3, ORDERS),
        step(4, NEUTRAL),
        step(5, TAKEN_DOWN),
        hand_overs,
        emergencies,
        requests,
        retentions,
        reports,
        enquiries,
        missions,
    ]
}

// What a case waits for and from which role, so that worklists open no record. Cases that are already there get
// what their state says.
const TASKS: &str = "
ALTER TABLE case_file ADD COLUMN due_for TEXT;
ALTER TABLE case_file ADD COLUMN due_role TEXT;
UPDATE case_file SET
  due_for = CASE state WHEN 'identified' THEN 'screening' WHEN 'screened' THEN 'registration'
    WHEN 'registered' THEN 'assessment_start' WHEN 'in_assessment' THEN 'assessment_end' WHEN 'plan_draft' THEN 'plan'
    WHEN 'plan_approved' THEN 'service_start' WHEN 'in_service' THEN 'follow_up' WHEN 'monitoring' THEN 'follow_up'
    WHEN 'on_hold' THEN 'hold_review' WHEN 'lost_contact' THEN 'lost_contact_review'
    WHEN 'closure_requested' THEN 'closure_decision' END,
  due_role = CASE WHEN state = 'identified' THEN 'R03' WHEN state = 'closure_requested' THEN 'R05'
    WHEN state IN ('in_assessment', 'plan_draft') AND body NOT LIKE '%\"submitted\":null%' THEN 'R05' ELSE 'R04' END
  WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS case_by_task ON case_file (owner_id, due_role, due_at, manager_id);
CREATE INDEX IF NOT EXISTS exception_by_state ON case_exception (state, mechanism_id);
";

// Legal orders of bodies behind the firewall, for the officer who reviews them.
const ORDERS: &str = "
ALTER TABLE case_exception ADD COLUMN order_state TEXT;
CREATE INDEX IF NOT EXISTS exception_by_order ON case_exception (order_state, mechanism_id);
";

// What an earlier version left in clear of the situation and the vulnerabilities. Migrations have no keys: the bodies are
// carried over when the server starts (`actions::CarryFactsOver`).
const NEUTRAL: &str = "
ALTER TABLE case_file DROP COLUMN entry_point;
ALTER TABLE case_file DROP COLUMN status;
ALTER TABLE case_file ADD COLUMN neutral {bool} NOT NULL DEFAULT FALSE;
CREATE INDEX IF NOT EXISTS case_to_carry_over ON case_file (id) WHERE neutral = FALSE;
";

// Whom somebody of the first line took down, for their list.
const TAKEN_DOWN: &str = "
ALTER TABLE case_file ADD COLUMN taken_down_by TEXT;
UPDATE case_file SET taken_down_by = body{json} ->> 'identified_by';
CREATE INDEX IF NOT EXISTS case_by_identifier ON case_file (taken_down_by, is_open, due_at);
";

// How long cases are kept; a case stands here from its end on, or once it is held.
const RETENTIONS: &str = "
CREATE TABLE IF NOT EXISTS case_retention (
  case_id {id} PRIMARY KEY, mechanism_id {id} NOT NULL, look_on TEXT, until TEXT, warned {bool} NOT NULL,
  held {bool} NOT NULL, definition TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS retention_by_day ON case_retention (mechanism_id, look_on);
CREATE INDEX IF NOT EXISTS retention_by_definition ON case_retention (mechanism_id, definition);
";

table!(retention, "case_retention", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    pub mechanism_id: Uuid,
    pub look_on: Option<String>,
    pub until: Option<String>,
    pub warned: bool,
    pub held: bool,
    pub definition: String,
    pub body: String,
});

// What persons ask about their data; the words are sealed beside it.
const REQUESTS: &str = "
CREATE TABLE IF NOT EXISTS case_request (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, mechanism_id {id} NOT NULL, case_id {id} NOT NULL,
  kind TEXT NOT NULL, is_open {bool} NOT NULL, due_on TEXT NOT NULL, version {int} NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS request_by_due ON case_request (mechanism_id, is_open, due_on);
CREATE INDEX IF NOT EXISTS request_by_case ON case_request (case_id);
";

table!(request, "case_request", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub mechanism_id: Uuid,
    pub case_id: Uuid,
    pub kind: String,
    pub is_open: bool,
    pub due_on: String,
    pub version: i64,
    pub body: String,
});

// What bodies behind the firewall ask of one organisation; the words are sealed beside it. The case stands here once
// it was told of, and not before.
const ENQUIRIES: &str = "
CREATE TABLE IF NOT EXISTS data_enquiry (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, mechanism_id {id} NOT NULL, from_org {id} NOT NULL,
  to_org {id} NOT NULL, case_id {id}, is_open {bool} NOT NULL, due_on TEXT NOT NULL, version {int} NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS enquiry_by_due ON data_enquiry (mechanism_id, is_open, due_on);
CREATE INDEX IF NOT EXISTS enquiry_by_asked ON data_enquiry (to_org, is_open);
CREATE INDEX IF NOT EXISTS enquiry_by_asking ON data_enquiry (from_org, id);
CREATE INDEX IF NOT EXISTS enquiry_by_case ON data_enquiry (case_id);
";

table!(enquiry, "data_enquiry", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub mechanism_id: Uuid,
    pub from_org: Uuid,
    pub to_org: Uuid,
    pub case_id: Option<Uuid>,
    pub is_open: bool,
    pub due_on: String,
    pub version: i64,
    pub body: String,
});

// What interpreters and drivers are asked for. Times stand in clear; places and language are sealed beside it.
const MISSIONS: &str = "
CREATE TABLE IF NOT EXISTS mission (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, mechanism_id {id} NOT NULL, case_id {id} NOT NULL,
  from_org {id} NOT NULL, receiver_id {id} NOT NULL, state TEXT NOT NULL, ends_at {int} NOT NULL,
  forgotten {bool} NOT NULL, version {int} NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS mission_by_case ON mission (case_id);
CREATE INDEX IF NOT EXISTS mission_by_receiver ON mission (receiver_id, forgotten, ends_at);
CREATE INDEX IF NOT EXISTS mission_by_orderer ON mission (from_org, state, ends_at);
CREATE INDEX IF NOT EXISTS mission_to_forget ON mission (mechanism_id, ends_at) WHERE forgotten = FALSE;
";

table!(mission, "mission", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub mechanism_id: Uuid,
    pub case_id: Uuid,
    pub from_org: Uuid,
    pub receiver_id: Uuid,
    pub state: String,
    pub ends_at: i64,
    pub forgotten: bool,
    pub version: i64,
    pub body: String,
});

const HAND_OVERS: &str = "
CREATE TABLE IF NOT EXISTS hand_over (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, mechanism_id {id} NOT NULL, case_id {id} NOT NULL,
  from_org {id} NOT NULL, to_org {id} NOT NULL, at {int} NOT NULL);
CREATE INDEX IF NOT EXISTS hand_over_by_case ON hand_over (case_id);
";

table!(hand_over, "hand_over", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub mechanism_id: Uuid,
    pub case_id: Uuid,
    pub from_org: Uuid,
    pub to_org: Uuid,
    pub at: i64,
});

// What was told without a name. No column holds an hour, and no id is made of one; `lock` tells the teller's code again.
const REPORTS: &str = "
CREATE TABLE IF NOT EXISTS anonymous_report (
  id {id} PRIMARY KEY, mechanism_id {id} NOT NULL, organisation_id {id} NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
  told_on TEXT NOT NULL, lock {blob} NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS report_by_organisation ON anonymous_report (organisation_id, mechanism_id, told_on);
CREATE INDEX IF NOT EXISTS report_by_day ON anonymous_report (told_on);
";

table!(report, "anonymous_report", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub mechanism_id: Uuid,
    pub organisation_id: Uuid,
    pub kind: String,
    pub state: String,
    pub told_on: String,
    pub lock: Vec<u8>,
    pub body: String,
});

// Cases that others opened in an emergency. `answered` narrows the lists of those who review.
const OPENINGS: &str = "
CREATE TABLE IF NOT EXISTS emergency_opening (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, mechanism_id {id} NOT NULL, case_id {id} NOT NULL,
  organisation_id {id} NOT NULL, user_id {id} NOT NULL, at {int} NOT NULL, answered {bool} NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS opening_by_case ON emergency_opening (case_id, at);
CREATE INDEX IF NOT EXISTS opening_by_user ON emergency_opening (user_id, at);
CREATE INDEX IF NOT EXISTS opening_by_review ON emergency_opening (mechanism_id, answered, at);
";

table!(opening, "emergency_opening", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub mechanism_id: Uuid,
    pub case_id: Uuid,
    pub organisation_id: Uuid,
    pub user_id: Uuid,
    pub at: i64,
    pub answered: bool,
    pub body: String,
});

const CASES: &str = "
CREATE TABLE IF NOT EXISTS case_file (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, mechanism_id {id} NOT NULL,
  owner_id {id} NOT NULL, manager_id {id}, state TEXT NOT NULL, is_open {bool} NOT NULL, urgent {bool} NOT NULL,
  risk TEXT, region TEXT NOT NULL, department TEXT, age_band TEXT, sex TEXT, entry_point TEXT NOT NULL,
  status TEXT NOT NULL, identified_at {int} NOT NULL, due_at {int}, version {int} NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS case_by_owner ON case_file (owner_id, is_open, due_at);
CREATE INDEX IF NOT EXISTS case_by_manager ON case_file (manager_id, is_open, due_at);
CREATE TABLE IF NOT EXISTS case_consent (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, case_id {id} NOT NULL, mechanism_id {id} NOT NULL,
  purpose TEXT NOT NULL, state TEXT NOT NULL, expires TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS consent_by_case ON case_consent (case_id);
CREATE INDEX IF NOT EXISTS consent_by_expiry ON case_consent (state, expires);
CREATE TABLE IF NOT EXISTS case_exception (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, case_id {id} NOT NULL, mechanism_id {id} NOT NULL,
  state TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS exception_by_case ON case_exception (case_id);
CREATE TABLE IF NOT EXISTS case_need (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, case_id {id} NOT NULL, mechanism_id {id} NOT NULL,
  shown TEXT NOT NULL, urgency TEXT NOT NULL, status TEXT NOT NULL, version {int} NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS need_by_case ON case_need (case_id);
CREATE TABLE IF NOT EXISTS case_holder (
  case_id {id} NOT NULL, user_id {id} NOT NULL, since {int} NOT NULL, PRIMARY KEY (case_id, user_id));
CREATE TABLE IF NOT EXISTS case_annex (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, case_id {id} NOT NULL, mechanism_id {id} NOT NULL,
  version {int} NOT NULL);
CREATE INDEX IF NOT EXISTS annex_by_case ON case_annex (case_id);
CREATE TABLE IF NOT EXISTS case_plan (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, case_id {id} NOT NULL, mechanism_id {id} NOT NULL,
  number {int} NOT NULL, version {int} NOT NULL, body TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS plan_by_case ON case_plan (case_id, number);
CREATE TABLE IF NOT EXISTS case_follow_up (
  id {id} PRIMARY KEY, public_ref {id} NOT NULL UNIQUE, case_id {id} NOT NULL, mechanism_id {id} NOT NULL,
  held_on TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS follow_up_by_case ON case_follow_up (case_id, held_on);
";

table!(case_file, "case_file", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub code: String,
    pub mechanism_id: Uuid,
    pub owner_id: Uuid,
    pub manager_id: Option<Uuid>,
    pub state: String,
    pub is_open: bool,
    pub urgent: bool,
    pub risk: Option<String>,
    pub region: String,
    pub department: Option<String>,
    pub age_band: Option<String>,
    pub sex: Option<String>,
    pub identified_at: i64,
    pub due_at: Option<i64>,
    pub due_for: Option<String>,
    pub due_role: Option<String>,
    /// The user, as text.
    pub taken_down_by: Option<String>,
    pub version: i64,
    pub body: String,
    /// Its facts stand in neutral codes; an earlier version wrote some as they were.
    pub neutral: bool,
});

table!(consent, "case_consent", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub case_id: Uuid,
    pub mechanism_id: Uuid,
    pub purpose: String,
    pub state: String,
    pub expires: String,
    pub body: String,
});

table!(exception, "case_exception", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub case_id: Uuid,
    pub mechanism_id: Uuid,
    pub state: String,
    pub body: String,
    /// Nothing for what is no order of a firewall body, or was refused before its review.
    pub order_state: Option<String>,
});

table!(need, "case_need", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub case_id: Uuid,
    pub mechanism_id: Uuid,
    pub shown: String,
    pub urgency: String,
    pub status: String,
    pub version: i64,
    pub body: String,
});

table!(holder, "case_holder", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub since: i64,
});

table!(plan, "case_plan", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub case_id: Uuid,
    pub mechanism_id: Uuid,
    pub number: i64,
    pub version: i64,
    pub body: String,
});

table!(follow_up, "case_follow_up", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub case_id: Uuid,
    pub mechanism_id: Uuid,
    pub held_on: String,
    pub body: String,
});
