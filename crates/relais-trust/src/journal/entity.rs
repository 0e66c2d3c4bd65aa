use sea_orm::entity::prelude::*;

/// A row of the journal; `position` is the index of the leaf, from 0.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    pub at: i64,
    pub act: String,
    pub user_id: Option<Uuid>,
    pub organisation_id: Option<Uuid>,
    pub case_id: Option<Uuid>,
    pub subject_id: Option<Uuid>,
    /// Canonical JSON of [`super::Body`]: what is hashed.
    pub body: String,
    pub leaf: Vec<u8>,
    /// Under a key that is gone ([`relais_ledger::Ratchet`]); none on what was written before there were marks.
    pub mark: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// All but the mark, which older copies do not have.
pub const WITHOUT_MARK: [Column; 9] = [
    Column::Position,
    Column::At,
    Column::Act,
    Column::UserId,
    Column::OrganisationId,
    Column::CaseId,
    Column::SubjectId,
    Column::Body,
    Column::Leaf,
];

/// The head of the tree: one row per installation (decisions §19).
pub mod head {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_head")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub frontier: Vec<u8>,
        /// The key of the next mark, sealed.
        pub ratchet: Option<Vec<u8>>,
        /// The entry from which on there are marks.
        pub ratchet_from: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Signed checkpoints.
pub mod checkpoint {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_checkpoint")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub size: i64,
        pub text: String,
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
