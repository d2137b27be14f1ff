//! Exact decimals, where a database keeps them as text: a column compares them as numbers, but what
//! is computed of it is text like any other unless that is said again.

use versa_ast::{CompareOp, Expr, FunctionName, LogicalType};
use versa_error::Result;

use super::expr;
use super::function::check_arguments;
use crate::SlotKind;
use crate::writer::Writer;

/// Writes an expression whose value is of a type, in a result or an order.
pub(super) fn output(
    writer: &mut Writer<'_>,
    value: &Expr,
    logical_type: Option<LogicalType>,
) -> Result<()> {
    let known = matches!(value, Expr::Column { .. } | Expr::Param { .. } | Expr::Raw { .. });
    if known || !logical_type.is_some_and(is_decimal) {
        return expr::bare(writer, value);
    }
    exact(writer, value)?;
    collate(writer);
    Ok(())
}

/// Writes the comparison of an aggregate with a decimal number where it needs a form of its own;
/// false where it does not, and nothing is written.
pub(super) fn compare(
    writer: &mut Writer<'_>,
    left: &Expr,
    right: &Expr,
    op: CompareOp,
) -> Result<bool> {
    let as_text = writer.dialect.decimal_collation().is_some();
    let (Some(name), Expr::Param { index, logical_type: Some(logical_type) }) =
        (aggregate(left), right)
    else {
        return Ok(false);
    };
    if !as_text || !is_decimal(*logical_type) {
        return Ok(false);
    }
    let operator = expr::compare_text(op);
    if name == FunctionName::Avg {
        // The mean is a double.
        expr::write(writer, left)?;
        writer.push(operator);
        writer.push("CAST(");
        writer.param(*index, Some(*logical_type), SlotKind::Value);
        writer.push(" AS ");
        writer.push(writer.dialect.cast_type(LogicalType::Float));
        writer.push(")");
        return Ok(true);
    }
    // A table of somebody else's may hold numbers.
    writer.push("CAST(");
    exact(writer, left)?;
    writer.push(" AS ");
    writer.push(writer.dialect.cast_type(LogicalType::Decimal));
    writer.push(")");
    collate(writer);
    writer.push(operator);
    expr::write(writer, right)?;
    Ok(true)
}

/// Whether an expression is a parameter that is a decimal number.
pub(super) fn is_param(expr: &Expr) -> bool {
    matches!(expr, Expr::Param { logical_type: Some(own), .. } if is_decimal(*own))
}

fn is_decimal(logical_type: LogicalType) -> bool {
    matches!(logical_type, LogicalType::Decimal | LogicalType::DecimalNumber)
}

fn aggregate(expr: &Expr) -> Option<FunctionName> {
    use FunctionName::{Avg, Max, Min, Sum};
    match expr {
        Expr::Function { name: name @ (Sum | Avg | Min | Max), .. } => Some(*name),
        _ => None,
    }
}

/// Writes an expression; a sum by the function that does not round.
fn exact(writer: &mut Writer<'_>, expr: &Expr) -> Result<()> {
    let Expr::Function { name: FunctionName::Sum, args, distinct } = expr else {
        return expr::operand(writer, expr);
    };
    let distinct = *distinct == Some(true);
    check_arguments(FunctionName::Sum, args, distinct)?;
    writer.push(writer.dialect.decimal_sum_function());
    writer.push(if distinct { "(DISTINCT " } else { "(" });
    writer.separated(args, ", ", expr::write)?;
    writer.push(")");
    Ok(())
}

fn collate(writer: &mut Writer<'_>) {
    if let Some(collation) = writer.dialect.decimal_collation() {
        writer.push(" COLLATE ");
        writer.push(collation);
    }
}
