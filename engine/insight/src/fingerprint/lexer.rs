//! Text to tokens, by hand: comments and white space go, values become `?`.

use super::dialect::{Bare, Lexis, Quoted};
use super::token::{Token, TokenKind};
use super::words;

/// The tokens of any text. Each character is looked at a bounded number of times, and what is left
/// open at the end ends there.
pub(super) fn tokens<'sql>(sql: &'sql str, lexis: &'static Lexis) -> Vec<Token<'sql>> {
    let mut lexer =
        Lexer { sql, at: 0, lexis, tokens: Vec::new(), code_comments: 0, subscripts: 0 };
    while lexer.at < sql.len() {
        lexer.next();
    }
    lexer.tokens
}

struct Lexer<'sql> {
    sql: &'sql str,
    /// The place of the next byte; always at the beginning of a character.
    at: usize,
    lexis: &'static Lexis,
    tokens: Vec<Token<'sql>>,
    /// How many `/*!` are open, whose `*/` is a sign.
    code_comments: usize,
    /// How many `[` are open: a colon in them divides a slice.
    subscripts: usize,
}

impl<'sql> Lexer<'sql> {
    fn next(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        if first.is_ascii_whitespace() || first == '\u{b}' {
            self.at += 1;
        } else if !(self.comment() || self.quoted(first) || self.placeholder(first)) {
            match first {
                '(' | '[' => self.open(first),
                ')' | ']' => self.close(first),
                ',' => self.sign(TokenKind::Comma, 1),
                ';' => self.sign(TokenKind::Semicolon, 1),
                '0'..='9' => self.number_or_word(),
                '.' if self.begins_number() => self.number_or_word(),
                '.' => self.dot(),
                _ if self.begins_word(first) => self.word(),
                _ => self.operator(first),
            }
        }
    }

    fn rest(&self) -> &'sql str {
        self.sql.get(self.at..).unwrap_or_default()
    }

    /// The text up to that many bytes from here, which are then behind us.
    fn take(&mut self, length: usize) -> &'sql str {
        let taken = self.rest().get(..length).unwrap_or_else(|| self.rest());
        self.at += taken.len();
        taken
    }

    fn sign(&mut self, kind: TokenKind, length: usize) {
        let text = self.take(length);
        self.tokens.push(Token::new(kind, text));
    }

    fn open(&mut self, bracket: char) {
        self.subscripts += usize::from(bracket == '[');
        self.sign(TokenKind::Open, 1);
    }

    fn close(&mut self, bracket: char) {
        if bracket == ']' {
            self.subscripts = self.subscripts.saturating_sub(1);
        }
        self.sign(TokenKind::Close, 1);
    }

    // Comments

    fn comment(&mut self) -> bool {
        let rest = self.rest();
        if self.begins_line_comment(rest) {
            self.at += rest.find('\n').unwrap_or(rest.len());
        } else if self.lexis.mysql_comments && (rest.starts_with("/*!") || rest.starts_with("/*M!"))
        {
            let begin = if rest.starts_with("/*!") { 3 } else { 4 };
            let version = rest.bytes().skip(begin).take_while(u8::is_ascii_digit).count();
            self.code_comments += 1;
            self.sign(TokenKind::Sign, begin + version);
        } else if self.code_comments > 0 && rest.starts_with("*/") {
            self.code_comments -= 1;
            self.sign(TokenKind::Sign, 2);
        } else if rest.starts_with("/*") {
            self.block_comment();
        } else {
            return false;
        }
        true
    }

    fn begins_line_comment(&self, rest: &str) -> bool {
        if !self.lexis.mysql_comments {
            return rest.starts_with("--");
        }
        let dashes = rest.strip_prefix("--").map(|rest| rest.as_bytes().first());
        let divided = |next: Option<&u8>| next.is_none_or(|next| *next <= b' ');
        rest.starts_with('#') || dashes.is_some_and(divided)
    }

    fn block_comment(&mut self) {
        let bytes = self.rest().as_bytes();
        let mut depth = 1;
        let mut end = 2;
        while depth > 0 && end < bytes.len() {
            match bytes.get(end..end + 2) {
                Some(b"*/") => {
                    depth -= 1;
                    end += 2;
                }
                Some(b"/*") if self.lexis.nested_comments => {
                    depth += 1;
                    end += 2;
                }
                _ => end += 1,
            }
        }
        // A character of several bytes holds none of these signs, so this is between characters.
        self.at += end;
    }

    // Strings and quoted names

    fn quoted(&mut self, first: char) -> bool {
        match first {
            '\'' => self.text('\'', 0, self.lexis.backslash),
            '"' if self.lexis.double_quotes == Quoted::Text => {
                self.text('"', 0, self.lexis.backslash);
            }
            '"' => self.name('"', '"'),
            '`' if self.lexis.backticks => self.name('`', '`'),
            '[' if self.lexis.brackets => self.name('[', ']'),
            '$' if self.lexis.dollar_strings => return self.dollar_string(),
            _ => return self.prefixed(),
        }
        true
    }

    /// A string with letters before it: `x'ff'`, `E'\n'`, `U&'\0041'`, and a name `U&"…"`.
    fn prefixed(&mut self) -> bool {
        let rest = self.rest();
        let found = self.lexis.string_prefixes.iter().find_map(|prefix| {
            let head = rest.get(..prefix.len())?;
            let quote = rest.as_bytes().get(prefix.len())?;
            head.eq_ignore_ascii_case(prefix).then_some((*prefix, *quote))
        });
        match found {
            Some((prefix, b'\'')) => {
                self.text('\'', prefix.len(), self.lexis.backslash || prefix == "e");
                true
            }
            Some(("u&", b'"')) => {
                let end = 2 + end_of_quoted(&rest.as_bytes()[2..], b'"', false).0;
                self.sign(TokenKind::Name, end);
                true
            }
            _ => false,
        }
    }

    fn text(&mut self, quote: char, prefix: usize, backslash: bool) {
        let bytes = self.rest().as_bytes();
        let quoted = bytes.get(prefix..).unwrap_or_default();
        self.at += prefix + end_of_quoted(quoted, quote as u8, backslash).0;
        let beside = self.tokens.last().is_some_and(|last| last.kind == TokenKind::Text);
        if !(beside && self.lexis.adjacent_strings) {
            self.tokens.push(Token::new(TokenKind::Text, "?"));
        }
    }

    fn dollar_string(&mut self) -> bool {
        let rest = self.rest();
        let tag = rest.char_indices().skip(1).find(|(_, next)| !is_tag(*next));
        let Some((end, '$')) = tag else { return false };
        if rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit) {
            return false;
        }
        let (delimiter, body) = rest.split_at(end + 1);
        let length = body.find(delimiter).map_or(body.len(), |at| at + delimiter.len());
        self.at += delimiter.len() + length;
        self.tokens.push(Token::value());
        true
    }

    /// A name in quotes; they go where the bare name means the same.
    fn name(&mut self, open: char, close: char) {
        let rest = self.rest();
        let (length, closed) = if open == '[' {
            // In brackets nothing is doubled: the first `]` ends the name.
            rest.find(']').map_or((rest.len(), false), |at| (at + 1, true))
        } else {
            end_of_quoted(rest.as_bytes(), close as u8, false)
        };
        let text = self.take(length);
        if !closed {
            // What is wrong stays wrong: closed, it would be the shape of another statement.
            self.tokens.push(Token::new(TokenKind::Sign, text));
            return;
        }
        let inner = text.get(1..text.len() - 1).unwrap_or_default();
        let token = if self.can_be_bare(inner) {
            Token::new(TokenKind::Name, inner)
        } else {
            let quote = self.lexis.name_quote;
            let doubled = format!("{close}{close}");
            let plain = if open == '[' {
                inner.to_owned()
            } else {
                inner.replace(&doubled, close.encode_utf8(&mut [0; 4]))
            };
            let quoted = plain.replace(quote, &format!("{quote}{quote}"));
            Token::new(TokenKind::Name, format!("{quote}{quoted}{quote}"))
        };
        self.tokens.push(token);
    }

    fn can_be_bare(&self, name: &str) -> bool {
        let case = match self.lexis.bare {
            Bare::AnyCase => |byte: u8| byte.is_ascii_alphabetic(),
            Bare::LowerCase => |byte: u8| byte.is_ascii_lowercase(),
        };
        let letter = |byte: u8| case(byte) || byte == b'_';
        name.bytes().next().is_some_and(letter)
            && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit())
            && !words::needs_quotes(name)
    }

    // Placeholders, numbers, words

    fn placeholder(&mut self, first: char) -> bool {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let digits = bytes.iter().skip(1).take_while(|byte| byte.is_ascii_digit()).count();
        let behind = rest.get(first.len_utf8()..).unwrap_or_default();
        let word = behind.find(|next| !is_word(next)).unwrap_or(behind.len());
        let is_operator = self.operator_here().is_some();
        let length: usize = match first {
            '?' if !is_operator => 1 + digits,
            '$' if self.lexis.numbered_placeholders && digits > 0 => 1 + digits,
            ':' if self.subscripts > 0 || is_operator => return false,
            _ if word > 0 && self.lexis.named_placeholders.contains(&first) => 1 + word,
            _ => return false,
        };
        self.at += length;
        self.tokens.push(Token::value());
        true
    }

    fn begins_number(&self) -> bool {
        let digit = self.rest().as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        digit && !self.tokens.last().is_some_and(Token::ends_operand)
    }

    fn dot(&mut self) {
        let kind = match self.tokens.last() {
            Some(last) if last.ends_operand() => TokenKind::Dot,
            _ => TokenKind::Sign,
        };
        self.sign(kind, 1);
    }

    fn number_or_word(&mut self) {
        let rest = self.rest();
        let word = rest.find(|next| !is_word(next)).unwrap_or(rest.len());
        if self.tokens.last().is_some_and(|last| last.kind == TokenKind::Dot) {
            return self.sign(TokenKind::Name, word);
        }
        let number = number_length(rest.as_bytes());
        if self.lexis.digits_begin_words && word > number {
            return self.sign(TokenKind::Name, word);
        }
        self.at += number;
        self.drop_sign();
        self.tokens.push(Token::value());
    }

    /// The sign before a number is part of it where nothing stands left of the sign.
    fn drop_sign(&mut self) {
        let [before @ .., sign] = self.tokens.as_slice() else { return };
        let unary = match before.last() {
            None => true,
            Some(last) if last.kind == TokenKind::Keyword => words::precedes_operand(&last.text),
            Some(last) => !last.ends_operand() && last.text != ".",
        };
        if unary && sign.kind == TokenKind::Sign && matches!(sign.text.as_ref(), "-" | "+") {
            self.tokens.pop();
        }
    }

    fn begins_word(&self, first: char) -> bool {
        first == '_'
            || first.is_ascii_alphabetic()
            || !first.is_ascii()
            || (self.lexis.word_starts.contains(&first)
                && self.rest().chars().nth(1).is_some_and(|next| is_word(next) || next == '@'))
    }

    fn word(&mut self) {
        let rest = self.rest();
        let begin = rest.find(|next| next != '@').unwrap_or(rest.len());
        let end = rest.get(begin..).and_then(|rest| rest.find(|next| !is_word(next)));
        let text = self.take(end.map_or(rest.len(), |end| begin + end));
        let after_dot = self.tokens.last().is_some_and(|last| last.kind == TokenKind::Dot);
        let soft = self.lexis.name_quote == '"';
        let token = if !after_dot && words::is_keyword(text, soft) {
            Token::new(TokenKind::Keyword, text.to_ascii_uppercase())
        } else {
            Token::new(TokenKind::Name, text)
        };
        self.tokens.push(token);
    }

    fn operator_here(&self) -> Option<&'static str> {
        let rest = self.rest();
        self.lexis.operators.iter().find(|operator| rest.starts_with(**operator)).copied()
    }

    fn operator(&mut self, first: char) {
        let length = self.operator_here().map_or(first.len_utf8(), str::len);
        self.sign(TokenKind::Sign, length);
    }
}

/// Where something quoted ends, from its quote on, and whether it does.
fn end_of_quoted(bytes: &[u8], quote: u8, backslash: bool) -> (usize, bool) {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'\\' && backslash {
            at += 2;
        } else if *byte != quote {
            at += 1;
        } else if bytes.get(at + 1) == Some(&quote) {
            at += 2;
        } else {
            return (at + 1, true);
        }
    }
    (bytes.len(), false)
}

/// How long the number is that begins here: `1_000.5e-3`, `.5`, `0xff`.
fn number_length(bytes: &[u8]) -> usize {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_').count()
    };
    if let Some([b'0', base @ (b'x' | b'X' | b'b' | b'B' | b'o' | b'O')]) = bytes.get(..2) {
        let hex = matches!(base, b'x' | b'X');
        let rest = bytes.get(2..).unwrap_or_default();
        let length = rest
            .iter()
            .take_while(|byte| {
                byte.is_ascii_digit() || **byte == b'_' || (hex && byte.is_ascii_hexdigit())
            })
            .count();
        if length > 0 {
            return 2 + length;
        }
    }
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') {
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if bytes.get(end + 1 + sign).is_some_and(u8::is_ascii_digit) {
            end += 1 + sign + digits(end + 1 + sign);
        }
    }
    end
}

fn is_word(next: char) -> bool {
    next.is_ascii_alphanumeric() || next == '_' || next == '$' || !next.is_ascii()
}

fn is_tag(next: char) -> bool {
    is_word(next) && next != '$'
}
