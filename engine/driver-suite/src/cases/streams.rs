//! Rows that come as they are read.

use std::sync::Arc;
use std::time::Duration;

use versa_driver::{StreamItem, StreamReceiver, stream_channel};
use versa_error::ErrorCode;

use crate::{Cell, Fixture, rows_of};

/// Numbers from 0, as many as ten to the power of the tables joined.
pub(crate) const FIFTY_THOUSAND: &str = "select \
     a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d as n, \
     'a text of some length, so that chunks fill up: 0123456789' as body \
     from digits a, digits b, digits c, digits e, digits f where f.d < 5";

pub(crate) fn start(fixture: &Fixture, text: &str) -> StreamReceiver {
    let (sender, receiver) = stream_channel();
    tokio::spawn(Arc::clone(&fixture.driver).stream(fixture.request(text), sender));
    receiver
}

pub async fn all_rows(fixture: &Fixture) {
    fixture.create_digits().await;
    let mut receiver = start(fixture, FIFTY_THOUSAND);
    let (mut count, mut sum, mut chunks) = (0_i64, 0_i64, 0);
    while let Some(item) = receiver.recv().await {
        let StreamItem::Chunk(chunk) = item.expect("no failure") else { continue };
        chunks += 1;
        assert!(chunk.tags.len() <= versa_rows::MAX_CHUNK_CELLS, "chunks stay small");
        for row in rows_of(&[chunk]) {
            count += 1;
            sum += crate::fixture::number(&row[0]);
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert!(receiver.len() <= 1, "the reader is never ahead by more than one chunk");
    }
    assert_eq!((count, sum), (50_000, 49_999 * 50_000 / 2));
    assert!(chunks > 10, "{chunks} chunks");
}

pub async fn columns_come_first(fixture: &Fixture) {
    fixture.create_digits().await;
    let mut receiver = start(fixture, "select d as digit from digits order by d");
    let Some(Ok(StreamItem::Columns(columns))) = receiver.recv().await else {
        panic!("the columns were not known before");
    };
    assert_eq!(columns[0].name, "digit");
    let Some(Ok(StreamItem::Chunk(chunk))) = receiver.recv().await else {
        panic!("ten rows");
    };
    assert_eq!(rows_of(&[chunk])[9], [Cell::Int(9)]);
    assert!(receiver.recv().await.is_none(), "the end");
}

pub async fn nothing(fixture: &Fixture) {
    fixture.create_digits().await;
    let mut receiver = start(fixture, "select d from digits where d > 9");
    assert!(matches!(receiver.recv().await, Some(Ok(StreamItem::Columns(_)))));
    assert!(receiver.recv().await.is_none(), "no empty chunk");
}

pub async fn a_failure(fixture: &Fixture) {
    let mut receiver = start(fixture, "select * from nowhere");
    let error = receiver.recv().await.expect("an answer").expect_err("no such table");
    assert_eq!(error.code(), ErrorCode::UnknownTable, "{error:?}");
    assert!(receiver.recv().await.is_none(), "the end");
}

/// A reader who leaves frees the connection, again and again.
pub async fn a_reader_who_leaves(fixture: &Fixture) {
    fixture.create_digits().await;
    for _ in 0..30 {
        let mut receiver = start(fixture, FIFTY_THOUSAND);
        assert!(receiver.recv().await.expect("an item").is_ok());
    }
    assert_eq!(fixture.number("select count(*) from digits").await, 10);
}
