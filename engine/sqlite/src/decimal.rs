use rusqlite::Connection;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;
use versa_sqlite_values::{Cell, DecimalSum, add_decimals, compare_decimals};

/// Adds what decimals need: they are kept as text, digit by digit, and compare and add up as
/// numbers.
pub(crate) fn register_decimals(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_aggregate_function("versa_decimal_sum", 1, flags, Sum)?;
    connection.create_scalar_function("versa_decimal_add", 2, flags, |context| {
        add_decimals(cell(context.get_raw(0)), cell(context.get_raw(1))).map_err(refused)
    })?;
    connection.create_collation("versa_decimal", compare_decimals)
}

struct Sum;

impl Aggregate<DecimalSum, Option<String>> for Sum {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<DecimalSum> {
        Ok(DecimalSum::default())
    }

    fn step(&self, context: &mut Context<'_>, sum: &mut DecimalSum) -> rusqlite::Result<()> {
        sum.add(cell(context.get_raw(0))).map_err(refused)
    }

    fn finalize(
        &self,
        _: &mut Context<'_>,
        sum: Option<DecimalSum>,
    ) -> rusqlite::Result<Option<String>> {
        Ok(sum.and_then(|sum| sum.digits()))
    }
}

fn cell(value: ValueRef<'_>) -> Cell<'_> {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(value) => Cell::Integer(value),
        ValueRef::Real(value) => Cell::Real(value),
        ValueRef::Text(text) => Cell::Text(text),
        ValueRef::Blob(bytes) => Cell::Blob(bytes),
    }
}

fn refused(error: versa_error::Error) -> rusqlite::Error {
    rusqlite::Error::UserFunctionError(error.message().to_owned().into())
}
