use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;
use std::slice::Chunks;

use versa_ast::{LogicalType, Value};
use versa_error::{Error, Result};

use crate::{
    Bulk, BulkRun, Capabilities, Dialect, ListStyle, Slot, SlotKind, SqlPart, SqlText, Statement,
};

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
            let places = places(parts, params)?;
            let Capabilities { list, max_parameters, .. } = *dialect.capabilities();
            // Elsewhere they are too many: see `check_size`.
            let literal = list == ListStyle::Expanded && places > max_parameters as usize;
            let (sql, bound) = (String::new(), Vec::new());
            let mut renderer = Renderer { dialect, params, literal, sql, bound };
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
        BulkRun::Chunked { max_parameters, per_row, max_rows } => {
            (max_parameters / per_row.max(1)).clamp(1, max_rows) as usize
        }
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
            SqlPart::Text(text) | SqlPart::Several(text) => sql.push_str(text),
            SqlPart::Slot(_) => {
                number += 1;
                dialect.write_placeholder(&mut sql, number);
            }
            SqlPart::List { .. } => sql.push_str("?, …"),
            SqlPart::Rows { columns, .. } => {
                let row = vec!["?"; columns.len()].join(", ");
                sql.push_str(&format!("({row}), …"));
            }
            SqlPart::Tuples { columns, .. } => {
                let row = vec!["?"; columns.len()].join(", ");
                sql.push_str(&format!("({row}), …"));
            }
            SqlPart::Cases { key, .. } => {
                sql.push_str(&format!(" WHEN {} THEN ? …", key_is(key)));
            }
        }
    }
    sql
}

fn push_literal(sql: &mut String, value: &Value, logical_type: Option<LogicalType>) -> Result<()> {
    let is_number = matches!(logical_type, Some(LogicalType::Decimal | LogicalType::DecimalNumber));
    let (introducer, bytes) = match value {
        Value::Null => {
            sql.push_str("NULL");
            return Ok(());
        }
        Value::Boolean(value) => {
            sql.push(if *value { '1' } else { '0' });
            return Ok(());
        }
        Value::Int(value) => {
            let _ = write!(sql, "{value}");
            return Ok(());
        }
        Value::Float(value) => {
            let _ = write!(sql, "{value:e}");
            return Ok(());
        }
        // As a number: the server compares texts with numbers as doubles.
        Value::Decimal(digits) if is_decimal(digits) => {
            sql.push_str(digits);
            return Ok(());
        }
        Value::Text(digits) if is_number && is_decimal(digits) => {
            sql.push_str(digits);
            return Ok(());
        }
        Value::Timestamp(microseconds) => {
            let _ =
                write!(sql, "TIMESTAMP'1970-01-01 00:00:00' + INTERVAL {microseconds} MICROSECOND");
            return Ok(());
        }
        Value::Text(text) | Value::Uuid(text) if text.bytes().all(is_plain) => {
            let _ = write!(sql, "'{text}'");
            return Ok(());
        }
        Value::Text(text)
        | Value::Decimal(text)
        | Value::Date(text)
        | Value::Time(text)
        | Value::Json(text)
        | Value::Uuid(text) => ("_utf8mb4 x'", text.as_bytes()),
        Value::Bytes(bytes) => ("x'", bytes.as_slice()),
        Value::List(_) => return Err(Error::invalid_value("a list stands inside a list")),
    };
    sql.push_str(introducer);
    for byte in bytes {
        let _ = write!(sql, "{byte:02x}");
    }
    sql.push('\'');
    Ok(())
}

/// Whether a character means itself between quotes, in every mode and character set of a session.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'_' | b'-' | b'+' | b':' | b' ')
}

/// How many placeholders the lists of a text and what stands beside them take.
fn places(parts: &[SqlPart], params: &[Value]) -> Result<usize> {
    parts.iter().try_fold(0, |sum, part| {
        Ok(sum
            + match part {
                SqlPart::Slot(_) => 1,
                SqlPart::List { index, .. } => list_places(list(*index, params)?.len()),
                SqlPart::Tuples { index, bulk: false, .. } => list(*index, params)?.len(),
                // As many rows as there is room for.
                SqlPart::Text(_)
                | SqlPart::Several(_)
                | SqlPart::Rows { .. }
                | SqlPart::Tuples { .. }
                | SqlPart::Cases { .. } => 0,
            })
    })
}

/// How many placeholders a list takes: rounded up to a power of two, unless it is long.
fn list_places(items: usize) -> usize {
    match items {
        0 => 0,
        short if short <= LONGEST_ROUNDED_LIST => short.next_power_of_two(),
        long => long,
    }
}

fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction)
}

/// What makes a query have no rows, on every database.
const NO_ROWS: &str = "FROM (SELECT 1) AS versa_none WHERE 1 = 0";

fn key_is(key: &[(String, Option<LogicalType>)]) -> String {
    key.iter().map(|(name, _)| format!("{name} = ?")).collect::<Vec<_>>().join(" AND ")
}

/// Some rows of a bulk parameter.
fn cells(
    index: u32,
    params: &[Value],
    width: usize,
    rows: Range<usize>,
) -> Result<Chunks<'_, Value>> {
    let chosen = list(index, params)?.get(rows.start * width..rows.end * width);
    chosen
        .map(|cells| cells.chunks(width.max(1)))
        .ok_or_else(|| Error::internal("a bulk parameter has fewer rows than are written"))
}

/// Of each cell of some rows, `1` where it is given.
fn marks(index: u32, params: &[Value], width: usize, rows: Range<usize>) -> Result<&[u8]> {
    match params.get(index as usize) {
        Some(Value::Text(marks)) => marks.as_bytes().get(rows.start * width..rows.end * width),
        _ => None,
    }
    .ok_or_else(|| Error::internal("nothing says which cells of the rows are given"))
}

fn whole_rows(cells: &[Value], width: usize) -> Result<Chunks<'_, Value>> {
    let width = width.max(1);
    if cells.len().is_multiple_of(width) {
        return Ok(cells.chunks(width));
    }
    Err(Error::internal("the cells of a list of rows are no whole number of rows"))
}

struct Renderer<'a, 'd> {
    dialect: &'d dyn Dialect,
    params: &'a [Value],
    /// Whether lists stand in the text, because there are too few placeholders for them.
    literal: bool,
    sql: String,
    bound: Vec<Bound<'a>>,
}

impl<'a> Renderer<'a, '_> {
    fn part(&mut self, part: &SqlPart, rows: Range<usize>) -> Result<()> {
        match part {
            SqlPart::Text(text) => self.sql.push_str(text),
            SqlPart::Several(text) if rows.len() > 1 => self.sql.push_str(text),
            SqlPart::Several(_) => {}
            SqlPart::Slot(slot) => {
                let bound = bind(slot, self.params)?;
                self.place(bound);
            }
            SqlPart::List { index, logical_type } => self.list(*index, *logical_type)?,
            SqlPart::Rows { index, given: None, columns } => {
                self.tuples(cells(*index, self.params, columns.len(), rows)?, columns);
            }
            SqlPart::Rows { index, given: Some(given), columns } => {
                let chosen = cells(*index, self.params, columns.len(), rows.clone())?;
                let marks = marks(*given, self.params, columns.len(), rows)?;
                self.partial_tuples(chosen, marks, columns);
            }
            SqlPart::Tuples { index, columns, width, bulk } => {
                let width = *width as usize;
                let chosen = if *bulk {
                    cells(*index, self.params, width, rows)?
                } else {
                    whole_rows(list(*index, self.params)?, width)?
                };
                if chosen.len() == 0 {
                    let row = vec!["1"; columns.len()].join(", ");
                    self.sql.push_str(&format!("SELECT {row} {NO_ROWS}"));
                } else if self.literal && !*bulk {
                    self.literal_tuples(chosen, columns)?;
                } else {
                    self.tuples(chosen, columns);
                }
            }
            SqlPart::Cases { index, key, cell, logical_type, width } => {
                let chosen = cells(*index, self.params, *width as usize, rows)?;
                self.cases(chosen, key, *cell as usize, *logical_type);
            }
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
            self.sql.push_str("SELECT 1 ");
            self.sql.push_str(NO_ROWS);
            return Ok(());
        };
        if self.literal {
            return self.literals(items, &[logical_type]);
        }
        let padding = std::iter::repeat_n(last, list_places(items.len()) - items.len());
        for (at, value) in items.iter().chain(padding).enumerate() {
            if at > 0 {
                self.sql.push_str(", ");
            }
            self.place(Bound::Value { value, logical_type });
        }
        Ok(())
    }

    fn literal_tuples(
        &mut self,
        rows: Chunks<'_, Value>,
        types: &[Option<LogicalType>],
    ) -> Result<()> {
        for (at, row) in rows.enumerate() {
            self.sql.push_str(if at > 0 { ", (" } else { "(" });
            self.literals(row, types)?;
            self.sql.push(')');
        }
        Ok(())
    }

    /// A list that is too long for placeholders: as literals that cannot end early. Numbers are
    /// digits, texts of letters and digits stand in quotes, everything else is digits of bytes.
    fn literals(&mut self, items: &[Value], types: &[Option<LogicalType>]) -> Result<()> {
        for (at, (item, logical_type)) in items.iter().zip(types.iter().cycle()).enumerate() {
            if at > 0 {
                self.sql.push_str(", ");
            }
            push_literal(&mut self.sql, item, *logical_type)?;
        }
        Ok(())
    }

    /// Rows in brackets: of each as many cells as there are types.
    fn tuples(&mut self, rows: Chunks<'a, Value>, types: &[Option<LogicalType>]) {
        for (at, row) in rows.enumerate() {
            self.sql.push_str(if at > 0 { ", (" } else { "(" });
            for (column, (value, logical_type)) in row.iter().zip(types).enumerate() {
                if column > 0 {
                    self.sql.push_str(", ");
                }
                self.place(Bound::Value { value, logical_type: *logical_type });
            }
            self.sql.push(')');
        }
    }

    /// The same of rows that leave cells to the database: those that are not marked.
    fn partial_tuples(
        &mut self,
        rows: Chunks<'a, Value>,
        marks: &[u8],
        types: &[Option<LogicalType>],
    ) {
        for (at, (row, marks)) in rows.zip(marks.chunks(types.len().max(1))).enumerate() {
            self.sql.push_str(if at > 0 { ", (" } else { "(" });
            for (column, ((value, mark), logical_type)) in
                row.iter().zip(marks).zip(types).enumerate()
            {
                self.sql.push_str(if column > 0 { ", " } else { "" });
                if *mark == b'1' {
                    self.place(Bound::Value { value, logical_type: *logical_type });
                } else {
                    self.sql.push_str("DEFAULT");
                }
            }
            self.sql.push(')');
        }
    }

    fn cases(
        &mut self,
        rows: Chunks<'a, Value>,
        key: &[(String, Option<LogicalType>)],
        cell: usize,
        logical_type: Option<LogicalType>,
    ) {
        for row in rows {
            for (at, (value, (name, logical_type))) in row.iter().zip(key).enumerate() {
                self.sql.push_str(if at > 0 { " AND " } else { " WHEN " });
                self.sql.push_str(name);
                self.sql.push_str(" = ");
                self.place(Bound::Value { value, logical_type: *logical_type });
            }
            self.sql.push_str(" THEN ");
            if let Some(value) = row.get(cell) {
                self.place(Bound::Value { value, logical_type });
            }
        }
    }

    fn place(&mut self, bound: Bound<'a>) {
        self.bound.push(bound);
        self.dialect.write_placeholder(&mut self.sql, self.bound.len());
    }
}

fn bind<'a>(slot: &Slot, params: &'a [Value]) -> Result<Bound<'a>> {
    let logical_type = slot.logical_type;
    match slot.kind {
        SlotKind::Array | SlotKind::JsonList | SlotKind::JsonRows { .. } => {
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
