//! Cells of the packed format, as SQLite's storage classes.

use versa_ast::Value;
use versa_error::{Error, Result};
use versa_rows::{RowSink, tag};
use versa_sqlite_values::Cell;

/// Packs what is bound to a placeholder.
pub(crate) fn pack(cell: Cell<'_>, sink: &mut RowSink) -> Result<()> {
    match cell {
        Cell::Null => sink.null(),
        Cell::Integer(value) => sink.int(value),
        Cell::Real(value) => sink.float(value),
        Cell::Text(text) => {
            if !sink.utf8(tag::TEXT, text) {
                return Err(Error::internal("a bound text is not UTF-8"));
            }
        }
        Cell::Blob(bytes) => sink.bytes(bytes),
    }
    Ok(())
}

/// A cell that JavaScript read.
pub(crate) fn cell(value: &Value) -> Result<Cell<'_>> {
    Ok(match value {
        Value::Null => Cell::Null,
        Value::Int(value) => Cell::Integer(*value),
        Value::Float(value) => Cell::Real(*value),
        Value::Text(text) => Cell::Text(text.as_bytes()),
        Value::Bytes(bytes) => Cell::Blob(bytes),
        _ => return Err(Error::internal("SQLite has no such cells")),
    })
}
