//! Whatever bytes come: everything that reads them answers, and nothing panics.

use versa_ast::LogicalType;
use versa_rows::RowSink;
use versa_sql::ResultColumn;

use crate::decode;
use crate::login::read_greeting;
use crate::wire::capability::Agreed;
use crate::wire::column::Column;
use crate::wire::reply::{PrepareReply, Reply, read_end};
use crate::wire::{Fields, ServerError};

/// Numbers that look random and are the same at each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    /// Bytes that are small or special more often than not, as those of packets are.
    fn bytes(&mut self, limit: usize) -> Vec<u8> {
        let length = self.below(limit);
        let byte = |random: &mut Self| match random.below(4) {
            0 => 0,
            1 => random.next().to_le_bytes()[0] % 16,
            2 => 0xf0 | (random.next().to_le_bytes()[0] % 16),
            _ => random.next().to_le_bytes()[0],
        };
        (0..length).map(|_| byte(self)).collect()
    }
}

const WANTED: [Option<LogicalType>; 15] = [
    None,
    Some(LogicalType::Boolean),
    Some(LogicalType::Int),
    Some(LogicalType::BigInt),
    Some(LogicalType::Float),
    Some(LogicalType::Decimal),
    Some(LogicalType::DecimalNumber),
    Some(LogicalType::DateTime),
    Some(LogicalType::Text),
    Some(LogicalType::Date),
    Some(LogicalType::Time),
    Some(LogicalType::Timestamp),
    Some(LogicalType::Json),
    Some(LogicalType::Bytes),
    Some(LogicalType::Uuid),
];

#[test]
fn rows_of_any_bytes() {
    let mut random = Random(0x5eed);
    let (mut sink, mut scratch) = (RowSink::new(), String::new());
    let (mut read, mut unreadable) = (0, 0);
    for _ in 0..60_000 {
        let count = 1 + random.below(12);
        let (mut columns, mut wanted) = (Vec::new(), Vec::new());
        for _ in 0..count {
            columns.push(Column {
                name: "v".to_owned(),
                character_set: if random.below(2) == 0 { 63 } else { 45 },
                length: 10,
                code: random.next().to_le_bytes()[0],
                flags: if random.below(2) == 0 { 32 } else { 0 },
            });
            let logical_type = WANTED[random.below(WANTED.len())];
            wanted.push(ResultColumn { name: "v".to_owned(), logical_type });
        }
        let Ok(cells) = decode::plan(&columns, &wanted) else { continue };
        for _ in 0..4 {
            let mut packet = random.bytes(60);
            if let Some(first) = packet.first_mut() {
                *first = 0;
            }
            match decode::row(&packet, &cells, &mut scratch, &mut sink) {
                Ok(()) => {
                    read += 1;
                    sink.end_row();
                    sink.take();
                }
                Err(_) => {
                    unreadable += 1;
                    sink = RowSink::new();
                }
            }
        }
    }
    assert!(read > 10 && unreadable > 1_000, "{read} rows, {unreadable} that are none");
}

#[test]
fn answers_of_any_bytes() {
    let mut random = Random(0xbad_5eed);
    for _ in 0..200_000 {
        let bytes = random.bytes(90);
        for agreed in [Agreed::default(), Agreed { deprecate_eof: true, cache_metadata: true }] {
            let _ = Reply::read(&bytes, agreed);
            let _ = read_end(&bytes, agreed);
        }
        let _ = PrepareReply::read(&bytes);
        let _ = ServerError::read(&bytes);
        let _ = Column::read(&bytes);
        read_greeting(&bytes);
        let mut fields = Fields::new(&bytes);
        while fields.measured().is_some() && !fields.rest().is_empty() {}
    }
}
