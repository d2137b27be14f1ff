//! The DDL of views and schemas: their order, their definitions, and what is refused.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use serde_json::{Value, json};
use versa_error::ErrorCode;
use versa_schema::{Definitions, View, create, create_views, drop, drop_views};
use versa_sql::{DialectKind, dialect};

const ALL: [DialectKind; 4] =
    [DialectKind::Sqlite, DialectKind::Postgres, DialectKind::Mysql, DialectKind::Mariadb];

fn view(name: &str, sql: &str) -> Value {
    json!({
        "view": { "name": name }, "columns": ["id"], "materialized": false, "indexes": [],
        "definition": { "kind": "sql", "sql": [{ "kind": "text", "text": sql }] },
    })
}

fn by_query(filter: &Value, values: &Value) -> Value {
    let query = json!({
        "columns": [{ "expr": { "kind": "column", "name": "id" } }],
        "from": { "kind": "table", "table": { "name": "users" } },
        "filter": filter,
    });
    json!({
        "view": { "name": "v" }, "columns": ["id"], "materialized": false, "indexes": [],
        "definition": { "kind": "query", "query": query, "values": values },
    })
}

fn views(values: &[Value]) -> Vec<View> {
    values.iter().map(|value| serde_json::from_value(value.clone()).unwrap()).collect()
}

fn compare(kind: &str) -> Value {
    json!({
        "kind": "compare", "op": "=", "left": { "kind": "column", "name": "a" },
        "right": { "kind": "param", "index": 0, "type": kind },
    })
}

fn names(statements: &[String]) -> Vec<String> {
    let created = statements.iter().filter(|sql| sql.starts_with("CREATE"));
    created.map(|sql| sql.split(['"', '`']).nth(1).unwrap().to_owned()).collect()
}

#[test]
fn views_come_after_those_they_read() {
    let views = views(&[
        view("third", "select id from second, FIRST"),
        view("second", "select id from \"first\""),
        view("first", "select id from firsts where 'second_' <> ''"),
    ]);
    for kind in ALL {
        let created = create_views(&views, dialect(kind), false).unwrap();
        // Only where a name is quoted as it is, `"first"` is one.
        assert_eq!(names(&created), ["first", "second", "third"], "{kind:?}");
        let dropped = drop_views(&views, dialect(kind)).unwrap();
        assert_eq!(dropped.len(), 3);
        assert!(dropped[0].contains("first"), "{dropped:#?}");
    }
}

#[test]
fn names_that_stand_for_something_else_are_no_circle() {
    let views = views(&[view("a", "select id from x b"), view("b", "select id from y a")]);
    let created = create_views(&views, dialect(DialectKind::Sqlite), false).unwrap();
    assert_eq!(names(&created), ["a", "b"]);
}

#[test]
fn a_view_that_exists_is_left_alone() {
    let views = views(&[view("it's", "select 1 as id -- '\\")]);
    let create = |kind| create_views(&views, dialect(kind), true).unwrap();
    let sqlite = create(DialectKind::Sqlite);
    assert_eq!(sqlite[1], "CREATE VIEW IF NOT EXISTS \"it's\" AS\nselect 1 as id -- '\\");
    assert!(sqlite[0].ends_with("-- '\\\n) AS \"it's\" WHERE 1 = 0"), "{sqlite:#?}");
    let mariadb = create(DialectKind::Mariadb);
    assert!(mariadb[1].starts_with("CREATE VIEW IF NOT EXISTS `it's`"), "{mariadb:#?}");
    let postgres = create(DialectKind::Postgres);
    assert!(postgres[1].starts_with("DO E'BEGIN IF to_regclass(''\"it''''s\"'')"), "{postgres:#?}");
    assert_eq!(create(DialectKind::Mysql).len(), 5);
}

#[test]
fn values_are_written_as_each_database_reads_them() {
    let written = |kind: DialectKind, logical_type: &str, value: Value| {
        let view = by_query(&compare(logical_type), &json!([value]));
        let created = create_views(&views(&[view]), dialect(kind), false).unwrap();
        let right = created[1].split(" = ").nth(1).unwrap();
        // The compiler puts what it did not write into brackets.
        right.strip_prefix('(').unwrap().strip_suffix(')').unwrap().to_owned()
    };
    let text = |value: &str| json!({ "kind": "text", "value": value });
    for kind in ALL {
        assert!(written(kind, "text", text("it's")).contains("'it''s'"));
        assert_eq!(written(kind, "int", json!({ "kind": "int", "value": "-5" })), "(-5)");
        assert_eq!(written(kind, "float", json!({ "kind": "float", "value": 0.5 })), "5e-1");
        assert_eq!(written(kind, "int", json!({ "kind": "null" })), "NULL");
    }
    let moment = || text("2024-02-29T12:34:56.789Z");
    for (kind, expected) in [
        (DialectKind::Sqlite, "'2024-02-29 12:34:56.789'"),
        (DialectKind::Postgres, "'2024-02-29T12:34:56.789Z'"),
        (DialectKind::Mysql, "('2024-02-29 12:34:56.789')"),
    ] {
        assert_eq!(written(kind, "timestamp", moment()), expected);
    }
    assert_eq!(written(DialectKind::Postgres, "decimal", text("-1.50")), "(-1.50)");
    assert_eq!(written(DialectKind::Sqlite, "decimal", text("1.50")), "'1.50'");
    assert_eq!(written(DialectKind::Postgres, "decimal", text("1;")), "'1;'");
    assert_eq!(written(DialectKind::Postgres, "text", text("a\\'")), "E'a\\\\'''");
    let yes = json!({ "kind": "boolean", "value": true });
    assert_eq!(written(DialectKind::Postgres, "boolean", yes.clone()), "true");
    assert_eq!(written(DialectKind::Sqlite, "boolean", yes), "1");
}

#[test]
fn lists_are_written_item_by_item() {
    let filter = |negated: bool| {
        json!({
            "kind": "in", "expr": { "kind": "column", "name": "a" }, "negated": negated,
            "values": { "kind": "list", "index": 0, "type": "text" },
        })
    };
    let created = |negated: bool, items: Value| {
        let view = by_query(&filter(negated), &json!([items]));
        create_views(&views(&[view]), dialect(DialectKind::Postgres), false).unwrap()[1].clone()
    };
    let items = json!([{ "kind": "text", "value": "x'" }, { "kind": "text", "value": "y" }]);
    assert!(created(false, items.clone()).ends_with("WHERE (\"a\" IN ('x''', 'y'))"));
    assert!(created(true, items).ends_with("WHERE (\"a\" NOT IN ('x''', 'y'))"));
    assert_ne!(created(true, json!([])), created(false, json!([])));
}

#[test]
fn what_no_definition_can_hold_is_refused() {
    let code = |kind: DialectKind, view: Value| {
        create_views(&views(&[view]), dialect(kind), false).unwrap_err().code()
    };
    let mut undefined = view("v", "");
    undefined.as_object_mut().unwrap().remove("definition");
    let nul = by_query(&compare("text"), &json!([{ "kind": "text", "value": "a\0b" }]));
    let huge = by_query(&compare("int"), &json!([{ "kind": "int", "value": "9".repeat(30) }]));
    let rows = json!({
        "kind": "inRows", "exprs": [{ "kind": "column", "name": "a" }], "types": [null],
        "index": 0, "negated": false,
    });
    for kind in ALL {
        assert_eq!(code(kind, undefined.clone()), ErrorCode::InvalidModel);
        assert_eq!(code(kind, nul.clone()), ErrorCode::InvalidModel);
        assert_eq!(code(kind, huge.clone()), ErrorCode::InvalidModel);
        assert_eq!(code(kind, by_query(&rows, &json!([[]]))), ErrorCode::InvalidModel);
        assert_eq!(code(kind, view("", "select 1")), ErrorCode::InvalidIdentifier);
        let mut kept = view("kept", "select 1 as id");
        kept["materialized"] = json!(true);
        let created = create_views(&views(&[kept.clone()]), dialect(kind), false);
        match kind {
            DialectKind::Postgres => assert!(created.unwrap()[1].contains("MATERIALIZED")),
            _ => assert_eq!(created.unwrap_err().code(), ErrorCode::Unsupported),
        }
    }
    let mut elsewhere = by_query(&json!({ "kind": "integer", "value": 1 }), &json!([]));
    elsewhere["view"]["schema"] = json!("other");
    assert_eq!(code(DialectKind::Sqlite, elsewhere.clone()), ErrorCode::Unsupported);
    create_views(&views(&[elsewhere]), dialect(DialectKind::Postgres), false).unwrap();
}

#[test]
fn schemas_are_created_first_and_dropped_last() {
    let definitions: Definitions = serde_json::from_value(json!({
        "schemas": ["au\"dit"], "views": [view("v", "select 1 as id")],
    }))
    .unwrap();
    let postgres = dialect(DialectKind::Postgres);
    let created = create(&definitions, postgres, false).unwrap();
    assert_eq!(created[0], r#"CREATE SCHEMA IF NOT EXISTS "au""dit""#);
    let dropped = drop(&definitions, postgres).unwrap();
    assert_eq!(
        dropped,
        [r#"DROP VIEW IF EXISTS "v" CASCADE"#, r#"DROP SCHEMA IF EXISTS "au""dit" CASCADE"#]
    );
    let refused = create(&definitions, dialect(DialectKind::Sqlite), true).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Unsupported);
}
