//! Locks of rows.

use serde_json::{Value, json};

use crate::{ALL, check, column, select, sql};

fn locked(lock: Value) -> Value {
    let mut query = select(column("b"));
    query["lock"] = lock;
    query
}

#[test]
fn a_lock_stands_behind_everything_else() {
    check(
        locked(json!({ "strength": "update" })),
        [
            r#"SELECT "a" FROM "t" WHERE "b""#,
            r#"SELECT "a" FROM "t" WHERE "b" FOR UPDATE"#,
            "SELECT `a` FROM `t` WHERE `b` FOR UPDATE",
        ],
    );
    check(
        locked(json!({ "strength": "share", "locked": "skip", "of": "t" })),
        [
            r#"SELECT "a" FROM "t" WHERE "b""#,
            r#"SELECT "a" FROM "t" WHERE "b" FOR SHARE OF "t" SKIP LOCKED"#,
            "SELECT `a` FROM `t` WHERE `b` FOR SHARE OF `t` SKIP LOCKED",
        ],
    );
}

#[test]
fn mariadb_has_its_own_words() {
    let query = locked(json!({ "strength": "share", "locked": "fail", "of": "t" }));
    assert_eq!(
        sql(&query, versa_sql::DialectKind::Mariadb).as_deref(),
        Ok("SELECT `a` FROM `t` WHERE `b` LOCK IN SHARE MODE NOWAIT")
    );
}

#[test]
fn the_limit_stands_before_it() {
    for kind in ALL {
        let mut query = locked(json!({ "strength": "update" }));
        query["limit"] = json!({ "kind": "integer", "value": 1 });
        let text = sql(&query, kind).unwrap();
        assert!(text.ends_with("LIMIT 1") || text.ends_with("LIMIT 1 FOR UPDATE"), "{text}");
    }
}
