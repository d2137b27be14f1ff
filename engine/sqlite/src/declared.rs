use versa_sql::ResultColumn;
use versa_sqlite_values::declared_type;

use crate::prepared::Prepared;

/// The result columns of a statement that does not know them, typed by the columns' declarations.
pub(crate) fn declared_columns(prepared: &Prepared) -> Vec<ResultColumn> {
    (0..prepared.columns())
        .map(|column| ResultColumn {
            name: prepared.name(column),
            logical_type: prepared.declared_type(column).as_deref().and_then(declared_type),
        })
        .collect()
}
