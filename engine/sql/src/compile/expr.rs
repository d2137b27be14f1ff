use versa_ast::{
    ArithmeticOp, Branch, CompareOp, Expr, FunctionName, Identifier, InValues, LogicalType, Order,
    RawPart, WindowFunction,
};
use versa_error::{Error, Result};

use super::{arrays, decimal, function, select};
use crate::writer::Writer;
use crate::{ListStyle, SlotKind, SqlPart};

/// Writes an expression as it stands alone, where nothing beside it tells its type.
pub(crate) fn bare(writer: &mut Writer<'_>, expr: &Expr) -> Result<()> {
    if let Expr::Param { index, logical_type: Some(logical_type) } = expr
        && let Some(name) = writer.dialect.bare_param_type(*logical_type)
    {
        writer.push("CAST(");
        writer.param(*index, Some(*logical_type), SlotKind::Value);
        writer.push(" AS ");
        writer.push(name);
        writer.push(")");
        return Ok(());
    }
    write(writer, expr)
}

/// Writes an expression.
pub(crate) fn write(writer: &mut Writer<'_>, expr: &Expr) -> Result<()> {
    writer.nested(|writer| match expr {
        Expr::Column { table, name } => column(writer, table.as_ref(), name),
        Expr::AllColumns { table } => {
            if let Some(table) = table {
                writer.identifier(table)?;
                writer.push(".");
            }
            writer.push("*");
            Ok(())
        }
        Expr::Param { index, logical_type } => {
            writer.param(*index, *logical_type, SlotKind::Value);
            Ok(())
        }
        Expr::Null => {
            writer.push("NULL");
            Ok(())
        }
        Expr::Integer { value } => {
            writer.push(&value.to_string());
            Ok(())
        }
        Expr::And { items } => joined(writer, items, " AND ", "1 = 1"),
        Expr::Or { items } => joined(writer, items, " OR ", "1 = 0"),
        Expr::Not { expr } => {
            writer.push("NOT ");
            operand(writer, expr)
        }
        Expr::Compare { op, left, right } => compare(writer, left, right, *op),
        Expr::Like { expr, pattern, negated, insensitive } => {
            like(writer, expr, pattern, *negated, *insensitive)
        }
        Expr::In { expr, values, negated } => membership(writer, expr, values, *negated),
        Expr::InRows { exprs, logical_types, index, negated } => {
            in_rows(writer, exprs, logical_types, *index, *negated)
        }
        Expr::Over { function, partition_by, order_by } => {
            over(writer, *function, partition_by, order_by)
        }
        Expr::Between { expr, low, high, negated } => between(writer, expr, (low, high), *negated),
        Expr::IsNull { expr, negated } => {
            bare_operand(writer, expr)?;
            writer.push(if *negated { " IS NOT NULL" } else { " IS NULL" });
            Ok(())
        }
        Expr::Exists { query, negated } => {
            writer.push(if *negated { "NOT EXISTS (" } else { "EXISTS (" });
            select::write(writer, query)?;
            writer.push(")");
            Ok(())
        }
        Expr::Subquery { query } => {
            writer.push("(");
            select::write(writer, query)?;
            writer.push(")");
            Ok(())
        }
        Expr::Function { name, args, distinct } => {
            function::write(writer, *name, args, *distinct == Some(true))
        }
        Expr::Arithmetic { op, left, right } => arithmetic(writer, left, right, *op),
        Expr::Case { branches, otherwise } => case(writer, branches, otherwise.as_deref()),
        Expr::Cast { expr, logical_type } => cast(writer, expr, *logical_type),
        Expr::Inserted { name } => inserted(writer, name),
        Expr::Raw { parts } => raw(writer, parts),
    })
}

/// Writes the parts of a user's own SQL.
pub(crate) fn raw(writer: &mut Writer<'_>, parts: &[RawPart]) -> Result<()> {
    writer.separated(parts, "", |writer, part| match part {
        RawPart::Sql { text } if text.contains('\0') => {
            Err(Error::invalid_query("the SQL holds a NUL character"))
        }
        RawPart::Sql { text } => {
            writer.push(text);
            Ok(())
        }
        // The text of a fragment within a fragment is the user's; what we write stays one operand.
        RawPart::Expr { expr: fragment @ Expr::Raw { .. } } => write(writer, fragment),
        RawPart::Expr { expr } => bare_operand(writer, expr),
    })
}

/// Writes an expression as a part of a larger one: in parentheses unless it needs none.
pub(super) fn operand(writer: &mut Writer<'_>, expr: &Expr) -> Result<()> {
    if is_atom(expr) {
        return write(writer, expr);
    }
    writer.push("(");
    write(writer, expr)?;
    writer.push(")");
    Ok(())
}

fn bare_operand(writer: &mut Writer<'_>, expr: &Expr) -> Result<()> {
    if matches!(expr, Expr::Param { .. }) { bare(writer, expr) } else { operand(writer, expr) }
}

fn is_atom(expr: &Expr) -> bool {
    match expr {
        Expr::Column { .. }
        | Expr::AllColumns { .. }
        | Expr::Param { .. }
        | Expr::Null
        | Expr::Subquery { .. }
        | Expr::Cast { .. }
        | Expr::Inserted { .. }
        | Expr::Case { .. } => true,
        // A minus after an operator is a sign in every dialect but reads like a comment: `1 --1`.
        Expr::Integer { value } => *value >= 0,
        // `concat` may become the operator `||`.
        Expr::Function { name, .. } => *name != FunctionName::Concat,
        _ => false,
    }
}

fn column(writer: &mut Writer<'_>, table: Option<&Identifier>, name: &Identifier) -> Result<()> {
    let own_table = writer.own_table.clone();
    if let Some(table) = table.or(own_table.as_ref()) {
        writer.identifier(table)?;
        writer.push(".");
    }
    writer.identifier(name)
}

fn inserted(writer: &mut Writer<'_>, name: &Identifier) -> Result<()> {
    if !writer.in_upsert {
        return Err(Error::invalid_query(
            "only the assignments of an upsert can refer to the proposed row",
        ));
    }
    let (before, after) = writer.dialect.inserted();
    writer.push(before);
    writer.identifier(name)?;
    writer.push(after);
    Ok(())
}

fn joined(writer: &mut Writer<'_>, items: &[Expr], operator: &str, empty: &str) -> Result<()> {
    if items.is_empty() {
        writer.push(empty);
        return Ok(());
    }
    writer.separated(items, operator, |writer, item| {
        if items.len() == 1 { write(writer, item) } else { operand(writer, item) }
    })
}

/// Whether the database learns from an expression which type a parameter beside it has. A number
/// that the builder wrote would make every number a small whole one.
pub(crate) fn tells_type(expr: &Expr) -> bool {
    !matches!(expr, Expr::Param { .. } | Expr::Null | Expr::Integer { .. })
}

/// A column beside a parameter tells its type, and a cast might keep an index from being used.
fn compare(writer: &mut Writer<'_>, left: &Expr, right: &Expr, op: CompareOp) -> Result<()> {
    if decimal::compare(writer, left, right, op)? {
        return Ok(());
    }
    let typed = tells_type(left) || tells_type(right);
    let side = if typed { operand } else { bare_operand };
    side(writer, left)?;
    writer.push(compare_text(op));
    side(writer, right)
}

/// A parameter keeps its own type: `n * $1` would make a double a whole number like its neighbour.
fn arithmetic(writer: &mut Writer<'_>, left: &Expr, right: &Expr, op: ArithmeticOp) -> Result<()> {
    if let Some(function) = writer.dialect.decimal_add_function()
        && op == ArithmeticOp::Add
        && (decimal::is_param(left) || decimal::is_param(right))
    {
        writer.push(function);
        writer.push("(");
        write(writer, left)?;
        writer.push(", ");
        write(writer, right)?;
        writer.push(")");
        return Ok(());
    }
    bare_operand(writer, left)?;
    writer.push(arithmetic_text(op));
    bare_operand(writer, right)
}

pub(super) fn compare_text(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => " = ",
        CompareOp::Ne => " <> ",
        CompareOp::Lt => " < ",
        CompareOp::Le => " <= ",
        CompareOp::Gt => " > ",
        CompareOp::Ge => " >= ",
    }
}

fn arithmetic_text(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => " + ",
        ArithmeticOp::Subtract => " - ",
        ArithmeticOp::Multiply => " * ",
        ArithmeticOp::Divide => " / ",
        ArithmeticOp::Remainder => " % ",
    }
}

fn like(
    writer: &mut Writer<'_>,
    expr: &Expr,
    pattern: &Expr,
    negated: bool,
    insensitive: bool,
) -> Result<()> {
    let not = if negated { " NOT" } else { "" };
    let lower = insensitive && writer.dialect.insensitive_like().is_none();
    let side = |writer: &mut Writer<'_>, expr: &Expr| {
        if !lower {
            return operand(writer, expr);
        }
        writer.push("lower(");
        write(writer, expr)?;
        writer.push(")");
        Ok(())
    };
    side(writer, expr)?;
    let operator = if insensitive { writer.dialect.insensitive_like() } else { None };
    writer.push(&format!("{not} {} ", operator.unwrap_or("LIKE")));
    side(writer, pattern)?;
    writer.push(writer.dialect.like_escape());
    Ok(())
}

fn between(
    writer: &mut Writer<'_>,
    expr: &Expr,
    (low, high): (&Expr, &Expr),
    negated: bool,
) -> Result<()> {
    // The bounds are compared with the value one after the other, so only it can tell their type.
    let side = if tells_type(expr) { operand } else { bare_operand };
    side(writer, expr)?;
    writer.push(if negated { " NOT BETWEEN " } else { " BETWEEN " });
    side(writer, low)?;
    writer.push(" AND ");
    side(writer, high)
}

fn membership(
    writer: &mut Writer<'_>,
    expr: &Expr,
    values: &InValues,
    negated: bool,
) -> Result<()> {
    bare_operand(writer, expr)?;
    let (index, logical_type) = match values {
        InValues::Query { query } => {
            writer.push(if negated { " NOT IN (" } else { " IN (" });
            select::write(writer, query)?;
            writer.push(")");
            return Ok(());
        }
        InValues::List { index, logical_type } => (*index, *logical_type),
    };
    let opening = if negated { " NOT IN (" } else { " IN (" };
    let style = writer.dialect.capabilities().list;
    match style {
        ListStyle::Array => {
            writer.push(if negated { " <> ALL(" } else { " = ANY(" });
            writer.param(index, logical_type, SlotKind::Array);
            writer.push(")");
        }
        ListStyle::Json => {
            writer.push(opening);
            // Bytes have no form in JSON; the driver writes them as hex digits.
            let value =
                if logical_type == Some(LogicalType::Bytes) { "unhex(value)" } else { "value" };
            writer.push(&format!("SELECT {value} FROM json_each("));
            writer.param(index, logical_type, SlotKind::JsonList);
            writer.push("))");
        }
        ListStyle::Expanded => {
            writer.push(opening);
            writer.part(SqlPart::List { index, logical_type });
            writer.push(")");
        }
    }
    Ok(())
}

fn in_rows(
    writer: &mut Writer<'_>,
    exprs: &[Expr],
    types: &[Option<LogicalType>],
    index: u32,
    negated: bool,
) -> Result<()> {
    if exprs.is_empty() || exprs.len() != types.len() {
        return Err(Error::invalid_query("a row that is looked for has no values, or no types"));
    }
    let width = u32::try_from(exprs.len())
        .map_err(|_| Error::invalid_query("a row that is looked for has too many values"))?;
    writer.push("(");
    writer.separated(exprs, ", ", write)?;
    writer.push(if negated { ") NOT IN (" } else { ") IN (" });
    let style = writer.dialect.capabilities().list;
    let known: Option<Vec<LogicalType>> = types.iter().copied().collect();
    match (style, known) {
        (ListStyle::Array, Some(known)) => {
            writer.push("SELECT * FROM ");
            arrays::of_types(writer, &known, index, width);
        }
        (ListStyle::Json, _) => {
            writer.push("SELECT ");
            for (column, logical_type) in types.iter().enumerate() {
                writer.push(if column > 0 { ", " } else { "" });
                let cell = format!("json_extract(value, '$[{column}]')");
                let bytes = *logical_type == Some(LogicalType::Bytes);
                writer.push(&if bytes { format!("unhex({cell})") } else { cell });
            }
            writer.push(" FROM json_each(");
            writer.param(index, None, SlotKind::JsonRows { width });
            writer.push(")");
        }
        // Beside a column, the server knows the type of a value by itself.
        (ListStyle::Array, None) | (ListStyle::Expanded, _) => {
            writer.part(SqlPart::Tuples { index, columns: types.to_vec(), width, bulk: false });
        }
    }
    writer.push(")");
    Ok(())
}

fn over(
    writer: &mut Writer<'_>,
    function: WindowFunction,
    partition_by: &[Expr],
    order_by: &[Order],
) -> Result<()> {
    writer.push(match function {
        WindowFunction::RowNumber => "row_number() OVER (",
    });
    if !partition_by.is_empty() {
        writer.push("PARTITION BY ");
        writer.separated(partition_by, ", ", write)?;
    }
    if !order_by.is_empty() {
        writer.push(if partition_by.is_empty() { "ORDER BY " } else { " ORDER BY " });
        select::order_items(writer, order_by)?;
    }
    writer.push(")");
    Ok(())
}

fn case(writer: &mut Writer<'_>, branches: &[Branch], otherwise: Option<&Expr>) -> Result<()> {
    if branches.is_empty() {
        return Err(Error::invalid_query("a case has no branch"));
    }
    writer.push("CASE");
    for branch in branches {
        writer.push(" WHEN ");
        write(writer, &branch.when)?;
        writer.push(" THEN ");
        bare(writer, &branch.then)?;
    }
    if let Some(otherwise) = otherwise {
        writer.push(" ELSE ");
        bare(writer, otherwise)?;
    }
    writer.push(" END");
    Ok(())
}

/// Writes a conversion.
pub(crate) fn cast(writer: &mut Writer<'_>, expr: &Expr, logical_type: LogicalType) -> Result<()> {
    let converted =
        matches!(expr, Expr::Param { logical_type: own, .. } if *own != Some(logical_type));
    writer.push("CAST(");
    // A parameter of another type must be that before it is converted.
    if converted { bare(writer, expr) } else { write(writer, expr) }?;
    writer.push(" AS ");
    writer.push(writer.dialect.cast_type(logical_type));
    writer.push(")");
    Ok(())
}
