use std::borrow::Cow;

/// A piece of a statement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Token<'sql> {
    pub(crate) kind: TokenKind,
    /// As it is written in a shape; a value's is `?`.
    pub(crate) text: Cow<'sql, str>,
}

/// What a piece of a statement is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum TokenKind {
    /// A word of the language.
    Keyword,
    /// A name, quoted or not.
    Name,
    /// A string. Two in a row are one value in some dialects.
    Text,
    /// A literal of another kind, or a placeholder.
    Value,
    /// The dot behind a name.
    Dot,
    /// `(` or `[`.
    Open,
    /// `)` or `]`.
    Close,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// Everything else: operators, and what no dialect knows.
    Sign,
}

impl<'sql> Token<'sql> {
    pub(crate) fn new(kind: TokenKind, text: impl Into<Cow<'sql, str>>) -> Self {
        Self { kind, text: text.into() }
    }

    pub(crate) fn value() -> Self {
        Self::new(TokenKind::Value, "?")
    }

    /// Whether it is this word of the language.
    pub(crate) fn is_keyword(&self, word: &str) -> bool {
        self.kind == TokenKind::Keyword && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether an expression may end with it: a sign behind it has two sides, a dot belongs to it.
    pub(crate) fn ends_operand(&self) -> bool {
        matches!(
            self.kind,
            TokenKind::Name
                | TokenKind::Text
                | TokenKind::Value
                | TokenKind::Dot
                | TokenKind::Close
        )
    }
}
