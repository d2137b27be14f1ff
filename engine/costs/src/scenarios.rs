use std::sync::Arc;

use serde_json::Value as Json;
use versa_ast::Query;
use versa_costs::queries::{
    GIVEN, by_id, by_ids, insert_many, insert_one, joined, up_to_id, update,
};
use versa_engine::{ConnectOptions, Database, Plan, Polled, poll_once};
use versa_error::{Error, Result};
use versa_rows::{read_params, recycle, tag};

/// What can be run.
pub(crate) const SCENARIOS: [&str; 12] = [
    "point read",
    "100 rows",
    "10,000 rows",
    "list of 1,000 keys",
    "insert one",
    "insert 1,000 rows",
    "update one",
    "plan by key, SQLite",
    "plan by key, PostgreSQL",
    "plan by key, MariaDB",
    "plan three joins, PostgreSQL",
    "plan three joins, MariaDB",
];

const ROWS: usize = 10_000;

/// Something to run again and again; it is told how many times it was run before.
pub(crate) type Work = Box<dyn FnMut(usize) -> Result<()>>;

/// Makes a scenario ready.
pub(crate) fn scenario(name: &str) -> Result<Work> {
    match name {
        "point read" => on_rows(&by_id(), |run| int_cell(1 + run * 7_919 % ROWS)),
        "100 rows" => on_rows(&up_to_id(), |_| int_cell(100)),
        "10,000 rows" => on_rows(&up_to_id(), |_| int_cell(ROWS)),
        "list of 1,000 keys" => on_rows(&by_ids(), |run| keys(run, 1_000)),
        "insert one" => on_rows(&insert_one(), |run| readings(run, 1, false)),
        "insert 1,000 rows" => on_rows(&insert_many(), |run| readings(run, 1_000, true)),
        "update one" => on_rows(&update(), |run| {
            let mut cells = int_cell(1 + run % ROWS);
            cells.int(run);
            cells
        }),
        "plan by key, SQLite" => planning(&by_id(), "SQLite"),
        "plan by key, PostgreSQL" => planning(&by_id(), "PostgreSQL"),
        "plan by key, MariaDB" => planning(&by_id(), "MariaDB"),
        "plan three joins, PostgreSQL" => planning(&joined(), "PostgreSQL"),
        "plan three joins, MariaDB" => planning(&joined(), "MariaDB"),
        other => Err(Error::internal(format!("there is no scenario {other}"))),
    }
}

/// Parameters as JavaScript packs them.
#[derive(Default)]
struct Cells {
    tags: Vec<u8>,
    numbers: Vec<f64>,
    text: Vec<u16>,
}

impl Cells {
    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    fn int(&mut self, value: usize) {
        self.tags.push(tag::INT);
        self.numbers.push(value as f64);
    }

    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    fn text(&mut self, value: &str) {
        self.text.extend(value.encode_utf16());
        self.tags.push(tag::TEXT);
        self.numbers.push(self.text.len() as f64);
    }

    fn number(&mut self, tag: u8, value: f64) {
        self.tags.push(tag);
        self.numbers.push(value);
    }
}

fn int_cell(value: usize) -> Cells {
    let mut cells = Cells::default();
    cells.int(value);
    cells
}

#[allow(clippy::cast_precision_loss, reason = "small numbers")]
fn keys(run: usize, count: usize) -> Cells {
    let mut cells = Cells::default();
    cells.number(tag::LIST, count as f64);
    (0..count).for_each(|at| cells.int(1 + (run + at * 7) % ROWS));
    cells
}

#[allow(clippy::cast_precision_loss, reason = "small numbers")]
fn readings(run: usize, count: usize, as_list: bool) -> Cells {
    let mut cells = Cells::default();
    if as_list {
        cells.number(tag::LIST, (count * GIVEN.len()) as f64);
    }
    for at in 0..count {
        cells.text(&format!("reading {run}-{at} of the series"));
        cells.text("Łódź");
        cells.int(at);
        cells.number(tag::FLOAT, at as f64 / 8.0);
        cells.number(tag::BOOLEAN, 1.0);
        cells.number(tag::TIMESTAMP, 1_600_000_000_000.0 + at as f64);
    }
    cells
}

/// The work of a plan on a table with rows, from packed parameters to packed rows.
fn on_rows(query: &Json, mut params: impl FnMut(usize) -> Cells + 'static) -> Result<Work> {
    let database = filled()?;
    let (_, plan) = database.prepare(&query.to_string())?;
    Ok(Box::new(move |run| execute(&database, &plan, &params(run))))
}

fn filled() -> Result<Arc<Database>> {
    let options = ConnectOptions::default();
    let open = async move { Database::open("sqlite::memory:", &options).await };
    let database = done(poll_once(Box::pin(open)))?;
    let table = "CREATE TABLE readings (id INTEGER PRIMARY KEY, label TEXT NOT NULL, \
                 place TEXT NOT NULL, \"count\" INTEGER NOT NULL, value REAL NOT NULL, \
                 valid BOOLEAN NOT NULL, at TIMESTAMP_TEXT NOT NULL, note TEXT)";
    done(poll_once(database.run_sql(table.to_owned(), None)))?;
    let (_, insert) = database.prepare(&insert_many().to_string())?;
    execute(&database, &insert, &readings(0, ROWS, true))?;
    Ok(database)
}

fn execute(database: &Database, plan: &Plan, cells: &Cells) -> Result<()> {
    let params = read_params(&cells.tags, &cells.numbers, &cells.text, &[])?;
    let outcome = database
        .execute_now(plan, &params)
        .ok_or_else(|| Error::internal("the statement would have to wait"))??;
    outcome.chunks.into_iter().for_each(recycle);
    Ok(())
}

fn done<T>(polled: Polled<T>) -> Result<T> {
    match polled {
        Polled::Ready(result) => result,
        Polled::Waiting(_) => Err(Error::internal("SQLite waits for something")),
    }
}

/// The work of a shape that is new: from the AST's JSON to SQL.
fn planning(query: &Json, product: &'static str) -> Result<Work> {
    let dialect = versa_sql::dialect_of(product)?;
    let json = query.to_string();
    Ok(Box::new(move |_| {
        let query: Query =
            serde_json::from_str(&json).map_err(|error| Error::internal(error.to_string()))?;
        versa_plan::plan(&query, dialect).map(drop)
    }))
}
