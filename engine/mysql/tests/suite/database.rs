use std::sync::Arc;

use versa_ast::LogicalType;
use versa_driver::{BoxFuture, ConnectOptions, Driver, Intent};
use versa_driver_suite::{Dialect, List, ServerDialect, TestDatabase, database_name};
use versa_error::Result;
use versa_sql::{Access, BulkRun};

/// A database on the test server.
pub(crate) struct Mysql {
    name: String,
    url: String,
    has_json_type: bool,
}

pub(crate) fn admin_url() -> String {
    std::env::var("VERSA_TEST_MYSQL_URL")
        .unwrap_or_else(|_| "mysql://root@127.0.0.1:3306/".to_owned())
}

/// Runs a statement on the server; says whether that is a MySQL.
async fn administer(sql: &str) -> bool {
    let url = admin_url();
    let driver = versa_mysql::connect(&url, &ConnectOptions::default())
        .await
        .unwrap_or_else(|error| panic!("{error:?}; start MySQL or set VERSA_TEST_MYSQL_URL"));
    let mut connection = driver.acquire(Intent::Statement(Access::Write)).await.unwrap();
    connection.run_sql(sql).await.unwrap();
    drop(connection);
    driver.close().await;
    driver.server().product == "MySQL"
}

impl TestDatabase for Mysql {
    async fn create() -> Self {
        let name = database_name();
        let has_json_type = administer(&format!("create database {name}")).await;
        let url = admin_url();
        let server = url.rsplit_once('/').map(|(server, _)| server.to_owned()).unwrap();
        Self { url: format!("{server}/{name}"), name, has_json_type }
    }

    fn name() -> &'static str {
        "mysql"
    }

    fn dialect(&self) -> &'static Dialect {
        if self.has_json_type { &MYSQL } else { &MARIADB }
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
            let driver = versa_mysql::connect(url, options).await?;
            Ok(driver as Arc<dyn Driver>)
        })
    }

    async fn destroy(self) {
        administer(&format!("drop database {}", self.name)).await;
    }
}

static MYSQL: Dialect = Dialect { natural_type: natural_type_of_mysql, ..MARIADB };

const MARIADB: Dialect = Dialect {
    placeholder: |_| "?".to_owned(),
    column_type,
    natural_type: |logical_type| match logical_type {
        LogicalType::Json => LogicalType::Text,
        other => natural_type_of_mysql(other),
    },
    keeps_negative_zero: false,
    list: List::Expanding,
    // So few that a thousand rows take several statements.
    bulk_run: BulkRun::Chunked { max_parameters: 1_000, per_row: 1, max_rows: 250 },
    bulk_arrays: None,
    server: Some(ServerDialect {
        session_id: "select connection_id()",
        kill: |id| format!("kill {id}"),
        slow: "select sleep(30)",
        count_running: "select count(*) from information_schema.processlist \
             where db = database() and command <> 'Sleep' and id <> connection_id()",
        short_lock_wait: "set innodb_lock_wait_timeout = 1",
        refused_url: |url| {
            let (_, rest) = url.split_once("://").unwrap();
            let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
            format!("mysql://root:secret-canary@{place}")
        },
    }),
};

fn natural_type_of_mysql(logical_type: LogicalType) -> LogicalType {
    match logical_type {
        LogicalType::Boolean => LogicalType::Int,
        LogicalType::Uuid => LogicalType::Text,
        LogicalType::DateTime => LogicalType::Timestamp,
        LogicalType::DecimalNumber => LogicalType::Decimal,
        other => other,
    }
}

fn column_type(logical_type: LogicalType) -> &'static str {
    match logical_type {
        LogicalType::Boolean => "boolean",
        LogicalType::Int => "int",
        LogicalType::BigInt => "bigint",
        LogicalType::Float => "double",
        LogicalType::Decimal | LogicalType::DecimalNumber => "decimal(40, 10)",
        LogicalType::Text => "longtext",
        LogicalType::Date => "date",
        LogicalType::Time => "time(6)",
        // A null timestamp column without `null` would get a default.
        LogicalType::Timestamp | LogicalType::DateTime => "datetime(6)",
        LogicalType::Json => "json",
        LogicalType::Bytes => "longblob",
        LogicalType::Uuid => "char(36)",
    }
}
