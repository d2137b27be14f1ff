//! Which tables a query touches, and how `returning` is emulated.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use serde_json::{Value, json};
use versa_error::ErrorCode;
use versa_plan::{KeySource, Plan, Steps, plan};
use versa_sql::{Access, DialectKind, dialect};

fn plan_of(query: Value, kind: DialectKind) -> Result<Plan, ErrorCode> {
    let query = serde_json::from_value(query).unwrap();
    plan(&query, dialect(kind)).map_err(|error| error.code())
}

fn insert(columns: &[&str], source: Value) -> Value {
    let columns: Vec<Value> = columns.iter().map(|name| json!({ "name": name })).collect();
    json!({
        "kind": "insert",
        "table": { "name": "t" },
        "columns": columns,
        "source": source,
        "returning": [{ "expr": { "kind": "column", "name": "id" } }],
        "key": ["id"],
    })
}

#[test]
fn every_table_is_found_wherever_it_hides() {
    let inner = |name: &str| {
        json!({
            "columns": [{ "expr": { "kind": "column", "name": "x" } }],
            "from": { "kind": "table", "table": { "name": name } },
        })
    };
    let exists = json!({ "kind": "exists", "query": inner("hidden"), "negated": false });
    let within = json!({
        "kind": "in",
        "expr": { "kind": "subquery", "query": inner("deep") },
        "values": { "kind": "query", "query": inner("listed") },
        "negated": false,
    });
    let plan = plan_of(
        json!({
            "kind": "update",
            "table": { "name": "target", "schema": "s" },
            "set": [{ "column": "a", "value": { "kind": "subquery", "query": inner("source") } }],
            "filter": { "kind": "and", "items": [exists, { "kind": "not", "expr": within }] },
        }),
        DialectKind::Postgres,
    )
    .unwrap();
    assert_eq!(plan.reads, ["deep", "hidden", "listed", "source"]);
    assert_eq!(plan.writes, ["s.target"]);
}

#[test]
fn tables_of_one_name_are_told_apart_by_their_schemas() {
    let writes = |table: Value| {
        let query = json!({ "kind": "delete", "table": table });
        plan_of(query, DialectKind::Postgres).unwrap().writes
    };
    assert_eq!(writes(json!({ "name": "logs" })), ["logs"]);
    assert_eq!(writes(json!({ "name": "logs", "schema": "audit" })), ["audit.logs"]);
    assert_eq!(writes(json!({ "name": "audit.logs" })), ["\"audit.logs\""]);
    assert_eq!(writes(json!({ "name": "b.c", "schema": "a" })), ["a.\"b.c\""]);
    assert_eq!(writes(json!({ "name": "c", "schema": "a.b" })), ["\"a.b\".c"]);
}

#[test]
fn a_refresh_writes_its_view_where_rows_are_kept() {
    let view = json!({ "name": "sales", "schema": "s" });
    let refresh =
        |kind| plan_of(json!({ "kind": "refresh", "view": view, "concurrently": true }), kind);
    let plan = refresh(DialectKind::Postgres).unwrap();
    assert_eq!(plan.sql, r#"REFRESH MATERIALIZED VIEW CONCURRENTLY "s"."sales""#);
    assert_eq!((plan.access, plan.writes), (Access::Unknown, vec!["s.sales".to_owned()]));
    for kind in [DialectKind::Sqlite, DialectKind::Mysql, DialectKind::Mariadb] {
        assert_eq!(refresh(kind).unwrap_err(), ErrorCode::Unsupported);
    }
}

#[test]
fn returning_is_native_where_the_database_has_it() {
    let row = json!({ "kind": "rows", "index": 0 });
    for kind in [DialectKind::Sqlite, DialectKind::Postgres, DialectKind::Mariadb] {
        let plan = plan_of(insert(&["a"], row.clone()), kind).unwrap();
        assert!(matches!(plan.steps, Steps::One(_)), "{kind:?}");
        assert_eq!(plan.columns.len(), 1);
    }
}

#[test]
fn inserted_rows_are_read_back_by_the_keys_that_were_given_or_generated() {
    let source =
        |columns: &[&str], rows: Value| match plan_of(insert(columns, rows), DialectKind::Mysql)
            .unwrap()
            .steps
        {
            Steps::InsertedKeys(steps) => (steps.source, steps.keys),
            other => panic!("{other:?}"),
        };
    let rows = json!({ "kind": "rows", "index": 0 });
    assert_eq!(source(&["a"], rows.clone()), (KeySource::Generated, 1));
    let cells = KeySource::Cells { index: 0, column: 1, width: 2 };
    assert_eq!(source(&["a", "id"], rows), (cells, 1));
    let some = json!({ "kind": "rows", "index": 0, "given": 1 });
    assert_eq!(source(&["a", "b"], some), (KeySource::Generated, 2));
    let one = json!({ "kind": "row", "values": [{ "kind": "param", "index": 4 }] });
    assert_eq!(source(&["id"], one), (KeySource::Param(4), 5));
}

#[test]
fn an_update_reads_and_locks_the_keys_first() {
    let update = |column: &str, key: Value| {
        json!({
            "kind": "update",
            "table": { "name": "t" },
            "set": [{ "column": column, "value": { "kind": "param", "index": 0 } }],
            "returning": [{ "expr": { "kind": "column", "name": "a" } }],
            "key": key,
        })
    };
    let plan = plan_of(update("a", json!(["id"])), DialectKind::Mariadb).unwrap();
    let Steps::KeysFirst(steps) = plan.steps else { panic!("{:?}", plan.steps) };
    let mariadb = dialect(DialectKind::Mariadb);
    assert_eq!(steps.keys.display_sql(mariadb), "SELECT `id` FROM `t` FOR UPDATE");
    assert_eq!(steps.write.display_sql(mariadb), "UPDATE `t` SET `a` = ? WHERE `id` IN (?, …)");
    assert_eq!(steps.read.display_sql(mariadb), "SELECT `a` FROM `t` WHERE `id` IN (?, …)");
    assert_eq!((steps.keys_param, steps.read_before), (1, false));

    let without_key = plan_of(update("a", json!([])), DialectKind::Mariadb);
    assert_eq!(without_key.err(), Some(ErrorCode::Unsupported));
    let changes_key = plan_of(update("id", json!(["id"])), DialectKind::Mariadb);
    assert_eq!(changes_key.err(), Some(ErrorCode::InvalidQuery));
}

#[test]
fn a_delete_reads_before_it_writes() {
    let delete = json!({
        "kind": "delete",
        "table": { "name": "t" },
        "returning": [{ "expr": { "kind": "column", "name": "a" } }],
        "key": ["id"],
    });
    let plan = plan_of(delete, DialectKind::Mysql).unwrap();
    let Steps::KeysFirst(steps) = plan.steps else { panic!("{:?}", plan.steps) };
    assert!(steps.read_before);
}

#[test]
fn a_query_that_locks_rows_is_not_one_that_only_reads() {
    let query = |lock: Value| {
        json!({
            "kind": "select",
            "columns": [{ "expr": { "kind": "column", "name": "id" } }],
            "from": { "kind": "table", "table": { "name": "t" } },
            "lock": lock,
        })
    };
    for kind in [DialectKind::Sqlite, DialectKind::Postgres, DialectKind::Mariadb] {
        let locking = plan_of(query(json!({ "strength": "update" })), kind).unwrap();
        assert_eq!(locking.access, Access::Write, "{kind:?}");
        assert_eq!(plan_of(query(Value::Null), kind).unwrap().access, Access::Read, "{kind:?}");
    }
}
