//! Inserts, upserts, updates and deletes.

use serde_json::json;
use versa_ast::Value as Cell;
use versa_sql::{Duplicates, render, rows_per_chunk};

use crate::*;

#[test]
fn many_rows_are_one_parameter() {
    let insert = json!({
        "kind": "insert",
        "table": { "name": "t" },
        "columns": [{ "name": "a", "type": "int" }, { "name": "b", "type": "text" }],
        "source": { "kind": "rows", "index": 0 },
        "onConflict": { "columns": ["a"], "action": { "kind": "nothing" } },
        "returning": [{ "expr": column("a") }],
    });
    let into = r#"INSERT INTO "t" ("a", "b")"#;
    let arrays = r#"COALESCE($1, ARRAY[(NULL::"t")."a"]), COALESCE($2, ARRAY[(NULL::"t")."b"])"#;
    let end = r#"ON CONFLICT ("a") DO NOTHING RETURNING "a""#;
    check(
        insert.clone(),
        [
            &format!("{into} VALUES (?, ?) {end}"),
            &format!("{into} SELECT * FROM unnest({arrays}) {end}"),
            "INSERT INTO `t` (`a`, `b`) VALUES (?, ?), … ON DUPLICATE KEY UPDATE `a` = `t`.`a`",
        ],
    );
    let mariadb = sql(&insert, DialectKind::Mariadb).unwrap();
    assert!(mariadb.ends_with("RETURNING `a`"), "{mariadb}");
}

#[test]
fn an_upsert_refers_to_the_proposed_row() {
    let set = json!([{ "column": "b", "value": { "kind": "inserted", "name": "b" } }]);
    let into = r#"INSERT INTO "t" ("a", "b")"#;
    let end = r#"ON CONFLICT ("a") DO UPDATE SET "b" = excluded."b""#;
    check(
        json!({
            "kind": "insert",
            "table": { "name": "t" },
            "columns": [{ "name": "a" }, { "name": "b" }],
            "source": { "kind": "row", "values": [param(0), param(1)] },
            "onConflict": { "columns": ["a"], "action": { "kind": "update", "set": set } },
        }),
        [
            &format!("{into} VALUES (?, ?) {end}"),
            &format!("{into} VALUES ($1, $2) {end}"),
            "INSERT INTO `t` (`a`, `b`) VALUES (?, ?) ON DUPLICATE KEY UPDATE `b` = VALUES(`b`)",
        ],
    );
}

#[test]
fn an_upsert_meets_the_rows_that_a_key_counts() {
    let insert = |action: serde_json::Value| {
        json!({
            "kind": "insert",
            "table": { "name": "t" },
            "columns": [{ "name": "a" }],
            "source": { "kind": "row", "values": [param(0)] },
            "onConflict": { "columns": ["a"], "living": "gone", "action": action },
        })
    };
    let on = r#"ON CONFLICT ("a") WHERE "gone" IS NULL"#;
    // That it is there already is no failure: the driver of MySQL knows.
    let plain = "INSERT INTO `t` (`a`) VALUES (?)";
    check(
        insert(json!({ "kind": "nothing" })),
        [
            &format!(r#"INSERT INTO "t" ("a") VALUES (?) {on} DO NOTHING"#),
            &format!(r#"INSERT INTO "t" ("a") VALUES ($1) {on} DO NOTHING"#),
            plain,
        ],
    );
}

#[test]
fn a_column_in_an_upsert_is_the_existing_rows() {
    let sum = json!({
        "kind": "arithmetic", "op": "+", "left": column("b"),
        "right": { "kind": "inserted", "name": "b" },
    });
    let into = r#"INSERT INTO "s"."t" ("a") VALUES"#;
    let end = r#"ON CONFLICT ("a") DO UPDATE SET "b" = "t"."b" + excluded."b""#;
    check(
        json!({
            "kind": "insert",
            "table": { "name": "t", "schema": "s" },
            "columns": [{ "name": "a" }],
            "source": { "kind": "row", "values": [param(0)] },
            "onConflict": {
                "columns": ["a"],
                "action": { "kind": "update", "set": [{ "column": "b", "value": sum }] },
            },
        }),
        [
            &format!("{into} (?) {end}"),
            &format!("{into} ($1) {end}"),
            "INSERT INTO `s`.`t` (`a`) VALUES (?) \
             ON DUPLICATE KEY UPDATE `b` = `t`.`b` + VALUES(`b`)",
        ],
    );
}

#[test]
fn a_row_that_stays_is_not_counted() {
    let insert = |source: serde_json::Value| {
        json!({
            "kind": "insert",
            "table": { "name": "t" },
            "columns": [{ "name": "a" }],
            "source": source,
            "onConflict": { "columns": [], "action": { "kind": "nothing" } },
        })
    };
    // MySQL does not say whether it added one row: it is a plain insert, which fails if not.
    check(
        insert(json!({ "kind": "row", "values": [param(0)] })),
        [
            r#"INSERT INTO "t" ("a") VALUES (?) ON CONFLICT DO NOTHING"#,
            r#"INSERT INTO "t" ("a") VALUES ($1) ON CONFLICT DO NOTHING"#,
            "INSERT INTO `t` (`a`) VALUES (?)",
        ],
    );
    let many = serde_json::from_value(insert(json!({ "kind": "rows", "index": 0 }))).unwrap();
    let mysql = dialect(DialectKind::Mysql);
    let statement = compile(&many, mysql).unwrap();
    assert_eq!(statement.duplicates, Duplicates::Left);
    let params = [Cell::List(vec![Cell::Int(1); 3])];
    let sql = |rows| render(&statement.text, &params, rows, mysql).unwrap().sql.into_owned();
    assert_eq!(sql(0..1), "INSERT INTO `t` (`a`) VALUES (?)");
    assert!(sql(1..3).ends_with("VALUES (?), (?) ON DUPLICATE KEY UPDATE `a` = `t`.`a`"));
}

#[test]
fn decimals_are_added_exactly() {
    let step = json!({ "kind": "param", "index": 0, "type": "decimal" });
    let sum = json!({ "kind": "arithmetic", "op": "+", "left": column("a"), "right": step });
    check(
        json!({
            "kind": "update",
            "table": { "name": "t" },
            "set": [{ "column": "a", "value": sum }],
        }),
        [
            r#"UPDATE "t" SET "a" = versa_decimal_add("a", ?)"#,
            r#"UPDATE "t" SET "a" = "a" + CAST($1 AS numeric)"#,
            "UPDATE `t` SET `a` = `a` + ?",
        ],
    );
}

#[test]
fn an_inserted_query_has_a_filter_where_a_conflict_follows() {
    let rows = json!({
        "columns": [{ "expr": column("a") }],
        "from": { "kind": "table", "table": { "name": "u" } },
    });
    check(
        json!({
            "kind": "insert",
            "table": { "name": "t" },
            "columns": [{ "name": "a" }],
            "source": { "kind": "query", "query": rows },
            "onConflict": { "columns": [], "action": { "kind": "nothing" } },
        }),
        [
            r#"INSERT INTO "t" ("a") SELECT "a" FROM "u" WHERE 1 = 1 ON CONFLICT DO NOTHING"#,
            r#"INSERT INTO "t" ("a") SELECT "a" FROM "u" WHERE 1 = 1 ON CONFLICT DO NOTHING"#,
            "INSERT INTO `t` (`a`) SELECT `a` FROM `u` WHERE 1 = 1 \
             ON DUPLICATE KEY UPDATE `a` = `t`.`a`",
        ],
    );
}

#[test]
fn the_rows_of_a_chunk_leave_room_for_the_other_parameters() {
    let set = json!([{ "column": "b", "value": param(1) }, { "column": "c", "value": param(2) }]);
    let query = json!({
        "kind": "insert",
        "table": { "name": "t" },
        "columns": [{ "name": "a" }, { "name": "b" }, { "name": "c" }],
        "source": { "kind": "rows", "index": 0 },
        "onConflict": { "columns": ["a"], "action": { "kind": "update", "set": set } },
    });
    let query = serde_json::from_value(query).unwrap();
    let mysql = dialect(DialectKind::Mysql);
    let statement = compile(&query, mysql).unwrap();
    let rows = vec![Cell::Int(1); 3 * 30_000];
    let params = [Cell::List(rows), Cell::Int(1), Cell::Int(1)];
    let (most, all) = rows_per_chunk(statement.bulk.unwrap(), &params).unwrap();
    assert_eq!((most, all), (21_844, 30_000));
    let rendered = render(&statement.text, &params, 0..most, mysql).unwrap();
    assert_eq!(rendered.bound.len(), 21_844 * 3 + 2);
    assert!(rendered.bound.len() <= 65_535 && rendered.bound.len() + 3 > 65_535);
}

#[test]
fn lists_take_all_the_places_there_are_and_longer_ones_none() {
    let list = |index: u32| {
        let values = json!({ "kind": "list", "index": index });
        json!({ "kind": "in", "expr": column("a"), "values": values, "negated": false })
    };
    let filter = json!({ "kind": "or", "items": (0..5).map(list).collect::<Vec<_>>() });
    let query = serde_json::from_value(select(filter)).unwrap();
    let mysql = dialect(DialectKind::Mysql);
    let statement = compile(&query, mysql).unwrap();
    let bound = |count: usize| {
        let params = vec![Cell::List(vec![Cell::Int(1); count]); 5];
        render(&statement.text, &params, 0..0, mysql)
            .map(|rendered| rendered.bound.len())
            .map_err(|error| error.code())
    };
    assert_eq!(bound(0), Ok(0));
    assert_eq!(bound(5), Ok(5 * 8));
    assert_eq!(bound(13_107), Ok(65_535));
    // Longer lists stand in the text.
    assert_eq!(bound(13_108), Ok(0));
}
