use versa_ast::{
    Direction, Expr, Join, JoinKind, Lock, LockStrength, LockedRows, Nulls, Order, OutputColumn,
    Select, Source,
};
use versa_error::{Error, Result};

use super::{decimal, expr, full_join, result_columns};
use crate::writer::Writer;
use crate::{Access, Dialect, Duplicates, RowLocks, Statement};

pub(crate) fn statement(query: &Select, dialect: &dyn Dialect) -> Result<Statement> {
    let mut writer = Writer::new(dialect);
    write(&mut writer, query)?;
    Ok(Statement {
        text: writer.finish(),
        access: Access::Read,
        returns_rows: true,
        columns: result_columns(&query.columns),
        bulk: None,
        echo: None,
        duplicates: Duplicates::Counted,
    })
}

/// Writes a query, without parentheses.
pub(crate) fn write(writer: &mut Writer<'_>, query: &Select) -> Result<()> {
    // Within a query, a column without a table belongs to the query's own sources.
    let own_table = writer.own_table.take();
    let written = writer.nested(|writer| {
        let joins = query.joins.as_deref().unwrap_or_default();
        let full = joins.iter().any(|join| join.kind == JoinKind::Full);
        if full && !writer.dialect.capabilities().full_join {
            return full_join::write(writer, query);
        }
        body(writer, query)?;
        order_by(writer, query.order_by.as_deref().unwrap_or_default())?;
        limit(writer, query)?;
        query.lock.iter().try_for_each(|rows| lock(writer, rows))
    });
    writer.own_table = own_table;
    written
}

/// Writes everything before the order.
pub(crate) fn body(writer: &mut Writer<'_>, query: &Select) -> Result<()> {
    writer.push(if query.distinct == Some(true) { "SELECT DISTINCT " } else { "SELECT " });
    if query.columns.is_empty() {
        return Err(Error::invalid_query("a select names no column"));
    }
    writer.separated(&query.columns, ", ", output_column)?;
    if let Some(from) = &query.from {
        writer.push(" FROM ");
        source(writer, from)?;
    }
    joins(writer, query.joins.as_deref().unwrap_or_default())?;
    if let Some(filter) = &query.filter {
        writer.push(" WHERE ");
        expr::write(writer, filter)?;
    }
    let group_by = query.group_by.as_deref().unwrap_or_default();
    if !group_by.is_empty() {
        writer.push(" GROUP BY ");
        writer.separated(group_by, ", ", expr::write)?;
    }
    if let Some(having) = &query.having {
        writer.push(" HAVING ");
        expr::write(writer, having)?;
    }
    Ok(())
}

/// Writes a column of a result with its name.
pub(crate) fn output_column(writer: &mut Writer<'_>, column: &OutputColumn) -> Result<()> {
    if matches!(column.expr, Expr::AllColumns { .. }) && column.alias.is_some() {
        return Err(Error::invalid_query("all columns together cannot have one name"));
    }
    decimal::output(writer, &column.expr, column.logical_type)?;
    if let Some(alias) = &column.alias {
        writer.push(" AS ");
        writer.identifier(alias)?;
    }
    Ok(())
}

/// Writes where rows come from.
pub(crate) fn source(writer: &mut Writer<'_>, source: &Source) -> Result<()> {
    match source {
        Source::Table { table, alias } => {
            writer.table(table)?;
            if let Some(alias) = alias {
                writer.push(" AS ");
                writer.identifier(alias)?;
            }
        }
        Source::Query { query, alias } => {
            writer.push("(");
            write(writer, query)?;
            writer.push(") AS ");
            writer.identifier(alias)?;
        }
    }
    Ok(())
}

/// Writes further sources, each with its condition.
pub(crate) fn joins(writer: &mut Writer<'_>, joins: &[Join]) -> Result<()> {
    joins.iter().try_for_each(|item| join(writer, item))
}

fn join(writer: &mut Writer<'_>, join: &Join) -> Result<()> {
    writer.push(match join.kind {
        JoinKind::Inner => " INNER JOIN ",
        JoinKind::Left => " LEFT JOIN ",
        JoinKind::Right => " RIGHT JOIN ",
        JoinKind::Full => " FULL JOIN ",
        JoinKind::Cross => " CROSS JOIN ",
    });
    source(writer, &join.source)?;
    match (&join.on, join.kind) {
        (Some(_), JoinKind::Cross) => Err(Error::invalid_query("a cross join has no condition")),
        (None, JoinKind::Cross) => Ok(()),
        (None, _) => Err(Error::invalid_query("a join needs a condition")
            .hint("give the two columns, or use a cross join")),
        (Some(on), _) => {
            writer.push(" ON ");
            expr::write(writer, on)
        }
    }
}

/// Writes the order.
pub(crate) fn order_by(writer: &mut Writer<'_>, orders: &[Order]) -> Result<()> {
    if orders.is_empty() {
        return Ok(());
    }
    writer.push(" ORDER BY ");
    order_items(writer, orders)
}

/// Writes the criteria of an order.
pub(crate) fn order_items(writer: &mut Writer<'_>, orders: &[Order]) -> Result<()> {
    writer.separated(orders, ", ", |writer, order| {
        order_item(writer, order, |writer| match order.logical_type {
            None => expr::write(writer, &order.expr),
            known => decimal::output(writer, &order.expr, known),
        })
    })
}

/// Writes one criterion of an order; `write` writes what is compared.
pub(crate) fn order_item(
    writer: &mut Writer<'_>,
    order: &Order,
    write: impl Fn(&mut Writer<'_>) -> Result<()>,
) -> Result<()> {
    let descending = order.direction == Direction::Desc;
    let smallest = if descending { Nulls::Last } else { Nulls::First };
    let capabilities = writer.dialect.capabilities();
    if let Some(nulls) = order.nulls
        && !capabilities.nulls_order
        // Where there are no such words, null is the smallest value: half of the cases are met.
        && nulls != smallest
    {
        write(writer)?;
        writer.push(if nulls == Nulls::First { " IS NOT NULL, " } else { " IS NULL, " });
    }
    write(writer)?;
    writer.push(if descending { " DESC" } else { " ASC" });
    if let Some(nulls) = order.nulls
        && capabilities.nulls_order
    {
        writer.push(if nulls == Nulls::First { " NULLS FIRST" } else { " NULLS LAST" });
    }
    Ok(())
}

/// Writes limit and offset.
pub(crate) fn limit(writer: &mut Writer<'_>, query: &Select) -> Result<()> {
    match (&query.limit, &query.offset) {
        (None, None) => return Ok(()),
        (None, Some(_)) if writer.dialect.capabilities().offset_without_limit => {}
        // The manuals' own advice: a limit no table reaches.
        (None, Some(_)) => writer.push(" LIMIT 9223372036854775807"),
        (Some(limit), _) => {
            writer.push(" LIMIT ");
            bound(writer, limit)?;
        }
    }
    if let Some(offset) = &query.offset {
        writer.push(" OFFSET ");
        bound(writer, offset)?;
    }
    Ok(())
}

fn bound(writer: &mut Writer<'_>, value: &Expr) -> Result<()> {
    match value {
        Expr::Param { .. } => {
            let (before, after) = writer.dialect.around_limit();
            writer.push(before);
            expr::write(writer, value)?;
            writer.push(after);
            Ok(())
        }
        Expr::Integer { value: number } if *number >= 0 => expr::write(writer, value),
        _ => Err(Error::invalid_query("limit and offset are whole numbers from 0")),
    }
}

/// Writes how the rows are locked.
fn lock(writer: &mut Writer<'_>, lock: &Lock) -> Result<()> {
    let locks = writer.dialect.capabilities().row_locks;
    if locks == RowLocks::Needless {
        return Ok(());
    }
    writer.push(match (lock.strength, locks) {
        (LockStrength::Update, _) => " FOR UPDATE",
        (LockStrength::Share, RowLocks::LockInShareMode) => " LOCK IN SHARE MODE",
        (LockStrength::Share, _) => " FOR SHARE",
    });
    if let Some(source) = &lock.of
        && locks == RowLocks::ForShareOf
    {
        writer.push(" OF ");
        writer.identifier(source)?;
    }
    match lock.locked {
        Some(LockedRows::Skip) => writer.push(" SKIP LOCKED"),
        Some(LockedRows::Fail) => writer.push(" NOWAIT"),
        None => {}
    }
    Ok(())
}
