//! The packed format: what goes in comes out, and broken input is refused.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use versa_ast::Value;
use versa_error::ErrorCode;
use versa_rows::{CHUNK_TEXT_UNITS, ChunkText, MAX_CHUNK_CELLS, RowSink, read_params, tag};

fn cut(text: &ChunkText, from: usize, to: usize) -> String {
    match text {
        ChunkText::Latin1(text) => text[from..to].iter().map(|&unit| char::from(unit)).collect(),
        ChunkText::Utf16(text) => String::from_utf16(&text[from..to]).unwrap(),
    }
}

#[test]
fn text_is_latin1_until_a_character_needs_more() {
    let mut sink = RowSink::new();
    let cells = ["plain", "", "Édith ÿ", "日本語", "🦀", "after"];
    for cell in cells {
        sink.text(tag::TEXT, cell);
        sink.end_row();
    }
    let chunk = sink.take();
    assert!(matches!(chunk.text, ChunkText::Utf16(_)));
    let mut from = 0;
    for (cell, end) in cells.iter().zip(&chunk.numbers) {
        let to = *end as usize;
        assert_eq!(cut(&chunk.text, from, to), *cell);
        from = to;
    }

    let mut sink = RowSink::new();
    sink.text(tag::TEXT, "Édith ÿ");
    sink.end_row();
    assert_eq!(sink.take().text, ChunkText::Latin1("Édith ÿ".chars().map(|c| c as u8).collect()));
}

#[test]
fn whole_numbers_stay_exact() {
    for value in [0, -1, (1 << 53) - 1, -(1 << 53) + 1, 1 << 53, i64::MAX, i64::MIN] {
        let mut sink = RowSink::new();
        sink.int(value);
        sink.end_row();
        let chunk = sink.take();
        let back = match chunk.tags[0] {
            tag::INT => chunk.numbers[0] as i64,
            tag::BIG_INT => cut(&chunk.text, 0, chunk.text.len()).parse().unwrap(),
            other => panic!("tag {other}"),
        };
        assert_eq!(back, value);
    }
}

#[test]
fn a_chunk_closes_before_it_has_too_many_cells_and_after_enough_text() {
    let mut sink = RowSink::new();
    let columns = 10;
    loop {
        (0..columns).for_each(|_| sink.null());
        if sink.end_row() {
            break;
        }
    }
    let cells = sink.take().tags.len();
    assert!(cells <= MAX_CHUNK_CELLS && cells > MAX_CHUNK_CELLS - columns, "{cells}");

    let long = "x".repeat(CHUNK_TEXT_UNITS);
    sink.text(tag::TEXT, &long);
    assert!(sink.end_row());
    assert_eq!(sink.take().rows, 1);
}

#[test]
fn a_row_wider_than_a_chunk_is_a_chunk_of_its_own() {
    let mut sink = RowSink::new();
    (0..MAX_CHUNK_CELLS * 2).for_each(|_| sink.boolean(true));
    assert!(sink.end_row());
    assert_eq!(sink.take().tags.len(), MAX_CHUNK_CELLS * 2);
}

#[test]
fn parameters_come_back_as_they_were_packed() {
    let text: Vec<u16> = "Adañ🦀9223372036854775807".encode_utf16().collect();
    let ends = [3.0, 4.0, 6.0, 25.0];
    let tags = [
        tag::NULL,
        tag::TEXT,
        tag::LIST,
        tag::TEXT,
        tag::TEXT,
        tag::BYTES,
        tag::BIG_INT,
        tag::TIMESTAMP,
    ];
    let numbers = [0.0, ends[0], 3.0, ends[1], ends[2], 2.0, ends[3], 1.5];
    let values = read_params(&tags, &numbers, &text, &[7, 8]).unwrap();
    let list =
        vec![Value::Text("ñ".to_owned()), Value::Text("🦀".to_owned()), Value::Bytes(vec![7, 8])];
    assert_eq!(
        values,
        [
            Value::Null,
            Value::Text("Ada".to_owned()),
            Value::List(list),
            Value::Int(i64::MAX),
            Value::Timestamp(1_500),
        ]
    );
}

#[test]
fn half_a_surrogate_pair_is_an_error_of_the_caller() {
    let error = read_params(&[tag::TEXT], &[1.0], &[0xd83e], &[]).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidValue);
}

#[test]
fn contradicting_cells_are_refused_without_a_panic() {
    let broken: [(&[u8], &[f64]); 6] = [
        (&[tag::TEXT], &[9.0]),
        (&[tag::TEXT], &[-1.0]),
        (&[tag::BYTES], &[f64::NAN]),
        (&[tag::BYTES], &[f64::INFINITY]),
        (&[tag::LIST], &[4e9]),
        (&[200], &[0.0]),
    ];
    for (tags, numbers) in broken {
        // Either refused or, for a number that reads as 0, an empty cell; never a panic.
        if let Ok(values) = read_params(tags, numbers, &[], &[]) {
            assert!(
                matches!(&values[..], [Value::Text(text)] if text.is_empty())
                    || matches!(&values[..], [Value::Bytes(bytes)] if bytes.is_empty())
            );
        }
    }
    assert!(read_params(&[tag::LIST, tag::INT], &[2.0, 1.0], &[], &[]).is_err());
}

#[test]
fn instants_are_exact_in_every_year() {
    for milliseconds in [0_i64, -1, 253_402_300_799_999, -62_135_596_800_000, 9_007_199_254_741] {
        let tags = [tag::TIMESTAMP];
        let params = read_params(&tags, &[milliseconds as f64], &[], &[]).unwrap();
        assert_eq!(params, [Value::Timestamp(milliseconds * 1_000)]);
        let mut sink = RowSink::new();
        sink.timestamp(milliseconds * 1_000);
        sink.timestamp(milliseconds * 1_000 + 999);
        sink.end_row();
        let chunk = sink.take();
        assert_eq!(chunk.numbers[0] as i64, milliseconds);
        assert_eq!(chunk.numbers[1].floor() as i64, milliseconds);
    }
}
