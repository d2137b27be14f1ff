//! Writes with joins, rows that are changed each to its own values, rows that are looked for.

use serde_json::{Value, json};
use versa_ast::Value as Cell;
use versa_error::ErrorCode;
use versa_sql::{DialectKind, compile, dialect, render};

use crate::{check, column, param, select, sql};

fn own(table: &str, name: &str) -> Value {
    json!({ "kind": "column", "table": table, "name": name })
}

fn join() -> Value {
    json!([{
        "kind": "inner",
        "source": { "kind": "table", "table": { "name": "o" } },
        "on": { "kind": "compare", "op": "=", "left": own("t", "o_id"), "right": own("o", "id") },
    }])
}

#[test]
fn an_update_with_a_join() {
    check(
        json!({
            "kind": "update",
            "table": { "name": "t" },
            "joins": join(),
            "set": [{ "column": "a", "value": own("o", "b") }],
            "filter": { "kind": "compare", "op": ">", "left": own("o", "n"), "right": param(0) },
        }),
        [
            concat!(
                r#"UPDATE "t" SET "a" = "o"."b" FROM "o" "#,
                r#"WHERE ("t"."o_id" = "o"."id") AND ("o"."n" > ?)"#,
            ),
            concat!(
                r#"UPDATE "t" SET "a" = "o"."b" FROM "o" "#,
                r#"WHERE ("t"."o_id" = "o"."id") AND ("o"."n" > $1)"#,
            ),
            "UPDATE `t` INNER JOIN `o` ON `t`.`o_id` = `o`.`id` SET `t`.`a` = `o`.`b` \
             WHERE `o`.`n` > ?",
        ],
    );
}

#[test]
fn a_delete_with_a_join() {
    check(
        json!({ "kind": "delete", "table": { "name": "t" }, "joins": join() }),
        [
            r#"DELETE FROM "t" WHERE EXISTS (SELECT 1 FROM "o" WHERE "t"."o_id" = "o"."id")"#,
            r#"DELETE FROM "t" USING "o" WHERE "t"."o_id" = "o"."id""#,
            "DELETE `t` FROM `t` INNER JOIN `o` ON `t`.`o_id` = `o`.`id`",
        ],
    );
}

fn update_rows() -> Value {
    json!({
        "kind": "updateRows",
        "table": { "name": "t" },
        "key": [{ "name": "id", "type": "int" }],
        "columns": [{ "name": "a", "type": "text" }, { "name": "b", "type": "int" }],
        "index": 0,
        "set": [{
            "column": "n",
            "value": {
                "kind": "arithmetic", "op": "+",
                "left": column("n"), "right": { "kind": "integer", "value": 1 },
            },
        }],
        "filter": { "kind": "isNull", "expr": column("gone"), "negated": false },
    })
}

#[test]
fn rows_that_get_values_of_their_own() {
    check(
        update_rows(),
        [
            concat!(
                r#"UPDATE "t" SET "a" = ?, "b" = ?, "n" = "t"."n" + 1 "#,
                r#"WHERE "id" = ? AND ("t"."gone" IS NULL)"#,
            ),
            concat!(
                r#"UPDATE "t" SET "a" = versa_rows.c1, "b" = versa_rows.c2, "n" = "t"."n" + 1 "#,
                r#"FROM unnest(COALESCE($1, ARRAY[(NULL::"t")."id"]), "#,
                r#"COALESCE($2, ARRAY[(NULL::"t")."a"]), COALESCE($3, ARRAY[(NULL::"t")."b"])) "#,
                r#"AS versa_rows (c0, c1, c2) WHERE "t"."id" = versa_rows.c0 "#,
                r#"AND ("t"."gone" IS NULL)"#,
            ),
            "UPDATE `t` SET `a` = CASE WHEN `id` = ? THEN ? … ELSE `a` END, \
             `b` = CASE WHEN `id` = ? THEN ? … ELSE `b` END, `n` = `t`.`n` + 1 \
             WHERE (`id`) IN ((?), …) AND (`t`.`gone` IS NULL)",
        ],
    );
}

#[test]
fn rows_that_leave_columns_to_the_database() {
    let query = serde_json::from_value(json!({
        "kind": "insert",
        "table": { "name": "t" },
        "columns": [{ "name": "a", "type": "int" }, { "name": "b", "type": "text" }],
        "source": { "kind": "rows", "index": 0, "given": 1 },
    }))
    .unwrap();
    let text = |text: &str| Cell::Text(text.to_owned());
    let cells = [Cell::Int(1), Cell::Null, Cell::Null, text("b"), Cell::Int(3), text("c")];
    let params = [Cell::List(cells.to_vec()), text("100111")];
    let postgres = dialect(DialectKind::Postgres);
    let statement = compile(&query, postgres).unwrap();
    let rendered = render(&statement.text, &params, 0..2, postgres).unwrap();
    let expected = r#"INSERT INTO "t" ("a", "b") VALUES ($1, DEFAULT), (DEFAULT, $2)"#;
    assert_eq!(rendered.sql, expected);
    let rendered = render(&statement.text, &params, 2..3, postgres).unwrap();
    assert!(rendered.sql.ends_with("VALUES ($1, $2)"), "{}", rendered.sql);
    let short = [params[0].clone(), text("1001")];
    let refused = render(&statement.text, &short, 0..3, postgres).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Internal);
    let refused = compile(&query, dialect(DialectKind::Sqlite)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Unsupported);
}

#[test]
fn a_table_with_the_name_of_a_type_is_not_taken_for_it() {
    let insert = |name: &str, schema: Option<&str>| {
        let columns = json!([{ "name": "a", "type": "text" }]);
        let query = json!({
            "kind": "insert",
            "table": { "name": name, "schema": schema },
            "columns": columns,
            "source": { "kind": "rows", "index": 0 },
        });
        sql(&query, DialectKind::Postgres).unwrap()
    };
    for name in ["path", "_int4", "pg_lsn"] {
        assert!(insert(name, None).contains(" VALUES "), "{name}");
        let schema_named = format!(r#"ARRAY[(NULL::"own"."{name}")."a"]"#);
        assert!(insert(name, Some("own")).contains(&schema_named), "{name}");
    }
    assert!(insert("paths", None).contains(r#"(NULL::"paths")"#));
}

#[test]
fn rows_of_which_no_types_are_known() {
    let column = |name: &str| json!({ "name": name });
    check(
        json!({
            "kind": "updateRows",
            "table": { "name": "t" },
            "key": [column("k")],
            "columns": [column("a")],
            "index": 0,
        }),
        [
            r#"UPDATE "t" SET "a" = ? WHERE "k" = ?"#,
            concat!(
                r#"UPDATE "t" SET "a" = CASE WHEN "k" = ? THEN ? … ELSE "a" END "#,
                r#"WHERE ("k") IN ((?), …)"#,
            ),
            "UPDATE `t` SET `a` = CASE WHEN `k` = ? THEN ? … ELSE `a` END \
             WHERE (`k`) IN ((?), …)",
        ],
    );
}

#[test]
fn cases_are_written_for_the_rows_of_a_chunk() {
    let query = serde_json::from_value(update_rows()).unwrap();
    let mysql = dialect(DialectKind::Mysql);
    let statement = compile(&query, mysql).unwrap();
    let row = |id: i64| [Cell::Int(id), Cell::Text(format!("{id}")), Cell::Int(id * 10)];
    let params = [Cell::List((1..=3).flat_map(row).collect())];
    let rendered = render(&statement.text, &params, 1..3, mysql).unwrap();
    assert!(rendered.sql.contains("CASE WHEN `id` = ? THEN ? WHEN `id` = ? THEN ? ELSE `a` END"));
    assert!(rendered.sql.contains("WHERE (`id`) IN ((?), (?))"), "{}", rendered.sql);
    assert_eq!(rendered.bound.len(), 2 * 4 + 2);
}

#[test]
fn rows_that_are_looked_for() {
    let filter = json!({
        "kind": "inRows",
        "exprs": [column("a"), column("b")],
        "types": ["int", "bytes"],
        "index": 0,
        "negated": false,
    });
    check(
        select(filter),
        [
            concat!(
                r#"SELECT "a" FROM "t" WHERE ("a", "b") IN (SELECT json_extract(value, '$[0]'), "#,
                "unhex(json_extract(value, '$[1]')) FROM json_each(?))",
            ),
            concat!(
                r#"SELECT "a" FROM "t" WHERE ("a", "b") IN (SELECT * FROM "#,
                "unnest(CAST($1 AS int8[]), CAST($2 AS bytea[])))",
            ),
            "SELECT `a` FROM `t` WHERE (`a`, `b`) IN ((?, ?), …)",
        ],
    );
}

#[test]
fn rows_of_unknown_types_that_are_looked_for() {
    let exprs = [crate::column("a"), crate::column("b")];
    let filter = json!({
        "kind": "inRows", "exprs": exprs, "types": [null, null], "index": 0, "negated": false,
    });
    let query = serde_json::from_value(select(filter)).unwrap();
    let postgres = dialect(DialectKind::Postgres);
    let statement = compile(&query, postgres).unwrap();
    let rows = |count: usize| [Cell::List(vec![Cell::Int(1); count])];
    let two = rows(4);
    let rendered = render(&statement.text, &two, 0..0, postgres).unwrap();
    assert!(rendered.sql.ends_with(r#"WHERE ("a", "b") IN (($1, $2), ($3, $4))"#));
    // Only MySQL has a form for more.
    let many = rows(65_536);
    let refused = render(&statement.text, &many, 0..0, postgres).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::InvalidQuery);
}

#[test]
fn the_place_of_a_row_in_its_group() {
    let place = json!({
        "kind": "over",
        "function": "rowNumber",
        "partitionBy": [column("a")],
        "orderBy": [{ "expr": column("b"), "direction": "desc" }],
    });
    let text = |quote: &str| {
        format!("row_number() OVER (PARTITION BY {quote}a{quote} ORDER BY {quote}b{quote} DESC)")
    };
    let (double, back) = (text("\""), text("`"));
    crate::check_column(place, [&double, &double, &back]);
}

#[test]
fn a_very_long_list_is_written_as_digits() {
    let filter = json!({
        "kind": "in",
        "expr": column("a"),
        "values": { "kind": "list", "index": 0 },
        "negated": false,
    });
    let query = serde_json::from_value(select(filter)).unwrap();
    let mysql = dialect(DialectKind::Mysql);
    let statement = compile(&query, mysql).unwrap();
    let mut items: Vec<Cell> = (0..70_000).map(Cell::Int).collect();
    items.push(Cell::Text("it's \\".to_owned()));
    items.push(Cell::Text("a.b-c@d_e+f:1 Z".to_owned()));
    items.push(Cell::Decimal("-1.50".to_owned()));
    items.push(Cell::Decimal("1); drop".to_owned()));
    let params = [Cell::List(items)];
    let rendered = render(&statement.text, &params, 0..0, mysql).unwrap();
    assert!(rendered.bound.is_empty());
    let end = ", 69999, _utf8mb4 x'69742773205c', 'a.b-c@d_e+f:1 Z', \
               -1.50, _utf8mb4 x'31293b2064726f70')";
    assert!(rendered.sql.ends_with(end), "{}", &rendered.sql[rendered.sql.len() - 90..]);
}
