//! Rows of the accounts. Only this room reads them.

use relais_platform::table;

table!(installation, "installation", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub demo: bool,
    pub ready: bool,
    pub key_check: Vec<u8>,
    pub since: i64,
});

table!(organisation, "organisation", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub code: String,
    pub name_fr: String,
    pub name_en: String,
    pub kind: String,
    pub firewall: bool,
    pub active: bool,
    pub version: i64,
});

table!(organisation_contact, "organisation_contact", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub prefers: Option<String>,
    pub lang: String,
});

table!(account, "account", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub organisation_id: Uuid,
    pub login: String,
    pub name: String,
    pub lang: String,
    pub active: bool,
    pub password: Option<String>,
    pub totp: Option<Vec<u8>>,
    pub totp_confirmed: bool,
    pub totp_step: i64,
    pub since: i64,
    pub version: i64,
    /// Travel mode as JSON, while it is on.
    pub travel: Option<String>,
    /// When they signed the code of conduct and the undertaking of confidentiality.
    pub undertaken: Option<i64>,
});

table!(membership, "membership", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub mechanism_id: Uuid,
    pub roles: String,
});

table!(session, "session", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token: Vec<u8>,
    pub account_id: Uuid,
    pub since: i64,
    pub seen: i64,
    pub proved: i64,
    pub strong: bool,
    pub agent: String,
    pub ended: Option<i64>,
});

table!(passkey, "passkey", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub credential: Vec<u8>,
    pub sealed: Vec<u8>,
    pub name: String,
    pub since: i64,
    pub used: Option<i64>,
});

table!(challenge, "challenge", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub holder: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub reason: String,
    pub state: Vec<u8>,
    pub expires: i64,
});

table!(sign_on_link, "sign_on_link", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    pub subject: Vec<u8>,
    /// The subject bound to the account: neither can be moved to another.
    pub bound: Vec<u8>,
    pub since: i64,
});

table!(recovery, "recovery", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub asked: i64,
    pub state: String,
    /// The facts of the state, as JSON.
    pub body: String,
    pub version: i64,
});

table!(appointment, "appointment", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub public_ref: Uuid,
    pub account_id: Uuid,
    pub organisation_id: Uuid,
    pub mechanism_id: Uuid,
    pub roles: String,
    pub given_by: Uuid,
    pub given: i64,
    pub state: String,
    /// The facts of the state, as JSON.
    pub body: String,
    pub version: i64,
});

table!(invitation, "invitation", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub expires: i64,
    pub used: Option<i64>,
    pub revoked: Option<i64>,
});

table!(throttle, "throttle", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: Vec<u8>,
    pub failures: i32,
    pub last: i64,
    pub until: i64,
});

table!(program_token, "program_token", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub token: Vec<u8>,
    pub account_id: Uuid,
    pub name: String,
    pub since: i64,
    pub expires: i64,
    pub ended: Option<i64>,
});

table!(program_scope, "program_scope", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_id: Uuid,
    pub roles: String,
    pub writes: bool,
    pub proved: i64,
});
