//! Values in the definition of a view, which binds none.

use versa_ast::{
    Expr, Identifier, InValues, LogicalType, Order, RawPart, Select, Source, TableRef,
};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::Dialect;

use crate::dialect::{Ddl, ddl_of};
use crate::literal::{check_text, float_digits, is_decimal, whole_digits};
use crate::model::DefaultValue;
use crate::view::{View, ViewValue};
use crate::views::invalid;

/// The query with literals in the place of its parameters.
///
/// # Errors
///
/// `INVALID_MODEL` for what has no literal, `UNSUPPORTED` for tables that a view cannot read.
pub(crate) fn inline_values(
    view: &View,
    query: &Select,
    values: &[ViewValue],
    dialect: &dyn Dialect,
) -> Result<Select> {
    let mut query = query.clone();
    Inliner { view, values, ddl: ddl_of(dialect) }.select(&mut query)?;
    Ok(query)
}

struct Inliner<'a> {
    view: &'a View,
    values: &'a [ViewValue],
    ddl: &'static dyn Ddl,
}

impl Inliner<'_> {
    fn select(&self, query: &mut Select) -> Result<()> {
        if query.lock.is_some() {
            return Err(invalid(self.view, "locks rows").hint("lock them where the view is read"));
        }
        for column in &mut query.columns {
            self.expr(&mut column.expr)?;
        }
        query.from.iter_mut().try_for_each(|from| self.source(from))?;
        for join in query.joins.iter_mut().flatten() {
            self.source(&mut join.source)?;
            join.on.iter_mut().try_for_each(|on| self.expr(on))?;
        }
        self.exprs(query.filter.iter_mut().chain(&mut query.having))?;
        self.exprs(query.group_by.iter_mut().flatten())?;
        self.orders(query.order_by.iter_mut().flatten())?;
        query.limit.iter_mut().chain(&mut query.offset).try_for_each(|bound| self.bound(bound))
    }

    fn source(&self, source: &mut Source) -> Result<()> {
        match source {
            Source::Table { table, .. } => self.check_place(table),
            Source::Query { query, .. } => self.select(query),
        }
    }

    /// A view in a file sees only that file.
    fn check_place(&self, table: &TableRef) -> Result<()> {
        fn file(schema: Option<&Identifier>) -> &str {
            schema.map_or("main", Identifier::as_str)
        }
        let own = file(self.view.view.schema.as_ref());
        if !self.ddl.schema_is_file() || file(table.schema.as_ref()) == own {
            return Ok(());
        }
        let (view, table) = (&self.view.view.name, &table.name);
        let message = format!("the view {view} reads {table}, which is in another file");
        Err(Error::new(ErrorCode::Unsupported, message)
            .table(view.as_str())
            .hint("put both into the same schema: in SQLite a view sees its own file only"))
    }

    fn exprs<'a>(&self, mut exprs: impl Iterator<Item = &'a mut Expr>) -> Result<()> {
        exprs.try_for_each(|expr| self.expr(expr))
    }

    fn orders<'a>(&self, orders: impl Iterator<Item = &'a mut Order>) -> Result<()> {
        self.exprs(orders.map(|order| &mut order.expr))
    }

    fn expr(&self, expr: &mut Expr) -> Result<()> {
        match expr {
            Expr::Param { index, logical_type } => {
                let text = self.literal(self.one(*index)?, *logical_type)?;
                *expr = Expr::Raw { parts: vec![RawPart::Sql { text }] };
                Ok(())
            }
            Expr::In { .. } => self.membership(expr),
            Expr::InRows { .. } => Err(self.no_literal("a list of rows")),
            Expr::Exists { query, .. } | Expr::Subquery { query } => self.select(query),
            Expr::Over { partition_by, order_by, .. } => {
                self.exprs(partition_by.iter_mut())?;
                self.orders(order_by.iter_mut())
            }
            Expr::And { items } | Expr::Or { items } | Expr::Function { args: items, .. } => {
                self.exprs(items.iter_mut())
            }
            Expr::Not { expr } | Expr::IsNull { expr, .. } | Expr::Cast { expr, .. } => {
                self.expr(expr)
            }
            Expr::Compare { left, right, .. } | Expr::Arithmetic { left, right, .. } => {
                self.expr(left)?;
                self.expr(right)
            }
            Expr::Like { expr, pattern, .. } => {
                self.expr(expr)?;
                self.expr(pattern)
            }
            Expr::Between { expr, low, high, .. } => {
                self.expr(expr)?;
                self.expr(low)?;
                self.expr(high)
            }
            Expr::Case { branches, otherwise } => {
                for branch in branches {
                    self.expr(&mut branch.when)?;
                    self.expr(&mut branch.then)?;
                }
                otherwise.iter_mut().try_for_each(|otherwise| self.expr(otherwise))
            }
            Expr::Raw { parts } => parts.iter_mut().try_for_each(|part| match part {
                RawPart::Sql { .. } => Ok(()),
                RawPart::Expr { expr } => self.expr(expr),
            }),
            Expr::Column { .. }
            | Expr::AllColumns { .. }
            | Expr::Null
            | Expr::Integer { .. }
            | Expr::Inserted { .. } => Ok(()),
        }
    }

    fn membership(&self, expr: &mut Expr) -> Result<()> {
        let Expr::In { expr: wanted, values, negated } = expr else { return Ok(()) };
        self.expr(wanted)?;
        match values {
            InValues::Query { query } => self.select(query),
            InValues::List { index, logical_type } => {
                let literals = self.list(*index, *logical_type)?;
                if literals.is_empty() {
                    // Nothing is in no list, and everything is outside of it.
                    let items = Vec::new();
                    *expr = if *negated { Expr::And { items } } else { Expr::Or { items } };
                    return Ok(());
                }
                let wanted = std::mem::replace(wanted.as_mut(), Expr::Null);
                let not = if *negated { " NOT IN (" } else { " IN (" };
                let sql = |text: String| RawPart::Sql { text };
                let behind = format!("{not}{}))", literals.join(", "));
                let parts = vec![sql("(".into()), RawPart::Expr { expr: wanted }, sql(behind)];
                *expr = Expr::Raw { parts };
                Ok(())
            }
        }
    }

    /// Of a limit or an offset, where nothing but a number can stand.
    fn bound(&self, bound: &mut Expr) -> Result<()> {
        let Expr::Param { index, .. } = bound else { return self.expr(bound) };
        match self.one(*index)? {
            DefaultValue::Int { value } => {
                let value = value.parse().map_err(|_| self.no_literal("a limit of that size"))?;
                *bound = Expr::Integer { value };
                Ok(())
            }
            _ => Err(self.no_literal("a limit that is no whole number")),
        }
    }

    fn one(&self, index: u32) -> Result<&DefaultValue> {
        match self.values.get(index as usize) {
            Some(ViewValue::One(value)) => Ok(value),
            _ => Err(Error::internal("the value of a view's parameter is missing")),
        }
    }

    fn list(&self, index: u32, logical_type: Option<LogicalType>) -> Result<Vec<String>> {
        match self.values.get(index as usize) {
            Some(ViewValue::List(items)) => {
                items.iter().map(|item| self.literal(item, logical_type)).collect()
            }
            _ => Err(Error::internal("the list of a view's parameter is missing")),
        }
    }

    fn literal(&self, value: &DefaultValue, logical_type: Option<LogicalType>) -> Result<String> {
        let number = |digits: String| {
            if digits.starts_with('-') { format!("({digits})") } else { digits }
        };
        Ok(match value {
            DefaultValue::Null => "NULL".to_owned(),
            DefaultValue::Boolean { value } => self.ddl.boolean(*value).to_owned(),
            DefaultValue::Int { value } => number(
                whole_digits(value).ok_or_else(|| self.no_literal("a number beyond 64 bits"))?,
            ),
            DefaultValue::Float { value } => {
                number(float_digits(*value).ok_or_else(|| self.no_literal("no finite number"))?)
            }
            DefaultValue::Text { value } => {
                check_text(value)?;
                match logical_type {
                    Some(LogicalType::Decimal | LogicalType::DecimalNumber)
                        if is_decimal(value) && self.ddl.decimal_digits() =>
                    {
                        number(value.clone())
                    }
                    Some(logical_type) => self.ddl.typed_text(logical_type, value),
                    None => self.ddl.text(value),
                }
            }
            DefaultValue::Now => return Err(Error::internal("now is no value of a query")),
        })
    }

    fn no_literal(&self, what: &str) -> Error {
        let hint = "write the definition as sql`select …`, without braces";
        invalid(self.view, &format!("is defined by a query with {what}")).hint(hint)
    }
}
