use std::sync::Arc;

use versa_ast::{LogicalType, Value};
use versa_driver::{ConnectOptions, Connection, Driver, Intent, Outcome, StatementRequest};
use versa_error::Result;
use versa_sql::{Access, Bulk, BulkRun, ResultColumn, Slot, SlotKind, SqlPart, SqlText, Statement};

use crate::{Cell, Dialect, List, ServerDialect, TestDatabase, rows_of};

/// A case's database and a driver connected to it.
pub struct Fixture {
    database: Arc<dyn TestDatabase>,
    /// The driver, with a pool of the default size.
    pub driver: Arc<dyn Driver>,
}

impl Fixture {
    pub(crate) async fn new(database: Arc<dyn TestDatabase>) -> Self {
        let driver = database
            .connect(database.url(), &ConnectOptions::default())
            .await
            .expect("the driver connects");
        Self { database, driver }
    }

    /// What the database can.
    #[must_use]
    pub fn dialect(&self) -> &'static Dialect {
        self.database.dialect()
    }

    /// What the server can.
    ///
    /// # Panics
    ///
    /// When the database is no server.
    #[must_use]
    pub fn server(&self) -> &'static ServerDialect {
        self.dialect().server.as_ref().expect("a server")
    }

    /// Where the database is.
    #[must_use]
    pub fn url(&self) -> &str {
        self.database.url()
    }

    /// Another driver for the same database, or one for another URL.
    ///
    /// # Errors
    ///
    /// What the driver's `connect` fails with.
    pub async fn connect(&self, url: &str, options: ConnectOptions) -> Result<Arc<dyn Driver>> {
        self.database.connect(url, &options).await
    }

    /// A driver whose pool has at most this many connections.
    pub async fn pool_of(&self, max_connections: u32) -> Arc<dyn Driver> {
        let options = ConnectOptions {
            max_connections: Some(max_connections),
            acquire_timeout_ms: Some(20_000),
            ..ConnectOptions::default()
        };
        self.connect(self.url(), options).await.expect("the driver connects again")
    }

    /// A connection of its own, to read and write with.
    pub async fn connection(&self) -> Box<dyn Connection> {
        connection_of(&*self.driver).await
    }

    /// Runs DDL.
    pub async fn ddl(&self, sql: &str) {
        if let Err(error) = self.connection().await.run_sql(sql).await {
            panic!("{sql}: {error:?}");
        }
    }

    /// Makes a table `digits` with the rows 0 to 9: joined with itself it yields any number of
    /// rows.
    pub async fn create_digits(&self) {
        self.ddl("create table digits (d int not null)").await;
        self.ddl("insert into digits values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)")
            .await;
    }

    /// `?` as the dialect's placeholders.
    #[must_use]
    pub fn sql(&self, text: &str) -> String {
        let mut parts = text.split('?');
        let mut sql = parts.next().unwrap_or_default().to_owned();
        for (index, part) in parts.enumerate() {
            sql.push_str(&(self.dialect().placeholder)(index + 1));
            sql.push_str(part);
        }
        sql
    }

    /// A statement of fixed text with one parameter per `?`, of the type where it is known.
    #[must_use]
    pub fn statement(
        &self,
        text: &str,
        params: &[Option<LogicalType>],
        columns: &[(&str, Option<LogicalType>)],
    ) -> Statement {
        let slots = (0..).zip(params).map(|(index, &logical_type)| Slot {
            index,
            logical_type,
            kind: SlotKind::Value,
        });
        let text = SqlText::Fixed { sql: self.sql(text).into(), slots: slots.collect() };
        statement_of(text, columns)
    }

    /// A statement as of the user's own SQL: nothing is known of it.
    #[must_use]
    pub fn raw(&self, text: &str) -> Statement {
        self.statement(text, &vec![None; text.matches('?').count()], &[])
    }

    /// A select that filters a column by a list.
    #[must_use]
    pub fn list_filter(&self, select: &str, column: &str, item: LogicalType) -> Statement {
        let logical_type = Some(item);
        let fixed = |filter: String, kind| SqlText::Fixed {
            sql: format!("{select} where {filter} order by 1").into(),
            slots: vec![Slot { index: 0, logical_type, kind }],
        };
        let placeholder = (self.dialect().placeholder)(1);
        let text = match self.dialect().list {
            List::Array => fixed(format!("{column} = any({placeholder})"), SlotKind::Array),
            List::Json => {
                let items = format!("select value from json_each({placeholder})");
                fixed(format!("{column} in ({items})"), SlotKind::JsonList)
            }
            List::Expanding => SqlText::Expanding(vec![
                SqlPart::Text(format!("{select} where {column} in (")),
                SqlPart::List { index: 0, logical_type },
                SqlPart::Text(") order by 1".to_owned()),
            ]),
        };
        let mut statement = statement_of(text, &[]);
        statement.access = Access::Read;
        statement
    }

    /// An insert of the rows behind parameter 0.
    #[must_use]
    pub fn bulk_insert(&self, table: &str, columns: &[(&str, LogicalType)]) -> Statement {
        let width = u32::try_from(columns.len()).expect("few columns");
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let insert = format!("insert into {table} ({})", names.join(", "));
        let run = match self.dialect().bulk_run {
            BulkRun::Chunked { max_parameters, max_rows, .. } => {
                BulkRun::Chunked { max_parameters, per_row: width, max_rows }
            }
            run => run,
        };
        let slot = |column: usize, kind: fn(u32, u32) -> SlotKind| Slot {
            index: 0,
            logical_type: Some(columns[column].1),
            kind: kind(u32::try_from(column).unwrap_or_default(), width),
        };
        let slots = |kind| (0..columns.len()).map(|column| slot(column, kind)).collect();
        let text = match (run, self.dialect().bulk_arrays) {
            (BulkRun::Once, Some(arrays)) => SqlText::Fixed {
                sql: arrays(table, columns).into(),
                slots: slots(|column, width| SlotKind::ColumnArray { column, width }),
            },
            (BulkRun::PerRow, _) => {
                let places = vec!["?"; columns.len()].join(", ");
                SqlText::Fixed {
                    sql: self.sql(&format!("{insert} values ({places})")).into(),
                    slots: slots(|column, _| SlotKind::Cell { column }),
                }
            }
            _ => SqlText::Expanding(vec![
                SqlPart::Text(format!("{insert} values ")),
                SqlPart::Rows {
                    index: 0,
                    given: None,
                    columns: columns.iter().map(|(_, logical_type)| Some(*logical_type)).collect(),
                },
            ]),
        };
        let mut statement = statement_of(text, &[]);
        statement.access = Access::Write;
        statement.bulk = Some(Bulk { index: 0, width, run });
        statement
    }

    /// Runs the user's own SQL on any connection.
    ///
    /// # Errors
    ///
    /// What the driver fails with.
    pub async fn try_run(&self, text: &str, params: &[Value]) -> Result<Outcome> {
        self.driver.execute(&self.raw(text), params).await
    }

    /// The same where it has to succeed.
    pub async fn run(&self, text: &str, params: &[Value]) -> Outcome {
        match self.try_run(text, params).await {
            Ok(outcome) => outcome,
            Err(error) => panic!("{text}: {error:?}"),
        }
    }

    /// The rows of the user's own SQL.
    pub async fn rows(&self, text: &str) -> Vec<Vec<Cell>> {
        rows_of(&self.run(text, &[]).await.chunks)
    }

    /// The only cell of the only row.
    pub async fn cell(&self, text: &str) -> Cell {
        let rows = self.rows(text).await;
        assert_eq!((rows.len(), rows.first().map(Vec::len)), (1, Some(1)), "{text}: one cell");
        rows[0][0].clone()
    }

    /// The whole number in the only cell.
    pub async fn number(&self, text: &str) -> i64 {
        number(&self.cell(text).await)
    }

    /// A statement with its parameters, to outlive the call.
    #[must_use]
    pub fn request(&self, text: &str) -> StatementRequest {
        let mut statement = self.raw(text);
        statement.access = Access::Read;
        StatementRequest { statement: Arc::new(statement), params: Vec::new() }
    }
}

/// A connection of a driver, for any use.
pub(crate) async fn connection_of(driver: &dyn Driver) -> Box<dyn Connection> {
    driver.acquire(Intent::Transaction { read_only: false }).await.expect("a free connection")
}

/// The whole number in a cell, whatever the database calls its type.
pub(crate) fn number(cell: &Cell) -> i64 {
    match cell {
        Cell::Int(value) => *value,
        Cell::Text(_, digits) => digits.parse().expect("digits"),
        other => panic!("{other:?} is no number"),
    }
}

fn statement_of(text: SqlText, columns: &[(&str, Option<LogicalType>)]) -> Statement {
    let columns = columns
        .iter()
        .map(|&(name, logical_type)| ResultColumn { name: name.to_owned(), logical_type })
        .collect();
    Statement {
        text,
        access: Access::Unknown,
        returns_rows: true,
        columns,
        bulk: None,
        echo: None,
        duplicates: versa_sql::Duplicates::Counted,
    }
}
