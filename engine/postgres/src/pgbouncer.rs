//! Sessions that a PgBouncer lends out for one transaction at a time.
//!
//! Each statement outside a transaction may reach another session of the server. So nothing may be
//! left behind in one: a statement goes out without a name, together with its values. What types it
//! wants and gives has to be known before, and is asked for in a transaction of its own, which
//! leaves nothing behind either. The client keeps what it learned.
//!
//! The client asks the server for types that it does not know, by named statements that it wants to
//! use again. Therefore it is made to learn all there are when a session begins. Where another one
//! comes later and its statements are gone, the session is [`Session::is_outworn`].

use std::sync::atomic::Ordering;

use futures_util::future;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Error, SimpleQueryMessage, Statement};

use crate::connect::Session;

const FORGET: &str = "rollback; deallocate all";
/// Types of the database's own that may be asked for, but not those of tables' rows.
const OWN_TYPES: &str = "\
    select pg_catalog.format_type(t.oid, null) from pg_catalog.pg_type t \
    left join pg_catalog.pg_class c on c.oid = t.typrelid \
    where t.oid >= 16384 and t.typtype in ('b', 'e', 'd', 'r', 'm', 'c') \
    and (c.oid is null or c.relkind = 'c') and coalesce((select r.relkind = 'c' or r.oid is null \
    from pg_catalog.pg_type e left join pg_catalog.pg_class r on r.oid = e.typrelid \
    where e.oid = t.typelem), true) \
    and pg_catalog.has_type_privilege(t.oid, 'usage') \
    and pg_catalog.has_schema_privilege(t.typnamespace, 'usage') limit 1000";

/// Learns what a statement wants and gives, and leaves nothing at the server.
///
/// # Errors
///
/// What the server says of the text.
pub(crate) async fn learn(
    session: &Session,
    sql: &str,
    in_transaction: bool,
) -> Result<Statement, Error> {
    let client = &session.client;
    let learned = if in_transaction {
        let learned = client.prepare(sql).await?;
        client.batch_execute("deallocate all").await.map(|()| learned)
    } else {
        let (begun, learned) =
            future::join(client.batch_execute("begin"), client.prepare(sql)).await;
        let forgotten = client.batch_execute(FORGET).await;
        begun.and(learned).and_then(|learned| forgotten.map(|()| learned))
    };
    let misses_statement =
        |failed: &Error| failed.code() == Some(&SqlState::INVALID_SQL_STATEMENT_NAME);
    if learned.as_ref().is_err_and(misses_statement) {
        session.outworn.store(true, Ordering::Relaxed);
    }
    learned
}

/// Lets the client learn the database's own types.
///
/// # Errors
///
/// Those of a connection that broke.
pub(crate) async fn learn_types(client: &Client) -> Result<(), Error> {
    let messages = client.simple_query(OWN_TYPES).await?;
    let nulls: Vec<String> = messages
        .iter()
        .filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(|name| format!("null::{name}")),
            _ => None,
        })
        .collect();
    if nulls.is_empty() {
        return Ok(());
    }
    client.batch_execute("begin").await?;
    // A type may have been dropped since. Then those are asked for when they are met.
    let learned = client.prepare(&format!("select {}", nulls.join(", "))).await;
    drop(learned);
    client.batch_execute(FORGET).await
}
