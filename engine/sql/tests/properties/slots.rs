//! Every placeholder has its value.

use proptest::prelude::*;
use versa_ast::Value;
use versa_sql::{SqlText, compile, dialect, render};

use crate::ALL;
use crate::any_query::query;
use crate::reading::placeholders;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn as_many_as_placeholders_and_in_their_order(query in query()) {
        for kind in ALL {
            let dialect = dialect(kind);
            let Ok(statement) = compile(&query, dialect) else { continue };
            if let SqlText::Fixed { sql, slots } = &statement.text {
                let expected: Vec<usize> = (1..=slots.len()).collect();
                prop_assert_eq!(placeholders(sql, dialect.identifier_quote()), expected);
            }
        }
    }

    #[test]
    fn lists_and_rows_expand_to_as_many(query in query(), items in 0..9_usize) {
        for kind in ALL {
            let dialect = dialect(kind);
            let Ok(statement) = compile(&query, dialect) else { continue };
            // One width serves every bulk insert here; other queries do not look at the rows.
            let width = statement.bulk.map_or(1, |bulk| bulk.width as usize);
            let cells = vec![Value::Int(1); items * width];
            for params in [vec![Value::List(cells); 4], vec![Value::Int(1); 4]] {
                let Ok(rendered) = render(&statement.text, &params, 0..items, dialect) else {
                    continue;
                };
                let expected: Vec<usize> = (1..=rendered.bound.len()).collect();
                let found = placeholders(&rendered.sql, dialect.identifier_quote());
                prop_assert_eq!(found, expected, "{}", rendered.sql);
            }
        }
    }
}
