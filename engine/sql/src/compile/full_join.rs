//! `full join` where the database has none: the left join, and the rows of the right side without a
//! match. `a full join b on c` is
//!
//! ```sql
//! SELECT … FROM a LEFT JOIN b ON c
//! UNION ALL
//! SELECT … FROM a RIGHT JOIN b ON 1 = 0 WHERE NOT EXISTS (SELECT 1 FROM a WHERE c)
//! ```
//!
//! In the second half the right join finds nothing, so that `a`'s columns are there, at their
//! places, and null.

use versa_ast::{Expr, Identifier, JoinKind, Order, Select, Source};
use versa_error::{Error, ErrorCode, Result};

use super::aggregate::may_aggregate;
use super::{expr, result_name, select};
use crate::writer::Writer;

pub(crate) fn write(writer: &mut Writer<'_>, query: &Select) -> Result<()> {
    if query.lock.is_some() {
        return Err(unsupported("one whose rows are locked"));
    }
    let (left, right, on) = sides(query)?;
    select_from(writer, query, |writer| {
        select::source(writer, left)?;
        writer.push(" LEFT JOIN ");
        select::source(writer, right)?;
        writer.push(" ON ");
        expr::write(writer, on)?;
        filter(writer, " WHERE ", query)
    })?;
    writer.push(if query.distinct == Some(true) { " UNION " } else { " UNION ALL " });
    select_from(writer, query, |writer| {
        select::source(writer, left)?;
        writer.push(" RIGHT JOIN ");
        select::source(writer, right)?;
        writer.push(" ON 1 = 0 WHERE NOT EXISTS (SELECT 1 FROM ");
        select::source(writer, left)?;
        writer.push(" WHERE ");
        expr::write(writer, on)?;
        writer.push(")");
        filter(writer, " AND ", query)
    })?;
    order_by(writer, query)?;
    select::limit(writer, query)
}

fn sides(query: &Select) -> Result<(&Source, &Source, &Expr)> {
    let joins = query.joins.as_deref().unwrap_or_default();
    let grouped = query.group_by.as_ref().is_some_and(|items| !items.is_empty());
    let aggregates = query.columns.iter().any(|column| may_aggregate(&column.expr));
    let simple = !grouped && !aggregates && query.having.is_none();
    match (&query.from, joins) {
        (Some(from), [join]) if simple && join.kind == JoinKind::Full => match &join.on {
            Some(on) => Ok((from, &join.source, on)),
            None => Err(Error::invalid_query("a join needs a condition")),
        },
        _ => Err(unsupported("one beside other joins, groups, aggregates or SQL of your own")),
    }
}

fn select_from(
    writer: &mut Writer<'_>,
    query: &Select,
    rest: impl FnOnce(&mut Writer<'_>) -> Result<()>,
) -> Result<()> {
    writer.push("SELECT ");
    writer.separated(&query.columns, ", ", select::output_column)?;
    writer.push(" FROM ");
    rest(writer)
}

fn filter(writer: &mut Writer<'_>, before: &str, query: &Select) -> Result<()> {
    let Some(filter) = &query.filter else { return Ok(()) };
    writer.push(before);
    writer.push("(");
    expr::write(writer, filter)?;
    writer.push(")");
    Ok(())
}

/// The order of a union can only name its columns.
fn order_by(writer: &mut Writer<'_>, query: &Select) -> Result<()> {
    let orders = query.order_by.as_deref().unwrap_or_default();
    if orders.is_empty() {
        return Ok(());
    }
    writer.push(" ORDER BY ");
    writer.separated(orders, ", ", |writer, order| {
        let name = output_name(query, order)?.clone();
        select::order_item(writer, order, |writer| writer.identifier(&name))
    })
}

fn output_name<'a>(query: &'a Select, order: &Order) -> Result<&'a Identifier> {
    let column = query.columns.iter().find(|column| column.expr == order.expr);
    let Some(name) = column.and_then(result_name) else {
        return Err(unsupported("one ordered by what is no column of its result"));
    };
    let same = |other: &Identifier| other.as_str().to_lowercase() == name.as_str().to_lowercase();
    if query.columns.iter().filter_map(result_name).filter(|other| same(other)).count() > 1 {
        return Err(unsupported("one ordered by a name that two columns of its result have"));
    }
    Ok(name)
}

fn unsupported(what: &str) -> Error {
    Error::new(
        ErrorCode::Unsupported,
        format!("this database has no full join, and {what} cannot be emulated"),
    )
    .hint("select the joined rows in a subquery first, or use a left and a right join")
}
