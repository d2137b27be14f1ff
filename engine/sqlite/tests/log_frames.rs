//! The log that is written through the driver's VFS is one that SQLite itself reads, after each
//! transaction: as it would be found by another process, or after a crash.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, params};
use versa_driver::ConnectOptions;

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let unique = format!("versa-log-frames-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(unique);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A connection whose log is written as the driver writes it.
fn open(file: &Path) -> Connection {
    // The driver registers its VFS when it connects.
    versa_sqlite::connect(&format!("sqlite:{}", file.display()), &ConnectOptions::default())
        .unwrap();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = Connection::open_with_flags_and_vfs(file, flags, c"versa").unwrap();
    connection.execute_batch("pragma journal_mode = wal; pragma synchronous = normal").unwrap();
    connection
}

type Rows = Vec<(i64, Vec<u8>)>;

fn rows(connection: &Connection) -> Rows {
    let mut statement = connection.prepare("select id, b from t order by id").unwrap();
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    found.collect::<Result<_, _>>().unwrap()
}

/// What SQLite finds in a copy of the files as they are now.
fn recovered(scratch: &Scratch) -> Rows {
    for (from, to) in [("test.db", "copy.db"), ("test.db-wal", "copy.db-wal")] {
        fs::copy(scratch.file(from), scratch.file(to)).unwrap();
    }
    let _ = fs::remove_file(scratch.file("copy.db-shm"));
    let copy = Connection::open(scratch.file("copy.db")).unwrap();
    let whole: String = copy.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
    rows(&copy)
}

/// Knuth's linear congruential generator: the same numbers in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % limit
    }
}

fn change(connection: &Connection, random: &mut Random) {
    let bytes = vec![random.below(256) as u8; random.below(9_000) as usize];
    let id = random.below(60) as i64;
    match random.below(4) {
        0 => connection.execute("delete from t where id = ?", params![id]),
        _ => connection.execute("insert or replace into t values (?, ?)", params![id, bytes]),
    }
    .unwrap();
}

#[test]
fn each_transaction_is_found_by_others() {
    for seed in 0..4 {
        let scratch = Scratch::new(&format!("random-{seed}"));
        let connection = open(&scratch.file("test.db"));
        // So few pages are kept that transactions write theirs before they end, some of them twice.
        connection
            .execute_batch("pragma cache_size = 4; create table t (id integer primary key, b blob)")
            .unwrap();
        let mut random = Random(seed);
        for _ in 0..120 {
            connection.execute_batch("begin").unwrap();
            for _ in 0..random.below(12) {
                change(&connection, &mut random);
                if random.below(4) == 0 {
                    connection.execute_batch("savepoint s").unwrap();
                    change(&connection, &mut random);
                    let end =
                        if random.below(2) == 0 { "rollback to s; release s" } else { "release s" };
                    connection.execute_batch(end).unwrap();
                }
            }
            let end = if random.below(5) == 0 { "rollback" } else { "commit" };
            connection.execute_batch(end).unwrap();
            assert_eq!(recovered(&scratch), rows(&connection));
            match random.below(12) {
                0 => connection.execute_batch("pragma wal_checkpoint(truncate)").unwrap(),
                1 => connection.execute_batch("pragma wal_checkpoint(restart)").unwrap(),
                2 => connection.execute_batch("pragma wal_checkpoint").unwrap(),
                _ => {}
            }
        }
    }
}

#[test]
fn two_connections_write_in_turns() {
    let scratch = Scratch::new("turns");
    let one = open(&scratch.file("test.db"));
    one.execute_batch("create table t (id integer primary key, b blob)").unwrap();
    let plain = Connection::open(scratch.file("test.db")).unwrap();
    let other = open(&scratch.file("test.db"));
    let mut random = Random(7);
    for turn in 0..300 {
        change([&one, &plain, &other][turn % 3], &mut random);
        assert_eq!(rows(&one), rows(&plain));
        assert_eq!(rows(&one), rows(&other));
        assert_eq!(recovered(&scratch), rows(&plain));
    }
}
