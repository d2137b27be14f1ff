//! The cases that every driver passes, on SQLite.
#![allow(missing_docs, reason = "tests")]

use std::path::PathBuf;
use std::sync::Arc;

use versa_ast::LogicalType;
use versa_driver::{BoxFuture, ConnectOptions, Driver};
use versa_driver_suite::{Dialect, List, TestDatabase, database_name};
use versa_error::Result;
use versa_sql::BulkRun;

struct Sqlite {
    path: PathBuf,
    url: String,
}

impl TestDatabase for Sqlite {
    async fn create() -> Self {
        let path = std::env::temp_dir().join(format!("{}.db", database_name()));
        Self { url: format!("sqlite:{}", path.display()), path }
    }

    fn name() -> &'static str {
        "sqlite"
    }

    fn dialect(&self) -> &'static Dialect {
        &DIALECT
    }

    fn url(&self) -> &str {
        &self.url
    }

    fn connect<'a>(
        &'a self,
        url: &'a str,
        options: &'a ConnectOptions,
    ) -> BoxFuture<'a, Result<Arc<dyn Driver>>> {
        Box::pin(async move { Ok(versa_sqlite::connect(url, options)? as Arc<dyn Driver>) })
    }

    async fn destroy(self) {
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", self.path.display()));
        }
    }
}

static DIALECT: Dialect = Dialect {
    placeholder: |number| format!("?{number}"),
    column_type: |logical_type| match logical_type {
        LogicalType::Boolean | LogicalType::Int | LogicalType::BigInt => "integer",
        LogicalType::Float => "real",
        LogicalType::Bytes => "blob",
        _ => "text",
    },
    natural_type: |logical_type| match logical_type {
        LogicalType::Boolean => LogicalType::Int,
        LogicalType::Int | LogicalType::BigInt | LogicalType::Float | LogicalType::Bytes => {
            logical_type
        }
        _ => LogicalType::Text,
    },
    keeps_negative_zero: false,
    list: List::Json,
    bulk_run: BulkRun::PerRow,
    bulk_arrays: None,
    server: None,
};

versa_driver_suite::suite!(Sqlite);
