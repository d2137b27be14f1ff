//! Point reads in flight and one after another, and a result of many rows.
//!
//! `cargo run -p versa-postgres --example measure`, against `VERSA_TEST_PG_URL` or this machine's.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program that prints or fails")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use versa_ast::Value;
use versa_driver::{ConnectOptions, Driver};
use versa_sql::{Access, ResultColumn, Slot, SlotKind, SqlText, Statement};

const SECONDS: u64 = 2;
const IN_FLIGHT: usize = 32;

fn statement(sql: &str, params: u32, columns: &[&str]) -> Statement {
    let slots = (0..params).map(|index| Slot { index, logical_type: None, kind: SlotKind::Value });
    let column = |name: &&str| ResultColumn { name: (*name).to_owned(), logical_type: None };
    Statement {
        text: SqlText::Fixed { sql: sql.into(), slots: slots.collect() },
        access: Access::Read,
        returns_rows: true,
        columns: columns.iter().map(column).collect(),
        bulk: None,
        echo: None,
        duplicates: versa_sql::Duplicates::Counted,
    }
}

async fn per_second(driver: &dyn Driver, statement: &Statement, in_flight: usize) -> f64 {
    let begun = Instant::now();
    let until = begun + Duration::from_secs(SECONDS);
    let caller = |offset: usize| async move {
        let (mut count, mut id) = (0_u32, i64::try_from(offset).unwrap());
        while Instant::now() < until {
            id = id % 10_000 + 1;
            driver.execute(statement, &[Value::Int(id)]).await.unwrap();
            count += 1;
        }
        count
    };
    let counts = join_all((0..in_flight).map(caller)).await;
    f64::from(counts.iter().sum::<u32>()) / begun.elapsed().as_secs_f64()
}

#[tokio::main(flavor = "multi_thread", worker_threads = 1)]
async fn main() {
    let url = std::env::var("VERSA_TEST_PG_URL")
        .unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432/postgres".to_owned());
    let driver = versa_postgres::connect(&url, &ConnectOptions::default()).await.unwrap();
    let driver: Arc<dyn Driver> = driver;
    let mut connection =
        driver.acquire(versa_driver::Intent::Statement(Access::Write)).await.unwrap();
    connection.run_sql("drop table if exists versa_measure").await.unwrap();
    let create = "create table versa_measure as select i::bigint as id, 'name ' || i as name, \
         i * 1.5::float8 as score, now() as at, i % 2 = 0 as even from generate_series(1, 10000) i";
    connection.run_sql(create).await.unwrap();
    connection.run_sql("create unique index on versa_measure (id)").await.unwrap();
    connection.run_sql("analyze versa_measure").await.unwrap();
    drop(connection);

    let columns = ["id", "name", "score", "at", "even"];
    let point =
        statement("select id, name, score, at, even from versa_measure where id = $1", 1, &columns);
    let many = statement(
        "select id, name, score, at, even from versa_measure where id > $1 - 20000",
        1,
        &columns,
    );
    for _ in 0..3 {
        let sequential = per_second(&*driver, &point, 1).await;
        let in_flight = per_second(&*driver, &point, IN_FLIGHT).await;
        let rows = per_second(&*driver, &many, 1).await;
        println!(
            "sequential {sequential:.0}/s, {IN_FLIGHT} in flight {in_flight:.0}/s, \
             10,000 rows {rows:.1}/s"
        );
    }
    let mut connection =
        driver.acquire(versa_driver::Intent::Statement(Access::Write)).await.unwrap();
    connection.run_sql("drop table versa_measure").await.unwrap();
}
