//! Many callers, few connections.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::sleep;
use versa_ast::Value;
use versa_driver::{Driver, TransactionOptions};
use versa_error::ErrorCode;

use crate::fixture::connection_of;
use crate::{Cell, Fixture, rows_of};

pub async fn many_at_once(fixture: &Fixture) {
    fixture.create_digits().await;
    let driver = fixture.pool_of(4).await;
    let tasks = (0..32_i64).map(|task| {
        let driver: Arc<dyn Driver> = Arc::clone(&driver);
        let select = fixture.raw("select d from digits where d = ?");
        tokio::spawn(async move {
            for round in 0..20 {
                let digit = (task + round) % 10;
                let outcome = driver.execute(&select, &[Value::Int(digit)]).await.expect("a row");
                assert_eq!(rows_of(&outcome.chunks), [[Cell::Int(digit)]]);
            }
        })
    });
    for task in join_all(tasks).await {
        task.expect("each got its own answers");
    }
    driver.close().await;
}

pub async fn closing_waits_for_what_runs(fixture: &Fixture) {
    fixture.ddl("create table notes (id int primary key)").await;
    let driver = fixture.pool_of(2).await;
    let mut connection = connection_of(&*driver).await;
    connection.begin(TransactionOptions::default()).await.expect("begin");
    let closing = tokio::spawn({
        let driver = Arc::clone(&driver);
        async move { driver.close().await }
    });
    sleep(Duration::from_millis(100)).await;
    assert!(!closing.is_finished(), "a transaction is open");
    let insert = fixture.raw("insert into notes (id) values (1)");
    connection.execute(&insert, &[]).await.expect("it still runs");
    connection.commit().await.expect("and is committed");
    drop(connection);
    closing.await.expect("closed");
    assert_eq!(fixture.number("select count(*) from notes").await, 1);
}

pub async fn closed(fixture: &Fixture) {
    let driver = fixture.pool_of(2).await;
    driver.execute(&fixture.raw("select 1 as one"), &[]).await.expect("open");
    driver.close().await;
    let error =
        driver.execute(&fixture.raw("select 1 as one"), &[]).await.expect_err("it is closed");
    assert_eq!(error.code(), ErrorCode::ConnectionClosed, "{error:?}");
    driver.close().await;
}
