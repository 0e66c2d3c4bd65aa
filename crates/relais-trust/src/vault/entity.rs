use relais_platform::table;

// An organisation's own keys, wrapped by the master key.
table!(organisation_key, "keystore_organisation", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    pub key_id: Uuid,
    pub wrapped_key: Vec<u8>,
    pub wrapped_pair: Vec<u8>,
    pub public: Vec<u8>,
    pub since: Option<i64>,
    // Those of before, as long as something may lie under them.
    pub former_id: Option<Uuid>,
});

// What is kept of an organisation's earlier keys: not the keys, once nothing lies under them any more, but what opens older
// data that are put under newer keys.
table!(former, "keystore_former", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_id: Uuid,
    pub number: i32,
    pub tokens: Vec<u8>,
    pub words: Vec<u8>,
    pub public: Vec<u8>,
    pub wrapped_key: Option<Vec<u8>>,
    pub wrapped_pair: Option<Vec<u8>>,
    pub since: Option<i64>,
    pub ended: Option<i64>,
});

// A case key wrapped for one organisation; `ended_at` closes it.
table!(grant, "keystore_grant", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub class: String,
    pub organisation_id: Uuid,
    pub key_id: Uuid,
    pub wrapped: Vec<u8>,
    pub since: i64,
    pub until: Option<i64>,
    pub ended_at: Option<i64>,
});

table!(sealed_field, "sealed_field", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: String,
    pub case_id: Uuid,
    pub class: String,
    pub version: i32,
    pub value: Vec<u8>,
});

table!(package, "package", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub referral_id: Uuid,
    pub case_id: Uuid,
    pub kind: String,
    pub sender_id: Uuid,
    pub key_id: Uuid,
    pub content: Vec<u8>,
    pub signature: Vec<u8>,
    pub purpose: String,
    pub consents: String,
    pub made_at: i64,
    pub expires_at: i64,
    // Whose keys signed: the sender's first ones where nothing stands.
    pub signed_by: Option<Uuid>,
});

// The package's key: wrapped for its sender, sent (HPKE) to a receiver.
table!(package_key, "keystore_package", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub package_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    pub sent: bool,
    pub wrapped: Vec<u8>,
    pub until: Option<i64>,
    pub ended_at: Option<i64>,
});

// That a case was erased: it stands with the keys, so that a restore under older data erases again.
table!(tombstone, "keystore_tombstone", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    pub at: i64,
    pub basis: String,
});

// Keyed tokens by which an organisation finds the people of its own cases.
table!(person_token, "person_token", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub token: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    pub kind: String,
    // Under how many keys of the organisation it lies, counted from 0.
    pub layer: i32,
});

// Words shared between organisations: one copy each, under its own key.
table!(sealed_copy, "sealed_copy", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    pub value: Vec<u8>,
});

// Which case shared words are about: erasing it takes them along.
table!(case_words, "case_words", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: Uuid,
});
