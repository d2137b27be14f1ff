//! Values go in as parameters, through a column, and come out again as what they were.

use versa_ast::{LogicalType, Value};
use versa_calendar as calendar;
use versa_rows::tag;

use crate::{Cell, Fixture, rows_of};

/// Writes each value to a column of the type, by one statement whose slot says the type and one
/// whose slot does not, and reads it back as the declared type and as the database's own.
async fn round_trip(fixture: &Fixture, logical_type: LogicalType, values: Vec<(Value, Cell)>) {
    let column_type = (fixture.dialect().column_type)(logical_type);
    fixture.ddl(&format!("create table things (id int primary key, v {column_type})")).await;
    let id_type = Some(LogicalType::Int);
    for slot_type in [Some(logical_type), None] {
        fixture.run("delete from things", &[]).await;
        let insert = fixture.statement(
            "insert into things (id, v) values (?, ?)",
            &[id_type, slot_type],
            &[],
        );
        for (id, (value, _)) in (0..).zip(&values) {
            let params = [Value::Int(id), value.clone()];
            if let Err(error) = fixture.driver.execute(&insert, &params).await {
                panic!("{value:?} as {logical_type:?} (slot {slot_type:?}): {error:?}");
            }
        }
        let natural = (fixture.dialect().natural_type)(logical_type);
        for (read_as, declared) in [(logical_type, Some(logical_type)), (natural, None)] {
            let select = fixture.statement(
                "select id, v from things order by id",
                &[],
                &[("id", id_type), ("v", declared)],
            );
            let outcome = fixture.driver.execute(&select, &[]).await.expect("the rows");
            let rows = rows_of(&outcome.chunks);
            assert_eq!(rows.len(), values.len());
            for (row, (value, cell)) in rows.iter().zip(&values) {
                let expected = seen_as(value, cell, read_as);
                assert_eq!(row[1], expected, "{value:?} read as {declared:?}");
            }
        }
    }
}

/// What a value reads as where the database knows its type only as another.
fn seen_as(value: &Value, cell: &Cell, logical_type: LogicalType) -> Cell {
    match (value, cell, logical_type) {
        (Value::Boolean(value), _, LogicalType::Int) => Cell::Int(i64::from(*value)),
        (Value::Timestamp(microseconds), _, LogicalType::Text) => {
            let mut text = String::new();
            calendar::write_timestamp(&mut text, *microseconds);
            Cell::Text(tag::TEXT, text)
        }
        #[allow(clippy::cast_precision_loss, reason = "as the row format has it")]
        (Value::Text(text), _, LogicalType::Timestamp) => {
            let microseconds = calendar::parse_timestamp(text).expect("a day with a time");
            // Rounded, it never reaches the next millisecond.
            let next = (microseconds.div_euclid(1_000) + 1) as f64;
            Cell::Timestamp((microseconds as f64 / 1_000.0).min(next.next_down()))
        }
        (_, Cell::Text(_, text), LogicalType::Text) => Cell::Text(tag::TEXT, text.clone()),
        _ => cell.clone(),
    }
}

pub async fn booleans(fixture: &Fixture) {
    let values = [true, false].map(|value| (Value::Boolean(value), Cell::Boolean(value)));
    round_trip(fixture, LogicalType::Boolean, values.into()).await;
}

pub async fn whole_numbers(fixture: &Fixture) {
    let limit = 1_i64 << 53;
    let values = [0, 1, -1, i64::MAX, i64::MIN, limit - 1, limit, limit + 1, -limit - 1];
    let values = values.map(|value| (Value::Int(value), Cell::Int(value)));
    round_trip(fixture, LogicalType::BigInt, values.into()).await;
}

pub async fn floats(fixture: &Fixture) {
    let values = [0.0, -0.0, 0.1, 1e308, -1e308, f64::MAX, f64::MIN_POSITIVE, 5e-324, 1.0 / 3.0];
    let kept = |value: f64| match value {
        0.0 if !fixture.dialect().keeps_negative_zero => 0.0,
        value => value,
    };
    let values = values.map(|value| (Value::Float(value), Cell::Float(kept(value))));
    round_trip(fixture, LogicalType::Float, values.into()).await;
}

pub async fn decimals(fixture: &Fixture) {
    let values = ["0", "1", "-12.50", "0.0000000001", "12345678901234567890.0123456789", "-99999"];
    let values = values
        .map(|text| (Value::Decimal(text.to_owned()), Cell::Text(tag::DECIMAL, text.to_owned())));
    round_trip(fixture, LogicalType::Decimal, values.into()).await;
}

pub async fn texts(fixture: &Fixture) {
    let long = "ä€😀".repeat(30_000);
    let values = ["", " ", "it's \"quoted\" \\ % _ ` $1 ? :x", "ÿ", "żółć", "𝄞😀", "\n\t\r", &long];
    let values =
        values.map(|text| (Value::Text(text.to_owned()), Cell::Text(tag::TEXT, text.to_owned())));
    round_trip(fixture, LogicalType::Text, values.into()).await;
}

pub async fn dates(fixture: &Fixture) {
    let values = ["0001-01-01", "1582-10-10", "1969-12-31", "2024-02-29", "9999-12-31"];
    let values =
        values.map(|text| (Value::Date(text.to_owned()), Cell::Text(tag::DATE, text.to_owned())));
    round_trip(fixture, LogicalType::Date, values.into()).await;
}

pub async fn times(fixture: &Fixture) {
    let values = ["00:00:00", "23:59:59.999999", "12:30:00.5"];
    let values =
        values.map(|text| (Value::Time(text.to_owned()), Cell::Text(tag::TIME, text.to_owned())));
    round_trip(fixture, LogicalType::Time, values.into()).await;
}

pub async fn timestamps(fixture: &Fixture) {
    let values = [
        "0001-01-01 00:00:00",
        "1969-12-31 23:59:59.999",
        "1970-01-01 00:00:00",
        "2026-01-31 12:00:00.123456",
        "9999-12-31 23:59:59.999",
    ];
    #[allow(clippy::cast_precision_loss, reason = "as the row format has it")]
    let values = values.map(|text| {
        let microseconds = calendar::parse_timestamp(text).expect("an instant");
        (Value::Timestamp(microseconds), Cell::Timestamp(microseconds as f64 / 1_000.0))
    });
    round_trip(fixture, LogicalType::Timestamp, values.into()).await;
}

pub async fn date_times(fixture: &Fixture) {
    let values = [
        "0001-01-01T00:00:00",
        "1969-12-31T23:59:59.999999",
        "2024-02-29T00:00:00",
        "2026-03-29T02:30:00.5",
        "9999-12-31T23:59:59.999999",
    ];
    let values =
        values.map(|text| (Value::Text(text.to_owned()), Cell::Text(tag::TEXT, text.to_owned())));
    round_trip(fixture, LogicalType::DateTime, values.into()).await;
}

pub async fn documents(fixture: &Fixture) {
    let values = ["null", "1", "\"ä😀\"", "[]", "{\"a\": [1, 2, {\"b\": null}]}"];
    let values =
        values.map(|text| (Value::Json(text.to_owned()), Cell::Text(tag::JSON, text.to_owned())));
    round_trip(fixture, LogicalType::Json, values.into()).await;
}

pub async fn bytes(fixture: &Fixture) {
    let all: Vec<u8> = (0..=255).collect();
    let values = [Vec::new(), vec![0], vec![0xff, 0xfe, 0], all.repeat(1_000)];
    let values = values.map(|bytes| (Value::Bytes(bytes.clone()), Cell::Bytes(bytes)));
    round_trip(fixture, LogicalType::Bytes, values.into()).await;
}

pub async fn uuids(fixture: &Fixture) {
    let values = ["00000000-0000-0000-0000-000000000000", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"];
    let values =
        values.map(|text| (Value::Uuid(text.to_owned()), Cell::Text(tag::UUID, text.to_owned())));
    round_trip(fixture, LogicalType::Uuid, values.into()).await;
}

pub async fn nulls(fixture: &Fixture) {
    use LogicalType as T;
    let all = [
        T::Boolean,
        T::Int,
        T::BigInt,
        T::Float,
        T::Decimal,
        T::Text,
        T::Date,
        T::Time,
        T::Timestamp,
        T::DateTime,
        T::DecimalNumber,
        T::Json,
        T::Bytes,
        T::Uuid,
    ];
    for logical_type in all {
        let column_type = (fixture.dialect().column_type)(logical_type);
        fixture.ddl(&format!("create table nulls (v {column_type})")).await;
        let insert =
            fixture.statement("insert into nulls (v) values (?)", &[Some(logical_type)], &[]);
        fixture.driver.execute(&insert, &[Value::Null]).await.expect("null is stored");
        for declared in [Some(logical_type), None] {
            let select = fixture.statement("select v from nulls", &[], &[("v", declared)]);
            let outcome = fixture.driver.execute(&select, &[]).await.expect("a row");
            assert_eq!(rows_of(&outcome.chunks), [[Cell::Null]], "{logical_type:?}, {declared:?}");
        }
        fixture.ddl("drop table nulls").await;
    }
}

pub async fn unknown_columns(fixture: &Fixture) {
    let outcome = fixture.run("select 1 as one, 'a' as two", &[]).await;
    let names: Vec<String> =
        outcome.columns.expect("the names").into_iter().map(|column| column.name).collect();
    assert_eq!(names, ["one", "two"]);
    assert_eq!(rows_of(&outcome.chunks), [[Cell::Int(1), Cell::Text(tag::TEXT, "a".to_owned())]]);
}

pub async fn an_empty_result(fixture: &Fixture) {
    let outcome = fixture.run("select 1 as one from (select 1 as x) t where 1 = 0", &[]).await;
    assert_eq!(outcome.chunks, []);
    let columns = outcome.columns.expect("the names, for no row too");
    assert_eq!((columns.len(), columns[0].name.as_str()), (1, "one"));
    assert_eq!(outcome.affected, 0);
}
