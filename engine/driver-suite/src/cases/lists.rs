//! Several values behind one parameter.

use versa_ast::{LogicalType, Value};

use crate::fixture::number;
use crate::{Fixture, rows_of};

async fn found(fixture: &Fixture, list: Vec<Value>) -> Vec<i64> {
    let filter = fixture.list_filter("select id from items", "id", LogicalType::BigInt);
    let outcome = fixture.driver.execute(&filter, &[Value::List(list)]).await.expect("the rows");
    rows_of(&outcome.chunks).iter().map(|row| number(&row[0])).collect()
}

async fn create_items(fixture: &Fixture) {
    let text = (fixture.dialect().column_type)(LogicalType::Text);
    fixture.ddl(&format!("create table items (id bigint primary key, name {text})")).await;
    for (id, name) in [(1, "one"), (2, "two"), (3, "drei's"), (4, "𝄞")] {
        let params = [Value::Int(id), Value::Text(name.to_owned())];
        fixture.run("insert into items (id, name) values (?, ?)", &params).await;
    }
}

pub async fn none(fixture: &Fixture) {
    create_items(fixture).await;
    assert_eq!(found(fixture, Vec::new()).await, [0_i64; 0]);
}

pub async fn one(fixture: &Fixture) {
    create_items(fixture).await;
    assert_eq!(found(fixture, vec![Value::Int(2)]).await, [2]);
}

pub async fn many(fixture: &Fixture) {
    create_items(fixture).await;
    for count in [2, 3, 4, 5, 100, 1_000, 5_000] {
        let list = (1..=count).rev().map(Value::Int).collect();
        let expected: Vec<i64> = (1..=count.min(4)).collect();
        assert_eq!(found(fixture, list).await, expected, "{count} items");
    }
}

pub async fn with_null(fixture: &Fixture) {
    create_items(fixture).await;
    assert_eq!(found(fixture, vec![Value::Null, Value::Int(4), Value::Null]).await, [4]);
    assert_eq!(found(fixture, vec![Value::Null]).await, [0_i64; 0]);
}

pub async fn of_texts(fixture: &Fixture) {
    create_items(fixture).await;
    let filter = fixture.list_filter("select id from items", "name", LogicalType::Text);
    let list = ["𝄞", "drei's", "none"].map(|name| Value::Text(name.to_owned()));
    let outcome = fixture.driver.execute(&filter, &[Value::List(list.into())]).await.expect("rows");
    let ids: Vec<i64> = rows_of(&outcome.chunks).iter().map(|row| number(&row[0])).collect();
    assert_eq!(ids, [3, 4]);
}
