//! What a select returns, and in which order.

use serde_json::json;

use crate::*;

#[test]
fn a_parameter_alone_is_cast_where_the_server_could_not_know_its_type() {
    let typed = json!({ "kind": "param", "index": 0, "type": "int" });
    check(
        json!({ "kind": "select", "columns": [{ "expr": typed, "alias": "one" }] }),
        [r#"SELECT ? AS "one""#, r#"SELECT CAST($1 AS int8) AS "one""#, "SELECT ? AS `one`"],
    );
}

#[test]
fn nulls_go_where_the_order_says() {
    let order = |direction: &str, nulls: &str| {
        json!({
            "kind": "select",
            "columns": [{ "expr": column("a") }],
            "from": { "kind": "table", "table": { "name": "t" } },
            "orderBy": [{ "expr": column("a"), "direction": direction, "nulls": nulls }],
        })
    };
    check(
        order("asc", "last"),
        [
            r#"SELECT "a" FROM "t" ORDER BY "a" ASC NULLS LAST"#,
            r#"SELECT "a" FROM "t" ORDER BY "a" ASC NULLS LAST"#,
            "SELECT `a` FROM `t` ORDER BY `a` IS NULL, `a` ASC",
        ],
    );
    let mysql = sql(&order("desc", "last"), DialectKind::Mysql).unwrap();
    assert_eq!(mysql, "SELECT `a` FROM `t` ORDER BY `a` DESC", "null is the smallest anyway");
}

#[test]
fn an_offset_needs_a_limit_on_some() {
    let mut query = select(json!({ "kind": "and", "items": [] }));
    query["offset"] = param(0);
    check(
        query,
        [
            r#"SELECT "a" FROM "t" WHERE 1 = 1 LIMIT 9223372036854775807 OFFSET (? + 0)"#,
            r#"SELECT "a" FROM "t" WHERE 1 = 1 OFFSET $1"#,
            "SELECT `a` FROM `t` WHERE 1 = 1 LIMIT 9223372036854775807 OFFSET ?",
        ],
    );
}

#[test]
fn a_parameter_keeps_its_type_in_a_computation() {
    let product = json!({
        "kind": "arithmetic", "op": "*", "left": column("n"), "right": typed("float"),
    });
    check_column(product, [r#""n" * ?"#, r#""n" * CAST($1 AS float8)"#, "`n` * ?"]);
    let coalesce = |other: Value| {
        let args = [typed("text"), other];
        json!({ "kind": "function", "name": "coalesce", "args": args })
    };
    check_column(
        coalesce(json!({ "kind": "null" })),
        ["coalesce(?, NULL)", "coalesce(CAST($1 AS text), NULL)", "coalesce(?, NULL)"],
    );
    check_column(
        coalesce(column("a")),
        [r#"coalesce(?, "a")"#, r#"coalesce($1, "a")"#, "coalesce(?, `a`)"],
    );
    check_column(
        json!({ "kind": "cast", "expr": typed("text"), "type": "int" }),
        ["CAST(? AS INTEGER)", "CAST(CAST($1 AS text) AS int8)", "CAST(? AS SIGNED)"],
    );
}

#[test]
fn the_mean_is_a_double() {
    let mean = |distinct: bool| {
        let args = [column("n")];
        json!({ "kind": "function", "name": "avg", "args": args, "distinct": distinct })
    };
    check_column(
        mean(false),
        [r#"avg("n")"#, r#"CAST(avg("n") AS float8)"#, "avg(CAST(`n` AS DOUBLE))"],
    );
    check_column(
        mean(true),
        [
            r#"avg(DISTINCT "n")"#,
            r#"CAST(avg(DISTINCT "n") AS float8)"#,
            "avg(DISTINCT CAST(`n` AS DOUBLE))",
        ],
    );
}

#[test]
fn an_order_says_nothing_of_nulls_unless_it_is_told() {
    let order = |direction: &str| {
        json!({
            "kind": "select",
            "columns": [{ "expr": { "kind": "integer", "value": 1 } }],
            "orderBy": [{ "expr": column("a"), "direction": direction }],
        })
    };
    check(
        order("asc"),
        [
            r#"SELECT 1 ORDER BY "a" ASC"#,
            r#"SELECT 1 ORDER BY "a" ASC"#,
            "SELECT 1 ORDER BY `a` ASC",
        ],
    );
    check(
        order("desc"),
        [
            r#"SELECT 1 ORDER BY "a" DESC"#,
            r#"SELECT 1 ORDER BY "a" DESC"#,
            "SELECT 1 ORDER BY `a` DESC",
        ],
    );
}

#[test]
fn what_is_computed_of_decimals_compares_as_numbers_where_they_are_text() {
    let of = |name: &str| json!({ "kind": "function", "name": name, "args": [column("a")] });
    let over = |name: &str| {
        let right = typed("decimal");
        json!({
            "kind": "select",
            "columns": [{ "expr": of("sum"), "alias": "total", "type": "decimal" }],
            "from": { "kind": "table", "table": { "name": "t" } },
            "having": { "kind": "compare", "op": ">", "left": of(name), "right": right },
            "orderBy": [{ "expr": of("max"), "direction": "asc", "type": "decimal" }],
        })
    };
    check(
        over("sum"),
        [
            concat!(
                r#"SELECT versa_decimal_sum("a") COLLATE versa_decimal AS "total" FROM "t" "#,
                r#"HAVING CAST(versa_decimal_sum("a") AS TEXT) COLLATE versa_decimal > ? "#,
                r#"ORDER BY max("a") COLLATE versa_decimal ASC"#,
            ),
            r#"SELECT sum("a") AS "total" FROM "t" HAVING sum("a") > $1 ORDER BY max("a") ASC"#,
            "SELECT sum(`a`) AS `total` FROM `t` HAVING sum(`a`) > ? ORDER BY max(`a`) ASC",
        ],
    );
    let mean = sql(&over("avg"), DialectKind::Sqlite).unwrap();
    assert!(mean.contains(r#"HAVING avg("a") > CAST(? AS REAL) ORDER"#), "{mean}");
}
