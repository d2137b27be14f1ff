//! What the statements of a run show, and what they do not.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use versa_insight::{Access, Finding, FindingKind, Options, Statement, findings};
use versa_sql::DialectKind::Sqlite;

fn read(sql: &str, parameters: &str, table: &str) -> Statement {
    Statement {
        parameters: parameters.to_owned(),
        reads: vec![table.to_owned()],
        access: Access::Read,
        ..Statement::new(0, sql)
    }
}

fn user(id: usize) -> Statement {
    read("SELECT * FROM users WHERE id = ?", &format!("[{id}]"), "users")
}

fn write(table: &str) -> Statement {
    Statement {
        writes: vec![table.to_owned()],
        access: Access::Write,
        ..Statement::new(0, format!("UPDATE {table} SET a = ?"))
    }
}

fn raw(sql: &str) -> Statement {
    Statement::new(0, sql)
}

fn found(mut statements: Vec<Statement>) -> Vec<Finding> {
    for (number, statement) in (1..).zip(&mut statements) {
        statement.number = number;
    }
    findings(&statements, Options::new(Sqlite))
}

/// The numbers of the statements of each finding.
fn numbers(statements: Vec<Statement>) -> Vec<Vec<u64>> {
    found(statements).into_iter().map(|finding| finding.statements).collect()
}

#[test]
fn five_of_a_shape_are_an_n_plus_one() {
    assert_eq!(found((1..=4).map(user).collect()), []);
    let [finding] = found((1..=5).map(user).collect()).try_into().unwrap();
    assert_eq!(finding.kind, FindingKind::RepeatedShape);
    assert_eq!(finding.fingerprint, "SELECT * FROM users WHERE id = ?");
    assert_eq!(finding.count, 5);
    assert_eq!(finding.statements, [1, 2, 3, 4, 5]);
    assert!(finding.message.starts_with("The same query of users ran 5 times"));
    assert!(finding.message.contains("with({ … })") && finding.message.contains("whereIn"));
}

#[test]
fn the_threshold_is_an_option() {
    let statements: Vec<_> = (1..=3).map(user).collect();
    let options = Options { threshold: 3, ..Options::new(Sqlite) };
    assert_eq!(findings(&statements, options).len(), 1);
    assert_eq!(findings(&statements, Options { threshold: 4, ..options }), []);
}

#[test]
fn literals_in_the_text_are_values() {
    let of = |id| raw(&format!("select * from users where id = {id}"));
    assert_eq!(numbers((1..=5).map(of).collect()), [[1, 2, 3, 4, 5]]);
}

#[test]
fn the_same_values_are_a_duplicate_only() {
    let [finding] = found(vec![user(1); 6]).try_into().unwrap();
    assert_eq!(finding.kind, FindingKind::Duplicate);
    assert!(finding.message.starts_with("The same query of users ran 6 times"));
    let [twice] = found(vec![user(1), user(2), user(1)]).try_into().unwrap();
    assert_eq!(twice.statements, [1, 3]);
    assert!(twice.message.contains("ran twice with the same values"));
}

#[test]
fn writes_to_its_tables_separate() {
    assert_eq!(numbers(vec![user(1), write("users"), user(1)]), [[0_u64; 0]; 0]);
    assert_eq!(numbers(vec![user(1), write("posts"), user(1)]), [[1, 3]]);
    assert_eq!(numbers(vec![user(1), write("main.Users"), user(1)]), [[0_u64; 0]; 0]);
    let both = vec![user(1), user(1), write("users"), user(1), user(1), user(1)];
    assert_eq!(numbers(both), [vec![1, 2], vec![4, 5, 6]]);
    assert_eq!(numbers(vec![user(1), write("users"), user(1), user(1)]), [[3, 4]]);
}

#[test]
fn what_nobody_knows_separates_all() {
    let nothing = [[0_u64; 0]; 0];
    assert_eq!(numbers(vec![user(1), raw("update users set a = 1"), user(1)]), nothing);
    let cte = "with x as (select 1) delete from users";
    assert_eq!(numbers(vec![user(1), raw(cte), user(1)]), nothing);
    let select = || raw("select * from users");
    assert_eq!(numbers(vec![select(), write("posts"), select()]), nothing);
    assert_eq!(numbers(vec![select(), user(1), select()]), [[1, 3]]);
    assert_eq!(numbers(vec![user(1), raw("ROLLBACK"), user(1)]), nothing);
    assert_eq!(numbers(vec![user(1), raw("drop table users"), user(1)]), nothing);
}

#[test]
fn control_and_definitions_are_no_findings() {
    let nothing = [[0_u64; 0]; 0];
    for sql in ["BEGIN", "commit", "SAVEPOINT a", "create table t (a)", "pragma x", "/* */", ""] {
        assert_eq!(numbers(vec![raw(sql); 9]), nothing, "{sql}");
    }
    assert_eq!(
        numbers(vec![user(1), raw("begin"), raw("create index i on t (a)"), user(1)]),
        [[1, 4]]
    );
    assert_eq!(numbers(vec![write("users"); 9]), nothing);
}

#[test]
fn what_fails_or_changes_by_itself_is_no_duplicate() {
    let nothing = [[0_u64; 0]; 0];
    assert_eq!(numbers(vec![Statement { failed: true, ..user(1) }; 9]), nothing);
    assert_eq!(numbers(vec![raw("select random()"); 3]), nothing);
}

#[test]
fn places_in_the_code_are_told_apart() {
    let from = |site: usize, id: usize| Statement {
        call_site: Some(format!("query.ts:{site}")),
        ..user(id)
    };
    assert_eq!(found((1..=5).map(|id| from(id, id)).collect()), []);
    let [finding] = found((1..=5).map(|id| from(7, id)).collect()).try_into().unwrap();
    assert!(finding.message.contains("from query.ts:7"));
}
