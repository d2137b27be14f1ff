//! Plans of queries that are easily got wrong.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use serde_json::{Value, json};
use versa_error::ErrorCode;
use versa_plan::{InsertedKeys, KeySource, Plan, Steps, plan};
use versa_sql::{DialectKind, dialect};

const MYSQL: DialectKind = DialectKind::Mysql;

fn plan_of(query: Value, kind: DialectKind) -> Result<Plan, ErrorCode> {
    let query = serde_json::from_value(query).unwrap();
    plan(&query, dialect(kind)).map_err(|error| error.code())
}

fn column(name: &str) -> Value {
    json!({ "kind": "column", "name": name })
}

fn param(index: u32) -> Value {
    json!({ "kind": "param", "index": index })
}

fn reading(table: &str) -> Value {
    json!({
        "columns": [{ "expr": column("x") }],
        "from": { "kind": "table", "table": { "name": table } },
    })
}

fn subquery(table: &str) -> Value {
    json!({ "kind": "subquery", "query": reading(table) })
}

fn insert(columns: &[&str], source: Value, conflict: &[&str]) -> Value {
    let columns: Vec<Value> = columns.iter().map(|name| json!({ "name": name })).collect();
    let mut insert = json!({
        "kind": "insert",
        "table": { "name": "t" },
        "columns": columns,
        "source": source,
        "returning": [{ "expr": column("a") }],
        "key": ["id"],
    });
    if !conflict.is_empty() {
        insert["onConflict"] = json!({ "columns": conflict, "action": { "kind": "nothing" } });
    }
    insert
}

fn inserted_keys(query: Value) -> Result<InsertedKeys, ErrorCode> {
    match plan_of(query, MYSQL)?.steps {
        Steps::InsertedKeys(steps) => Ok(*steps),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_table_hides_in_every_part_of_a_write() {
    let set = |table: &str| json!([{ "column": "a", "value": subquery(table) }]);
    let mut upsert =
        insert(&["a"], json!({ "kind": "row", "values": [subquery("value")] }), &["a"]);
    upsert["onConflict"]["action"] = json!({ "kind": "update", "set": set("conflict") });
    upsert["returning"] = json!([{ "expr": subquery("returned"), "alias": "r" }]);
    let upsert = plan_of(upsert, DialectKind::Postgres).unwrap();
    assert_eq!(upsert.reads, ["conflict", "returned", "value"]);
    assert_eq!(upsert.writes, ["t"]);

    let returning = json!([{ "expr": subquery("returned"), "alias": "r" }]);
    for mut write in [
        json!({ "kind": "update", "set": [{ "column": "a", "value": param(0) }] }),
        json!({ "kind": "delete" }),
    ] {
        write["table"] = json!({ "name": "t" });
        write["returning"] = returning.clone();
        assert_eq!(plan_of(write, DialectKind::Postgres).unwrap().reads, ["returned"]);
    }
}

#[test]
fn the_keys_take_a_parameter_that_nothing_else_uses() {
    let mut query = insert(&["a"], json!({ "kind": "row", "values": [param(0)] }), &[]);
    query["returning"] = json!([{ "expr": param(3), "alias": "tag" }]);
    assert_eq!(inserted_keys(query).unwrap().keys, 4);
}

#[test]
fn generated_keys_are_in_order_and_given_ones_in_theirs() {
    let rows = json!({ "kind": "rows", "index": 0 });
    let mysql = dialect(MYSQL);
    let read = |columns: &[&str], source: &Value| {
        let steps = inserted_keys(insert(columns, source.clone(), &[])).unwrap();
        steps.read.display_sql(mysql)
    };
    assert_eq!(read(&["a"], &rows), "SELECT `a` FROM `t` WHERE `id` IN (?, …) ORDER BY `id` ASC");
    assert_eq!(
        read(&["id"], &rows),
        "SELECT `a` FROM `t` WHERE `id` IN (?, …) ORDER BY field(`id`, ?, …)"
    );
    let one = json!({ "kind": "row", "values": [param(0)] });
    assert_eq!(read(&["id"], &one), "SELECT `a` FROM `t` WHERE `id` IN (?, …)");
}

#[test]
fn an_upsert_reads_its_rows_by_the_unique_column() {
    let one = json!({ "kind": "row", "values": [param(0), param(1)] });
    let steps = inserted_keys(insert(&["a", "email"], one.clone(), &["email"])).unwrap();
    assert_eq!(steps.source, KeySource::Param(1));
    let read = steps.read.display_sql(dialect(MYSQL));
    assert_eq!(read, "SELECT `a` FROM `t` WHERE `email` IN (?, …)");
    // A row that the unique key does not count may have the same value.
    let mut living = insert(&["a", "email"], one.clone(), &["email"]);
    living["onConflict"]["living"] = json!("gone");
    let read = inserted_keys(living).unwrap().read.display_sql(dialect(MYSQL));
    assert_eq!(read, "SELECT `a` FROM `t` WHERE (`email` IN (?, …)) AND (`gone` IS NULL)");
    // Neither a default nor two columns tell which row it was.
    for conflict in [&["other"][..], &["a", "email"]] {
        let query = insert(&["a", "email"], one.clone(), conflict);
        assert_eq!(inserted_keys(query).err(), Some(ErrorCode::Unsupported));
    }
}

#[test]
fn the_rows_of_an_inserted_query_cannot_be_told() {
    let query = json!({ "kind": "query", "query": reading("u") });
    for columns in [["a"], ["id"]] {
        let query = insert(&columns, query.clone(), &[]);
        assert_eq!(inserted_keys(query).err(), Some(ErrorCode::Unsupported));
    }
}

#[test]
fn a_write_that_returns_nothing_is_one_statement() {
    let mut query = insert(&["a"], json!({ "kind": "rows", "index": 0 }), &[]);
    for returning in [json!([]), json!(null)] {
        query["returning"] = returning;
        let plan = plan_of(query.clone(), MYSQL).unwrap();
        assert!(matches!(plan.steps, Steps::One(_)));
        assert!(plan.columns.is_empty());
    }
}
