use std::sync::Arc;

use versa_ast::Value;
use versa_driver::{
    BoxFuture, Connection, Driver, Intent, Outcome, ServerInfo, StatementRequest, StreamSender,
    current_stop, stream_on_connection,
};
use versa_error::Result;
use versa_sql::{Access, SqlText, Statement};

use crate::connect::Server;
use crate::connection::PostgresConnection;
use crate::rendered::RenderedText;
use crate::shared::SharedSessions;
use crate::{execute, statement};
use versa_driver::Rows;
use versa_driver::pool::Pool;

/// A PostgreSQL database that was connected to.
pub struct PostgresDriver {
    pool: Arc<Pool<Server>>,
    /// None where a PgBouncer lends sessions out: one that is used without end never goes back.
    shared: Option<SharedSessions>,
    server: ServerInfo,
}

impl PostgresDriver {
    pub(crate) fn new(pool: Arc<Pool<Server>>, server: ServerInfo, may_share: bool) -> Self {
        let shared = may_share.then(|| SharedSessions::new(Arc::clone(&pool)));
        Self { shared, pool, server }
    }

    async fn execute_exclusively(
        &self,
        statement: &Statement,
        params: &[Value],
    ) -> Result<Outcome> {
        let mut connection = PostgresConnection::new(self.pool.acquire().await?);
        connection.run_statement(statement, params).await
    }

    async fn execute_shared(
        &self,
        shared: &SharedSessions,
        statement: &Statement,
        params: &[Value],
    ) -> Result<Outcome> {
        let text = RenderedText::new(statement, params, 0..0)?;
        let mut seat = shared.seat()?;
        let mut rows = Rows::collect();
        let ran = match seat.session(text.text().sql).await {
            Ok(session) => execute::run(session, &text.text(), &mut rows, false).await,
            Err(failed) => {
                // No session, no statement: nothing is left behind.
                seat.answered(None);
                return Err(failed);
            }
        };
        let died_at_rest = seat.answered(ran.as_ref().err());
        if died_at_rest && statement.access == Access::Read && rows.is_untouched() {
            return self.execute_exclusively(statement, params).await;
        }
        ran.map(|ran| ran.into_outcome(rows))
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
            // A statement that may be stopped has a session for itself.
            let may_share = may_share(statement) && current_stop().is_none();
            match self.shared.as_ref().filter(|_| may_share) {
                Some(shared) => self.execute_shared(shared, statement, params).await,
                None => self.execute_exclusively(statement, params).await,
            }
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

/// Whether a statement can stand among those of others. The user's own SQL may change the session
/// (`begin`, `set`), and rows in bulk may become several statements in a transaction.
fn may_share(statement: &Statement) -> bool {
    let known = match (&statement.text, statement.access) {
        (_, Access::Read | Access::Write) => true,
        (SqlText::Fixed { sql, .. }, Access::Unknown) => statement::reads(sql),
        (SqlText::Expanding(_), Access::Unknown) => false,
    };
    known && statement.bulk.is_none()
}
