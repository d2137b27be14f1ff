//! The DDL of tables: its order, its names, and what is refused.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use serde_json::{Value, json};
use versa_error::ErrorCode;
use versa_schema::{Table, create_tables, drop_tables};
use versa_sql::{DialectKind, dialect};

const ALL: [DialectKind; 4] =
    [DialectKind::Sqlite, DialectKind::Postgres, DialectKind::Mysql, DialectKind::Mariadb];

fn column(name: &str, logical_type: &str) -> Value {
    json!({
        "name": name, "type": logical_type, "nullable": false, "identity": false, "unique": false,
    })
}

fn table(name: &str, refers_to: &[&str]) -> Value {
    let mut id = column("id", "int");
    id["identity"] = json!(true);
    let mut columns = vec![id];
    let mut foreign_keys = Vec::new();
    for target in refers_to {
        let name = format!("{target}_id");
        columns.push(column(&name, "int"));
        foreign_keys.push(json!({
            "columns": [name], "references": { "name": target }, "referencedColumns": ["id"],
            "onDelete": "cascade",
        }));
    }
    json!({
        "table": { "name": name }, "columns": columns, "primaryKey": ["id"], "uniques": [],
        "indexes": [], "foreignKeys": foreign_keys,
    })
}

fn tables(values: &[Value]) -> Vec<Table> {
    values.iter().map(|value| serde_json::from_value(value.clone()).unwrap()).collect()
}

fn position(statements: &[String], needle: &str) -> usize {
    statements.iter().position(|sql| sql.contains(needle)).unwrap()
}

#[test]
fn tables_come_after_those_they_refer_to_and_go_before_them() {
    let tables = tables(&[table("c", &["b"]), table("b", &["a", "b"]), table("a", &[])]);
    for kind in ALL {
        let quote = dialect(kind).identifier_quote();
        let name = |table: &str| format!("TABLE {quote}{table}{quote}");
        let created = create_tables(&tables, dialect(kind), false).unwrap();
        let at = |table: &str| position(&created, &name(table));
        assert!(at("a") < at("b") && at("b") < at("c"), "{created:#?}");
        let dropped = drop_tables(&tables, dialect(kind)).unwrap();
        assert!(dropped[0].contains(&format!("{quote}c{quote}")), "{dropped:#?}");
    }
}

#[test]
fn a_circle_gets_its_last_foreign_key_afterwards() {
    let tables = tables(&[table("a", &["b"]), table("b", &["a"])]);
    for kind in [DialectKind::Postgres, DialectKind::Mysql] {
        let created = create_tables(&tables, dialect(kind), false).unwrap();
        assert_eq!(created.len(), 3, "{created:#?}");
        assert!(created[2].starts_with("ALTER TABLE"), "{created:#?}");
    }
    let created = create_tables(&tables, dialect(DialectKind::Sqlite), false).unwrap();
    assert_eq!(created.len(), 2, "SQLite lets a key refer to a table that comes later");
    for kind in ALL {
        let dropped = drop_tables(&tables, dialect(kind)).unwrap().join("; ");
        assert_eq!(dropped.matches("DROP TABLE IF EXISTS").count(), 2, "{dropped}");
    }
}

#[test]
fn sqlite_takes_every_type_default_and_hostile_text() {
    let types = [
        "boolean",
        "int",
        "bigInt",
        "float",
        "decimal",
        "text",
        "date",
        "time",
        "timestamp",
        "json",
        "bytes",
        "uuid",
    ];
    let mut all = table("every", &[]);
    let columns = all["columns"].as_array_mut().unwrap();
    for name in types {
        columns.push(column(name, name));
    }
    let hostile = r#"it's "quoted" \ ; -- /* `x` '); drop table every; --"#;
    let mut text = column("with_default", "text");
    text["default"] = json!({ "kind": "text", "value": hostile });
    text["values"] = json!([hostile, "other"]);
    columns.push(text);
    let statements = create_tables(&tables(&[all]), dialect(DialectKind::Sqlite), false).unwrap();
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.create_collation("versa_decimal", |a, b| a.cmp(b)).unwrap();
    for statement in &statements {
        connection.execute_batch(statement).unwrap();
    }
    connection
        .execute_batch(
            "insert into every (boolean, int, bigInt, float, decimal, text, date, time, timestamp, \
             json, bytes, uuid) values (1, 1, 1, 1, '1', '', '', '', '', '{}', x'', '')",
        )
        .unwrap();
    let stored: String =
        connection.query_row("select with_default from every", [], |row| row.get(0)).unwrap();
    assert_eq!(stored, hostile);
}

#[test]
fn long_names_are_cut_and_stay_different() {
    let mut long = table("t", &[]);
    let columns = long["columns"].as_array_mut().unwrap();
    for end in ["one", "two"] {
        let mut long_column = column(&format!("{}_{end}", "x".repeat(58)), "int");
        long_column["unique"] = json!(true);
        columns.push(long_column);
    }
    let sql = create_tables(&tables(&[long]), dialect(DialectKind::Postgres), false).unwrap();
    let names: Vec<&str> =
        sql[0].split("CONSTRAINT \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(names.len(), 2, "{sql:#?}");
    assert_ne!(names[0], names[1]);
    assert!(names.iter().all(|name| name.len() <= 63));
}

#[test]
fn unique_values_of_some_rows() {
    let mut members = table("members", &[]);
    let mut email = column("email", "text");
    email["unique"] = json!(true);
    let mut deleted = column("deleted_at", "timestamp");
    deleted["nullable"] = json!(true);
    let columns = members["columns"].as_array_mut().unwrap();
    columns.extend([email, deleted]);
    members["uniques"] = json!([{ "columns": ["id", "email"], "name": "pairs" }]);
    let key = |unique: bool| {
        let keys = json!([{ "kind": "column", "column": "email", "descending": true }]);
        json!({ "keys": keys, "unique": unique, "name": if unique { "u" } else { "i" } })
    };
    members["indexes"] = json!([key(true), key(false)]);
    members["living"] = json!("deleted_at");
    let tables = tables(&[members.clone()]);
    for kind in [DialectKind::Sqlite, DialectKind::Postgres] {
        let sql = create_tables(&tables, dialect(kind), true).unwrap();
        let on = r#"ON "members" ("#;
        assert!(!sql[0].contains("UNIQUE"), "{sql:#?}");
        let living = r#" WHERE "deleted_at" IS NULL"#;
        let new = "INDEX IF NOT EXISTS";
        let rest = [
            format!(r#"UNIQUE {new} "u" {on}"email" DESC){living}"#),
            format!(r#"{new} "i" {on}"email" DESC)"#),
            format!(r#"UNIQUE {new} "members_email_unique" {on}"email"){living}"#),
            format!(r#"UNIQUE {new} "pairs" {on}"id", "email"){living}"#),
        ];
        assert_eq!(sql[1..], rest.map(|end| format!("CREATE {end}")));
    }
    for kind in [DialectKind::Mysql, DialectKind::Mariadb] {
        let sql = create_tables(&tables, dialect(kind), false).unwrap().join(";");
        for part in [
            "`versa_living` tinyint GENERATED ALWAYS AS (if(`deleted_at` is null, 1, null))",
            "CONSTRAINT `members_email_unique` UNIQUE (`email`, `versa_living`)",
            "CONSTRAINT `pairs` UNIQUE (`id`, `email`, `versa_living`)",
            "UNIQUE KEY `u` (`email` DESC, `versa_living`)",
            "KEY `i` (`email` DESC)\n",
        ] {
            assert!(sql.contains(part), "{part} in {sql}");
        }
    }
    members["living"] = json!("nope");
    let nameless = self::tables(&[members]);
    for kind in ALL {
        let error = create_tables(&nameless, dialect(kind), false).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidModel);
    }
}

#[test]
fn contradictions_are_refused() {
    let mut twice = table("t", &[]);
    twice["columns"].as_array_mut().unwrap().push(column("ID", "text"));
    let mut no_such = table("t", &[]);
    no_such["uniques"] = json!([{ "columns": ["nope"] }]);
    let mut none = table("t", &[]);
    none["columns"] = json!([]);
    for value in [twice, no_such, none] {
        let tables = tables(&[value]);
        for kind in ALL {
            let error = create_tables(&tables, dialect(kind), false).unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidModel);
            assert_eq!(error.table_name(), Some("t"));
        }
    }
}
