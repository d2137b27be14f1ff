//! What MySQL's and MariaDB's failures say: table, column, constraint.

use versa_ast::Value;
use versa_driver::TransactionOptions;
use versa_driver_suite::{Fixture, run};
use versa_error::{Error, ErrorCode};

use crate::database::Mysql;

async fn create_tables(fixture: &Fixture) {
    for table in [
        "create table teams (id int primary key, code varchar(5) not null, org int, \
         size tinyint, kind enum('a', 'b'), born date, \
         constraint teams_code_unique unique (org, code), \
         constraint teams_size check (size > 0))",
        "create table members (id int primary key, team_id int, \
         constraint members_team foreign key (team_id) references teams (id))",
        "insert into teams (id, code, org, size) values (1, 'a', 1, 1)",
        "insert into members values (1, 1)",
    ] {
        fixture.ddl(table).await;
    }
}

type Names<'a> = (ErrorCode, Option<&'a str>, Option<&'a str>);

fn names(error: &Error) -> Names<'_> {
    (error.code(), error.column_name(), error.constraint_name())
}

#[test]
fn names_come_from_the_sentence() {
    use ErrorCode as E;
    run::<Mysql, _>(async |fixture| {
        create_tables(&fixture).await;
        for (sql, expected) in [
            (
                "insert into teams (id, code, org) values (2, 'a', 1)",
                (E::UniqueViolation, None, Some("teams_code_unique")),
            ),
            (
                "insert into teams (id, code) values (1, 'x')",
                (E::UniqueViolation, None, Some("PRIMARY")),
            ),
            (
                "insert into members values (2, 7)",
                (E::ForeignKeyViolation, Some("team_id"), Some("members_team")),
            ),
            ("delete from teams", (E::ForeignKeyViolation, Some("team_id"), Some("members_team"))),
            (
                "insert into teams (id, code, size) values (2, 'x', 0)",
                (E::CheckViolation, None, Some("teams_size")),
            ),
            (
                "insert into teams (id, code) values (2, 'too long')",
                (E::InvalidValue, Some("code"), None),
            ),
            (
                "insert into teams (id, code, size) values (2, 'x', 300)",
                (E::InvalidValue, Some("size"), None),
            ),
            (
                "insert into teams (id, code, size) values (2, 'x', 'abc')",
                (E::InvalidValue, Some("size"), None),
            ),
            (
                "insert into teams (id, code, kind) values (2, 'x', 'c')",
                (E::InvalidValue, Some("kind"), None),
            ),
            (
                "insert into teams (id, code, born) values (2, 'x', '2026-02-30')",
                (E::InvalidValue, Some("born"), None),
            ),
            ("select nmae from teams", (E::UnknownColumn, Some("nmae"), None)),
        ] {
            let error = fixture.try_run(sql, &[]).await.unwrap_err();
            assert_eq!(names(&error), expected, "{error:?}");
            assert!(error.state().is_some(), "{error:?}");
        }
        let error = fixture.try_run("insert into members values (2, 7)", &[]).await.unwrap_err();
        assert_eq!(error.table_name(), Some("members"), "{error:?}");
        let error = fixture.try_run("select * from nowhere", &[]).await.unwrap_err();
        assert_eq!(error.table_name(), Some("nowhere"), "{error:?}");
    });
}

#[test]
fn no_value_is_in_a_message() {
    run::<Mysql, _>(async |fixture| {
        create_tables(&fixture).await;
        let secret = Value::Text("secret-canary".into());
        for sql in [
            "insert into teams (id, code, size) values (2, 'x', ?)",
            "insert into teams (id, code, kind) values (2, 'x', ?)",
            "insert into teams (id, code, born) values (2, 'x', ?)",
            "insert into teams (id, code) values (2, ?)",
            "update teams set size = size + ?",
        ] {
            let error = fixture.try_run(sql, std::slice::from_ref(&secret)).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidValue, "{error:?}");
            assert!(!format!("{error:?}").contains("canary"), "the value is in {error:?}");
        }
    });
}

#[test]
fn failures_by_their_code() {
    run::<Mysql, _>(async |fixture| {
        create_tables(&fixture).await;
        for (sql, code) in [
            ("alter table teams add code int", ErrorCode::AlreadyExists),
            ("rollback to savepoint nothing", ErrorCode::TransactionClosed),
            ("drop table nowhere", ErrorCode::UnknownTable),
        ] {
            let error = fixture.try_run(sql, &[]).await.unwrap_err();
            assert_eq!(error.code(), code, "{sql}: {error:?}");
        }
    });
}

/// After a deadlock the server has no transaction any more; nothing may run outside it unnoticed.
#[test]
fn nothing_runs_after_a_deadlock() {
    run::<Mysql, _>(async |fixture| {
        create_tables(&fixture).await;
        fixture.run("insert into teams (id, code, size) values (2, 'b', 1)", &[]).await;
        let (mut one, mut other) = (fixture.connection().await, fixture.connection().await);
        let update = |id: i64| fixture.raw(&format!("update teams set size = 9 where id = {id}"));
        one.begin(TransactionOptions::default()).await.unwrap();
        other.begin(TransactionOptions::default()).await.unwrap();
        one.execute(&update(1), &[]).await.unwrap();
        other.execute(&update(2), &[]).await.unwrap();
        let (first, second) = (update(2), update(1));
        let (first, second) = futures_util::future::join(one.execute(&first, &[]), async {
            let result = other.execute(&second, &[]).await;
            if result.is_ok() {
                other.rollback().await.unwrap();
            }
            result
        })
        .await;
        let victim = match (first, second) {
            (Err(error), Ok(_)) => (one, error),
            (Ok(_), Err(error)) => (other, error),
            results => panic!("{results:?}"),
        };
        let (mut connection, error) = victim;
        assert_eq!(error.code(), ErrorCode::Deadlock, "{error:?}");
        let insert = fixture.raw("insert into teams (id, code) values (3, 'c')");
        let error = connection.execute(&insert, &[]).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::TransactionClosed, "{error:?}");
        connection.rollback().await.expect("the end of it");
        connection.execute(&insert, &[]).await.expect("outside on purpose");
    });
}

/// The server closes the connection on a packet that is too large; the next caller gets another.
#[test]
fn a_packet_that_is_too_large() {
    run::<Mysql, _>(async |fixture| {
        fixture.ddl("create table texts (v longtext)").await;
        let limit = fixture.number("select @@max_allowed_packet").await;
        let text = "x".repeat(usize::try_from(limit).unwrap() + 1_000);
        let driver = fixture.pool_of(1).await;
        let insert = fixture.raw("insert into texts values (?)");
        let error = driver.execute(&insert, &[Value::Text(text)]).await.unwrap_err();
        let codes = [ErrorCode::ResourceExhausted, ErrorCode::ConnectionLost];
        assert!(codes.contains(&error.code()), "{error:?}");
        driver.execute(&insert, &[Value::Text("x".into())]).await.expect("a new connection");
        assert_eq!(fixture.number("select count(*) from texts").await, 1);
    });
}
