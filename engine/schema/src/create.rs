use versa_ast::Identifier;
use versa_error::Result;
use versa_sql::{Dialect, quoted};

use crate::check::check;
use crate::dialect::{Ddl, ddl_of, default_value};
use crate::literal::check_text;
use crate::model::{Column, ForeignKey, Index, Table};
use crate::names::{constraint_name, table_name};
use crate::order::{circular_keys, dependency_order};

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
/// database takes.
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
        let builder = Builder { ddl, dialect, table, if_missing };
        let is_postponed = |key: &ForeignKey| {
            postponed.iter().any(|(of, other)| of.table == table.table && *other == key)
        };
        statements.push(builder.create(is_postponed)?);
        statements.extend(builder.indexes()?);
    }
    for (table, key) in &postponed {
        let builder = Builder { ddl, dialect, table, if_missing };
        statements.push(builder.add_foreign_key(key)?);
    }
    Ok(statements)
}

struct Builder<'a> {
    ddl: &'a dyn Ddl,
    dialect: &'a dyn Dialect,
    table: &'a Table,
    if_missing: bool,
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
        if !self.ddl.index_if_not_exists() {
            for index in &self.table.indexes {
                let name = self.name_or(index.name.as_ref(), &index.columns, "index")?;
                items.push(format!("KEY {name} ({})", self.names(&index.columns)?));
            }
        }
        for key in self.table.foreign_keys.iter().filter(|key| !is_postponed(key)) {
            let name = self.name_or(key.name.as_ref(), &key.columns, "foreign")?;
            items.push(format!("CONSTRAINT {name} FOREIGN KEY {}", self.foreign_key(key)?));
        }
        let exists = if self.if_missing { "IF NOT EXISTS " } else { "" };
        let name = table_name(&self.table.table, self.dialect)?;
        let body = items.join(",\n  ");
        let options = self.ddl.table_options();
        Ok(format!("CREATE TABLE {exists}{name} (\n  {body}\n){options}"))
    }

    fn indexes(&self) -> Result<Vec<String>> {
        if !self.ddl.index_if_not_exists() {
            return Ok(Vec::new());
        }
        let exists = if self.if_missing { "IF NOT EXISTS " } else { "" };
        let (schema, table) = self.index_place()?;
        let create = |index: &Index| {
            let name = self.name_or(index.name.as_ref(), &index.columns, "index")?;
            let columns = self.names(&index.columns)?;
            Ok(format!("CREATE INDEX {exists}{schema}{name} ON {table} ({columns})"))
        };
        self.table.indexes.iter().map(create).collect()
    }

    fn add_foreign_key(&self, key: &ForeignKey) -> Result<String> {
        let table = table_name(&self.table.table, self.dialect)?;
        let name = self.name_or(key.name.as_ref(), &key.columns, "foreign")?;
        let definition = self.foreign_key(key)?;
        Ok(self.ddl.add_foreign_key(&table, &name, &definition, self.if_missing))
    }

    /// What stands before an index's name, and its table's name.
    fn index_place(&self) -> Result<(String, String)> {
        match &self.table.table.schema {
            Some(schema) if self.ddl.schema_is_file() => {
                let table = quoted(&self.table.table.name, self.dialect)?;
                Ok((format!("{}.", quoted(schema, self.dialect)?), table))
            }
            _ => Ok((String::new(), table_name(&self.table.table, self.dialect)?)),
        }
    }

    fn column(&self, column: &Column) -> Result<String> {
        let name = quoted(&column.name, self.dialect)?;
        let mut sql = format!("{name} {}", self.ddl.column_type(column, self.is_keyed(column)));
        if column.identity {
            sql.push_str(self.ddl.identity());
            return Ok(sql);
        }
        sql.push_str(if column.nullable { " NULL" } else { " NOT NULL" });
        if let Some(default) = &column.default {
            sql.push_str(" DEFAULT ");
            sql.push_str(&default_value(self.ddl, column, default)?);
        }
        Ok(sql)
    }

    fn checks(&self, column: &Column) -> Result<Vec<String>> {
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
        if let Some(values) = &column.values {
            let literal = |value: &String| check_text(value).map(|()| self.ddl.text(value));
            let values: Vec<String> = values.iter().map(literal).collect::<Result<_>>()?;
            let constraint = self.name_or(None, columns, "check")?;
            let list = values.join(", ");
            checks.push(format!("CONSTRAINT {constraint} CHECK ({name} IN ({list}))"));
        }
        Ok(checks)
    }

    fn unique(&self, name: Option<&Identifier>, columns: &[Identifier]) -> Result<String> {
        let name = self.name_or(name, columns, "unique")?;
        Ok(format!("CONSTRAINT {name} UNIQUE ({})", self.names(columns)?))
    }

    /// A foreign key from its columns on.
    fn foreign_key(&self, key: &ForeignKey) -> Result<String> {
        let target = if self.ddl.schema_is_file() {
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
            || table.uniques.iter().chain(&table.indexes).any(|index| in_index(&index.columns))
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

    fn names(&self, columns: &[Identifier]) -> Result<String> {
        let names: Vec<String> =
            columns.iter().map(|column| quoted(column, self.dialect)).collect::<Result<_>>()?;
        Ok(names.join(", "))
    }
}
