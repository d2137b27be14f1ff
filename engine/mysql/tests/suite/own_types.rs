//! What only MySQL and MariaDB have: unsigned numbers, bits, enums and sets, zero dates.

use versa_ast::{LogicalType, Value};
use versa_driver_suite::{Cell, Fixture, rows_of, run};
use versa_error::{Error, ErrorCode};
use versa_rows::tag;

use crate::database::Mysql;

fn text(kind: u8, text: &str) -> Cell {
    Cell::Text(kind, text.to_owned())
}

async fn one(
    fixture: &Fixture,
    sql: &str,
    wanted: Option<LogicalType>,
    params: &[Value],
) -> Result<Cell, Error> {
    let statement = fixture.statement(sql, &vec![None; params.len()], &[("v", wanted)]);
    let outcome = fixture.driver.execute(&statement, params).await?;
    Ok(rows_of(&outcome.chunks)[0][0].clone())
}

/// A column of the type that holds the value.
async fn stored(fixture: &Fixture, column_type: &str, value: &str) {
    fixture.ddl("drop table if exists things").await;
    fixture.ddl(&format!("create table things (v {column_type})")).await;
    let mut connection = fixture.connection().await;
    // Zero dates are kept only where the server is told to.
    connection.run_sql("set @mode = @@sql_mode, sql_mode = ''").await.unwrap();
    connection.run_sql(&format!("insert into things values ({value})")).await.unwrap();
    connection.run_sql("set sql_mode = @mode").await.unwrap();
}

#[test]
fn cells_of_their_own_types() {
    run::<Mysql, _>(async |fixture| {
        for (column_type, value, expected) in [
            ("tinyint", "-128", Cell::Int(-128)),
            ("tinyint(1)", "-7", Cell::Int(-7)),
            ("tinyint(1) unsigned", "255", Cell::Int(255)),
            ("smallint unsigned", "65535", Cell::Int(65_535)),
            ("mediumint", "-8388608", Cell::Int(-8_388_608)),
            ("int unsigned", "4294967295", Cell::Int(4_294_967_295)),
            ("bigint unsigned", "18446744073709551615", text(tag::BIG_INT, "18446744073709551615")),
            ("year", "2026", Cell::Int(2026)),
            ("float", "0.1", Cell::Float(0.1)),
            ("bit(1)", "b'1'", Cell::Int(1)),
            ("bit(12)", "b'100000000001'", Cell::Int(2_049)),
            ("enum('happy', 'sad ä')", "'sad ä'", text(tag::TEXT, "sad ä")),
            ("set('a', 'b', 'c')", "'a,c'", text(tag::TEXT, "a,c")),
            ("varchar(10) collate utf8mb4_bin", "'ä'", text(tag::TEXT, "ä")),
            ("varchar(10) character set latin1", "'ä'", text(tag::TEXT, "ä")),
            ("varbinary(10)", "x'00ff'", Cell::Bytes(vec![0, 255])),
            ("binary(3)", "'a'", Cell::Bytes(vec![b'a', 0, 0])),
            (
                "bit(64)",
                "b'1000000000000000000000000000000000000000000000000000000000000001'",
                text(tag::BIG_INT, "9223372036854775809"),
            ),
            ("bigint", "-9223372036854775808", Cell::Int(i64::MIN)),
            ("double", "-1.5e300", Cell::Float(-1.5e300)),
            ("decimal(10, 3)", "-0.5", text(tag::DECIMAL, "-0.500")),
            ("time", "'-838:59:59'", text(tag::TIME, "-838:59:59")),
            ("time", "'838:59:59'", text(tag::TIME, "838:59:59")),
            ("time(6)", "'-00:00:00.000001'", text(tag::TIME, "-00:00:00.000001")),
            ("time(3)", "'24:00:00.120'", text(tag::TIME, "24:00:00.12")),
            ("time", "'00:00:00'", text(tag::TIME, "00:00:00")),
            (
                "datetime(6)",
                "'9999-12-31 23:59:59.999999'",
                Cell::Timestamp(253_402_300_800_000_f64.next_down()),
            ),
            ("datetime", "'1000-01-01 00:00:00'", Cell::Timestamp(-30_610_224_000_000.0)),
            ("date", "'2024-02-29'", text(tag::DATE, "2024-02-29")),
            ("char(0)", "''", text(tag::TEXT, "")),
            ("tinytext", "'😀'", text(tag::TEXT, "😀")),
            ("mediumblob", "repeat('ab', 40000)", Cell::Bytes(b"ab".repeat(40_000))),
            ("longtext", "repeat('ü', 300)", text(tag::TEXT, &"ü".repeat(300))),
            ("timestamp", "'2026-01-31 12:00'", Cell::Timestamp(1_769_860_800_000.0)),
            ("date", "'0000-00-00'", Cell::Null),
            ("datetime", "'0000-00-00 00:00:00'", Cell::Null),
            ("date", "'2026-00-00'", text(tag::DATE, "2026-00-00")),
            ("decimal(65, 0)", &"9".repeat(65), text(tag::DECIMAL, &"9".repeat(65))),
        ] {
            stored(&fixture, column_type, value).await;
            let cell = one(&fixture, "select v from things", None, &[]).await;
            assert_eq!(cell, Ok(expected), "{column_type} {value}");
        }
    });
}

#[test]
fn cells_read_as_another_type() {
    use LogicalType as T;
    run::<Mysql, _>(async |fixture| {
        for (column_type, value, wanted, expected) in [
            ("tinyint(1)", "2", T::Boolean, Cell::Boolean(true)),
            ("bit(1)", "b'0'", T::Boolean, Cell::Boolean(false)),
            ("bigint unsigned", "12", T::BigInt, Cell::Int(12)),
            ("decimal(10, 2)", "12.00", T::Int, Cell::Int(12)),
            ("decimal(10, 2)", "12.5", T::Float, Cell::Float(12.5)),
            ("int", "3", T::Float, Cell::Float(3.0)),
            ("double", "0.5", T::Decimal, text(tag::DECIMAL, "0.5")),
            ("int unsigned", "3", T::Text, text(tag::TEXT, "3")),
            ("datetime", "'2026-01-31 12:00'", T::Date, text(tag::DATE, "2026-01-31")),
            ("date", "'2026-01-31'", T::Timestamp, Cell::Timestamp(1_769_817_600_000.0)),
            (
                "varchar(30)",
                "'2026-01-31 12:00:00Z'",
                T::Timestamp,
                Cell::Timestamp(1_769_860_800_000.0),
            ),
            ("longtext", "'[1]'", T::Json, text(tag::JSON, "[1]")),
            ("blob", "'[1]'", T::Json, text(tag::JSON, "[1]")),
            ("blob", "'ä'", T::Text, text(tag::TEXT, "ä")),
            (
                "binary(16)",
                "x'6f9619ff8b86d011b42d00cf4fc964ff'",
                T::Uuid,
                text(tag::UUID, "6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
            ),
        ] {
            stored(&fixture, column_type, value).await;
            let cell = one(&fixture, "select v from things", Some(wanted), &[]).await;
            assert_eq!(cell, Ok(expected), "{column_type} {value} as {wanted:?}");
        }
        let sum = one(&fixture, "select sum(2) as v from dual", Some(T::Int), &[]).await;
        assert_eq!(sum, Ok(Cell::Int(2)), "a sum is a decimal");
    });
}

#[test]
fn cells_that_cannot_be_read() {
    use LogicalType as T;
    run::<Mysql, _>(async |fixture| {
        for (column_type, value, wanted, code) in [
            ("point", "point(1, 2)", None, ErrorCode::Unsupported),
            ("datetime", "'2026-00-00 00:00:00'", None, ErrorCode::InvalidValue),
            ("varchar(10)", "'abc'", Some(T::Int), ErrorCode::InvalidValue),
            ("decimal(10, 2)", "12.5", Some(T::Int), ErrorCode::InvalidValue),
            ("blob", "x'ff'", Some(T::Text), ErrorCode::InvalidValue),
            ("int", "1", Some(T::Bytes), ErrorCode::InvalidValue),
        ] {
            stored(&fixture, column_type, value).await;
            let error = one(&fixture, "select v from things", wanted, &[]).await.unwrap_err();
            assert_eq!(error.code(), code, "{column_type}: {error:?}");
            assert_eq!(error.column_name(), Some("v"), "{column_type}: {error:?}");
            assert!(error.hint_text().is_some(), "{column_type}: {error:?}");
        }
    });
}

#[test]
fn values_are_compared_exactly() {
    run::<Mysql, _>(async |fixture| {
        fixture.ddl("create table prices (id int primary key, v decimal(40, 10))").await;
        fixture
            .ddl(
                "insert into prices values (1, 12345678901234567890.0123456789), \
                 (2, 12345678901234567890.0123456788)",
            )
            .await;
        let price = Value::Decimal("12345678901234567890.0123456789".into());
        let found = one(&fixture, "select id as v from prices where v = ?", None, &[price]).await;
        assert_eq!(found, Ok(Cell::Int(1)), "as doubles both were equal");
        let count = "select count(*) as v from prices where v = ?";
        for no_number in ["abc", "", "1e9999"] {
            let value = Value::Decimal(no_number.into());
            let error = one(&fixture, count, None, &[value]).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidValue, "{error:?}");
        }
        let error = one(&fixture, count, None, &[Value::Float(f64::NAN)]).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidValue, "{error:?}");
    });
}

#[test]
fn instants_are_utc() {
    run::<Mysql, _>(async |fixture| {
        fixture.ddl("create table events (a timestamp(6), b datetime(6))").await;
        let at = Value::Timestamp(1_769_860_800_123_456);
        fixture.run("insert into events values (?, ?)", &[at.clone(), at.clone()]).await;
        for column in ["a", "b"] {
            let sql = format!("select {column} as v from events where {column} = ?");
            let cell = one(&fixture, &sql, None, std::slice::from_ref(&at)).await;
            assert_eq!(cell, Ok(Cell::Timestamp(1_769_860_800_123.456)));
            let sql = format!("select {column} as v from events where {column} = ?");
            let statement = fixture.statement(&sql, &[Some(LogicalType::Timestamp)], &[]);
            let iso = Value::Text("2026-01-31T12:00:00.123456Z".into());
            let outcome = fixture.driver.execute(&statement, &[iso]).await.unwrap();
            assert_eq!(rows_of(&outcome.chunks).len(), 1, "ISO text of a timestamp column");
        }
        let unix = "select cast(unix_timestamp(a) as char) as v from events";
        let cell = one(&fixture, unix, None, &[]).await;
        assert_eq!(cell, Ok(text(tag::TEXT, "1769860800.123456")));
    });
}

#[test]
fn the_key_of_an_inserted_row_is_known() {
    run::<Mysql, _>(async |fixture| {
        fixture.ddl("create table notes (id bigint auto_increment primary key, n int)").await;
        let first = fixture.run("insert into notes (n) values (1)", &[]).await;
        assert_eq!((first.last_insert_id, first.affected), (Some(1), 1));
        let more = fixture.run("insert into notes (n) values (1), (2), (3)", &[]).await;
        assert_eq!((more.last_insert_id, more.affected), (Some(2), 3));
        assert_eq!(fixture.run("update notes set n = 2", &[]).await.last_insert_id, None);
    });
}
