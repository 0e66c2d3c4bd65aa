use relais_platform::table;

table!(mechanism, "mechanism", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub version: String,
});

table!(definition, "definition", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub mechanism_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: String,
    pub label: String,
    pub body: String,
    pub since: i64,
});
