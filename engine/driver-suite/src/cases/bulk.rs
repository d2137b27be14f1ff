//! Many rows behind one parameter.

use versa_ast::{LogicalType, Value};
use versa_driver::TransactionOptions;
use versa_error::ErrorCode;
use versa_sql::Statement;

use crate::{Cell, Fixture};

async fn create_people(fixture: &Fixture) -> Statement {
    let dialect = fixture.dialect();
    fixture
        .ddl(&format!(
            "create table people (id bigint primary key, name {}, born {}, score {})",
            (dialect.column_type)(LogicalType::Text),
            (dialect.column_type)(LogicalType::Timestamp),
            (dialect.column_type)(LogicalType::Float),
        ))
        .await;
    fixture.bulk_insert(
        "people",
        &[
            ("id", LogicalType::BigInt),
            ("name", LogicalType::Text),
            ("born", LogicalType::Timestamp),
            ("score", LogicalType::Float),
        ],
    )
}

fn people(ids: impl Iterator<Item = i64>) -> [Value; 1] {
    let cells = ids.flat_map(|id| {
        [
            Value::Int(id),
            if id % 3 == 0 { Value::Null } else { Value::Text(format!("person {id} 😀")) },
            Value::Timestamp(id * 1_000_000),
            Value::Float(0.5),
        ]
    });
    [Value::List(cells.collect())]
}

async fn insert(fixture: &Fixture, count: i64) {
    let statement = create_people(fixture).await;
    let outcome = fixture.driver.execute(&statement, &people(1..=count)).await.expect("the rows");
    assert_eq!(outcome.affected, u64::try_from(count).expect("a count"));
    assert_eq!(fixture.number("select count(*) from people").await, count);
    assert_eq!(fixture.number("select count(*) from people where name is null").await, count / 3);
}

pub async fn no_row(fixture: &Fixture) {
    insert(fixture, 0).await;
}

pub async fn one_row(fixture: &Fixture) {
    insert(fixture, 1).await;
}

pub async fn two_rows(fixture: &Fixture) {
    insert(fixture, 2).await;
}

pub async fn a_thousand_rows(fixture: &Fixture) {
    insert(fixture, 1_000).await;
    let sum = fixture.cell("select sum(score) from people").await;
    assert_eq!(sum, Cell::Float(500.0));
}

pub async fn a_failing_row_takes_all_back(fixture: &Fixture) {
    let statement = create_people(fixture).await;
    let twice = people((1..=400).chain(std::iter::once(7)));
    let error = fixture.driver.execute(&statement, &twice).await.expect_err("7 is there twice");
    assert_eq!(error.code(), ErrorCode::UniqueViolation, "{error:?}");
    assert_eq!(fixture.number("select count(*) from people").await, 0);
}

pub async fn inside_a_transaction(fixture: &Fixture) {
    let statement = create_people(fixture).await;
    let mut connection = fixture.connection().await;
    connection.begin(TransactionOptions::default()).await.expect("begin");
    connection.execute(&statement, &people(1..=600)).await.expect("the rows");
    connection.rollback().await.expect("rollback");
    connection.begin(TransactionOptions::default()).await.expect("begin");
    connection.execute(&statement, &people(1..=600)).await.expect("the rows");
    connection.commit().await.expect("commit");
    drop(connection);
    assert_eq!(fixture.number("select count(*) from people").await, 600);
}
