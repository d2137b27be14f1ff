//! Packets beyond what one packet of the wire holds.

use versa_ast::Value;
use versa_driver::{ConnectOptions, Driver};
use versa_driver_suite::{Cell, rows_of};
use versa_rows::tag;

use crate::own_server::{own_server, raw};

const MAX_PAYLOAD: usize = 0xff_ff_ff;

/// The lengths are those at which a command, or a row, is just about to need another packet.
#[tokio::test(flavor = "multi_thread")]
async fn values_of_16_mb_and_more() {
    let options = ConnectOptions { max_connections: Some(1), ..ConnectOptions::default() };
    let driver = versa_mysql::connect(&own_server().root_url(), &options).await.unwrap();
    let echo = raw("select ? as v, 7 as n");
    // A row has 18 bytes besides, a command 18 too.
    for length in (MAX_PAYLOAD - 20..=MAX_PAYLOAD - 10).chain([2 * MAX_PAYLOAD - 18, 40_000_000]) {
        let value = "x".repeat(length - 1) + "y";
        let outcome = driver.execute(&echo, &[Value::Text(value.clone())]).await.unwrap();
        let row = &rows_of(&outcome.chunks)[0];
        assert!(row[0] == Cell::Text(tag::TEXT, value), "{length} characters come back");
        assert_eq!(row[1], Cell::Int(7));
    }
    driver.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_more_than_16_mb() {
    let options = ConnectOptions { max_connections: Some(1), ..ConnectOptions::default() };
    let driver = versa_mysql::connect(&own_server().root_url(), &options).await.unwrap();
    let sql = format!("select length('{}')", "x".repeat(MAX_PAYLOAD + 5));
    for _ in 0..2 {
        let outcome = driver.execute(&raw(&sql), &[]).await.unwrap();
        let length = i64::try_from(MAX_PAYLOAD + 5).unwrap();
        assert_eq!(rows_of(&outcome.chunks), [[Cell::Int(length)]]);
    }
    driver.close().await;
}
