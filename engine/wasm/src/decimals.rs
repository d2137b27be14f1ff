//! What SQLite does not know of decimals, for the functions and the collation of a connection.

use std::cmp::Ordering;

use versa_sqlite_values::{Cell, DecimalSum};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::thrown::{Thrown, thrown};

/// Compares the texts of two decimals as numbers: negative, 0 or positive.
#[wasm_bindgen(js_name = compareDecimals)]
#[must_use]
pub fn compare_decimals(left: &str, right: &str) -> i32 {
    match versa_sqlite_values::compare_decimals(left, right) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }
}

/// The exact sum of two decimals; none where one of them is.
#[wasm_bindgen(js_name = addDecimals)]
pub fn add_decimals(left: Option<String>, right: Option<String>) -> Thrown<Option<String>> {
    versa_sqlite_values::add_decimals(digits(left.as_ref()), digits(right.as_ref())).map_err(thrown)
}

/// The exact sum of a list of decimals, given as a JSON list of texts; none where it is empty.
#[wasm_bindgen(js_name = sumDecimals)]
pub fn sum_decimals(values: Vec<String>) -> Thrown<Option<String>> {
    let mut sum = DecimalSum::default();
    for value in &values {
        sum.add(Cell::Text(value.as_bytes())).map_err(thrown)?;
    }
    Ok(sum.digits())
}

fn digits(value: Option<&String>) -> Cell<'_> {
    value.map_or(Cell::Null, |value| Cell::Text(value.as_bytes()))
}
