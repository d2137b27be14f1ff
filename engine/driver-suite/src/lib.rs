//! What every driver must do, written once.
//!
//! A driver describes its database by a [`TestDatabase`] and calls [`suite!`], a server's driver
//! [`server_suite!`] too; each case becomes a test of its own, in a database of its own:
//!
//! ```text
//! versa_driver_suite::suite!(Postgres);          // in engine/postgres/tests/suite.rs
//! versa_driver_suite::server_suite!(Postgres);
//! ```
//!
//! A case writes its SQL with `?` for each parameter; [`Fixture`] turns it into the dialect's.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "everything here is a test, and a test says what went wrong by failing"
)]

pub mod cases;
mod cells;
mod fixture;
mod harness;

pub use cells::{Cell, rows_of};
pub use fixture::Fixture;
pub use harness::{BulkText, Dialect, List, ServerDialect, TestDatabase, database_name, run};

/// Makes tests of the given cases.
#[macro_export]
macro_rules! cases {
    ($database:ty, $module:ident: $($case:ident),+ $(,)?) => {
        mod $module {
            #[allow(unused_imports, reason = "the type may be named by a path")]
            use super::*;
            $(
                #[test]
                fn $case() {
                    $crate::run::<$database, _>(async |fixture| {
                        $crate::cases::$module::$case(&fixture).await;
                    });
                }
            )+
        }
    };
}

/// Makes tests of the cases that every driver passes.
#[macro_export]
macro_rules! suite {
    ($database:ty) => {
        $crate::cases!($database, types: booleans, whole_numbers, floats, decimals, texts, dates,
            times, timestamps, date_times, documents, bytes, uuids, nulls, unknown_columns,
            an_empty_result);
        $crate::cases!($database, lists: none, one, many, with_null, of_texts);
        $crate::cases!($database, bulk: no_row, one_row, two_rows, a_thousand_rows,
            a_failing_row_takes_all_back, inside_a_transaction);
        $crate::cases!($database, errors: unique, foreign_key, referenced_row, not_null, check,
            syntax, unknown_table, unknown_column, already_exists, missing_parameter,
            a_failed_statement_leaves_the_connection_usable);
        $crate::cases!($database, transactions: commit, rollback, dropped,
            dropped_on_a_thread_without_a_runtime, read_only, isolation, savepoints, over,
            affected_counts_matched_rows);
        $crate::cases!($database, streams: all_rows, columns_come_first, nothing, a_failure,
            a_reader_who_leaves);
        $crate::cases!($database, pool: many_at_once, closing_waits_for_what_runs, closed);
    };
}

/// Makes tests of the cases that the driver of a server passes besides.
#[macro_export]
macro_rules! server_suite {
    ($database:ty) => {
        $crate::cases!($database, server: acquire_timeout, value_of_another_kind,
            more_values_than_any_server_takes, a_killed_connection, a_connection_killed_at_rest,
            killed_in_a_transaction, a_dropped_statement_is_stopped,
            a_given_up_statement_ends_its_transaction, a_slow_reader_holds_the_server_back,
            a_dropped_stream_is_stopped, a_stopped_statement, a_statement_that_takes_too_long,
            a_stop_comes_while_one_waits, lock_conflicts, deadlock, nothing_listens,
            a_silent_server, wrong_password, unknown_database, not_a_url, changed_columns);
    };
}
