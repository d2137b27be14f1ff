//! `returning` for databases that have none: MySQL's dialect, spoken to a real MariaDB.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use std::sync::Arc;

use serde_json::{Value as Json, json};
use versa_ast::Value;
use versa_driver::{ConnectOptions, Driver};
use versa_engine::{Database, Outcome};
use versa_error::ErrorCode;
use versa_sql::{DialectKind, dialect};

/// A database of its own on the server, dropped at the end.
struct Scratch {
    admin: Arc<dyn Driver>,
    name: String,
    database: Arc<Database>,
}

impl Scratch {
    /// None where the tests were told to leave the server out.
    async fn new(test: &str) -> Option<Self> {
        let chosen = std::env::var("VERSA_TEST_DATABASES").unwrap_or_default();
        if !chosen.is_empty() && !chosen.contains("mariadb") {
            return None;
        }
        let url = std::env::var("VERSA_TEST_MYSQL_URL")
            .unwrap_or_else(|_| "mysql://root@127.0.0.1:3306/".to_owned());
        let admin = versa_mysql::connect(&url, &ConnectOptions::default()).await.unwrap();
        let name = format!("versa_engine_{}_{test}", std::process::id());
        let admin: Arc<dyn Driver> = admin;
        run(&admin, &format!("create database {name}")).await;
        let own = format!("{}/{name}", url.trim_end_matches('/'));
        let driver = versa_mysql::connect(&own, &ConnectOptions::default()).await.unwrap();
        let database = Database::with_dialect(driver, dialect(DialectKind::Mysql));
        database
            .run_sql(
                "create table people (id bigint primary key auto_increment, \
                 code varchar(40) unique, age int) engine = innodb"
                    .to_owned(),
                None,
            )
            .await
            .unwrap();
        Some(Self { admin, name, database })
    }

    async fn execute(&self, query: Json, params: Vec<Value>) -> Result<Outcome, ErrorCode> {
        let (_, plan) = self.database.prepare(&query.to_string()).map_err(|error| error.code())?;
        self.database
            .execute(plan, params, Arc::new(|_| {}), None)
            .await
            .map_err(|error| error.code())
    }

    async fn drop(self) {
        self.database.close().await.unwrap();
        run(&self.admin, &format!("drop database {}", self.name)).await;
        self.admin.close().await;
    }
}

async fn run(driver: &Arc<dyn Driver>, sql: &str) {
    let intent = versa_driver::Intent::Statement(versa_sql::Access::Write);
    driver.acquire(intent).await.unwrap().run_sql(sql).await.unwrap();
}

fn column(name: &str) -> Json {
    json!({ "expr": { "kind": "column", "name": name }, "type": "int" })
}

fn insert(columns: &[&str]) -> Json {
    let names: Vec<Json> = columns.iter().map(|name| json!({ "name": name })).collect();
    json!({
        "kind": "insert",
        "table": { "name": "people" },
        "columns": names,
        "source": { "kind": "rows", "index": 0 },
        "returning": [column("id"), column("age")],
        "key": ["id"],
    })
}

fn rows(cells: &[i64]) -> Vec<Value> {
    vec![Value::List(cells.iter().map(|&cell| Value::Int(cell)).collect())]
}

fn numbers(outcome: &Outcome) -> Vec<f64> {
    outcome.chunks.iter().flat_map(|chunk| chunk.numbers.clone()).collect()
}

#[tokio::test]
async fn generated_keys_come_back_in_the_order_of_the_rows() {
    let Some(scratch) = Scratch::new("generated").await else { return };
    let outcome = scratch.execute(insert(&["age"]), rows(&[30, 10, 20])).await.unwrap();
    assert_eq!(numbers(&outcome), [1.0, 30.0, 2.0, 10.0, 3.0, 20.0]);
    assert_eq!(outcome.affected, 3);
    scratch.drop().await;
}

#[tokio::test]
async fn given_keys_come_back_in_the_order_given() {
    let Some(scratch) = Scratch::new("given").await else { return };
    let cells = rows(&[9, 1, 7, 2, 8, 3]);
    let outcome = scratch.execute(insert(&["id", "age"]), cells).await.unwrap();
    assert_eq!(numbers(&outcome), [9.0, 1.0, 7.0, 2.0, 8.0, 3.0]);
    scratch.drop().await;
}

#[tokio::test]
async fn an_update_returns_the_rows_it_changed_even_out_of_its_own_filter() {
    let Some(scratch) = Scratch::new("update").await else { return };
    scratch.execute(insert(&["age"]), rows(&[10, 20, 30])).await.unwrap();
    let update = json!({
        "kind": "update",
        "table": { "name": "people" },
        "set": [{ "column": "age", "value": { "kind": "param", "index": 0 } }],
        "filter": {
            "kind": "compare", "op": "<",
            "left": { "kind": "column", "name": "age" },
            "right": { "kind": "param", "index": 1 },
        },
        "returning": [column("id"), column("age")],
        "key": ["id"],
    });
    let params = vec![Value::Int(99), Value::Int(25)];
    let outcome = scratch.execute(update.clone(), params.clone()).await.unwrap();
    assert_eq!(numbers(&outcome), [1.0, 99.0, 2.0, 99.0]);
    let none = scratch.execute(update, params).await.unwrap();
    assert_eq!((numbers(&none), none.affected), (Vec::new(), 0));
    scratch.drop().await;
}

#[tokio::test]
async fn a_delete_returns_what_is_gone() {
    let Some(scratch) = Scratch::new("delete").await else { return };
    scratch.execute(insert(&["age"]), rows(&[10, 20])).await.unwrap();
    let delete = json!({
        "kind": "delete",
        "table": { "name": "people" },
        "returning": [column("age")],
        "key": ["id"],
    });
    let outcome = scratch.execute(delete.clone(), Vec::new()).await.unwrap();
    assert_eq!((numbers(&outcome), outcome.affected), (vec![10.0, 20.0], 2));
    assert_eq!(numbers(&scratch.execute(delete, Vec::new()).await.unwrap()), Vec::<f64>::new());
    scratch.drop().await;
}

#[tokio::test]
async fn a_failure_in_the_middle_leaves_nothing() {
    let Some(scratch) = Scratch::new("failure").await else { return };
    let mut twice = insert(&["code"]);
    twice["returning"] = json!([column("id")]);
    let error = scratch.execute(twice, rows(&[1, 1])).await.unwrap_err();
    assert_eq!(error, ErrorCode::UniqueViolation);
    let count = json!({
        "kind": "select",
        "columns": [{ "expr": { "kind": "function", "name": "count", "args": [] }, "type": "int" }],
        "from": { "kind": "table", "table": { "name": "people" } },
    });
    assert_eq!(numbers(&scratch.execute(count, Vec::new()).await.unwrap()), [0.0]);
    scratch.drop().await;
}

/// A table whose key is of the SQL type, and the update of all its rows, whose keys are read first.
fn update_by_key(table: &str) -> Json {
    json!({
        "kind": "update",
        "table": { "name": table },
        "set": [{ "column": "age", "value": { "kind": "param", "index": 0 } }],
        "returning": [column("id")],
        "key": ["key_of"],
    })
}

#[tokio::test]
async fn rows_are_found_again_by_a_key_of_any_type() {
    let Some(scratch) = Scratch::new("keys").await else { return };
    let keys = [
        ("bool", "boolean", "true, false"),
        ("whole", "bigint", "9223372036854775807, -9007199254740993"),
        ("part", "double", "0.1, -2.5e300"),
        ("latin", "varchar(20) character set utf8mb4 collate utf8mb4_bin", "'a', 'Größe'"),
        ("wide", "varchar(20) character set utf8mb4 collate utf8mb4_bin", "'漢字', '🦀'"),
        ("raw", "varbinary(16)", "x'', x'00ff80'"),
        ("day", "date", "'2024-02-29', '1969-12-31'"),
        ("moment", "datetime(6)", "'2024-07-01 12:30:00.123456', '1969-12-31 23:59:59.999999'"),
        ("amount", "decimal(30,10)", "12345678901234567890.0123456789, -0.5"),
    ];
    for (table, sql_type, values) in keys {
        let create = format!(
            "create table {table} (key_of {sql_type} primary key, id bigint, age int) \
             engine = innodb"
        );
        scratch.database.run_sql(create, None).await.unwrap();
        for (id, value) in values.split(", ").enumerate() {
            let insert = format!("insert into {table} values ({value}, {id}, 1)");
            scratch.database.run_sql(insert, None).await.unwrap();
        }
        let mut found =
            numbers(&scratch.execute(update_by_key(table), vec![Value::Int(9)]).await.unwrap());
        found.sort_by(f64::total_cmp);
        assert_eq!(found, [0.0, 1.0], "{sql_type}");
    }
    scratch.drop().await;
}

#[tokio::test]
async fn what_returns_by_reading_again_cannot_be_streamed() {
    let Some(scratch) = Scratch::new("stream").await else { return };
    let (_, plan) = scratch.database.prepare(&insert(&["age"]).to_string()).unwrap();
    let error = scratch.database.stream(&plan, rows(&[1]), None).err().unwrap();
    assert_eq!(error.code(), ErrorCode::Unsupported);
    assert!(error.hint_text().unwrap().contains("at once"), "{error}");
    scratch.drop().await;
}
