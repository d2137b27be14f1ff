//! Rows handed on before their statement is over.
//!
//! Where a driver waits for a server on another thread, whoever asked can decode the first chunks
//! of a large result while the others still come.

use std::future::Future;
use std::sync::Arc;

use versa_rows::Chunk;

/// Takes a chunk of the result that is being received.
pub type PartSender = Arc<dyn Fn(Chunk) + Send + Sync>;

tokio::task_local! {
    static PARTS: PartSender;
}

/// Runs the work of one statement; what its result has before its last chunk goes to `parts`.
pub async fn with_parts<T>(parts: PartSender, work: impl Future<Output = T>) -> T {
    PARTS.scope(parts, work).await
}

/// Where the parts of the statement that is being run go; none: they stay with the result.
pub(crate) fn current() -> Option<PartSender> {
    PARTS.try_with(Arc::clone).ok()
}
