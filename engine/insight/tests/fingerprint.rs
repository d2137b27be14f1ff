//! What makes two statements one shape, and what does not.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use proptest::prelude::*;
use versa_insight::fingerprint;
use versa_sql::DialectKind::{self, Mariadb, Mysql, Postgres, Sqlite};

const ALL: [DialectKind; 4] = [Sqlite, Postgres, Mysql, Mariadb];

fn shape(sql: &str, dialect: DialectKind) -> String {
    fingerprint(sql, dialect).text
}

#[test]
fn values_and_placeholders_go() {
    for dialect in ALL {
        for value in ["1", "-1.5e-3", "'it''s'", "x'ff'", "0x1F", ".5", "?", ":name"] {
            let sql = format!("select a from t where b = {value}");
            assert_eq!(shape(&sql, dialect), "SELECT a FROM t WHERE b = ?", "{sql}");
        }
    }
    assert_eq!(shape("a = ?12 or a = @b or a = $c", Sqlite), "a = ? OR a = ? OR a = ?");
    assert_eq!(shape("a = $1 or a = $22", Postgres), "a = ? OR a = ?");
}

#[test]
fn strings_are_read_as_the_dialect_reads_them() {
    assert_eq!(shape(r"a = E'it\'s' and b", Postgres), "a = ? AND b");
    assert_eq!(shape(r"a = 'back\' and b", Postgres), "a = ? AND b");
    assert_eq!(shape("a = $tag$it's $$ b$tag$ and b", Postgres), "a = ? AND b");
    assert_eq!(
        shape("a = $$x$$ and b = U&'\\0041' or c = B'01'", Postgres),
        "a = ? AND b = ? OR c = ?"
    );
    assert_eq!(shape("a = 'one'\n 'two'", Postgres), "a = ?");
    assert_eq!(shape(r"a = 'it\'s' and b", Mysql), "a = ? AND b");
    assert_eq!(shape(r#"a = "it""s" and b"#, Mysql), "a = ? AND b");
    assert_eq!(shape(r"a = 'back\' and b", Sqlite), "a = ? AND b");
}

#[test]
fn names_keep_what_tells_them_apart() {
    assert_eq!(shape(r#""users"."id""#, Sqlite), "users.id");
    assert_eq!(shape("`users`.[id]", Sqlite), "users.id");
    assert_eq!(shape(r#""Users""#, Postgres), r#""Users""#);
    assert_eq!(shape(r#""users""#, Postgres), "users");
    assert_eq!(shape("`Users`", Mysql), "Users");
    assert_eq!(shape("`select`, `a b`, `c``d`", Mysql), "`select`, `a b`, `c``d`");
    assert_eq!(shape(r#""order", "a""b", `c"d`, [e]"#, Sqlite), r#""order", "a""b", "c""d", e"#);
    assert_eq!(
        shape(r#""true", "current_date", "char""#, Postgres),
        r#""true", "current_date", "char""#
    );
    assert_eq!(shape("@a, @@global.b", Mysql), "@a, @@global.b");
    assert_eq!(shape("t.1a, 2b", Mysql), "t.1a, 2b");
}

#[test]
fn lists_and_rows_become_one() {
    for dialect in ALL {
        assert_eq!(shape("a in (?, ?, 3)", dialect), "a IN (?)");
        assert_eq!(shape("a not in ((1, 2), (3, 4))", dialect), "a NOT IN ((?, ?))");
        assert_eq!(shape("a in (b, c, c)", dialect), "a IN (b, c)");
        let insert = "insert into t (a, b) values (?, now()), (?, now()) on conflict";
        let one = "insert into t (a, b) values (?, now()) on conflict";
        assert_eq!(shape(insert, dialect), shape(one, dialect));
    }
    assert_eq!(shape("a = any(array[1, 2])", Postgres), "a = ANY (ARRAY[?])");
    assert_eq!(shape("values row(1, 2), row(3, 4)", Mysql), "VALUES row(?, ?)");
    assert_eq!(
        shape("insert into t values (1) on duplicate key update a = values(a), b = 2", Mysql),
        shape("insert into t values (1), (2) on duplicate key update a = values(a), b = 3", Mysql),
    );
    assert_eq!(shape("f(?, ?)", Sqlite), "f(?, ?)");
}

#[test]
fn comments_and_white_space_go() {
    assert_eq!(shape("select\n\t1 -- one\n, /* two */ 2;", Sqlite), "SELECT ?, ?");
    assert_eq!(shape("a /* b /* c */ d */ e", Postgres), "a e");
    assert_eq!(shape("a /* b /* c */ d", Sqlite), "a d");
    assert_eq!(shape("a # b\nc --d\n-- e", Mysql), "a c - - d");
    assert_eq!(
        shape("select /*!50000 sql_no_cache */ a", Mysql),
        "SELECT /*!50000 sql_no_cache */ a"
    );
}

#[test]
fn operators_stay_whole() {
    assert_eq!(shape("a->>'b' <= c::text", Postgres), "a ->> ? <= c::text");
    assert_eq!(shape("a - 1, a -1, a = -1, (-1)", Sqlite), "a - ?, a - ?, a = ?, (?)");
    assert_eq!(shape("a[1:2], b[i : j]", Postgres), "a[? : ?], b[i : j]");
    assert_ne!(shape("a[1:b]", Postgres), shape("a[1:c]", Postgres));
    assert_eq!(shape("count ( * ), t . a", Sqlite), "count(*), t.a");
}

#[test]
fn what_is_wrong_stays_wrong() {
    assert_ne!(shape("\"a", Sqlite), shape("\"a\"", Sqlite));
    assert_eq!(shape("a = 'open", Sqlite), "a = ?");
    assert_eq!(shape("a /* open", Sqlite), "a");
}

#[test]
fn hashes_are_the_same_tomorrow() {
    assert_eq!(fingerprint("select 1", Sqlite).hash, 0x199e_7dca_63ea_8858);
}

#[test]
fn time_grows_with_the_length() {
    let begun = std::time::Instant::now();
    for part in
        ["(", "[", "'", "\"a\" ", "a,", "in (", "/*", "$a$", "$a", ":", "[a]]", "values (1),"]
    {
        for dialect in ALL {
            assert!(fingerprint(&part.repeat(100_000), dialect).text.len() < 4_000_000);
        }
    }
    assert!(begun.elapsed().as_secs() < 60, "something is quadratic");
}

/// A literal of any kind that all dialects know.
fn literal() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        (0.0..1e9_f64).prop_map(|number| format!("{number:?}")),
        "[^'\\\\\0]{0,9}".prop_map(|text| format!("'{text}'")),
        "([0-9a-f]{2}){0,4}".prop_map(|hex| format!("x'{hex}'")),
        Just("?".to_owned()),
    ]
}

fn name() -> impl Strategy<Value = String> {
    "[a-z]{1,5}_[a-z0-9]{0,4}"
}

/// Text in which what matters to a lexer is frequent.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[-'\"`\\[\\]().,;:?$@#!/*+<>=|&~\\\\ \n]{1,4}",
        "(in|IN|values|array|select|row|E|U&|x|a|1|1e|.5|0x|/\\*!|\\*/|--|\\$a\\$|::|\\?)",
        any::<char>().prop_map(String::from),
        "[a-z]{1,3}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn other_values_are_the_same_shape(
        one in proptest::collection::vec(literal(), 4),
        other in proptest::collection::vec(literal(), 4),
    ) {
        let statement = |with: &[String]| {
            let [a, b, c, d] = with else { panic!("four literals") };
            format!("select f(a, {a}) from t where b = {b} and c between {c} and {d} limit {a}")
        };
        for dialect in ALL {
            prop_assert_eq!(
                fingerprint(&statement(&one), dialect),
                fingerprint(&statement(&other), dialect)
            );
        }
    }

    #[test]
    fn lists_of_any_length_are_the_same_shape(
        one in proptest::collection::vec(literal(), 1..9),
        other in proptest::collection::vec(literal(), 1..9),
    ) {
        for dialect in ALL {
            let list = |values: &[String]| shape(&format!("a IN ({})", values.join(",")), dialect);
            prop_assert_eq!(list(&one), list(&other));
        }
    }

    #[test]
    fn other_names_are_another_shape(one in name(), other in name(), value in literal()) {
        prop_assume!(one != other);
        for dialect in ALL {
            for form in ["select NAME from t", "select a from NAME where b = 1", "x in (NAME, 2)"] {
                let with = |name: &str| {
                    shape(&format!("{} + {value}", form.replace("NAME", name)), dialect)
                };
                prop_assert_ne!(with(&one), with(&other));
            }
        }
    }

    #[test]
    fn quoted_names_stay_apart(one in "[a-zA-Z\"` .\\]]{1,4}", other in "[a-zA-Z\"` .\\]]{1,4}") {
        prop_assume!(one != other);
        for dialect in ALL {
            let quote = if matches!(dialect, Mysql | Mariadb) { '`' } else { '"' };
            let with = |name: &str| {
                let doubled = name.replace(quote, &format!("{quote}{quote}"));
                shape(&format!("select {quote}{doubled}{quote}, b"), dialect)
            };
            prop_assert_ne!(with(&one), with(&other));
        }
    }

    #[test]
    fn a_shape_is_its_own_shape(text in text()) {
        for dialect in ALL {
            let once = shape(&text, dialect);
            prop_assert_eq!(&shape(&once, dialect), &once);
        }
    }

    #[test]
    fn any_text_has_a_shape(text in any::<String>()) {
        for dialect in ALL {
            let once = shape(&text, dialect);
            prop_assert_eq!(&shape(&once, dialect), &once);
        }
    }
}
