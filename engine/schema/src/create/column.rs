//! Columns in `create table`.

use versa_error::Result;
use versa_sql::quoted;

use super::{Builder, sql_comment};
use crate::dialect::{Comments, default_value};
use crate::literal::{self, check_text};
use crate::model::{Column, Generated};
use crate::names::table_name;

impl Builder<'_> {
    pub(super) fn column(&self, column: &Column) -> Result<String> {
        let name = quoted(&column.name, self.dialect)?;
        let mut sql = format!("{name} {}", self.ddl.column_type(column, self.is_keyed(column)));
        if let Some(collation) = &column.collation {
            sql.push_str(" COLLATE ");
            sql.push_str(&quoted(collation, self.dialect)?);
        }
        if let Some(generated) = &column.generated {
            sql.push_str(&self.generated(column, generated)?);
        }
        if column.identity {
            sql.push_str(self.ddl.identity(column));
        } else if column.generated.is_none() || self.ddl.generated_not_null() {
            sql.push_str(if column.nullable { " NULL" } else { " NOT NULL" });
        }
        if let Some(default) = &column.default {
            sql.push_str(" DEFAULT ");
            sql.push_str(&default_value(self.ddl, column, default)?);
        }
        match (&column.comment, self.ddl.comments()) {
            (Some(comment), Comments::Inline) => {
                sql.push_str(" COMMENT ");
                sql.push_str(&self.comment_literal(comment)?);
            }
            (Some(comment), Comments::Sql) => sql.push_str(&sql_comment(comment)?),
            _ => {}
        }
        Ok(sql)
    }

    fn generated(&self, column: &Column, generated: &Generated) -> Result<String> {
        if !generated.stored && !self.ddl.virtual_columns() {
            let what = format!("the column {} would be computed when it is read", column.name);
            let error = self.unsupported(&what, "let it be stored: this database has no other");
            return Err(error.column(column.name.as_str()));
        }
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        Ok(format!(" GENERATED ALWAYS AS ({}) {kind}", self.expression(&generated.sql)?))
    }

    pub(super) fn checks(&self, column: &Column) -> Result<Vec<String>> {
        let name = quoted(&column.name, self.dialect)?;
        let columns = std::slice::from_ref(&column.name);
        let mut checks = Vec::new();
        if let Some(condition) = self.ddl.check(column) {
            let constraint = self.name_or(None, columns, "type")?;
            checks.push(format!(
                "CONSTRAINT {constraint} CHECK ({})",
                condition.replace("{}", &name)
            ));
        }
        if column.generated.is_some() && !column.nullable && !self.ddl.generated_not_null() {
            let constraint = self.name_or(None, columns, "not_null")?;
            checks.push(format!("CONSTRAINT {constraint} CHECK ({name} IS NOT NULL)"));
        }
        if let Some(values) = &column.values {
            let literal = |value: &String| check_text(value).map(|()| self.ddl.text(value));
            let values: Vec<String> = values.iter().map(literal).collect::<Result<_>>()?;
            let constraint = self.name_or(None, columns, "check")?;
            let list = values.join(", ");
            checks.push(format!("CONSTRAINT {constraint} CHECK ({name} IN ({list}))"));
        }
        Ok(checks)
    }

    /// A comment as a plain literal: nothing else is allowed where it stands.
    pub(super) fn comment_literal(&self, text: &str) -> Result<String> {
        check_text(text)?;
        let text = if self.escapes { text.replace('\\', "\\\\") } else { text.to_owned() };
        Ok(literal::quoted(&text))
    }

    /// Whether a comment in the definition means something else where backslashes escape.
    pub(super) fn has_inline_backslash(&self) -> bool {
        let columns = self.table.columns.iter().map(|column| &column.comment);
        let mut comments = columns.chain([&self.table.comment]).flatten();
        self.ddl.comments() == Comments::Inline && comments.any(|text| text.contains('\\'))
    }

    /// The comments that are statements of their own.
    pub(super) fn comments(&self) -> Result<Vec<String>> {
        if self.ddl.comments() != Comments::Statements {
            return Ok(Vec::new());
        }
        let table = table_name(&self.table.table, self.dialect)?;
        let mut statements = Vec::new();
        if let Some(comment) = &self.table.comment {
            check_text(comment)?;
            statements.push(format!("COMMENT ON TABLE {table} IS {}", self.ddl.text(comment)));
        }
        for column in &self.table.columns {
            let Some(comment) = &column.comment else { continue };
            check_text(comment)?;
            let name = quoted(&column.name, self.dialect)?;
            let text = self.ddl.text(comment);
            statements.push(format!("COMMENT ON COLUMN {table}.{name} IS {text}"));
        }
        Ok(statements)
    }
}
