use versa_sql::DialectKind;

/// How a database reads the text of a statement.
#[derive(Debug)]
pub(crate) struct Lexis {
    /// What `"…"` is.
    pub(crate) double_quotes: Quoted,
    /// `` `…` `` is a name.
    pub(crate) backticks: bool,
    /// `[…]` is a name; else brackets are subscripts.
    pub(crate) brackets: bool,
    /// The delimiter of a name that must keep one.
    pub(crate) name_quote: char,
    /// Which bare name means the same as a quoted one.
    pub(crate) bare: Bare,
    /// A backslash escapes in every string; else only in `E'…'`, where there is that.
    pub(crate) backslash: bool,
    /// Letters that belong to the string behind them, in lower case.
    pub(crate) string_prefixes: &'static [&'static str],
    /// `$tag$…$tag$` is a string.
    pub(crate) dollar_strings: bool,
    /// Strings beside each other are one.
    pub(crate) adjacent_strings: bool,
    /// Comments nest.
    pub(crate) nested_comments: bool,
    /// `#` begins a comment, `--` only before white space, and `/*! … */` is no comment.
    pub(crate) mysql_comments: bool,
    /// Characters that begin a placeholder's name.
    pub(crate) named_placeholders: &'static [char],
    /// `$1` is a placeholder.
    pub(crate) numbered_placeholders: bool,
    /// Characters beside letters and `_` that a word may begin with.
    pub(crate) word_starts: &'static [char],
    /// A word may begin with digits.
    pub(crate) digits_begin_words: bool,
    /// Operators of more than one character, longest first.
    pub(crate) operators: &'static [&'static str],
}

/// What something in quotes is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Quoted {
    /// A name.
    Name,
    /// A string.
    Text,
}

/// Which bare name means the same as a quoted one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Bare {
    /// Any: either case does not count, or counts for both.
    AnyCase,
    /// One in lower case: a bare name is folded to it.
    LowerCase,
}

const SQLITE: Lexis = Lexis {
    double_quotes: Quoted::Name,
    backticks: true,
    brackets: true,
    name_quote: '"',
    bare: Bare::AnyCase,
    backslash: false,
    string_prefixes: &["x"],
    dollar_strings: false,
    adjacent_strings: false,
    nested_comments: false,
    mysql_comments: false,
    named_placeholders: &[':', '@', '$'],
    numbered_placeholders: false,
    word_starts: &[],
    digits_begin_words: false,
    operators: &["->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "!=", "=="],
};

/// `:name` is what libraries in front of PostgreSQL replace; the server has `$1`.
const POSTGRES: Lexis = Lexis {
    double_quotes: Quoted::Name,
    backticks: false,
    brackets: false,
    name_quote: '"',
    bare: Bare::LowerCase,
    backslash: false,
    string_prefixes: &["e", "b", "x", "n", "u&"],
    dollar_strings: true,
    adjacent_strings: true,
    nested_comments: true,
    mysql_comments: false,
    named_placeholders: &[':'],
    numbered_placeholders: true,
    word_starts: &[],
    digits_begin_words: false,
    operators: &[
        "!~~*", "<<->>", "!~~", "~~*", "!~*", "->>", "#>>", "<=>", "<->", "<#>", "-|-", "||/",
        "<<|", "|>>", "&<|", "|&>", "::", ":=", "=>", "->", "#>", "#-", "@>", "<@", "@@", "@?",
        "?|", "?&", "||", "|/", "<<", ">>", "&&", "&<", "&>", "~~", "!~", "~*", "~=", "^@", "<=",
        ">=", "<>", "!=",
    ],
};

const MYSQL: Lexis = Lexis {
    double_quotes: Quoted::Text,
    backticks: true,
    brackets: false,
    name_quote: '`',
    bare: Bare::AnyCase,
    backslash: true,
    string_prefixes: &["x", "b", "n"],
    dollar_strings: false,
    adjacent_strings: true,
    nested_comments: false,
    mysql_comments: true,
    named_placeholders: &[':'],
    numbered_placeholders: false,
    word_starts: &['@', '$'],
    digits_begin_words: true,
    operators: &["<=>", "->>", "->", ":=", "||", "&&", "<<", ">>", "<=", ">=", "<>", "!="],
};

impl Lexis {
    pub(crate) fn of(dialect: DialectKind) -> &'static Self {
        match dialect {
            DialectKind::Sqlite => &SQLITE,
            DialectKind::Postgres => &POSTGRES,
            DialectKind::Mysql | DialectKind::Mariadb => &MYSQL,
        }
    }
}
