/// Declares the row of one table: a module with `Model`, `Entity`, `Column` and `ActiveModel` of SeaORM. Rows stay
/// inside a room's store; the trade's types know nothing of them.
///
/// ```
/// relais_platform::table!(
///     /// A visit.
///     visit, "visit", {
///         #[sea_orm(primary_key, auto_increment = false)]
///         pub id: Uuid,
///         pub seen_at: i64,
///     }
/// );
/// assert_eq!(sea_orm::EntityName::table_name(&visit::Entity), "visit");
/// ```
#[macro_export]
macro_rules! table {
    ($(#[$doc:meta])* $module:ident, $name:literal, { $($body:tt)* }) => {
        $(#[$doc])*
        pub mod $module {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $name)]
            pub struct Model { $($body)* }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}
