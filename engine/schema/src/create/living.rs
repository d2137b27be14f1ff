//! Unique keys that only count some rows: those in which a column is null.

use versa_ast::Identifier;
use versa_error::Result;
use versa_sql::quoted;

use super::Builder;

/// What the column is called that stands for the rows that count.
const LIVING: &str = "versa_living";

impl Builder<'_> {
    /// The column that makes keys of other rows null, where the database needs one.
    pub(super) fn living_column(&self) -> Result<Option<String>> {
        let Some(living) = self.counted_by_column() else { return Ok(None) };
        let kind = self.ddl.living_column().replace("{}", &quoted(living, self.dialect)?);
        Ok(Some(format!("{} {kind}", self.living_name()?)))
    }

    /// That column as the last one of a unique key; empty where there is none.
    pub(super) fn living_key(&self) -> Result<String> {
        match self.counted_by_column() {
            Some(_) => Ok(format!(", {}", self.living_name()?)),
            None => Ok(String::new()),
        }
    }

    /// The condition of an index of the rows that count.
    pub(super) fn living_condition(&self) -> Result<Option<String>> {
        match &self.table.living {
            Some(living) if self.ddl.partial_indexes() => {
                Ok(Some(format!("{} IS NULL", quoted(living, self.dialect)?)))
            }
            _ => Ok(None),
        }
    }

    /// Unique keys as indexes of the rows that count.
    pub(super) fn living_uniques(&self) -> Result<Vec<String>> {
        let Some(condition) = self.living_condition()? else { return Ok(Vec::new()) };
        let own = self.table.columns.iter().filter(|column| self.is_unique(column));
        let own = own.map(|column| (None, std::slice::from_ref(&column.name)));
        let keys = self.table.uniques.iter().map(|key| (key.name.as_ref(), &key.columns[..]));
        let exists = if self.if_missing { "IF NOT EXISTS " } else { "" };
        let (schema, table) = self.index_place()?;
        let create = |(name, columns): (Option<&Identifier>, &[Identifier])| {
            let (name, columns) = (self.name_or(name, columns, "unique")?, self.names(columns)?);
            let place = format!("{exists}{schema}{name} ON {table} ({columns})");
            Ok(format!("CREATE UNIQUE INDEX {place} WHERE {condition}"))
        };
        own.chain(keys).map(create).collect()
    }

    fn counted_by_column(&self) -> Option<&Identifier> {
        self.table.living.as_ref().filter(|_| !self.ddl.partial_indexes())
    }

    fn living_name(&self) -> Result<String> {
        quoted(&Identifier::new(LIVING), self.dialect)
    }
}
