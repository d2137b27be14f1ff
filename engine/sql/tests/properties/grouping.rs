//! Operators bind as the tree says, whatever their precedence: SQLite computes the text, an
//! interpreter of a few lines the tree.

use proptest::collection::vec;
use proptest::prelude::*;
use versa_ast::{ArithmeticOp, CompareOp, Expr, OutputColumn, Query, Select};
use versa_sql::{DialectKind, SqlText, compile, dialect};

/// The value of an expression; none is SQL's null, and a condition is 1 or 0.
fn value(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Integer { value } => Some(i64::from(*value)),
        // One of one is that one, whatever its value.
        Expr::And { items } | Expr::Or { items } if items.len() == 1 => value(&items[0]),
        Expr::And { items } => {
            let values: Vec<_> = items.iter().map(value).collect();
            if values.contains(&Some(0)) { Some(0) } else { unless_null(&values, 1) }
        }
        Expr::Or { items } => {
            let values: Vec<_> = items.iter().map(value).collect();
            let holds = values.iter().flatten().any(|value| *value != 0);
            if holds { Some(1) } else { unless_null(&values, 0) }
        }
        Expr::Not { expr } => value(expr).map(|value| i64::from(value == 0)),
        Expr::IsNull { expr, negated } => Some(i64::from(value(expr).is_none() != *negated)),
        Expr::Compare { op, left, right } => {
            let (left, right) = (value(left)?, value(right)?);
            Some(i64::from(match op {
                CompareOp::Eq => left == right,
                CompareOp::Ne => left != right,
                CompareOp::Lt => left < right,
                CompareOp::Le => left <= right,
                CompareOp::Gt => left > right,
                CompareOp::Ge => left >= right,
            }))
        }
        Expr::Arithmetic { op, left, right } => {
            let (left, right) = (value(left)?, value(right)?);
            match op {
                ArithmeticOp::Add => Some(left + right),
                ArithmeticOp::Subtract => Some(left - right),
                ArithmeticOp::Multiply => Some(left * right),
                ArithmeticOp::Divide => left.checked_div(right),
                ArithmeticOp::Remainder => left.checked_rem(right),
            }
        }
        Expr::Between { expr, low, high, negated } => {
            let (low, high) = (Box::clone(low), Box::clone(high));
            let low = Expr::Compare { op: CompareOp::Ge, left: expr.clone(), right: low };
            let high = Expr::Compare { op: CompareOp::Le, left: expr.clone(), right: high };
            let within = value(&Expr::And { items: vec![low, high] });
            within.map(|within| i64::from((within != 0) != *negated))
        }
        Expr::Case { branches, otherwise } => {
            let holds = |condition| value(condition).is_some_and(|value| value != 0);
            match branches.iter().find(|branch| holds(&branch.when)) {
                Some(branch) => value(&branch.then),
                None => otherwise.as_deref().and_then(value),
            }
        }
        _ => None,
    }
}

fn unless_null(values: &[Option<i64>], value: i64) -> Option<i64> {
    (!values.contains(&None)).then_some(value)
}

fn expr() -> impl Strategy<Value = Expr> {
    use ArithmeticOp::{Add, Divide, Multiply, Remainder, Subtract};
    use CompareOp::{Eq, Ge, Gt, Le, Lt, Ne};
    let leaf = prop_oneof![
        5 => (-4..5_i32).prop_map(|value| Expr::Integer { value }),
        1 => Just(Expr::Null),
    ];
    leaf.prop_recursive(4, 40, 3, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|items| Expr::And { items }),
            vec(inner.clone(), 0..4).prop_map(|items| Expr::Or { items }),
            boxed().prop_map(|expr| Expr::Not { expr }),
            (boxed(), any::<bool>()).prop_map(|(expr, negated)| Expr::IsNull { expr, negated }),
            (prop::sample::select(vec![Eq, Ne, Lt, Le, Gt, Ge]), boxed(), boxed())
                .prop_map(|(op, left, right)| Expr::Compare { op, left, right }),
            (
                prop::sample::select(vec![Add, Subtract, Multiply, Divide, Remainder]),
                boxed(),
                boxed()
            )
                .prop_map(|(op, left, right)| Expr::Arithmetic { op, left, right }),
            (boxed(), boxed(), boxed(), any::<bool>())
                .prop_map(|(expr, low, high, negated)| Expr::Between { expr, low, high, negated }),
            (inner.clone(), inner.clone(), boxed()).prop_map(|(when, then, otherwise)| {
                let branches = vec![versa_ast::Branch { when, then }];
                Expr::Case { branches, otherwise: Some(otherwise) }
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn sqlite_computes_what_the_tree_says(expr in expr()) {
        let expected = value(&expr);
        let column = OutputColumn { expr, alias: None, logical_type: None };
        let query =
            Query::Select(Box::new(Select { columns: vec![column], ..Select::default() }));
        let statement = compile(&query, dialect(DialectKind::Sqlite)).unwrap();
        let SqlText::Fixed { sql, .. } = &statement.text else { panic!("no list in it") };
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let found: Option<i64> = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        prop_assert_eq!(found, expected, "{}", sql);
    }
}
