use std::borrow::Cow;
use std::ops::Range;

use versa_ast::{LogicalType, Value};
use versa_error::{Error, Result};

use crate::{Bulk, BulkRun, Dialect, Slot, SlotKind, SqlPart, SqlText, Statement};

/// The longest list that is rounded up to a power of two: rounding a longer one takes places that
/// the rest of the statement may need.
const LONGEST_ROUNDED_LIST: usize = 4_096;

/// A statement's text for one call, and what is bound to its placeholders, in order.
#[derive(Debug, PartialEq)]
pub struct Rendered<'a> {
    /// The text.
    pub sql: Cow<'a, str>,
    /// The bound values.
    pub bound: Vec<Bound<'a>>,
}

/// What is bound to a placeholder.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound<'a> {
    /// One value.
    Value {
        /// The value.
        value: &'a Value,
        /// What it is, where the builder knew.
        logical_type: Option<LogicalType>,
    },
    /// A list as one array.
    Array {
        /// Its items.
        items: &'a [Value],
        /// What they are, where the builder knew.
        logical_type: Option<LogicalType>,
    },
    /// One column of a bulk parameter as one array: every `width`th cell, from `column` on.
    Column {
        /// The cells, row after row.
        cells: &'a [Value],
        /// The column, from 0.
        column: usize,
        /// The number of columns.
        width: usize,
        /// What the cells are, where the builder knew.
        logical_type: Option<LogicalType>,
    },
}

/// Renders a statement for one call. `rows` are the rows of the bulk parameter that this text
/// takes; a statement without one does not look at it.
///
/// ```
/// use versa_ast::Value;
/// use versa_sql::{Bound, Mysql, SqlPart, SqlText, render};
/// let text = SqlText::Expanding(vec![
///     SqlPart::Text("SELECT 1 WHERE 3 IN (".to_owned()),
///     SqlPart::List { index: 0, logical_type: None },
///     SqlPart::Text(")".to_owned()),
/// ]);
/// let list = [Value::List(vec![Value::Int(1), Value::Int(2), Value::Int(3)])];
/// let rendered = render(&text, &list, 0..0, &Mysql)?;
/// // Three items take four places: the last one is repeated.
/// assert_eq!(rendered.sql, "SELECT 1 WHERE 3 IN (?, ?, ?, ?)");
/// assert_eq!(rendered.bound.len(), 4);
/// # Ok::<(), versa_error::Error>(())
/// ```
///
/// # Errors
///
/// `INTERNAL` where parameters are missing, `INVALID_VALUE` where a list stands for a value or a
/// value for a list, `INVALID_QUERY` where the lists need more placeholders than the database has.
pub fn render<'a>(
    text: &'a SqlText,
    params: &'a [Value],
    rows: Range<usize>,
    dialect: &dyn Dialect,
) -> Result<Rendered<'a>> {
    match text {
        SqlText::Fixed { sql, slots } => {
            let bound = slots.iter().map(|slot| bind(slot, params)).collect::<Result<_>>()?;
            Ok(Rendered { sql: Cow::Borrowed(sql), bound })
        }
        SqlText::Expanding(parts) => {
            let mut renderer = Renderer { dialect, params, sql: String::new(), bound: Vec::new() };
            for part in parts {
                renderer.part(part, rows.clone())?;
            }
            renderer.check_size()?;
            Ok(Rendered { sql: Cow::Owned(renderer.sql), bound: renderer.bound })
        }
    }
}

/// How many rows of a bulk parameter one text may take, and how many rows there are.
///
/// # Errors
///
/// `INTERNAL` where the bulk parameter is missing or no whole number of rows.
pub fn rows_per_chunk(bulk: Bulk, params: &[Value]) -> Result<(usize, usize)> {
    let cells = list(bulk.index, params)?;
    let width = (bulk.width as usize).max(1);
    if cells.len() % width != 0 {
        return Err(Error::internal("the cells of a bulk parameter are no whole number of rows"));
    }
    let rows = cells.len() / width;
    let most = match bulk.run {
        BulkRun::PerRow => 1,
        BulkRun::Once => rows,
        BulkRun::Chunked { max_parameters } => (max_parameters as usize / width).max(1),
    };
    Ok((most, rows))
}

impl Statement {
    /// The text as it is shown to people: with one placeholder where the number varies.
    #[must_use]
    pub fn display_sql(&self, dialect: &dyn Dialect) -> String {
        match &self.text {
            SqlText::Fixed { sql, .. } => sql.as_ref().to_owned(),
            SqlText::Expanding(parts) => display(parts, dialect),
        }
    }
}

fn display(parts: &[SqlPart], dialect: &dyn Dialect) -> String {
    let mut sql = String::new();
    let mut number = 0;
    for part in parts {
        match part {
            SqlPart::Text(text) => sql.push_str(text),
            SqlPart::Slot(_) => {
                number += 1;
                dialect.write_placeholder(&mut sql, number);
            }
            SqlPart::List { .. } => sql.push_str("?, …"),
            SqlPart::Rows { columns, .. } => {
                let row = vec!["?"; columns.len()].join(", ");
                sql.push_str(&format!("({row}), …"));
            }
        }
    }
    sql
}

struct Renderer<'a, 'd> {
    dialect: &'d dyn Dialect,
    params: &'a [Value],
    sql: String,
    bound: Vec<Bound<'a>>,
}

impl<'a> Renderer<'a, '_> {
    fn part(&mut self, part: &SqlPart, rows: Range<usize>) -> Result<()> {
        match part {
            SqlPart::Text(text) => self.sql.push_str(text),
            SqlPart::Slot(slot) => {
                let bound = bind(slot, self.params)?;
                self.place(bound);
            }
            SqlPart::List { index, logical_type } => self.list(*index, *logical_type)?,
            SqlPart::Rows { index, columns } => self.rows(*index, columns, rows)?,
        }
        Ok(())
    }

    fn check_size(&self) -> Result<()> {
        let most = self.dialect.capabilities().max_parameters;
        if self.bound.len() <= most as usize {
            return Ok(());
        }
        Err(Error::invalid_query(format!(
            "the lists of the query hold {} values together, and this database takes {most}",
            self.bound.len()
        ))
        .hint("split the list into several queries, or select its items from a table"))
    }

    /// The items of a list, rounded up to a power of two; an empty list is a query without rows,
    /// so that `not in` of it holds even for null.
    fn list(&mut self, index: u32, logical_type: Option<LogicalType>) -> Result<()> {
        let items = list(index, self.params)?;
        let Some(last) = items.last() else {
            self.sql.push_str("SELECT 1 FROM (SELECT 1) AS versa_none WHERE 1 = 0");
            return Ok(());
        };
        let places = match items.len() {
            length if length <= LONGEST_ROUNDED_LIST => length.next_power_of_two(),
            length => length,
        };
        let padding = std::iter::repeat_n(last, places - items.len());
        for (at, value) in items.iter().chain(padding).enumerate() {
            if at > 0 {
                self.sql.push_str(", ");
            }
            self.place(Bound::Value { value, logical_type });
        }
        Ok(())
    }

    fn rows(
        &mut self,
        index: u32,
        columns: &[Option<LogicalType>],
        rows: Range<usize>,
    ) -> Result<()> {
        let width = columns.len();
        let cells = list(index, self.params)?;
        let chosen = cells
            .get(rows.start * width..rows.end * width)
            .ok_or_else(|| Error::internal("a bulk parameter has fewer rows than are written"))?;
        for (at, row) in chosen.chunks(width.max(1)).enumerate() {
            self.sql.push_str(if at > 0 { ", (" } else { "(" });
            for (column, (value, logical_type)) in row.iter().zip(columns).enumerate() {
                if column > 0 {
                    self.sql.push_str(", ");
                }
                self.place(Bound::Value { value, logical_type: *logical_type });
            }
            self.sql.push(')');
        }
        Ok(())
    }

    fn place(&mut self, bound: Bound<'a>) {
        self.bound.push(bound);
        self.dialect.write_placeholder(&mut self.sql, self.bound.len());
    }
}

fn bind<'a>(slot: &Slot, params: &'a [Value]) -> Result<Bound<'a>> {
    let logical_type = slot.logical_type;
    match slot.kind {
        SlotKind::Array | SlotKind::JsonList => {
            Ok(Bound::Array { items: list(slot.index, params)?, logical_type })
        }
        SlotKind::ColumnArray { column, width } => Ok(Bound::Column {
            cells: list(slot.index, params)?,
            column: column as usize,
            width: width as usize,
            logical_type,
        }),
        SlotKind::Value | SlotKind::Cell { .. } => match params.get(slot.index as usize) {
            Some(Value::List(_)) => {
                Err(Error::invalid_value("a list stands where one value belongs"))
            }
            Some(value) => Ok(Bound::Value { value, logical_type }),
            None => Err(Error::internal(format!("parameter {} was not given", slot.index))),
        },
    }
}

fn list(index: u32, params: &[Value]) -> Result<&[Value]> {
    match params.get(index as usize) {
        Some(Value::List(items)) => Ok(items),
        Some(_) => Err(Error::invalid_value("one value stands where a list belongs")),
        None => Err(Error::internal(format!("parameter {index} was not given"))),
    }
}
