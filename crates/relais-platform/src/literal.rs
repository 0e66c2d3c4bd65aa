use sea_orm::{
    ColumnTrait, ExprTrait, IntoSimpleExpr,
    sea_query::{Expr, SimpleExpr},
};

/// The column has this value, written into the question: only then does an engine that plans without the bound values
/// use an index over that part of a table (ADR 32). `value` is a word of the program, never of a user.
pub(crate) fn is(column: impl ColumnTrait, value: &'static str) -> SimpleExpr {
    debug_assert!(value.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
    column.into_simple_expr().eq(Expr::cust(format!("'{value}'")))
}
