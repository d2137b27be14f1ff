//! Runs the statements of a plan.

use std::future::Future;
use std::sync::Arc;

use versa_ast::Value;
use versa_driver::{
    Connection, Driver, Intent, Outcome, PartSender, Stop, TransactionOptions, with_parts,
    with_stop,
};
use versa_error::{Error, ErrorCode, Result};
use versa_plan::{InsertedKeys, KeySource, KeysFirst, Plan, Steps};
use versa_rows::{Chunk, ChunkText, tag};
use versa_sql::Statement;

use crate::runtime::caught;

/// Runs a plan of one statement at once, where the statement can be.
pub(crate) fn now(
    plan: &Plan,
    run: impl FnOnce(&Statement) -> Option<Result<Outcome>>,
) -> Option<Result<Outcome>> {
    let Steps::One(statement) = &plan.steps else { return None };
    let result = caught(|| run(statement).transpose()).transpose()?;
    Some(result.map_err(|error| plan.located(error)))
}

/// Runs the work of a plan. Only of a plan of one statement the rows are the result's from the
/// beginning.
pub(crate) async fn with_parts_of(
    plan: Arc<Plan>,
    parts: PartSender,
    work: impl Future<Output = Result<Outcome>>,
) -> Result<Outcome> {
    match plan.steps {
        Steps::One(_) => with_parts(parts, work).await,
        Steps::InsertedKeys(_) | Steps::KeysFirst(_) => work.await,
    }
}

/// Runs work until its call is to end, if it may end early.
pub(crate) async fn until<T>(stop: Option<Arc<Stop>>, work: impl Future<Output = T>) -> T {
    match stop {
        Some(stop) => with_stop(stop, work).await,
        None => work.await,
    }
}

/// Runs a plan on any connection; one of several statements in a transaction of its own.
pub(crate) async fn on_driver(
    driver: &dyn Driver,
    plan: &Plan,
    params: &[Value],
) -> Result<Outcome> {
    if let Steps::One(statement) = &plan.steps {
        let result = driver.execute(statement, params).await;
        return result.map_err(|error| plan.located(error));
    }
    let mut connection = driver.acquire(Intent::Transaction { read_only: false }).await?;
    connection.begin(TransactionOptions::default()).await?;
    match in_transaction(connection.as_mut(), plan, params).await {
        Ok(outcome) => {
            connection.commit().await?;
            Ok(outcome)
        }
        Err(error) => {
            // The first failure is the one to report.
            let _ = connection.rollback().await;
            Err(error)
        }
    }
}

/// Runs a plan on a connection that is in a transaction.
pub(crate) async fn in_transaction(
    connection: &mut dyn Connection,
    plan: &Plan,
    params: &[Value],
) -> Result<Outcome> {
    let result = match &plan.steps {
        Steps::One(statement) => connection.execute(statement, params).await,
        Steps::InsertedKeys(steps) => inserted_keys(connection, steps, params).await,
        Steps::KeysFirst(steps) => keys_first(connection, steps, params).await,
    };
    result.map_err(|error| plan.located(error))
}

/// The statement of a plan that has one only.
pub(crate) fn single_statement(plan: &Plan) -> Option<Arc<Statement>> {
    match &plan.steps {
        Steps::One(statement) => Some(Arc::clone(statement)),
        Steps::InsertedKeys(_) | Steps::KeysFirst(_) => None,
    }
}

/// The statement whose rows are streamed.
pub(crate) fn streamed_statement(plan: &Plan) -> Result<Arc<Statement>> {
    single_statement(plan).ok_or_else(|| {
        Error::new(
            ErrorCode::Unsupported,
            "this database cannot stream the rows that a write returns",
        )
        .hint("take the rows at once, or read them in a query of their own")
    })
}

async fn inserted_keys(
    connection: &mut dyn Connection,
    steps: &InsertedKeys,
    params: &[Value],
) -> Result<Outcome> {
    let written = connection.execute(&steps.write, params).await?;
    let keys = match steps.source {
        KeySource::Param(index) => vec![given(params, index)?.clone()],
        KeySource::Cells { index, column, width } => match given(params, index)? {
            Value::List(cells) => cells.iter().skip(column).step_by(width).cloned().collect(),
            _ => return Err(Error::internal("a bulk insert got no list of rows")),
        },
        KeySource::Generated => generated_keys(&written)?,
    };
    if keys.is_empty() {
        return Ok(written);
    }
    let params = with_keys(params, steps.keys, keys);
    let rows = connection.execute(&steps.read, &params).await?;
    Ok(Outcome { chunks: rows.chunks, ..written })
}

async fn keys_first(
    connection: &mut dyn Connection,
    steps: &KeysFirst,
    params: &[Value],
) -> Result<Outcome> {
    let found = connection.execute(&steps.keys, params).await?;
    let keys = key_values(&found.chunks)?;
    if keys.is_empty() {
        return Ok(Outcome::default());
    }
    let params = with_keys(params, steps.keys_param, keys);
    if steps.read_before {
        let rows = connection.execute(&steps.read, &params).await?;
        let written = connection.execute(&steps.write, &params).await?;
        return Ok(Outcome { chunks: rows.chunks, ..written });
    }
    let written = connection.execute(&steps.write, &params).await?;
    let rows = connection.execute(&steps.read, &params).await?;
    Ok(Outcome { chunks: rows.chunks, ..written })
}

fn given(params: &[Value], index: u32) -> Result<&Value> {
    params
        .get(index as usize)
        .ok_or_else(|| Error::internal(format!("parameter {index} was not given")))
}

/// The parameters with the keys behind them.
fn with_keys(params: &[Value], at: u32, keys: Vec<Value>) -> Vec<Value> {
    let mut all = params.to_vec();
    all.resize(at as usize, Value::Null);
    all.push(Value::List(keys));
    all
}

/// The keys that the database numbered: the first one and as many as rows were written.
fn generated_keys(written: &Outcome) -> Result<Vec<Value>> {
    let Some(first) = written.last_insert_id else {
        return Err(Error::new(
            ErrorCode::Unsupported,
            "the database did not say which keys it generated",
        )
        .hint("give the keys, or write without returning"));
    };
    let count = i64::try_from(written.affected)
        .map_err(|_| Error::internal("more rows were written than there are keys"))?;
    Ok((first..first.saturating_add(count)).map(Value::Int).collect())
}

/// The cells of a result with one column, as values.
fn key_values(chunks: &[Chunk]) -> Result<Vec<Value>> {
    let mut keys = Vec::new();
    for chunk in chunks {
        let (mut text_at, mut bytes_at) = (0, 0);
        for (&tag, &number) in chunk.tags.iter().zip(&chunk.numbers) {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the sink wrote whole numbers and ends"
            )]
            let value = match tag {
                tag::NULL => Value::Null,
                tag::BOOLEAN => Value::Boolean(number != 0.0),
                tag::INT => Value::Int(number as i64),
                tag::FLOAT => Value::Float(number),
                tag::TIMESTAMP => Value::Timestamp((number * 1_000.0).round() as i64),
                tag::BYTES => {
                    let from = std::mem::replace(&mut bytes_at, number as usize);
                    Value::Bytes(chunk.bytes.get(from..bytes_at).unwrap_or_default().to_vec())
                }
                tag::BIG_INT => {
                    let from = std::mem::replace(&mut text_at, number as usize);
                    let digits = cut(&chunk.text, from, text_at)?;
                    Value::Int(digits.parse().map_err(|_| unreadable())?)
                }
                _ => {
                    let from = std::mem::replace(&mut text_at, number as usize);
                    Value::Text(cut(&chunk.text, from, text_at)?)
                }
            };
            keys.push(value);
        }
    }
    Ok(keys)
}

fn cut(text: &ChunkText, from: usize, to: usize) -> Result<String> {
    match text {
        ChunkText::Latin1(units) => {
            let units = units.get(from..to).ok_or_else(unreadable)?;
            Ok(units.iter().map(|&unit| char::from(unit)).collect())
        }
        ChunkText::Utf16(units) => {
            let units = units.get(from..to).ok_or_else(unreadable)?;
            String::from_utf16(units).map_err(|_| unreadable())
        }
    }
}

fn unreadable() -> Error {
    Error::internal("a primary key could not be read back")
}
