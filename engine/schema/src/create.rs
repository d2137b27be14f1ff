use versa_ast::{Identifier, TableRef};
use versa_error::{Error, ErrorCode, Result};
use versa_sql::{Dialect, quoted};

use crate::check::check;
use crate::dialect::{Comments, Ddl, ddl_of};
use crate::literal::check_text;
use crate::model::{Check, Column, DdlPart, ForeignKey, Table};
use crate::names::{constraint_name, table_name};
use crate::order::{circular_keys, dependency_order};

mod column;
mod index;

/// The statements that create tables with their keys and indexes, in dependency order.
///
/// `if_missing` leaves alone what exists. Foreign keys that close a circle are added at the end,
/// except on SQLite, which lets a key refer to a table that comes later. (MySQL cannot add one only
/// where it is missing: there a circle that exists already is `ALREADY_EXISTS`.)
///
/// ```
/// use versa_schema::{Table, create_tables};
/// use versa_sql::Sqlite;
/// let table: Table = serde_json::from_str(
///     r#"{ "table": { "name": "users" }, "primaryKey": [], "uniques": [], "indexes": [],
///          "foreignKeys": [], "columns": [{ "name": "age", "type": "int", "nullable": true,
///                                           "identity": false, "unique": false }] }"#,
/// ).unwrap();
/// let statements = create_tables(&[table], &Sqlite, false)?;
/// assert_eq!(statements, ["CREATE TABLE \"users\" (\n  \"age\" INTEGER NULL\n)"]);
/// # Ok::<(), versa_error::Error>(())
/// ```
///
/// # Errors
///
/// `INVALID_MODEL` for a table that contradicts itself, `INVALID_IDENTIFIER` for a name that no
/// database takes, `UNSUPPORTED` for what this database does not have.
pub fn create_tables(
    tables: &[Table],
    dialect: &dyn Dialect,
    if_missing: bool,
) -> Result<Vec<String>> {
    for table in tables {
        check(table, tables)?;
    }
    let ddl = ddl_of(dialect);
    let ordered = dependency_order(tables);
    let postponed = if ddl.forward_references() { Vec::new() } else { circular_keys(&ordered) };
    let mut statements = Vec::new();
    for table in &ordered {
        let builder = Builder { ddl, dialect, table, if_missing, escapes: false };
        let is_postponed = |key: &ForeignKey| {
            postponed.iter().any(|(of, other)| of.table == table.table && *other == key)
        };
        let create = builder.create(is_postponed)?;
        if builder.has_inline_backslash() {
            let escaped = Builder { escapes: true, ..builder }.create(is_postponed)?;
            statements.extend(ddl.either(create, &escaped));
        } else {
            statements.push(create);
        }
        statements.extend(builder.indexes()?);
        statements.extend(builder.comments()?);
    }
    for (table, key) in &postponed {
        let builder = Builder { ddl, dialect, table, if_missing, escapes: false };
        statements.push(builder.add_foreign_key(key)?);
    }
    Ok(statements)
}

#[derive(Clone, Copy)]
struct Builder<'a> {
    ddl: &'a dyn Ddl,
    dialect: &'a dyn Dialect,
    table: &'a Table,
    if_missing: bool,
    /// Whether a backslash escapes in the literals of comments.
    escapes: bool,
}

impl Builder<'_> {
    fn create(&self, is_postponed: impl Fn(&ForeignKey) -> bool) -> Result<String> {
        let mut items = Vec::new();
        for column in &self.table.columns {
            items.push(self.column(column)?);
        }
        if !self.table.primary_key.is_empty() && !self.primary_key_is_inline() {
            items.push(format!("PRIMARY KEY ({})", self.names(&self.table.primary_key)?));
        }
        for column in &self.table.columns {
            if column.unique && self.table.primary_key != [column.name.clone()] {
                items.push(self.unique(None, std::slice::from_ref(&column.name))?);
            }
            items.extend(self.checks(column)?);
        }
        for unique in &self.table.uniques {
            items.push(self.unique(unique.name.as_ref(), &unique.columns)?);
        }
        items.extend(self.table_checks()?);
        items.extend(self.inline_indexes()?);
        for key in self.table.foreign_keys.iter().filter(|key| !is_postponed(key)) {
            let name = self.name_or(key.name.as_ref(), &key.columns, "foreign")?;
            items.push(format!("CONSTRAINT {name} FOREIGN KEY {}", self.foreign_key(key)?));
        }
        let exists = if self.if_missing { "IF NOT EXISTS " } else { "" };
        let name = table_name(&self.table.table, self.dialect)?;
        let body = items.join(",\n  ");
        let options = self.ddl.table_options();
        let comment = match (&self.table.comment, self.ddl.comments()) {
            (Some(comment), Comments::Inline) => {
                format!(" COMMENT={}", self.comment_literal(comment)?)
            }
            _ => String::new(),
        };
        // Within the brackets: what stands behind them is not kept.
        let inner = match (&self.table.comment, self.ddl.comments()) {
            (Some(comment), Comments::Sql) => sql_comment(comment)?,
            _ => String::new(),
        };
        Ok(format!("CREATE TABLE {exists}{name} ({inner}\n  {body}\n){options}{comment}"))
    }

    fn add_foreign_key(&self, key: &ForeignKey) -> Result<String> {
        let table = table_name(&self.table.table, self.dialect)?;
        let name = self.name_or(key.name.as_ref(), &key.columns, "foreign")?;
        let definition = self.foreign_key(key)?;
        Ok(self.ddl.add_foreign_key(&table, &name, &definition, self.if_missing))
    }

    fn unique(&self, name: Option<&Identifier>, columns: &[Identifier]) -> Result<String> {
        let name = self.name_or(name, columns, "unique")?;
        Ok(format!("CONSTRAINT {name} UNIQUE ({})", self.names(columns)?))
    }

    /// A foreign key from its columns on.
    fn foreign_key(&self, key: &ForeignKey) -> Result<String> {
        let target = if self.ddl.schema_is_file() {
            self.check_same_file(&key.references)?;
            quoted(&key.references.name, self.dialect)?
        } else {
            table_name(&key.references, self.dialect)?
        };
        let mut sql = format!(
            "({}) REFERENCES {target} ({})",
            self.names(&key.columns)?,
            self.names(&key.referenced_columns)?
        );
        if let Some(action) = key.on_delete {
            sql.push_str(" ON DELETE ");
            sql.push_str(action.sql());
        }
        if let Some(action) = key.on_update {
            sql.push_str(" ON UPDATE ");
            sql.push_str(action.sql());
        }
        Ok(sql)
    }

    fn check_same_file(&self, target: &TableRef) -> Result<()> {
        let file =
            |table: &TableRef| table.schema.as_ref().map_or("main", Identifier::as_str).to_owned();
        if file(target) == file(&self.table.table) {
            return Ok(());
        }
        let what = format!("a foreign key refers to {}, which is in another file", target.name);
        let hint = "put both tables into the same schema, or leave the foreign key out";
        Err(self.unsupported(&what, hint))
    }

    fn primary_key_is_inline(&self) -> bool {
        let identity = self.table.columns.iter().find(|column| column.identity);
        identity.is_some_and(|column| {
            self.ddl.identity_is_primary_key() && self.table.primary_key == [column.name.clone()]
        })
    }

    fn is_keyed(&self, column: &Column) -> bool {
        let table = self.table;
        let in_index = |columns: &[Identifier]| columns.contains(&column.name);
        column.unique
            || in_index(&table.primary_key)
            || table.uniques.iter().any(|key| in_index(&key.columns))
            || table.indexes.iter().any(|index| in_index(&index.columns()))
            || table.foreign_keys.iter().any(|key| in_index(&key.columns))
    }

    fn name_or(
        &self,
        name: Option<&Identifier>,
        columns: &[Identifier],
        kind: &str,
    ) -> Result<String> {
        quoted(&constraint_name(self.table, name, columns, kind), self.dialect)
    }

    fn table_checks(&self) -> Result<Vec<String>> {
        let check = |check: &Check| {
            let name = self.name_or(check.name.as_ref(), &check.columns, "check")?;
            Ok(format!("CONSTRAINT {name} CHECK ({})", self.expression(&check.sql)?))
        };
        self.table.checks.iter().map(check).collect()
    }

    fn expression(&self, parts: &[DdlPart]) -> Result<String> {
        user_sql(parts, self.dialect)
    }

    fn unsupported(&self, what: &str, hint: &str) -> Error {
        let message = format!("the table {}: {what}", self.table.table.name);
        Error::new(ErrorCode::Unsupported, message).table(self.table.table.name.as_str()).hint(hint)
    }

    fn names(&self, columns: &[Identifier]) -> Result<String> {
        let names: Vec<String> =
            columns.iter().map(|column| quoted(column, self.dialect)).collect::<Result<_>>()?;
        Ok(names.join(", "))
    }
}

/// A comment of SQL, which does not end before its end.
fn sql_comment(text: &str) -> Result<String> {
    check_text(text)?;
    Ok(format!(" /* {} */", text.replace("*/", "* /")))
}

/// SQL of the user's own.
pub(crate) fn user_sql(parts: &[DdlPart], dialect: &dyn Dialect) -> Result<String> {
    let mut sql = String::new();
    for part in parts {
        match part {
            DdlPart::Text { text } => {
                check_text(text)?;
                sql.push_str(text);
            }
            DdlPart::Identifier { names } => {
                let names: Vec<String> =
                    names.iter().map(|name| quoted(name, dialect)).collect::<Result<_>>()?;
                sql.push_str(&names.join("."));
            }
        }
    }
    Ok(sql)
}

/// The statements that create the indexes of what exists.
pub(crate) fn create_indexes(
    table: &Table,
    dialect: &dyn Dialect,
    if_missing: bool,
) -> Result<Vec<String>> {
    Builder { ddl: ddl_of(dialect), dialect, table, if_missing, escapes: false }.indexes()
}
