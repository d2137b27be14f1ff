use versa_ast::{Identifier, LogicalType, MAX_IDENTIFIER_BYTES, TableRef};
use versa_error::{Error, ErrorCode, Result};

use crate::compile::MAX_DEPTH;
use crate::{Dialect, Slot, SlotKind, SqlPart, SqlText};

/// Collects the pieces of a statement.
pub(crate) struct Writer<'a> {
    pub(crate) dialect: &'a dyn Dialect,
    parts: Vec<SqlPart>,
    text: String,
    depth: usize,
    /// The table of a column that names none, where the database would see two of the name.
    pub(crate) own_table: Option<Identifier>,
    /// Whether there is a proposed row to refer to.
    pub(crate) in_upsert: bool,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(dialect: &'a dyn Dialect) -> Self {
        Self {
            dialect,
            parts: Vec::new(),
            text: String::new(),
            depth: 0,
            own_table: None,
            in_upsert: false,
        }
    }

    /// Writes SQL text: keywords and punctuation of ours, or the user's own raw SQL.
    pub(crate) fn push(&mut self, sql: &str) {
        // The user's SQL may go on with a digit: `$1` and `0` are not `$10`.
        let behind_placeholder =
            self.text.is_empty() && matches!(self.parts.last(), Some(SqlPart::Slot(_)));
        if behind_placeholder && sql.starts_with(|first: char| first.is_alphanumeric()) {
            self.text.push(' ');
        }
        self.text.push_str(sql);
    }

    /// Writes a name, quoted; a delimiter within is doubled.
    pub(crate) fn identifier(&mut self, name: &Identifier) -> Result<()> {
        push_identifier(&mut self.text, name, self.dialect)
    }

    /// Writes a table's name with its schema.
    pub(crate) fn table(&mut self, table: &TableRef) -> Result<()> {
        if let Some(schema) = &table.schema {
            self.identifier(schema)?;
            self.push(".");
        }
        self.identifier(&table.name)
    }

    /// Writes a placeholder for a parameter.
    pub(crate) fn param(&mut self, index: u32, logical_type: Option<LogicalType>, kind: SlotKind) {
        self.part(SqlPart::Slot(Slot { index, logical_type, kind }));
    }

    /// Writes a piece that is no text.
    pub(crate) fn part(&mut self, part: SqlPart) {
        if !self.text.is_empty() {
            self.parts.push(SqlPart::Text(std::mem::take(&mut self.text)));
        }
        self.parts.push(part);
    }

    /// Writes text that only stands where there are several rows.
    pub(crate) fn several(&mut self, write: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let before = std::mem::take(&mut self.text);
        let written = write(self);
        let text = std::mem::replace(&mut self.text, before);
        self.part(SqlPart::Several(text));
        written
    }

    /// Writes items with a separator between them.
    pub(crate) fn separated<T>(
        &mut self,
        items: &[T],
        separator: &str,
        mut write: impl FnMut(&mut Self, &T) -> Result<()>,
    ) -> Result<()> {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.push(separator);
            }
            write(self, item)?;
        }
        Ok(())
    }

    /// Goes one level deeper; hostile input must not exhaust the stack.
    pub(crate) fn nested<T>(&mut self, write: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth == MAX_DEPTH {
            return Err(Error::invalid_query(format!(
                "the query is nested more than {MAX_DEPTH} levels deep"
            ))
            .hint("flatten the conditions; a long list belongs into an in"));
        }
        self.depth += 1;
        let result = write(self);
        self.depth -= 1;
        result
    }

    /// The finished text. It is fixed unless a part of it grows with a parameter.
    pub(crate) fn finish(mut self) -> SqlText {
        if !self.text.is_empty() {
            self.parts.push(SqlPart::Text(std::mem::take(&mut self.text)));
        }
        let fixed = |part: &SqlPart| matches!(part, SqlPart::Text(_) | SqlPart::Slot(_));
        if !self.parts.iter().all(fixed) {
            return SqlText::Expanding(self.parts);
        }
        let mut sql = String::new();
        let mut slots = Vec::new();
        for part in self.parts {
            match part {
                SqlPart::Text(text) => sql.push_str(&text),
                SqlPart::Slot(slot) => {
                    slots.push(slot);
                    self.dialect.write_placeholder(&mut sql, slots.len());
                }
                _ => {}
            }
        }
        SqlText::Fixed { sql: sql.into(), slots }
    }
}

/// A name as it stands in SQL: checked and quoted.
///
/// # Errors
///
/// `INVALID_IDENTIFIER` for a name that is empty, too long or holds a NUL character.
pub fn quoted(name: &Identifier, dialect: &dyn Dialect) -> Result<String> {
    let mut sql = String::new();
    push_identifier(&mut sql, name, dialect)?;
    Ok(sql)
}

fn push_identifier(sql: &mut String, name: &Identifier, dialect: &dyn Dialect) -> Result<()> {
    let name = name.as_str();
    let problem = if name.is_empty() {
        "it is empty".to_owned()
    } else if name.contains('\0') {
        "it holds a NUL character".to_owned()
    } else if name.len() > MAX_IDENTIFIER_BYTES {
        format!("it is longer than {MAX_IDENTIFIER_BYTES} bytes")
    } else {
        let quote = dialect.identifier_quote();
        sql.push(quote);
        for character in name.chars() {
            if character == quote {
                sql.push(quote);
            }
            sql.push(character);
        }
        sql.push(quote);
        return Ok(());
    };
    let shown: String = name.chars().take(40).collect();
    Err(Error::new(ErrorCode::InvalidIdentifier, format!("{shown:?} cannot be a name: {problem}"))
        .hint("use names of 1 to 63 bytes that do not come from a request"))
}
