use versa_ast::TableRef;

use crate::model::{ForeignKey, Table};

/// Tables in an order in which each comes after those it refers to. Where they refer to each other
/// in a circle, some foreign key must wait: those tables come in the order given.
pub(crate) fn dependency_order(tables: &[Table]) -> Vec<&Table> {
    let mut ordered: Vec<&Table> = Vec::with_capacity(tables.len());
    let mut rest: Vec<&Table> = tables.iter().collect();
    while !rest.is_empty() {
        let ready = rest.iter().position(|table| !refers_to_any(table, &rest));
        // A circle: the first of the rest goes ahead of what it refers to.
        ordered.push(rest.remove(ready.unwrap_or(0)));
    }
    ordered
}

/// The foreign keys to tables that come later in that order: those that close a circle.
pub(crate) fn circular_keys<'a>(ordered: &[&'a Table]) -> Vec<(&'a Table, &'a ForeignKey)> {
    let mut circular = Vec::new();
    for (at, table) in ordered.iter().enumerate() {
        let later = &ordered[at + 1..];
        let keys = table.foreign_keys.iter().filter(|key| is_among(&key.references, later));
        circular.extend(keys.map(|key| (*table, key)));
    }
    circular
}

/// A key to the table itself is no obstacle, nor is one to a table that is not among these: that
/// one exists already, or the database will say so.
fn refers_to_any(table: &Table, others: &[&Table]) -> bool {
    table
        .foreign_keys
        .iter()
        .any(|key| key.references != table.table && is_among(&key.references, others))
}

fn is_among(name: &TableRef, tables: &[&Table]) -> bool {
    tables.iter().any(|table| table.table == *name)
}
