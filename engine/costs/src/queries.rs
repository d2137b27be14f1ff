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
pub const GIVEN: [(&str, &str); 6] = [
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

/// One row by its key.
#[must_use]
pub fn by_id() -> Value {
    let right = param(0, "int");
    select(&json!({ "kind": "compare", "op": "=", "left": column("id"), "right": right }))
}

/// The rows up to a key.
#[must_use]
pub fn up_to_id() -> Value {
    let right = param(0, "int");
    select(&json!({ "kind": "compare", "op": "<=", "left": column("id"), "right": right }))
}

/// The rows of a list of keys.
#[must_use]
pub fn by_ids() -> Value {
    let values = json!({ "kind": "list", "index": 0, "type": "int" });
    let filter = json!({ "kind": "in", "expr": column("id"), "values": values, "negated": false });
    select(&filter)
}

/// Sets a column of one row.
#[must_use]
pub fn update() -> Value {
    let filter =
        json!({ "kind": "compare", "op": "=", "left": column("id"), "right": param(0, "int") });
    let set = json!([{ "column": "count", "value": param(1, "int") }]);
    json!({ "kind": "update", "table": { "name": "readings" }, "set": set, "filter": filter })
}

fn insert(source: &Value) -> Value {
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

/// Adds a row and returns it.
#[must_use]
pub fn insert_one() -> Value {
    let values: Value =
        GIVEN.iter().enumerate().map(|(index, (_, kind))| param(index, kind)).collect();
    insert(&json!({ "kind": "row", "values": values }))
}

/// Adds rows and returns them.
#[must_use]
pub fn insert_many() -> Value {
    insert(&json!({ "kind": "rows", "index": 0 }))
}

/// Adds rows, or sets columns of those that exist.
#[must_use]
pub fn upsert_many() -> Value {
    let assignment =
        |name: &str| json!({ "column": name, "value": { "kind": "inserted", "name": name } });
    let set: Value = ["count", "value", "at"].map(assignment).into();
    let mut query = insert_many();
    query["onConflict"] =
        json!({ "columns": ["label"], "action": { "kind": "update", "set": set } });
    query
}

/// Two filters, an order of two columns, and a page of it.
#[must_use]
pub fn page() -> Value {
    let is = |name: &str, index: usize, kind: &str| {
        let right = param(index, kind);
        json!({ "kind": "compare", "op": "=", "left": column(name), "right": right })
    };
    let items = [is("place", 0, "text"), is("valid", 1, "boolean")];
    let mut query = select(&json!({ "kind": "and", "items": items }));
    let order = |name: &str| json!({ "expr": column(name), "direction": "asc" });
    query["orderBy"] = json!([order("label"), order("id")]);
    query["limit"] = param(2, "int");
    query["offset"] = param(3, "int");
    query
}

/// Three joins, filters, an order and a limit.
#[must_use]
pub fn joined() -> Value {
    let compare = |index: usize, op: &str| {
        let right = param(index, "int");
        json!({ "kind": "compare", "op": op, "left": of("readings", "count"), "right": right })
    };
    json!({
        "kind": "select",
        "columns": [{ "expr": of("readings", "id"), "type": "int" }],
        "from": table("readings"),
        "joins": joins(),
        "orderBy": [{ "expr": of("readings", "at"), "direction": "desc" }],
        "limit": param(2, "int"),
        "filter": { "kind": "and", "items": [compare(0, ">"), compare(1, "<=")] },
    })
}

/// Three joins, grouped, with a number and a sum of each group.
#[must_use]
pub fn grouped() -> Value {
    let country = of("place", "country");
    let call = |name: &str, arg: &Value| json!({ "kind": "function", "name": name, "args": [arg] });
    let product = json!({
        "kind": "arithmetic",
        "op": "*",
        "left": of("readings", "count"),
        "right": of("readings", "value"),
    });
    json!({
        "kind": "select",
        "columns": [
            { "expr": country, "type": "text" },
            { "expr": call("count", &of("readings", "id")), "alias": "readings", "type": "int" },
            { "expr": call("sum", &product), "alias": "total", "type": "float" },
        ],
        "from": table("readings"),
        "joins": joins(),
        "groupBy": [country],
        "orderBy": [{ "expr": country, "direction": "asc" }],
    })
}

fn of(table: &str, name: &str) -> Value {
    json!({ "kind": "column", "table": table, "name": name })
}

/// Readings with what they refer to.
fn joins() -> Value {
    let join = |name: &str| {
        let on = json!({
            "kind": "compare",
            "op": "=",
            "left": of("readings", name),
            "right": of(name, "id"),
        });
        json!({ "kind": "inner", "source": table(name), "on": on })
    };
    ["place", "owner", "device"].map(join).into()
}
