//! Transactions keep their promises, and none outlives its holder.

use versa_ast::{LogicalType, Value};
use versa_driver::{Connection, Isolation, TransactionOptions};
use versa_error::ErrorCode;

use crate::{Fixture, rows_of};

async fn create_notes(fixture: &Fixture) {
    fixture.ddl("create table notes (id int primary key, n int not null)").await;
}

async fn insert(fixture: &Fixture, connection: &mut dyn Connection, id: i64) {
    let mut statement = fixture.statement(
        "insert into notes (id, n) values (?, 0)",
        &[Some(LogicalType::Int)],
        &[],
    );
    statement.access = versa_sql::Access::Write;
    let outcome = connection.execute(&statement, &[Value::Int(id)]).await.expect("inserted");
    assert_eq!(outcome.affected, 1);
}

async fn count(fixture: &Fixture) -> i64 {
    fixture.number("select count(*) from notes").await
}

pub async fn commit(fixture: &Fixture) {
    create_notes(fixture).await;
    let mut connection = fixture.connection().await;
    connection.begin(TransactionOptions::default()).await.expect("begin");
    insert(fixture, &mut *connection, 1).await;
    connection.commit().await.expect("commit");
    drop(connection);
    assert_eq!(count(fixture).await, 1);
}

pub async fn rollback(fixture: &Fixture) {
    create_notes(fixture).await;
    let mut connection = fixture.connection().await;
    connection.begin(TransactionOptions::default()).await.expect("begin");
    insert(fixture, &mut *connection, 1).await;
    connection.rollback().await.expect("rollback");
    insert(fixture, &mut *connection, 2).await;
    drop(connection);
    assert_eq!(count(fixture).await, 1, "only what came after the rollback");
}

pub async fn dropped(fixture: &Fixture) {
    create_notes(fixture).await;
    for id in 0..30 {
        let mut connection = fixture.connection().await;
        connection.begin(TransactionOptions::default()).await.expect("begin");
        insert(fixture, &mut *connection, id).await;
    }
    for id in 100..130 {
        let mut connection = fixture.connection().await;
        insert(fixture, &mut *connection, id).await;
    }
    assert_eq!(count(fixture).await, 30, "nothing of the dropped ones, all of the others");
}

/// JavaScript's thread, which collects what was forgotten, knows no runtime.
pub async fn dropped_on_a_thread_without_a_runtime(fixture: &Fixture) {
    create_notes(fixture).await;
    let mut connection = fixture.connection().await;
    connection.begin(TransactionOptions::default()).await.expect("begin");
    insert(fixture, &mut *connection, 1).await;
    std::thread::spawn(move || drop(connection)).join().expect("no panic");
    let mut other = fixture.connection().await;
    insert(fixture, &mut *other, 1).await;
    drop(other);
    assert_eq!(count(fixture).await, 1);
}

pub async fn read_only(fixture: &Fixture) {
    create_notes(fixture).await;
    let options = TransactionOptions { read_only: true, ..TransactionOptions::default() };
    let mut connection = fixture.connection().await;
    connection.begin(options).await.expect("begin");
    let select = fixture.raw("select count(*) from notes");
    assert_eq!(rows_of(&connection.execute(&select, &[]).await.expect("reads").chunks).len(), 1);
    let error = connection
        .execute(&fixture.raw("insert into notes (id, n) values (1, 1)"), &[])
        .await
        .expect_err("it only reads");
    assert_eq!(error.code(), ErrorCode::ReadOnly, "{error:?}");
    connection.rollback().await.expect("rollback");
    insert(fixture, &mut *connection, 1).await;
    connection.begin(options).await.expect("begin");
    // Where DDL commits the transaction, it must not run behind it.
    let ddl = fixture.raw("create table behind (id int)");
    let error = connection.execute(&ddl, &[]).await.expect_err("DDL writes, too");
    assert_eq!(error.code(), ErrorCode::ReadOnly, "{error:?}");
    drop(connection);
    let mut connection = fixture.connection().await;
    insert(fixture, &mut *connection, 2).await;
    drop(connection);
    assert_eq!(count(fixture).await, 2, "the connections write again");
}

pub async fn isolation(fixture: &Fixture) {
    create_notes(fixture).await;
    let levels = [
        Isolation::ReadUncommitted,
        Isolation::ReadCommitted,
        Isolation::RepeatableRead,
        Isolation::Serializable,
    ];
    for (id, level) in (0..).zip(levels) {
        let options = TransactionOptions { isolation: Some(level), read_only: false };
        let mut connection = fixture.connection().await;
        connection.begin(options).await.expect("begin");
        insert(fixture, &mut *connection, id).await;
        connection.commit().await.expect("commit");
    }
    assert_eq!(count(fixture).await, 4);
}

pub async fn savepoints(fixture: &Fixture) {
    create_notes(fixture).await;
    let mut connection = fixture.connection().await;
    connection.begin(TransactionOptions::default()).await.expect("begin");
    insert(fixture, &mut *connection, 1).await;
    connection.run_sql("savepoint inner_1").await.expect("savepoint");
    let twice = fixture.raw("insert into notes (id, n) values (1, 1)");
    connection.execute(&twice, &[]).await.expect_err("it is there");
    connection.run_sql("rollback to savepoint inner_1").await.expect("back");
    connection.run_sql("savepoint inner_2").await.expect("savepoint");
    insert(fixture, &mut *connection, 2).await;
    connection.run_sql("release savepoint inner_2").await.expect("release");
    connection.commit().await.expect("what failed was taken back");
    drop(connection);
    assert_eq!(count(fixture).await, 2);
}

pub async fn over(fixture: &Fixture) {
    create_notes(fixture).await;
    let mut connection = fixture.connection().await;
    for _ in 0..2 {
        let error = connection.commit().await.expect_err("none is open");
        assert_eq!(error.code(), ErrorCode::TransactionClosed, "{error:?}");
        let error = connection.rollback().await.expect_err("none is open");
        assert_eq!(error.code(), ErrorCode::TransactionClosed, "{error:?}");
    }
    insert(fixture, &mut *connection, 1).await;
}

pub async fn affected_counts_matched_rows(fixture: &Fixture) {
    create_notes(fixture).await;
    let mut connection = fixture.connection().await;
    for id in 0..3 {
        insert(fixture, &mut *connection, id).await;
    }
    drop(connection);
    assert_eq!(fixture.run("update notes set n = 0", &[]).await.affected, 3, "none changed");
    assert_eq!(fixture.run("update notes set n = 1 where id > 0", &[]).await.affected, 2);
    assert_eq!(fixture.run("delete from notes where id = 7", &[]).await.affected, 0);
    assert_eq!(fixture.run("select * from notes", &[]).await.affected, 0, "nothing written");
}
