use versa_rows::Chunk;
use versa_sql::ResultColumn;

/// What running a statement brought.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The rows, in chunks; none where the statement returns no rows.
    pub chunks: Vec<Chunk>,
    /// How many rows were written: matched rows of an update, whether or not a value changed.
    pub affected: u64,
    /// The key that the database generated for the (first) inserted row, where it says.
    pub last_insert_id: Option<i64>,
    /// The result columns, where the statement itself did not know them.
    pub columns: Option<Vec<ResultColumn>>,
}
