//! What the database refuses becomes an error with a code, without the values in it, and the
//! connection serves the next statement.

use versa_ast::Value;
use versa_error::{Error, ErrorCode};
use versa_sql::{Slot, SlotKind, SqlText};

use crate::Fixture;

const SECRET: &str = "secret-7331@example.org";

async fn create_tables(fixture: &Fixture) {
    fixture
        .ddl(
            "create table teams (
                id int primary key,
                code varchar(100) not null,
                size int,
                constraint teams_code_unique unique (code),
                constraint teams_size_check check (size >= 0)
            )",
        )
        .await;
    fixture
        .ddl(
            "create table members (
                id int primary key,
                team_id int not null,
                constraint members_team_fk foreign key (team_id) references teams (id)
            )",
        )
        .await;
    fixture
        .run("insert into teams (id, code, size) values (1, ?, 3)", &[Value::Text(SECRET.into())])
        .await;
    fixture.run("insert into members (id, team_id) values (1, 1)", &[]).await;
}

/// Runs a statement that has to fail with a code, and what any other has to fulfil.
async fn refused(fixture: &Fixture, text: &str, params: &[Value], code: ErrorCode) -> Error {
    let error = match fixture.try_run(text, params).await {
        Ok(outcome) => panic!("{text} succeeded: {outcome:?}"),
        Err(error) => error,
    };
    assert_eq!(error.code(), code, "{error:?}");
    assert!(!format!("{error:?}").contains("7331"), "a value is in {error:?}");
    assert_eq!(fixture.number("select count(*) from teams").await, 1, "usable, nothing written");
    error
}

pub async fn unique(fixture: &Fixture) {
    create_tables(fixture).await;
    let error = refused(
        fixture,
        "insert into teams (id, code, size) values (2, ?, 1)",
        &[Value::Text(SECRET.into())],
        ErrorCode::UniqueViolation,
    )
    .await;
    assert!(error.state().is_some(), "{error:?}");
}

pub async fn foreign_key(fixture: &Fixture) {
    create_tables(fixture).await;
    refused(
        fixture,
        "insert into members (id, team_id) values (2, ?)",
        &[Value::Int(7331)],
        ErrorCode::ForeignKeyViolation,
    )
    .await;
}

pub async fn referenced_row(fixture: &Fixture) {
    create_tables(fixture).await;
    refused(fixture, "delete from teams", &[], ErrorCode::ForeignKeyViolation).await;
}

pub async fn not_null(fixture: &Fixture) {
    create_tables(fixture).await;
    let error = refused(
        fixture,
        "insert into teams (id, code, size) values (2, ?, 1)",
        &[Value::Null],
        ErrorCode::NotNullViolation,
    )
    .await;
    assert_eq!(error.column_name(), Some("code"), "{error:?}");
    let text = "insert into teams (id, size) values (2, 1)";
    let error = refused(fixture, text, &[], ErrorCode::NotNullViolation).await;
    assert_eq!(error.column_name(), Some("code"), "{error:?}");
}

pub async fn check(fixture: &Fixture) {
    create_tables(fixture).await;
    let error = refused(
        fixture,
        "insert into teams (id, code, size) values (2, 'x', ?)",
        &[Value::Int(-7331)],
        ErrorCode::CheckViolation,
    )
    .await;
    assert_eq!(error.constraint_name(), Some("teams_size_check"), "{error:?}");
}

pub async fn syntax(fixture: &Fixture) {
    create_tables(fixture).await;
    refused(fixture, "selec 1", &[], ErrorCode::Syntax).await;
    refused(fixture, "select (1", &[], ErrorCode::Syntax).await;
}

pub async fn unknown_table(fixture: &Fixture) {
    create_tables(fixture).await;
    refused(fixture, "select * from nowhere", &[], ErrorCode::UnknownTable).await;
}

pub async fn unknown_column(fixture: &Fixture) {
    create_tables(fixture).await;
    let text = "select teams.sice from teams";
    let error = refused(fixture, text, &[], ErrorCode::UnknownColumn).await;
    assert_eq!(error.column_name(), Some("sice"), "{error:?}");
    let text = "insert into teams (id, cod) values (2, 'x')";
    let error = refused(fixture, text, &[], ErrorCode::UnknownColumn).await;
    assert_eq!(error.column_name(), Some("cod"), "{error:?}");
}

pub async fn already_exists(fixture: &Fixture) {
    create_tables(fixture).await;
    let failed = fixture.connection().await.run_sql("create table teams (id int)").await;
    assert_eq!(failed.expect_err("it exists").code(), ErrorCode::AlreadyExists);
    let again = "create index teams_size on teams (size)";
    fixture.ddl(again).await;
    let failed = fixture.connection().await.run_sql(again).await;
    assert_eq!(failed.expect_err("it exists").code(), ErrorCode::AlreadyExists);
}

/// Fewer or more values than placeholders, and a slot without a parameter: an error, no panic.
pub async fn missing_parameter(fixture: &Fixture) {
    create_tables(fixture).await;
    let one = fixture.raw("select * from teams where id = ?");
    for params in [Vec::new(), vec![Value::List(vec![Value::Int(1)])]] {
        fixture.driver.execute(&one, &params).await.expect_err("no value");
    }
    let mut wrong = one.clone();
    if let SqlText::Fixed { slots, .. } = &mut wrong.text {
        slots.clear();
    }
    fixture.driver.execute(&wrong, &[]).await.expect_err("no slot");
    if let SqlText::Fixed { slots, .. } = &mut wrong.text {
        let slot = |index| Slot { index, logical_type: None, kind: SlotKind::Value };
        slots.extend([slot(0), slot(1)]);
    }
    let values = [Value::Int(1), Value::Int(2)];
    let error = fixture.driver.execute(&wrong, &values).await.expect_err("two for one");
    assert_eq!(error.code(), ErrorCode::InvalidQuery, "{error:?}");
    assert_eq!(fixture.number("select count(*) from teams").await, 1);
}

pub async fn a_failed_statement_leaves_the_connection_usable(fixture: &Fixture) {
    create_tables(fixture).await;
    let mut connection = fixture.connection().await;
    for _ in 0..3 {
        for text in ["select * from nowhere", "insert into teams (id) values (1)", "selec"] {
            connection.execute(&fixture.raw(text), &[]).await.expect_err("it fails");
            let outcome = connection.execute(&fixture.raw("select 1 as one"), &[]).await;
            assert_eq!(outcome.expect("usable").chunks.len(), 1);
        }
    }
}
