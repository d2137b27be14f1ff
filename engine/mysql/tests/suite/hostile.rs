//! Answers that are cut off or wrong: a failure each, never a panic, and never rows that hang.

use std::time::Duration;

use tokio::time::timeout;
use versa_ast::Value;
use versa_driver::{ConnectOptions, Driver};
use versa_driver_suite::{Cell, rows_of};
use versa_error::{Error, ErrorCode};
use versa_rows::tag;
use versa_sql::{Access, Statement};

use crate::fake_server::{
    OK, column, greeting, listen, old_greeting, packet, packets, prepared_and_run, recite, set_up,
};
use crate::own_server::raw;

/// The longest that anything here may take.
const LIMIT: Duration = Duration::from_secs(10);

fn opening() -> Vec<u8> {
    [greeting("mysql_native_password"), packet(2, OK), set_up()].concat()
}

/// What a client makes of the bytes: it connects and selects.
async fn heard(opening: &[u8], answer: &[u8]) -> Result<Vec<Vec<Cell>>, Error> {
    let (opening, answer) = (opening.to_vec(), answer.to_vec());
    let (place, speaking) = listen(|socket| recite(socket, opening, answer)).await;
    let url = format!("mysql://ada:secret-canary@{place}/");
    let asked = async {
        let driver = versa_mysql::connect(&url, &ConnectOptions::default()).await?;
        // A read would be run again on another connection.
        let statement = Statement { access: Access::Unknown, ..raw("select ?") };
        let outcome = driver.execute(&statement, &[Value::Int(1)]).await;
        driver.close().await;
        Ok(rows_of(&outcome?.chunks))
    };
    let answer = timeout(LIMIT, asked).await.expect("an answer in time");
    timeout(LIMIT, speaking).await.expect("the connection is closed").unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_right_is_understood() {
    let rows = [
        vec![
            Cell::Int(5),
            Cell::Text(tag::TEXT, "abc".to_owned()),
            Cell::Timestamp(1_769_903_998_123.456),
        ],
        vec![Cell::Int(-1), Cell::Null, Cell::Null],
    ];
    assert_eq!(heard(&opening(), &prepared_and_run()).await.unwrap(), rows);
}

/// Columns and rows end with packets of their own, and columns are always told.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_server_is_understood() {
    let eof: &[u8] = &[0xfe, 0, 0, 2, 0];
    let text = column("text", 0xfd, 45);
    let row = b"\x017\x065.6.51\x041024";
    let greeted = packets(1, &[&[3], &text, &text, &text, eof, row, eof]);
    let prepared = packets(1, &[&[0, 9, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0], &n(), eof, &n(), eof]);
    let row = b"\0\0\x05\0\0\0";
    let run = packets(1, &[&[1], &n(), eof, row, row, eof]);
    let set_up = packet(1, OK);
    let opening = [old_greeting(), packet(2, OK), greeted, set_up].concat();
    let rows = heard(&opening, &[prepared, run].concat()).await.unwrap();
    assert_eq!(rows, [[Cell::Int(5)], [Cell::Int(5)]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_off_anywhere() {
    let (opening, answer) = (opening(), prepared_and_run());
    for length in 0..opening.len() + answer.len() {
        let heard = match length.checked_sub(opening.len()) {
            None => heard(&opening[..length], b"").await,
            Some(length) => heard(&opening, &answer[..length]).await,
        };
        let error = heard.expect_err("an answer that ends early");
        let expected = [ErrorCode::ConnectionFailed, ErrorCode::ConnectionLost];
        assert!(expected.contains(&error.code()), "{length} bytes: {error:?}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_anywhere() {
    let (opening, answer) = (opening(), prepared_and_run());
    for at in 0..opening.len() + answer.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut bytes = [&opening[..], &answer[..]].concat();
            bytes[at] ^= change;
            // Who was not let in asks nothing: what is left is said at once.
            let said = if at < opening.len() { bytes.len() } else { opening.len() };
            if let Err(error) = heard(&bytes[..said], &bytes[said..]).await {
                assert_ne!(error.code(), ErrorCode::Internal, "{at} ^ {change}: {error:?}");
            }
        }
    }
}

/// The greeting and the set-up are right; what is answered to a statement is not.
async fn answered(run: &[u8]) -> Error {
    let prepared = packets(1, &[&[0, 9, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0], &n(), &n()]);
    heard(&opening(), &[&prepared[..], run].concat()).await.expect_err("nothing that makes sense")
}

fn n() -> Vec<u8> {
    column("n", 3, 63)
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_make_no_sense() {
    let row = b"\0\0\x05\0\0\0";
    for (what, run) in [
        ("a file of this machine", packet(1, b"\xfb/etc/passwd")),
        ("nothing at all", packet(1, b"")),
        ("more columns than there are", packets(1, &[&[0xfd, 0, 0, 1, 1]])),
        ("columns that are not told", packets(1, &[&[2, 0], row])),
        ("a row out of order", [packets(1, &[&[1, 0]]), packet(9, row)].concat()),
        ("a row that is too short", packets(1, &[&[1, 0], &row[..4]])),
        ("a row that is too long", packets(1, &[&[1, 0], b"\0\0\x05\0\0\0\0"])),
        ("a row without its nulls", packets(1, &[&[1, 0], b"\0"])),
        ("something else than a row", packets(1, &[&[1, 0], b"\x07\0\x05\0\0\0"])),
        ("an end that is cut off", packets(1, &[&[1, 0], row, &[0xfe, 0]])),
        ("an error that is cut off", packets(1, &[&[0xff, 1]])),
        ("a column that is cut off", packets(1, &[&[1, 1], &n()[..9]])),
    ] {
        let error = answered(&run).await;
        assert_eq!(error.code(), ErrorCode::ConnectionLost, "{what}: {error:?}");
        assert!(error.hint_text().is_some(), "{what}: {error:?}");
    }
}

/// An error among the rows is the server's own, whatever number its packet has.
#[tokio::test(flavor = "multi_thread")]
async fn an_error_among_rows() {
    let row = b"\0\0\x05\0\0\0";
    let error = answered(&packets(1, &[&[1, 0], row, b"\xff\x25\x05#70100was interrupted"])).await;
    assert_eq!((error.code(), error.state()), (ErrorCode::Cancelled, Some("70100")));
    let error = answered(&packet(0, b"\xff\xbf\x0f#HY000too long at rest")).await;
    assert_eq!(error.code(), ErrorCode::ConnectionLost, "{error:?}");
}
