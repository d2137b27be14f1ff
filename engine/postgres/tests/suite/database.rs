use std::sync::Arc;

use versa_ast::LogicalType;
use versa_driver::{BoxFuture, ConnectOptions, Driver, Intent};
use versa_driver_suite::{Dialect, List, ServerDialect, TestDatabase, database_name};
use versa_error::Result;
use versa_sql::{Access, BulkRun};

/// A database on the test server.
pub(crate) struct Postgres {
    name: String,
    url: String,
}

fn admin_url() -> String {
    std::env::var("VERSA_TEST_PG_URL")
        .unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432/postgres".to_owned())
}

async fn administer(sql: &str) {
    let url = admin_url();
    let driver = versa_postgres::connect(&url, &ConnectOptions::default())
        .await
        .unwrap_or_else(|error| panic!("{error:?}; start PostgreSQL or set VERSA_TEST_PG_URL"));
    let mut connection = driver.acquire(Intent::Statement(Access::Write)).await.unwrap();
    connection.run_sql(sql).await.unwrap();
    drop(connection);
    driver.close().await;
}

impl TestDatabase for Postgres {
    async fn create() -> Self {
        let name = database_name();
        administer(&format!("create database {name}")).await;
        let url = admin_url();
        let server = url.rsplit_once('/').map(|(server, _)| server.to_owned()).unwrap();
        Self { url: format!("{server}/{name}"), name }
    }

    fn name() -> &'static str {
        "postgres"
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
        Box::pin(async move {
            let driver = versa_postgres::connect(url, options).await?;
            Ok(driver as Arc<dyn Driver>)
        })
    }

    async fn destroy(self) {
        administer(&format!("drop database {} with (force)", self.name)).await;
    }
}

static DIALECT: Dialect = Dialect {
    placeholder: |index| format!("${index}"),
    column_type,
    natural_type: |logical_type| logical_type,
    keeps_negative_zero: true,
    list: List::Array,
    bulk_run: BulkRun::Once,
    bulk_arrays: Some(bulk_arrays),
    server: Some(ServerDialect {
        session_id: "select pg_backend_pid()",
        kill: |id| format!("select pg_terminate_backend({id})"),
        slow: "select pg_sleep(30)",
        count_running: "select count(*) from pg_stat_activity where datname = current_database() \
             and state = 'active' and pid <> pg_backend_pid()",
        short_lock_wait: "set lock_timeout = '200ms'",
        refused_url: |url| {
            let (_, rest) = url.split_once("://").unwrap();
            let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
            format!("postgres://versa_nobody:secret-canary@{place}")
        },
    }),
};

fn column_type(logical_type: LogicalType) -> &'static str {
    match logical_type {
        LogicalType::Boolean => "boolean",
        LogicalType::Int => "integer",
        LogicalType::BigInt => "bigint",
        LogicalType::Float => "double precision",
        LogicalType::Decimal | LogicalType::DecimalNumber => "numeric",
        LogicalType::Text => "text",
        LogicalType::Date => "date",
        LogicalType::Time => "time",
        LogicalType::Timestamp => "timestamptz",
        LogicalType::DateTime => "timestamp",
        LogicalType::Json => "jsonb",
        LogicalType::Bytes => "bytea",
        LogicalType::Uuid => "uuid",
    }
}

fn bulk_arrays(table: &str, columns: &[(&str, LogicalType)]) -> String {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let arrays: Vec<String> = (1..)
        .zip(columns)
        .map(|(index, (_, logical_type))| format!("${index}::{}[]", column_type(*logical_type)))
        .collect();
    format!(
        "insert into {table} ({}) select * from unnest({})",
        names.join(", "),
        arrays.join(", ")
    )
}
