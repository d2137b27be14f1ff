//! What happens on one connection over time: statements that are kept, answers that nobody waits
//! for, several results.

use versa_ast::{LogicalType, Value};
use versa_driver::{ConnectOptions, StatementRequest, StreamItem, TransactionOptions};
use versa_driver_suite::{Cell, Fixture, rows_of, run};
use versa_error::ErrorCode;
use versa_rows::tag;

use crate::database::Mysql;

fn text(text: &str) -> Cell {
    Cell::Text(tag::TEXT, text.to_owned())
}

/// How many statements the session has prepared and not closed, at the moment of asking.
async fn open_statements(driver: &dyn versa_driver::Driver, fixture: &Fixture) -> i64 {
    let sql = "select cast(sum(if(variable_name = 'Com_stmt_prepare', 1, -1) * variable_value) \
               as signed) from information_schema.session_status \
               where variable_name in ('Com_stmt_prepare', 'Com_stmt_close')";
    let outcome = driver.execute(&fixture.raw(sql), &[]).await.unwrap();
    match rows_of(&outcome.chunks)[0][0] {
        Cell::Int(count) => count,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn statements_are_closed_for_newer_ones() {
    run::<Mysql, _>(async |fixture| {
        let options = ConnectOptions {
            max_connections: Some(1),
            statement_cache: Some(3),
            ..ConnectOptions::default()
        };
        let driver = fixture.connect(fixture.url(), options).await.unwrap();
        for round in 0..3 {
            for number in 0..8 {
                let statement = fixture.raw(&format!("select {number} + ?"));
                let outcome = driver.execute(&statement, &[Value::Int(round)]).await.unwrap();
                assert_eq!(rows_of(&outcome.chunks), [[Cell::Int(number + round)]]);
            }
            assert_eq!(open_statements(&*driver, &fixture).await, 3);
        }
    });
}

#[test]
fn one_text_may_be_read_in_several_ways() {
    run::<Mysql, _>(async |fixture| {
        let driver = fixture.pool_of(1).await;
        for (wanted, expected) in [
            (Some(LogicalType::Boolean), Cell::Boolean(true)),
            (Some(LogicalType::Text), text("1")),
            (None, Cell::Int(1)),
            (Some(LogicalType::Boolean), Cell::Boolean(true)),
        ] {
            let statement = fixture.statement("select 1 as v", &[], &[("v", wanted)]);
            let outcome = driver.execute(&statement, &[]).await.unwrap();
            assert_eq!(rows_of(&outcome.chunks), [[expected]], "{wanted:?}");
        }
    });
}

/// Which of many cells are null is said in bits before a row, and before parameters.
#[test]
fn nulls_among_many_columns() {
    run::<Mysql, _>(async |fixture| {
        for count in [1, 5, 6, 7, 8, 9, 13, 14, 15, 40] {
            let places = vec!["?"; count].join(", ");
            let statement = fixture.raw(&format!("select {places}"));
            for pattern in [0, u64::MAX, 0x5555_5555_5555, 1, 1 << (count - 1)] {
                let is_null = |index: usize| pattern >> index & 1 != 0;
                let values: Vec<Value> = (0_i64..)
                    .take(count)
                    .enumerate()
                    .map(|(at, value)| if is_null(at) { Value::Null } else { Value::Int(value) })
                    .collect();
                let expected: Vec<Cell> = (0_i64..)
                    .take(count)
                    .enumerate()
                    .map(|(at, value)| if is_null(at) { Cell::Null } else { Cell::Int(value) })
                    .collect();
                let outcome = fixture.driver.execute(&statement, &values).await.unwrap();
                assert_eq!(rows_of(&outcome.chunks), [expected], "{count} columns, {pattern:b}");
            }
        }
    });
}

/// The reader leaves in the middle of a large result; the transaction goes on behind it.
#[test]
fn a_reader_who_leaves_in_a_transaction() {
    run::<Mysql, _>(async |fixture| {
        fixture.create_digits().await;
        fixture.ddl("create table notes (n int)").await;
        let mut connection = fixture.connection().await;
        connection.begin(TransactionOptions::default()).await.unwrap();
        let insert = fixture.raw("insert into notes values (1)");
        connection.execute(&insert, &[]).await.unwrap();
        let (sender, mut receiver) = versa_driver::stream_channel();
        let all = fixture.request(
            "select a.d, repeat('x', 100) from digits a, digits b, digits c, digits d, digits e",
        );
        let reading = async {
            let first = receiver.recv().await;
            assert!(matches!(first, Some(Ok(StreamItem::Columns(_)))), "{first:?}");
            assert!(matches!(receiver.recv().await, Some(Ok(StreamItem::Chunk(_)))));
            drop(receiver);
        };
        let (streamed, ()) =
            futures_util::future::join(connection.stream(&all, &sender), reading).await;
        streamed.expect("leaving is no failure");
        connection.execute(&insert, &[]).await.expect("behind the rows that nobody read");
        connection.commit().await.unwrap();
        assert_eq!(fixture.number("select count(*) from notes").await, 2);
    });
}

#[test]
fn killed_in_the_middle_of_rows() {
    run::<Mysql, _>(async |fixture| {
        fixture.create_digits().await;
        let driver = fixture.pool_of(1).await;
        let (sender, mut receiver) = versa_driver::stream_channel();
        let all = fixture.request(
            "select connection_id(), repeat('x', 100) \
             from digits a, digits b, digits c, digits d, digits e, digits f",
        );
        let StatementRequest { statement, params } = all;
        let request = StatementRequest { statement, params };
        let streaming = tokio::spawn(std::sync::Arc::clone(&driver).stream(request, sender));
        assert!(matches!(receiver.recv().await, Some(Ok(StreamItem::Columns(_)))));
        let Some(Ok(StreamItem::Chunk(chunk))) = receiver.recv().await else { panic!("no rows") };
        let Cell::Int(id) = rows_of(&[chunk])[0][0] else { panic!("no number") };
        fixture.ddl(&format!("kill {id}")).await;
        let failure = loop {
            match receiver.recv().await {
                Some(Ok(_)) => {}
                Some(Err(failure)) => break failure,
                None => panic!("an end without a failure"),
            }
        };
        assert_eq!(failure.code(), ErrorCode::ConnectionLost, "{failure:?}");
        streaming.await.unwrap();
        let outcome = driver.execute(&fixture.raw("select 1"), &[]).await.expect("another one");
        assert_eq!(rows_of(&outcome.chunks), [[Cell::Int(1)]]);
    });
}

/// Whoever gives a statement up leaves no half answer to the next.
#[test]
fn given_up_at_any_time() {
    run::<Mysql, _>(async |fixture| {
        fixture.create_digits().await;
        let driver = fixture.pool_of(2).await;
        let all =
            fixture.raw("select a.d * 10 + b.d from digits a, digits b, digits c where ? = 1");
        for microseconds in (0..3_000).step_by(37) {
            let limit = std::time::Duration::from_micros(microseconds);
            let values = [Value::Int(1)];
            let _ = tokio::time::timeout(limit, driver.execute(&all, &values)).await;
            let number = i64::try_from(microseconds).unwrap();
            let echo = driver.execute(&fixture.raw("select ?"), &[Value::Int(number)]).await;
            assert_eq!(rows_of(&echo.unwrap().chunks), [[Cell::Int(number)]]);
        }
    });
}

#[test]
fn several_results() {
    run::<Mysql, _>(async |fixture| {
        fixture.ddl("create procedure same() begin select 1 as v; select 2; end").await;
        fixture.ddl("create procedure wider() begin select 1 as v; select 2, 3; end").await;
        fixture.ddl("create procedure writes() begin set @a = 1; end").await;
        let driver = fixture.pool_of(1).await;
        for _ in 0..2 {
            let outcome = driver.execute(&fixture.raw("call same()"), &[]).await.unwrap();
            assert_eq!(rows_of(&outcome.chunks), [[Cell::Int(1)], [Cell::Int(2)]]);
            let error = driver.execute(&fixture.raw("call wider()"), &[]).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::Unsupported, "{error:?}");
            let outcome = driver.execute(&fixture.raw("call writes()"), &[]).await.unwrap();
            assert!(outcome.chunks.is_empty(), "{outcome:?}");
        }
    });
}

/// One text is one statement: nothing can be smuggled in behind it.
#[test]
fn several_statements_in_one_text() {
    run::<Mysql, _>(async |fixture| {
        let mut connection = fixture.connection().await;
        for sql in ["select 1; select 2", "do 1; do 2"] {
            let error = connection.run_sql(sql).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::Syntax, "{error:?}");
            let error = fixture.try_run(sql, &[]).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::Syntax, "{error:?}");
        }
    });
}

#[test]
fn files_of_this_machine_stay_here() {
    run::<Mysql, _>(async |fixture| {
        fixture.ddl("create table texts (v text)").await;
        let sql = "load data local infile '/etc/hostname' into table texts";
        let mut connection = fixture.connection().await;
        connection.run_sql(sql).await.expect_err("no file is sent");
        drop(connection);
        fixture.try_run(sql, &[]).await.expect_err("no file is sent");
        assert_eq!(fixture.number("select count(*) from texts").await, 0);
    });
}

/// An isolation level that is refused begins no transaction.
#[test]
fn levels_hold_for_one_transaction() {
    run::<Mysql, _>(async |fixture| {
        let mut connection = fixture.connection().await;
        for isolation in [
            versa_driver::Isolation::ReadUncommitted,
            versa_driver::Isolation::ReadCommitted,
            versa_driver::Isolation::Serializable,
        ] {
            let options = TransactionOptions { isolation: Some(isolation), read_only: false };
            connection.begin(options).await.unwrap();
            connection.rollback().await.unwrap();
        }
        connection.run_sql("set autocommit = 0").await.unwrap();
        let outcome = connection.execute(&fixture.raw("select @@tx_isolation"), &[]).await;
        if let Ok(outcome) = outcome {
            assert_eq!(rows_of(&outcome.chunks), [[text("REPEATABLE-READ")]]);
        }
        connection.run_sql("set autocommit = 1").await.unwrap();
    });
}

/// The columns of a statement are not told again while they are the same; a table may change
/// between two runs in ways that leave the bytes of a row as long as they were.
#[test]
fn tables_that_change_between_two_runs() {
    run::<Mysql, _>(async |fixture| {
        let driver = fixture.pool_of(1).await;
        let select = fixture.raw("select * from things");
        fixture.ddl("create table things (v int)").await;
        fixture.ddl("insert into things values (1)").await;
        let float = Cell::Float(1.0);
        let decimal = Cell::Text(tag::DECIMAL, "1.0".to_owned());
        for (change, name, expected) in [
            ("select 1", "v", Cell::Int(1)),
            ("alter table things modify v int unsigned", "v", Cell::Int(1)),
            ("alter table things modify v float", "v", float.clone()),
            ("alter table things modify v bigint", "v", Cell::Int(1)),
            ("alter table things modify v double", "v", float),
            ("alter table things rename column v to w", "w", Cell::Float(1.0)),
            ("alter table things modify w varchar(10)", "w", text("1")),
            ("alter table things modify w varbinary(10)", "w", Cell::Bytes(vec![b'1'])),
            ("alter table things modify w decimal(10, 1)", "w", decimal),
            ("create or replace table things as select date'2026-01-31' as v", "v", {
                Cell::Text(tag::DATE, "2026-01-31".to_owned())
            }),
            ("create or replace table things as select time'01:02:03' as v", "v", {
                Cell::Text(tag::TIME, "01:02:03".to_owned())
            }),
        ] {
            if change.starts_with("create or") {
                fixture.ddl("drop table things").await;
            }
            fixture.ddl(&change.replace("create or replace", "create")).await;
            for _ in 0..3 {
                let outcome = driver.execute(&select, &[]).await.unwrap();
                let columns = outcome.columns.expect("the text does not know them");
                assert_eq!(columns[0].name, name, "{change}");
                let rows = rows_of(&outcome.chunks);
                assert_eq!(rows, std::slice::from_ref(&vec![expected.clone()]), "{change}");
            }
        }
    });
}

/// What a parameter is, and so what the column is that shows it, is new at each run.
#[test]
fn parameters_of_changing_types() {
    run::<Mysql, _>(async |fixture| {
        let driver = fixture.pool_of(1).await;
        let echo = fixture.raw("select ? as v");
        for _ in 0..3 {
            for (value, expected) in [
                (Value::Int(7), Cell::Int(7)),
                (Value::Text("seven".to_owned()), text("seven")),
                (Value::Null, Cell::Null),
                (Value::Float(0.5), Cell::Float(0.5)),
                (Value::Bytes(vec![0, 255]), Cell::Bytes(vec![0, 255])),
                (Value::Decimal("1.50".into()), Cell::Text(tag::DECIMAL, "1.50".to_owned())),
            ] {
                let outcome = driver.execute(&echo, std::slice::from_ref(&value)).await.unwrap();
                let rows = rows_of(&outcome.chunks);
                assert_eq!(rows, std::slice::from_ref(&vec![expected]), "{value:?}");
            }
        }
    });
}
