//! The functions that mean the same on every database.

use versa_ast::{Expr, FunctionName, LogicalType};
use versa_error::{Error, Result};

use super::expr;
use crate::writer::Writer;

/// Writes a function of the closed list.
pub(crate) fn write(
    writer: &mut Writer<'_>,
    name: FunctionName,
    args: &[Expr],
    distinct: bool,
) -> Result<()> {
    check_arguments(name, args, distinct)?;
    match (name, args) {
        (FunctionName::Now, _) => writer.push(writer.dialect.now()),
        (FunctionName::Count, []) => writer.push("count(*)"),
        (FunctionName::Concat, args) => return concat(writer, args),
        (FunctionName::Avg, [value]) => return average(writer, value, distinct),
        (FunctionName::Round, [value, digits]) => return round(writer, value, digits),
        (name, args) => {
            writer.push(function_text(writer, name));
            writer.push(if distinct { "(DISTINCT " } else { "(" });
            let typed = args.iter().any(expr::tells_type);
            writer.separated(args, ", ", |writer, arg| {
                if typed && !is_number_param(arg) {
                    expr::write(writer, arg)
                } else {
                    expr::bare(writer, arg)
                }
            })?;
            writer.push(")");
        }
    }
    Ok(())
}

/// Numbers have several types in a database; the one beside it need not be a parameter's own.
fn is_number_param(expr: &Expr) -> bool {
    use LogicalType::{BigInt, Decimal, DecimalNumber, Float, Int};
    matches!(
        expr,
        Expr::Param { logical_type: Some(Int | BigInt | Float | Decimal | DecimalNumber), .. }
    )
}

fn function_text(writer: &Writer<'_>, name: FunctionName) -> &'static str {
    match name {
        FunctionName::Count => "count",
        FunctionName::Sum => "sum",
        FunctionName::Avg => "avg",
        FunctionName::Min => "min",
        FunctionName::Max => "max",
        FunctionName::Coalesce => "coalesce",
        FunctionName::NullIf => "nullif",
        FunctionName::Lower => "lower",
        FunctionName::Upper => "upper",
        FunctionName::Length => writer.dialect.length_function(),
        FunctionName::Trim => "trim",
        FunctionName::Concat => "concat",
        FunctionName::Abs => "abs",
        FunctionName::Round => "round",
        FunctionName::Now => "now",
        FunctionName::Random => writer.dialect.random_function(),
    }
}

pub(crate) fn check_arguments(name: FunctionName, args: &[Expr], distinct: bool) -> Result<()> {
    let (least, most) = match name {
        FunctionName::Now | FunctionName::Random => (0, 0),
        FunctionName::Count => (usize::from(distinct), 1),
        FunctionName::Coalesce | FunctionName::Concat => (1, usize::MAX),
        FunctionName::NullIf => (2, 2),
        FunctionName::Round => (1, 2),
        _ => (1, 1),
    };
    if (least..=most).contains(&args.len()) {
        return Ok(());
    }
    Err(Error::invalid_query(format!("{name:?} does not take {} arguments", args.len())))
}

fn concat(writer: &mut Writer<'_>, args: &[Expr]) -> Result<()> {
    if let Some(function) = writer.dialect.concat_function() {
        writer.push(function);
        writer.push("(");
        writer.separated(args, ", ", expr::write)?;
        writer.push(")");
        return Ok(());
    }
    writer.separated(args, " || ", |writer, arg| expr::cast(writer, arg, LogicalType::Text))
}

fn average(writer: &mut Writer<'_>, value: &Expr, distinct: bool) -> Result<()> {
    let (argument, result) = writer.dialect.average_casts();
    let cast = |writer: &mut Writer<'_>, name: Option<&str>, text: &str| match name {
        Some(name) => writer.push(&format!("{text} AS {name})")),
        None => writer.push(text),
    };
    writer.push(if result.is_some() { "CAST(avg(" } else { "avg(" });
    writer.push(if distinct { "DISTINCT " } else { "" });
    writer.push(if argument.is_some() { "CAST(" } else { "" });
    expr::bare(writer, value)?;
    cast(writer, argument, "");
    cast(writer, result, ")");
    Ok(())
}

fn round(writer: &mut Writer<'_>, value: &Expr, digits: &Expr) -> Result<()> {
    writer.push("round(");
    let round_cast = writer.dialect.round_cast();
    match round_cast {
        Some(name) => {
            writer.push("CAST(");
            expr::write(writer, value)?;
            writer.push(" AS ");
            writer.push(name);
            writer.push(")");
        }
        None => expr::bare(writer, value)?,
    }
    writer.push(", ");
    expr::write(writer, digits)?;
    writer.push(")");
    Ok(())
}
