//! The list of codes is part of the documentation and of every user's error handling.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::HashSet;

use serde_json::json;
use versa_error::{Error, ErrorCode};

#[test]
fn every_code_is_in_one_section() {
    let listed: Vec<ErrorCode> =
        ErrorCode::SECTIONS.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
    assert_eq!(listed, ErrorCode::ALL);
    let names: HashSet<&str> = listed.iter().map(|code| code.as_str()).collect();
    assert_eq!(names.len(), listed.len());
}

#[test]
fn users_see_one_name_of_a_code_everywhere() {
    for code in ErrorCode::ALL {
        let name = code.as_str();
        assert!(name.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_'), "{name}");
        assert_eq!(code.to_string(), name);
        assert_eq!(serde_json::to_value(code).unwrap(), json!(name));
        assert_eq!(serde_json::from_value::<ErrorCode>(json!(name)).unwrap(), *code);
    }
}

#[test]
fn meanings_are_sentences_and_hints_are_parts_of_one() {
    for code in ErrorCode::ALL {
        let meaning = code.meaning().trim();
        assert!(meaning.ends_with('.'), "{code}: {meaning}");
        let hint = code.hint();
        assert!(hint.starts_with(|first: char| first.is_lowercase()), "{code}: {hint}");
        assert!(!hint.ends_with('.'), "{code}: {hint}");
        // Both are cells of a table.
        assert!(!format!("{meaning}{hint}").contains('|'), "{code}");
    }
}

#[test]
fn an_error_says_what_is_known_and_nothing_else() {
    let bare = Error::new(ErrorCode::Timeout, "it took longer than 5 ms");
    assert_eq!(
        serde_json::to_value(&bare).unwrap(),
        json!({ "code": "TIMEOUT", "message": "it took longer than 5 ms" })
    );
    let full = bare
        .sql_state("57014")
        .table("users")
        .column("email")
        .constraint("users_email_key")
        .sql("select 1")
        .sql("what an outer layer believes")
        .hint("raise the limit")
        .with_code(ErrorCode::Cancelled);
    assert_eq!(
        serde_json::to_value(&full).unwrap(),
        json!({
            "code": "CANCELLED",
            "message": "it took longer than 5 ms",
            "sqlState": "57014",
            "table": "users",
            "column": "email",
            "constraint": "users_email_key",
            "sql": "select 1",
            "hint": "raise the limit"
        })
    );
    assert_eq!(full.to_string(), "CANCELLED: it took longer than 5 ms");
    assert_eq!(full.state(), Some("57014"));
    assert_eq!((full.table_name(), full.column_name()), (Some("users"), Some("email")));
    assert_eq!(full.constraint_name(), Some("users_email_key"));
    assert_eq!(full.hint_text(), Some("raise the limit"));
}

#[test]
fn the_usual_kinds_have_their_codes() {
    assert_eq!(Error::internal("a").code(), ErrorCode::Internal);
    assert_eq!(Error::invalid_query("a").code(), ErrorCode::InvalidQuery);
    assert_eq!(Error::invalid_value("a").code(), ErrorCode::InvalidValue);
    assert_eq!(Error::invalid_value("the sentence").message(), "the sentence");
}
