//! How many rows of a bulk parameter go into one statement.

use std::ops::Range;

use versa_ast::Value;
use versa_error::Result;
use versa_sql::{Bulk, BulkRun, rows_per_chunk};

/// What a value takes besides its bytes: its type, its length, and its placeholder in the text,
/// which is a packet of its own.
const PER_VALUE: usize = 16;

/// The rows of each statement: as many as the placeholders and the server's packets allow. A row
/// that is too long by itself stands alone, and the server says so.
pub(crate) fn of(bulk: Bulk, params: &[Value], max_packet: usize) -> Result<Vec<Range<usize>>> {
    let (most, count) = rows_per_chunk(bulk, params)?;
    let Some(Value::List(cells)) = params.get(bulk.index as usize) else { return Ok(Vec::new()) };
    let width = (bulk.width as usize).max(1);
    // Some values stand in a statement more than once.
    let times = match bulk.run {
        BulkRun::Chunked { per_row, .. } => (per_row as usize).div_ceil(width).max(1),
        BulkRun::PerRow | BulkRun::Once => 1,
    };
    // Half of it: the rest of the statement has values, too.
    let room = max_packet / 2 / times;
    let mut chunks = Vec::new();
    let (mut begin, mut length) = (0, 0);
    for (at, row) in cells.chunks(width).enumerate() {
        let row_length: usize = row.iter().map(value_length).sum();
        if at > begin && (at - begin == most || length + row_length > room) {
            chunks.push(begin..at);
            (begin, length) = (at, 0);
        }
        length += row_length;
    }
    if begin < count {
        chunks.push(begin..count);
    }
    Ok(chunks)
}

fn value_length(value: &Value) -> usize {
    PER_VALUE
        + match value {
            Value::Text(text)
            | Value::Decimal(text)
            | Value::Date(text)
            | Value::Time(text)
            | Value::Json(text)
            | Value::Uuid(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            _ => 0,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(cells: Vec<Value>, max_rows: u32, max_packet: usize) -> Vec<Range<usize>> {
        let run = BulkRun::Chunked { max_parameters: 65_535, per_row: 2, max_rows };
        of(Bulk { index: 0, width: 2, run }, &[Value::List(cells)], max_packet).unwrap()
    }

    fn rows(count: i64, text: usize) -> Vec<Value> {
        (0..count).flat_map(|id| [Value::Int(id), Value::Text("x".repeat(text))]).collect()
    }

    #[test]
    fn each_row_is_in_one_chunk() {
        for (max_rows, max_packet) in [(1, 1 << 20), (3, 1 << 20), (100, 1 << 20), (100, 2_000)] {
            let all: Vec<usize> =
                chunks(rows(10, 200), max_rows, max_packet).into_iter().flatten().collect();
            assert_eq!(all, (0..10).collect::<Vec<_>>(), "{max_rows} {max_packet}");
        }
        assert!(chunks(Vec::new(), 5, 1_000).is_empty());
    }

    #[test]
    fn a_chunk_fits_the_packet_and_a_long_row_stands_alone() {
        assert_eq!(chunks(rows(4, 1_000), 100, 5_000), [0..2, 2..4]);
        assert_eq!(chunks(rows(3, 9_000), 100, 5_000), [0..1, 1..2, 2..3]);
    }
}
