//! What a shape of query that is new costs the engine, as `versa_engine::Database::prepare` does
//! it: the AST's JSON is read, planned and compiled. Nothing runs, there is no database.
//!
//! `cargo bench -p versa-costs`; `npm run bench -- --suite compile` prints dialects side by side.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use divan::{Bencher, black_box};
use serde_json::Value;
use versa_ast::Query;
use versa_costs::queries;

const DIALECTS: [&str; 3] = ["SQLite", "PostgreSQL", "MariaDB"];

fn main() {
    divan::main();
}

fn compile(bencher: Bencher<'_, '_>, query: &Value, product: &str) {
    let dialect = versa_sql::dialect_of(product).unwrap();
    let json = query.to_string();
    bencher.bench_local(|| {
        let query: Query = serde_json::from_str(black_box(&json)).unwrap();
        versa_plan::plan(&query, dialect).unwrap()
    });
}

#[divan::bench(args = DIALECTS)]
fn select_by_key(bencher: Bencher<'_, '_>, dialect: &str) {
    compile(bencher, &queries::by_id(), dialect);
}

#[divan::bench(args = DIALECTS)]
fn filter_sort_paginate(bencher: Bencher<'_, '_>, dialect: &str) {
    compile(bencher, &queries::page(), dialect);
}

#[divan::bench(args = DIALECTS)]
fn three_joins_with_aggregate(bencher: Bencher<'_, '_>, dialect: &str) {
    compile(bencher, &queries::grouped(), dialect);
}

#[divan::bench(args = DIALECTS)]
fn in_list(bencher: Bencher<'_, '_>, dialect: &str) {
    compile(bencher, &queries::by_ids(), dialect);
}

#[divan::bench(args = DIALECTS)]
fn insert_row(bencher: Bencher<'_, '_>, dialect: &str) {
    compile(bencher, &queries::insert_one(), dialect);
}

#[divan::bench(args = DIALECTS)]
fn upsert_rows(bencher: Bencher<'_, '_>, dialect: &str) {
    compile(bencher, &queries::upsert_many(), dialect);
}
