//! Names come from anywhere: whatever they hold, the statement's structure stays the same.

use proptest::prelude::*;
use versa_ast::{Identifier, Query};
use versa_error::ErrorCode;
use versa_sql::{DialectKind, SqlPart, SqlText, compile, dialect, quoted};

use crate::ALL;
use crate::any_query::{query, renamed};
use crate::reading::{NAME, skeleton};

/// The text, with each piece that varies as one character.
fn structure(query: &Query, kind: DialectKind) -> Result<String, ErrorCode> {
    let quote = dialect(kind).identifier_quote();
    let statement = compile(query, dialect(kind)).map_err(|error| error.code())?;
    Ok(match statement.text {
        SqlText::Fixed { sql, .. } => skeleton(&sql, quote),
        SqlText::Expanding(parts) => parts
            .iter()
            .map(|part| match part {
                SqlPart::Text(text) | SqlPart::Several(text) => skeleton(text, quote),
                SqlPart::Slot(_) => "?".to_owned(),
                SqlPart::List { .. } => "L".to_owned(),
                SqlPart::Rows { .. } => "R".to_owned(),
                SqlPart::Tuples { .. } => "T".to_owned(),
                SqlPart::Cases { key, .. } => {
                    key.iter().map(|(name, _)| skeleton(name, quote)).collect()
                }
            })
            .collect(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_name_never_changes_the_structure(
        query in query(),
        name in "[^\0]{1,14}|[\"'`;\\-\\\\ ?$:/*%#]{1,20}",
    ) {
        for kind in ALL {
            let benign = structure(&query, kind);
            prop_assert_eq!(structure(&renamed(&query, &name), kind), benign, "{:?}", kind);
        }
    }

    #[test]
    fn a_name_no_database_takes_never_reaches_one(
        query in query(),
        name in "[a-z]{63,80}|[a-z]{0,9}\0[a-z]{0,3}",
    ) {
        for kind in ALL {
            let text = structure(&renamed(&query, &name), kind).unwrap_or_default();
            prop_assert!(!text.contains(NAME), "{}", text);
        }
    }

    #[test]
    fn sqlite_finds_the_very_name(name in "[^\0]{1,15}") {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let quoted = quoted(&Identifier::new(&*name), dialect(DialectKind::Sqlite)).unwrap();
        connection.execute_batch(&format!("create table t ({quoted} integer)")).unwrap();
        let statement = connection.prepare("select * from t").unwrap();
        prop_assert_eq!(statement.column_names(), vec![name.as_str()]);
    }
}

#[test]
fn a_name_no_database_takes_is_refused_by_its_name() {
    let long = "x".repeat(64);
    for (name, said) in [("", "empty"), ("a\0b", "NUL"), (long.as_str(), "63 bytes")] {
        for kind in ALL {
            let error = quoted(&Identifier::new(name), dialect(kind)).unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidIdentifier);
            assert!(error.message().contains(said), "{error}");
        }
    }
}
