//! Indexes, within `create table` or as statements of their own.

use versa_error::Result;
use versa_sql::quoted;

use super::Builder;
use crate::model::{Index, IndexKey};
use crate::names::table_name;

impl Builder<'_> {
    /// Those that are part of the table's definition.
    pub(super) fn inline_indexes(&self) -> Result<Vec<String>> {
        if self.ddl.index_if_not_exists() {
            return Ok(Vec::new());
        }
        let key = |index: &Index| {
            let (name, keys) = (self.index_name(index)?, self.index_keys(index)?);
            let unique = if index.unique { "UNIQUE " } else { "" };
            let living = if index.unique { self.living_key()? } else { String::new() };
            Ok(format!("{unique}KEY {name} ({keys}{living})"))
        };
        self.table.indexes.iter().map(key).collect()
    }

    /// Those that are statements of their own.
    pub(super) fn indexes(&self) -> Result<Vec<String>> {
        if !self.ddl.index_if_not_exists() {
            return Ok(Vec::new());
        }
        let exists = if self.if_missing { "IF NOT EXISTS " } else { "" };
        let (schema, table) = self.index_place()?;
        let create = |index: &Index| {
            let (name, keys) = (self.index_name(index)?, self.index_keys(index)?);
            let unique = if index.unique { "UNIQUE " } else { "" };
            let own = match &index.condition {
                Some(condition) => Some(self.expression(condition)?),
                None => None,
            };
            let living = if index.unique { self.living_condition()? } else { None };
            let condition = match (own, living) {
                (Some(own), Some(living)) => format!(" WHERE ({own}) AND {living}"),
                (Some(only), None) | (None, Some(only)) => format!(" WHERE {only}"),
                (None, None) => String::new(),
            };
            Ok(format!(
                "CREATE {unique}INDEX {exists}{schema}{name} ON {table} ({keys}){condition}"
            ))
        };
        self.table.indexes.iter().map(create).collect()
    }

    fn index_name(&self, index: &Index) -> Result<String> {
        self.name_or(index.name.as_ref(), &index.columns(), index.kind())
    }

    fn index_keys(&self, index: &Index) -> Result<String> {
        if index.condition.is_some() && !self.ddl.partial_indexes() {
            let hint = "leave out its where: this database indexes all rows or none";
            return Err(self.unsupported("an index holds a part of the rows", hint));
        }
        if index.has_expression() && !self.ddl.expression_indexes() {
            let hint = "index a generated column of that expression";
            return Err(self.unsupported("an index sorts by an expression", hint));
        }
        let key = |key: &IndexKey| {
            let (sql, descending) = match key {
                IndexKey::Column { column, descending } => {
                    (quoted(column, self.dialect)?, descending)
                }
                IndexKey::Expression { sql, descending } => {
                    (format!("({})", self.expression(sql)?), descending)
                }
            };
            Ok(if *descending { format!("{sql} DESC") } else { sql })
        };
        let keys: Vec<String> = index.keys.iter().map(key).collect::<Result<_>>()?;
        Ok(keys.join(", "))
    }

    /// What stands before an index's name, and its table's name.
    pub(super) fn index_place(&self) -> Result<(String, String)> {
        match &self.table.table.schema {
            Some(schema) if self.ddl.schema_is_file() => {
                let table = quoted(&self.table.table.name, self.dialect)?;
                Ok((format!("{}.", quoted(schema, self.dialect)?), table))
            }
            _ => Ok((String::new(), table_name(&self.table.table, self.dialect)?)),
        }
    }
}
