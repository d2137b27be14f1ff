//! `full join`, which MySQL has not.

use serde_json::json;

use crate::*;

#[test]
fn a_full_join_is_emulated_where_there_is_none() {
    let on = json!({
        "kind": "compare", "op": "=",
        "left": { "kind": "column", "table": "t", "name": "id" },
        "right": { "kind": "column", "table": "u", "name": "id" },
    });
    let source = json!({ "kind": "table", "table": { "name": "u" } });
    let query = json!({
        "kind": "select",
        "columns": [{ "expr": column("a") }],
        "from": { "kind": "table", "table": { "name": "t" } },
        "joins": [{ "kind": "full", "source": source, "on": on }],
        "orderBy": [{ "expr": column("a"), "direction": "asc" }],
    });
    let native = r#"SELECT "a" FROM "t" FULL JOIN "u" ON "t"."id" = "u"."id" ORDER BY "a""#;
    check(
        query.clone(),
        [
            &format!("{native} ASC"),
            &format!("{native} ASC"),
            "SELECT `a` FROM `t` LEFT JOIN `u` ON `t`.`id` = `u`.`id` UNION ALL \
             SELECT `a` FROM `t` RIGHT JOIN `u` ON 1 = 0 \
             WHERE NOT EXISTS (SELECT 1 FROM `t` WHERE `t`.`id` = `u`.`id`) ORDER BY `a` ASC",
        ],
    );
    let mut grouped = query;
    grouped["groupBy"] = json!([column("a")]);
    assert_eq!(sql(&grouped, DialectKind::Mysql), Err(ErrorCode::Unsupported));
}

#[test]
fn a_full_join_that_would_come_out_wrong_is_refused() {
    let query = |columns: serde_json::Value, order: &str| {
        let source = json!({ "kind": "table", "table": { "name": "u" } });
        json!({
            "kind": "select",
            "columns": columns,
            "from": { "kind": "table", "table": { "name": "t" } },
            "joins": [{ "kind": "full", "source": source, "on": column("x") }],
            "orderBy": [{ "expr": column(order), "direction": "asc" }],
        })
    };
    let total = json!({ "kind": "function", "name": "sum", "args": [column("a")] });
    let zero = json!({ "kind": "integer", "value": 0 });
    let hidden = json!({ "kind": "function", "name": "coalesce", "args": [total, zero] });
    let twice = json!([
        { "expr": { "kind": "column", "table": "t", "name": "ID" } },
        { "expr": { "kind": "column", "name": "id" } },
    ]);
    for (columns, order) in [
        (json!([{ "expr": hidden }, { "expr": column("a") }]), "a"),
        (json!([{ "expr": { "kind": "raw", "parts": [] } }, { "expr": column("a") }]), "a"),
        (json!([{ "expr": column("a") }]), "b"),
        (twice, "id"),
    ] {
        let query = query(columns, order);
        assert_eq!(sql(&query, DialectKind::Mysql), Err(ErrorCode::Unsupported), "{query}");
        assert!(sql(&query, DialectKind::Postgres).is_ok());
    }
}
