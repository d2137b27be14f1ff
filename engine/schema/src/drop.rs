use versa_error::Result;
use versa_sql::Dialect;

use crate::dialect::ddl_of;
use crate::model::Table;
use crate::names::table_name;
use crate::order::{circular_keys, dependency_order};

/// The statements that drop tables, those that refer to others first. They are to be run on one
/// connection: where tables refer to each other in a circle, keys are not checked meanwhile.
///
/// ```
/// use versa_schema::{Table, drop_tables};
/// use versa_sql::Sqlite;
/// let table: Table = serde_json::from_str(
///     r#"{ "table": { "name": "users" }, "primaryKey": [], "uniques": [], "indexes": [],
///          "foreignKeys": [], "columns": [{ "name": "age", "type": "int", "nullable": true,
///                                           "identity": false, "unique": false }] }"#,
/// ).unwrap();
/// assert_eq!(drop_tables(&[table], &Sqlite)?, [r#"DROP TABLE IF EXISTS "users""#]);
/// # Ok::<(), versa_error::Error>(())
/// ```
///
/// # Errors
///
/// `INVALID_IDENTIFIER` for a name that no database takes.
pub fn drop_tables(tables: &[Table], dialect: &dyn Dialect) -> Result<Vec<String>> {
    let ddl = ddl_of(dialect);
    let suffix = ddl.drop_suffix();
    let ordered = dependency_order(tables);
    let drop = |table: &&Table| {
        Ok(format!("DROP TABLE IF EXISTS {}{suffix}", table_name(&table.table, dialect)?))
    };
    let statements: Vec<String> = ordered.iter().rev().map(drop).collect::<Result<_>>()?;
    match ddl.drop_circle() {
        Some((before, after)) if !circular_keys(&ordered).is_empty() => {
            let around = |text: &str| std::iter::once(text.to_owned());
            Ok(around(before).chain(statements).chain(around(after)).collect())
        }
        _ => Ok(statements),
    }
}
