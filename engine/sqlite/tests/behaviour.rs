//! What only SQLite's driver does: the primary and the readers, and where work runs.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

use std::sync::Arc;
use std::time::Duration;

use versa_ast::Value;
use versa_driver::{
    ConnectOptions, Driver, Intent, StatementRequest, StreamItem, TransactionOptions,
    stream_channel,
};
use versa_error::ErrorCode;
use versa_sql::{Access, SqlText, Statement};
use versa_sqlite::{SqliteDriver, connect};

struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let unique = format!("versa-sqlite-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(unique);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn open(&self, options: &ConnectOptions) -> Arc<SqliteDriver> {
        connect(&format!("sqlite:{}", self.0.join("test.db").display()), options).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn statement(sql: &str, access: Access) -> Statement {
    Statement {
        text: SqlText::Fixed { sql: sql.into(), slots: Vec::new() },
        access,
        returns_rows: access == Access::Read,
        columns: Vec::new(),
        bulk: None,
        echo: None,
        duplicates: versa_sql::Duplicates::Counted,
    }
}

async fn write(driver: &SqliteDriver, sql: &str) {
    driver.execute(&statement(sql, Access::Write), &[]).await.unwrap();
}

async fn count(driver: &SqliteDriver) -> f64 {
    let read = statement("select count(*) from t", Access::Read);
    driver.execute(&read, &[]).await.unwrap().chunks[0].numbers[0]
}

#[tokio::test]
async fn reads_go_on_beside_a_transaction_and_see_what_was_committed() {
    let scratch = Scratch::new("beside");
    let driver = scratch.open(&ConnectOptions::default());
    write(&driver, "create table t (a integer)").await;
    let mut transaction = driver.acquire(Intent::Transaction { read_only: false }).await.unwrap();
    transaction.begin(TransactionOptions::default()).await.unwrap();
    let insert = statement("insert into t values (1)", Access::Write);
    transaction.execute(&insert, &[]).await.unwrap();
    assert_eq!(count(&driver).await, 0.0, "another caller does not see the open transaction");
    transaction.commit().await.unwrap();
    drop(transaction);
    assert_eq!(count(&driver).await, 1.0);
}

#[tokio::test]
async fn a_write_waits_for_the_transaction_and_says_what_it_waited_for() {
    let scratch = Scratch::new("waits");
    let options = ConnectOptions { acquire_timeout_ms: Some(50), ..ConnectOptions::default() };
    let driver = scratch.open(&options);
    write(&driver, "create table t (a integer)").await;
    let held = driver.acquire(Intent::Transaction { read_only: false }).await.unwrap();
    let insert = statement("insert into t values (1)", Access::Write);
    let error = driver.execute(&insert, &[]).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::Timeout);
    drop(held);
    write(&driver, "insert into t values (1)").await;
    assert_eq!(count(&driver).await, 1.0);
}

#[tokio::test]
async fn dropping_an_open_transaction_rolls_back() {
    let driver = connect("sqlite::memory:", &ConnectOptions::default()).unwrap();
    write(&driver, "create table t (a integer)").await;
    let mut transaction = driver.acquire(Intent::Transaction { read_only: false }).await.unwrap();
    transaction.begin(TransactionOptions::default()).await.unwrap();
    let insert = statement("insert into t values (1)", Access::Write);
    transaction.execute(&insert, &[]).await.unwrap();
    drop(transaction);
    assert_eq!(count(&driver).await, 0.0);
}

#[tokio::test]
async fn a_read_only_transaction_refuses_writes_and_leaves_no_trace() {
    let driver = connect("sqlite::memory:", &ConnectOptions::default()).unwrap();
    write(&driver, "create table t (a integer)").await;
    let mut transaction = driver.acquire(Intent::Transaction { read_only: true }).await.unwrap();
    let read_only = TransactionOptions { read_only: true, ..TransactionOptions::default() };
    transaction.begin(read_only).await.unwrap();
    let insert = statement("insert into t values (1)", Access::Write);
    let error = transaction.execute(&insert, &[]).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::ReadOnly);
    transaction.rollback().await.unwrap();
    drop(transaction);
    write(&driver, "insert into t values (1)").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_one_chunk_ahead_at_most_and_stops_with_its_reader() {
    let scratch = Scratch::new("stream");
    let options = ConnectOptions { max_connections: Some(1), ..ConnectOptions::default() };
    let driver = scratch.open(&options);
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n";
    let request = StatementRequest {
        statement: Arc::new(statement(endless, Access::Read)),
        params: Vec::new(),
    };
    let (sender, mut receiver) = stream_channel();
    let work = tokio::spawn(Arc::clone(&driver).stream(request, sender));
    let mut rows = 0;
    while rows < 20_000 {
        if let StreamItem::Chunk(chunk) = receiver.recv().await.unwrap().unwrap() {
            rows += chunk.rows;
        }
    }
    drop(receiver);
    tokio::time::timeout(Duration::from_secs(10), work).await.expect("it stops").unwrap();
    let again = statement("select 1", Access::Read);
    driver.execute(&again, &[]).await.unwrap();
}

#[tokio::test]
async fn lists_reach_sql_as_json_whatever_they_hold() {
    let driver = connect("sqlite::memory:", &ConnectOptions::default()).unwrap();
    let sql = "select value from json_each(?1)";
    let mut list = statement(sql, Access::Read);
    list.text = SqlText::Fixed {
        sql: sql.into(),
        slots: vec![versa_sql::Slot {
            index: 0,
            logical_type: None,
            kind: versa_sql::SlotKind::JsonList,
        }],
    };
    let text = "quote \" backslash \\ newline \n control \u{1} emoji 🦀 '); drop table t; --";
    let items = vec![Value::Text(text.to_owned()), Value::Int(i64::MAX), Value::Null];
    let outcome = driver.execute(&list, &[Value::List(items)]).await.unwrap();
    let chunk = &outcome.chunks[0];
    let expected: Vec<u16> = format!("{text}{}", i64::MAX).encode_utf16().collect();
    assert_eq!(chunk.text, versa_rows::ChunkText::Utf16(expected));
    assert_eq!(chunk.rows, 3);
}

#[tokio::test]
async fn after_close_everything_is_refused() {
    let driver = connect("sqlite::memory:", &ConnectOptions::default()).unwrap();
    driver.close().await;
    let error = driver.execute(&statement("select 1", Access::Read), &[]).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::ConnectionClosed);
}

#[test]
fn what_is_no_database_is_refused_and_left_alone() {
    let scratch = Scratch::new("no-database");
    let path = scratch.0.join("letter.txt");
    std::fs::write(&path, "Dear reader, this is not a database at all.").unwrap();
    let url = format!("sqlite:{}", path.display());
    let error = connect(&url, &ConnectOptions::default()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Corrupt);
    let left = std::fs::read_to_string(&path).unwrap();
    assert!(left.starts_with("Dear reader"));
    let nowhere = format!("sqlite:{}", scratch.0.join("no/such/folder/x.db").display());
    let error = connect(&nowhere, &ConnectOptions::default()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::ConnectionFailed);
}
