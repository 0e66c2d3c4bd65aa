use sea_orm::entity::prelude::*;

/// What is known of the witness: one row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal_witness")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Its verifier key: a new witness begins anew.
    pub witness: String,
    /// The size that it vouched for last, the right edge of the tree there, the text that it signed, and when.
    pub size: i64,
    pub edge: Vec<u8>,
    pub text: Option<String>,
    pub at: Option<i64>,
    /// The size that it remembers and this journal does not grow out of, and since when.
    pub contradicts: Option<i64>,
    pub since: Option<i64>,
    /// It has not answered since.
    pub silent_since: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// There is one row.
pub const ONE: i32 = 1;
