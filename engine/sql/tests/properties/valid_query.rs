//! Queries that make sense on a fixed schema: SQLite must be able to prepare each of them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use versa_ast::{
    ArithmeticOp, Assignment, Branch, CompareOp, ConflictAction, Delete, Direction, Expr,
    FunctionName, InValues, Insert, InsertColumn, InsertSource, Join, JoinKind, LogicalType, Nulls,
    OnConflict, Order, OutputColumn, Query, Select, Source, TableRef, Update, UpdateRows,
    WindowFunction,
};
use versa_sql::{DialectKind, SqlText, compile, dialect};

const SCHEMA: &str = "
    create table people (id integer primary key, name text, age integer, score real);
    create table pets (id integer primary key, owner_id integer, name text);
";

/// The source that a select reads besides `people`, under the name `q`.
type Joined = Option<(JoinKind, bool)>;

fn column(table: &str, name: &str) -> Expr {
    Expr::Column { table: Some(table.into()), name: name.into() }
}

fn param(logical_type: LogicalType) -> impl Strategy<Value = Expr> + Clone {
    (0..4_u32).prop_map(move |index| Expr::Param { index, logical_type: Some(logical_type) })
}

fn function(name: FunctionName, args: Vec<Expr>) -> Expr {
    Expr::Function { name, args, distinct: None }
}

fn number(depth: u32) -> BoxedStrategy<Expr> {
    use ArithmeticOp::{Add, Divide, Multiply, Subtract};
    let leaf = prop_oneof![
        Just(column("p", "id")),
        Just(column("p", "age")),
        Just(column("p", "score")),
        param(LogicalType::Int),
        param(LogicalType::Float),
        any::<i32>().prop_map(|value| Expr::Integer { value }),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = || number(depth - 1);
    let arithmetic = prop::sample::select(vec![Add, Subtract, Multiply, Divide]);
    prop_oneof![
        2 => leaf,
        1 => (arithmetic, inner(), inner()).prop_map(|(op, left, right)| Expr::Arithmetic {
            op, left: Box::new(left), right: Box::new(right),
        }),
        1 => (inner(), inner()).prop_map(|(a, b)| function(FunctionName::Coalesce, vec![a, b])),
        1 => inner().prop_map(|arg| function(FunctionName::Abs, vec![arg])),
        1 => inner().prop_map(|arg| {
            function(FunctionName::Round, vec![arg, Expr::Integer { value: 2 }])
        }),
        1 => text(depth - 1).prop_map(|arg| function(FunctionName::Length, vec![arg])),
        1 => (condition(depth - 1), inner(), option::of(inner())).prop_map(|(when, then, other)| {
            let branches = vec![Branch { when, then }];
            Expr::Case { branches, otherwise: other.map(Box::new) }
        }),
        1 => inner().prop_map(|expr| Expr::Cast {
            expr: Box::new(expr), logical_type: LogicalType::Float,
        }),
        1 => counted(depth - 1).prop_map(|query| Expr::Subquery { query: Box::new(query) }),
    ]
    .boxed()
}

fn text(depth: u32) -> BoxedStrategy<Expr> {
    let leaf = prop_oneof![Just(column("p", "name")), param(LogicalType::Text)];
    if depth == 0 {
        return leaf.boxed();
    }
    prop_oneof![
        2 => leaf,
        1 => text(depth - 1).prop_map(|arg| function(FunctionName::Upper, vec![arg])),
        1 => (text(depth - 1), number(depth - 1))
            .prop_map(|(a, b)| function(FunctionName::Concat, vec![a, b])),
        1 => number(depth - 1).prop_map(|expr| Expr::Cast {
            expr: Box::new(expr), logical_type: LogicalType::Text,
        }),
    ]
    .boxed()
}

fn condition(depth: u32) -> BoxedStrategy<Expr> {
    let ops = prop::sample::select(vec![
        CompareOp::Eq,
        CompareOp::Ne,
        CompareOp::Lt,
        CompareOp::Le,
        CompareOp::Gt,
        CompareOp::Ge,
    ]);
    let level = depth.saturating_sub(1);
    let (boxed_number, boxed_text) =
        (move || number(level).prop_map(Box::new), move || text(level).prop_map(Box::new));
    let leaf = prop_oneof![
        (ops, boxed_number(), boxed_number()).prop_map(|(op, left, right)| Expr::Compare {
            op,
            left,
            right
        }),
        (boxed_text(), boxed_text(), any::<bool>(), any::<bool>()).prop_map(
            |(expr, pattern, negated, insensitive)| Expr::Like {
                expr,
                pattern,
                negated,
                insensitive,
            }
        ),
        (boxed_number(), boxed_number(), boxed_number(), any::<bool>())
            .prop_map(|(expr, low, high, negated)| Expr::Between { expr, low, high, negated }),
        (Just(Box::new(column("p", "id"))), any::<bool>()).prop_map(|(expr, negated)| {
            let values = InValues::List { index: 0, logical_type: Some(LogicalType::Int) };
            Expr::In { expr, values, negated }
        }),
        (boxed_text(), any::<bool>()).prop_map(|(expr, negated)| Expr::IsNull { expr, negated }),
        any::<bool>().prop_map(|negated| Expr::InRows {
            exprs: vec![column("p", "id"), column("p", "name")],
            logical_types: vec![Some(LogicalType::Int), Some(LogicalType::Text)],
            index: 0,
            negated,
        }),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = || condition(depth - 1);
    prop_oneof![
        3 => leaf,
        1 => vec(inner(), 0..3).prop_map(|items| Expr::And { items }),
        1 => vec(inner(), 0..3).prop_map(|items| Expr::Or { items }),
        1 => inner().prop_map(|expr| Expr::Not { expr: Box::new(expr) }),
        1 => (counted(depth - 1), any::<bool>())
            .prop_map(|(query, negated)| Expr::Exists { query: Box::new(query), negated }),
        1 => (number(depth - 1), counted(depth - 1), any::<bool>()).prop_map(
            |(expr, query, negated)| Expr::In {
                expr: Box::new(expr),
                values: InValues::Query { query: Box::new(query) },
                negated,
            }
        ),
    ]
    .boxed()
}

/// A query with one number in one row.
fn counted(depth: u32) -> BoxedStrategy<Select> {
    option::of(condition(depth.saturating_sub(1)))
        .prop_map(|filter| Select {
            columns: vec![output(function(FunctionName::Count, Vec::new()))],
            from: Some(table_source("people", "p")),
            filter,
            ..Select::default()
        })
        .boxed()
}

fn output(expr: Expr) -> OutputColumn {
    OutputColumn { expr, alias: None, logical_type: None }
}

fn table(name: &str) -> TableRef {
    TableRef { name: name.into(), schema: None }
}

fn table_source(name: &str, alias: &str) -> Source {
    Source::Table { table: table(name), alias: Some(alias.into()) }
}

fn join((kind, derived): (JoinKind, bool)) -> Join {
    let pets = Select {
        columns: vec![output(Expr::AllColumns { table: None })],
        from: Some(Source::Table { table: table("pets"), alias: None }),
        ..Select::default()
    };
    let source = if derived {
        Source::Query { query: Box::new(pets), alias: "q".into() }
    } else {
        table_source("pets", "q")
    };
    let on = Expr::Compare {
        op: CompareOp::Eq,
        left: Box::new(column("p", "id")),
        right: Box::new(column("q", "owner_id")),
    };
    Join { kind, source, on: (kind != JoinKind::Cross).then_some(on) }
}

/// A join of a write: `people`, under the name `q`.
fn join_people(kind: JoinKind) -> Join {
    let on = Expr::Compare {
        op: CompareOp::Eq,
        left: Box::new(column("pets", "owner_id")),
        right: Box::new(column("q", "id")),
    };
    let on = (kind == JoinKind::Inner).then_some(on);
    Join { kind, source: table_source("people", "q"), on }
}

fn joined() -> impl Strategy<Value = Joined> {
    use JoinKind::{Cross, Full, Inner, Left, Right};
    option::of((prop::sample::select(vec![Inner, Left, Right, Full, Cross]), any::<bool>()))
}

fn order() -> impl Strategy<Value = Order> {
    let direction = prop_oneof![Just(Direction::Asc), Just(Direction::Desc)];
    let nulls = option::of(prop_oneof![Just(Nulls::First), Just(Nulls::Last)]);
    (direction, nulls).prop_map(|(direction, nulls)| Order {
        expr: column("p", "age"),
        direction,
        nulls,
        logical_type: None,
    })
}

fn plain_select() -> impl Strategy<Value = Query> {
    let limit = || option::of(param(LogicalType::Int));
    (
        vec(prop_oneof![number(2), text(2), condition(2)], 1..4),
        joined(),
        option::of(condition(2)),
        option::of(order()),
        (limit(), limit()),
    )
        .prop_map(|(columns, joined, filter, order, (limit, offset))| {
            // A union, which may stand for a full join, is ordered by its own columns.
            let mut columns: Vec<OutputColumn> = columns.into_iter().map(output).collect();
            columns.push(output(column("p", "age")));
            columns.push(output(Expr::Over {
                function: WindowFunction::RowNumber,
                partition_by: vec![column("p", "age")],
                order_by: order.iter().cloned().collect(),
            }));
            let select = Select {
                columns,
                from: Some(table_source("people", "p")),
                joins: joined.map(|kind| vec![join(kind)]),
                filter,
                order_by: order.map(|order| vec![order]),
                limit,
                offset,
                ..Select::default()
            };
            Query::Select(Box::new(select))
        })
}

fn grouped_select() -> impl Strategy<Value = Query> {
    use FunctionName::{Avg, Count, Max, Min, Sum};
    let aggregate = (prop::sample::select(vec![Avg, Count, Max, Min, Sum]), any::<bool>())
        .prop_map(|(name, distinct)| Expr::Function {
            name,
            args: vec![column("p", "score")],
            distinct: Some(distinct),
        });
    (vec(aggregate, 1..3), option::of(condition(1)), any::<bool>()).prop_map(
        |(columns, filter, having)| {
            let count = function(Count, Vec::new());
            let many = Expr::Compare {
                op: CompareOp::Gt,
                left: Box::new(count),
                right: Box::new(Expr::Param { index: 0, logical_type: Some(LogicalType::Int) }),
            };
            let select = Select {
                columns: columns.into_iter().map(output).collect(),
                from: Some(table_source("people", "p")),
                filter,
                group_by: Some(vec![column("p", "age")]),
                having: having.then_some(many),
                ..Select::default()
            };
            Query::Select(Box::new(select))
        },
    )
}

fn insert() -> impl Strategy<Value = Query> {
    let value = |logical_type| Expr::Param { index: 0, logical_type: Some(logical_type) };
    let values = vec![value(LogicalType::Int), value(LogicalType::Text)];
    let source = prop_oneof![
        Just(InsertSource::Row { values }),
        Just(InsertSource::Rows { index: 0, given: None }),
        (option::of(condition(1)), joined()).prop_map(|(filter, joined)| InsertSource::Query {
            query: Box::new(Select {
                columns: vec![output(column("p", "id")), output(column("p", "name"))],
                from: Some(table_source("people", "p")),
                joins: joined.map(|kind| vec![join(kind)]),
                filter,
                ..Select::default()
            })
        }),
    ];
    let renamed =
        Assignment { column: "name".into(), value: Expr::Inserted { name: "name".into() } };
    let older = Assignment {
        column: "owner_id".into(),
        value: Expr::Arithmetic {
            op: ArithmeticOp::Add,
            left: Box::new(Expr::Column { table: None, name: "owner_id".into() }),
            right: Box::new(Expr::Param { index: 1, logical_type: Some(LogicalType::Int) }),
        },
    };
    let action = prop_oneof![
        Just(ConflictAction::Nothing),
        Just(ConflictAction::Update { set: vec![renamed, older] }),
    ];
    (source, option::of(action), any::<bool>()).prop_map(|(source, action, returning)| {
        let insert = Insert {
            table: table("pets"),
            columns: vec![
                InsertColumn { name: "id".into(), logical_type: Some(LogicalType::Int) },
                InsertColumn { name: "name".into(), logical_type: Some(LogicalType::Text) },
            ],
            source,
            on_conflict: action.map(|action| OnConflict {
                columns: vec!["id".into()],
                living: None,
                action,
            }),
            returning: returning.then(|| vec![output(Expr::AllColumns { table: None })]),
            key: Some(vec!["id".into()]),
        };
        Query::Insert(Box::new(insert))
    })
}

fn write() -> impl Strategy<Value = Query> {
    let owned = |query: Select| Expr::Exists { query: Box::new(query), negated: false };
    let filter = || option::of(counted(1).prop_map(owned));
    let returning = vec![output(Expr::AllColumns { table: None })];
    let joins = || option::of(prop_oneof![Just(JoinKind::Inner), Just(JoinKind::Cross)]);
    let joined = |kind: Option<JoinKind>| kind.map(|kind| vec![join_people(kind)]);
    let update = (filter(), joins(), option::of(Just(returning.clone()))).prop_map(
        move |(filter, kind, returning)| {
            let value = match kind {
                Some(_) => column("q", "name"),
                None => Expr::Param { index: 0, logical_type: Some(LogicalType::Text) },
            };
            let set = vec![Assignment { column: "name".into(), value }];
            let (table, joins, key) = (table("pets"), joined(kind), Some(vec!["id".into()]));
            Query::Update(Box::new(Update { table, joins, set, filter, returning, key }))
        },
    );
    let delete = (filter(), joins(), option::of(Just(returning))).prop_map(
        move |(filter, kind, returning)| {
            let (table, joins, key) = (table("pets"), joined(kind), Some(vec!["id".into()]));
            Query::Delete(Box::new(Delete { table, joins, filter, returning, key }))
        },
    );
    let update_rows = (filter(), any::<bool>()).prop_map(|(filter, counts)| {
        let column = |name: &str, logical_type| InsertColumn {
            name: name.into(),
            logical_type: Some(logical_type),
        };
        let older = Assignment {
            column: "owner_id".into(),
            value: Expr::Arithmetic {
                op: ArithmeticOp::Add,
                left: Box::new(Expr::Column { table: None, name: "owner_id".into() }),
                right: Box::new(Expr::Integer { value: 1 }),
            },
        };
        Query::UpdateRows(Box::new(UpdateRows {
            table: table("pets"),
            key: vec![column("id", LogicalType::Int)],
            columns: vec![column("name", LogicalType::Text)],
            index: 0,
            set: counts.then(|| vec![older]),
            filter,
        }))
    });
    prop_oneof![update, delete, update_rows]
}

fn query() -> impl Strategy<Value = Query> {
    prop_oneof![4 => plain_select(), 1 => grouped_select(), 2 => insert(), 1 => write()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn sqlite_prepares_it(query in query()) {
        let statement = compile(&query, dialect(DialectKind::Sqlite)).unwrap();
        let SqlText::Fixed { sql, slots } = &statement.text else { panic!("SQLite expands none") };
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch(SCHEMA).unwrap();
        let prepared = connection.prepare(sql);
        prop_assert!(prepared.is_ok(), "{}: {:?}", sql, prepared.err());
        prop_assert_eq!(prepared.unwrap().parameter_count(), slots.len());
    }
}
