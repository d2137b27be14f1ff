//! What no database gets to see.

use serde_json::json;

use crate::*;

#[test]
fn what_makes_no_sense_is_refused_on_every_dialect() {
    let table = json!({ "name": "t" });
    let cases = [
        (json!({ "kind": "select", "columns": [] }), ErrorCode::InvalidQuery),
        (json!({ "kind": "update", "table": table, "set": [] }), ErrorCode::InvalidQuery),
        (json!({ "kind": "raw", "parts": [] }), ErrorCode::InvalidQuery),
        (json!({ "kind": "delete", "table": { "name": "" } }), ErrorCode::InvalidIdentifier),
        (json!({ "kind": "delete", "table": { "name": "a\0b" } }), ErrorCode::InvalidIdentifier),
        (
            json!({ "kind": "delete", "table": { "name": "x".repeat(64) } }),
            ErrorCode::InvalidIdentifier,
        ),
        (
            json!({ "kind": "delete", "table": table,
                    "filter": { "kind": "inserted", "name": "a" } }),
            ErrorCode::InvalidQuery,
        ),
        (
            json!({ "kind": "select",
                    "columns": [{ "expr": { "kind": "allColumns" }, "alias": "x" }] }),
            ErrorCode::InvalidQuery,
        ),
        (
            json!({
                "kind": "insert", "table": table, "columns": [{ "name": "a" }],
                "source": { "kind": "row", "values": [] },
            }),
            ErrorCode::InvalidQuery,
        ),
    ];
    for (query, code) in cases {
        for kind in ALL {
            assert_eq!(sql(&query, kind), Err(code), "{query} {kind:?}");
        }
    }
}

#[test]
fn depth_is_limited_instead_of_exhausting_the_stack() {
    let mut filter = column("a");
    for _ in 0..60 {
        filter = json!({ "kind": "not", "expr": filter });
    }
    assert!(sql(&select(filter), DialectKind::Sqlite).is_ok());
    let mut filter = versa_ast::Expr::Null;
    for _ in 0..10_000 {
        filter = versa_ast::Expr::Not { expr: Box::new(filter) };
    }
    let query = versa_ast::Query::Delete(Box::new(versa_ast::Delete {
        table: versa_ast::TableRef { name: "t".into(), schema: None },
        joins: None,
        filter: Some(filter),
        returning: None,
        key: None,
    }));
    let error = compile(&query, dialect(DialectKind::Sqlite)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidQuery);
    // Dropping 10,000 boxes recurses; the test is about compiling.
    std::mem::forget(query);
}
