//! Queries of every form, sensible or not. Their names are `n0` to `n3`, so that a test can put
//! others in.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::Value;
use versa_ast::{
    ArithmeticOp, Assignment, Branch, CompareOp, ConflictAction, Delete, Direction, Expr,
    FunctionName, Identifier, InValues, Insert, InsertColumn, InsertSource, Join, JoinKind, Lock,
    LockStrength, LockedRows, LogicalType, Nulls, OnConflict, Order, OutputColumn, Query, RawPart,
    RawQuery, Refresh, Select, Source, TableRef, Update, UpdateRows, WindowFunction,
};

/// Any query.
pub(crate) fn query() -> impl Strategy<Value = Query> {
    let columns = || option::of(vec(output_column(expr()), 0..3));
    let key = || option::of(vec(name(), 0..2));
    let filter = || option::of(expr());
    let joins = || option::of(vec(join(expr()), 0..3));
    let update = (table(), joins(), assignments(), filter(), columns(), key()).prop_map(
        |(table, joins, set, filter, returning, key)| {
            Query::Update(Box::new(Update { table, joins, set, filter, returning, key }))
        },
    );
    let delete = (table(), joins(), filter(), columns(), key()).prop_map(
        |(table, joins, filter, returning, key)| {
            Query::Delete(Box::new(Delete { table, joins, filter, returning, key }))
        },
    );
    let given = || vec(insert_column(), 0..3);
    let set = option::of(assignments());
    let update_rows = (table(), given(), given(), 0..4_u32, set, filter()).prop_map(
        |(table, key, columns, index, set, filter)| {
            let rows = UpdateRows { table, key, columns, index, set, filter };
            Query::UpdateRows(Box::new(rows))
        },
    );
    let refresh = (table(), any::<bool>())
        .prop_map(|(view, concurrently)| Query::Refresh(Box::new(Refresh { view, concurrently })));
    let raw = (vec(raw_part(expr()), 0..4), vec(output_column(expr()), 0..2))
        .prop_map(|(parts, columns)| Query::Raw(Box::new(RawQuery { parts, columns })));
    prop_oneof![
        3 => select(expr()).prop_map(|select| Query::Select(Box::new(select))),
        2 => insert().prop_map(|insert| Query::Insert(Box::new(insert))),
        1 => update,
        1 => update_rows,
        1 => refresh,
        1 => delete,
        1 => raw,
    ]
}

/// The same query with other names; each of the four gets its own number at the end.
pub(crate) fn renamed(query: &Query, name: &str) -> Query {
    fn walk(value: &mut Value, name: &str) {
        match value {
            Value::String(text) => {
                if let Some(number @ ("0" | "1" | "2" | "3")) = text.strip_prefix('n') {
                    *text = format!("{name}{number}");
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| walk(item, name)),
            Value::Object(fields) => fields.values_mut().for_each(|field| walk(field, name)),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(query).unwrap();
    walk(&mut value, name);
    serde_json::from_value(value).unwrap()
}

fn insert_column() -> impl Strategy<Value = InsertColumn> {
    (name(), option::of(logical_type()))
        .prop_map(|(name, logical_type)| InsertColumn { name, logical_type })
}

fn insert() -> impl Strategy<Value = Insert> {
    let source = prop_oneof![
        vec(expr(), 0..3).prop_map(|values| InsertSource::Row { values }),
        (0..4_u32, option::of(0..4_u32))
            .prop_map(|(index, given)| InsertSource::Rows { index, given }),
        select(expr()).prop_map(|query| InsertSource::Query { query: Box::new(query) }),
    ];
    let action = prop_oneof![
        Just(ConflictAction::Nothing),
        assignments().prop_map(|set| ConflictAction::Update { set }),
    ];
    let conflict = (vec(name(), 0..2), option::of(name()), action)
        .prop_map(|(columns, living, action)| OnConflict { columns, living, action });
    let returning = option::of(vec(output_column(expr()), 0..3));
    let columns = vec(insert_column(), 0..3);
    let key = option::of(vec(name(), 0..2));
    (table(), columns, source, option::of(conflict), returning, key).prop_map(
        |(table, columns, source, on_conflict, returning, key)| Insert {
            table,
            columns,
            source,
            on_conflict,
            returning,
            key,
        },
    )
}

fn assignments() -> impl Strategy<Value = Vec<Assignment>> {
    vec((name(), expr()).prop_map(|(column, value)| Assignment { column, value }), 0..3)
}

fn select(expr: impl Strategy<Value = Expr> + Clone + 'static) -> BoxedStrategy<Select> {
    let source = table_source();
    let clauses = (
        option::of(any::<bool>()),
        vec(output_column(expr.clone()), 0..3),
        option::weighted(0.8, source),
        option::of(vec(join(expr.clone()), 0..2)),
        option::of(expr.clone()),
        option::of(vec(expr.clone(), 0..2)),
        option::of(expr.clone()),
        option::of(vec(order(expr.clone()), 0..2)),
        (option::of(expr.clone()), option::of(expr)),
        option::of(lock()),
    );
    clauses
        .prop_map(
            |(
                distinct,
                columns,
                from,
                joins,
                filter,
                group_by,
                having,
                order_by,
                (limit, offset),
                lock,
            )| {
                Select {
                    distinct,
                    columns,
                    from,
                    joins,
                    filter,
                    group_by,
                    having,
                    order_by,
                    limit,
                    offset,
                    lock,
                }
            },
        )
        .boxed()
}

fn join(expr: impl Strategy<Value = Expr> + 'static) -> impl Strategy<Value = Join> {
    (join_kind(), table_source(), option::weighted(0.8, expr)).prop_map(|(kind, source, on)| Join {
        kind,
        source,
        on,
    })
}

fn order(expr: impl Strategy<Value = Expr> + 'static) -> impl Strategy<Value = Order> {
    (expr, direction(), option::of(nulls())).prop_map(|(expr, direction, nulls)| Order {
        expr,
        direction,
        nulls,
        logical_type: None,
    })
}

fn lock() -> impl Strategy<Value = Lock> {
    let strength = prop::sample::select(vec![LockStrength::Update, LockStrength::Share]);
    let locked = prop::sample::select(vec![LockedRows::Skip, LockedRows::Fail]);
    (strength, option::of(locked), option::of(name())).prop_map(|(strength, locked, of)| Lock {
        strength,
        locked,
        of,
    })
}

fn expr() -> BoxedStrategy<Expr> {
    leaf()
        .prop_recursive(3, 24, 3, |inner| {
            let boxed = || inner.clone().prop_map(Box::new);
            prop_oneof![
                vec(inner.clone(), 0..3).prop_map(|items| Expr::And { items }),
                vec(inner.clone(), 0..3).prop_map(|items| Expr::Or { items }),
                boxed().prop_map(|expr| Expr::Not { expr }),
                (compare_op(), boxed(), boxed()).prop_map(|(op, left, right)| Expr::Compare {
                    op,
                    left,
                    right
                }),
                (arithmetic_op(), boxed(), boxed())
                    .prop_map(|(op, left, right)| Expr::Arithmetic { op, left, right }),
                (boxed(), boxed(), any::<bool>(), any::<bool>()).prop_map(
                    |(expr, pattern, negated, insensitive)| Expr::Like {
                        expr,
                        pattern,
                        negated,
                        insensitive
                    }
                ),
                (boxed(), in_values(inner.clone()), any::<bool>())
                    .prop_map(|(expr, values, negated)| Expr::In { expr, values, negated }),
                (vec((inner.clone(), option::of(logical_type())), 0..3), 0..4_u32, any::<bool>())
                    .prop_map(|(items, index, negated)| {
                        let (exprs, logical_types) = items.into_iter().unzip();
                        Expr::InRows { exprs, logical_types, index, negated }
                    }),
                (vec(inner.clone(), 0..2), vec(order(inner.clone()), 0..2)).prop_map(
                    |(partition_by, order_by)| Expr::Over {
                        function: WindowFunction::RowNumber,
                        partition_by,
                        order_by,
                    }
                ),
                (boxed(), boxed(), boxed(), any::<bool>()).prop_map(
                    |(expr, low, high, negated)| Expr::Between { expr, low, high, negated }
                ),
                (boxed(), any::<bool>()).prop_map(|(expr, negated)| Expr::IsNull { expr, negated }),
                (select(inner.clone()).prop_map(Box::new), any::<bool>())
                    .prop_map(|(query, negated)| Expr::Exists { query, negated }),
                select(inner.clone()).prop_map(|query| Expr::Subquery { query: Box::new(query) }),
                (function_name(), vec(inner.clone(), 0..3), option::of(any::<bool>()))
                    .prop_map(|(name, args, distinct)| Expr::Function { name, args, distinct }),
                (vec((inner.clone(), inner.clone()), 0..2), option::of(boxed())).prop_map(
                    |(branches, otherwise)| Expr::Case {
                        branches: branches
                            .into_iter()
                            .map(|(when, then)| Branch { when, then })
                            .collect(),
                        otherwise,
                    }
                ),
                (boxed(), logical_type())
                    .prop_map(|(expr, logical_type)| Expr::Cast { expr, logical_type }),
                vec(raw_part(inner.clone()), 0..3).prop_map(|parts| Expr::Raw { parts }),
            ]
        })
        .boxed()
}

fn leaf() -> impl Strategy<Value = Expr> + Clone {
    prop_oneof![
        3 => (option::of(name()), name()).prop_map(|(table, name)| Expr::Column { table, name }),
        3 => (0..4_u32, option::of(logical_type()))
            .prop_map(|(index, logical_type)| Expr::Param { index, logical_type }),
        1 => option::of(name()).prop_map(|table| Expr::AllColumns { table }),
        1 => Just(Expr::Null),
        1 => any::<i32>().prop_map(|value| Expr::Integer { value }),
        1 => name().prop_map(|name| Expr::Inserted { name }),
    ]
}

fn in_values(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = InValues> {
    prop_oneof![
        (0..4_u32, option::of(logical_type()))
            .prop_map(|(index, logical_type)| InValues::List { index, logical_type }),
        select(expr).prop_map(|query| InValues::Query { query: Box::new(query) }),
    ]
}

/// The user's text holds no delimiters here: what it means is the user's affair.
fn raw_part(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = RawPart> {
    prop_oneof![
        "[a-z0-9 ]{0,6}".prop_map(|text| RawPart::Sql { text }),
        expr.prop_map(|expr| RawPart::Expr { expr }),
    ]
}

fn output_column(
    expr: impl Strategy<Value = Expr> + 'static,
) -> impl Strategy<Value = OutputColumn> {
    (expr, option::of(name()), option::of(logical_type()))
        .prop_map(|(expr, alias, logical_type)| OutputColumn { expr, alias, logical_type })
}

fn table_source() -> impl Strategy<Value = Source> {
    let inner = (name(), table()).prop_map(|(alias, table)| Source::Query {
        query: Box::new(Select {
            columns: vec![OutputColumn {
                expr: Expr::AllColumns { table: None },
                alias: None,
                logical_type: None,
            }],
            from: Some(Source::Table { table, alias: None }),
            ..Select::default()
        }),
        alias,
    });
    prop_oneof![
        4 => (table(), option::of(name()))
            .prop_map(|(table, alias)| Source::Table { table, alias }),
        1 => inner,
    ]
}

fn table() -> impl Strategy<Value = TableRef> {
    (name(), option::of(name())).prop_map(|(name, schema)| TableRef { name, schema })
}

fn name() -> impl Strategy<Value = Identifier> + Clone {
    (0..4_u8).prop_map(|number| Identifier::new(format!("n{number}")))
}

fn logical_type() -> impl Strategy<Value = LogicalType> + Clone {
    use LogicalType::*;
    prop::sample::select(vec![
        Boolean,
        Int,
        BigInt,
        Float,
        Decimal,
        DecimalNumber,
        Text,
        Date,
        Time,
        Timestamp,
        DateTime,
        Json,
        Bytes,
        Uuid,
    ])
}

fn function_name() -> impl Strategy<Value = FunctionName> {
    use FunctionName::*;
    prop::sample::select(vec![
        Count, Sum, Avg, Min, Max, Coalesce, NullIf, Lower, Upper, Length, Trim, Concat, Abs,
        Round, Now, Random,
    ])
}

fn compare_op() -> impl Strategy<Value = CompareOp> {
    use CompareOp::*;
    prop::sample::select(vec![Eq, Ne, Lt, Le, Gt, Ge])
}

fn arithmetic_op() -> impl Strategy<Value = ArithmeticOp> {
    use ArithmeticOp::*;
    prop::sample::select(vec![Add, Subtract, Multiply, Divide, Remainder])
}

fn join_kind() -> impl Strategy<Value = JoinKind> {
    use JoinKind::*;
    prop::sample::select(vec![Inner, Left, Right, Full, Cross])
}

fn direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Asc), Just(Direction::Desc)]
}

fn nulls() -> impl Strategy<Value = Nulls> {
    prop_oneof![Just(Nulls::First), Just(Nulls::Last)]
}
