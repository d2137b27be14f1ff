use versa_ast::Value;
use versa_error::{Error, Result};
use versa_sql::Slot;
use versa_sqlite_values::{Bound, bound};

use crate::prepared::Run;

/// Binds every slot of a statement. `row` holds the cells of the current row of a bulk statement.
pub(crate) fn bind<'a>(
    run: &mut Run<'a>,
    slots: &[Slot],
    params: &'a [Value],
    row: &'a [Value],
) -> Result<()> {
    bind_from(run, 1, slots, params, row)
}

/// The same, from a certain parameter on: the first is 1.
pub(crate) fn bind_from<'a>(
    run: &mut Run<'a>,
    first: usize,
    slots: &[Slot],
    params: &'a [Value],
    row: &'a [Value],
) -> Result<()> {
    for (at, slot) in slots.iter().enumerate() {
        let bound = match bound(slot, params, row)? {
            // What belongs to the caller lives longer than the run; the rest has to be copied.
            Bound::Cell(cell) => run.bind(first + at, cell),
            other => run.bind_copied(first + at, other.cell()),
        };
        if !bound {
            return Err(Error::invalid_value("the value is larger than SQLite allows"));
        }
    }
    Ok(())
}
