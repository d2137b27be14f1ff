//! What must hold for every query there can be.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

mod any_query;
mod grouping;
mod names;
mod reading;
mod slots;
mod valid_query;

use versa_sql::DialectKind;

const ALL: [DialectKind; 4] =
    [DialectKind::Sqlite, DialectKind::Postgres, DialectKind::Mysql, DialectKind::Mariadb];
