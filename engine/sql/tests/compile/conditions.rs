//! Conditions.

use serde_json::json;

use crate::*;

#[test]
fn conditions_are_nested_in_parentheses() {
    let equal = json!({ "kind": "compare", "op": "=", "left": column("a"), "right": param(0) });
    let is_null = json!({ "kind": "isNull", "expr": column("b"), "negated": false });
    let or = json!({ "kind": "or", "items": [equal, is_null] });
    let not = json!({ "kind": "not", "expr": or });
    check_filter(
        json!({ "kind": "and", "items": [not, { "kind": "or", "items": [] }] }),
        [
            r#"(NOT (("a" = ?) OR ("b" IS NULL))) AND (1 = 0)"#,
            r#"(NOT (("a" = $1) OR ("b" IS NULL))) AND (1 = 0)"#,
            "(NOT ((`a` = ?) OR (`b` IS NULL))) AND (1 = 0)",
        ],
    );
}

#[test]
fn a_list_is_one_parameter_where_the_database_has_a_way() {
    let values = json!({ "kind": "list", "index": 0 });
    check_filter(
        json!({ "kind": "in", "expr": column("a"), "values": values, "negated": true }),
        [
            r#""a" NOT IN (SELECT value FROM json_each(?))"#,
            r#""a" <> ALL($1)"#,
            "`a` NOT IN (?, …)",
        ],
    );
}

#[test]
fn like_means_the_same_everywhere() {
    let like = |insensitive: bool| {
        json!({
            "kind": "like", "expr": column("a"), "pattern": param(0),
            "negated": true, "insensitive": insensitive,
        })
    };
    check_filter(
        like(false),
        [r#""a" NOT LIKE ? ESCAPE '\'"#, r#""a" NOT LIKE $1"#, "`a` NOT LIKE ? ESCAPE x'5C'"],
    );
    check_filter(
        like(true),
        [
            r#"lower("a") NOT LIKE lower(?) ESCAPE '\'"#,
            r#""a" NOT ILIKE $1"#,
            "lower(`a`) NOT LIKE lower(?) ESCAPE x'5C'",
        ],
    );
}

#[test]
fn bytes_are_hex_digits_in_a_list_of_sqlite() {
    let values = json!({ "kind": "list", "index": 0, "type": "bytes" });
    check_filter(
        json!({ "kind": "in", "expr": column("a"), "values": values, "negated": false }),
        [r#""a" IN (SELECT unhex(value) FROM json_each(?))"#, r#""a" = ANY($1)"#, "`a` IN (?, …)"],
    );
}

#[test]
fn a_parameter_beside_a_column_is_not_cast() {
    let between = |expr: Value, low: Value| {
        let high = column("b");
        json!({ "kind": "between", "expr": expr, "low": low, "high": high, "negated": true })
    };
    check_filter(
        between(column("a"), typed("int")),
        [
            r#""a" NOT BETWEEN ? AND "b""#,
            r#""a" NOT BETWEEN $1 AND "b""#,
            "`a` NOT BETWEEN ? AND `b`",
        ],
    );
    check_filter(
        between(typed("int"), typed("int")),
        [
            r#"? NOT BETWEEN ? AND "b""#,
            r#"CAST($1 AS int8) NOT BETWEEN CAST($2 AS int8) AND "b""#,
            "? NOT BETWEEN ? AND `b`",
        ],
    );
}

#[test]
fn what_a_fragment_holds_stays_one_operand() {
    let or = json!({ "kind": "or", "items": [column("a"), column("b")] });
    let inner = json!({ "kind": "raw", "parts": [{ "kind": "sql", "text": "c and " }] });
    let parts = json!([
        { "kind": "expr", "expr": inner },
        { "kind": "expr", "expr": or },
        { "kind": "sql", "text": " = " },
        { "kind": "expr", "expr": param(0) },
        { "kind": "sql", "text": "0" },
    ]);
    check_filter(
        json!({ "kind": "raw", "parts": parts }),
        [r#"c and ("a" OR "b") = ? 0"#, r#"c and ("a" OR "b") = $1 0"#, "c and (`a` OR `b`) = ? 0"],
    );
}
