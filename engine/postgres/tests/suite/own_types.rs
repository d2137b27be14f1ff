//! What only PostgreSQL has: arrays, intervals, addresses, enums, domains and infinities.

use versa_ast::{LogicalType, Value};
use versa_driver_suite::{Cell, Fixture, rows_of, run};
use versa_error::{Error, ErrorCode};
use versa_rows::tag;

use crate::database::Postgres;

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

#[test]
fn cells_of_their_own_types() {
    run::<Postgres, _>(async |fixture| {
        fixture.ddl("create type mood as enum ('happy', 'sad ä')").await;
        fixture.ddl("create domain percent as int check (value between 0 and 100)").await;
        for (sql, expected) in [
            ("7::smallint", Cell::Int(7)),
            ("4294967295::oid", Cell::Int(4_294_967_295)),
            ("0.1::real", Cell::Float(0.1)),
            ("'NaN'::float8", Cell::Float(f64::NAN)),
            ("'NaN'::numeric", text(tag::DECIMAL, "NaN")),
            (
                "123456789012345678901234567890::numeric",
                text(tag::DECIMAL, "123456789012345678901234567890"),
            ),
            ("'x'::\"char\"", text(tag::TEXT, "x")),
            ("'n'::name", text(tag::TEXT, "n")),
            ("'ab'::char(4)", text(tag::TEXT, "ab  ")),
            ("'{\"b\":1}'::json", text(tag::JSON, "{\"b\":1}")),
            ("'2026-01-31'::date", text(tag::DATE, "2026-01-31")),
            ("'infinity'::date", text(tag::DATE, "infinity")),
            ("'12:30'::time", text(tag::TIME, "12:30:00")),
            ("'12:30+02'::timetz", text(tag::TEXT, "12:30:00+02:00")),
            ("'2026-01-31 12:00'::timestamp", text(tag::TEXT, "2026-01-31T12:00:00")),
            ("'2026-01-31 12:00+00'::timestamptz", Cell::Timestamp(1_769_860_800_000.0)),
            ("'1 year -2 days 03:04:05.6'::interval", text(tag::TEXT, "1 year -2 days 03:04:05.6")),
            ("'10.0.0.0/8'::cidr", text(tag::TEXT, "10.0.0.0/8")),
            ("'::1'::inet", text(tag::TEXT, "::1")),
            ("'08:00:2b:01:02:03'::macaddr", text(tag::TEXT, "08:00:2b:01:02:03")),
            ("b'0101'", text(tag::TEXT, "0101")),
            ("'sad ä'::mood", text(tag::TEXT, "sad ä")),
            ("99::percent", Cell::Int(99)),
            ("pg_sleep(0)", Cell::Null),
            ("'{}'::int[]", text(tag::JSON, "[]")),
            ("array[1, null, -3]", text(tag::JSON, "[1,null,-3]")),
            ("array[9007199254740993]", text(tag::JSON, "[\"9007199254740993\"]")),
            ("array[[1, 2], [3, 4]]", text(tag::JSON, "[[1,2],[3,4]]")),
            (
                r#"array['a"b\c', E'\n', 'ä😀']"#,
                text(tag::JSON, "[\"a\\\"b\\\\c\",\"\\u000a\",\"ä😀\"]"),
            ),
            ("array[1.50::numeric]", text(tag::JSON, "[\"1.50\"]")),
            ("array['happy'::mood]", text(tag::JSON, "[\"happy\"]")),
            ("array['{\"a\": 1}'::jsonb]", text(tag::JSON, "[{\"a\": 1}]")),
            ("array['\\x00ff'::bytea]", text(tag::JSON, "[\"00ff\"]")),
            (
                "array['2026-01-31 12:00+00'::timestamptz]",
                text(tag::JSON, "[\"2026-01-31T12:00:00.000Z\"]"),
            ),
            ("array['2026-01-31'::date]", text(tag::JSON, "[\"2026-01-31\"]")),
            ("array[true, false]", text(tag::JSON, "[true,false]")),
            ("array[1.5::float8, 'NaN']", text(tag::JSON, "[1.5,\"NaN\"]")),
        ] {
            let cell = one(&fixture, &format!("select {sql} as v"), None, &[]).await;
            assert_eq!(cell, Ok(expected), "{sql}");
        }
    });
}

#[test]
fn cells_read_as_another_type() {
    use LogicalType as T;
    run::<Postgres, _>(async |fixture| {
        for (sql, wanted, expected) in [
            ("1", T::Boolean, Cell::Boolean(true)),
            ("'f'::text", T::Boolean, Cell::Boolean(false)),
            ("true", T::Int, Cell::Int(1)),
            ("12.00::numeric", T::Int, Cell::Int(12)),
            ("12.0::float8", T::Int, Cell::Int(12)),
            ("'12'::text", T::BigInt, Cell::Int(12)),
            (
                "99999999999999999999::numeric",
                T::BigInt,
                text(tag::BIG_INT, "99999999999999999999"),
            ),
            ("12.5::numeric", T::Float, Cell::Float(12.5)),
            ("3", T::Float, Cell::Float(3.0)),
            ("3", T::Decimal, text(tag::DECIMAL, "3")),
            ("0.5::float8", T::Decimal, text(tag::DECIMAL, "0.5")),
            ("3", T::Text, text(tag::TEXT, "3")),
            ("'2026-01-31 12:00'::timestamp", T::Date, text(tag::DATE, "2026-01-31")),
            ("'2026-01-31'::date", T::Timestamp, Cell::Timestamp(1_769_817_600_000.0)),
            ("'2026-01-31T12:00:00Z'::text", T::Timestamp, Cell::Timestamp(1_769_860_800_000.0)),
            ("'[1]'::text", T::Json, text(tag::JSON, "[1]")),
            ("array[1]", T::Json, text(tag::JSON, "[1]")),
        ] {
            let cell = one(&fixture, &format!("select {sql} as v"), Some(wanted), &[]).await;
            assert_eq!(cell, Ok(expected), "{sql} as {wanted:?}");
        }
    });
}

#[test]
fn cells_that_cannot_be_read() {
    use LogicalType as T;
    run::<Postgres, _>(async |fixture| {
        for (sql, wanted, code) in [
            ("point(1, 2)", None, ErrorCode::Unsupported),
            ("int4range(1, 2)", None, ErrorCode::Unsupported),
            ("row(1, 2)", None, ErrorCode::Unsupported),
            ("array[point(1, 2)]", None, ErrorCode::Unsupported),
            ("'infinity'::timestamptz", None, ErrorCode::InvalidValue),
            ("'abc'::text", Some(T::Int), ErrorCode::InvalidValue),
            ("12.5::numeric", Some(T::Int), ErrorCode::InvalidValue),
            ("'NaN'::float8", Some(T::BigInt), ErrorCode::InvalidValue),
            ("1", Some(T::Bytes), ErrorCode::InvalidValue),
            ("'yes'::text", Some(T::Boolean), ErrorCode::InvalidValue),
        ] {
            let error =
                one(&fixture, &format!("select {sql} as v"), wanted, &[]).await.unwrap_err();
            assert_eq!(error.code(), code, "{sql}: {error:?}");
            assert_eq!(error.column_name(), Some("v"), "{sql}: {error:?}");
            assert!(error.hint_text().is_some(), "{sql}: {error:?}");
        }
        // A column that cannot be read after one that can, and the connection goes on.
        let mixed = "select g as a, case g when 900 then 'x' else '1' end as v \
                     from generate_series(1, 1000) g";
        let columns = [("a", None), ("v", Some(T::Int))];
        let statement = fixture.statement(mixed, &[], &columns);
        let mut connection = fixture.connection().await;
        for _ in 0..3 {
            connection.execute(&statement, &[]).await.unwrap_err();
            connection.execute(&fixture.raw("select 1 as one"), &[]).await.unwrap();
        }
    });
}

#[test]
fn values_into_what_the_server_expects() {
    run::<Postgres, _>(async |fixture| {
        fixture.ddl("create type mood as enum ('happy', 'sad')").await;
        let int = |value| Value::Int(value);
        let words = |words: &str| Value::Text(words.to_owned());
        let timestamp = Value::Timestamp(1_769_860_800_123_000);
        for (sql, value, expected) in [
            ("?::smallint", int(7), Cell::Int(7)),
            ("?::int", words("41"), Cell::Int(41)),
            ("?::int", Value::Float(3.0), Cell::Int(3)),
            ("?::bigint", Value::Decimal("12".into()), Cell::Int(12)),
            ("?::real", Value::Float(0.1), Cell::Float(0.1)),
            ("?::float8", int(3), Cell::Float(3.0)),
            ("?::numeric", int(-3), text(tag::DECIMAL, "-3")),
            ("?::numeric", Value::Float(0.1), text(tag::DECIMAL, "0.1")),
            ("?::text", int(5), text(tag::TEXT, "5")),
            ("?::text", Value::Boolean(true), text(tag::TEXT, "true")),
            ("?::text", timestamp.clone(), text(tag::TEXT, "2026-01-31 12:00:00.123")),
            ("?::varchar(3)", words("abc"), text(tag::TEXT, "abc")),
            ("?::mood", words("sad"), text(tag::TEXT, "sad")),
            ("?::boolean", int(1), Cell::Boolean(true)),
            ("?::date", timestamp.clone(), text(tag::DATE, "2026-01-31")),
            ("?::date", words("2026-01-31T23:00:00Z"), text(tag::DATE, "2026-01-31")),
            ("?::timestamp", timestamp.clone(), text(tag::TEXT, "2026-01-31T12:00:00.123")),
            ("?::timestamptz", timestamp, Cell::Timestamp(1_769_860_800_123.0)),
            (
                "?::timestamptz",
                words("2026-01-31T14:00:00+02:00"),
                Cell::Timestamp(1_769_860_800_000.0),
            ),
            ("?::time", words("23:59"), text(tag::TIME, "23:59:00")),
            ("?::interval", words("90 minutes"), text(tag::TEXT, "01:30:00")),
            ("?::inet", words("10.0.0.1"), text(tag::TEXT, "10.0.0.1")),
            ("?::cidr", words("10.0.0.0/8"), text(tag::TEXT, "10.0.0.0/8")),
            ("?::varbit", words("101"), text(tag::TEXT, "101")),
            ("?::json", int(3), text(tag::JSON, "3")),
            ("?::jsonb", words("[1]"), text(tag::JSON, "[1]")),
            ("?::text::point::text", words("(1,2)"), text(tag::TEXT, "(1,2)")),
        ] {
            let cell =
                one(&fixture, &format!("select {sql} as v"), None, std::slice::from_ref(&value))
                    .await;
            assert_eq!(cell, Ok(expected), "{sql} of {value:?}");
        }
    });
}

#[test]
fn values_that_do_not_fit() {
    run::<Postgres, _>(async |fixture| {
        let words = |words: &str| Value::Text(words.to_owned());
        for (cast, value, code) in [
            ("smallint", Value::Int(40_000), ErrorCode::InvalidValue),
            ("int", Value::Int(1 << 40), ErrorCode::InvalidValue),
            ("int", Value::Float(7331.5), ErrorCode::InvalidValue),
            ("bigint", Value::Float(1e300), ErrorCode::InvalidValue),
            ("bigint", words("secret-7331"), ErrorCode::InvalidValue),
            ("real", Value::Float(1e300), ErrorCode::InvalidValue),
            ("numeric", words("secret-7331"), ErrorCode::InvalidValue),
            ("uuid", words("secret-7331"), ErrorCode::InvalidValue),
            ("date", words("7331-02-30"), ErrorCode::InvalidValue),
            ("date", words("99999999999999999-01-01"), ErrorCode::InvalidValue),
            ("timestamptz", Value::Timestamp(i64::MIN), ErrorCode::InvalidValue),
            ("bytea", words("secret-7331"), ErrorCode::InvalidValue),
            ("boolean", Value::Int(7331), ErrorCode::InvalidValue),
            ("text", Value::Bytes(vec![1]), ErrorCode::InvalidValue),
            ("text", words("secret-7331\0"), ErrorCode::InvalidValue),
            ("jsonb", words("{secret-7331"), ErrorCode::InvalidValue),
            ("interval", words("secret-7331"), ErrorCode::InvalidValue),
            ("point", words("(1,7331)"), ErrorCode::Unsupported),
            ("int[]", Value::Int(7331), ErrorCode::InvalidValue),
        ] {
            let sql = format!("select ?::{cast} as v");
            let error = one(&fixture, &sql, None, std::slice::from_ref(&value)).await.unwrap_err();
            assert_eq!(error.code(), code, "{cast}: {error:?}");
            assert!(!format!("{error:?}").contains("7331"), "the value is in {error:?}");
            if error.state().is_none() {
                assert!(error.message().starts_with("parameter 1: "), "{error:?}");
            }
        }
        let first = one(&fixture, "select ?::int as v", None, &[Value::Int(1 << 40)]).await;
        let message = first.unwrap_err().message().to_owned();
        assert_eq!(message, "parameter 1: the whole number is out of the range of int4");
    });
}
