//! What the compiler writes for each kind of node, on each dialect.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod conditions;
mod full_join;
mod locks;
mod many_rows;
mod refused;
mod results;
mod writes;

use serde_json::{Value, json};
use versa_error::ErrorCode;
use versa_sql::{DialectKind, SqlText, compile, dialect};

const ALL: [DialectKind; 4] =
    [DialectKind::Sqlite, DialectKind::Postgres, DialectKind::Mysql, DialectKind::Mariadb];

fn sql(query: &Value, kind: DialectKind) -> Result<String, ErrorCode> {
    let query = serde_json::from_value(query.clone()).unwrap();
    let statement = compile(&query, dialect(kind)).map_err(|error| error.code())?;
    Ok(match &statement.text {
        SqlText::Fixed { sql, .. } => sql.to_string(),
        SqlText::Expanding(_) => statement.display_sql(dialect(kind)),
    })
}

/// Compares with the text for SQLite, PostgreSQL, MySQL.
fn check(query: Value, expected: [&str; 3]) {
    let kinds = [DialectKind::Sqlite, DialectKind::Postgres, DialectKind::Mysql];
    for (kind, expected) in kinds.into_iter().zip(expected) {
        assert_eq!(sql(&query, kind).as_deref(), Ok(expected), "{kind:?}");
    }
}

fn column(name: &str) -> Value {
    json!({ "kind": "column", "name": name })
}

fn param(index: u32) -> Value {
    json!({ "kind": "param", "index": index })
}

fn select(filter: Value) -> Value {
    json!({
        "kind": "select",
        "columns": [{ "expr": column("a") }],
        "from": { "kind": "table", "table": { "name": "t" } },
        "filter": filter,
    })
}

/// Compares only what stands behind `WHERE`.
fn check_filter(filter: Value, expected: [&str; 3]) {
    let [sqlite, postgres, mysql] = expected;
    check(
        select(filter),
        [
            &format!(r#"SELECT "a" FROM "t" WHERE {sqlite}"#),
            &format!(r#"SELECT "a" FROM "t" WHERE {postgres}"#),
            &format!("SELECT `a` FROM `t` WHERE {mysql}"),
        ],
    );
}

fn typed(logical_type: &str) -> Value {
    json!({ "kind": "param", "index": 0, "type": logical_type })
}

/// Compares only what stands behind `SELECT`.
fn check_column(expr: Value, expected: [&str; 3]) {
    let expected = expected.map(|column| format!("SELECT {column}"));
    let [sqlite, postgres, mysql] = &expected;
    check(json!({ "kind": "select", "columns": [{ "expr": expr }] }), [sqlite, postgres, mysql]);
}
