//! Views that are created only where they are missing, for a database that cannot say so: MySQL's
//! dialect, spoken to a real MariaDB.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::sync::Arc;

use serde_json::json;
use versa_driver::{ConnectOptions, Driver, Intent};
use versa_engine::{Database, DdlAction};
use versa_sql::{Access, DialectKind, dialect};

async fn run(driver: &Arc<dyn Driver>, sql: &str) {
    let mut connection = driver.acquire(Intent::Statement(Access::Write)).await.unwrap();
    connection.run_sql(sql).await.unwrap();
}

#[tokio::test]
async fn a_view_is_created_where_it_is_missing() {
    let chosen = std::env::var("VERSA_TEST_DATABASES").unwrap_or_default();
    if !chosen.is_empty() && !chosen.contains("mariadb") {
        return;
    }
    let url = std::env::var("VERSA_TEST_MYSQL_URL")
        .unwrap_or_else(|_| "mysql://root@127.0.0.1:3306/".to_owned());
    let name = format!("versa_engine_views_{}", std::process::id());
    let admin: Arc<dyn Driver> =
        versa_mysql::connect(&url, &ConnectOptions::default()).await.unwrap();
    run(&admin, &format!("create database {name}")).await;
    let own = format!("{}/{name}", url.trim_end_matches('/'));
    let driver = versa_mysql::connect(&own, &ConnectOptions::default()).await.unwrap();
    // Variables and prepared texts belong to a connection.
    let mut kept = driver.acquire(Intent::Statement(Access::Write)).await.unwrap();
    let database = Database::with_dialect(driver.clone(), dialect(DialectKind::Mysql));
    for schema in [json!({}), json!({ "schema": name })] {
        let mut view = schema;
        view["name"] = json!("it's `odd`");
        let definitions = |sql: &str| {
            json!({ "views": [{
                "view": view, "columns": ["id"], "materialized": false, "indexes": [],
                "definition": { "kind": "sql", "sql": [{ "kind": "text", "text": sql }] },
            }] })
            .to_string()
        };
        // The second time it exists, and stays what it was.
        for text in ["select 1 as id, 'it''s' as a", "select 2 as id"] {
            let ddl = database.ddl(DdlAction::CreateIfMissing, &definitions(text)).unwrap();
            for statement in ddl {
                kept.run_sql(&statement).await.unwrap();
            }
        }
        kept.run_sql("select a from `it's ``odd```").await.unwrap();
        for statement in database.ddl(DdlAction::Drop, &definitions("")).unwrap() {
            kept.run_sql(&statement).await.unwrap();
        }
    }
    drop(kept);
    database.close().await.unwrap();
    run(&admin, &format!("drop database {name}")).await;
    admin.close().await;
}
