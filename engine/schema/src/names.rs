use versa_ast::{Identifier, MAX_IDENTIFIER_BYTES, TableRef};
use versa_error::Result;
use versa_sql::{Dialect, quoted};

use crate::model::Table;

/// A table's name with its schema, quoted.
pub(crate) fn table_name(table: &TableRef, dialect: &dyn Dialect) -> Result<String> {
    let name = quoted(&table.name, dialect)?;
    match &table.schema {
        Some(schema) => Ok(format!("{}.{name}", quoted(schema, dialect)?)),
        None => Ok(name),
    }
}

/// The name of a constraint or index: the given one, or one made of the table's and the columns'.
pub(crate) fn constraint_name(
    table: &Table,
    name: Option<&Identifier>,
    columns: &[Identifier],
    kind: &str,
) -> Identifier {
    name.cloned().unwrap_or_else(|| derived(&table.table, columns, kind))
}

/// The name of a constraint or index that was given none: `users_email_unique`. One that would be
/// too long is cut and ends in a hash of the whole, so that it stays unique and the same.
fn derived(table: &TableRef, columns: &[Identifier], kind: &str) -> Identifier {
    let mut name = table.name.as_str().to_owned();
    for column in columns {
        name.push('_');
        name.push_str(column.as_str());
    }
    name.push('_');
    name.push_str(kind);
    if name.len() <= MAX_IDENTIFIER_BYTES {
        return Identifier::new(name);
    }
    let hash = format!("_{:08x}", fnv1a(name.as_bytes()));
    let mut keep = MAX_IDENTIFIER_BYTES - hash.len();
    while !name.is_char_boundary(keep) {
        keep -= 1;
    }
    name.truncate(keep);
    Identifier::new(name + &hash)
}

/// FNV-1a, 32 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>): names must be the same on every
/// machine and in every version, which the standard library's hasher does not promise.
fn fnv1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
