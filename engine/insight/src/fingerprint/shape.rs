//! Tokens to the text of a shape.

use std::ops::Range;

use super::dialect::Lexis;
use super::token::{Token, TokenKind};

/// The tokens with lists and rows of values cut to one of each form, and no semicolon at the end.
pub(super) fn collapsed(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    let mut shape = Collapse { kept: Vec::with_capacity(tokens.len()), lists: Vec::new() };
    for token in tokens {
        shape.push(token);
    }
    while shape.lists.last().is_some() {
        shape.end_list();
    }
    while shape.kept.last().is_some_and(|last| last.kind == TokenKind::Semicolon) {
        shape.kept.pop();
    }
    shape.kept
}

struct Collapse<'sql> {
    kept: Vec<Token<'sql>>,
    lists: Vec<List>,
}

/// Something in brackets, or the rows behind `values`.
struct List {
    form: Form,
    /// Where the item begins that is being read.
    item: usize,
    /// The item before it that was kept.
    before: Option<Range<usize>>,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Form {
    /// The brackets of an `in` or of an `array`: items that look alike become one.
    Items,
    /// The rows behind `values`, which no bracket holds.
    Rows,
    /// Any other brackets.
    Other,
}

impl<'sql> Collapse<'sql> {
    fn push(&mut self, token: Token<'sql>) {
        match token.kind {
            TokenKind::Open => self.open(token),
            TokenKind::Close => {
                self.end_rows();
                self.end_list();
                self.kept.push(token);
            }
            TokenKind::Comma => {
                self.end_item();
                self.kept.push(token);
                if let Some(list) = self.lists.last_mut() {
                    list.item = self.kept.len();
                }
            }
            // To a shape every value is one, string or not.
            TokenKind::Text => self.push(Token::value()),
            // MySQL's rows may be `row(1, 2), row(3, 4)`.
            _ if token.text.eq_ignore_ascii_case("row") => {
                if self.follows("values") {
                    self.begin(Form::Rows);
                }
                self.kept.push(token);
            }
            _ => {
                self.end_rows();
                self.kept.push(token);
            }
        }
    }

    fn follows(&self, word: &str) -> bool {
        self.kept.last().is_some_and(|before| before.is_keyword(word))
    }

    fn open(&mut self, token: Token<'sql>) {
        let is_list = self.follows("in") || self.follows("array");
        let form = if is_list { Form::Items } else { Form::Other };
        if self.follows("values") {
            self.begin(Form::Rows);
        }
        self.kept.push(token);
        self.begin(form);
    }

    fn begin(&mut self, form: Form) {
        self.lists.push(List { form, item: self.kept.len(), before: None });
    }

    /// Drops the item that ends here if it looks like the one before it, with the comma between.
    ///
    /// A comparison that drops something is paid for by what it drops; one that does not compares
    /// items of equal length, so that nesting costs a logarithm at worst.
    fn end_item(&mut self) {
        let end = self.kept.len();
        let Some(list) = self.lists.last_mut() else { return };
        if list.form == Form::Other || list.item >= end {
            return;
        }
        let item = list.item..end;
        match &list.before {
            Some(before)
                if before.len() == item.len()
                    && self.kept.get(before.clone()) == self.kept.get(item.clone()) =>
            {
                self.kept.truncate(before.end);
            }
            _ => list.before = Some(item),
        }
    }

    fn end_list(&mut self) {
        self.end_item();
        self.lists.pop();
    }

    fn end_rows(&mut self) {
        if self.lists.last().is_some_and(|list| list.form == Form::Rows) {
            self.end_list();
        }
    }
}

/// The text: one blank between tokens, none where SQL is commonly written without.
pub(super) fn write(tokens: &[Token<'_>], lexis: &Lexis) -> String {
    let mut text = String::new();
    let mut before: Option<&Token<'_>> = None;
    for (at, token) in tokens.iter().enumerate() {
        if before.is_some_and(|before| divided(before, token, tokens.get(at + 1), lexis)) {
            text.push(' ');
        }
        text.push_str(&token.text);
        before = Some(token);
    }
    text
}

fn divided(
    before: &Token<'_>,
    token: &Token<'_>,
    after: Option<&Token<'_>>,
    lexis: &Lexis,
) -> bool {
    use TokenKind::{Close, Comma, Dot, Name, Open, Semicolon};
    let is_cast = |token: &Token<'_>| token.text == "::" && lexis.operators.contains(&"::");
    match (before.kind, token.kind) {
        (_, Comma | Semicolon | Close | Dot) | (Open | Dot, _) => false,
        (Name, Open) => false,
        (_, Open) if token.text == "[" => !(before.ends_operand() || before.is_keyword("array")),
        (_, Name) if is_cast(before) => false,
        _ if is_cast(token) => {
            !(before.ends_operand() && after.is_some_and(|after| after.kind == Name))
        }
        _ => true,
    }
}
