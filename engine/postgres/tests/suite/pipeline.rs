//! Statements of several callers on few sessions.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use versa_ast::Value;
use versa_driver::{ConnectOptions, TransactionOptions};
use versa_driver_suite::{Cell, Fixture, rows_of, run};
use versa_error::{Error, ErrorCode};

use crate::database::Postgres;

const CALLERS: i64 = 32;

async fn cell(
    driver: &dyn versa_driver::Driver,
    fixture: &Fixture,
    sql: &str,
    params: &[Value],
) -> Result<Cell, Error> {
    let outcome = driver.execute(&fixture.raw(sql), params).await?;
    Ok(rows_of(&outcome.chunks)[0][0].clone())
}

#[test]
fn a_failure_in_a_pipeline_is_its_callers_own() {
    run::<Postgres, _>(async |fixture| {
        let fixture = &fixture;
        let sql = "select 100 / ?::int as v, pg_backend_pid() as pid";
        let statement = &fixture.raw(sql);
        let answers = join_all((0..CALLERS).map(|number| async move {
            fixture.driver.execute(statement, &[Value::Int(number)]).await
        }))
        .await;
        let mut sessions = HashSet::new();
        for (number, answer) in (0..).zip(answers) {
            if number == 0 {
                let error = answer.unwrap_err();
                assert_eq!(error.state(), Some("22012"), "{error:?}");
                continue;
            }
            let rows = rows_of(&answer.unwrap().chunks);
            assert_eq!(rows[0][0], Cell::Int(100 / number), "each its own answer");
            sessions.insert(format!("{:?}", rows[0][1]));
        }
        assert!(sessions.len() <= 4, "few sessions serve all: {sessions:?}");
    });
}

#[test]
fn a_long_statement_does_not_hold_up_short_ones() {
    run::<Postgres, _>(async |fixture| {
        let fixture = &fixture;
        let driver = &*fixture.driver;
        let slow = cell(driver, fixture, "select 1 as v from pg_sleep(2)", &[]);
        let short = async {
            // The long one has to be known as long.
            tokio::time::sleep(Duration::from_millis(200)).await;
            let begun = Instant::now();
            for _ in 0..5 {
                let one = || cell(driver, fixture, "select 1 as v", &[]);
                for answer in join_all((0..CALLERS).map(|_| one())).await {
                    assert_eq!(answer.unwrap(), Cell::Int(1));
                }
            }
            begun.elapsed()
        };
        let (slow, took) = futures_util::future::join(slow, short).await;
        slow.unwrap();
        assert!(took < Duration::from_secs(1), "the short ones took {took:?}");
    });
}

#[test]
fn all_callers_of_a_lost_session_are_told() {
    run::<Postgres, _>(async |fixture| {
        let fixture = &fixture;
        let driver = fixture.pool_of(1).await;
        let pid = cell(&*driver, fixture, "select pg_backend_pid() as v", &[]).await.unwrap();
        let Cell::Int(pid) = pid else { panic!("{pid:?}") };
        let driver = &*driver;
        let sleep = || cell(driver, fixture, "select 1 as v from pg_sleep(30)", &[]);
        let callers = join_all((0..8).map(|_| sleep()));
        let killer = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            fixture.ddl(&format!("select pg_terminate_backend({pid})")).await;
        };
        let (answers, ()) = futures_util::future::join(callers, killer).await;
        for answer in answers {
            let error = answer.unwrap_err();
            assert_eq!(error.code(), ErrorCode::ConnectionLost, "{error:?}");
        }
        assert_eq!(cell(driver, fixture, "select 2 as v", &[]).await.unwrap(), Cell::Int(2));
        driver.close().await;
    });
}

#[test]
fn outdated_plans_are_made_again() {
    run::<Postgres, _>(async |fixture| {
        let fixture = &fixture;
        fixture.ddl("create table ages (v int not null)").await;
        fixture.ddl("insert into ages values (7)").await;
        let read = || cell(&*fixture.driver, fixture, "select * from ages", &[]);
        for answer in join_all((0..CALLERS).map(|_| read())).await {
            assert_eq!(answer.unwrap(), Cell::Int(7));
        }
        fixture.ddl("alter table ages alter v type text using 'n' || v").await;
        for answer in join_all((0..CALLERS).map(|_| read())).await {
            assert_eq!(answer.unwrap(), Cell::Text(versa_rows::tag::TEXT, "n7".to_owned()));
        }
        // The server may forget all by itself.
        let one = fixture.pool_of(1).await;
        cell(&*one, fixture, "select * from ages", &[]).await.unwrap();
        let intent = versa_driver::Intent::Statement(versa_sql::Access::Write);
        one.acquire(intent).await.unwrap().run_sql("deallocate all").await.unwrap();
        cell(&*one, fixture, "select * from ages", &[]).await.unwrap();
        one.close().await;
    });
}

#[test]
fn the_statements_used_last_stay_prepared() {
    run::<Postgres, _>(async |fixture| {
        let fixture = &fixture;
        let options = ConnectOptions {
            max_connections: Some(1),
            statement_cache: Some(4),
            ..ConnectOptions::default()
        };
        let driver = &*fixture.connect(fixture.url(), options).await.unwrap();
        for number in 0..20 {
            let sql = format!("select {number} as v");
            assert_eq!(cell(driver, fixture, &sql, &[]).await.unwrap(), Cell::Int(number));
        }
        let count = "select count(*) as v from pg_prepared_statements where statement like ?";
        let pattern = [Value::Text("select % as v".to_owned())];
        let many = cell(driver, fixture, count, &pattern).await.unwrap();
        assert_eq!(many, Cell::Int(3), "with the counting one these are four");
        driver.close().await;
    });
}

#[test]
fn a_caller_who_leaves_does_not_disturb_the_others() {
    run::<Postgres, _>(async |fixture| {
        let fixture = &fixture;
        let driver = &*fixture.pool_of(1).await;
        let one = |number: i64| async move {
            let sql = "select ?::int as v from pg_sleep(0.02)";
            cell(driver, fixture, sql, &[Value::Int(number)]).await
        };
        let stays = join_all((0..8).map(one));
        let leaves = tokio::time::timeout(Duration::from_millis(60), join_all((8..16).map(one)));
        let (answers, left) = futures_util::future::join(stays, leaves).await;
        assert!(left.is_err(), "they left before their answers came");
        for (number, answer) in (0..).zip(answers) {
            assert_eq!(answer.unwrap(), Cell::Int(number));
        }
        assert_eq!(one(99).await.unwrap(), Cell::Int(99));
        driver.close().await;
    });
}

#[test]
fn transactions_get_their_turn() {
    run::<Postgres, _>(async |fixture| {
        let fixture = &fixture;
        let driver = &*fixture.pool_of(1).await;
        let is_over = &std::sync::atomic::AtomicBool::new(false);
        let order = std::sync::atomic::Ordering::SeqCst;
        let reader = |_| async move {
            while !is_over.load(order) {
                cell(driver, fixture, "select 1 as v", &[]).await.unwrap();
            }
        };
        let transaction = async {
            for _ in 0..20 {
                let intent = versa_driver::Intent::Transaction { read_only: false };
                let mut connection = driver.acquire(intent).await.unwrap();
                connection.begin(TransactionOptions::default()).await.unwrap();
                connection.execute(&fixture.raw("select 1 as v"), &[]).await.unwrap();
                connection.commit().await.unwrap();
            }
            is_over.store(true, order);
        };
        let both = futures_util::future::join(join_all((0..8).map(reader)), transaction);
        tokio::time::timeout(Duration::from_secs(15), both).await.expect("nobody is starved");
        driver.close().await;
    });
}
