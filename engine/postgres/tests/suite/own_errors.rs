//! What PostgreSQL's failures say: table, column, constraint, SQLSTATE.

use versa_ast::{LogicalType, Value};
use versa_driver::TransactionOptions;
use versa_driver_suite::{Fixture, run};
use versa_error::{Error, ErrorCode};
use versa_sql::{Access, Bulk, BulkRun, SqlPart, SqlText};

use crate::database::Postgres;

const TABLES: [&str; 2] = [
    "create table teams (id int primary key, code text not null, org int, size int,
        constraint teams_code_unique unique (org, code), constraint teams_size check (size > 0))",
    "create table members (id int primary key,
        team_id int constraint members_team references teams deferrable initially immediate)",
];

async fn create_tables(fixture: &Fixture) {
    for table in TABLES {
        fixture.ddl(table).await;
    }
    fixture.run("insert into teams values (1, 'a', 1, 1)", &[]).await;
}

type Names<'a> = (Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<&'a str>);

fn names(error: &Error) -> Names<'_> {
    (error.table_name(), error.column_name(), error.constraint_name(), error.state())
}

#[test]
fn names_come_from_the_fields_of_a_failure() {
    run::<Postgres, _>(async |fixture| {
        create_tables(&fixture).await;
        for (sql, expected) in [
            (
                "insert into teams values (2, 'a', 1, 1)",
                (Some("teams"), Some("org, code"), Some("teams_code_unique"), Some("23505")),
            ),
            (
                "insert into members values (1, 7)",
                (Some("members"), Some("team_id"), Some("members_team"), Some("23503")),
            ),
            (
                "insert into teams values (2, null, 1, 1)",
                (Some("teams"), Some("code"), None, Some("23502")),
            ),
            (
                "insert into teams values (2, 'b', 1, 0)",
                (Some("teams"), None, Some("teams_size"), Some("23514")),
            ),
            ("select nmae from teams", (None, Some("nmae"), None, Some("42703"))),
            ("select t.nmae from teams t", (None, Some("nmae"), None, Some("42703"))),
        ] {
            let error = fixture.try_run(sql, &[]).await.unwrap_err();
            assert_eq!(names(&error), expected, "{error:?}");
        }
    });
}

#[test]
fn failures_by_their_code() {
    run::<Postgres, _>(async |fixture| {
        create_tables(&fixture).await;
        for (sql, code) in [
            ("select 1 / 0", ErrorCode::InvalidValue),
            ("select 'x'::int", ErrorCode::InvalidValue),
            ("select 1 + true", ErrorCode::DatabaseError),
            ("savepoint a", ErrorCode::TransactionClosed),
            ("alter table teams add code int", ErrorCode::AlreadyExists),
            ("create table teams ()", ErrorCode::AlreadyExists),
            ("select * from teams for update of nothing", ErrorCode::UnknownTable),
        ] {
            let error = fixture.try_run(sql, &[]).await.unwrap_err();
            assert_eq!(error.code(), code, "{sql}: {error:?}");
        }
        let mut connection = fixture.connection().await;
        connection.run_sql("set statement_timeout = '50ms'").await.unwrap();
        let slow = connection.run_sql("select pg_sleep(5)").await.unwrap_err();
        assert_eq!(slow.code(), ErrorCode::Cancelled, "{slow:?}");
        connection.run_sql("reset statement_timeout").await.unwrap();
    });
}

#[test]
fn a_failed_transaction_says_so_until_it_ends() {
    run::<Postgres, _>(async |fixture| {
        create_tables(&fixture).await;
        let mut connection = fixture.connection().await;
        connection.begin(TransactionOptions::default()).await.unwrap();
        let insert = fixture.raw("insert into teams values (5, 'e', 5, 5)");
        connection.execute(&insert, &[]).await.unwrap();
        connection.execute(&insert, &[]).await.unwrap_err();
        let error = connection.execute(&fixture.raw("select 1 as one"), &[]).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::TransactionClosed, "{error:?}");
        let error = connection.commit().await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::TransactionClosed, "it was not committed: {error:?}");
        connection.execute(&insert, &[]).await.expect("no transaction is open");
    });
}

/// A constraint that is checked at the end fails the commit, and nothing is open afterwards.
#[test]
fn a_deferred_constraint_fails_the_commit() {
    run::<Postgres, _>(async |fixture| {
        create_tables(&fixture).await;
        let mut connection = fixture.connection().await;
        connection.begin(TransactionOptions::default()).await.unwrap();
        connection.run_sql("set constraints all deferred").await.unwrap();
        let insert = fixture.raw("insert into members values (1, 7)");
        connection.execute(&insert, &[]).await.unwrap();
        let error = connection.commit().await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::ForeignKeyViolation, "{error:?}");
        connection.begin(TransactionOptions::default()).await.expect("none is open");
        connection.rollback().await.unwrap();
    });
}

#[test]
fn serialization_failures_are_told_apart() {
    run::<Postgres, _>(async |fixture| {
        create_tables(&fixture).await;
        let options = TransactionOptions {
            isolation: Some(versa_driver::Isolation::RepeatableRead),
            read_only: false,
        };
        let (mut one, mut other) = (fixture.connection().await, fixture.connection().await);
        one.begin(options).await.unwrap();
        one.execute(&fixture.raw("select * from teams"), &[]).await.unwrap();
        let update = fixture.raw("update teams set size = size + 1");
        other.execute(&update, &[]).await.unwrap();
        let error = one.execute(&update, &[]).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::SerializationFailure, "{error:?}");
    });
}

/// A table that changes inside a transaction, whose statements are prepared already.
#[test]
fn ddl_inside_a_transaction() {
    run::<Postgres, _>(async |fixture| {
        create_tables(&fixture).await;
        let mut connection = fixture.connection().await;
        let select = fixture.raw("select * from teams");
        connection.execute(&select, &[]).await.unwrap();
        connection.begin(TransactionOptions::default()).await.unwrap();
        connection.execute(&select, &[]).await.unwrap();
        connection.run_sql("alter table teams add column more text").await.unwrap();
        let columns = connection.execute(&select, &[]).await.unwrap().columns.unwrap();
        assert_eq!(columns.len(), 5);
        connection.commit().await.unwrap();
    });
}

/// Rows in several statements, for columns whose types are not known.
#[test]
fn chunked_rows_are_written_all_or_not_at_all() {
    run::<Postgres, _>(async |fixture| {
        create_tables(&fixture).await;
        let mut statement = fixture.raw("");
        statement.access = Access::Write;
        statement.text = SqlText::Expanding(vec![
            SqlPart::Text("insert into teams (id, code, org) values ".to_owned()),
            SqlPart::Rows {
                index: 0,
                given: None,
                columns: vec![Some(LogicalType::Int), None, None],
            },
        ]);
        let run = BulkRun::Chunked { max_parameters: 30, per_row: 3, max_rows: 100 };
        statement.bulk = Some(Bulk { index: 0, width: 3, run });
        let rows = |ids: Vec<i64>| {
            let cells = ids
                .into_iter()
                .flat_map(|id| [Value::Int(id), Value::Text("c".into()), Value::Int(id)]);
            [Value::List(cells.collect())]
        };
        let mut connection = fixture.connection().await;
        let twice = rows((10..60).chain([10]).collect());
        for in_transaction in [false, true] {
            if in_transaction {
                connection.begin(TransactionOptions::default()).await.unwrap();
            }
            let error = connection.execute(&statement, &twice).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::UniqueViolation, "{error:?}");
        }
        let written = connection.execute(&statement, &rows((10..60).collect())).await.unwrap();
        assert_eq!(written.affected, 50);
        connection.commit().await.expect("the savepoint took back what failed");
        assert_eq!(fixture.number("select count(*) from teams").await, 51);
        let none = connection.execute(&statement, &rows(Vec::new())).await.unwrap();
        assert_eq!(none.affected, 0);
    });
}
