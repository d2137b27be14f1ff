//! Defaults and enum values, which DDL cannot bind, and what a model may not say.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use serde_json::{Value, json};
use versa_error::{Error, ErrorCode};
use versa_schema::create_tables;
use versa_sql::{DialectKind, dialect};

const ALL: [DialectKind; 4] =
    [DialectKind::Sqlite, DialectKind::Postgres, DialectKind::Mysql, DialectKind::Mariadb];

fn create(tables: &[Value], kind: DialectKind) -> Result<Vec<String>, Error> {
    let tables: Vec<_> =
        tables.iter().map(|table| serde_json::from_value(table.clone()).unwrap()).collect();
    create_tables(&tables, dialect(kind), false)
}

fn column(name: &str, logical_type: &str, more: &Value) -> Value {
    let mut column = json!({
        "name": name, "type": logical_type, "nullable": false, "identity": false, "unique": false,
    });
    for (key, value) in more.as_object().unwrap() {
        column[key] = value.clone();
    }
    column
}

/// An index of one column.
fn by(column: &str) -> Value {
    let key = json!({ "kind": "column", "column": column, "descending": false });
    json!({ "keys": [key], "unique": false })
}

/// A table `t` of those columns, with more of its own.
fn table(columns: &[Value], more: &Value) -> Value {
    let mut table = json!({
        "table": { "name": "t" }, "columns": columns, "primaryKey": [], "uniques": [],
        "indexes": [], "foreignKeys": [],
    });
    for (key, value) in more.as_object().unwrap() {
        table[key] = value.clone();
    }
    table
}

/// The definition of a column `c` on SQLite, PostgreSQL and MySQL.
fn check_column(logical_type: &str, more: Value, expected: [&str; 3]) {
    let kinds = [DialectKind::Sqlite, DialectKind::Postgres, DialectKind::Mysql];
    for (kind, expected) in kinds.into_iter().zip(expected) {
        let table = table(&[column("c", logical_type, &more)], &json!({}));
        let sql = create(&[table], kind).unwrap().remove(0);
        let definition = sql.lines().nth(1).unwrap().trim().trim_end_matches(',');
        assert_eq!(&definition[4..], expected, "{kind:?}");
    }
}

#[test]
fn a_text_means_the_same_in_every_mode_of_the_session() {
    check_column(
        "text",
        json!({ "default": { "kind": "text", "value": r"it's" } }),
        [
            "TEXT NOT NULL DEFAULT 'it''s'",
            "text NOT NULL DEFAULT 'it''s'",
            "longtext NOT NULL DEFAULT ('it''s')",
        ],
    );
    check_column(
        "text",
        json!({ "default": { "kind": "text", "value": r"\'" } }),
        [
            r"TEXT NOT NULL DEFAULT '\'''",
            r"text NOT NULL DEFAULT E'\\'''",
            "longtext NOT NULL DEFAULT (convert(x'5C27' using utf8mb4))",
        ],
    );
}

#[test]
fn an_instant_has_the_notation_of_its_column() {
    check_column(
        "timestamp",
        json!({ "default": { "kind": "text", "value": "2026-01-31T23:59:59.123Z" } }),
        [
            "TIMESTAMP_TEXT NOT NULL DEFAULT '2026-01-31 23:59:59.123'",
            "timestamptz NOT NULL DEFAULT '2026-01-31T23:59:59.123Z'",
            "datetime(6) NOT NULL DEFAULT ('2026-01-31 23:59:59.123')",
        ],
    );
}

#[test]
fn numbers_are_written_as_numbers() {
    check_column(
        "bigInt",
        json!({ "default": { "kind": "int", "value": "-9223372036854775808" } }),
        [
            "INTEGER NOT NULL DEFAULT -9223372036854775808",
            "bigint NOT NULL DEFAULT -9223372036854775808",
            "bigint NOT NULL DEFAULT -9223372036854775808",
        ],
    );
    check_column(
        "float",
        json!({ "default": { "kind": "float", "value": 0.1 } }),
        [
            "REAL NOT NULL DEFAULT 1e-1",
            "double precision NOT NULL DEFAULT 1e-1",
            "double NOT NULL DEFAULT 1e-1",
        ],
    );
    for digits in ["1); drop table t; --", "", "1.5", "9223372036854775808"] {
        let default = json!({ "default": { "kind": "int", "value": digits } });
        refused(&table(&[column("c", "int", &default)], &json!({})), "whole number");
    }
}

#[test]
fn sqlite_keeps_to_the_length_of_a_text() {
    let length = json!({ "length": 3 });
    let table = table(&[column("c", "text", &length)], &json!({}));
    let statements = create(&[table], DialectKind::Sqlite).unwrap();
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.execute_batch(&statements.join(";")).unwrap();
    assert!(connection.execute("insert into t (c) values ('äöü')", []).is_ok());
    assert!(connection.execute("insert into t (c) values ('äöüß')", []).is_err());
}

#[test]
fn an_attached_database_holds_its_indexes_and_keys() {
    let reference = json!([{
        "columns": ["c"], "references": { "name": "t", "schema": "other" },
        "referencedColumns": ["c"],
    }]);
    let more = json!({
        "table": { "name": "t", "schema": "other" }, "foreignKeys": reference,
        "indexes": [by("c")],
    });
    let table = table(&[column("c", "int", &json!({ "unique": true }))], &more);
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.execute_batch("attach ':memory:' as other").unwrap();
    for statement in create(&[table], DialectKind::Sqlite).unwrap() {
        connection.execute_batch(&statement).unwrap();
    }
}

#[test]
fn a_missing_circle_is_completed_where_the_database_can() {
    let refers_to = |own: &str, other: &str| {
        let key = json!([{
            "columns": ["c"], "references": { "name": other }, "referencedColumns": ["c"],
        }]);
        let more = json!({ "table": { "name": own }, "foreignKeys": key });
        table(&[column("c", "int", &json!({ "unique": true }))], &more)
    };
    let tables: Vec<_> = [refers_to("a", "b"), refers_to("b", "a")]
        .into_iter()
        .map(|table| serde_json::from_value(table).unwrap())
        .collect();
    let last = |kind| create_tables(&tables, dialect(kind), true).unwrap().pop().unwrap();
    assert_eq!(
        last(DialectKind::Postgres),
        r#"ALTER TABLE "a" DROP CONSTRAINT IF EXISTS "a_c_foreign", ADD CONSTRAINT "a_c_foreign" "#
            .to_owned()
            + r#"FOREIGN KEY ("c") REFERENCES "b" ("c")"#
    );
    assert_eq!(
        last(DialectKind::Mariadb),
        "ALTER TABLE `a` ADD CONSTRAINT `a_c_foreign` FOREIGN KEY IF NOT EXISTS (`c`) \
         REFERENCES `b` (`c`)"
    );
}

#[test]
fn what_contradicts_itself_is_refused() {
    let plain = || column("c", "int", &json!({}));
    let key = |to: &str, columns: Value| {
        let target = json!({ "name": to });
        json!([{ "columns": ["c"], "references": target, "referencedColumns": columns }])
    };
    let one =
        |logical_type: &str, more: Value| table(&[column("c", logical_type, &more)], &json!({}));
    let with = |more: Value| table(&[plain()], &more);
    let id = column("id", "int", &json!({ "identity": true }));
    let other = column("other", "int", &json!({ "identity": true }));
    let text_id = column("id", "text", &json!({ "identity": true }));
    let primary = json!({ "primaryKey": ["id"] });
    for (table, said) in [
        (table(&[id.clone(), other], &primary), "2 identity columns"),
        (table(&[id], &json!({})), "not its primary key"),
        (table(&[text_id], &primary), "no whole number"),
        (one("text", json!({ "values": [] })), "no value at all"),
        (one("int", json!({ "values": ["a"] })), "not text"),
        (one("text", json!({ "values": ["a\0"] })), "NUL"),
        (one("text", json!({ "default": { "kind": "text", "value": "\0" } })), "NUL"),
        (one("text", json!({ "length": 0 })), "length 0"),
        (one("decimal", json!({ "precision": 2, "scale": 3 })), "digits"),
        (one("decimal", json!({ "precision": 0 })), "digits"),
        (with(json!({ "indexes": [{ "keys": [], "unique": false }] })), "key without columns"),
        (with(json!({ "foreignKeys": key("t", json!([])) })), "unequal sides"),
        (with(json!({ "foreignKeys": key("t", json!(["nope"])) })), "t.nope"),
        (
            table(
                &[column("c", "int", &json!({ "unique": true }))],
                &json!({ "uniques": [{ "columns": ["c"] }] }),
            ),
            "two keys of the name t_c_unique",
        ),
        (with(json!({ "indexes": [by("c"), by("c")] })), "two keys of the name t_c_index"),
    ] {
        refused(&table, said);
    }
    // A table that is not made here may exist.
    let elsewhere = with(json!({ "foreignKeys": key("elsewhere", json!(["nope"])) }));
    assert!(create(&[elsewhere], DialectKind::Postgres).is_ok());
}

fn refused(table: &Value, said: &str) {
    for kind in ALL {
        let error = create(std::slice::from_ref(table), kind).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidModel, "{error}");
        assert!(error.message().contains(said), "{error}");
    }
}

/// A part of an expression: text, then a name.
fn sql(text: &str, name: &str) -> Value {
    json!([{ "kind": "text", "text": text }, { "kind": "identifier", "names": [name] }])
}

#[test]
fn a_generated_column_is_computed_from_what_the_user_wrote() {
    check_column(
        "int",
        json!({ "generated": { "sql": sql("1 + ", "d"), "stored": true } }),
        [
            r#"INTEGER GENERATED ALWAYS AS (1 + "d") STORED NOT NULL"#,
            r#"bigint GENERATED ALWAYS AS (1 + "d") STORED NOT NULL"#,
            "bigint GENERATED ALWAYS AS (1 + `d`) STORED NOT NULL",
        ],
    );
    // MariaDB takes no `not null` there.
    let generated = json!({ "generated": { "sql": sql("1 + ", "d"), "stored": false } });
    let table = table(&[column("c", "int", &generated)], &json!({}));
    let created = create(std::slice::from_ref(&table), DialectKind::Mariadb).unwrap().remove(0);
    assert!(created.contains("AS (1 + `d`) VIRTUAL,"), "{created}");
    assert!(created.contains("CONSTRAINT `t_c_not_null` CHECK (`c` IS NOT NULL)"), "{created}");
    let error = create(&[table], DialectKind::Postgres).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Unsupported);
}

#[test]
fn a_comment_with_a_backslash_is_read_in_the_mode_of_the_session() {
    let with = |comment: &str| {
        table(&[column("c", "int", &json!({ "comment": comment }))], &json!({ "comment": "it's" }))
    };
    let plain = create(&[with("a")], DialectKind::Mysql).unwrap();
    assert_eq!(plain.len(), 1);
    assert!(plain[0].contains("COMMENT 'a'") && plain[0].contains("COMMENT='it''s'"), "{plain:?}");
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02X}")).collect::<String>();
    let either = create(&[with(r"a\")], DialectKind::Mariadb).unwrap();
    assert_eq!(either.len(), 1);
    assert!(either[0].starts_with("EXECUTE IMMEDIATE if("), "{either:?}");
    let (kept, escaped) = (hex(r"COMMENT 'a\'"), hex(r"COMMENT 'a\\'"));
    assert!(either[0].contains(&kept) && either[0].contains(&escaped), "{either:?}");
    let prepared = create(&[with(r"a\")], DialectKind::Mysql).unwrap();
    assert_eq!(prepared.len(), 4, "{prepared:?}");
    let postgres = create(&[with(r"a\")], DialectKind::Postgres).unwrap();
    assert_eq!(
        postgres[1..],
        [r#"COMMENT ON TABLE "t" IS 'it''s'"#, r#"COMMENT ON COLUMN "t"."c" IS E'a\\'"#,]
    );
    let sqlite = create(&[with("a */ b")], DialectKind::Sqlite).unwrap().remove(0);
    assert!(sqlite.contains("NOT NULL /* a * / b */"), "{sqlite}");
}

#[test]
fn indexes_hold_what_the_database_can() {
    let keys = json!([{ "kind": "expression", "sql": sql("lower", "c"), "descending": true }]);
    let index = json!({
        "indexes": [{ "name": "i", "keys": keys, "unique": true, "condition": sql("0 < ", "c") }],
    });
    let table = table(&[column("c", "text", &json!({}))], &index);
    let created = create(std::slice::from_ref(&table), DialectKind::Postgres).unwrap().remove(1);
    assert_eq!(created, r#"CREATE UNIQUE INDEX "i" ON "t" ((lower"c") DESC) WHERE 0 < "c""#);
    for kind in [DialectKind::Mysql, DialectKind::Mariadb] {
        let error = create(std::slice::from_ref(&table), kind).unwrap_err();
        assert_eq!((error.code(), error.table_name()), (ErrorCode::Unsupported, Some("t")));
    }
}

#[test]
fn whole_numbers_have_the_bits_they_are_given() {
    check_column(
        "int",
        json!({ "bits": 16 }),
        ["INTEGER NOT NULL", "smallint NOT NULL", "smallint NOT NULL"],
    );
    check_column(
        "int",
        json!({ "bits": 32 }),
        ["INTEGER NOT NULL", "integer NOT NULL", "int NOT NULL"],
    );
    refused(&table(&[column("c", "int", &json!({ "bits": 8 }))], &json!({})), "bits");
}
