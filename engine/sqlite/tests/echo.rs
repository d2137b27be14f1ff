//! What an insert returns is what is then in the table, however the table was declared: SQLite
//! itself, asked afterwards, is the oracle.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use versa_ast::{
    Expr, Identifier, Insert, InsertColumn, InsertSource, LogicalType, OutputColumn, Query,
    TableRef, Value,
};
use versa_driver::{ConnectOptions, Driver, Outcome};
use versa_rows::Chunk;
use versa_sql::{Access, ResultColumn, SqlText, Statement};
use versa_sqlite::SqliteDriver;

fn open(url: &str) -> Arc<SqliteDriver> {
    versa_sqlite::connect(url, &ConnectOptions::default()).unwrap()
}

fn raw(sql: &str, access: Access, types: &[LogicalType]) -> Statement {
    let columns = types
        .iter()
        .map(|&logical_type| ResultColumn {
            name: "c".to_owned(),
            logical_type: Some(logical_type),
        })
        .collect();
    Statement {
        text: SqlText::Fixed { sql: sql.into(), slots: Vec::new() },
        access,
        returns_rows: access == Access::Read,
        columns,
        bulk: None,
        echo: None,
        duplicates: versa_sql::Duplicates::Counted,
    }
}

async fn run(driver: &SqliteDriver, sql: &str) {
    driver
        .acquire(versa_driver::Intent::Statement(Access::Write))
        .await
        .unwrap()
        .run_sql(sql)
        .await
        .unwrap();
}

fn id(name: &str) -> Identifier {
    Identifier::new(name)
}

/// `insert into t (given…) values (…) returning returned…`, of one row or of many.
fn insert(given: &[&str], returned: &[(&str, LogicalType)], many: bool) -> Statement {
    let columns = given
        .iter()
        .map(|name| InsertColumn { name: id(name), logical_type: None })
        .collect::<Vec<_>>();
    let source = if many {
        InsertSource::Rows { index: 0, given: None }
    } else {
        let values = (0..).zip(given).map(|(index, _)| Expr::Param { index, logical_type: None });
        InsertSource::Row { values: values.collect() }
    };
    let returning = returned
        .iter()
        .map(|(name, logical_type)| OutputColumn {
            expr: Expr::Column { table: None, name: id(name) },
            alias: None,
            logical_type: Some(*logical_type),
        })
        .collect();
    let query = Insert {
        table: TableRef { name: id("t"), schema: None },
        columns,
        source,
        on_conflict: None,
        returning: Some(returning),
        key: Some(vec![id("id")]),
    };
    let dialect = versa_sql::dialect_of("SQLite").unwrap();
    let statement = versa_sql::compile(&Query::Insert(Box::new(query)), dialect).unwrap();
    assert!(statement.echo.is_some());
    statement
}

fn cells_of(outcome: Outcome) -> Vec<Chunk> {
    outcome.chunks
}

fn types() -> Vec<LogicalType> {
    use LogicalType::{
        BigInt, Boolean, Bytes, Date, DateTime, Decimal, DecimalNumber, Float, Int, Json, Text,
        Time, Timestamp, Uuid,
    };
    vec![
        Int,
        BigInt,
        Float,
        Decimal,
        DecimalNumber,
        Boolean,
        Text,
        Date,
        Time,
        Timestamp,
        DateTime,
        Json,
        Uuid,
        Bytes,
    ]
}

fn values() -> Vec<Value> {
    vec![
        Value::Null,
        Value::Boolean(true),
        Value::Int(0),
        Value::Int(7),
        Value::Int((1 << 53) + 1),
        Value::Int(i64::MIN),
        Value::Float(0.5),
        Value::Float(3.0),
        Value::Float(-0.0),
        Value::Float(f64::NAN),
        Value::Float(f64::INFINITY),
        Value::Float(1e300),
        Value::Text(String::new()),
        Value::Text("7".to_owned()),
        Value::Text("007".to_owned()),
        Value::Text("1.50".to_owned()),
        Value::Text("1e2".to_owned()),
        Value::Text("Łódź 🦀 \0 end".to_owned()),
        Value::Text("2026-01-31".to_owned()),
        Value::Text("[1, null]".to_owned()),
        Value::Timestamp(1_600_000_000_123_000),
        Value::Bytes(Vec::new()),
        Value::Bytes(vec![0, 255]),
    ]
}

const DECLARATIONS: [&str; 16] = [
    "INTEGER",
    "INT",
    "BIGINT",
    "TEXT",
    "VARCHAR(3)",
    "REAL",
    "DOUBLE",
    "BLOB",
    "",
    "NUMERIC",
    "BOOLEAN",
    "DECIMAL_TEXT",
    "TIMESTAMP_TEXT",
    "DATETIME",
    "TEXT NOT NULL DEFAULT 'none'",
    "INTEGER DEFAULT 5",
];

#[tokio::test]
async fn every_value_in_every_column_comes_back_as_it_is_read() {
    let driver = open("sqlite::memory:");
    for declaration in DECLARATIONS {
        let columns = format!("id INTEGER PRIMARY KEY, v {declaration}, w TEXT");
        run(&driver, &format!("DROP TABLE IF EXISTS t; CREATE TABLE t ({columns})")).await;
        for logical_type in types() {
            let returned =
                [("id", LogicalType::Int), ("v", logical_type), ("w", LogicalType::Text)];
            let read = raw(
                "SELECT id, v, w FROM t",
                Access::Read,
                &[LogicalType::Int, logical_type, LogicalType::Text],
            );
            for value in values() {
                for many in [false, true] {
                    run(&driver, "DELETE FROM t").await;
                    let statement = insert(&["v"], &returned, many);
                    let params = if many {
                        vec![Value::List(vec![value.clone()])]
                    } else {
                        vec![value.clone()]
                    };
                    let what = format!("{value:?} in {declaration:?} as {logical_type:?}, {many}");
                    let inserted = driver.execute(&statement, &params).await;
                    let found = driver.execute(&read, &[]).await;
                    match (inserted, found) {
                        (Ok(inserted), Ok(found)) => {
                            assert_eq!(inserted.affected, 1, "{what}");
                            assert_eq!(cells_of(inserted), cells_of(found), "{what}");
                        }
                        (Err(inserted), Err(found)) => {
                            assert_eq!(inserted.code(), found.code(), "{what}");
                        }
                        // Refused by the table itself: then nothing is there to be read.
                        (Err(_), Ok(found)) => assert!(found.chunks.is_empty(), "{what}"),
                        (Ok(_), Err(error)) => panic!("{what}: {error}"),
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn keys_defaults_and_computed_columns_come_back_as_they_are_read() {
    let driver = open("sqlite::memory:");
    let tables = [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT, w TEXT DEFAULT 'd')",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT AS (v || '!'))",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT AS (v || '!') STORED)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT) STRICT",
        "CREATE TABLE t (id INT PRIMARY KEY, v TEXT, w TEXT)",
        "CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT, w TEXT)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY DESC, v TEXT, w TEXT)",
        "CREATE TABLE t (id INTEGER, v TEXT, w TEXT, PRIMARY KEY (id))",
        "CREATE TABLE t (id INTEGER, v TEXT, w TEXT, PRIMARY KEY (id, v))",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT) WITHOUT ROWID",
    ];
    let returned = [("id", LogicalType::Int), ("v", LogicalType::Text), ("w", LogicalType::Text)];
    let read = raw("SELECT id, v, w FROM t ORDER BY v", Access::Read, &returned.map(|(_, t)| t));
    for table in tables {
        for given in [&["v"][..], &["id", "v"], &["v", "id"]] {
            run(&driver, &format!("DROP TABLE IF EXISTS t; {table}")).await;
            let rows = [1, 2, 40].map(|key| {
                let row = given.iter().map(|name| match *name {
                    "id" => Value::Int(key),
                    _ => Value::Text(format!("v{key}")),
                });
                row.collect::<Vec<_>>()
            });
            let params = [Value::List(rows.concat())];
            let what = format!("{table}, {given:?}");
            let inserted = driver.execute(&insert(given, &returned, true), &params).await;
            let found = driver.execute(&read, &[]).await.unwrap();
            match inserted {
                Ok(inserted) => assert_eq!(cells_of(inserted), cells_of(found), "{what}"),
                Err(_) => assert!(found.chunks.is_empty(), "{what}"),
            }
        }
    }
}

#[tokio::test]
async fn hundreds_of_rows_come_back_as_they_are_read() {
    let driver = open("sqlite::memory:");
    let key = "id INTEGER PRIMARY KEY, v TEXT, w TEXT";
    let full = format!("CREATE TABLE t ({key}); INSERT INTO t (id) VALUES (9223372036854775700)");
    let tables = [
        format!("CREATE TABLE t ({key})"),
        format!("CREATE TABLE t ({key}); INSERT INTO t (id) VALUES (-50), (7)"),
        format!("CREATE TABLE t ({})", key.replace("KEY", "KEY AUTOINCREMENT")),
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT UNIQUE ON CONFLICT IGNORE, w TEXT)".into(),
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT UNIQUE ON CONFLICT REPLACE, w)".into(),
        format!(
            "CREATE TABLE t ({key}); CREATE TRIGGER more AFTER INSERT ON t WHEN new.w IS NULL \
             BEGIN INSERT INTO t (v, w) VALUES ('more', 'more'); END"
        ),
        format!(
            "CREATE TABLE t ({key}); CREATE TEMP TRIGGER no BEFORE INSERT ON t \
             WHEN new.v LIKE '%7' BEGIN SELECT raise(ignore); END"
        ),
        full,
    ];
    let returned =
        [("id", LogicalType::BigInt), ("v", LogicalType::Text), ("w", LogicalType::Text)];
    for table in tables {
        for count in [1, 2, 31, 32, 33, 34, 65, 300] {
            for distinct in [true, false] {
                run(&driver, &format!("DROP TABLE IF EXISTS t; {table}")).await;
                let value = |at: i32| if distinct { at } else { at % 50 };
                let cells = (0..count).map(|at| Value::Text(format!("v{}", value(at)))).collect();
                let keys = raw("SELECT id FROM t", Access::Read, &[LogicalType::BigInt]);
                let before = driver.execute(&keys, &[]).await.unwrap();
                let statement = insert(&["v"], &returned, true);
                let inserted = driver.execute(&statement, &[Value::List(cells)]).await.unwrap();
                // As many as SQLite says, each as it is in the table: those that a trigger added
                // and those that were replaced are not returned, or no longer there.
                let what = format!("{table}, {count}, {distinct}");
                let rows: usize = inserted.chunks.iter().map(|chunk| chunk.rows).sum();
                let before: usize = before.chunks.iter().map(|chunk| chunk.rows).sum();
                let sql = "SELECT id, v, w FROM t WHERE v <> 'more' ORDER BY rowid";
                let read = raw(sql, Access::Read, &returned.map(|(_, t)| t));
                let found = driver.execute(&read, &[]).await.unwrap();
                let there: usize = found.chunks.iter().map(|chunk| chunk.rows).sum();
                if table.contains("REPLACE") {
                    assert_eq!(
                        (rows, there),
                        (
                            usize::try_from(count).unwrap(),
                            usize::try_from(if distinct { count } else { count.min(50) }).unwrap()
                        ),
                        "{what}"
                    );
                } else if before == 0 && !table.contains("1700") {
                    assert_eq!(cells_of(inserted), cells_of(found), "{what}");
                } else {
                    assert_eq!(rows, there, "{what}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_row_that_a_trigger_ignores_is_not_returned() {
    let driver = open("sqlite::memory:");
    run(
        &driver,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
         CREATE TRIGGER no BEFORE INSERT ON t WHEN new.v = 'no' BEGIN SELECT raise(ignore); END",
    )
    .await;
    let returned = [("id", LogicalType::Int), ("v", LogicalType::Text)];
    let text = |text: &str| Value::Text(text.to_owned());
    let params = [Value::List(vec![text("a"), text("no"), text("b")])];
    let inserted = driver.execute(&insert(&["v"], &returned, true), &params).await.unwrap();
    assert_eq!(inserted.affected, 2);
    let read = raw("SELECT id, v FROM t", Access::Read, &returned.map(|(_, t)| t));
    assert_eq!(cells_of(inserted), cells_of(driver.execute(&read, &[]).await.unwrap()));
    let one = driver.execute(&insert(&["v"], &returned, false), &[text("no")]).await.unwrap();
    assert_eq!((one.affected, one.chunks.len()), (0, 0));
}

#[tokio::test]
async fn a_table_that_another_connection_changes_is_seen_as_it_is_then() {
    let path = std::env::temp_dir().join(format!("versa-echo-{}.db", std::process::id()));
    let url = format!("sqlite:{}", path.display());
    let (driver, other) = (open(&url), open(&url));
    run(&driver, "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT)").await;
    let returned = [("id", LogicalType::Int), ("v", LogicalType::Text), ("w", LogicalType::Text)];
    let changes = [
        "SELECT 1",
        "ALTER TABLE t ADD COLUMN x",
        "DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT DEFAULT 'd')",
        "SELECT 2",
        "DROP TABLE t; CREATE TABLE t (w TEXT AS (v || '!'), v TEXT, id INTEGER PRIMARY KEY)",
        "DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER, w TEXT)",
    ];
    for change in changes {
        for many in [false, true] {
            run(&other, &change.replace("COLUMN x", &format!("COLUMN x{many}"))).await;
            run(&other, "DELETE FROM t").await;
            let cell = |text: &str| Value::Text(text.to_owned());
            let (params, rows) = if many {
                (vec![Value::List(vec![cell("a"), cell("7")])], 2)
            } else {
                (vec![cell("7")], 1)
            };
            let statement = insert(&["v"], &returned, many);
            let inserted = driver.execute(&statement, &params).await.unwrap();
            assert_eq!(inserted.affected, rows, "{change}, {many}");
            let read = raw("SELECT id, v, w FROM t", Access::Read, &returned.map(|(_, t)| t));
            let found = other.execute(&read, &[]).await.unwrap();
            assert_eq!(cells_of(inserted), cells_of(found), "{change}, {many}");
        }
    }
    driver.close().await;
    other.close().await;
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
}
