//! The functions of this crate for callers that speak JSON: the addon and the WASM module forward
//! them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use versa_ast::Query;
use versa_error::{Error, ErrorCode, Result};
use versa_sql::{DialectKind, dialect_of};

use crate::{Hints, Options, PlanRow, Statement, explain, findings, fingerprint};

/// [`crate::fingerprint()`]: `{ "sql", "dialect" }` in, `{ "text", "hash" }` out. The dialect is
/// named as its product is, `PostgreSQL`; without it the text is read as SQLite's. The hash is 16
/// hexadecimal digits.
///
/// ```
/// let shape = versa_insight::json::fingerprint_json(r#"{ "sql": "select 1" }"#)?;
/// assert_eq!(shape, r#"{"text":"SELECT ?","hash":"199e7dca63ea8858"}"#);
/// # Ok::<(), versa_error::Error>(())
/// ```
///
/// # Errors
///
/// `INVALID_QUERY` for text that is not that JSON.
pub fn fingerprint_json(input: &str) -> Result<String> {
    #[derive(Deserialize)]
    struct Input {
        sql: String,
        dialect: Option<String>,
    }
    let input: Input = read(input, "the statement", "{ sql, dialect? }")?;
    write(&fingerprint(&input.sql, kind(input.dialect.as_deref())?))
}

/// [`crate::findings()`]: a list of statements in, or `{ "statements", "dialect", "threshold" }`;
/// a list of findings out.
///
/// # Errors
///
/// `INVALID_QUERY` for text that is not that JSON.
pub fn findings_json(input: &str) -> Result<String> {
    #[derive(Deserialize)]
    struct Input {
        statements: Vec<Statement>,
        dialect: Option<String>,
        threshold: Option<usize>,
    }
    let form = "a list of statements, or { statements, dialect?, threshold? }";
    let input = if is_list(input) {
        let statements = read(input, "the run", form)?;
        Input { statements, dialect: None, threshold: None }
    } else {
        read::<Input>(input, "the run", form)?
    };
    let mut options = Options::new(kind(input.dialect.as_deref())?);
    options.threshold = input.threshold.unwrap_or(options.threshold);
    write(&findings(&input.statements, options))
}

/// [`crate::explain()`]: the rows of `explain query plan` in, or
/// `{ "rows", "query", "tables", "aliases", "filters", "joins", "orders" }`; a plan out.
/// `query` is the statement's tree, from which the other hints are read; `tables` has the number of
/// rows of each table that is known.
///
/// # Errors
///
/// `INVALID_QUERY` for text that is not that JSON.
pub fn explain_json(input: &str) -> Result<String> {
    #[derive(Deserialize)]
    struct Input {
        rows: Vec<PlanRow>,
        query: Option<Query>,
        #[serde(default)]
        tables: BTreeMap<String, u64>,
        #[serde(default)]
        aliases: BTreeMap<String, String>,
        #[serde(default)]
        filters: BTreeMap<String, Vec<String>>,
        #[serde(default)]
        joins: BTreeMap<String, Vec<String>>,
        #[serde(default)]
        orders: BTreeMap<String, Vec<String>>,
    }
    let form = "a list of { id, parent, detail }, or \
                { rows, query?, tables?, aliases?, filters?, joins?, orders? }";
    if is_list(input) {
        let rows: Vec<PlanRow> = read(input, "the plan", form)?;
        return write(&explain(&rows, &Hints::default()));
    }
    let input: Input = read(input, "the plan", form)?;
    let mut hints = input.query.as_ref().map(Hints::of).unwrap_or_default();
    hints.tables.extend(input.tables);
    hints.aliases.extend(input.aliases);
    hints.filters.extend(input.filters);
    hints.joins.extend(input.joins);
    hints.orders.extend(input.orders);
    write(&explain(&input.rows, &hints))
}

fn is_list(input: &str) -> bool {
    input.trim_start().starts_with('[')
}

/// The message says where the JSON is wrong, and nothing of what stands there: it may be a value.
fn read<T: DeserializeOwned>(input: &str, what: &str, form: &str) -> Result<T> {
    serde_json::from_str(input).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let reason = if error.is_data() { "is not of the right form" } else { "is no JSON" };
        Error::invalid_query(format!("{what} {reason}, at line {line}, column {column}"))
            .hint(format!("pass {form}"))
    })
}

fn write<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::internal(error.to_string()))
}

fn kind(product: Option<&str>) -> Result<DialectKind> {
    let Some(product) = product else { return Ok(DialectKind::Sqlite) };
    let known = dialect_of(product).map_err(|error| {
        error.with_code(ErrorCode::InvalidQuery).hint("pass SQLite, PostgreSQL, MySQL or MariaDB")
    })?;
    Ok(known.kind())
}
