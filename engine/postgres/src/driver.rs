use std::sync::Arc;

use versa_ast::Value;
use versa_driver::{
    BoxFuture, Connection, Driver, Intent, Outcome, ServerInfo, StatementRequest, StreamSender,
    stream_on_connection,
};
use versa_error::Result;
use versa_sql::Statement;

use crate::connect::Server;
use crate::connection::PostgresConnection;
use versa_driver::pool::Pool;

/// A PostgreSQL database that was connected to.
pub struct PostgresDriver {
    pool: Arc<Pool<Server>>,
    server: ServerInfo,
}

impl PostgresDriver {
    pub(crate) fn new(pool: Arc<Pool<Server>>, server: ServerInfo) -> Self {
        Self { pool, server }
    }
}

impl Driver for PostgresDriver {
    fn server(&self) -> &ServerInfo {
        &self.server
    }

    fn acquire(&self, _intent: Intent) -> BoxFuture<'_, Result<Box<dyn Connection>>> {
        Box::pin(async {
            let connection = PostgresConnection::new(self.pool.acquire().await?);
            Ok(Box::new(connection) as Box<dyn Connection>)
        })
    }

    fn execute<'a>(
        &'a self,
        statement: &'a Statement,
        params: &'a [Value],
    ) -> BoxFuture<'a, Result<Outcome>> {
        Box::pin(async {
            let mut connection = PostgresConnection::new(self.pool.acquire().await?);
            connection.run_statement(statement, params).await
        })
    }

    fn execute_on_worker(
        self: Arc<Self>,
        request: StatementRequest,
    ) -> BoxFuture<'static, Result<Outcome>> {
        Box::pin(async move { self.execute(&request.statement, &request.params).await })
    }

    fn stream(
        self: Arc<Self>,
        request: StatementRequest,
        sender: StreamSender,
    ) -> BoxFuture<'static, ()> {
        Box::pin(async move { stream_on_connection(&*self, request, sender).await })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.pool.close())
    }
}
