//! The text of a statement on its way to sqlx.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, SqlSafeStr as _, SqlStr};

/// Hands SQL to sqlx, which takes only texts that someone vouches for. Ours are of the compiler,
/// which binds every value and quotes every name, or the user's own: this is the one place that
/// vouches.
pub(crate) fn trusted_sql(sql: impl Into<Arc<str>>) -> SqlStr {
    AssertSqlSafe(sql.into()).into_sql_str()
}
