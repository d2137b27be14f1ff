//! The entries for callers that speak JSON.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use serde_json::{Value, json};
use versa_error::{ErrorCode, Result};
use versa_insight::json::{explain_json, findings_json, fingerprint_json};

fn value(result: Result<String>) -> Value {
    serde_json::from_str(&result.unwrap()).unwrap()
}

#[test]
fn shapes_are_of_the_dialect() {
    let input = json!({ "sql": "select \"a\" # b", "dialect": "MySQL" });
    let shape = value(fingerprint_json(&input.to_string()));
    assert_eq!(shape["text"], "SELECT ?");
    assert_eq!(shape["hash"].as_str().unwrap().len(), 16);
}

#[test]
fn findings_are_those_of_the_protocol() {
    let statement = |number: u64| {
        json!({
            "number": number, "sql": "SELECT * FROM users WHERE id = ?", "parameters": [1],
            "durationMs": 0.5, "rows": 1, "affected": 0, "access": "read", "reads": ["users"],
            "writes": [], "ast": null, "dialects": {}, "plan": null
        })
    };
    let list = json!([statement(1), statement(4)]);
    let expected = json!([{
        "kind": "duplicate",
        "fingerprint": "SELECT * FROM users WHERE id = ?",
        "sql": "SELECT * FROM users WHERE id = ?",
        "count": 2,
        "statements": [1, 4],
        "message": "The same query of users ran twice with the same values, and nothing it reads \
                    was written in between. Keep the first result and use it again."
    }]);
    assert_eq!(value(findings_json(&list.to_string())), expected);
    let mut failed = list.clone();
    failed[1]["error"] = json!({ "name": "VersaError", "message": "no" });
    assert_eq!(value(findings_json(&failed.to_string())), json!([]));
    let mut other = list;
    other[1]["parameters"] = json!([2]);
    let options = json!({ "statements": other, "threshold": 2, "dialect": "PostgreSQL" });
    let found = value(findings_json(&options.to_string()));
    assert_eq!(found[0]["kind"], "repeated-shape");
}

#[test]
fn plans_are_those_of_the_protocol() {
    let rows = json!([
        { "id": 2, "parent": 0, "notused": 216, "detail": "SCAN u" },
        { "id": 5, "parent": 0, "notused": 0, "detail": "USE TEMP B-TREE FOR DISTINCT" }
    ]);
    let plan = value(explain_json(&rows.to_string()));
    let step = &plan["steps"][0];
    assert_eq!(
        *step,
        json!({
            "detail": "SCAN u", "explanation": "Reads all rows of u.", "kind": "scan",
            "children": []
        })
    );
    assert!(plan["steps"][1]["hurts"].is_string());
    let small = json!({ "rows": rows, "tables": { "users": 3 }, "aliases": { "u": "users" } });
    assert!(value(explain_json(&small.to_string()))["steps"][1].get("hurts").is_none());
    let query = json!({
        "kind": "select", "columns": [{ "expr": { "kind": "allColumns" } }],
        "from": { "kind": "table", "table": { "name": "users" }, "alias": "u" },
        "filter": {
            "kind": "isNull", "expr": { "kind": "column", "name": "age" }, "negated": false
        }
    });
    let hinted = value(explain_json(&json!({ "rows": rows, "query": query }).to_string()));
    assert!(hinted["steps"][0]["hurts"].as_str().unwrap().contains("an index on users(age)"));
    let none = json!({ "rows": rows, "query": null });
    assert_eq!(value(explain_json(&none.to_string())), plan);
}

#[test]
fn what_is_wrong_is_named_without_its_values() {
    let calls: [fn(&str) -> Result<String>; 3] = [fingerprint_json, findings_json, explain_json];
    for call in calls {
        for input in ["", "{", "[{\"secret\": 1}]", "\"secret\"", "{\"sql\": [\"secret\"]}"] {
            let error = call(input).unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidQuery, "{input}");
            assert!(!error.message().contains("secret"), "{error}");
            assert!(error.hint_text().is_some());
        }
    }
    let error = fingerprint_json(r#"{ "sql": "", "dialect": "Oracle" }"#).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidQuery);
}
