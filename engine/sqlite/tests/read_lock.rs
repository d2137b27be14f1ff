//! The lock of readers that the primary keeps between its statements: nobody sees old data because
//! of it, and nobody waits for it longer than a turn of the event loop.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::Connection;
use versa_ast::LogicalType;
use versa_driver::{ConnectOptions, Driver, Intent, TransactionOptions};
use versa_sql::{Access, ResultColumn, SqlText, Statement};
use versa_sqlite::SqliteDriver;

/// A file with a table of one number, the driver that reads it, and somebody else.
struct Scene {
    folder: PathBuf,
    driver: Arc<SqliteDriver>,
    other: Connection,
}

impl Scene {
    fn new(name: &str) -> Self {
        let unique = format!("versa-read-lock-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(unique);
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("test.db");
        let url = format!("sqlite:{}", file.display());
        let driver = versa_sqlite::connect(&url, &ConnectOptions::default()).unwrap();
        let other = Connection::open(file).unwrap();
        other.busy_timeout(std::time::Duration::ZERO).unwrap();
        other.execute_batch("create table t (a integer); insert into t values (0)").unwrap();
        Self { folder, driver, other }
    }

    fn read(&self) -> i64 {
        let read = statement("select a from t", Access::Read);
        let outcome = self.driver.execute_now(&read, &[]).unwrap().unwrap();
        outcome.chunks[0].numbers[0] as i64
    }

    fn write(&self, value: i64) {
        let sql = format!("update t set a = {value}");
        self.driver.execute_now(&statement(&sql, Access::Write), &[]).unwrap().unwrap();
    }

    fn write_elsewhere(&self, value: i64) {
        self.other.execute("update t set a = ?", [value]).unwrap();
    }

    /// Whether somebody else can begin the log anew, for which no reader may be there.
    fn can_be_truncated(&self) -> bool {
        let busy = self.other.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0));
        busy == Ok(0)
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn statement(sql: &str, access: Access) -> Statement {
    let column = ResultColumn { name: "a".to_owned(), logical_type: Some(LogicalType::Int) };
    Statement {
        text: SqlText::Fixed { sql: sql.into(), slots: Vec::new() },
        access,
        returns_rows: access == Access::Read,
        columns: if access == Access::Read { vec![column] } else { Vec::new() },
        bulk: None,
        echo: None,
        duplicates: versa_sql::Duplicates::Counted,
    }
}

#[test]
fn what_others_write_is_seen_at_once() {
    let scene = Scene::new("fresh");
    for value in 1..500 {
        match value % 7 {
            0 => scene.driver.rest(),
            1 => scene.write(value),
            _ => scene.write_elsewhere(value),
        }
        let expected = if value % 7 == 0 { value - 1 } else { value };
        assert_eq!(scene.read(), expected);
        assert_eq!(scene.read(), expected);
        // Checkpoints come between, as far as they can.
        if value % 50 == 0 {
            scene.other.execute_batch("pragma wal_checkpoint").unwrap();
        }
    }
}

#[test]
fn it_is_kept_until_the_reader_rests() {
    let scene = Scene::new("rest");
    scene.write_elsewhere(1);
    assert!(!scene.driver.is_restless());
    assert_eq!(scene.read(), 1);
    assert!(scene.driver.is_restless(), "the lock is kept");
    scene.write_elsewhere(2);
    assert!(!scene.can_be_truncated(), "as if a reader were there");
    scene.driver.rest();
    assert!(!scene.driver.is_restless());
    assert!(scene.can_be_truncated());
    assert_eq!(scene.read(), 2);
}

#[test]
fn a_reader_without_rest_lets_others_through_now_and_then() {
    let scene = Scene::new("busy");
    let mut truncated = 0;
    for value in 0..300 {
        scene.write_elsewhere(value);
        assert_eq!(scene.read(), value);
        truncated += i32::from(scene.can_be_truncated());
    }
    assert_eq!(truncated, 4, "once in 65 statements");
}

#[test]
fn the_connection_itself_writes_and_checkpoints_past_it() {
    let scene = Scene::new("own");
    // More than the thousand pages after which SQLite makes a checkpoint of its own accord.
    for value in 0..2_500 {
        scene.write(value);
        assert_eq!(scene.read(), value);
    }
    let log = scene.folder.join("test.db-wal");
    let pages = std::fs::metadata(log).unwrap().len() / 4_096;
    assert!(pages < 1_100, "{pages} pages: the log was never begun anew");
}

#[tokio::test]
async fn transactions_and_waiting_statements_keep_none() {
    let scene = Scene::new("transaction");
    assert_eq!(scene.read(), 0);
    let mut transaction =
        scene.driver.acquire(Intent::Transaction { read_only: false }).await.unwrap();
    transaction.begin(TransactionOptions::default()).await.unwrap();
    let read = statement("select a from t", Access::Read);
    transaction.execute(&read, &[]).await.unwrap();
    transaction.commit().await.unwrap();
    drop(transaction);
    scene.write_elsewhere(1);
    assert!(scene.can_be_truncated(), "nothing is left of the transaction");
    scene.driver.rest();
    scene.write_elsewhere(2);
    scene.driver.execute(&read, &[]).await.unwrap();
    assert!(scene.can_be_truncated(), "whoever awaits a statement is not told to rest");
}

#[tokio::test]
async fn closing_gives_it_back() {
    let scene = Scene::new("close");
    scene.write_elsewhere(1);
    assert_eq!(scene.read(), 1);
    scene.driver.close().await;
    assert!(scene.can_be_truncated());
}
