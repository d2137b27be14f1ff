use versa_ast::Refresh;
use versa_error::{Error, ErrorCode, Result};

use crate::writer::Writer;
use crate::{Access, Dialect, Statement};

/// Its access is not told: it takes its time, as a statement of the user's own may.
pub(crate) fn statement(query: &Refresh, dialect: &dyn Dialect) -> Result<Statement> {
    let name = &query.view.name;
    if !dialect.capabilities().materialized_views {
        let message = format!("{name} cannot be refreshed: this database keeps no rows of views");
        return Err(Error::new(ErrorCode::Unsupported, message)
            .table(name.as_str())
            .hint("a plain view needs no refresh; a table that you fill keeps rows"));
    }
    let mut writer = Writer::new(dialect);
    writer.push("REFRESH MATERIALIZED VIEW ");
    if query.concurrently {
        writer.push("CONCURRENTLY ");
    }
    writer.table(&query.view)?;
    Ok(Statement {
        text: writer.finish(),
        access: Access::Unknown,
        returns_rows: false,
        columns: Vec::new(),
        bulk: None,
        echo: None,
    })
}
