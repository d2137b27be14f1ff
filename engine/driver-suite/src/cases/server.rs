//! What happens between a driver and a server: connections fail, break and are missed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use versa_ast::{LogicalType, Value};
use versa_driver::{ConnectOptions, Connection, Intent, Stop, TransactionOptions, with_stop};
use versa_error::{Error, ErrorCode};
use versa_sql::{Access, Statement};

use crate::cases::streams;
use crate::fixture::{connection_of, number};
use crate::{Fixture, rows_of};

const SOON: Duration = Duration::from_secs(10);
/// More rows than anyone waits for.
const ENDLESS: &str = "select a.d as n, 'a text of some length, so that chunks fill up' as body \
     from digits a, digits b, digits c, digits e, digits f, digits g, digits h, digits i, digits j";

fn reading(fixture: &Fixture, text: &str) -> Statement {
    let mut statement = fixture.raw(text);
    statement.access = Access::Read;
    statement
}

async fn session_id(fixture: &Fixture, connection: &mut dyn Connection) -> i64 {
    let outcome = connection.execute(&fixture.raw(fixture.server().session_id), &[]).await;
    number(&rows_of(&outcome.expect("the number").chunks)[0][0])
}

async fn kill(fixture: &Fixture, id: i64) {
    fixture.run(&(fixture.server().kill)(id), &[]).await;
    // The server answers before the connection is closed.
    sleep(Duration::from_millis(200)).await;
}

/// Waits until no connection of the database runs a long statement.
async fn wait_until_idle(fixture: &Fixture) {
    let begin = Instant::now();
    while fixture.number(fixture.server().count_running).await > 0 {
        assert!(begin.elapsed() < SOON, "the server still runs what nobody waits for");
        sleep(Duration::from_millis(50)).await;
    }
}

pub async fn more_values_than_any_server_takes(fixture: &Fixture) {
    let places = vec!["?"; 65_536].join(", ");
    let many = reading(fixture, &format!("select 1 as one where 1 in ({places})"));
    let values = vec![Value::Int(1); 65_536];
    let error = fixture.driver.execute(&many, &values).await.expect_err("one too many");
    assert_eq!(error.code(), ErrorCode::InvalidQuery, "{error:?}");
    fixture.driver.execute(&reading(fixture, "select 1 as one"), &[]).await.expect("usable");
}

pub async fn acquire_timeout(fixture: &Fixture) {
    let options = ConnectOptions {
        max_connections: Some(1),
        acquire_timeout_ms: Some(200),
        ..ConnectOptions::default()
    };
    let driver = fixture.connect(fixture.url(), options).await.expect("connects");
    let held = connection_of(&*driver).await;
    let begin = Instant::now();
    let error = match driver.acquire(Intent::Statement(Access::Read)).await {
        Ok(_) => panic!("there is only one"),
        Err(error) => error,
    };
    assert_eq!(error.code(), ErrorCode::Timeout, "{error:?}");
    assert!(error.hint_text().is_some(), "{error:?}");
    assert!(begin.elapsed() >= Duration::from_millis(200));
    drop(held);
    connection_of(&*driver).await;
}

pub async fn a_killed_connection(fixture: &Fixture) {
    let mut connection = fixture.connection().await;
    let id = session_id(fixture, &mut *connection).await;
    kill(fixture, id).await;
    let select = reading(fixture, "select 1 as one");
    for _ in 0..2 {
        let error = connection.execute(&select, &[]).await.expect_err("it was killed");
        assert_eq!(error.code(), ErrorCode::ConnectionLost, "{error:?}");
    }
    drop(connection);
    fixture.driver.execute(&select, &[]).await.expect("a new connection");
}

/// Nobody notices that a connection died between two reads.
pub async fn a_connection_killed_at_rest(fixture: &Fixture) {
    let driver = fixture.pool_of(1).await;
    let select = reading(fixture, "select 1 as one");
    for begins in [false, true] {
        let mut connection = connection_of(&*driver).await;
        let id = session_id(fixture, &mut *connection).await;
        drop(connection);
        kill(fixture, id).await;
        if begins {
            let mut connection = connection_of(&*driver).await;
            connection.begin(TransactionOptions::default()).await.expect("on a new connection");
            connection.execute(&select, &[]).await.expect("in the transaction");
            connection.commit().await.expect("commit");
        } else {
            driver.execute(&select, &[]).await.expect("on a new connection");
        }
    }
}

pub async fn killed_in_a_transaction(fixture: &Fixture) {
    fixture.ddl("create table notes (id int primary key)").await;
    let mut connection = fixture.connection().await;
    let id = session_id(fixture, &mut *connection).await;
    connection.begin(TransactionOptions::default()).await.expect("begin");
    let insert = fixture.raw("insert into notes (id) values (1)");
    connection.execute(&insert, &[]).await.expect("inserted");
    kill(fixture, id).await;
    for _ in 0..2 {
        let error = connection
            .execute(&reading(fixture, "select * from notes"), &[])
            .await
            .expect_err("the transaction is gone; nothing runs outside it instead");
        assert_eq!(error.code(), ErrorCode::ConnectionLost, "{error:?}");
    }
    connection.rollback().await.expect("the server rolled back");
    drop(connection);
    assert_eq!(fixture.number("select count(*) from notes").await, 0);
}

pub async fn a_dropped_statement_is_stopped(fixture: &Fixture) {
    let driver = fixture.pool_of(1).await;
    let slow = fixture.raw(fixture.server().slow);
    let begin = Instant::now();
    timeout(Duration::from_millis(300), driver.execute(&slow, &[])).await.expect_err("too slow");
    driver.execute(&fixture.raw("select 1 as one"), &[]).await.expect("not the old answer");
    assert!(begin.elapsed() < SOON, "nobody waited for the statement");
    wait_until_idle(fixture).await;
}

/// Nobody knows what state a statement left that was given up: its connection runs nothing more.
pub async fn a_given_up_statement_ends_its_transaction(fixture: &Fixture) {
    fixture.ddl("create table notes (id int primary key)").await;
    let driver = fixture.pool_of(1).await;
    let mut connection = connection_of(&*driver).await;
    connection.begin(TransactionOptions::default()).await.expect("begin");
    let insert = fixture.raw("insert into notes (id) values (1)");
    connection.execute(&insert, &[]).await.expect("inserted");
    let slow = fixture.raw(fixture.server().slow);
    timeout(Duration::from_millis(300), connection.execute(&slow, &[]))
        .await
        .expect_err("too slow");
    let error = connection.execute(&insert, &[]).await.expect_err("no half answer");
    assert_eq!(error.code(), ErrorCode::ConnectionLost, "{error:?}");
    connection.rollback().await.expect("the server rolls back");
    drop(connection);
    wait_until_idle(fixture).await;
    driver.execute(&insert, &[]).await.expect("a new connection, the first row is not there");
}

/// Were the rows collected, the memory would not suffice, nor the time.
pub async fn a_slow_reader_holds_the_server_back(fixture: &Fixture) {
    fixture.create_digits().await;
    let mut receiver = streams::start(fixture, ENDLESS);
    for _ in 0..5 {
        receiver.recv().await.expect("an item").expect("no failure");
        sleep(Duration::from_millis(50)).await;
        assert!(receiver.len() <= 1, "one chunk is ready, no more");
    }
    drop(receiver);
    wait_until_idle(fixture).await;
}

pub async fn a_dropped_stream_is_stopped(fixture: &Fixture) {
    fixture.create_digits().await;
    let driver = fixture.pool_of(1).await;
    for _ in 0..3 {
        let (sender, mut receiver) = versa_driver::stream_channel();
        let stream = Arc::clone(&driver).stream(fixture.request(ENDLESS), sender);
        let task = tokio::spawn(stream);
        receiver.recv().await.expect("an item").expect("no failure");
        task.abort();
    }
    let outcome = driver.execute(&fixture.raw("select 1 as one"), &[]).await;
    assert_eq!(outcome.expect("the connection is free").chunks.len(), 1);
    wait_until_idle(fixture).await;
}

/// Its connection goes on, and what comes next is not stopped.
pub async fn a_stopped_statement(fixture: &Fixture) {
    fixture.ddl("create table notes (id int primary key)").await;
    let driver = fixture.pool_of(1).await;
    let mut connection = connection_of(&*driver).await;
    let id = session_id(fixture, &mut *connection).await;
    drop(connection);
    let slow = fixture.raw(fixture.server().slow);
    for round in 0..20 {
        let stop = Stop::new(true, None);
        let work = with_stop(Arc::clone(&stop), driver.execute(&slow, &[]));
        let cancel = async {
            sleep(Duration::from_millis(20 + round)).await;
            stop.cancel();
        };
        let begin = Instant::now();
        let (outcome, ()) = join(work, cancel).await;
        assert_eq!(outcome.expect_err("it was stopped").code(), ErrorCode::Cancelled);
        assert!(begin.elapsed() < SOON);
        let insert = fixture.raw("insert into notes (id) values (?)");
        driver.execute(&insert, &[Value::Int(round.cast_signed())]).await.expect("goes on");
    }
    let mut connection = connection_of(&*driver).await;
    assert_eq!(session_id(fixture, &mut *connection).await, id, "the same session");
    assert_eq!(fixture.number("select count(*) from notes").await, 20);
    wait_until_idle(fixture).await;
}

pub async fn a_statement_that_takes_too_long(fixture: &Fixture) {
    let driver = fixture.pool_of(1).await;
    let stop = Stop::new(false, Some(Duration::from_millis(100)));
    let slow = fixture.raw(fixture.server().slow);
    let error = with_stop(stop, driver.execute(&slow, &[])).await.expect_err("too slow");
    assert_eq!(error.code(), ErrorCode::Timeout, "{error:?}");
    assert!(error.message().contains("100 ms"), "{error:?}");
    driver.execute(&fixture.raw("select 1 as one"), &[]).await.expect("goes on");
    wait_until_idle(fixture).await;
}

pub async fn a_stop_comes_while_one_waits(fixture: &Fixture) {
    let driver = fixture.pool_of(1).await;
    let held = connection_of(&*driver).await;
    let stop = Stop::new(true, Some(Duration::from_millis(100)));
    let one = fixture.raw("select 1 as one");
    let error = with_stop(stop, driver.execute(&one, &[])).await.expect_err("none is free");
    assert_eq!(error.code(), ErrorCode::Timeout, "{error:?}");
    assert!(error.message().contains("1 of 1 are in use"), "{error:?}");
    drop(held);
    driver.execute(&one, &[]).await.expect("one is free");
}

pub async fn value_of_another_kind(fixture: &Fixture) {
    let date = (fixture.dialect().column_type)(LogicalType::Date);
    fixture.ddl(&format!("create table days (day {date})")).await;
    let insert =
        fixture.statement("insert into days (day) values (?)", &[Some(LogicalType::Date)], &[]);
    let values = [Value::Date("2026-02-30 7331".to_owned()), Value::Bytes(vec![7, 3, 3, 1])];
    for value in values {
        let error = fixture.driver.execute(&insert, &[value]).await.expect_err("no date");
        assert_eq!(error.code(), ErrorCode::InvalidValue, "{error:?}");
        assert!(!format!("{error:?}").contains("7331"), "a value is in {error:?}");
    }
    assert_eq!(fixture.number("select count(*) from days").await, 0);
}

async fn create_accounts(fixture: &Fixture) {
    fixture.ddl("create table accounts (id int primary key, n int not null)").await;
    fixture.run("insert into accounts (id, n) values (1, 0), (2, 0)", &[]).await;
}

async fn update(fixture: &Fixture, connection: &mut dyn Connection, id: i64) -> Option<Error> {
    let update = fixture.raw("update accounts set n = n + 1 where id = ?");
    connection.execute(&update, &[Value::Int(id)]).await.err()
}

pub async fn lock_conflicts(fixture: &Fixture) {
    create_accounts(fixture).await;
    let (mut one, mut other) = (fixture.connection().await, fixture.connection().await);
    one.begin(TransactionOptions::default()).await.expect("begin");
    assert_eq!(update(fixture, &mut *one, 1).await, None);
    other.run_sql(fixture.server().short_lock_wait).await.expect("set");
    let error = update(fixture, &mut *other, 1).await.expect("the row is locked");
    assert_eq!(error.code(), ErrorCode::LockTimeout, "{error:?}");
    one.rollback().await.expect("rollback");
    assert_eq!(update(fixture, &mut *other, 1).await, None);
}

pub async fn deadlock(fixture: &Fixture) {
    create_accounts(fixture).await;
    let (mut one, mut other) = (fixture.connection().await, fixture.connection().await);
    one.begin(TransactionOptions::default()).await.expect("begin");
    other.begin(TransactionOptions::default()).await.expect("begin");
    assert_eq!(update(fixture, &mut *one, 1).await, None);
    assert_eq!(update(fixture, &mut *other, 2).await, None);
    // Whoever is chosen as the victim has to roll back before the other goes on.
    let first = async {
        let failed = update(fixture, &mut *one, 2).await;
        end(&mut *one, failed.as_ref()).await;
        failed
    };
    let second = async {
        let failed = update(fixture, &mut *other, 1).await;
        end(&mut *other, failed.as_ref()).await;
        failed
    };
    let (first, second) = futures_util::future::join(first, second).await;
    let failures: Vec<Error> = first.into_iter().chain(second).collect();
    assert_eq!(failures.len(), 1, "{failures:?}");
    assert_eq!(failures[0].code(), ErrorCode::Deadlock, "{failures:?}");
    assert_eq!(fixture.number("select sum(n) from accounts").await, 2);
}

/// After a deadlock nothing more runs in the transaction, and it cannot be committed.
async fn end(connection: &mut dyn Connection, failed: Option<&Error>) {
    if failed.is_none() {
        connection.commit().await.expect("commit");
        return;
    }
    let error = connection.commit().await.expect_err("nothing to commit");
    assert_eq!(error.code(), ErrorCode::TransactionClosed, "{error:?}");
}

async fn cannot_connect(fixture: &Fixture, url: &str, options: ConnectOptions) -> Error {
    match fixture.connect(url, options).await {
        Ok(_) => panic!("connected to {url}"),
        Err(error) => {
            assert!(!format!("{error:?}").contains("canary"), "the password is in {error:?}");
            error
        }
    }
}

/// The URL with another place or database.
fn with_place(fixture: &Fixture, place: &str) -> String {
    let (scheme, rest) = fixture.url().split_once("://").expect("a URL");
    let database = rest.rsplit('/').next().expect("a database");
    format!("{scheme}://someone:secret-canary@{place}/{database}")
}

pub async fn nothing_listens(fixture: &Fixture) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let place = listener.local_addr().expect("an address");
    drop(listener);
    let url = with_place(fixture, &place.to_string());
    let error = cannot_connect(fixture, &url, ConnectOptions::default()).await;
    assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
    assert!(error.message().contains(&place.to_string()), "{error:?}");
    assert!(error.hint_text().is_some(), "{error:?}");
}

pub async fn a_silent_server(fixture: &Fixture) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = with_place(fixture, &listener.local_addr().expect("an address").to_string());
    let options = ConnectOptions { connect_timeout_ms: Some(300), ..ConnectOptions::default() };
    let begin = Instant::now();
    let error = cannot_connect(fixture, &url, options).await;
    assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
    assert!(begin.elapsed() < SOON);
}

pub async fn wrong_password(fixture: &Fixture) {
    let url = (fixture.server().refused_url)(fixture.url());
    let error = cannot_connect(fixture, &url, ConnectOptions::default()).await;
    assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
    assert!(error.hint_text().is_some() && error.state().is_some(), "{error:?}");
}

pub async fn unknown_database(fixture: &Fixture) {
    let (server, _) = fixture.url().rsplit_once('/').expect("a URL");
    let url = format!("{server}/no_such_database");
    let error = cannot_connect(fixture, &url, ConnectOptions::default()).await;
    assert_eq!(error.code(), ErrorCode::ConnectionFailed, "{error:?}");
    assert!(error.message().contains("no_such_database"), "{error:?}");
}

pub async fn not_a_url(fixture: &Fixture) {
    let url = with_place(fixture, "localhost:port");
    let error = cannot_connect(fixture, &url, ConnectOptions::default()).await;
    assert_eq!(error.code(), ErrorCode::InvalidConfiguration, "{error:?}");
}

/// What a connection remembers of a statement may be older than the table.
pub async fn changed_columns(fixture: &Fixture) {
    let driver = fixture.pool_of(1).await;
    fixture.ddl("create table things (a int, b int)").await;
    let select = reading(fixture, "select * from things");
    let insert = fixture.statement(
        "insert into things (a, b) values (?, ?)",
        &[Some(LogicalType::BigInt), None],
        &[],
    );
    let large = Value::Int(3_000_000_000);
    driver.execute(&insert, &[Value::Int(1), Value::Int(1)]).await.expect("inserted");
    driver.execute(&select, &[]).await.expect("two columns");
    fixture.ddl("alter table things add c int").await;
    let columns = driver.execute(&select, &[]).await.expect("three columns").columns;
    assert_eq!(columns.map(|columns| columns.len()), Some(3));
    driver.execute(&insert, &[large.clone(), Value::Null]).await.expect_err("beyond an int");
    let alter = match fixture.dialect().list {
        crate::List::Array => "alter table things alter a type bigint, alter b type varchar(20)",
        _ => "alter table things modify a bigint, modify b varchar(20)",
    };
    fixture.ddl(alter).await;
    driver.execute(&insert, &[large, Value::Text("b".into())]).await.expect("the new types");
    let outcome = driver.execute(&select, &[]).await.expect("the new types");
    assert_eq!(rows_of(&outcome.chunks).len(), 2);
}
