//! Queries as the ORM sends them.

use serde_json::{Value, json};

const COLUMNS: [(&str, &str); 8] = [
    ("id", "int"),
    ("label", "text"),
    ("place", "text"),
    ("count", "int"),
    ("value", "float"),
    ("valid", "boolean"),
    ("at", "timestamp"),
    ("note", "text"),
];

/// The columns that are given when a row is added.
pub(crate) const GIVEN: [(&str, &str); 6] = [
    ("label", "text"),
    ("place", "text"),
    ("count", "int"),
    ("value", "float"),
    ("valid", "boolean"),
    ("at", "timestamp"),
];

fn all_columns() -> Value {
    let column = |&(name, kind): &(&str, &str)| json!({ "expr": column(name), "type": kind });
    COLUMNS.iter().map(column).collect()
}

fn column(name: &str) -> Value {
    json!({ "kind": "column", "name": name })
}

fn param(index: usize, kind: &str) -> Value {
    json!({ "kind": "param", "index": index, "type": kind })
}

fn table(name: &str) -> Value {
    json!({ "kind": "table", "table": { "name": name } })
}

fn select(filter: &Value) -> Value {
    let from = table("readings");
    json!({ "kind": "select", "columns": all_columns(), "from": from, "filter": filter })
}

pub(crate) fn by_id() -> Value {
    let right = param(0, "int");
    select(&json!({ "kind": "compare", "op": "=", "left": column("id"), "right": right }))
}

pub(crate) fn up_to_id() -> Value {
    let right = param(0, "int");
    select(&json!({ "kind": "compare", "op": "<=", "left": column("id"), "right": right }))
}

pub(crate) fn by_ids() -> Value {
    let values = json!({ "kind": "list", "index": 0, "type": "int" });
    let filter = json!({ "kind": "in", "expr": column("id"), "values": values, "negated": false });
    select(&filter)
}

pub(crate) fn update() -> Value {
    let filter =
        json!({ "kind": "compare", "op": "=", "left": column("id"), "right": param(0, "int") });
    let set = json!([{ "column": "count", "value": param(1, "int") }]);
    json!({ "kind": "update", "table": { "name": "readings" }, "set": set, "filter": filter })
}

pub(crate) fn insert(source: &Value) -> Value {
    let given: Value =
        GIVEN.iter().map(|(name, kind)| json!({ "name": name, "type": kind })).collect();
    json!({
        "kind": "insert",
        "table": { "name": "readings" },
        "columns": given,
        "source": source,
        "returning": all_columns(),
        "key": ["id"],
    })
}

pub(crate) fn insert_one() -> Value {
    let values: Value =
        GIVEN.iter().enumerate().map(|(index, (_, kind))| param(index, kind)).collect();
    insert(&json!({ "kind": "row", "values": values }))
}

pub(crate) fn insert_many() -> Value {
    insert(&json!({ "kind": "rows", "index": 0 }))
}

/// Three joins, filters, an order and a limit.
pub(crate) fn joined() -> Value {
    let of = |table: &str, name: &str| json!({ "kind": "column", "table": table, "name": name });
    let join = |name: &str| {
        let on = json!({
            "kind": "compare",
            "op": "=",
            "left": of("readings", name),
            "right": of(name, "id"),
        });
        json!({ "kind": "inner", "source": table(name), "on": on })
    };
    let compare = |index: usize, op: &str| {
        let right = param(index, "int");
        json!({ "kind": "compare", "op": op, "left": of("readings", "count"), "right": right })
    };
    json!({
        "kind": "select",
        "columns": [{ "expr": of("readings", "id"), "type": "int" }],
        "from": table("readings"),
        "joins": [join("place"), join("owner"), join("device")],
        "orderBy": [{ "expr": of("readings", "at"), "direction": "desc" }],
        "limit": param(2, "int"),
        "filter": { "kind": "and", "items": [compare(0, ">"), compare(1, "<=")] },
    })
}
